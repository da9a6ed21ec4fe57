"""What the hands at the counter wait for: a touched tile, another category, a scan, and the ways on to the receipt.

A touch goes through Kivy's own input and is timed from the finger's lifting to the end of the frame in which what it
does is drawn; beside it the same screen drawn again because one word has changed. Both in turn, in the same window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure, Samples, beside
from benchmarks.stage import ONE_LABEL, TWO_FRAMES_MS, Stage, line_stands, on_stage
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, PORTRAIT

LINES = 30
WARM = 3
OPENINGS = 8
"""How often all categories are opened for the first time."""
MEDIAN, P99 = Budget(ratio=1.5), Budget(ratio=3)
SCAN = Budget(ratio=1.2)
PROMISE = Budget(limit=TWO_FRAMES_MS)
NEW_TEXTS = "as many tiles with new texts"
KNOWN_TEXTS = "as many tiles with other texts"


def figures(ask: Ask) -> list[Figure]:
    """Taps, categories, scans and the ways on, on the counter; on a handheld, in a full run, the taps."""
    shop = shops.copied(shops.big(ask), ask)
    found: list[Figure] = []
    with on_stage(shop, COMPACT) as stage:
        counter = Counter(stage)
        found += _taps(counter, ask, "")
        found.append(_first_openings(counter, ask))
        found += _categories(counter, ask)
        found.append(_scans(counter, ask))
        found += _ways_on(counter, ask)
    if not ask.quick:
        with on_stage(shop, PORTRAIT) as stage:
            found += _taps(Counter(stage), ask, ", handheld")
    return found


class Counter:
    """A till with a cart of thirty lines. No two carts come to the same, so that each tap has sums nobody drew yet."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.till = stage, stage.till
        assortment = self.till.till.assortment
        self.products = [replace(assortment.products[n], sku=f"X{n}", open_price=False) for n in range(LINES)]
        skus = [key.removeprefix("sale.tile.") for key in self.till.keys("sale.tile.")]
        shown = [product for product in map(assortment.by_sku, skus) if product is not None]
        self.tiles = [product.sku for product in shown if not product.open_price and not product.unit.is_measured]
        self._numbers = count(1)

    def lay(self) -> None:
        """Another cart of thirty lines, its last ones in sight, and a pause."""
        cart = Cart().add(replace(self.products[0], price=Money(next(self._numbers) * 700)))
        for product in self.products[1:]:
            cart = cart.add(product)
        self.till.session.cart = cart
        self.till.session.announce()
        self.stage.pause()
        self.till.screen.ids.lines.reveal(LINES - 1)
        self.stage.pause()

    def has_new_line(self) -> bool:
        """Whether what was rung up stands among the lines that are drawn."""
        return line_stands(self.till, LINES)

    def label(self, into: Samples | None) -> None:
        """The floor of a tap, once: the cart is laid, one word in the bar is changed."""
        self.lay()
        self.stage.until_seen(self.stage.change_label, lambda: True, into)

    def tap(self, number: int, into: Samples | None) -> None:
        """A tile is touched, once."""
        self.lay()
        lift = self.stage.press(f"sale.tile.{self.tiles[number % len(self.tiles)]}")
        if self.stage.until_seen(lift, self.has_new_line, into) > 1:
            raise RuntimeError("the line was not in the frame that took the touch")


def _in_turn(rounds: int, *works: Callable[[int, Samples | None], object]) -> list[Samples]:
    """Each work's samples; every work times itself. The first rounds fill caches and do not count."""
    taken = [Samples() for _ in works]
    for number in range(rounds + WARM):
        for samples, work in zip(taken, works, strict=True):
            work(number, samples if number >= WARM else None)
    return taken


def _taps(counter: Counter, ask: Ask, where: str) -> list[Figure]:
    """With all pixels coloured by software, and without: then nothing but the till's and Kivy's own work is left."""
    with counter.stage.coloured():
        floor, taps = _in_turn(ask.rounds(500, 10), lambda _, into: counter.label(into), counter.tap)
    name = f"tap to painted line, {LINES} lines{where}"
    own = bool(where)  # the issue asks for the counter's
    found = [
        beside(name, taps, ONE_LABEL, floor, MEDIAN, own=own),
        Figure(f"{name}, p99", "ms", taps.p99, ONE_LABEL, floor.median, P99, taps.detail(), own),
    ]
    floor, taps = _in_turn(ask.rounds(500, 20), lambda _, into: counter.label(into), counter.tap)
    return [*found, _computed(f"tap to line, pixels not coloured{where}", taps, ONE_LABEL, floor)]


def _computed(name: str, ours: Samples, floor_name: str, floor: Samples) -> Figure:
    """A frame that colours nothing waits for nothing: its processor time, which no other work stretches much."""
    told = {**ours.detail(), **floor.detail("floor_")}
    return Figure(f"{name}, CPU", "ms", ours.cpu, floor_name, floor.cpu, MEDIAN, told, own=True)


# categories


class Strip:
    """The strip of categories above the tiles, and the tiles of the one that is open."""

    def __init__(self, counter: Counter) -> None:
        self.stage, self.till = counter.stage, counter.till
        self.grid = self.till.screen.ids.tiles
        self.many = len(self.till.presenter.sale.view().shelves)
        self._words = count(10_000)
        self._sides = [self._made_up(), self._made_up()]

    def _made_up(self) -> list[tuple[str, str]]:
        """Names and prices as long as those in sight, which nobody drew yet."""
        cells = self.grid.visible().values()
        return [(f"{cell.item.name[:-5]}{next(self._words)}", f"{next(self._words) % 900},50") for cell in cells]

    def open(self, number: int, into: Samples | None) -> None:
        """Another category is touched, once."""
        self.stage.pause()
        before, shelves = self.grid.items, self.till.presenter.sale.view().shelves
        wanted = number % self.many
        if shelves[wanted].selected:
            wanted = (wanted + 1) % self.many
        self.till.screen.ids.shelves.reveal(str(wanted))
        self.stage.pause()
        lift = self.stage.press(f"sale.shelf.{wanted}")
        self.stage.until_seen(lift, lambda: self.grid.items is not before, into)

    def write_new(self, number: int, into: Samples | None) -> None:
        """The floor: the tiles in sight get names and prices that nobody drew yet."""
        self._write(self._made_up(), into)

    def write_known(self, number: int, into: Samples | None) -> None:
        """The same with names and prices that were drawn before."""
        self._write(self._sides[number % 2], into)

    def _write(self, texts: list[tuple[str, str]], into: Samples | None) -> None:
        cells = list(self.grid.visible().values())
        self.stage.pause()

        def write() -> None:
            for cell, (name, price) in zip(cells, texts, strict=False):
                cell.name.place(cell.name.box, name, from_top=True)
                cell.price.place(cell.price.box, price)
            self.stage.frame()

        self.stage.until_seen(write, lambda: True, into)
        for cell in cells:
            cell._shown = ()  # it is drawn otherwise than it knows
        self.grid.refresh()


def _first_openings(counter: Counter, ask: Ask) -> Figure:
    """Each category, its texts not drawn before and its products not read; then all is forgotten, and once more."""
    strip, sale = Strip(counter), counter.till.presenter.sale
    floor, opened = Samples(), Samples()
    many = min(strip.many, 9)
    with counter.stage.coloured():
        for number in range(ask.rounds(OPENINGS, 1) + 1):
            sale.choose_shelf(0)
            counter.stage.pause()
            _forget(counter)
            for shelf in range(1, many):
                strip.write_new(shelf, floor if number else None)
                strip.open(shelf, opened if number else None)
    told = {"categories": float(many - 1), "samples": float(len(opened.walls))}
    return beside("category opened for the first time, painted", opened, NEW_TEXTS, floor, MEDIAN, **told)


def _forget(counter: Counter) -> None:
    """No text has been drawn and no category's products are read: as they are when the till has just come up."""
    from terminal_app.screens.widgets import text

    counter.till.till.assortment._shelves.clear()
    text._textures.clear()
    text._cached_pixels = 0
    for cached in (text.text_width, text.line_height):
        cached.cache_clear()


def _categories(counter: Counter, ask: Ask) -> list[Figure]:
    """From one to the other and back again, as one does all day."""
    strip, rounds = Strip(counter), ask.rounds(200, 6)
    with counter.stage.coloured():
        floor, opened = _in_turn(rounds, strip.write_known, strip.open)
    painted = beside("category switch, painted", opened, KNOWN_TEXTS, floor, MEDIAN)
    floor, opened = _in_turn(rounds, strip.write_known, strip.open)
    computed = _computed("category switch, pixels not coloured", opened, KNOWN_TEXTS, floor)
    counter.till.presenter.sale.choose_shelf(0)
    counter.stage.pause()
    return [painted, computed]


# scans


@contextmanager
def _scanner(counter: Counter) -> Iterator[Any]:
    """A scanner at the till's keyboard port."""
    from terminal_app.screens.scanner_input import ScannerInput
    from tests.screens.wedge import Wedge

    heard = counter.till.presenter.scans
    scanner = ScannerInput(heard.take, heard.expects_typing)
    scanner.install()
    try:
        with Wedge(counter.stage.window) as keys:
            yield keys
    finally:
        scanner.uninstall()


def _scans(counter: Counter, ask: Ask) -> Figure:
    """The scanner's last key until the line is drawn, beside a tap; the code's other keys came before."""
    from tests.screens.wedge import ENTER

    products = counter.till.till.assortment.products
    middle = products[len(products) // 2 : len(products) // 2 + 200]
    codes = [one.barcode for one in middle if one.barcode and not one.open_price and not one.unit.is_measured]
    with _scanner(counter) as keys:

        def scan(number: int, into: Samples | None) -> None:
            counter.lay()
            code = codes[number % len(codes)]
            for start in range(0, len(code), 2):
                keys.write(code[start : start + 2])
                counter.stage.frame()

            def enter() -> None:
                keys.press(ENTER)
                counter.stage.frame()

            counter.stage.until_seen(enter, counter.has_new_line, into)

        with counter.stage.coloured():
            taps, scans = _in_turn(ask.rounds(200, 6), counter.tap, scan)
    return beside("scan to painted line", scans, "tap to painted line", taps, SCAN)


# the ways on


def _ways_on(counter: Counter, ask: Ask) -> list[Figure]:
    """To the payment, to the customers, and from Finish to the receipt: each within two frames."""
    stage, till = counter.stage, counter.till
    session, presenter = till.session, till.presenter
    buyer = till.till.catalog.search_customers("hansen", 1)[0]

    def to_sale() -> None:
        session.go(Place.SALE)
        counter.lay()

    def to_payment(channel: Channel) -> None:
        to_sale()
        session.go(Place.PAYMENT)
        presenter.payment.choose(channel)
        stage.rest(30)

    def to_finish(channel: Channel) -> None:
        to_payment(channel)
        if channel is Channel.INVOICE:
            presenter.payment.take_customer(buyer)
        stage.rest(30)

    ways: list[tuple[str, Callable[[], None], str, Place]] = [
        ("touch to Pay", to_sale, "sale.pay", Place.PAYMENT),
        ("touch to the customers", lambda: to_payment(Channel.INVOICE), "payment.search_customer", Place.CUSTOMERS),
        ("Finish to receipt, card", lambda: to_finish(Channel.CARD), "payment.finish", Place.RECEIPT),
        ("Finish to receipt, invoice", lambda: to_finish(Channel.INVOICE), "payment.finish", Place.RECEIPT),
    ]
    return [_way_on(counter, ask.rounds(50, 3), *way) for way in ways]


def _way_on(counter: Counter, rounds: int, name: str, come: Callable[[], None], key: str, to: Place) -> Figure:
    stage, session = counter.stage, counter.till.session
    floor, went = Samples(), Samples()
    for number in range(rounds + 1):
        come()
        stage.pause()
        stage.until_seen(stage.change_label, lambda: True, floor if number else None)
        stage.pause()
        stage.until_seen(stage.press(key), lambda: session.place is to, went if number else None)
        stage.pause()
    if session.place is Place.CUSTOMERS:
        counter.till.presenter.customers.close()
    session.go(Place.SALE)
    return beside(name, went, ONE_LABEL, floor, PROMISE, own=True)
