"""What others have posted: anything of theirs on “Faktura kasse”, and what looks like a Z or an invoice booked again.

Sales of the company that the till knows nothing of are nobody's business here. Part of `domain.bridging`. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from .bridge import Severity
from .bridge_books import Book
from .bridge_facts import Facts, OnInvoice, Settled
from .bridge_sums import Sums, goods_by_rate
from .vat import VatRate

LONG_AFTER = timedelta(days=62)
"""How long after the period's end a voucher may still be one of its sales booked again."""
_INVOICE = "OutgoingInvoice"


def others_in_ledger(facts: Facts, others: Iterable[Book], sums: Sums) -> None:
    """Findings of what stands on “Faktura kasse` of no entry of the till's, and of what is there a second time."""
    for book in others:
        if not facts.since <= book.day <= facts.until + LONG_AFTER:
            continue
        on_clearing = book.on(sums.clearing_accounts) if book.day <= facts.until else 0
        again = _of_a_day(facts, book) or _of_an_invoice(facts, book)
        if again is not None:
            code, settled, invoice = again
            owed = sums.in_ledger(book.by_rate)
            for rate, vat in owed.items():
                sums.name(rate, vat)
            sums.find(
                code,
                Severity.WRONG,
                amount=on_clearing,
                vat=sum(owed.values()),
                settled=settled,
                invoice=invoice,
                voucher_no=book.voucher_no,
                day=book.day,
            )
        if not on_clearing:
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


def _of_a_day(facts: Facts, book: Book) -> tuple[str, Settled, None] | None:
    """The Z whose sums that voucher has, with or without what was invoiced."""
    sold = book.sold()
    if not sold:
        return None
    for settled in facts.days:
        paid: dict[VatRate, int] = {}
        whole: dict[VatRate, int] = {}
        for rung, sums in settled.sold.sums.items():
            if rung.rate.hundredths:
                paid[rung.rate] = sums.paid.gross
                whole[rung.rate] = sums.paid.gross + sums.invoiced.gross
        if settled.z is not None and sold in (_used(paid), _used(whole)):
            return "voucher_booked_twice", settled, None
    return None


def _of_an_invoice(facts: Facts, book: Book) -> tuple[str, Settled, OnInvoice] | None:
    """The invoice whose amounts that voucher has once more, or takes back; an invoice made by hand may be any sale."""
    sold = book.sold()
    if not sold or book.voucher_type == _INVOICE:
        return None
    for settled in facts.days:
        for one in settled.sold.on_invoice:
            goods = _used({rate: side.gross for rate, side in goods_by_rate(one.parts).items() if rate.hundredths})
            if sold == goods:
                return "invoice_booked_twice", settled, one
            if sold == {rate: -gross for rate, gross in goods.items()}:
                return "invoice_taken_back_by_hand", settled, one
    return None


def _used(amounts: dict[VatRate, int]) -> dict[VatRate, int]:
    return {rate: gross for rate, gross in amounts.items() if gross}
