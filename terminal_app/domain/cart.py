"""The cart a cashier fills: gross prices, weights, discounts and notes, before anything is paid.

Immutable: every change gives another one, so that an undo is the one before. Pure.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from . import text
from .discount import shared
from .money import ONE, ZERO, Money, Quantity, total
from .problems import BadInput
from .records import record
from .vat import VatRate, code_for, totals_of

if TYPE_CHECKING:
    from .catalog import Product
    from .discount import Discount
    from .fee import Fee
    from .vat import VatCode, VatTotal

MOST_LINES = 500


class Serving(Enum):
    """Where the food is eaten; decides the rate of products that have two."""

    EAT_IN = "eat_in"
    TAKE_AWAY = "take_away"


@record
class CartLine:
    """One product in the cart; `unit_price` includes VAT and may differ from the product's own."""

    product: Product
    quantity: Quantity
    unit_price: Money
    discount: Discount | None = None
    note: str = ""
    _gross: Money | None = field(default=None, init=False, repr=False, compare=False)
    """Reckoned once: a cart asks each of its lines again after every touch."""

    @property
    def full(self) -> Money:
        """Quantity times price, before any discount."""
        return self.unit_price.times(self.quantity)

    @property
    def taken_off(self) -> Money:
        """What the line's own discount comes to."""
        return ZERO if self.discount is None else self.discount.off(self.full)

    @property
    def gross(self) -> Money:
        """What the line costs after its own discount; the whole sale's discount comes off it in the cart."""
        gross = self._gross
        if gross is None:
            gross = self.full - self.taken_off
            object.__setattr__(self, "_gross", gross)
        return gross

    @property
    def list_price(self) -> Money | None:
        """The product's own price where another is charged; None where it has none of its own."""
        other = not self.product.open_price and self.unit_price != self.product.price
        return self.product.price if other else None

    def vat_rate(self, serving: Serving) -> VatRate:
        """The VAT rate of this line for that serving."""
        elsewhere = self.product.takeaway_vat_rate
        return self.product.vat_rate if elsewhere is None or serving is not Serving.TAKE_AWAY else elsewhere

    def vat_code(self, serving: Serving, day: date) -> VatCode:
        """The VAT code of this line for that serving on that day."""
        return code_for(self.vat_rate(serving), day)


@record
class Cart:
    """What has been rung up and not yet paid; lines in the order they came.

    `discount` is on the whole sale and comes after the lines' own.
    """

    lines: tuple[CartLine, ...] = ()
    serving: Serving = Serving.EAT_IN
    discount: Discount | None = None
    _before: Money | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def before_discount(self) -> Money:
        """What the lines come to before the discount on the whole sale."""
        before = self._before
        if before is None:
            before = total(line.gross for line in self.lines)
            object.__setattr__(self, "_before", before)
        return before

    @property
    def taken_off(self) -> Money:
        """What the discount on the whole sale comes to."""
        return ZERO if self.discount is None else self.discount.off(self.before_discount)

    @property
    def total(self) -> Money:
        return self.before_discount - self.taken_off

    @property
    def has_discount(self) -> bool:
        """Whether anything was taken off by hand."""
        return self.discount is not None or any(line.discount is not None for line in self.lines)

    @property
    def has_other_price(self) -> bool:
        """Whether a product is charged at another price than its own."""
        return any(line.list_price is not None for line in self.lines)

    def charged(self) -> tuple[Money, ...]:
        """What each line costs when all discounts are taken off; sums to `total`."""
        amounts = [line.gross for line in self.lines]
        if self.discount is None:
            return tuple(amounts)
        return tuple(amount - share for amount, share in zip(amounts, shared(self.taken_off, amounts), strict=True))

    def add(self, product: Product, quantity: Quantity = ONE, unit_price: Money | None = None) -> Cart:
        """The cart with that much more of the product; a plain line of the same product and price grows.

        A line that was weighed, discounted or written on stays as it is. Raises BadInput when a product without a
        price of its own gets none, or the quantity, the number of lines or the total becomes too large.
        """
        quantity.checked()
        if unit_price is None and product.open_price:
            raise BadInput("price_missing", field="price", product=product.name)
        price = product.price if unit_price is None else unit_price
        if price < ZERO:
            raise BadInput("price_negative", field="price", product=product.name)
        wanted = CartLine(product, quantity, price)
        for index, line in enumerate(self.lines):
            if _grows(line, wanted):
                return self.with_quantity(index, line.quantity + quantity)
        if len(self.lines) >= MOST_LINES:
            raise BadInput("cart_full", field="item", most=MOST_LINES)
        return self._with_lines((*self.lines, wanted))

    def with_quantity(self, index: int, quantity: Quantity) -> Cart:
        """The cart with that line's quantity set; raises BadInput when it cannot be sold."""
        return self._with_line(index, replace(self.lines[index], quantity=quantity.checked()))

    def with_price(self, index: int, price: Money) -> Cart:
        """The cart with another unit price on that line; raises BadInput for one below zero."""
        line = self.lines[index]
        if price < ZERO:
            raise BadInput("price_negative", field="price", product=line.product.name)
        return self._with_line(index, replace(line, unit_price=price))

    def with_line_discount(self, index: int, discount: Discount | None) -> Cart:
        """The cart with that discount on that line, or none; raises BadInput for more kroner than the line costs."""
        line = self.lines[index]
        _require_room(discount, line.full)
        return self._with_line(index, replace(line, discount=discount))

    def with_note(self, index: int, note: str) -> Cart:
        """The cart with those words on that line; raises BadInput for what cannot be printed."""
        return self._with_line(index, replace(self.lines[index], note=text.name(note, "note").strip()))

    def discounted(self, discount: Discount | None) -> Cart:
        """The cart with that discount on the whole of it, or none; raises BadInput for more kroner than it costs."""
        _require_room(discount, self.before_discount)
        return replace(self, discount=discount)

    def without(self, index: int) -> Cart:
        """The cart with that line taken out."""
        return self._with_lines(self.lines[:index] + self.lines[index + 1 :])

    def served(self, serving: Serving) -> Cart:
        """The cart to be eaten in or taken away."""
        return replace(self, serving=serving)

    def quantity_of(self, sku: str) -> Quantity:
        """How much of a product it holds over all its lines."""
        return Quantity(sum(line.quantity.milli for line in self.lines if line.product.sku == sku))

    def coded(self, day: date, fee: Fee | None = None) -> list[tuple[VatCode, Money]]:
        """Each line's VAT code and gross on `day`, and the fee's after them."""
        lines = zip(self.lines, self.charged(), strict=True)
        coded = [(line.vat_code(self.serving, day), charged) for line, charged in lines]
        return coded if fee is None else [*coded, (code_for(fee.vat_rate, day), fee.price)]

    def vat_totals(self, day: date, fee: Fee | None = None) -> tuple[VatTotal, ...]:
        """Net, VAT and gross per code as the sale would have them on `day`."""
        gross: dict[int, int] = {}
        for line, charged in zip(self.lines, self.charged(), strict=True):
            rate = line.vat_rate(self.serving).hundredths
            gross[rate] = gross.get(rate, 0) + charged.ore
        if fee is not None:
            gross[fee.vat_rate.hundredths] = gross.get(fee.vat_rate.hundredths, 0) + fee.price.ore
        return totals_of((code_for(VatRate(rate), day), Money(ore)) for rate, ore in gross.items())

    def _with_line(self, index: int, line: CartLine) -> Cart:
        return self._with_lines((*self.lines[:index], line, *self.lines[index + 1 :]))

    def _with_lines(self, lines: tuple[CartLine, ...]) -> Cart:
        changed = replace(self, lines=lines)
        changed.total  # noqa: B018 - raises BadInput when the sum no longer fits
        return changed


def _grows(line: CartLine, wanted: CartLine) -> bool:
    """Whether a line takes more of the same in: not one that was weighed, discounted or written on."""
    same = line.product.sku == wanted.product.sku and line.unit_price == wanted.unit_price
    return same and line.discount is None and not line.note and not line.product.unit.is_measured


def _require_room(discount: Discount | None, gross: Money) -> None:
    if discount is not None and discount.amount is not None and discount.amount > gross:
        raise BadInput("discount_too_large", field="discount", largest=gross)
