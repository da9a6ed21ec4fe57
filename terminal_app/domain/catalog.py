"""What is sold, and to whom: products, categories, customers.

Plain facts without behaviour that changes them; storage keeps them. The accounting system owns the customers, and
has products of its own to invoice with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .money import Money
from .operators import Operator as Operator
from .operators import Role as Role
from .vat import VatRate


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the catalogue in the shop's order; `icon` and `tone` name how its tiles look."""

    name: str
    icon: str = "category"
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Product:
    """Something with a price that includes VAT; two rates where take-away is taxed as food."""

    sku: str
    name: str
    price: Money
    vat_rate: VatRate
    category: str
    takeaway_vat_rate: VatRate | None = None
    barcode: str | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the accounting system as the till's mirror knows it.

    `remote_id` is the accounting system's own key; `number` is what people say. A person may have no
    organisation number, a company no city: both are None.
    """

    remote_id: str
    number: int
    name: str
    organization_number: str | None = None
    email: str | None = None
    phone: str | None = None
    city: str | None = None
    is_person: bool = False
    archived: bool = False
    delivery: str | None = None
    payment_term_days: int | None = None


@dataclass(frozen=True, slots=True)
class RemoteProduct:
    """A product of the accounting system as the till's mirror knows it; not one that is rung up.

    `price` is as they state it, None when they state none. `account_no` is the sales account of the product or of its
    group, `vat_code` and `vat_rate` are that account's; each is None where it is missing or could not be read.
    """

    code: str
    remote_id: str
    name: str
    price: Money | None = None
    account_no: int | None = None
    vat_code: str | None = None
    vat_rate: VatRate | None = None
    archived: bool = False


class Assortment:
    """All that can be rung up, in the shop's order, held in memory so that no tap waits for a disk."""

    def __init__(self, products: Sequence[Product]) -> None:
        self.products = tuple(products)
        self._by_sku = {product.sku: product for product in self.products}
        self._by_barcode = {product.barcode: product for product in self.products if product.barcode}
        self._keys = tuple(f"{p.name} {p.sku} {p.barcode or ''}".casefold() for p in self.products)
        self._shelves: dict[str, tuple[Product, ...]] = {}

    def by_sku(self, sku: str) -> Product | None:
        return self._by_sku.get(sku)

    def by_barcode(self, barcode: str) -> Product | None:
        return self._by_barcode.get(barcode)

    def on_shelf(self, category: str) -> tuple[Product, ...]:
        """The products of that category, in the shop's order."""
        if category not in self._shelves:
            self._shelves[category] = tuple(p for p in self.products if p.category == category)
        return self._shelves[category]

    def search(self, text: str, limit: int = 200) -> tuple[Product, ...]:
        """Products that hold every typed word anywhere in name, SKU or barcode; all of them for an empty text."""
        words = text.casefold().split()
        if not words:
            return self.products
        found = []
        for product, key in zip(self.products, self._keys, strict=True):
            if all(word in key for word in words):
                found.append(product)
                if len(found) == limit:
                    break
        return tuple(found)
