"""What was taken away from a cart between two moments: lines removed, and lines whose quantity was reduced. Pure.

Source: kassasystemforskrifta § 2-8-2 s as Skatteetaten reads it: what counts is each line that was removed or reduced,
not its units. More of something, another price, a discount or a note is no correction: the sale itself tells them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from .cart import Cart, CartLine
from .money import Money, Quantity


class Kind(Enum):
    """What became of the line."""

    REMOVED = "removed"
    REDUCED = "reduced"


@dataclass(frozen=True, slots=True)
class LineCorrection:
    """One line of which something was taken away: how much of it, and what that came to, negative."""

    kind: Kind
    line: CartLine
    quantity: Quantity
    amount: Money

    def facts(self) -> dict[str, object]:
        """What the journal says of it."""
        product = self.line.product
        return {
            "what": self.kind.value,
            "sku": product.sku,
            "name": product.name,
            "group": product.category,
            "quantity": str(self.quantity),
            "amount": str(self.amount),
        }


def corrections(before: Cart, after: Cart) -> tuple[LineCorrection, ...]:
    """Each line of `before` that is gone or smaller in `after`, in the order they stood.

    What a line came to is after its own discount, and before a discount on the whole sale.
    """
    gone, there = _differing(before.lines, after.lines)
    found: list[LineCorrection] = []
    for line in gone:
        now = _taken(there, line)
        if now is None:
            found.append(LineCorrection(Kind.REMOVED, line, line.quantity, -line.gross))
        elif now.quantity < line.quantity:
            left = replace(line, quantity=now.quantity)
            amount = left.gross - line.gross
            found.append(LineCorrection(Kind.REDUCED, line, line.quantity + -now.quantity, amount))
    return tuple(found)


def _differing(
    before: tuple[CartLine, ...], after: tuple[CartLine, ...]
) -> tuple[tuple[CartLine, ...], list[CartLine]]:
    """The lines of each between those that both begin with and those that both end with."""
    shorter, begin, end = min(len(before), len(after)), 0, 0
    while begin < shorter and _same(before[begin], after[begin]):
        begin += 1
    while end < shorter - begin and _same(before[-1 - end], after[-1 - end]):
        end += 1
    return before[begin : len(before) - end], list(after[begin : len(after) - end])


def _same(one: CartLine, other: CartLine) -> bool:
    return one is other or one == other


def _taken(there: list[CartLine], line: CartLine) -> CartLine | None:
    """What that line has become: the first one left of the same product, which is then no other line's."""
    for index, one in enumerate(there):
        if one.product.sku == line.product.sku:
            return there.pop(index)
    return None
