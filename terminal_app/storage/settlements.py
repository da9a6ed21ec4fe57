"""Finds in the journal where a period begins, what it holds at a glance, and the reports that were made.

Reading only; `till.day` makes the reports. Any thread.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ..domain.journal import JournalRow, ore
from ..domain.money import Money
from ..domain.records import record
from ..domain.turnover import NO_TOTALS, GrandTotals, ReportKind, carried, summed
from . import journal
from .database import Database
from .journal import RARE, TRANSACTIONS
from .moments import from_text, to_text
from .register import TAKEN_UP

if TYPE_CHECKING:
    from ..domain.settlement import ReportRef, Tally

REPORT_ROWS = {ReportKind.X: "report_x", ReportKind.Z: "report_z"}
_GRAND = (
    "SELECT json_extract(facts, '$.{}'), json_extract(facts, '$.{}') FROM journal "
    f"WHERE kind = ? AND {RARE} ORDER BY id DESC LIMIT 1"
)
"""Two facts of the newest row of a kind: read after each commit, and so no more of it than these."""
_LAST_CLOSE = (
    "SELECT json_extract(facts, '$.day'), json_extract(facts, '$.cash.expected'), json_extract(facts, '$.cash.left') "
    f"FROM journal WHERE kind = ? AND {RARE} ORDER BY id DESC LIMIT 1"
)
_NO_ROW = 2**63 - 1
"""After every row of the journal."""
_KINDS = {row: kind for kind, row in REPORT_ROWS.items()}


@record
class Glance:
    """The open period: the row that it begins after, its latest transaction, and whether a float stands.

    `until` and `link` are the last row that was seen and its hash, so that the next look goes on from there.
    """

    after: int
    latest: datetime | None
    has_float: bool
    until: int
    link: str


def grand_totals(database: Database) -> GrandTotals:
    """What the register has sold and taken back up to its last Z, or up to what was done when numbers were taken up."""
    z = database.row(_GRAND.format("grand_total_sales", "grand_total_returns"), (REPORT_ROWS[ReportKind.Z],))
    after_z = GrandTotals(*(summed(ore(str(told or "0.00"))) for told in z)) if z is not None else NO_TOTALS
    taken_up = database.row(_GRAND.format("to.sales", "to.returns"), (TAKEN_UP,))
    if taken_up is None:
        return after_z
    return further(after_z, GrandTotals(*(summed(int(told or 0)) for told in taken_up)))


def grand_taken_up(row: JournalRow) -> GrandTotals:
    """The grand totals that the register goes on from by that row, which took numbers up."""
    told = row.facts["to"]
    return GrandTotals(summed(int(told.get("sales", 0))), summed(int(told.get("returns", 0))))


def further(one: GrandTotals, another: GrandTotals) -> GrandTotals:
    """The larger of each: they never go back."""
    return GrandTotals(max(one.sales, another.sales), max(one.returns, another.returns))


def begins_after(database: Database) -> int:
    """The row that the open period begins after: the last Z, else the last sale from before the numbers, else 0."""
    found = database.row(f"SELECT MAX(id) FROM journal WHERE kind = 'report_z' AND {RARE}")
    if found is not None and found[0] is not None:
        return int(found[0])
    first = database.row(
        "SELECT id FROM journal WHERE json_extract(facts, '$.nr') IS NOT NULL "
        "ORDER BY json_extract(facts, '$.nr') LIMIT 1"
    )
    before = "" if first is None else f"id < {int(first[0])} AND "
    old = database.row(f"SELECT id FROM journal WHERE {before}kind IN ('sale', 'return') ORDER BY id DESC LIMIT 1")
    return 0 if old is None else int(old[0])


def glance(database: Database) -> Glance:
    """How the open period stands, read from its beginning but for its facts; `journal_end` goes on from there.

    The last row is looked for first: a Z that another thread makes meanwhile is then one of the rows to go on to.
    """
    until, after = journal.newest(database), begins_after(database)
    found = database.row(
        f"SELECT MAX(at_utc), MAX(kind = 'float') FROM journal WHERE id > ? AND id <= ? AND kind IN {TRANSACTIONS}",
        (after, until),
    )
    at, is_float = (None, None) if found is None else found
    latest = None if at is None else from_text(str(at))
    return Glance(after, latest, bool(is_float), until, journal.hash_of(database, until))


def last_z(database: Database) -> JournalRow | None:
    """The row of the last Z."""
    return journal.last_row(database, REPORT_ROWS[ReportKind.Z])


def last_close(database: Database) -> tuple[date, Money] | None:
    """The day of the last Z and what it left in the drawer, read out of its row without the rest of it."""
    found = database.row(_LAST_CLOSE, (REPORT_ROWS[ReportKind.Z],))
    if found is None:
        return None
    day, expected, left = found
    return date.fromisoformat(day), carried(summed(ore(expected)), None if left is None else summed(ore(left)))


def z_row(database: Database, number: int) -> JournalRow | None:
    """The row of the Z of that number."""
    return _row_where(database, "kind = 'report_z' AND json_extract(facts, '$.number') = ?", number)


def z_of_day(database: Database, day: date) -> JournalRow | None:
    """The row of the Z of that day; none is made before the day that it is of has begun somewhere on earth."""
    earliest = datetime.combine(day, time.min, UTC) - timedelta(days=1)
    found = database.row(
        "SELECT id FROM journal INDEXED BY journal_at WHERE at_utc >= ? AND kind = 'report_z' "
        "AND json_extract(facts, '$.day') = ? ORDER BY at_utc LIMIT 1",
        (to_text(earliest), day.isoformat()),
    )
    return None if found is None else report_row(database, int(found[0]))


def report_row(database: Database, row: int) -> JournalRow | None:
    """The report in that row of the journal."""
    return _row_where(database, "kind IN ('report_x', 'report_z') AND id = ?", row)


def references(database: Database, most: int, before: int | None = None) -> tuple[ReportRef, ...]:
    """The newest reports, newest first; those made before the one in that row of the journal."""
    from ..domain.settlement import ReportRef  # as large as a report, and no start lists any

    rows = database.rows(
        "SELECT id, kind, json_extract(facts, '$.number'), json_extract(facts, '$.made_at'), "
        "json_extract(facts, '$.day'), json_extract(facts, '$.operator_id'), json_extract(facts, '$.by_itself') "
        f"FROM journal WHERE kind IN ('report_x', 'report_z') AND {RARE} AND id < ? ORDER BY id DESC LIMIT ?",
        (_NO_ROW if before is None else before, most),
    )
    return tuple(
        ReportRef(
            row[0], _KINDS[row[1]], row[2], datetime.fromisoformat(row[3]), date.fromisoformat(row[4]), row[5],
            bool(row[6]),
        )
        for row in rows
    )  # fmt: skip


def _row_where(database: Database, which: str, value: object) -> JournalRow | None:
    found = database.row(f"SELECT id FROM journal WHERE {which} AND {RARE} ORDER BY id DESC LIMIT 1", (value,))
    return None if found is None else next(journal.rows(database, int(found[0]) - 1, int(found[0])))


def unsent(database: Database) -> Tally:
    """The invoices that are on their way and have not reached the accounting system; none that nobody means to send."""
    from ..domain.settlement import Tally

    found = database.row(
        "SELECT COUNT(*), COALESCE(SUM(total_ore), 0) FROM outbox INDEXED BY outbox_state "
        "WHERE settlement IS NULL AND state IN ('needs_customer', 'queued', 'sending', 'unknown', 'needs_attention')"
    )
    return Tally() if found is None else Tally(int(found[0]), summed(int(found[1])))
