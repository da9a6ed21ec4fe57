"""What becomes of the cart when something is given on the sheet of a line, and the words for it.

Pure: the cart, what it is about and what was typed come in, the changed cart goes out. Window thread.
"""

from __future__ import annotations

from enum import Enum

from ..domain.cart import Cart
from ..domain.catalog import Product
from ..domain.discount import Discount
from ..domain.money import Money, Quantity
from ..domain.records import record
from ..i18n import Texts
from .cart_rows import discount_words


class Field(Enum):
    """What is being given on the sheet."""

    QUANTITY = "quantity"
    PRICE = "price"
    DISCOUNT = "discount"
    NOTE = "note"


class Kind(Enum):
    """How a discount is given."""

    SHARE = "share"
    AMOUNT = "amount"


@record
class Line:
    """The sheet is about that line of the cart."""

    index: int


@record
class Asked:
    """The sheet asks what is missing of a product that was touched."""

    product: Product
    quantity: Quantity | None
    price: Money | None


@record
class Whole:
    """The sheet is about the whole sale."""


@record
class Change:
    """The cart as it would be, in a few words what was done, and whether something was lost by it."""

    cart: Cart
    words: str
    took_out: bool = False


def standing_discount(cart: Cart, about: Line | Asked | Whole | None) -> Discount | None:
    """The discount that stands on what the sheet is about."""
    if isinstance(about, Whole):
        return cart.discount
    return cart.lines[about.index].discount if isinstance(about, Line) else None


def discount_of(plain: str, kind: Kind) -> Discount:
    """The discount that was typed as a share or as an amount; raises BadInput for one that cannot be."""
    if kind is Kind.AMOUNT:
        return Discount.kroner(Money.parse(plain, "discount"))
    whole, _, decimals = plain.partition(".")
    return Discount.per_cent(int(whole or "0") * 100 + int(decimals.ljust(2, "0")[:2]))


def rung_up(cart: Cart, asked: Asked) -> Change:
    """The cart with the product that was asked about; raises BadInput."""
    if asked.quantity is None:
        return Change(cart, "")
    return Change(cart.add(asked.product, asked.quantity, asked.price), added(asked.product, asked.quantity))


def added(product: Product, quantity: Quantity) -> str:
    """A product that came in, in a few words: "+ Kaffe latte", "+ 3 × Kaffe latte"."""
    return f"+ {product.name}" if quantity.milli == 1000 else f"+ {str(quantity).replace('.', ',')} × {product.name}"


def discounted(cart: Cart, about: Line | Whole, discount: Discount, texts: Texts) -> Change:
    """The cart with that discount; raises BadInput for more than there is."""
    words = discount_words(discount, texts)
    if isinstance(about, Whole):
        return Change(cart.discounted(discount), words)
    return Change(cart.with_line_discount(about.index, discount), words)


def given(cart: Cart, line: Line, field: Field, typed: str, texts: Texts) -> Change:
    """The cart with that quantity, price or note on the line; none of it takes the line out. Raises BadInput."""
    index, product = line.index, cart.lines[line.index].product
    if field is Field.NOTE:
        return Change(cart.with_note(index, typed), texts.say("Line note"))
    if field is Field.PRICE:
        price = Money.parse(typed, "price")
        return Change(cart.with_price(index, price), f"{texts.say('Price')} {texts.money(price)}")
    if not typed.strip("0."):
        return taken_out(cart, index)
    quantity = Quantity.parse(typed)
    return Change(cart.with_quantity(index, quantity), f"{texts.measured(quantity, product.unit)} × {product.name}")


def taken_out(cart: Cart, index: int) -> Change:
    """The cart without that line."""
    return Change(cart.without(index), f"− {cart.lines[index].product.name}", took_out=True)


def without(cart: Cart, about: Line | Whole, field: Field, texts: Texts) -> Change:
    """The cart without what the field gives it: no discount, the usual price, no note, or not the line at all."""
    if isinstance(about, Whole):
        return Change(cart.discounted(None), texts.say("No discount"))
    index = about.index
    if field is Field.DISCOUNT:
        return Change(cart.with_line_discount(index, None), texts.say("No discount"))
    if field is Field.PRICE:
        return Change(cart.with_price(index, cart.lines[index].product.price), texts.say("Usual price"))
    if field is Field.NOTE:
        return Change(cart.with_note(index, ""), texts.say("No note"))
    return taken_out(cart, index)
