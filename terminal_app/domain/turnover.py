"""What many sales come to: amounts beyond what a single one may be, the grand totals of a register, X and Z.

Pure, and light: a till that starts asks for the grand totals; the reports themselves are in `settlement`.
"""

from __future__ import annotations

from enum import Enum

from .money import LARGEST_ORE, ZERO, Money
from .records import record


class ReportKind(Enum):
    """X looks and changes nothing; Z closes the day."""

    X = "x"
    Z = "z"


class Turnover(Money):
    """A sum of many sales: as `Money`, without the bound that keeps a single amount from being a slip of the finger."""

    __slots__ = ()

    def __post_init__(self) -> None:
        pass

    def __eq__(self, other: object) -> bool:
        return self.ore == other.ore if isinstance(other, Money) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.ore,))

    def __add__(self, other: Money) -> Money:
        return summed(self.ore + other.ore)

    __radd__ = __add__

    def __sub__(self, other: Money) -> Money:
        return summed(self.ore - other.ore)

    def __rsub__(self, other: Money) -> Money:
        return summed(other.ore - self.ore)

    def __neg__(self) -> Money:
        return summed(-self.ore)


def summed(ore: int) -> Money:
    """That many øre as an amount that may be as large as the sales of many years."""
    return Money(ore) if abs(ore) <= LARGEST_ORE else Turnover(ore)


def carried(expected: Money, left: Money | None) -> Money:
    """What a day begins with after that close: what was left in the drawer, else what should be there."""
    return max(expected, ZERO) if left is None else left


@record
class GrandTotals:
    """Cash sales and returns since the till was installed, both positive; never reset (fields x, y, z)."""

    sales: Money = ZERO
    returns: Money = ZERO

    @property
    def net(self) -> Money:
        return self.sales - self.returns


NO_TOTALS = GrandTotals()
