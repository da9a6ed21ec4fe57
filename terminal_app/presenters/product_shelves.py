"""The shelves of the sale screen and the tiles on them: what can be touched to be rung up, by category or by search.

A part of the sale's presenter. Nothing here waits for disk or network. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from ..domain.catalog import Product
from ..domain.records import record
from ..storage.assortment import Goods
from .category_look import shown_icon, shown_tone
from .session import Session

_ALL = ""
_FAVOURITES = "\n"
"""No category can be called so."""
_KEPT_TILES = 600


@record
class Shelf:
    """One category in the strip."""

    name: str
    icon: str
    selected: bool


@record
class Tile:
    """One product as it is shown; the badge with its count comes apart, in `SaleView.counts`."""

    sku: str
    name: str
    price: str
    icon: str
    tone: str


class Tiles(Sequence[Tile]):
    """The tiles of those products, each made when it is looked at: some twenty of 20 000 are in sight."""

    def __init__(self, products: Goods, make: Callable[[Product], Tile]) -> None:
        self._products, self._make = products, make

    def __len__(self) -> int:
        return len(self._products)

    @overload
    def __getitem__(self, place: int) -> Tile: ...

    @overload
    def __getitem__(self, place: slice) -> list[Tile]: ...

    def __getitem__(self, place: int | slice) -> Tile | list[Tile]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self._make(self._products[place])

    def same_goods(self, other: object) -> bool:
        """Whether those are tiles of the same products in the same order, however they read."""
        if not isinstance(other, Tiles) or len(self) != len(other):
            return False
        return self._products is other._products or self._products.skus == other._products.skus


class ProductShelves:
    """Which shelf is open, what is searched for, and the tiles that come of it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shelf = _FAVOURITES
        self.search = ""
        self._shown: tuple[object, Tiles] | None = None
        self._made: dict[str, tuple[object, Tile]] = {}

    def choose(self, index: int) -> None:
        """Open that shelf of the strip. A search ends."""
        self._shelf = self._keys()[index]
        self.search = ""

    def look_for(self, text: str) -> bool:
        """Search for that; whether it is something else than before."""
        changed = text != self.search
        self.search = text[:80]
        return changed

    def meant(self) -> str | None:
        """The SKU of the only product that was found, or of the one whose SKU or barcode was typed; else None."""
        typed, assortment = self.search.strip(), self._session.till.assortment
        if not typed:
            return None
        found = assortment.by_barcode(typed) or assortment.by_sku(typed)
        tiles = self.tiles()
        return found.sku if found is not None else tiles[0].sku if len(tiles) == 1 else None

    def shelves(self) -> tuple[Shelf, ...]:
        """The strip; none is selected while one searches."""
        say, till = self._session.texts.say, self._session.till
        chosen = None if self.search else self._open()
        known = {
            _FAVOURITES: (say("Favourites"), "star"),
            _ALL: (say("All"), "grid_view"),
            **{category.name: (category.name, shown_icon(category.icon)) for category in till.categories},
        }
        return tuple(Shelf(*known[key], selected=key == chosen) for key in self._keys())

    def tiles(self) -> Tiles:
        """What is on the open shelf or was found; the same object until that differs."""
        session = self._session
        shown = (session.till.assortment, session.till.categories, self._open(), self.search, session.texts)
        if self._shown is None or shown != self._shown[0]:
            self._shown = (shown, Tiles(self._products(), self._tile))
        return self._shown[1]

    def _keys(self) -> tuple[str, ...]:
        """The favourites first, if there are any, then all, then the categories."""
        till = self._session.till
        first = (_FAVOURITES, _ALL) if till.assortment.favourites else (_ALL,)
        return (*first, *(category.name for category in till.categories))

    def _open(self) -> str:
        """The chosen shelf; all products when it is there no more."""
        return self._shelf if self._shelf in self._keys() else _ALL

    def _products(self) -> Goods:
        assortment, shelf = self._session.till.assortment, self._open()
        if self.search.strip():
            return assortment.search(self.search)
        if shelf == _FAVOURITES:
            return assortment.favourites
        return assortment.products if shelf == _ALL else assortment.on_shelf(shelf)

    def _tile(self, product: Product) -> Tile:
        """The product's tile, made once while it is not long out of sight."""
        category, texts = self._session.till.category(product.category), self._session.texts
        made_of, tile = self._made.get(product.sku, (None, None))
        if tile is None or made_of != (id(texts), category, product):
            look = shown_icon(category.icon), shown_tone(category.tone)
            tile = Tile(product.sku, product.name, self._price(product), *look)
            if len(self._made) >= _KEPT_TILES:
                self._made.clear()
            self._made[product.sku] = ((id(texts), category, product), tile)
        return tile

    def _price(self, product: Product) -> str:
        """What it costs, by its unit where it is measured; a word where the price is asked for."""
        texts = self._session.texts
        if product.open_price:
            return texts.say("Open price")
        price = texts.money(product.price)
        return f"{price}/{texts.unit(product.unit)}" if product.unit.is_measured else price
