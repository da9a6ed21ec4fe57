"""The ledger's postings put together voucher by voucher, each with what takes it back, as the bridge looks at them.

A voucher's own figures must agree before they are believed: the VAT that its postings tell of, and what stands on the
accounts for VAT. Signs as in `domain.chart`: debit positive. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from .chart import NO_VAT_TREATMENT, VAT_ACCOUNTS, Posting
from .day_voucher import NO_VAT, DayVoucher
from .vat import VAT_CODES, VatRate, ore_within

NO_RATE = VatRate(0)
_OUTPUT = {(one.code, one.rate) for one in VAT_CODES}
_Key = TypeVar("_Key")


@dataclass(slots=True)
class Book:
    """A voucher with all that takes it back or goes by the same reference, in whole øre.

    `sums` are gross amount and VAT by account and VAT code, what comes to nothing left out; `vat` by rate.
    """

    id: str
    day: date
    voucher_no: int | None
    voucher_type: str
    words: str
    ids: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    reference: str | None = None
    reversed: set[str] = field(default_factory=set)
    taken_back: set[str] = field(default_factory=set)
    on_vat_accounts: int = 0
    gross_and_vat: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    by_rate: dict[VatRate, tuple[int, int]] = field(default_factory=dict)
    codes: set[tuple[int, str, VatRate]] = field(default_factory=set)
    exact: dict[VatRate, int] = field(default_factory=dict)
    """What VAT of that rate each of its amounts has in it, rounded one by one."""

    def add(self, posting: Posting) -> None:
        """One more posting of it."""
        self.ids.add(posting.voucher_id)
        self.reference = self.reference or posting.reference
        if posting.is_reversed and not posting.reverses:
            self.reversed.add(posting.voucher_id)
        if posting.reverses:
            self.taken_back.add(posting.reverses)
        else:
            self.days.add(posting.day)
        if posting.account_no in VAT_ACCOUNTS:
            self.on_vat_accounts += posting.amount.ore
            return
        gross, vat = posting.amount.ore + posting.vat.ore, posting.vat.ore
        where = posting.account_no, posting.vat_code or NO_VAT
        _grow(self.gross_and_vat, where, gross, vat)
        rate = posting.vat_rate or NO_RATE
        _grow(self.by_rate, rate, gross, vat)
        self.codes.add((*where, rate))
        self.exact[rate] = self.exact.get(rate, 0) + ore_within(gross, rate)

    @property
    def vat(self) -> int:
        return sum(vat for _, vat in self.by_rate.values())

    @property
    def agrees(self) -> bool:
        """Whether the VAT its postings tell of is the VAT that stands on the accounts for VAT."""
        return self.vat == self.on_vat_accounts

    @property
    def lacks_reversal(self) -> bool:
        """Whether it is said to be taken back by a voucher that was not read."""
        return bool(self.reversed - self.taken_back)

    @property
    def is_nothing(self) -> bool:
        """Whether it has been taken back altogether."""
        return not self.gross_and_vat and not self.on_vat_accounts and not self.by_rate

    def on(self, accounts: Iterable[int]) -> int:
        """What it leaves on those accounts."""
        wanted = set(accounts)
        return sum(gross for (account, _), (gross, _) in self.gross_and_vat.items() if account in wanted)

    def sold(self) -> dict[VatRate, int]:
        """The gross amounts that carry VAT, by rate, as sales: credit is positive."""
        return {rate: -gross for rate, (gross, _) in self.by_rate.items() if rate.hundredths and gross}

    def beside(self, accounts: Iterable[int]) -> dict[tuple[int, str], tuple[int, int]]:
        """What of it stands on other accounts than those, or there with VAT."""
        clean = set(accounts)
        return {
            (account, code): amounts
            for (account, code), amounts in self.gross_and_vat.items()
            if account not in clean or code not in NO_VAT_TREATMENT or amounts[1]
        }

    def odd_codes(self) -> set[tuple[int, str]]:
        """Account and VAT code of what carries VAT under a code that is none of sales of that rate."""
        return {
            (account, code) for account, code, rate in self.codes if rate.hundredths and (code, rate) not in _OUTPUT
        }

    def is_exact(self) -> bool:
        """Whether the VAT of each rate is what its amounts have in them."""
        return all(self.exact[rate] == vat for rate, (_, vat) in self.by_rate.items()) and self.agrees


def books(postings: Iterable[Posting], same: Mapping[str, str]) -> dict[str, Book]:
    """The vouchers by their id, or by what `same` calls that id or that reference; what reverses goes with its own."""
    every = tuple(postings)
    reversed_by = {one.voucher_id: one.reverses for one in every if one.reverses}
    # Of vouchers that went by one reference after another we know only the last one's id; what reverses the others
    # goes by the reference all the same.
    ours = {one.voucher_id: same[one.reference] for one in every if one.reference and one.reference in same}
    same = {**ours, **same}
    found: dict[str, Book] = {}
    for one in every:
        name = same.get(one.reference or "") or _root(one.voucher_id, reversed_by, same)
        book = found.get(name)
        if book is None:
            book = found[name] = Book(name, one.day, one.voucher_no, one.voucher_type, one.words)
        elif one.voucher_id in book.ids or one.reverses:
            pass
        else:  # the voucher itself tells its day and number, not what takes it back
            book.day, book.voucher_no, book.voucher_type = one.day, one.voucher_no, one.voucher_type
        book.add(one)
    return found


def as_voucher(voucher: DayVoucher) -> dict[tuple[int, str], tuple[int, int]]:
    """What a book of that voucher has: gross amount and VAT by account and VAT code."""
    sums: dict[tuple[int, str], tuple[int, int]] = {}
    for line in voucher.lines:
        _grow(sums, (line.account, line.vat_code or NO_VAT), line.amount.ore, line.vat.ore)
    return sums


def _root(voucher_id: str, reversed_by: Mapping[str, str], same: Mapping[str, str]) -> str:
    """The voucher that this one takes back, directly or not, else itself; by our name for it."""
    seen = {voucher_id}
    while voucher_id not in same and (before := reversed_by.get(voucher_id)) and before not in seen:
        voucher_id = before
        seen.add(before)
    return same.get(voucher_id, voucher_id)


def _grow(sums: dict[_Key, tuple[int, int]], where: _Key, gross: int, vat: int) -> None:
    """Add to it, and forget it where nothing is left."""
    before = sums.get(where, (0, 0))
    after = before[0] + gross, before[1] + vat
    if any(after):
        sums[where] = after
    else:
        sums.pop(where, None)
