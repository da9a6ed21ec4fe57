"""A discount given by hand at the till: a share of an amount, or so many kroner off it. Pure.

What a product costs less by its own price is no discount, and neither are tips and fees ever discounted.
"""

from __future__ import annotations

from collections.abc import Sequence

from .money import ZERO, Money, divide_half_up, total
from .problems import BadInput
from .records import record

WHOLE = 100_00
"""All of it, in hundredths of a per cent."""


@record
class Discount:
    """Either a share in hundredths of a per cent, or an amount with VAT; made by `per_cent` or `kroner`."""

    hundredths: int | None = None
    amount: Money | None = None

    @classmethod
    def per_cent(cls, hundredths: int) -> Discount:
        """That share off, in hundredths of a per cent; raises BadInput unless it is more than 0 and at most 100 %."""
        if not 0 < hundredths <= WHOLE:
            raise BadInput("discount_share_wrong", field="discount")
        return cls(hundredths=hundredths)

    @classmethod
    def kroner(cls, amount: Money) -> Discount:
        """That amount off; raises BadInput unless it is more than zero."""
        if amount <= ZERO:
            raise BadInput("discount_not_positive", field="discount")
        return cls(amount=amount)

    def off(self, gross: Money) -> Money:
        """What it takes off that amount, rounded to the øre: never more than all of it."""
        if gross <= ZERO:
            return ZERO
        if self.amount is not None:
            return min(self.amount, gross)
        return Money(divide_half_up(gross.ore * (self.hundredths or 0), WHOLE))


def shared(off: Money, amounts: Sequence[Money]) -> tuple[Money, ...]:
    """`off` spread over amounts that are not negative, each by its size; the shares sum to `off` to the øre.

    Each share is the difference of two rounded running sums, so none is more than its amount as long as `off` is
    no more than their sum.
    """
    whole = total(amounts).ore
    if not off or not whole:
        return tuple(ZERO for _ in amounts)
    shares, running, before = [], 0, 0
    for amount in amounts:
        running += amount.ore
        so_far = divide_half_up(off.ore * running, whole)
        shares.append(Money(so_far - before))
        before = so_far
    return tuple(shares)
