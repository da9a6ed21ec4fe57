"""Money in whole øre, quantities in whole thousandths, and the one rounding rule of the house.

No float ever holds an amount. Knows nothing of formats for people: see `terminal_app.i18n`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import total_ordering

from .problems import BadInput
from .records import record

LARGEST_ORE = 99_999_999_99
LARGEST_MILLI = 99_999_999
_AMOUNT = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,2}))?")
_QUANTITY = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,3}))?")


def divide_half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to a whole number, halves away from zero: the only rounding rule for money.

    Symmetric round zero, so that a return undoes its sale to the øre. `denominator` must be positive.
    """
    doubled = 2 * abs(numerator) + denominator
    rounded = doubled // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


@total_ordering
@record
class Money:
    """An amount in Norwegian øre; negative for what goes back. Prints as "1234.50"."""

    ore: int

    def __post_init__(self) -> None:
        if not -LARGEST_ORE <= self.ore <= LARGEST_ORE:
            raise BadInput("amount_too_large", field="amount", largest=_plain(LARGEST_ORE))

    @classmethod
    def parse(cls, text: str, field: str = "amount") -> Money:
        """The amount that `text` states in kroner: digits, optionally a dot and one or two decimals.

        Raises BadInput naming `field` for anything else: three decimals, a comma, spaces, NaN, 1e5.
        """
        match = _AMOUNT.fullmatch(text)
        if match is None or not text.isascii():
            raise BadInput("amount_not_understood", field=field, text=text[:40])
        sign, kroner, decimals = match.groups()
        ore = int(kroner) * 100 + int((decimals or "").ljust(2, "0"))
        if ore > LARGEST_ORE:
            raise BadInput("amount_too_large", field=field, largest=_plain(LARGEST_ORE))
        return cls(-ore if sign else ore)

    def __add__(self, other: Money) -> Money:
        return Money(self.ore + other.ore)

    def __sub__(self, other: Money) -> Money:
        return Money(self.ore - other.ore)

    def __neg__(self) -> Money:
        return Money(-self.ore)

    def __lt__(self, other: Money) -> bool:
        return self.ore < other.ore

    def __bool__(self) -> bool:
        return self.ore != 0

    def __str__(self) -> str:
        return _plain(self.ore)

    def times(self, quantity: Quantity) -> Money:
        """This unit price for that quantity, rounded to the øre by the house's rule."""
        return Money(divide_half_up(self.ore * quantity.milli, 1000))

    def rounded_to_krone(self) -> Money:
        """The nearest whole krone, as cash is settled since the 50-øre coin left in 2012."""
        return Money(divide_half_up(self.ore, 100) * 100)


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """The sum; zero for none."""
    return Money(sum([amount.ore for amount in amounts]))  # a list: a sale adds up thirty times


@total_ordering
@record
class Quantity:
    """How much of a product, in thousandths (pieces, kilos); prints as "2" or "0.350"."""

    milli: int

    @classmethod
    def of(cls, whole: int) -> Quantity:
        """That many whole pieces."""
        return cls(whole * 1000)

    @classmethod
    def parse(cls, text: str, field: str = "quantity") -> Quantity:
        """The quantity that `text` states, more than zero and at most 99 999.999 with up to three decimals.

        Raises BadInput naming `field` for zero, negative, too large or anything that is no number.
        """
        match = _QUANTITY.fullmatch(text)
        if match is None or not text.isascii():
            raise BadInput("quantity_not_understood", field=field, text=text[:40])
        sign, whole, decimals = match.groups()
        milli = int(whole) * 1000 + int((decimals or "").ljust(3, "0"))
        return cls(-milli if sign else milli).checked(field)

    @property
    def pieces(self) -> int:
        """How many things it is: what was weighed counts as one."""
        whole, rest = divmod(self.milli, 1000)
        return 1 if rest else whole

    def checked(self, field: str = "quantity") -> Quantity:
        """Itself when it can be sold; raises BadInput otherwise."""
        if self.milli <= 0:
            raise BadInput("quantity_not_positive", field=field)
        if self.milli > LARGEST_MILLI:
            raise BadInput("quantity_too_large", field=field, largest=str(Quantity(LARGEST_MILLI)))
        return self

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.milli + other.milli)

    def __neg__(self) -> Quantity:
        return Quantity(-self.milli)

    def __lt__(self, other: Quantity) -> bool:
        return self.milli < other.milli

    def __str__(self) -> str:
        whole, thousandths = divmod(abs(self.milli), 1000)
        sign = "-" if self.milli < 0 else ""
        return f"{sign}{whole}.{thousandths:03d}" if thousandths else f"{sign}{whole}"


ONE = Quantity(1000)


def _plain(ore: int) -> str:
    if ore < 0:
        return f"-{_plain(-ore)}"
    kroner, rest = divmod(ore, 100)
    return f"{kroner}.{rest:02d}"
