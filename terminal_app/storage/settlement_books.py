"""Whether the cash register's own rows agree: numbers without gaps, signed amounts, slips, and every X and Z.

Each report is made anew from the journal's rows in one pass and held against the one that was stored, and each day
settlement of the outbox against its Z. Part of `books`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..domain.day_figures import amounts, vat_taken
from ..domain.journal import JournalRow
from ..domain.problems import BadInput
from ..domain.report_facts import report_from
from ..domain.settlement import CashCount, GrandTotals, Report, ReportKind
from ..domain.settling import Head, Settling
from ..domain.till_marks import DIGITS, SETTLEMENT
from ..domain.vat_path import VatPath
from . import journal, settled_days
from .database import Database
from .register import TAKEN_UP
from .settlements import REPORT_ROWS, further, grand_taken_up

_NR = "json_extract(facts, '$.nr')"
_TAKEN_UP = "EXISTS (SELECT 1 FROM journal WHERE kind = 'numbers_taken_up')"


def _ore(fact: str) -> str:
    return f"CAST(REPLACE(json_extract(j.facts, '$.{fact}'), '.', '') AS INTEGER)"


def _slips(kind: str, letter: str) -> str:
    """The series of those slips against the rows that tell of them."""
    told = f"(SELECT COUNT(*) FROM journal WHERE kind = '{kind}')"
    return (
        f"SELECT '{letter}' FROM (SELECT 1) WHERE NOT {_TAKEN_UP} AND "
        f"(SELECT COALESCE(SUM(last), 0) FROM series WHERE kind = '{kind}') <> {told}"
    )


_ZS = (
    f"(SELECT json_extract(facts, '$.number') AS number, hash FROM journal WHERE kind = 'report_z' AND {journal.RARE})"
)

CHECKS = {
    # A gap is told of by the row that took the numbers up.
    "transaction_number_missing": (
        f"SELECT nr FROM (SELECT id, {_NR} AS nr, LAG({_NR}, 1, 0) OVER (ORDER BY id) AS before, "
        f"LAG(id, 1, 0) OVER (ORDER BY id) AS before_id FROM journal WHERE {_NR} IS NOT NULL) AS t "
        "WHERE nr <> before + 1 AND NOT (nr > before AND EXISTS (SELECT 1 FROM journal told "
        "WHERE told.kind = 'numbers_taken_up' AND told.id > t.before_id AND told.id < t.id))"
    ),
    "transaction_without_number": (
        f"SELECT id FROM journal WHERE kind IN {journal.TRANSACTIONS} AND {_NR} IS NULL "
        f"AND id > (SELECT MIN(id) FROM journal WHERE {_NR} IS NOT NULL)"
    ),
    "signed_another_amount": (
        "SELECT s.receipt_no FROM journal j JOIN sale s ON s.id = j.sale_id JOIN (SELECT sale_id, "
        "SUM(CASE kind WHEN 'tip' THEN 0 ELSE gross_ore END) AS gross, "
        "SUM(CASE kind WHEN 'tip' THEN 0 ELSE net_ore END) AS net FROM sale_line GROUP BY sale_id) l "
        "ON l.sale_id = s.id WHERE j.kind IN ('sale', 'return') AND json_extract(j.facts, '$.nr') IS NOT NULL "
        f"AND ({_ore('amount_in')} <> l.gross OR {_ore('amount_ex')} <> l.net)"
    ),
    "paid_number_untold": (
        "SELECT s.receipt_no FROM journal j JOIN sale s ON s.id = j.sale_id WHERE j.kind = 'sale' "
        "AND json_extract(j.facts, '$.nr') IS NOT NULL "
        "AND json_extract(j.facts, '$.paid_receipt_no') IS NOT s.paid_receipt_no"
    ),
    "pay_in_unsaid": _slips("pay_in", "I"),
    "pay_out_unsaid": _slips("pay_out", "U"),
    "z_unsaid": (
        f"SELECT 'Z' FROM (SELECT 1) WHERE NOT {_TAKEN_UP} AND "
        "(SELECT COALESCE(SUM(last), 0) FROM series WHERE kind = 'z') <> "
        "(SELECT COUNT(*) FROM journal WHERE kind = 'report_z')"
    ),
    "settlement_of_another_z": (
        f"SELECT 'Z-' || o.settlement FROM outbox o LEFT JOIN {_ZS} z ON z.number = o.settlement "
        f"WHERE o.settlement IS NOT NULL AND o.reference IS NOT '{SETTLEMENT}' || SUBSTR(z.hash, 1, {DIGITS})"
    ),
    "settlement_accepted_at_another_total": (
        "SELECT 'Z-' || settlement FROM outbox WHERE settlement IS NOT NULL "
        "AND state IN ('accepted', 'invoiced', 'paid') "
        "AND (remote_total_ore <> total_ore OR remote_vat_ore <> vat_ore)"
    ),
}


def wrong_reports(database: Database) -> Iterator[tuple[str, str]]:
    """What does not hold of an X or Z, and which one: "X" or "Z" and its row of the journal."""
    settling, carried, number, taken_up = Settling(1), GrandTotals(), 0, False
    last: JournalRow | None = None
    for row in journal.rows(database):
        if row.kind in REPORT_ROWS.values():
            told = report_from(row.facts)
            where = f"{told.kind.value.upper()} {row.number}"
            yield from ((code, where) for code in _wrong(told, settling, carried, last))
        if row.kind == REPORT_ROWS[ReportKind.Z]:
            made = int(row.facts["number"])
            if made <= number or (made > number + 1 and not taken_up):
                yield "z_number_missing", f"Z {row.number}"
            settling, carried = Settling(row.number + 1), report_from(row.facts).grand
            number, taken_up = made, False
        elif row.kind in ("sale", "return") and not row.is_transaction:
            settling = Settling(row.number + 1)
        else:
            settling.add(row)
            if row.kind == TAKEN_UP:
                taken_up, carried = True, further(carried, grand_taken_up(row))
        last = row
    yield from _wrong_settlements(database)


def _wrong_settlements(database: Database) -> Iterator[tuple[str, str]]:
    """The day settlements that report another VAT than their Z makes, or debit more than all that it has."""
    entries = database.rows(
        "SELECT settlement, vat_path, vat_ore, total_ore FROM outbox "
        "WHERE settlement IS NOT NULL AND vat_ore IS NOT NULL"
    )
    for number, path, vat, debited in entries:
        try:
            posted = amounts(settled_days.figures(database, number), VatPath(path))
        except BadInput:
            yield "settlement_is_not_its_z", f"Z-{number}"
            continue
        most = sum(max(amount.ore, 0) for _, _, amount in posted)
        if vat != -sum(vat_taken(amount, slot).ore for slot, _, amount in posted) or not 0 < debited <= most:
            yield "settlement_is_not_its_z", f"Z-{number}"


def _wrong(told: Report, settling: Settling, carried: GrandTotals, last: JournalRow | None) -> Iterator[str]:
    """What of that report is not as its rows make it; `carried` are the grand totals of the Z before it."""
    cash = told.cash
    count = None if cash.counted is None or cash.left is None else CashCount(cash.counted, cash.left, cash.words)
    made = settling.report(_head_of(told, carried, count))
    if (made.first_row, made.last_row) != (told.first_row, told.last_row):
        yield "report_of_other_rows"
    if made.grand != told.grand:
        yield "grand_totals_do_not_go_on"
    if replace(made, grand=told.grand, first_row=told.first_row, last_row=told.last_row) != told:
        yield "report_is_not_its_rows"
    if told.kind is ReportKind.Z:
        is_told = last is not None and last.kind == "cash_difference"
        differs = cash.difference is not None and bool(cash.difference)
        if is_told != differs or (is_told and last is not None and last.facts["amount"] != str(cash.difference)):
            yield "difference_unsaid"


def _head_of(told: Report, carried: GrandTotals, count: CashCount | None) -> Head:
    return Head(
        kind=told.kind,
        number=told.number,
        shop_name=told.shop_name,
        organization_number=told.organization_number,
        made_at=told.made_at,
        register_id=told.register_id,
        day=told.day,
        operator_id=told.operator_id,
        carried=carried,
        count=count,
        unsent=told.unsent,
        by_itself=told.by_itself,
    )
