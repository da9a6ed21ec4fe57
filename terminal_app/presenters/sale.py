"""The sale screen: shelves, tiles, search and cart. Nothing here waits for disk or network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from ..domain.cart import Cart, CartLine, Serving
from ..domain.catalog import Product
from ..domain.money import ONE, Quantity
from ..domain.problems import Trouble
from .session import Notice, Place, Session

_ALL = ""
_FAVOURITES = "\n"
"""No category can be called so."""


class Rung(Enum):
    """What became of a product that was scanned."""

    ADDED = "added"
    ASKED = "asked"
    """The till asks how much of it, or its price."""
    WAITS = "waits"
    """Something else is being asked already."""
    REFUSED = "refused"
    """The cart takes no more of it; the notice says why."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One category in the strip."""

    name: str
    icon: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """One product as it is shown; the badge with its count comes apart, in `SaleView.counts`."""

    sku: str
    name: str
    price: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class CartRow:
    """One line of the cart."""

    quantity: str
    name: str
    detail: str
    total: str
    selected: bool


@dataclass(frozen=True, slots=True)
class SaleView:
    """All that the sale screen shows. `tiles` stays the same object until other products are shown."""

    shelves: tuple[Shelf, ...]
    tiles: tuple[Tile, ...]
    counts: Mapping[str, str]
    rows: tuple[CartRow, ...]
    scroll_to: int | None
    search: str
    search_hint: str
    nothing_found: str
    cart_title: str
    cart_count: str
    cart_empty: str
    cart_empty_hint: str
    serving_labels: tuple[str, str]
    takes_away: bool
    vat: tuple[tuple[str, str], ...]
    total_label: str
    total: str
    pay_label: str
    can_pay: bool
    clear_label: str
    notice: Notice | None


class SalePresenter:
    """Rings up. `on_change` is called after every intent that changes the view."""

    def __init__(self, session: Session, on_change: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self.on_change = on_change
        self._shelf = _FAVOURITES
        self._search = ""
        self._selected: int | None = None
        self._scroll_to: int | None = None
        self._before: Cart | None = None
        self._notice: Notice | None = None
        self._shown: tuple[object, tuple[Tile, ...]] = (None, ())
        self._made: dict[str, tuple[object, Tile]] = {}
        session.listen(self._session_changed)

    def view(self) -> SaleView:
        session, cart = self._session, self._session.cart
        say = session.texts.say
        pieces = sum(_pieces(line.quantity) for line in cart.lines)
        return SaleView(
            shelves=self._shelves(),
            tiles=self._tiles(),
            counts=self._counts(),
            rows=tuple(self._row(index, line) for index, line in enumerate(cart.lines)),
            scroll_to=self._scroll_to,
            search=self._search,
            search_hint=say("Search product or barcode"),
            nothing_found=say("No product matches “{text}”", text=self._search),
            cart_title=say("Cart"),
            cart_count=session.texts.count("{n} item", "{n} items", pieces),
            cart_empty=say("The cart is empty"),
            cart_empty_hint=say("Touch a product to begin"),
            serving_labels=(say("Eat in"), say("Take away")),
            takes_away=cart.serving is Serving.TAKE_AWAY,
            vat=self._vat(cart),
            total_label=say("To pay"),
            total=session.texts.kroner(cart.total),
            pay_label=say("Pay"),
            can_pay=bool(cart.lines),
            clear_label=say("Empty"),
            notice=self._notice,
        )

    def add(self, sku: str) -> None:
        """One more of that product; its line is selected and scrolled to."""
        product = self._session.till.assortment.by_sku(sku)
        if product is not None:
            self._change(lambda cart: cart.add(product))
            cart = self._session.cart
            self._selected = next((i for i, line in enumerate(cart.lines) if line.product.sku == sku), None)
            self._scroll_to = self._selected
            self.on_change()

    def scan(self, sku: str) -> Rung:
        """A product came from the scanner: as if its tile was touched, whatever lies over the screen."""
        before, product = self._session.cart, self._session.till.assortment.by_sku(sku)
        asks = product is not None and (product.open_price or product.unit.is_measured)
        self.add(sku)
        if self._session.cart is not before:
            return Rung.ADDED
        return Rung.ASKED if asks else Rung.REFUSED

    def choose_shelf(self, index: int) -> None:
        """Show that shelf of the strip. A search ends."""
        self._shelf = self._shelf_keys()[index]
        self._search = ""
        self.on_change()

    def search(self, text: str) -> None:
        """Show the products that match while it is typed."""
        if text != self._search:
            self._search = text[:80]
            self.on_change()

    def select(self, index: int) -> None:
        """Open that cart line for its quantity, or close it again."""
        self._selected = None if self._selected == index else index
        self._scroll_to = None
        self.on_change()

    def more(self, index: int) -> None:
        """One more on that line."""
        self._step(index, ONE)

    def fewer(self, index: int) -> None:
        """One less on that line; the last one takes the line out."""
        self._step(index, -ONE)

    def remove(self, index: int) -> None:
        """Take that line out; it can be undone."""
        if index >= len(self._session.cart.lines):
            return
        name = self._session.cart.lines[index].product.name
        self._take_out(lambda cart: cart.without(index), self._session.texts.say("{name} was taken out", name=name))

    def clear(self) -> None:
        """Empty the cart; it can be undone."""
        if self._session.cart.lines:
            self._take_out(lambda cart: Cart(serving=cart.serving), self._session.texts.say("The cart was emptied"))

    def undo(self) -> None:
        """Back to the cart before the line was taken out or the cart emptied."""
        if self._before is not None:
            self._session.cart, self._before, self._notice = self._before, None, None
            self.on_change()

    def dismiss(self) -> None:
        """Close the notice."""
        self._notice, self._before = None, None
        self.on_change()

    def serve(self, take_away: bool) -> None:
        """Eaten here or taken away."""
        self._change(lambda cart: cart.served(Serving.TAKE_AWAY if take_away else Serving.EAT_IN))
        self.on_change()

    def pay(self) -> None:
        """On to the payment."""
        if self._session.cart.lines:
            self._notice, self._before, self._selected, self._scroll_to = None, None, None, None
            self._session.go(Place.PAYMENT)

    def _session_changed(self) -> None:
        if not self._session.cart.lines:
            self._selected, self._scroll_to = None, None
        self.on_change()

    def _change(self, step: Callable[[Cart], Cart]) -> None:
        try:
            self._session.cart = step(self._session.cart)
            self._notice, self._before = None, None
        except Trouble as trouble:
            self._notice = self._session.explain(trouble)

    def _take_out(self, step: Callable[[Cart], Cart], sentence: str) -> None:
        before = self._session.cart
        self._change(step)
        self._before, self._selected, self._scroll_to = before, None, None
        self._notice = Notice(sentence, tone="neutral", action=self._session.texts.say("Undo"))
        self.on_change()

    def _step(self, index: int, by: Quantity) -> None:
        if index >= len(self._session.cart.lines):
            return
        wanted = self._session.cart.lines[index].quantity + by
        if wanted.milli <= 0:
            self.remove(index)
            return
        self._change(lambda cart: cart.with_quantity(index, wanted))
        self._scroll_to = None
        self.on_change()

    def _shelf_keys(self) -> tuple[str, ...]:
        """The favourites first, if there are any, then all, then the categories."""
        till = self._session.till
        first = (_FAVOURITES, _ALL) if till.assortment.favourites else (_ALL,)
        return (*first, *(category.name for category in till.categories))

    def _open_shelf(self) -> str:
        """The chosen shelf; all products when it is there no more."""
        return self._shelf if self._shelf in self._shelf_keys() else _ALL

    def _shelves(self) -> tuple[Shelf, ...]:
        say, till = self._session.texts.say, self._session.till
        chosen = None if self._search else self._open_shelf()
        known = {
            _FAVOURITES: (say("Favourites"), "star"),
            _ALL: (say("All"), "grid_view"),
            **{category.name: (category.name, category.icon) for category in till.categories},
        }
        return tuple(Shelf(*known[key], selected=key == chosen) for key in self._shelf_keys())

    def _tiles(self) -> tuple[Tile, ...]:
        session = self._session
        shown = (session.till.assortment, session.till.categories, self._open_shelf(), self._search, session.texts)
        if shown != self._shown[0]:
            self._shown = (shown, tuple(self._tile(product) for product in self._products()))
        return self._shown[1]

    def _products(self) -> tuple[Product, ...]:
        assortment, shelf = self._session.till.assortment, self._open_shelf()
        if self._search.strip():
            return assortment.search(self._search)
        if shelf == _FAVOURITES:
            return assortment.favourites
        return assortment.products if shelf == _ALL else assortment.on_shelf(shelf)

    def _tile(self, product: Product) -> Tile:
        """The product's tile, made once: after a change in an assortment of 20 000 only what differs is made anew."""
        category, texts = self._session.till.category(product.category), self._session.texts
        made_of, tile = self._made.get(product.sku, (None, None))
        if tile is None or made_of != (id(texts), category, product):
            tile = Tile(product.sku, product.name, texts.money(product.price), category.icon, category.tone)
            self._made[product.sku] = ((id(texts), category, product), tile)
        return tile

    def _counts(self) -> dict[str, str]:
        milli: dict[str, int] = {}
        for line in self._session.cart.lines:
            milli[line.product.sku] = milli.get(line.product.sku, 0) + line.quantity.milli
        return {sku: self._session.texts.quantity(Quantity(amount)) for sku, amount in milli.items()}

    def _row(self, index: int, line: CartLine) -> CartRow:
        texts = self._session.texts
        return CartRow(
            quantity=texts.quantity(line.quantity),
            name=line.product.name,
            detail=texts.money(line.unit_price),
            total=texts.money(line.gross),
            selected=index == self._selected,
        )

    def _vat(self, cart: Cart) -> tuple[tuple[str, str], ...]:
        texts = self._session.texts
        return tuple(
            (texts.say("Of which VAT {rate}", rate=texts.rate(total.code.rate)), texts.money(total.split.vat))
            for total in cart.vat_totals(self._session.now().date())
        )


def _pieces(quantity: Quantity) -> int:
    """A weighed line counts as one piece."""
    whole, rest = divmod(quantity.milli, 1000)
    return 1 if rest else whole
