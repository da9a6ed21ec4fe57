"""What other tills of the company have posted: told apart from this one's by its reference, and left to their bridges.

A settlement that bears this till's own id and is none of its Zs is no other till's: it is named. Part of
`domain.bridging`. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from .bridge import Severity
from .bridge_books import Book
from .bridge_facts import Facts
from .bridge_sums import Sums
from .till_marks import is_order, is_settlement, settlement_told
from .turnover import summed


def without_other_tills(facts: Facts, others: Iterable[Book], own: Collection[str], sums: Sums) -> list[Book]:
    """The vouchers that no till of the company has made; what other tills have on “Faktura kasse” is one open item.

    `own` are the references of this till's own entries. Invoices that bear a till's reference and are of no sale here
    count as another till's where the ledger shows that there is one, and where this till has lost no sales.
    """
    left: list[Book] = []
    settlements: list[Book] = []
    orders: list[Book] = []
    for book in others:
        if is_settlement(book.reference) and book.reference not in own:
            settlements.append(book)
        elif is_order(book.reference) and book.reference not in own:
            orders.append(book)
        else:
            left.append(book)
    theirs = [book for book in settlements if not _says_it_is_ours(facts, book)]
    for book in settlements:
        if book not in theirs and facts.since <= book.day <= facts.until:
            _lost(book, sums)
    orders = [
        book
        for book in orders
        if facts.since <= book.day <= facts.until and (book.on(sums.clearing_accounts) or _has_lost(facts))
    ]
    if theirs and not _has_lost(facts):
        theirs += orders
    else:
        for book in orders:
            _of_no_sale(facts, book, sums)
    _explained([book for book in theirs if facts.since <= book.day <= facts.until], sums)
    return left


def _says_it_is_ours(facts: Facts, book: Book) -> bool:
    told = settlement_told(book.words)
    return told is not None and told[1] == facts.register_id


def _has_lost(facts: Facts) -> bool:
    """Whether an old database was put back in these days or later, so that sales of them may be missing here."""
    return facts.numbers_lost is not None and facts.numbers_lost >= facts.since


def _lost(book: Book, sums: Sums) -> None:
    """One that bears this till's own id, and no Z of the journal is behind it: its VAT is in the ledger alone."""
    owed = sums.in_ledger(book.by_rate)
    for rate, vat in owed.items():
        sums.name(rate, vat)
    told = settlement_told(book.words)
    code, on_clearing = "settlement_of_no_z", book.on(sums.clearing_accounts)
    sums.find(
        code,
        Severity.WRONG,
        values={} if told is None else {"z": str(told[0]), "register": told[1]},
        amount=on_clearing,
        vat=sum(owed.values()),
        voucher_no=book.voucher_no,
        day=book.day,
    )
    sums.foreign += on_clearing
    sums.stands(code, on_clearing, Severity.WRONG, voucher_no=book.voucher_no, words=book.words, day=book.day)


def _of_no_sale(facts: Facts, book: Book, sums: Sums) -> None:
    code, on_clearing = "invoice_of_no_sale", book.on(sums.clearing_accounts)
    severity = Severity.WRONG if _has_lost(facts) else Severity.WAITS
    owed = sums.in_ledger(book.by_rate)
    for rate, vat in owed.items():
        sums.name(rate, vat)
    amount = on_clearing or -sum(book.sold().values())
    sums.find(code, severity, amount=amount, vat=sum(owed.values()), voucher_no=book.voucher_no, day=book.day)
    sums.foreign += on_clearing
    sums.stands(code, on_clearing, severity, voucher_no=book.voucher_no, day=book.day)


def _explained(theirs: Sequence[Book], sums: Sums) -> None:
    on_clearing = [amount for book in theirs if (amount := book.on(sums.clearing_accounts))]
    if not on_clearing:
        if beside := sum(is_settlement(book.reference) for book in theirs):
            sums.find("other_tills_beside", Severity.EXPLAINED, values={"documents": str(beside)})
        return
    amount = sum(on_clearing)
    values = {
        "documents": str(len(on_clearing)),
        "put": str(summed(sum(one for one in on_clearing if one > 0))),
        "off": str(summed(-sum(one for one in on_clearing if one < 0))),
    }
    sums.find("other_tills", Severity.EXPLAINED, values=values, amount=amount)
    sums.foreign += amount
    sums.stands("other_tills", amount, Severity.EXPLAINED)
