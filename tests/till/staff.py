"""What the tests of operators and PINs share: a shop whose people have PINs, and its journal."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from terminal_app.domain.operators import Operator, Role
from terminal_app.domain.problems import Trouble
from terminal_app.storage import pins
from terminal_app.storage.pins import Costs
from terminal_app.till import Till

CHEAP = Costs(passes=1, memory_kib=8, lanes=1)
"""What a try costs in tests that are not about its cost."""
KARI_PIN = "471108"
OLA_PIN = "8026"


def give_pin(till: Till, operator: Operator, pin: str) -> None:
    """That operator, with that PIN, as if it had been set long ago."""
    hashed = pins.hashed(pin, pins.pepper(till.database), CHEAP)
    till.operators.staff.put([replace(operator, pin_hash=hashed)])


def with_pins(till: Till) -> Till:
    """Kari (manager) and Ola (cashier) have PINs; Amina (cashier) has none."""
    till.operators.pins.costs = CHEAP
    give_pin(till, till.operators.get("kari"), KARI_PIN)
    give_pin(till, Operator("ola", "Ola Nordmann", Role.CASHIER), OLA_PIN)
    return till


def rows(till: Till) -> list[tuple[str, str | None, dict[str, object]]]:
    """The journal: kind, operator and facts of each row."""
    found = till.database.rows("SELECT kind, operator_id, facts FROM journal ORDER BY id")
    return [(str(kind), operator_id, json.loads(facts)) for kind, operator_id, facts in found]


def last_row(till: Till) -> tuple[str, str | None, dict[str, object]]:
    return rows(till)[-1]


def refused(trouble: pytest.ExceptionInfo[Trouble]) -> dict[str, str]:
    """The code and the values of what was raised."""
    return {"code": trouble.value.problem.code, **trouble.value.problem.values}
