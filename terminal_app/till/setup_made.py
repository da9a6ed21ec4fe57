"""What somebody at the till had made in the accounting system, for the journal: who, when, and what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ..domain.setup import Missing
from ..storage import journal
from ..storage.database import Database


def record_made(
    database: Database,
    made: Sequence[Missing],
    now: datetime,
    operator_id: str,
    approval: Mapping[str, object] | None = None,
) -> None:
    """One journal row for what was made, with the manager who let that operator to the desk; none for nothing."""
    if not made:
        return
    facts = {"made": [f"{thing.kind} {thing.number} {thing.name}" for thing in made], **(approval or {})}
    with database.writing():
        journal.append(database, now, "made_in_accounting", facts, operator_id=operator_id)
