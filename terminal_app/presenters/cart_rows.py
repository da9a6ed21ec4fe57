"""How the cart reads: its lines with weights, discounts and other prices, and what stands above the total.

Words only; decides nothing about the cart. Window thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..domain.cart import Cart, CartLine
from ..domain.catalog import Unit
from ..domain.discount import Discount
from ..domain.money import Money, Quantity
from ..domain.records import record
from ..domain.vat import VatTotal
from ..i18n import Texts

MOST_SPOKEN = 1000


@record
class CartRow:
    """One line of the cart.

    `detail` is its longest wording, `details` shorter ones for less room; `taken_off` is what its discount comes to.
    A line that is `stepped` has minus and plus, one that was weighed has not.
    """

    quantity: str
    name: str
    detail: str
    total: str
    selected: bool
    details: tuple[str, ...] = ()
    taken_off: str = ""
    stepped: bool = True


class CartWords:
    """The cart's words, made again only for what differs from the cart before: a tap touches one line of hundreds."""

    def __init__(self) -> None:
        self._rows: list[tuple[CartLine, bool, CartRow]] = []
        self._texts: Texts | None = None
        self._summed: tuple[Cart, date, Texts] | None = None
        self._sums: tuple[tuple[str, str], ...] = ()
        self._total = ""
        self._counted: tuple[Cart, Texts] | None = None
        self._counts: dict[str, str] = {}
        self._spoken: dict[int, str] = {}
        self._pieces = 0

    def rows(self, cart: Cart, texts: Texts, selected: int | None) -> tuple[CartRow, ...]:
        """One row for each line."""
        known = self._rows if texts is self._texts else []
        made = []
        for index, line in enumerate(cart.lines):
            chosen = index == selected
            before = known[index] if index < len(known) else None
            if before is None or before[0] is not line or before[1] is not chosen:
                before = (line, chosen, row_of(line, texts, selected=chosen))
            made.append(before)
        self._rows, self._texts = made, texts
        return tuple(row for _, _, row in made)

    def sums(self, cart: Cart, texts: Texts, day: date) -> tuple[tuple[tuple[str, str], ...], str]:
        """What stands above the total, and the total."""
        known = self._summed
        if known is None or known[0] is not cart or known[1] != day or known[2] is not texts:
            self._summed = (cart, day, texts)
            self._sums, self._total = sums_of(cart, cart.vat_totals(day), texts), texts.kroner(cart.total)
        return self._sums, self._total

    def counts(self, cart: Cart, texts: Texts) -> tuple[Mapping[str, str], int]:
        """How much of each product there is, by SKU, and how many things that is altogether."""
        known = self._counted
        if known is None or known[0] is not cart or known[1] is not texts:
            if known is None or known[1] is not texts:
                self._spoken = {}
            self._counted = (cart, texts)
            milli: dict[str, int] = {}
            pieces = 0
            for line in cart.lines:
                sku, quantity = line.product.sku, line.quantity
                milli[sku] = milli.get(sku, 0) + quantity.milli
                pieces += quantity.pieces
            spoken = self._spoken
            self._counts = {sku: spoken.get(much) or self._speak(much, texts) for sku, much in milli.items()}
            self._pieces = pieces
        return self._counts, self._pieces

    def _speak(self, milli: int, texts: Texts) -> str:
        if len(self._spoken) >= MOST_SPOKEN:
            self._spoken.clear()
        words = self._spoken[milli] = texts.quantity(Quantity(milli))
        return words


def row_of(line: CartLine, texts: Texts, *, selected: bool) -> CartRow:
    """The line in words: quantity, name, price, and what is special about it."""
    price, measures = texts.money(line.unit_price), line.product.unit.is_measured
    if measures:
        price = f"{texts.measured(line.quantity, line.product.unit)} × {price}"
    special = _special(line, texts)
    return CartRow(
        quantity=texts.unit(line.product.unit) if measures else texts.quantity(line.quantity),
        name=line.product.name,
        detail=" · ".join((price, *special)),
        total=texts.money(line.gross),
        selected=selected,
        details=tuple(" · ".join(special[:length]) for length in range(len(special), 0, -1)),
        taken_off=texts.money(-line.taken_off) if line.taken_off else "",
        stepped=not measures,
    )


def _special(line: CartLine, texts: Texts) -> tuple[str, ...]:
    """What differs from a plain line, the most important first."""
    before = texts.say("was {amount}", amount=texts.money(line.list_price)) if line.list_price is not None else ""
    off = discount_words(line.discount, texts) if line.discount is not None else ""
    return tuple(words for words in (before, off, line.note) if words)


def discount_words(discount: Discount, texts: Texts) -> str:
    """The discount by its share, or by its name alone where it is an amount: "Rabatt 10 %"."""
    if discount.hundredths is None:
        return texts.say("Discount")
    return f"{texts.say('Discount')} {texts.share(discount.hundredths)}"


def per_unit(price: Money, unit: Unit, texts: Texts) -> str:
    """A price, and for what where it is measured: "249,00 per kg"."""
    amount = texts.money(price)
    return texts.say("{amount} per {unit}", amount=amount, unit=texts.unit(unit)) if unit.is_measured else amount


def sums_of(cart: Cart, vat: tuple[VatTotal, ...], texts: Texts) -> tuple[tuple[str, str], ...]:
    """What stands above the total: the discount on the whole sale, and the VAT of each rate."""
    rows = [(texts.say("Of which VAT {rate}", rate=texts.rate(t.code.rate)), texts.money(t.split.vat)) for t in vat]
    if cart.discount is not None:
        rows.insert(0, (discount_words(cart.discount, texts), texts.money(-cart.taken_off)))
    return tuple(rows)
