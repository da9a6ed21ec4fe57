"""A made-up shop for the bridge: sales as the journal has them, and the ledger that a faithful accounting system makes.

The ledger is posted here by other code than the bridge's own: a voucher taken apart line by line, an invoice line by
line, each VAT rounded by itself. `proven` is a case in which everything is as it must be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import strategies as st

from terminal_app.domain.bridge_facts import Facts, Family, Sent, Settled, Sold
from terminal_app.domain.chart import LedgerRead, Posting
from terminal_app.domain.day_voucher import DayVoucher, VoucherLine
from terminal_app.domain.journal import JournalRow
from terminal_app.domain.money import Money, divide_half_up
from terminal_app.domain.outbox import State
from terminal_app.domain.settlement_accounts import OF_RATE, USUAL, Slot
from terminal_app.domain.vat import VatRate
from terminal_app.domain.vat_path import VatPath

A, B = VatPath.DAY_SETTLEMENT, VatPath.INVOICE
WAYS = pytest.mark.parametrize("path", [A, B], ids=["settlement", "invoice"])
FIRST = date(2026, 11, 2)
CLEARING = USUAL[Slot.INVOICE]
CODES = {2500: "3", 1500: "31", 1200: "33", 0: "5"}
SENT_AT = datetime(2026, 11, 20, 22, tzinfo=UTC)
READ_AT = datetime(2026, 11, 21, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """A line of a sale: rate in hundredths, gross øre; `kind` as the journal has it."""

    rate: int
    gross: int
    kind: str = "item"

    @property
    def vat(self) -> int:
        return divide_half_up(self.gross * self.rate, 10_000 + self.rate)


@dataclass(frozen=True)
class Rang:
    """A sale of the day `day`; `pay` is card, cash, invoice, or part (card and invoice). `returns` its original."""

    number: int
    day: int
    items: tuple[Item, ...]
    pay: str = "card"
    returns: int | None = None

    @property
    def receipt_no(self) -> str:
        return f"F-{self.number:06d}"

    @property
    def total(self) -> int:
        return sum(item.gross for item in self.items)

    def invoiced(self) -> list[tuple[Item, int, int]]:
        """Each line with what of its gross amount and its VAT is on the invoice."""
        found = []
        for item in self.items:
            if self.pay == "invoice" or (self.pay == "part" and item.kind == "fee"):
                found.append((item, item.gross, item.vat))
            elif self.pay == "part":
                gross = item.gross // 2
                found.append((item, gross, divide_half_up(gross * item.rate, 10_000 + item.rate)))
        return [one for one in found if one[1]]


def kr(ore: int) -> str:
    return str(Money(ore))


def row(rang: Rang) -> JournalRow:
    """The sale's row of the journal."""
    on_invoice = {id(item): (gross, vat) for item, gross, vat in rang.invoiced()}
    lines: list[dict[str, object]] = []
    for item in rang.items:
        code = "7" if item.kind == "tip" else CODES[item.rate]
        line: dict[str, object] = {
            "kind": item.kind, "gross": kr(item.gross), "net": kr(item.gross - item.vat), "code": code,
            "rate": str(VatRate(item.rate)),
        }  # fmt: skip
        if id(item) in on_invoice:
            gross, vat = on_invoice[id(item)]
            line["paid_gross"] = kr(item.gross - gross)
            line["paid_net"] = kr(item.gross - gross - item.vat + vat)
        lines.append(line)
    invoiced = sum(gross for _, gross, _ in rang.invoiced())
    payments = [["invoice", kr(invoiced)]] if invoiced else []
    if rang.pay == "part":
        payments.append(["card", kr(rang.total - invoiced)])
    elif rang.pay != "invoice":
        payments.append([rang.pay, kr(rang.total)])
    facts: dict[str, object] = {
        "nr": rang.number, "kind": "sale", "receipt_no": rang.receipt_no, "lines": lines, "payments": payments,
        "total": kr(rang.total), "rounding": "0.00",
    }  # fmt: skip
    if rang.returns is not None:
        facts["original_receipt_no"] = f"F-{rang.returns:06d}"
    at = datetime(2026, 11, 2, 10, tzinfo=UTC) + timedelta(days=rang.day, minutes=rang.number)
    kind = "sale" if rang.returns is None else "return"
    return JournalRow(rang.number, at, kind, "kari", f"sale-{rang.number}", facts)


@dataclass
class Books:
    """The ledger: what the vouchers of a faithful accounting system leave in it."""

    postings: list[Posting] = field(default_factory=list)

    def post(
        self, voucher: str, kind: str, reference: str | None, day: date, lines: Iterable[tuple[int, str, int, int]]
    ) -> None:
        """`lines` are account, VAT code, rate in hundredths and gross øre; the VAT goes on 2700 by itself."""
        number = 10_000 + len({one.voucher_id for one in self.postings})
        told = []
        for account, code, rate, gross in lines:
            vat = divide_half_up(gross * rate, 10_000 + rate)
            told.append((account, code, rate, gross - vat, vat))
        self.book(voucher, number, kind, reference, day, told)

    def book(
        self,
        voucher: str,
        number: int,
        kind: str,
        reference: str | None,
        day: date,
        lines: Iterable[tuple[int, str, int, int, int]],
    ) -> None:
        """`lines` are account, VAT code, rate in hundredths, net øre and VAT in øre, which goes on 2700."""

        def add(account: int, amount: int, code: str | None, rate: int, vat: int) -> None:
            self.postings.append(
                Posting(
                    f"p{len(self.postings)}", voucher, number, kind, reference, account, day, Money(amount), code,
                    None if code is None else VatRate(rate), Money(vat),
                )
            )  # fmt: skip

        for account, code, rate, net, vat in lines:
            add(account, net, code, rate, vat)
            if vat:
                add(2700, vat, None, 0, 0)


def voucher_of(z: int, day: date, sales: Sequence[Rang], path: VatPath) -> DayVoucher:
    """The Z's voucher, added up from the sales themselves."""
    sums: dict[tuple[Slot, str], int] = {}
    channels = {"card": Slot.CARD, "cash": Slot.CASH}
    for rang in sales:
        on_invoice = {id(item): gross for item, gross, _ in rang.invoiced()}
        for item in rang.items:
            invoiced = on_invoice.get(id(item), 0)
            told = item.gross if path is VatPath.DAY_SETTLEMENT else item.gross - invoiced
            slot = Slot.TIPS if item.kind == "tip" else OF_RATE[VatRate(item.rate)]
            code = "0" if item.kind == "tip" else CODES[item.rate]
            sums[slot, code] = sums.get((slot, code), 0) - told
            paid = channels.get("card" if rang.pay == "part" else rang.pay)
            if paid is not None:
                sums[paid, "0"] = sums.get((paid, "0"), 0) + item.gross - invoiced
            if path is VatPath.DAY_SETTLEMENT and invoiced:
                sums[Slot.INVOICE, "0"] = sums.get((Slot.INVOICE, "0"), 0) + invoiced
    rates = {slot: rate for rate, slot in OF_RATE.items()}
    lines = []
    for (slot, code), gross in sums.items():
        rate = rates[slot].hundredths if slot in rates else 0
        vat = divide_half_up(gross * rate, 10_000 + rate)
        if gross:
            lines.append(VoucherLine(slot, USUAL[slot], code, Money(gross), Money(vat)))
    return DayVoucher(f"DSKZ{z:032x}", z, day, "1", path, tuple(lines))


def proven(sales: Sequence[Rang], path: VatPath, *, called_off: frozenset[int] = frozenset()) -> Facts:
    """Each Z posted as sent, each invoice made of its order; those `called_off` were taken back before they went."""
    books, days, entries = Books(), [], dict[str, Sent]()
    rates = {USUAL[slot]: rate.hundredths for rate, slot in OF_RATE.items()}
    for day in sorted({one.day for one in sales}):
        of_day = [one for one in sales if one.day == day]
        z, on = day + 1, FIRST + timedelta(days=day)
        sold = Sold()
        for one in of_day:
            sold.add(row(one))
        voucher = voucher_of(z, on, of_day, path)
        entry = None
        if voucher.lines:
            entry = Sent(
                voucher.reference, State.ACCEPTED, voucher.total, path, voucher.vat, None, f"voucher-{z}", 10_000 + z,
                None, SENT_AT, SENT_AT,
            )  # fmt: skip
            books.post(
                f"voucher-{z}",
                "CashJournal",
                voucher.reference,
                on,
                [(one.account, one.vat_code, rates.get(one.account, 0), one.amount.ore) for one in voucher.lines],
            )
        days.append(Settled(z, on, sold, path, (voucher,), entry, is_due=True))
        for one in of_day:
            if one.invoiced() and one.number not in called_off:
                entries[f"sale-{one.number}"] = _invoice(one, path, books)
    families = {f"F-{number:06d}": Family(Money(0)) for number in called_off}
    return Facts(
        since=FIRST,
        until=FIRST + timedelta(days=10),
        today=FIRST + timedelta(days=18),
        path=path,
        days=tuple(days),
        entries=entries,
        families=families,
        postings=tuple(books.postings),
        read=LedgerRead(FIRST - timedelta(days=30), READ_AT.date(), READ_AT),
        clearing=(CLEARING,),
        sales_accounts=frozenset({*(USUAL[slot] for slot in OF_RATE.values()), USUAL[Slot.TIPS]}),
    )


def _invoice(rang: Rang, path: VatPath, books: Books) -> Sent:
    reference, day = f"DSK-sale-{rang.number}", FIRST + timedelta(days=15)
    lines: list[tuple[int, str, int, int]] = []
    for item, gross, _ in rang.invoiced():
        if path is VatPath.DAY_SETTLEMENT:
            lines.append((CLEARING, "0", 0, -gross))
        elif item.kind == "tip":
            lines.append((USUAL[Slot.TIPS], "0", 0, -gross))
        else:
            lines.append((USUAL[OF_RATE[VatRate(item.rate)]], CODES[item.rate], item.rate, -gross))
    kind = "OutgoingInvoice" if rang.total > 0 else "OutgoingCreditNote"
    books.post(f"order-{rang.number}", kind, reference, day, lines)
    vat = sum(divide_half_up(gross * rate, 10_000 + rate) for _, _, rate, gross in lines)
    total = sum(gross for _, gross, _ in rang.invoiced())
    return Sent(
        reference, State.INVOICED, Money(total), path, Money(-vat), None, f"order-{rang.number}", rang.number,
        500 + rang.number, SENT_AT, SENT_AT,
    )  # fmt: skip


def with_postings(facts: Facts, postings: Iterable[Posting]) -> Facts:
    return replace(facts, postings=tuple(postings))


def with_entries(facts: Facts, entries: Mapping[str, Sent]) -> Facts:
    return replace(facts, entries=entries)


def with_day(facts: Facts, place: int, settled: Settled) -> Facts:
    days = list(facts.days)
    days[place] = settled
    return replace(facts, days=tuple(days))


items = st.builds(Item, st.sampled_from([2500, 1500, 1200, 0]), st.integers(min_value=1, max_value=999_999))
tips = st.builds(lambda ore: Item(0, ore, "tip"), st.integers(min_value=1, max_value=20_000))
fees = st.just(Item(2500, 6900, "fee"))


@st.composite
def days(draw: st.DrawFn) -> list[Rang]:
    """Some days' sales, returns of a few of them among them."""
    sales: list[Rang] = []
    for number in range(1, draw(st.integers(min_value=1, max_value=8)) + 1):
        pay = draw(st.sampled_from(["card", "cash", "invoice", "part", "invoice"]))
        lines = draw(st.lists(items, min_size=1, max_size=4))
        if draw(st.booleans()):
            lines.append(draw(tips))
        if pay in ("invoice", "part") and draw(st.booleans()):
            lines.append(draw(fees))
        sales.append(Rang(number, draw(st.integers(min_value=0, max_value=3)), tuple(lines), pay))
    for original in list(sales):
        if draw(st.integers(min_value=0, max_value=3)) == 0:
            sales.append(taken_back(original, len(sales) + 1, original.day + 1))
    return sales


def taken_back(original: Rang, number: int, day: int) -> Rang:
    back = tuple(replace(item, gross=-item.gross) for item in original.items if item.kind != "tip")
    return Rang(number, day, back, "card" if original.pay == "part" else original.pay, original.number)


CASE = [
    Rang(1, 0, (Item(2500, 125_000),), "card"),
    Rang(2, 0, (Item(2500, 250_000), Item(1500, 57_500)), "invoice"),
    Rang(3, 1, (Item(2500, 9_999), Item(0, 5_000, "tip"), Item(2500, 6_900, "fee")), "part"),
    Rang(4, 1, (Item(1200, 3_333), Item(0, 1_000)), "cash"),
]


def of(postings: tuple[Posting, ...], voucher: str) -> list[Posting]:
    return [one for one in postings if one.voucher_id == voucher]


def again(postings: list[Posting], voucher: str, sign: int = 1) -> list[Posting]:
    """The same amounts as another voucher of somebody's own; taken back with `sign` -1."""
    return [
        replace(
            one, id=f"{voucher}-{one.id}", voucher_id=voucher, reference=None, voucher_type="ManualJournal",
            amount=Money(sign * one.amount.ore), vat=Money(sign * one.vat.ore),
        )
        for one in postings
    ]  # fmt: skip
