"""Which rows of the journal a period is, and what was signed right before it. Any thread."""

from __future__ import annotations

from datetime import datetime

from .database import Database
from .moments import from_text, to_text

_GIVEN = "('sale', 'return', 'float')"
"""Kinds whose moment may be that of something past which is rung up afterwards."""


def rows_between(database: Database, since: datetime, until: datetime) -> tuple[int, int]:
    """The first and the last row of the period from `since` on and before `until`; (1, 0) for none.

    Periods share no row and leave none out, and the chain of signatures stays whole: a sale that was given a moment
    that is past is of the period in which it was written.
    """
    first, after = _begins(database, since), _begins(database, until)
    return (first, after - 1) if first < after else (1, 0)


def _begins(database: Database, moment: datetime) -> int:
    """The first row that was written from that moment on, as far as the rows tell that nobody gives a moment."""
    at = to_text(moment)
    surely = database.row(
        f"SELECT id FROM journal WHERE at_utc < ? AND kind NOT IN {_GIVEN} ORDER BY id DESC LIMIT 1", (at,)
    )
    before = 0 if surely is None else int(surely[0])
    row = database.row("SELECT MIN(id) FROM journal WHERE id > ? AND at_utc >= ?", (before, at))
    if row is not None and row[0] is not None:
        return int(row[0])
    newest = database.row("SELECT MAX(id) FROM journal")
    return 1 + (0 if newest is None or newest[0] is None else int(newest[0]))


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
