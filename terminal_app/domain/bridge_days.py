"""Each Z of the period against its voucher in the ledger: missing, reversed, changed, there twice, or as it was sent.

A Z that Disken does not send is looked for among what others have booked on its day. Part of `domain.bridging`. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .bridge import Severity
from .bridge_books import Book, as_voucher
from .bridge_facts import Facts, Sent, Settled, Side
from .bridge_sums import Sums
from .day_voucher import DayVoucher
from .outbox import State
from .settlement_accounts import RATE_OF
from .till_marks import is_settlement
from .turnover import summed
from .vat import VatRate
from .vat_path import VatPath


def days_in_ledger(facts: Facts, found: Mapping[str, Book], sums: Sums) -> set[str]:
    """The names of the vouchers that are accounted for; what is wrong with one, or missing, is among the findings."""
    ours = {one.entry.reference for one in facts.days if one.entry is not None}
    ours |= {entry.reference for entry in facts.entries.values()}
    taken: set[str] = set()
    for settled in facts.days:
        if settled.z is None:
            _not_in_z(settled, sums)
            continue
        if settled.problem is not None:
            values = {"problem": settled.problem.code, **settled.problem.values}
            sums.find("settlement_incomplete", Severity.WRONG, values=values, settled=settled, entry=settled.entry)
        if settled.entry is not None and settled.entry.is_live:
            taken.add(settled.entry.reference)
            _sent(facts, settled, settled.entry, found.get(settled.entry.reference), sums)
        elif settled.entry is None and _comes_to_nothing(settled):
            _only_rounding(settled, sums)
        elif settled.is_due and settled.entry is None:
            if not settled.versions or settled.versions[0].lines:
                _missing(settled, sums, "voucher_not_made", Severity.WAITS)
        elif _vat_of(settled) or _expected_debit(settled):
            taken |= _outside(facts, settled, found, ours | taken, sums)
    return taken


def _comes_to_nothing(settled: Settled) -> bool:
    """Whether nothing has to be booked of its sales: what came back is as much as what was sold, at each rate."""
    booked = bool(settled.versions and settled.versions[0].lines)
    return not booked and not _expected_debit(settled) and not any(side.gross for side in _vat_of(settled).values())


def _only_rounding(settled: Settled, sums: Sums) -> None:
    """The øre by which the VAT of its sales and of its returns differ stand in no voucher."""
    for rate, side in _vat_of(settled).items():
        sums.of_rate(rate).rounding -= side.vat


def _not_in_z(settled: Settled, sums: Sums) -> None:
    if settled.sold.sales:
        values = {"sales": str(settled.sold.sales)}
        _missing(settled, sums, "sale_not_in_z", Severity.WAITS, values)


def _sent(facts: Facts, settled: Settled, entry: Sent, book: Book | None, sums: Sums) -> None:
    """A Z that Disken sends: where its entry stands, then whether its voucher is in the ledger as it was sent."""
    if entry.has_arrived:
        for rung, part in settled.sold.sums.items():
            side = part.on(settled.path)
            sums.row(rung).settled.add(side.net, side.vat)
    else:
        stopped = entry.state is State.NEEDS_ATTENTION
        code, number = "voucher_stopped" if stopped else "voucher_on_its_way", None
        if stopped and entry.problem == "voucher_reversed" and (book is None or book.is_nothing):
            code, number = "voucher_reversed", entry.order_no if book is None else book.voucher_no
        values = {} if entry.problem is None else {"problem": entry.problem}
        severity = Severity.WRONG if stopped else Severity.WAITS
        sums.find(code, severity, values=values, vat=-_vat(settled), settled=settled, entry=entry, voucher_no=number)
    if book is not None and not book.is_nothing:
        _in_ledger(settled, entry, book, sums)
        return
    for rate, side in _vat_of(settled).items():
        sums.name(rate, -side.vat)
    if not entry.has_arrived or facts.read is None:
        return
    if book is not None:
        _tell(settled, entry, sums, "voucher_reversed", -_vat(settled), book)
    elif entry.touched is not None and entry.touched > facts.read.at:
        sums.too_early = True
    else:
        _tell(settled, entry, sums, "voucher_missing", -_vat(settled))


def _in_ledger(settled: Settled, entry: Sent, book: Book, sums: Sums) -> None:
    """Its voucher is there: as it was sent, or else what is different about it."""
    owed = sums.in_ledger(book.by_rate)
    fitting = (one for one in settled.versions if _is_as_sent(book, one, owed))
    version = next(fitting, settled.versions[0] if settled.versions else None)
    ours = _vat_of(settled)
    expected = {rate: side.vat for rate, side in ours.items()} if version is None else _owed(version)
    for rate in {*owed, *expected, *ours}:
        till = ours[rate].vat if rate in ours else 0
        sums.of_rate(rate).rounding += expected.get(rate, 0) - till
        sums.name(rate, owed.get(rate, 0) - expected.get(rate, 0))
    on_clearing, debit = book.on(sums.clearing_accounts), _expected_debit(settled)
    sums.debited += on_clearing
    if settled.path is VatPath.DAY_SETTLEMENT and settled.z is not None:
        sums.debits(settled.z, [book])
    sums.stands(
        "clearing_voucher_differs", on_clearing - debit, Severity.WRONG, settled=settled, voucher_no=book.voucher_no
    )
    off = sum(owed.values()) - sum(expected.values())
    if book.lacks_reversal:
        _tell(settled, entry, sums, "voucher_reversed", off, book)
    elif version is not None and not _is_as_sent(book, version, owed):
        _differs(settled, entry, book, version, off, sums)
    elif not book.agrees:
        _tell(settled, entry, sums, "vat_account_disagrees", off, book)
    elif other := sorted(book.days - {settled.day}):
        _tell(settled, entry, sums, "voucher_other_day", off, book, {"answered": other[0].isoformat()})


def _differs(settled: Settled, entry: Sent, book: Book, version: DayVoucher, off: int, sums: Sums) -> None:
    wanted = as_voucher(version)
    if book.gross_and_vat == {where: (2 * gross, 2 * vat) for where, (gross, vat) in wanted.items()}:
        _tell(settled, entry, sums, "voucher_booked_twice", off, book)
        return
    nothing = (0, 0)
    places = sorted({*wanted, *book.gross_and_vat})
    where = next((one for one in places if wanted.get(one, nothing) != book.gross_and_vat.get(one, nothing)), places[0])
    values = {
        "account": str(where[0]),
        "vat_code": where[1],
        "till": str(summed(wanted.get(where, nothing)[0])),
        "answered": str(summed(book.gross_and_vat.get(where, nothing)[0])),
    }
    _tell(settled, entry, sums, "voucher_changed", off, book, values)


def _outside(facts: Facts, settled: Settled, found: Mapping[str, Book], ours: set[str], sums: Sums) -> set[str]:
    """A Z that is booked by somebody else: the vouchers of its day that are just it, else what they must have."""
    others = [
        book
        for name, book in found.items()
        if name not in ours and book.day == settled.day and not book.is_nothing and not book.ids & facts.known
        if book.reference not in facts.known and (book.sold() or book.on(sums.clearing_accounts))
        if not is_settlement(book.reference)  # of another till, whose Z may have just the same sums
    ]
    for group in [*([one] for one in others), *([others] if len(others) > 1 else [])]:
        if _is_the_day(settled, group, sums):
            ours_by_rate = _vat_of(settled)
            for rate in {*ours_by_rate, *(rate for book in group for rate in book.by_rate)}:
                before = sums.of_rate(rate).ledger
                for book in group:
                    sums.of_rate(rate).ledger -= book.by_rate.get(rate, (0, 0))[1]
                side = ours_by_rate.get(rate, Side())
                sums.of_rate(rate).rounding += sums.of_rate(rate).ledger - before - side.vat
            for rung, part in settled.sold.sums.items():
                side = part.on(settled.path)
                sums.row(rung).settled.add(side.net, side.vat)
            sums.debited += sum(book.on(sums.clearing_accounts) for book in group)
            if settled.path is VatPath.DAY_SETTLEMENT and settled.z is not None:
                sums.debits(settled.z, group)
            sums.find("booked_outside", Severity.EXPLAINED, settled=settled, voucher_no=group[0].voucher_no)
            return {book.id for book in group}
    cancelled = settled.entry is not None
    code, severity = ("voucher_cancelled", Severity.WRONG) if cancelled else ("settlement_outside", Severity.WAITS)
    debit = {"till": str(summed(_expected_debit(settled)))}
    _missing(settled, sums, code, severity, debit)
    return set()


def _is_the_day(settled: Settled, group: Iterable[Book], sums: Sums) -> bool:
    """Whether those vouchers are the Z's own sums: each rate's amount, its VAT, and what was invoiced."""
    sold: dict[VatRate, int] = {}
    debit, exact = 0, True
    for book in group:
        exact = exact and book.is_exact() and not book.lacks_reversal
        debit += book.on(sums.clearing_accounts)
        for rate, gross in book.sold().items():
            sold[rate] = sold.get(rate, 0) + gross
    wanted = {rate: side.gross for rate, side in _vat_of(settled).items() if side.gross}
    return exact and debit == _expected_debit(settled) and {rate: one for rate, one in sold.items() if one} == wanted


def _missing(
    settled: Settled, sums: Sums, code: str, severity: Severity, values: Mapping[str, str] | None = None
) -> None:
    for rate, side in _vat_of(settled).items():
        sums.name(rate, -side.vat)
    sums.find(code, severity, values=values, vat=-_vat(settled), settled=settled, entry=settled.entry)


def _tell(
    settled: Settled,
    entry: Sent,
    sums: Sums,
    code: str,
    vat: int,
    book: Book | None = None,
    values: Mapping[str, str] | None = None,
) -> None:
    number = entry.order_no if book is None else book.voucher_no
    sums.find(code, Severity.WRONG, values=values, vat=vat, settled=settled, entry=entry, voucher_no=number)


def _is_as_sent(book: Book, version: DayVoucher, owed: Mapping[VatRate, int]) -> bool:
    same = book.gross_and_vat == as_voucher(version) and dict(owed) == _owed(version)
    return same and book.sold() == _sold(version)


def _owed(version: DayVoucher) -> dict[VatRate, int]:
    """The VAT that the voucher reports, by rate, positive when it is owed."""
    owed: dict[VatRate, int] = {}
    for line in version.lines:
        if line.vat.ore:
            rate = RATE_OF[line.slot]
            owed[rate] = owed.get(rate, 0) - line.vat.ore
    return {rate: vat for rate, vat in owed.items() if vat}


def _sold(version: DayVoucher) -> dict[VatRate, int]:
    """The voucher's sales that carry VAT, by rate."""
    sold: dict[VatRate, int] = {}
    for line in version.lines:
        rate = RATE_OF.get(line.slot)
        if rate is not None and rate.hundredths:
            sold[rate] = sold.get(rate, 0) - line.amount.ore
    return {rate: gross for rate, gross in sold.items() if gross}


def _expected_debit(settled: Settled) -> int:
    return settled.invoiced if settled.path is VatPath.DAY_SETTLEMENT else 0


def _vat_of(settled: Settled) -> dict[VatRate, Side]:
    """What its settlement reports of each rate that carries VAT."""
    sides = {rung.rate: part.on(settled.path) for rung, part in settled.sold.sums.items() if rung.rate.hundredths}
    return {rate: side for rate, side in sides.items() if side.net or side.vat}


def _vat(settled: Settled) -> int:
    return sum(side.vat for side in _vat_of(settled).values())
