"""How far a cart goes below what its goods cost by themselves: what a manager sees who approves a discount or a price.

Whoever has an approval may go as far again in the same cart, and no further. Pure.
"""

from __future__ import annotations

from fractions import Fraction

from .cart import Cart
from .discount import WHOLE, Discount
from .money import ZERO, Money
from .operators import Right

NOTHING = Fraction(0)


def concession(cart: Cart, right: Right) -> Fraction:
    """The largest share, 0 to 1, by which that right makes any line cheaper; 0 for rights that make nothing cheaper.

    A discount in kroner counts by what it is of its line or of the sale: with fewer goods the same amount is more.
    """
    if right is Right.DISCOUNT:
        whole = _share(cart.discount, cart.before_discount)
        return 1 - min(((1 - _share(line.discount, line.full)) * (1 - whole) for line in cart.lines), default=1 - whole)
    if right is Right.PRICE_OVERRIDE:
        cuts = (1 - Fraction(line.unit_price.ore, line.list_price.ore) for line in cart.lines if line.list_price)
        return max(NOTHING, max(cuts, default=NOTHING))
    return NOTHING


def _share(discount: Discount | None, gross: Money) -> Fraction:
    if discount is None:
        return NOTHING
    if discount.hundredths is not None:
        return Fraction(discount.hundredths, WHOLE)
    return Fraction(discount.off(gross).ore, gross.ore) if gross > ZERO else NOTHING
