"""The days that are settled in the accounting system: the figures of a Z, its voucher, and which Zs have no entry yet.

Reading only; `storage.settlement_queue` puts vouchers into the outbox. Any thread.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from ..domain.day_figures import DayFigures, day_figures, left_in
from ..domain.day_figures import voucher as voucher_of
from ..domain.day_voucher import DayVoucher
from ..domain.journal import JournalRow
from ..domain.money import ZERO, Money
from ..domain.problems import BadInput
from ..domain.report_facts import report_from
from ..domain.settlement import Report
from ..domain.settlement_accounts import Settlement
from ..domain.till_marks import settlement_reference
from ..domain.vat_path import VatPath
from . import journal, settlements
from .database import Database
from .journal import RARE
from .moments import to_text

_TELLING = (
    "SELECT id FROM journal WHERE id >= ? AND id <= ? AND (kind = 'float' OR "
    "(kind IN ('sale', 'return') AND instr(facts, '\"paid_gross\":') > 0)) ORDER BY id"
)
"""Of a period's rows those that tell more than its Z: what was invoiced, and whether anything was done at all."""
_IS_TOUCHED = (
    "(json_extract(z.facts, '$.cash.counted') IS NOT NULL OR EXISTS (SELECT 1 FROM journal f WHERE f.kind = 'float' "
    f"AND f.{RARE} AND f.id >= json_extract(z.facts, '$.first_row') AND f.id <= json_extract(z.facts, '$.last_row')))"
)
"""Of a Z: as `domain.day_figures` has it, anything was sold, put in or taken out, or its cash was counted."""


def reference_of(database: Database, z_row: JournalRow) -> str:
    """The reference of the voucher of the Z in that row."""
    return settlement_reference(journal.hash_of(database, z_row.number))


def reference_for(database: Database, z_number: int) -> str:
    """The reference of that Z's voucher; raises BadInput when there is no such Z."""
    return reference_of(database, _z(database, z_number))


def figures(database: Database, z_number: int) -> DayFigures:
    """The figures of that Z; raises BadInput when there is none, or when the journal tells something else."""
    row = _z(database, z_number)
    return _figures(database, report_from(row.facts, row.number))


def of_open_period(database: Database, report: Report) -> DayFigures:
    """The figures so far of the period that is open; `report` is an X of it, which need not be stored."""
    return _figures(database, report)


def voucher(database: Database, z_number: int, settlement: Settlement, path: VatPath, reference: str) -> DayVoucher:
    """What that Z puts into the ledger; it has no lines when there is nothing to post.

    Raises BadInput when there is no such Z or it cannot be settled, SettingWrong when an account is not chosen.
    """
    return voucher_of(figures(database, z_number), settlement, path, reference)


def without_entry(database: Database, since: date, after: int = 0) -> list[int]:
    """The numbers of the Zs of that day and later that anything was done in and that have no entry, oldest first.

    Of those beyond number `after`: the others have been looked through.
    """
    earliest = datetime.combine(since, time.min, UTC) - timedelta(days=1)
    rows = database.rows(
        "SELECT json_extract(z.facts, '$.number') FROM journal z INDEXED BY journal_rare "
        f"WHERE z.kind = 'report_z' AND z.{RARE} AND z.at_utc >= ? AND json_extract(z.facts, '$.day') >= ? "
        "AND json_extract(z.facts, '$.number') > ? "
        "AND NOT EXISTS (SELECT 1 FROM outbox WHERE settlement = json_extract(z.facts, '$.number')) "
        f"AND {_IS_TOUCHED} ORDER BY z.id",
        (to_text(earliest), since.isoformat(), after),
    )
    return [int(number) for (number,) in rows]


def _figures(database: Database, report: Report) -> DayFigures:
    numbers = database.rows(_TELLING, (report.first_row, report.last_row))
    rows = journal.of_numbers(database, [number for (number,) in numbers])
    return day_figures(rows, report, left_before(database, report.first_row))


def _z(database: Database, number: int) -> JournalRow:
    found = settlements.z_row(database, number)
    if found is None:
        raise BadInput("report_unknown", field="report", number=number)
    return found


def left_before(database: Database, first_row: int) -> Money:
    """What was left in the drawer before that row, by the last Z that anything was done in; the others found it so."""
    found = database.row(
        f"SELECT z.id FROM journal z WHERE z.kind = 'report_z' AND z.{RARE} AND z.id < ? AND {_IS_TOUCHED} "
        "ORDER BY z.id DESC LIMIT 1",
        (first_row,),
    )
    before = None if found is None else settlements.report_row(database, int(found[0]))
    return ZERO if before is None else left_in(report_from(before.facts))
