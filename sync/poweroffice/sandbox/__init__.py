"""A small honest local PowerOffice Go: a real HTTP server on loopback with state and rules, no canned answers.

`Sandbox.start()` is the way in; docs/sandbox.md tells what it does like the real one and what it guesses.
"""

from __future__ import annotations

from .answers import Refusal
from .auth import EVERY_PRIVILEGE, Keys
from .command import serve
from .corrections import HandLine
from .faults import Fault, FaultAction, FaultPlan
from .rules.balances import VatTurnover
from .rules.settings import ReferenceFilters, Rules
from .running import Sandbox
from .seed import generated_customers
from .statefile import StateFileError

__all__ = [
    "EVERY_PRIVILEGE",
    "Fault",
    "FaultAction",
    "FaultPlan",
    "HandLine",
    "Keys",
    "ReferenceFilters",
    "Refusal",
    "Rules",
    "Sandbox",
    "StateFileError",
    "VatTurnover",
    "generated_customers",
    "serve",
]
