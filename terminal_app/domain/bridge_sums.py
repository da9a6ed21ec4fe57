"""What grows while the bridge is built: a row for each VAT rate, the account “Faktura kasse”, and what was found.

Whole øre, so that nothing is lost on the way. Part of `domain.bridging`. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .bridge import ClearingEntry, Finding, RateRow, Severity
from .bridge_books import Book
from .bridge_facts import TIPS, OnInvoice, Rung, Sent, Settled, Side
from .channel import Channel
from .money import Money
from .turnover import summed
from .vat import VatRate


@dataclass(slots=True)
class Row:
    """One rung while it grows. `named` is what of its difference findings account for."""

    till: Side = field(default_factory=Side)
    by_channel: dict[Channel, int] = field(default_factory=dict)
    settled: Side = field(default_factory=Side)
    accepted: Side = field(default_factory=Side)
    invoiced: Side = field(default_factory=Side)
    ledger: int = 0
    rounding: int = 0
    elsewhere: int = 0
    named: int = 0


@dataclass(slots=True)
class Sums:
    """All of it. `clearing_accounts` are those that are, or have been, “Faktura kasse”."""

    clearing_accounts: tuple[int, ...]
    sales_accounts: frozenset[int] = frozenset()
    by_rung: dict[Rung, Row] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    clearing: list[ClearingEntry] = field(default_factory=list)
    debited: int = 0
    credited: int = 0
    foreign: int = 0
    too_early: bool = False
    posted: dict[int, frozenset[int]] = field(default_factory=dict)
    """The Zs whose voucher stands in the ledger and debits “Faktura kasse” for what was invoiced, and where it does."""
    beside: list[tuple[Settled, OnInvoice, Sent, Book, int]] = field(default_factory=list)
    apart: dict[int, int] = field(default_factory=dict)
    """What those invoices and their Zs, and whoever moved it, leave on each of the accounts."""

    def row(self, rung: Rung) -> Row:
        """The row of that rung."""
        found = self.by_rung.get(rung)
        if found is None:
            found = self.by_rung[rung] = Row()
        return found

    def of_rate(self, rate: VatRate) -> Row:
        """The row of the goods and fees of that rate."""
        return self.row(Rung(rate))

    def debits(self, z: int, vouchers: Iterable[Book]) -> None:
        """That Z stands in the ledger as those vouchers, which debit “Faktura kasse”."""
        found = tuple(vouchers)
        self.posted[z] = frozenset(no for no in self.clearing_accounts if any(book.on((no,)) for book in found))

    def stands_beside(self, settled: Settled, invoice: OnInvoice, entry: Sent, book: Book) -> None:
        """An invoice of a Z: kept in mind where the two are on different accounts that have been “Faktura kasse”."""
        debited = self.posted.get(settled.z or 0)
        here = [no for no in self.clearing_accounts if book.on((no,))]
        if not debited or not here or set(here) <= debited:
            return
        self.beside.append((settled, invoice, entry, book, min(debited)))
        self.moved(book)
        self.apart[min(debited)] = self.apart.get(min(debited), 0) + invoice.gross

    def moved(self, book: Book) -> None:
        """What a voucher puts on each of those accounts, for whether they come to naught one by one."""
        for no in self.clearing_accounts:
            self.apart[no] = self.apart.get(no, 0) + book.on((no,))

    def tell_apart(self) -> None:
        """The invoices whose Z debits another account, unless somebody has moved it so that both come to naught."""
        if not any(self.apart.values()):
            return
        if not self.beside:
            self.find("clearing_unexplained", Severity.WRONG, amount=max(self.apart.values()))
        for settled, invoice, entry, book, debited in self.beside:
            credited = next(no for no in self.clearing_accounts if book.on((no,)))
            self.find(
                "clearing_apart",
                Severity.WRONG,
                values={"account": str(credited), "debited": str(debited)},
                amount=invoice.gross,
                settled=settled,
                invoice=invoice,
                entry=entry,
                voucher_no=book.voucher_no,
            )

    def in_ledger(self, by_rate: Mapping[VatRate, tuple[int, int]]) -> dict[VatRate, int]:
        """Count a voucher's VAT in the ledger; what is owed by rate, positive."""
        owed = {rate: -vat for rate, (_, vat) in by_rate.items() if vat}
        for rate, vat in owed.items():
            self.of_rate(rate).ledger += vat
        return owed

    def name(self, rate: VatRate, vat: int) -> None:
        """So much of that rate's difference is accounted for by a finding."""
        self.of_rate(rate).named += vat

    def find(
        self,
        code: str,
        severity: Severity,
        *,
        values: Mapping[str, str] | None = None,
        amount: int = 0,
        vat: int = 0,
        rate: VatRate | None = None,
        settled: Settled | None = None,
        invoice: OnInvoice | None = None,
        entry: Sent | None = None,
        voucher_no: int | None = None,
        day: date | None = None,
    ) -> None:
        """One more finding; its words get the sale, the Z, the numbers and the amounts among their values."""
        z = None if settled is None or invoice is not None else settled.z
        told = dict(values or {})
        numbers = {
            "receipt_no": None if invoice is None else invoice.receipt_no,
            "z": None if settled is None else settled.z,
            "voucher_no": voucher_no,
            "order_no": None if entry is None else entry.order_no,
            "invoice_no": None if entry is None else entry.invoice_no,
        }
        told |= {name: str(number) for name, number in numbers.items() if number is not None}
        when = day or (None if settled is None else settled.day)
        if when is not None:
            told.setdefault("day", when.isoformat())
        told.setdefault("amount", str(summed(amount)))
        told.setdefault("vat", str(summed(vat)))
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                values=told,
                amount=summed(amount),
                vat=summed(vat),
                rate=rate,
                receipt_no=None if invoice is None else invoice.receipt_no,
                z=z,
                reference=None if entry is None else entry.reference,
                voucher_no=voucher_no,
                day=when,
            )
        )

    def stands(
        self,
        code: str,
        amount: int,
        severity: Severity,
        *,
        settled: Settled | None = None,
        invoice: OnInvoice | None = None,
        voucher_no: int | None = None,
        words: str = "",
        day: date | None = None,
    ) -> None:
        """One more open item on “Faktura kasse”; nothing of nothing."""
        if not amount:
            return
        values = {} if not words else {"words": words}
        self.clearing.append(
            ClearingEntry(
                code=code,
                amount=summed(amount),
                severity=severity,
                values=values,
                receipt_no=None if invoice is None else invoice.receipt_no,
                z=None if settled is None else settled.z,
                voucher_no=voucher_no,
                day=day or (None if settled is None else settled.day),
            )
        )

    def rows(self) -> tuple[RateRow, ...]:
        """The rows as they are shown: highest rate first, tips last, empty ones left out."""
        ordered = sorted(self.by_rung.items(), key=lambda item: (item[0].tips, -item[0].rate.hundredths))
        return tuple(
            RateRow(
                rate=rung.rate,
                tips=rung.tips,
                till=row.till.split(),
                by_channel={one: _amount(row.by_channel[one]) for one in Channel if row.by_channel.get(one)},
                settled=row.settled.split(),
                accepted=row.accepted.split(),
                invoiced=row.invoiced.split(),
                ledger=_amount(row.ledger),
                rounding=_amount(row.rounding),
                elsewhere=_amount(row.elsewhere),
            )
            for rung, row in ordered
            if _is_used(row)
        )


def goods_by_rate(parts: Mapping[Rung, Side]) -> dict[VatRate, Side]:
    """Without the tips, which never carry VAT."""
    return {rung.rate: side for rung, side in parts.items() if rung != TIPS}


def _amount(ore: int) -> Money:
    return summed(ore)


def _is_used(row: Row) -> bool:
    sides = (row.till, row.settled, row.accepted, row.invoiced)
    return bool(row.by_channel or row.ledger or row.named or any(side.net or side.vat for side in sides))
