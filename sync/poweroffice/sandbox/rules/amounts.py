"""Amounts of an order: per line net, VAT and total, rounded half up to the øre, and the order as their sum.

Pure. The vendor documents that lines carry these three amounts, not how it rounds them: this is our reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

from ..answers import MAX_MAGNITUDE

ORE = Decimal("0.01")
ZERO = Decimal("0.00")
# Quantities and prices may have 55 digits each; only the rounding to øre may round.
_EXACT = Context(prec=250, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a line comes to. `net + vat == total`."""

    net: Decimal = ZERO
    vat: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """The amount with VAT."""
        return self.net + self.vat


def line_amounts(
    quantity: Decimal, unit_price: Decimal, allowance: Decimal, rate: Decimal, price_includes_vat: bool = False
) -> Amounts:
    """Quantity x price less the allowance (percent), with VAT at that rate (0.25 = 25 %).

    Raises ValueError when the amount is beyond what a ledger holds.
    """
    with localcontext(_EXACT):
        amount = (quantity * unit_price * (1 - allowance / 100)).quantize(ORE)
        if abs(amount) >= MAX_MAGNITUDE:
            raise ValueError("The amount of the line is too large.")
        if price_includes_vat:
            net = (amount / (1 + rate)).quantize(ORE)
            return Amounts(net, amount - net)
        return Amounts(amount, (amount * rate).quantize(ORE))


def sums(lines: Iterable[Mapping[str, Any]]) -> Amounts:
    """Net and VAT of all lines that are posted; text and subtotal lines are not."""
    net = vat = ZERO
    for line in lines:
        if line["LineType"] == "Normal":
            net += line["NetAmount"]
            vat += line["VatAmount"]
    return Amounts(net, vat)
