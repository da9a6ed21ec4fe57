"""What is sold, and to whom: products, categories, customers.

Plain facts without behaviour that changes them; storage keeps them. The accounting system owns the customers, and
has products of its own to invoice with.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate

from .article_group import OTHER as OTHER_GROUP
from .barcodes import canonical
from .folding import folded, searchable
from .money import Money
from .operators import Operator as Operator
from .operators import Role as Role
from .vat import VatRate


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the catalogue in the shop's order; `icon` and `tone` name how its tiles look.

    `group_code` is what its goods are to the law (`domain.article_group`).
    """

    name: str
    icon: str = "category"
    tone: str = "neutral"
    group_code: str = OTHER_GROUP


class Unit(Enum):
    """What a product is sold by; the value is stored."""

    PIECE = "piece"
    KILO = "kg"
    LITRE = "l"
    METRE = "m"
    HOUR = "h"

    @property
    def is_measured(self) -> bool:
        """Whether one asks how much of it, with decimals, each time it is rung up."""
        return self is not Unit.PIECE


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
    favourite: bool = False
    """Stands on the sale screen's first shelf."""
    hidden: bool = False
    """Taken out of the assortment: not rung up any more, kept for what was sold of it."""
    unit: Unit = Unit.PIECE
    open_price: bool = False
    """Has no price of its own: it is asked for each time."""


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
    """All that can be rung up, in the shop's order, held in memory so that no tap waits for a disk.

    Never changed: `with_product` gives another one. What is taken out of the assortment is only in `everything`.
    """

    def __init__(self, products: Sequence[Product]) -> None:
        self.everything = tuple(products)
        self._places = {product.sku: place for place, product in enumerate(self.everything)}
        self._keys = _search_keys(self.everything)
        self._by_barcode = {canonical(product.barcode): product for product in self.everything if product.barcode}
        self._join()
        self._sort()

    def _join(self) -> None:
        """All that is looked through as one text, a line for each product, and where each line begins."""
        self._text = "\n".join(self._keys)
        self._starts = list(accumulate((len(key) + 1 for key in self._keys), initial=0))

    def _sort(self) -> None:
        hides = any(product.hidden for product in self.everything)
        self.products = tuple(p for p in self.everything if not p.hidden) if hides else self.everything
        self.favourites = tuple(product for product in self.products if product.favourite)
        self._shelves: dict[str, tuple[Product, ...]] = {}

    def with_product(self, product: Product) -> Assortment:
        """This assortment with that product changed in its place, or added at the end; a few ms at 20 000 products."""
        changed = copy(self)
        place = self._places.get(product.sku, len(self.everything))
        changed.everything = (*self.everything[:place], product, *self.everything[place + 1 :])
        changed._keys = (*self._keys[:place], *_search_keys([product]), *self._keys[place + 1 :])
        if place == len(self.everything):
            changed._places = {**self._places, product.sku: place}
        changed._join()
        changed._by_barcode = dict(self._by_barcode)
        before = self.known(product.sku)
        if before is not None and before.barcode and self.owner_of(before.barcode) is before:
            del changed._by_barcode[canonical(before.barcode)]
        if product.barcode:
            changed._by_barcode[canonical(product.barcode)] = product
        changed._sort()
        return changed

    def with_products(self, products: Sequence[Product]) -> Assortment:
        """This assortment with all of those changed in their places, new ones at the end in their order."""
        changed = {product.sku: product for product in products}
        kept = [changed.pop(product.sku, product) for product in self.everything]
        return Assortment([*kept, *changed.values()])

    def by_sku(self, sku: str) -> Product | None:
        """The product to ring up, or None."""
        product = self.known(sku)
        return None if product is None or product.hidden else product

    def known(self, sku: str) -> Product | None:
        """The product of that SKU, whether it can be rung up or not."""
        place = self._places.get(sku)
        return None if place is None else self.everything[place]

    def by_barcode(self, barcode: str) -> Product | None:
        """The product to ring up, or None."""
        product = self.owner_of(barcode)
        return None if product is None or product.hidden else product

    def owner_of(self, barcode: str) -> Product | None:
        """Who has that barcode, with or without leading zeros of a GTIN, whether it can be rung up or not."""
        return self._by_barcode.get(canonical(barcode))

    def on_shelf(self, category: str) -> tuple[Product, ...]:
        """The products of that category, in the shop's order."""
        if category not in self._shelves:
            self._shelves[category] = tuple(p for p in self.products if p.category == category)
        return self._shelves[category]

    def search(self, text: str, limit: int = 200, *, hidden: bool = False) -> tuple[Product, ...]:
        """Products that hold every typed word anywhere in name, SKU or barcode; all of them for an empty text.

        Whose SKU or barcode it is comes first, then those of which every typed word begins a word, then the others; in
        the shop's order among themselves. Those taken out of the assortment only with `hidden`.
        """
        words = folded(text).split()
        if not words:
            return self.everything if hidden else self.products
        found = self._holding([f" {word}" for word in words], limit, hidden=hidden)
        if len(found) < limit:
            begins = set(found)
            found += [place for place in self._holding(words, limit, hidden=hidden) if place not in begins]
        first = self._named_by(text.strip(), hidden=hidden)
        if first is not None:
            found = [first, *(place for place in found[:limit] if place != first)]
        return tuple(self.everything[place] for place in found[:limit])

    def _holding(self, parts: Sequence[str], limit: int, *, hidden: bool) -> list[int]:
        """The places of the first `limit` products that hold all those parts.

        A keystroke waits for it: the longest part, the rarest most likely, is looked for in all lines at once.
        """
        longest = max(parts, key=len)
        others = [part for part in parts if part is not longest]
        found: list[int] = []
        at = self._text.find(longest)
        while at >= 0 and len(found) < limit:
            place = bisect_right(self._starts, at) - 1
            key = self._keys[place]
            if all(part in key for part in others) and (hidden or not self.everything[place].hidden):
                found.append(place)
            at = self._text.find(longest, self._starts[place + 1])
        return found

    def _named_by(self, code: str, *, hidden: bool) -> int | None:
        """The place of the product whose SKU or barcode that is."""
        product = self.known(code) or self.owner_of(code)
        return None if product is None or (product.hidden and not hidden) else self._places[product.sku]


def _search_keys(products: Sequence[Product]) -> tuple[str, ...]:
    """What is looked through for each: name, SKU and barcode in one spelling, every word after a blank."""
    return tuple(searchable(f" {product.name} {product.sku} {product.barcode or ''}" for product in products))
