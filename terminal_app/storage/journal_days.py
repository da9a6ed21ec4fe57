"""The electronic journal by the shop's own days: pages of one, newest first, and all rows of a period in their order.

Reads the index on the moment alone to find them, so that a day among a million rows costs no more than its own rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..domain.journal import JournalRow
from . import journal
from .database import Database
from .moments import from_text, to_text

_IN = "FROM journal INDEXED BY journal_at WHERE at_utc >= ? AND at_utc < ?"


def rows_between(database: Database, since: date, until: date, zone: ZoneInfo) -> Iterator[JournalRow]:
    """The rows of those days, the last one with them, in the order of their numbers."""
    numbers = [int(row[0]) for row in database.rows(f"SELECT id {_IN} ORDER BY id", _bounds(since, until, zone))]
    return journal.of_numbers(database, numbers)


def page(database: Database, day: date, zone: ZoneInfo, size: int, before: int | None = None) -> tuple[JournalRow, ...]:
    """At most `size` rows of that day, newest first, below number `before`."""
    below = before if before is not None else journal.newest(database) + 1
    found = database.rows(
        f"SELECT id {_IN} AND id < ? ORDER BY id DESC LIMIT ?", (*_bounds(day, day, zone), below, size)
    )
    return tuple(journal.of_numbers(database, [int(row[0]) for row in found]))


def count(database: Database, day: date, zone: ZoneInfo) -> int:
    """How many rows that day has."""
    row = database.row(f"SELECT COUNT(*) {_IN}", _bounds(day, day, zone))
    return 0 if row is None else int(row[0])


def neighbours(database: Database, day: date, zone: ZoneInfo) -> tuple[date | None, date | None]:
    """The nearest days before and after that one on which something was done; None where there is none."""
    begins, ends = _bounds(day, day, zone)
    before = database.row("SELECT MAX(at_utc) FROM journal WHERE at_utc < ?", (begins,))
    after = database.row("SELECT MIN(at_utc) FROM journal WHERE at_utc >= ?", (ends,))
    return _day(before, zone), _day(after, zone)


def row(database: Database, number: int) -> JournalRow | None:
    """That row; None when there is none."""
    return next(journal.of_numbers(database, [number]), None)


def _bounds(since: date, until: date, zone: ZoneInfo) -> tuple[str, str]:
    begins = datetime.combine(since, time(), zone)
    return to_text(begins), to_text(datetime.combine(until + timedelta(days=1), time(), zone))


def _day(found: tuple[object, ...] | None, zone: ZoneInfo) -> date | None:
    if found is None or found[0] is None:
        return None
    return from_text(str(found[0])).astimezone(zone).date()
