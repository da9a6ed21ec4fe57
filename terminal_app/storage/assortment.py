"""All that can be rung up, in the shop's order, straight from SQLite: a product is read when it is looked at.

In memory are only the order of the SKUs and the text that a search looks through, each made when first asked for or
by `warming`; neither is needed for a first page, a touch or a scan. Any thread may read; see `Goods` for pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, overload

from ..domain.barcodes import forms
from ..domain.catalog import Product
from ..domain.product_search import SearchText, line_of, words_of
from ..domain.records import record
from ..domain.vat import VatRate
from .catalog import PRODUCT, PRODUCT_COLUMNS, product_of
from .database import Database

PAGE = 64
_PORTION = 500
_KEPT_PAGES = 8
_WANTED = "FROM json_each(?) wanted CROSS JOIN product ON "
_BY_SKU = f"SELECT {PRODUCT_COLUMNS} {_WANTED} product.sku = wanted.value ORDER BY wanted.key"
_BY_BARCODE = f"SELECT {PRODUCT_COLUMNS} {_WANTED} product.barcode = wanted.value"
_WORDS = f"SELECT name, sku, barcode {_WANTED} product.sku = wanted.value ORDER BY wanted.key"
_CODED = PRODUCT + "WHERE barcode IN (?,?,?,?) ORDER BY position DESC LIMIT 1"
_ORDER = "SELECT sku, category, hidden FROM product ORDER BY position"
_FIRST = PRODUCT + "WHERE hidden <= ? ORDER BY position LIMIT ?"


@record
class Order:
    """Where everything stands: SKUs in the shop's order; `hidden` are places in `everything`."""

    everything: list[str]
    products: list[str]
    shelves: Mapping[str, list[str]]
    hidden: frozenset[int]
    counts: Mapping[str, int]


_Warmth: TypeAlias = tuple[Order, SearchText]


class Goods(Sequence[Product]):
    """Products in their order, each read when it is looked at, with those around it; only a few pages are kept.

    Equal to any sequence of the same products. One thread may index it; any may go through it.
    """

    def __init__(self, assortment: Assortment, skus: Sequence[str]) -> None:
        self._assortment = assortment
        self._skus: Sequence[str] = skus
        self._pages: dict[int, Sequence[Product]] = {}

    @property
    def skus(self) -> Sequence[str]:
        """Which products they are."""
        return self._skus

    def __len__(self) -> int:
        return len(self.skus)

    @overload
    def __getitem__(self, place: int) -> Product: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Product, ...]: ...

    def __getitem__(self, place: int | slice) -> Product | tuple[Product, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        if place < 0:
            place += len(self)
        if place < 0:
            raise IndexError(place)
        page = self._pages.get(place // PAGE)
        if page is None:
            while len(self._pages) >= _KEPT_PAGES:
                del self._pages[next(iter(self._pages))]
            page = self._pages[place // PAGE] = self._read(place // PAGE * PAGE)
        return page[place % PAGE]

    def __iter__(self) -> Iterator[Product]:
        skus = self.skus
        for start in range(0, len(skus), _PORTION):
            yield from self._assortment.read(skus[start : start + _PORTION])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Goods({list(self)!r})"

    def _read(self, start: int) -> Sequence[Product]:
        return self._assortment.read(self.skus[start : start + PAGE])


class _All(Goods):
    """All of them: how many, and the first page, are known before the order of all is."""

    def __init__(self, assortment: Assortment, *, hidden: bool) -> None:
        super().__init__(assortment, ())
        self._hidden = hidden

    @property
    def skus(self) -> Sequence[str]:
        order = self._assortment.order
        return order.everything if self._hidden else order.products

    def __len__(self) -> int:
        return len(self.skus) if self._assortment.is_warm else self._assortment.count(hidden=self._hidden)

    def __bool__(self) -> bool:
        """Whether there is any: no start counts them to know that."""
        return bool(self.skus if self._assortment.is_warm else self._assortment.first(1, hidden=self._hidden))

    def _read(self, start: int) -> Sequence[Product]:
        if start or self._assortment.is_warm:
            return super()._read(start)
        return self._assortment.first(PAGE, hidden=self._hidden)


class Assortment:
    """The products of one till. When one of them has changed, ask `after` or make another: nobody looks for changes.

    That it is another object tells whoever made something of this one that it is out of date. What is taken out of the
    assortment is only in `everything`.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._order: Order | None = None
        self._text: SearchText | None = None
        self._favourites: Goods | None = None
        self._counted: dict[bool, int] = {}
        self._shelves: dict[str, Goods] = {}
        self.everything: Goods = _All(self, hidden=True)
        self.products: Goods = _All(self, hidden=False)

    # one product

    def known(self, sku: str) -> Product | None:
        """The product of that SKU, whether it can be rung up or not."""
        return self._found(PRODUCT + "WHERE sku = ?", (sku,))

    def by_sku(self, sku: str) -> Product | None:
        """The product to ring up, or None."""
        return _rung_up(self.known(sku))

    def owner_of(self, barcode: str) -> Product | None:
        """Who has that barcode, with or without leading zeros of a GTIN, whether it can be rung up or not."""
        return self._found(_CODED, forms(barcode)) if barcode else None

    def by_barcode(self, barcode: str) -> Product | None:
        """The product to ring up, or None."""
        return _rung_up(self.owner_of(barcode))

    def _found(self, sql: str, codes: Sequence[str]) -> Product | None:
        try:
            row = self.database.row(sql, codes)
        except UnicodeEncodeError:  # half a character, which no product's code holds
            return None
        return None if row is None else product_of(row)

    # several

    @property
    def favourites(self) -> Goods:
        """Those of the sale screen's first shelf."""
        if self._favourites is None:
            rows = self.database.rows("SELECT sku FROM product WHERE favourite AND NOT hidden ORDER BY position")
            self._favourites = Goods(self, [sku for (sku,) in rows])
        return self._favourites

    def on_shelf(self, category: str) -> Goods:
        """The products of that category, in the shop's order."""
        if category not in self._shelves:
            self._shelves[category] = Goods(self, self.order.shelves.get(category, ()))
        return self._shelves[category]

    def search(self, text: str, limit: int = 200, *, hidden: bool = False) -> Goods:
        """Products that hold every typed word anywhere in name, SKU or barcode; all of them for an empty text.

        Whose SKU or barcode it is comes first, then those of which every typed word begins a word, then the others; in
        the shop's order among themselves. Those taken out of the assortment only with `hidden`.
        """
        words = words_of(text)
        if not words:
            return self.everything if hidden else self.products
        order = self.order
        places = self._searched().places(words, limit, frozenset() if hidden else order.hidden)
        skus = [order.everything[place] for place in places]
        code = text.strip()
        first = self.known(code) or self.owner_of(code)
        if first is not None and (hidden or not first.hidden):
            skus = [first.sku, *(sku for sku in skus if sku != first.sku)][:limit]
        return Goods(self, skus)

    def among(self, skus: Iterable[str]) -> Mapping[str, Product]:
        """Those of these SKUs that there are, whether they can be rung up or not."""
        return {product.sku: product for product in self.read(list(skus))}

    def owners(self, barcodes: Iterable[str]) -> Mapping[str, Product]:
        """Who has each of those barcodes, as it is written, whether they can be rung up or not."""
        found = (product_of(row) for row in self.database.rows(_BY_BARCODE, (json.dumps(list(barcodes)),)))
        return {product.barcode: product for product in found if product.barcode}

    def counts(self) -> Mapping[str, int]:
        """How many products each category has, those taken out included."""
        return self.order.counts

    def vat_rates(self) -> frozenset[VatRate]:
        """Every rate that any of them is sold at."""
        rows = self.database.rows("SELECT vat_rate FROM product UNION SELECT takeaway_vat_rate FROM product")
        return frozenset(VatRate(rate) for (rate,) in rows if rate is not None)

    # after a change

    def after(self, before: Product | None, product: Product) -> Assortment:
        """The assortment once that product is stored, changed from what it was before or new at the end."""
        changed = Assortment(self.database)
        if self._text is not None:
            skus = self.order.everything
            place = skus.index(product.sku) if product.sku in skus else len(skus)
            changed._text = self._text.with_line(place, line_of(product.name, product.sku, product.barcode))
        if before is not None and (before.category, before.hidden) == (product.category, product.hidden):
            changed._order = self._order
        return changed

    def rearranged(self) -> Assortment:
        """The assortment once categories have changed, but no product's name, SKU or barcode."""
        changed = Assortment(self.database)
        changed._text = self._text
        return changed

    def warming(self) -> tuple[Callable[[], _Warmth], Callable[[_Warmth | None], None]]:
        """Slow work for the background and what takes its answer: order and text are there before anyone asks."""

        def read() -> _Warmth:
            try:
                order = self._read_order()
                return order, self._read_text(order)
            finally:
                self.database.release_thread()

        def keep(answer: _Warmth | None) -> None:
            if answer is not None:
                order, text = answer
                self._order, self._text = self._order or order, self._text or text

        return read, keep

    def warm(self) -> None:
        """Order and text at once, where one waits anyway."""
        self._searched()

    # what the rest is made of

    @property
    def is_warm(self) -> bool:
        """Whether the order of all is in memory."""
        return self._order is not None

    @property
    def order(self) -> Order:
        """The order of all, read when first asked for."""
        if self._order is None:
            self._order = self._read_order()
        return self._order

    def count(self, *, hidden: bool) -> int:
        """How many there are, counted once."""
        if hidden not in self._counted:
            row = self.database.row("SELECT COUNT(*) FROM product" + ("" if hidden else " WHERE NOT hidden"))
            self._counted[hidden] = 0 if row is None else int(row[0])
        return self._counted[hidden]

    def first(self, many: int, *, hidden: bool) -> list[Product]:
        """The first so many of the shop's order."""
        return [product_of(row) for row in self.database.rows(_FIRST, (int(hidden), many))]

    def read(self, skus: Sequence[str]) -> list[Product]:
        """Those products, in that order; what there is not is left out."""
        return [product_of(row) for row in self.database.rows(_BY_SKU, (json.dumps(skus),))] if skus else []

    def _read_order(self) -> Order:
        everything: list[str] = []
        products: list[str] = []
        shelves: dict[str, list[str]] = {}
        counts: dict[str, int] = {}
        hidden = []
        for sku, category, is_hidden in self.database.rows(_ORDER):
            counts[category] = counts.get(category, 0) + 1
            if is_hidden:
                hidden.append(len(everything))
            else:
                products.append(sku)
                shelves.setdefault(category, []).append(sku)
            everything.append(sku)
        return Order(everything, products if hidden else everything, shelves, frozenset(hidden), counts)

    def _searched(self) -> SearchText:
        if self._text is None:
            self._text = self._read_text(self.order)
        return self._text

    def _read_text(self, order: Order) -> SearchText:
        skus = order.everything
        portions = (skus[start : start + _PORTION] for start in range(0, len(skus), _PORTION))
        read = (self.database.rows(_WORDS, (json.dumps(portion),)) for portion in portions)
        return SearchText([line_of(*row) for row in rows] for rows in read)


def _rung_up(product: Product | None) -> Product | None:
    return None if product is None or product.hidden else product
