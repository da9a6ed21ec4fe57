"""Each invoice and credit note of the period against its voucher in the ledger, on the way that it went.

On the way through the day's settlement it stands on “Faktura kasse” without VAT; on the way through the invoice it
carries the VAT of its sale. Part of `domain.bridging`. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from .bridge import Severity
from .bridge_books import NO_RATE, Book
from .bridge_facts import Facts, Family, OnInvoice, Sent, Settled
from .bridge_sums import Sums, goods_by_rate
from .money import Money
from .outbox import State
from .turnover import summed
from .vat import VatRate
from .vat_path import VatPath

_WAITING = {State.HELD: "invoice_held", State.QUEUED: "invoice_on_its_way", State.SENDING: "invoice_on_its_way",
            State.UNKNOWN: "invoice_on_its_way"}  # fmt: skip
_STOPPED = {State.NEEDS_CUSTOMER: "invoice_without_customer", State.NEEDS_ATTENTION: "invoice_stopped"}
_MOST_A_LINE = 2
"""Øre by which the VAT of one rounded line can be beside the till's: its own rounding, and a line that makes up."""


def invoices_in_ledger(facts: Facts, found: Mapping[str, Book], sums: Sums) -> set[str]:
    """The names of the vouchers that are accounted for; what is wrong with one, or missing, is among the findings."""
    taken: set[str] = set()
    called_off: dict[str, list[tuple[Settled, OnInvoice]]] = {}
    for settled in facts.days:
        for one in settled.sold.on_invoice:
            entry = facts.entries.get(one.sale_id)
            book = None if entry is None else found.get(entry.reference)
            if book is not None and book.is_nothing and entry is not None and not entry.is_live:
                book = None
            if entry is not None:
                taken.add(entry.reference)
            if entry is not None and (entry.is_live or book is not None):
                _invoice(facts, settled, one, entry, book, sums)
            else:
                called_off.setdefault(one.family, []).append((settled, one))
    for name, those in called_off.items():
        _called_off(facts.families.get(name), those, sums)
    return taken


def _invoice(facts: Facts, settled: Settled, one: OnInvoice, entry: Sent, book: Book | None, sums: Sums) -> None:
    path = entry.path or settled.path
    debit = one.gross if settled.z in sums.posted else 0
    is_there = book is not None and not book.is_nothing
    code, severity = _of_state(settled, one, entry, path, sums, missing=0 if is_there else one.vat)
    if book is not None and is_there:
        _in_ledger(settled, one, entry, book, path, debit, sums)
        return
    if settled.path is VatPath.INVOICE:
        for rate, side in goods_by_rate(one.parts).items():
            sums.name(rate, -side.vat)
    if not code and facts.read is not None:
        code, severity = _not_there(facts, one, entry, book)
        if code == "too_early":
            sums.too_early, code = True, ""
        else:
            vat = -one.vat if path is VatPath.INVOICE else 0
            sums.find(code, severity, amount=one.gross, vat=vat, settled=settled, invoice=one, entry=entry)
    sums.stands(code or "invoice_not_read", debit, severity, settled=settled, invoice=one)


def _of_state(
    settled: Settled, one: OnInvoice, entry: Sent, path: VatPath, sums: Sums, *, missing: int
) -> tuple[str, Severity]:
    """What its entry's state alone says: nothing of one that has arrived, unless it went another way than its Z.

    `missing` is the VAT that the ledger lacks of it where it is to report it.
    """
    by_settlement = settled.entry is not None and settled.entry.is_live
    if by_settlement and path is not settled.path:
        twice = settled.path is VatPath.DAY_SETTLEMENT
        vat = one.vat if twice else -one.vat
        code = "way_twice" if twice else "way_never"
        sums.find(code, Severity.WRONG, amount=one.gross, vat=vat, settled=settled, invoice=one, entry=entry)
    if entry.has_arrived:
        return "", Severity.WAITS
    if not entry.is_live:
        code, severity = "cancelled_but_invoiced", Severity.WRONG
    elif entry.problem == "order_deleted":
        code, severity = "draft_deleted", Severity.WRONG
    elif entry.state in _STOPPED:
        code, severity = _STOPPED[entry.state], Severity.WRONG
    else:
        code, severity = _WAITING[entry.state], Severity.WAITS
    values = {} if entry.problem is None else {"problem": entry.problem}
    vat = -missing if path is VatPath.INVOICE else 0
    sums.find(code, severity, values=values, amount=one.gross, vat=vat, settled=settled, invoice=one, entry=entry)
    return code, severity


def _not_there(facts: Facts, one: OnInvoice, entry: Sent, book: Book | None) -> tuple[str, Severity]:
    """Why an invoice that has arrived is not in the ledger."""
    assert facts.read is not None
    credit = one.gross < 0
    if book is not None:
        return "invoice_taken_back", Severity.WRONG
    if entry.state is State.ACCEPTED:
        return "credit_note_not_made" if credit else "invoice_not_made", Severity.WAITS
    if entry.touched is not None and entry.touched > facts.read.at:
        return "too_early", Severity.WAITS
    return "credit_note_missing" if credit else "invoice_missing", Severity.WRONG


def _in_ledger(
    settled: Settled, one: OnInvoice, entry: Sent, book: Book, path: VatPath, debit: int, sums: Sums
) -> None:
    """It is there: as it was sent, or else what is different about it."""
    owed = sums.in_ledger(book.by_rate)
    goods = goods_by_rate(one.parts)
    by_settlement = path is VatPath.DAY_SETTLEMENT
    fault = _without_vat(one, book, sums) if by_settlement else _with_vat(one, entry, book, owed, sums)
    if by_settlement and fault is None:
        sums.stands_beside(settled, one, entry, book)
    for rate in {*owed, *goods}:
        till = goods[rate].vat if rate in goods and settled.path is VatPath.INVOICE else 0
        off = owed.get(rate, 0) - till
        if fault is None and path is settled.path:
            sums.of_rate(rate).rounding += off
        else:
            sums.name(rate, off)
    for rung, side in one.parts.items():
        sums.row(rung).invoiced.add(side.net, side.vat)
    on_clearing = book.on(sums.clearing_accounts)
    sums.credited += on_clearing
    standing = "clearing_before_settlement" if fault is None and not debit else "clearing_invoice_differs"
    severity = Severity.WAITS if fault is None else Severity.WRONG
    number = book.voucher_no
    sums.stands(standing, debit + on_clearing, severity, settled=settled, invoice=one, voucher_no=number)
    if fault is not None:
        code, values = fault
        expected = one.vat if path is VatPath.INVOICE else 0
        sums.find(
            code,
            Severity.WRONG,
            values=values,
            amount=_apart(values) if code == "order_changed" else one.gross,
            vat=sum(owed.values()) - expected,
            settled=settled,
            invoice=one,
            entry=entry,
            voucher_no=number,
        )


def _apart(values: Mapping[str, str]) -> int:
    """By how much the till has more than what is told of the other side."""
    return Money.parse(values["till"]).ore - Money.parse(values["answered"]).ore


def _without_vat(one: OnInvoice, book: Book, sums: Sums) -> tuple[str, dict[str, str]] | None:
    """What is wrong with an invoice whose VAT the day's settlement reports; None for nothing."""
    for (account, code), (_, vat) in sorted(book.beside(sums.clearing_accounts).items()):
        reports = bool(vat or book.vat or book.on_vat_accounts)
        return "vat_twice" if reports else "wrong_account", {"account": str(account), "vat_code": code}
    if book.sold():
        return "vat_twice", {"account": str(sums.clearing_accounts[0]), "vat_code": "–"}
    if (answered := -book.on(sums.clearing_accounts)) != one.gross:
        return "order_changed", {"till": str(summed(one.gross)), "answered": str(summed(answered))}
    return _taken_back_or_split(book)


def _with_vat(
    one: OnInvoice, entry: Sent, book: Book, owed: Mapping[VatRate, int], sums: Sums
) -> tuple[str, dict[str, str]] | None:
    """What is wrong with an invoice that reports its own VAT; None for nothing."""
    for account, code in sorted(book.gross_and_vat):
        if account in sums.clearing_accounts or (sums.sales_accounts and account not in sums.sales_accounts):
            return "wrong_account", {"account": str(account), "vat_code": code}
    for account, code in sorted(book.odd_codes()):
        return "invoice_other_code", {"account": str(account), "vat_code": code}
    told = {rate: -gross for rate, (gross, _) in book.by_rate.items() if gross}
    if sum(told.values()) != one.gross:
        return "order_changed", {"till": str(summed(one.gross)), "answered": str(summed(sum(told.values())))}
    wanted: dict[VatRate, int] = {}
    for rung, side in one.parts.items():
        rate = NO_RATE if rung.tips else rung.rate
        wanted[rate] = wanted.get(rate, 0) + side.gross
    if told != {rate: gross for rate, gross in wanted.items() if gross}:
        off = next(rate for rate in sorted({*told, *wanted}) if told.get(rate, 0) != wanted.get(rate, 0))
        amounts = {"till": str(summed(wanted.get(off, 0))), "answered": str(summed(told.get(off, 0)))}
        return "invoice_other_rates", {"rate": str(off), **amounts}
    goods, vat = goods_by_rate(one.parts), sum(owed.values())
    apart = max((abs(owed.get(rate, 0) - side.vat) for rate, side in goods.items()), default=0)
    if (entry.vat is not None and vat != entry.vat.ore) or apart > _MOST_A_LINE * one.lines:
        sent = one.vat if entry.vat is None else entry.vat.ore
        return "invoice_vat_differs", {"till": str(summed(sent)), "answered": str(summed(vat))}
    return _taken_back_or_split(book)


def _taken_back_or_split(book: Book) -> tuple[str, dict[str, str]] | None:
    if book.lacks_reversal:
        return "invoice_taken_back", {}
    return None if book.agrees else ("vat_account_disagrees", {})


def _called_off(family: Family | None, those: list[tuple[Settled, OnInvoice]], sums: Sums) -> None:
    """Sales and returns that are on no invoice: together they must come to naught, in these days or in others."""
    settled, first = those[0]
    debit = sum(one.gross for day, one in those if day.z in sums.posted)
    remaining = sum(one.gross for _, one in those) if family is None else family.remaining.ore
    is_closed = remaining == 0
    vat = 0
    if is_closed and not sum(one.gross for _, one in those) and (uneven := _uneven(those)):
        for rate, off in uneven.items():
            sums.name(rate, -off)
        vat = -sum(uneven.values())
        sums.find("called_off_unevenly", Severity.WRONG, vat=vat, settled=settled, invoice=first)
        return
    for day, one in those:
        if day.path is VatPath.INVOICE:
            for rate, side in goods_by_rate(one.parts).items():
                if is_closed:
                    sums.of_rate(rate).elsewhere += side.vat
                else:
                    sums.name(rate, -side.vat)
                    vat -= side.vat
    if is_closed:
        if sum(one.gross for _, one in those):
            sums.find("called_off_elsewhere", Severity.EXPLAINED, amount=debit, settled=settled, invoice=first)
        sums.stands("called_off_elsewhere", debit, Severity.EXPLAINED, settled=settled, invoice=first)
        return
    arrived = family is not None and family.original_arrived
    code = "credit_note_missing" if arrived else "cancelled_without_return"
    sums.find(code, Severity.WRONG, amount=remaining, vat=vat, settled=settled, invoice=first)
    sums.stands(code, debit, Severity.WRONG, settled=settled, invoice=first)


def _uneven(those: list[tuple[Settled, OnInvoice]]) -> dict[VatRate, int]:
    """The VAT by rate that a sale and its returns leave though their amounts come to naught; nobody reports it."""
    left: dict[VatRate, int] = {}
    for day, one in those:
        if day.path is VatPath.INVOICE:
            for rate, side in goods_by_rate(one.parts).items():
                left[rate] = left.get(rate, 0) + side.vat
    return {rate: vat for rate, vat in left.items() if vat}
