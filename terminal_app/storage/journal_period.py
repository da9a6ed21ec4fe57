"""Which rows of the journal a period is, and what was signed right before it. Any thread."""

from __future__ import annotations

from datetime import datetime

from .database import Database
from .moments import from_text, to_text


def rows_between(database: Database, since: datetime, until: datetime) -> tuple[int, int]:
    """The first and the last row that were written from `since` on and before `until`; (1, 0) for none.

    Rows between them belong to the period whatever their own clock said: the chain of signatures stays whole.
    """
    row = database.row(
        "SELECT MIN(id), MAX(id) FROM journal WHERE at_utc >= ? AND at_utc < ?", (to_text(since), to_text(until))
    )
    return (1, 0) if row is None or row[0] is None else (int(row[0]), int(row[1]))


def begun(database: Database) -> datetime | None:
    """When the journal's first row was written; None for an empty one."""
    row = database.row("SELECT at_utc FROM journal ORDER BY id LIMIT 1")
    return None if row is None else from_text(str(row[0]))


def signature_of(database: Database, nr: int) -> str | None:
    """The signature of the transaction of that number; None when there is none."""
    row = database.row(
        "SELECT json_extract(facts, '$.signature') FROM journal WHERE json_extract(facts, '$.nr') = ?", (nr,)
    )
    return None if row is None else str(row[0])
