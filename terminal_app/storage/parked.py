"""Parked carts on disk: the whole cart as JSON, so that a product that changes meanwhile changes nothing in it.

Amounts are whole øre, quantities thousandths, rates and shares hundredths of a per cent, as everywhere.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..domain.cart import Cart, CartLine, Serving
from ..domain.catalog import Product, Unit
from ..domain.discount import Discount
from ..domain.money import Money, Quantity
from ..domain.parked import ParkedCart
from ..domain.vat import VatRate
from .moments import to_text

if TYPE_CHECKING:
    from .database import Database

_COLUMNS = "id, name, parked_at, operator_id, contents"


class ParkedCarts:
    """What waits to be taken up again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[ParkedCart, ...]:
        """All of them, the longest waiting first."""
        return tuple(
            _read(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM parked ORDER BY parked_utc, id")
        )

    def get(self, cart_id: str) -> ParkedCart | None:
        """The one of that id, None when somebody has taken it up."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM parked WHERE id = ?", (cart_id,))
        return None if row is None else _read(row)

    def put(self, parked: ParkedCart) -> None:
        """One more; call inside `database.writing()`."""
        contents = json.dumps(
            {
                "training": parked.training,
                "customer_number": parked.customer_number,
                "transaction_id": parked.transaction_id,
                **_written(parked.cart),
            },
            ensure_ascii=False,
        )
        self._database.execute(
            "INSERT INTO parked (id, name, parked_at, parked_utc, operator_id, contents) VALUES (?,?,?,?,?,?)",
            (
                parked.id, parked.name, parked.parked_at.isoformat(), to_text(parked.parked_at), parked.operator_id,
                contents,
            ),
        )  # fmt: skip

    def take(self, cart_id: str) -> bool:
        """Whether it was there and is not any more; call inside `database.writing()`."""
        return self._database.execute("DELETE FROM parked WHERE id = ?", (cart_id,)) == 1


def _read(row: tuple[Any, ...]) -> ParkedCart:
    contents = json.loads(row[4])
    return ParkedCart(
        id=row[0],
        name=row[1],
        parked_at=datetime.fromisoformat(row[2]),
        operator_id=row[3],
        cart=_cart(contents),
        customer_number=contents["customer_number"],
        training=contents["training"],
        transaction_id=contents.get("transaction_id", ""),  # from before schema 7 there is none
    )


def _written(cart: Cart) -> dict[str, object]:
    return {
        "serving": cart.serving.value,
        "discount": _written_discount(cart.discount),
        "lines": [
            {
                "product": _written_product(line.product),
                "quantity_milli": line.quantity.milli,
                "unit_price_ore": line.unit_price.ore,
                "discount": _written_discount(line.discount),
                "note": line.note,
            }
            for line in cart.lines
        ],
    }


def _cart(contents: dict[str, Any]) -> Cart:
    lines = tuple(
        CartLine(
            _product(line["product"]),
            Quantity(line["quantity_milli"]),
            Money(line["unit_price_ore"]),
            _discount(line["discount"]),
            line["note"],
        )
        for line in contents["lines"]
    )
    return Cart(lines, Serving(contents["serving"]), _discount(contents["discount"]))


def _written_discount(discount: Discount | None) -> dict[str, int] | None:
    if discount is None:
        return None
    if discount.amount is not None:
        return {"ore": discount.amount.ore}
    return {"hundredths": discount.hundredths or 0}


def _discount(written: dict[str, int] | None) -> Discount | None:
    if written is None:
        return None
    return Discount(amount=Money(written["ore"])) if "ore" in written else Discount(hundredths=written["hundredths"])


def _written_product(product: Product) -> dict[str, object]:
    takeaway = product.takeaway_vat_rate
    return {
        "sku": product.sku,
        "name": product.name,
        "price_ore": product.price.ore,
        "vat_rate": product.vat_rate.hundredths,
        "takeaway_vat_rate": None if takeaway is None else takeaway.hundredths,
        "category": product.category,
        "barcode": product.barcode,
        "favourite": product.favourite,
        "hidden": product.hidden,
        "unit": product.unit.value,
        "open_price": product.open_price,
    }


def _product(written: dict[str, Any]) -> Product:
    takeaway = written["takeaway_vat_rate"]
    return Product(
        sku=written["sku"],
        name=written["name"],
        price=Money(written["price_ore"]),
        vat_rate=VatRate(written["vat_rate"]),
        category=written["category"],
        takeaway_vat_rate=None if takeaway is None else VatRate(takeaway),
        barcode=written["barcode"],
        favourite=written["favourite"],
        hidden=written["hidden"],
        unit=Unit(written["unit"]),
        open_price=written["open_price"],
    )
