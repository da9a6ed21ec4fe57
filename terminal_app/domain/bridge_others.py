"""What others have posted: anything of theirs on “Faktura kasse”, and what looks like a Z or an invoice booked again.

Sales of the company that the till knows nothing of are nobody's business here. Part of `domain.bridging`. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from .bridge import Severity
from .bridge_books import Book
from .bridge_facts import Facts, OnInvoice, Settled
from .bridge_sums import Sums, goods_by_rate
from .vat import VatRate
from .vat_path import VatPath

LONG_AFTER = timedelta(days=62)
"""How long after the period's end a voucher may still be one of its sales booked again."""
LONGEST_RUN = 31
_INVOICE, _CREDIT_NOTE = "OutgoingInvoice", "OutgoingCreditNote"
_Amounts = frozenset[tuple[VatRate, int]]


def others_in_ledger(facts: Facts, others: Iterable[Book], sums: Sums) -> None:
    """Findings of what stands on “Faktura kasse` of no entry of the till's, and of what is there a second time."""
    ours = _Ours(facts.days)
    for book in others:
        if not facts.since <= book.day <= facts.until + LONG_AFTER:
            continue
        on_clearing = book.on(sums.clearing_accounts)
        again = ours.again(book, on_clearing)
        if again is None and book.day > facts.until:
            continue  # of another period
        if again is not None:
            code, settled, invoice = again
            owed = sums.in_ledger(book.by_rate)
            for rate, vat in owed.items():
                sums.name(rate, vat)
            last = ours.last_of(book)
            sums.find(
                code,
                Severity.WRONG,
                values={} if last is None else {"last": str(last)},
                amount=on_clearing,
                vat=sum(owed.values()),
                settled=settled,
                invoice=invoice,
                voucher_no=book.voucher_no,
                day=book.day,
            )
        if not on_clearing:
            sums.moved(book)
            continue
        sums.foreign += on_clearing
        if again is None:
            number = book.voucher_no
            words = {"words": book.words} if book.words else {}
            sums.find(
                "foreign_on_clearing",
                Severity.WRONG,
                values=words,
                amount=on_clearing,
                voucher_no=number,
                day=book.day,
            )
        sums.stands(
            "foreign_on_clearing",
            on_clearing,
            Severity.WRONG,
            voucher_no=book.voucher_no,
            words=book.words,
            day=book.day,
        )


class _Ours:
    """What the period's Zs and invoices have at each rate, to know them again by; a month has a thousand of them."""

    def __init__(self, days: Sequence[Settled]) -> None:
        self._days: dict[_Amounts, Settled] = {}
        self._invoices: dict[_Amounts, tuple[Settled, OnInvoice]] = {}
        self._gross: dict[int, tuple[Settled, OnInvoice]] = {}
        self._in_a_row = [one for one in days if one.z is not None]
        self._runs: dict[_Amounts, tuple[Settled, int]] | None = None
        for settled in days:
            sums = {rung.rate: part for rung, part in settled.sold.sums.items() if rung.rate.hundredths}
            if settled.z is not None:
                whole = {rate: part.paid.gross + part.invoiced.gross for rate, part in sums.items()}
                self._days.setdefault(_amounts(whole), settled)
                self._days.setdefault(_amounts({rate: part.paid.gross for rate, part in sums.items()}), settled)
            for one in settled.sold.on_invoice:
                self._gross.setdefault(one.gross, (settled, one))
                goods = {rate: side.gross for rate, side in goods_by_rate(one.parts).items() if rate.hundredths}
                self._invoices.setdefault(_amounts(goods), (settled, one))

    def again(self, book: Book, on_clearing: int) -> tuple[str, Settled, OnInvoice | None] | None:
        """The Z or the invoice whose sums that voucher has once more, or takes back, and what that is called.

        An invoice that somebody made by hand may be any sale, so only other vouchers count as an invoice's; a credit
        note on “Faktura kasse” is the invoice's of that amount.
        """
        sold = book.sold()
        if not sold:
            credited = self._gross.get(on_clearing) if book.voucher_type == _CREDIT_NOTE else None
            return None if credited is None else ("invoice_taken_back_by_hand", *credited)
        amounts = _amounts(sold)
        if amounts in self._days:
            return "voucher_booked_twice", self._days[amounts], None
        if amounts in self._of_runs():
            return "days_booked_twice", self._of_runs()[amounts][0], None
        if book.voucher_type == _INVOICE:
            return None
        if amounts in self._invoices:
            return "invoice_booked_twice", *self._invoices[amounts]
        back = _amounts({rate: -gross for rate, gross in sold.items()})
        return ("invoice_taken_back_by_hand", *self._invoices[back]) if back in self._invoices else None

    def last_of(self, book: Book) -> int | None:
        """The last of several Zs in a row that the voucher has the sums of; None when it is of one alone."""
        amounts = _amounts(book.sold())
        found = None if amounts in self._days else self._of_runs().get(amounts)
        return None if found is None else found[1]

    def _of_runs(self) -> dict[_Amounts, tuple[Settled, int]]:
        """Zs in a row, as somebody adds up who books a week or a month by hand; only worked out for who posts VAT."""
        if self._runs is None:
            self._runs = {}
            for path in VatPath:
                self._add_runs(path, self._runs)
        return self._runs

    def _add_runs(self, path: VatPath, runs: dict[_Amounts, tuple[Settled, int]]) -> None:
        days = self._in_a_row
        for place, first in enumerate(days):
            sums: dict[VatRate, int] = {}
            for settled in days[place : place + LONGEST_RUN]:
                for rung, part in settled.sold.sums.items():
                    if rung.rate.hundredths:
                        sums[rung.rate] = sums.get(rung.rate, 0) + part.on(path).gross
                if settled is not first and any(sums.values()):
                    runs.setdefault(_amounts(sums), (first, settled.z or 0))


def _amounts(by_rate: Mapping[VatRate, int]) -> _Amounts:
    return frozenset((rate, gross) for rate, gross in by_rate.items() if gross)
