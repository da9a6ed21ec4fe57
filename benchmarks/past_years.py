"""Years of sales for a big shop, written with plain SQL past the till's use cases: a million of them in minutes.

The rows are what the till itself would have written: numbered, signed and chained in the journal, in the ledger with
lines and payments, in the outbox, with a print job, and a float and a Z for each day. Left out are the bodies that were
sent. Sales are drawn from some thousand different ones, each closed by the till's own arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from terminal_app.domain.cart import Cart
from terminal_app.domain.cash_signature import Stamp, signed_text
from terminal_app.domain.catalog import Customer, Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.journal import JournalRow
from terminal_app.domain.money import Money
from terminal_app.domain.receipt import ReceiptKind, receipt_number
from terminal_app.domain.report_facts import report_facts
from terminal_app.domain.sale import Sale, close
from terminal_app.domain.settlement import CashCount, GrandTotals, ReportKind
from terminal_app.domain.settling import Head, Settling
from terminal_app.domain.tender import Tender
from terminal_app.domain.till_marks import order_reference
from terminal_app.domain.transaction import Transaction, TransactionType, of_sale, sale_facts
from terminal_app.storage import high_water, journal, register, seal, series
from terminal_app.storage.database import Database
from terminal_app.storage.moments import to_text
from terminal_app.storage.seal import SEAL, SEALED_BY
from terminal_app.till import Till

SALES_A_DAY = 500
OPENS, OPEN_FOR = time(8, 0), timedelta(hours=10)
FLOAT = Money(1_500_00)
KINDS_PAID, KINDS_INVOICED = 1_200, 1_800
INVOICED_OF = 7
"""One of so many sales is on invoice."""
_DAYS_AT_ONCE = 100
_ORDERS = "order"
"""The accounting system's own numbers, which are no series of the till's."""
_TABLES = ("sale", "sale_line", "payment", "journal", "print_job", "outbox", "attempt")
_INSERTS = {
    "sale": "(id, receipt_no, kind, sold_at, sold_utc, operator_id, serving, total_ore, rounding_ore, "
    "customer_remote_id, customer_number, customer_name, note, internal_note, reference)",
    "sale_line": "(sale_id, position, kind, sku, name, category, quantity_milli, unit_price_ore, vat_code, vat_rate, "
    "vat_valid_from, net_ore, vat_ore, gross_ore, unit)",
    "payment": "(sale_id, position, channel, amount_ore)",
    "journal": "(at_utc, kind, operator_id, sale_id, facts, previous_hash, hash)",
    "print_job": "(sale_id, kind, made_utc, state, tries)",
    "outbox": "(reference, sale_id, created_utc, customer_remote_id, customer_number, customer_name, total_ore, state, "
    "version, attempts, remote_order_id, remote_order_no, remote_invoice_no, remote_total_ore, remote_paid)",
    "attempt": "(reference, position, at_utc, what, outcome, detail)",
}


def sell_for_years(till: Till, sales: int, seed: int = 1) -> None:
    """So many sales up to the day before the till's own, whose database nobody else has open and nothing is sold in."""
    database, dice = till.database, Random(seed)
    with database.writing():
        till.signing.signer()  # the first key, with the journal's row that tells of it
    kinds = _Kinds(till, dice)
    days = -(-sales // SALES_A_DAY)
    first = till.now().date() - timedelta(days=days)
    with _written_fast(database):
        years = _Years(till, kinds, dice)
        for number in range(days):
            left = sales - number * SALES_A_DAY
            opens = datetime.combine(first + timedelta(days=number), OPENS, till.now().tzinfo)
            years.day(opens, min(left, SALES_A_DAY))
            if number % _DAYS_AT_ONCE == _DAYS_AT_ONCE - 1:
                years.keep()
        years.keep()
        years.finish()
    high_water.write(till.signing.store.folder, high_water.of(database))


@contextmanager
def _written_fast(database: Database) -> Iterator[None]:
    """Indexes and triggers of the tables are taken away and made anew afterwards, and no write waits for the disk."""
    marks = ",".join(f"'{table}'" for table in _TABLES)
    made = database.rows(
        f"SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN ({marks}) AND type IN ('index', 'trigger') "
        "AND sql IS NOT NULL"
    )
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "temp_store = MEMORY"):
        database.rows(f"PRAGMA {pragma}")
    for kind, name, _ in made:
        database.execute(f"DROP {kind} {name}")
    yield
    for _, _, sql in sorted(made):  # indexes before triggers
        database.execute(sql)


@dataclass(slots=True)
class _Kind:
    """One of the sales that are sold again and again: all of its rows but what is another's each time."""

    sale: Sale
    facts: dict[str, Any]
    pieces: tuple[str, ...]
    """The text of its journal row around day, number, receipt number, signature and time."""
    done: Transaction
    lines: tuple[tuple[Any, ...], ...]
    payments: tuple[tuple[Any, ...], ...]
    series: str
    prefix: ReceiptKind

    @property
    def invoiced(self) -> bool:
        return self.sale.customer is not None


class _Kinds:
    """The different sales: one to five lines, most of them of what sells best."""

    def __init__(self, till: Till, dice: Random) -> None:
        self._key = till.signing.version()
        products = [one for one in till.assortment.products if not one.open_price and not one.unit.is_measured]
        self._popular, self._all = [one for one in products if one.price][:400], [one for one in products if one.price]
        self._people = [one.id for one in till.operators.active()]
        self._at = till.now()
        buyers = [one for one in till.catalog.search_customers("", 5 * KINDS_INVOICED) if not one.archived]
        self.paid = [self._kind(dice, None) for _ in range(KINDS_PAID)]
        self.invoiced = [self._kind(dice, dice.choice(buyers)) for _ in range(KINDS_INVOICED)]

    def any(self, dice: Random) -> _Kind:
        return dice.choice(self.invoiced if dice.randrange(INVOICED_OF) == 0 else self.paid)

    def _product(self, dice: Random) -> Product:
        return dice.choice(self._popular if dice.random() < 0.8 else self._all)

    def _kind(self, dice: Random, buyer: Customer | None) -> _Kind:
        cart = Cart()
        for _ in range(dice.choices((1, 2, 3, 4, 5), (30, 28, 20, 12, 10))[0]):
            cart = cart.add(self._product(dice))
        channel = Channel.INVOICE if buyer else dice.choices((Channel.CARD, Channel.VIPPS, Channel.CASH), (7, 2, 1))[0]
        who = dice.choice(self._people)
        sale = close(cart, (Tender(channel),), sale_id="0", sold_at=self._at, operator_id=who, customer=buyer)
        return self._cut(replace(sale, receipt_no="\x01receipt_no"))

    def _cut(self, sale: Sale) -> _Kind:
        done = of_sale(sale)
        marks = {name: f"\x01{name}" for name in ("nr", "date", "time", "signature")}
        facts = {
            **sale_facts(sale), "receipt": "shown", "type": done.type.value, "amount_in": str(done.amount_in),
            "amount_ex": str(done.amount_ex), "key": self._key, **marks,
        }  # fmt: skip
        text = journal.written(facts).replace('"\\u0001nr"', "\\u0001nr")
        pieces = tuple(re.split(r"\\u0001(?:date|nr|receipt_no|signature|time)", text))
        assert len(pieces) == 6, pieces
        lines = tuple(
            (
                place, line.kind.value, line.sku, line.name, line.category, line.quantity.milli, line.unit_price.ore,
                line.vat_code.code, line.vat_code.rate.hundredths, line.vat_code.valid_from.isoformat(),
                line.split.net.ore, line.split.vat.ore, line.split.gross.ore, line.unit.value,
            )
            for place, line in enumerate(sale.lines)
        )  # fmt: skip
        payments = tuple((place, one.channel.value, one.amount.ore) for place, one in enumerate(sale.payments))
        return _Kind(sale, facts, pieces, done, lines, payments, sale.kind.value, sale.kind)


@dataclass(slots=True)
class _Years:
    """What has been sold so far, and the rows of it that are not stored yet."""

    till: Till
    kinds: _Kinds
    dice: Random
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {table: [] for table in _TABLES})
    last: dict[str, int] = field(default_factory=dict)
    uses: dict[str, tuple[str, int]] = field(default_factory=dict)
    grand: GrandTotals = field(default_factory=GrandTotals)
    first_row: int = 1
    """The first row of the open period."""
    nr: int = 0
    signature: str = ""
    row: int = 0
    link: str = ""
    signer: Any = None
    shop: Any = None

    def __post_init__(self) -> None:
        database = self.till.database
        with database.writing():
            self.signer = self.till.signing.signer()
        self.nr, self.signature = register.last(database)
        self.row, self.link = journal.newest(database), journal.last_hash(database)
        self.shop = self.till.values.shop()

    def day(self, opens: datetime, sales: int) -> None:
        """One day from its float to its Z; `opens` is in the shop's time."""
        settling, who = Settling(self.first_row), self.kinds.paid[0].sale.operator_id
        settling.add(self._float(opens, who))
        step = OPEN_FOR / max(1, sales)
        for place in range(sales):
            settling.add(self._sale(opens + place * step + step / 2))
        made = opens + OPEN_FOR + timedelta(minutes=20)
        expected = settling.expected_cash
        head = Head(
            ReportKind.Z, self._next("z"), self.shop.name, self.shop.organization_number, made,
            self.till.values.text("till.register_id"), opens.date(), who, self.grand, CashCount(expected, FLOAT),
        )  # fmt: skip
        report = settling.report(head)
        self.grand = report.grand
        facts = report_facts(report)
        sealed = {SEAL: self.signer.sign(seal.text(self.link, facts)), SEALED_BY: self.signer.key_version}
        self.first_row = 1 + self._journal(made, "report_z", who, None, journal.written(facts | sealed))

    def keep(self) -> None:
        """Stores what was added."""
        with self.till.database.writing():
            for table, rows in self.rows.items():
                if rows:
                    marks = ",".join("?" * len(rows[0]))
                    self.till.database.execute_many(f"INSERT INTO {table} {_INSERTS[table]} VALUES ({marks})", rows)
                    rows.clear()

    def finish(self) -> None:
        """The number series and the customers' last visits stand as after the last sale."""
        database = self.till.database
        with database.writing():
            for kind, number in self.last.items():
                if kind != _ORDERS:
                    series.go_on_after(database, kind, number)
            database.execute_many(
                "INSERT INTO customer_use (remote_id, last_used_utc, uses) VALUES (?,?,?)",
                [(remote_id, at, count) for remote_id, (at, count) in self.uses.items()],
            )

    def _next(self, kind: str) -> int:
        number = self.last[kind] = self.last.get(kind, 0) + 1
        return number

    def _float(self, at: datetime, who: str) -> JournalRow:
        stamp = self._signed(at, FLOAT, FLOAT)
        facts = {
            "amount": str(FLOAT), "total": str(FLOAT), "nr": stamp.nr, "type": TransactionType.FLOAT.value,
            "date": stamp.date, "time": stamp.time, "amount_in": stamp.amount_in, "amount_ex": stamp.amount_ex,
            "signature": self.signature, "key": self.signer.key_version,
        }  # fmt: skip
        number = self._journal(at, "float", who, self._id(), journal.written(facts))
        return JournalRow(number, at, "float", who, None, facts)

    def _sale(self, at: datetime) -> JournalRow:
        kind, sale_id = self.kinds.any(self.dice), self._id()
        sale, moment = kind.sale, to_text(at)
        receipt_no = receipt_number(kind.prefix, self._next(kind.series))
        stamp = self._signed(at, kind.done.amount_in, kind.done.amount_ex)
        a, b, c, d, e, f = kind.pieces
        facts = f"{a}{stamp.date}{b}{stamp.nr}{c}{receipt_no}{d}{self.signature}{e}{stamp.time}{f}"
        number = self._journal(at, "sale", sale.operator_id, sale_id, facts)
        buyer = sale.customer
        whose = (None, None, None) if buyer is None else (buyer.remote_id, buyer.number, buyer.name)
        self.rows["sale"].append((
            sale_id, receipt_no, sale.kind.value, at.isoformat(), moment, sale.operator_id, sale.serving.value,
            sale.total.ore, sale.rounding.ore, *whose, "", "", "",
        ))  # fmt: skip
        self.rows["sale_line"] += [(sale_id, *line) for line in kind.lines]
        self.rows["payment"] += [(sale_id, *payment) for payment in kind.payments]
        self.rows["print_job"].append((sale_id, "receipt", moment, "shown", 0))
        if buyer is not None:
            self._invoice(sale_id, moment, whose, sale.total.ore)
        return JournalRow(number, at, "sale", sale.operator_id, sale_id, kind.facts)

    def _invoice(self, sale_id: str, moment: str, whose: Sequence[Any], total: int) -> None:
        reference, number = order_reference(sale_id), self._next(_ORDERS)
        self.rows["outbox"].append((
            reference, sale_id, moment, *whose, total, "paid", 4, 1, str(number), number, number, total, 1,
        ))  # fmt: skip
        self.rows["attempt"].append((reference, 0, moment, "send", "accepted", ""))
        _, count = self.uses.get(whose[0], ("", 0))
        self.uses[whose[0]] = (moment, count + 1)

    def _signed(self, at: datetime, amount_in: Money, amount_ex: Money) -> Stamp:
        stamp = Stamp.of(self.nr + 1, at, amount_in, amount_ex)
        self.nr, self.signature = stamp.nr, self.signer.sign(signed_text(self.signature, stamp))
        return stamp

    def _journal(self, at: datetime, kind: str, who: str | None, about: str | None, facts: str) -> int:
        moment = to_text(at)
        hashed = journal.link(self.link, moment, kind, who, about, facts)
        self.rows["journal"].append((moment, kind, who, about, facts, self.link, hashed))
        self.link = hashed
        self.row += 1
        return self.row

    def _id(self) -> str:
        return f"{self.dice.getrandbits(128):032x}"
