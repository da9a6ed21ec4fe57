"""What the VAT bridge of a month takes, beside reading the same rows of the shop's file and nothing else.

Run `python -m benchmarks.alone reconcile`. 30 days of 500 sales, a seventh of them on invoice, each day with its Z, its
voucher and its invoices in a ledger that agrees with them: the bridge must come out proven, or no figure is given.
The floor reads the journal, the outbox, its attempts and the ledger's postings; a second one, ours, the journal's JSON
as well. Memory is the month's beside that of a third of it: three times as much if all of it grew with the days.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure, in_turn
from benchmarks.past_years import SALES_A_DAY, sell_for_years
from benchmarks.raw_rows import Floors, beside_its_rows, opened, parse_journal, read, read_journal
from terminal_app.domain.bridge import Verdict
from terminal_app.domain.chart import LedgerRead
from terminal_app.domain.settlement_accounts import RATE_OF, USUAL, Slot
from terminal_app.storage.database import Database
from terminal_app.storage.moments import to_text
from terminal_app.storage.remote_ledger import RemoteLedger
from terminal_app.till import Till
from tests.domain.bridge_shop import Books

DAYS, QUICK_DAYS = 30, 3
RATIO, FLAT = 3.0, 1.2
_ENTRIES = (
    "SELECT o.reference, o.sale_id, o.settlement, o.state, o.total_ore, o.vat_path, o.vat_ore, o.problem_code, "
    "o.remote_order_id, o.remote_order_no, o.remote_invoice_no FROM outbox o"
)
_ATTEMPTS = "SELECT reference, MAX(at_utc) FROM attempt GROUP BY reference"
_POSTINGS = "SELECT * FROM remote_posting ORDER BY day, voucher_no, id"
_SETTLED = (
    "INSERT INTO outbox (reference, settlement, created_utc, total_ore, state, version, attempts, remote_order_id, "
    "remote_order_no, remote_total_ore, remote_paid, vat_path, vat_ore, remote_vat_ore) "
    "VALUES (?,?,?,?,'accepted',2,1,?,?,?,0,?,?,?)"
)


def figures(ask: Ask) -> list[Figure]:
    """The bridge of all the days beside their rows; and its memory beside that of a third of the days."""
    days = ask.rounds(DAYS, QUICK_DAYS)
    home = shops.copied(shops.demo(ask), ask)
    with Database.open(home) as database:
        till = Till(database, lambda: shops.NOON)
        _live(till, days)
        until = shops.NOON.date() - timedelta(days=1)
        since = until - timedelta(days=days - 1)

        def bridge() -> None:
            made = till.reconciling.bridge(since, until)
            assert made.verdict is Verdict.PROVEN, (made.verdict, made.findings[:5], made.clearing[:5])

        works = bridge, lambda: _read(home, read_journal), lambda: _read(home, parse_journal)
        taken, raw, parsed = in_turn(ask.rounds(9, 3), *works)
        whole, third = _memory(till, since, until), _memory(till, until - timedelta(days=days // 3 - 1), until)
    name = f"reconcile of {days} days, {days * SALES_A_DAY} sales"
    return [
        *beside_its_rows(name, taken, Floors(raw, parsed), RATIO),
        Figure(f"memory of the {name}", "MB", whole, "of a third of the days", third, Budget(ratio=FLAT)),
    ]


def _read(home: Path, journal: Callable[[Path], object]) -> None:
    journal(home)
    with closing(opened(home)) as connection:
        for sql in (_ENTRIES, _ATTEMPTS, _POSTINGS):
            read(connection, sql)


def _memory(till: Till, since: date, until: date) -> float:
    """The most memory that the bridge of those days takes, in MB."""
    tracemalloc.start()
    till.reconciling.bridge(since, until)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def _live(till: Till, days: int) -> None:
    """The days with their sales, and an accounting system that has everything as it was sent."""
    sell_for_years(till, days * SALES_A_DAY)
    first = shops.NOON.date() - timedelta(days=days)
    till.change_settings(
        {
            "settlement.enabled": "true",
            "settlement.enabled_since": first.isoformat(),
            **{slot.key: str(number) for slot, number in USUAL.items()},
        }
    )
    books = Books()
    settled = [_settle(till, z, books) for z in range(1, days + 1)]
    for reference, order_id, number, total, day in _invoiced(till):
        books.book(order_id, number, "OutgoingInvoice", reference, day, [(USUAL[Slot.INVOICE], "0", 0, -total, 0)])
    with till.database.writing():
        till.database.execute_many(_SETTLED, settled)
        till.database.execute(
            "UPDATE outbox SET vat_path = ? WHERE sale_id IS NOT NULL", (till.values.vat_path().value,)
        )
    RemoteLedger(till.database).keep_postings(
        books.postings, LedgerRead(first - timedelta(days=40), shops.NOON.date(), shops.NOON)
    )


def _settle(till: Till, z: int, books: Books) -> tuple[object, ...]:
    """That Z in the ledger as its voucher tells it; the row of its entry."""
    made, order = till.vouchers.preview(z), f"voucher-{z}"
    lines = [
        (
            one.account,
            one.vat_code,
            RATE_OF[one.slot].hundredths if one.slot in RATE_OF else 0,
            one.amount.ore - one.vat.ore,
            one.vat.ore,
        )
        for one in made.lines
    ]
    books.book(order, 50_000 + z, "CashJournal", made.reference, made.day, lines)
    at, total, vat = to_text(shops.NOON - timedelta(days=1)), made.total.ore, made.vat.ore
    return (made.reference, z, at, total, order, 50_000 + z, total, made.path.value, vat, vat)


def _invoiced(till: Till) -> list[tuple[str, str, int, int, date]]:
    rows = till.database.rows(
        "SELECT reference, remote_order_id, remote_invoice_no, total_ore, created_utc FROM outbox "
        "WHERE sale_id IS NOT NULL"
    )
    return [(row[0], row[1], row[2], row[3], date.fromisoformat(row[4][:10])) for row in rows]
