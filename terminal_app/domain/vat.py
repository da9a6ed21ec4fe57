"""Norwegian VAT: codes and rates by date, and the split of a gross price that always adds up.

Codes are those of SAF-T (Skatteetaten's Standard Tax Codes); rates are from Skatteetaten's rate tables.
Pure; knows nothing of products or sales.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from .money import Money, divide_half_up
from .problems import BadInput

_RATE = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?")


@dataclass(frozen=True, slots=True, order=True)
class VatRate:
    """A rate in hundredths of a per cent (2500 is 25 %); prints as "25" or "11.11"."""

    hundredths: int

    @classmethod
    def parse(cls, text: str, field: str = "vat_rate") -> VatRate:
        """The rate that `text` states in per cent; raises BadInput naming `field` otherwise."""
        match = _RATE.fullmatch(text)
        if match is None or not text.isascii():
            raise BadInput("vat_rate_not_understood", field=field, text=text[:40])
        whole, decimals = match.groups()
        return cls(int(whole) * 100 + int((decimals or "").ljust(2, "0")))

    def __str__(self) -> str:
        whole, rest = divmod(self.hundredths, 100)
        return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


@dataclass(frozen=True, slots=True)
class VatCode:
    """One output code of SAF-T with the rate it had from `valid_from` on, until `valid_to` if that is set."""

    code: str
    rate: VatRate
    valid_from: date
    valid_to: date | None = field(default=None, compare=False)

    def __hash__(self) -> int:
        return hash(self.code)  # each line of a sale looks its code up; few codes had more than one rate

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


VAT_CODES = (
    VatCode("3", VatRate(2500), date(2005, 1, 1)),
    VatCode("31", VatRate(1400), date(2007, 1, 1), date(2011, 12, 31)),
    VatCode("31", VatRate(1500), date(2012, 1, 1)),
    VatCode("32", VatRate(1111), date(2004, 7, 1)),
    VatCode("33", VatRate(800), date(2006, 1, 1), date(2015, 12, 31)),
    VatCode("33", VatRate(1000), date(2016, 1, 1), date(2017, 12, 31)),
    VatCode("33", VatRate(1200), date(2018, 1, 1), date(2020, 3, 31)),
    VatCode("33", VatRate(600), date(2020, 4, 1), date(2021, 9, 30)),
    VatCode("33", VatRate(1200), date(2021, 10, 1)),
    VatCode("5", VatRate(0), date(2005, 1, 1)),
)
OUTSIDE_VAT = VatCode("7", VatRate(0), date(2005, 1, 1))
"""What is no turnover at all, such as a tip that goes to the staff: SAF-T code 7, no VAT treatment."""


@lru_cache(maxsize=256)
def code_for(rate: VatRate, day: date) -> VatCode:
    """The code that carries `rate` on `day`; raises BadInput when no code did."""
    for candidate in VAT_CODES:
        if candidate.rate == rate and candidate.holds_on(day):
            return candidate
    raise BadInput("vat_rate_not_valid", field="vat_rate", rate=rate, day=day.isoformat())


@dataclass(frozen=True, slots=True)
class Split:
    """A gross amount taken apart; net + vat = gross, always (checked when made)."""

    net: Money
    vat: Money
    gross: Money

    def __post_init__(self) -> None:
        if self.net.ore + self.vat.ore != self.gross.ore:
            raise ValueError(f"{self.net} + {self.vat} is not {self.gross}")


@dataclass(frozen=True, slots=True)
class VatTotal:
    """What a sale holds of one VAT code."""

    code: VatCode
    split: Split


def vat_within(gross: Money, rate: VatRate) -> Money:
    """The VAT contained in a gross amount, gross x rate / (100 + rate), rounded to the øre."""
    return Money(ore_within(gross.ore, rate))


def ore_within(gross: int, rate: VatRate) -> int:
    """As `vat_within`, in øre of whatever size: sums of a day or a month may be larger than an amount can be."""
    return divide_half_up(gross * rate.hundredths, 10_000 + rate.hundredths)


def with_vat(net: Money, rate: VatRate) -> Money:
    """A net amount with its VAT added, the VAT rounded to the øre."""
    return net + Money(divide_half_up(net.ore * rate.hundredths, 10_000))


def split_lines(lines: Sequence[tuple[VatCode, Money]]) -> tuple[Split, ...]:
    """Each line's split, in order, so that the lines of a code sum to that code's total to the øre.

    A line gets the difference between the rounded VAT of the running gross before and after it (within the
    same code). The last running sum is the code's whole gross, so the lines' VAT telescopes to the VAT of the
    total, and no line is more than one øre from its own exact VAT.
    """
    running: dict[VatCode, tuple[int, int]] = {}
    splits = []
    for code, gross in lines:
        before, vat_before = running.get(code, (0, 0))
        so_far = before + gross.ore
        vat_so_far = ore_within(so_far, code.rate)
        running[code] = so_far, vat_so_far
        vat = Money(vat_so_far - vat_before)
        splits.append(Split(gross - vat, vat, gross))
    return tuple(splits)


def totals_per_code(lines: Iterable[tuple[VatCode, Split]]) -> tuple[VatTotal, ...]:
    """The sums per code, highest rate first; codes that do not occur are left out."""
    sums: dict[VatCode, tuple[int, int, int]] = {}
    for code, split in lines:
        net, vat, gross = sums.get(code, (0, 0, 0))
        sums[code] = net + split.net.ore, vat + split.vat.ore, gross + split.gross.ore
    ordered = sorted(sums, key=lambda code: (-code.rate.hundredths, code.code))
    return tuple(VatTotal(code, Split(*map(Money, sums[code]))) for code in ordered)


def totals_of(amounts: Iterable[tuple[VatCode, Money]]) -> tuple[VatTotal, ...]:
    """The gross of each code, given once for each, taken apart; highest rate first.

    The same as `totals_per_code` of the lines that `split_lines` split, whose VAT sums to the VAT of their gross.
    """
    ordered = sorted(amounts, key=lambda each: (-each[0].rate.hundredths, each[0].code))
    return tuple(VatTotal(code, _split(gross, code.rate)) for code, gross in ordered)


def _split(gross: Money, rate: VatRate) -> Split:
    vat = vat_within(gross, rate)
    return Split(gross - vat, vat, gross)
