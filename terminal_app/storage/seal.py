"""The seal of a day: its Z is signed together with the hash of all rows before it, by the key that signs transactions.

Transactions' signatures say nothing of the events between them; whoever rewrites one of those with all hashes after it
breaks the seal of the next Z. Knows no keys; any thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from ..domain.cash_signature import Signer
from . import journal
from .database import Database

SEAL, SEALED_BY = "seal", "sealed_by"
SEALED_ROW = "report_z"


def sealed(database: Database, facts: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    """The facts of the Z that becomes the journal's next row, with its seal; call inside `database.writing()`."""
    return {**facts, SEAL: signer.sign(text(journal.last_hash(database), facts)), SEALED_BY: signer.key_version}


def text(previous: str, facts: Mapping[str, Any]) -> str:
    """What a seal signs: the hash of the row before, and that of the Z's own facts but the seal."""
    own = {name: value for name, value in facts.items() if name not in (SEAL, SEALED_BY)}
    return f"journal;{previous};{hashlib.sha256(journal.written(own).encode()).hexdigest()}"
