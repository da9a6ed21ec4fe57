"""What one waits for at the till's window: a tap, a scan, a keystroke in a search; each beside its floor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import cysqlite

from benchmarks.figures import Figure, Stopwatch, Took, timed
from benchmarks.stage import Stage
from terminal_app.domain.cart import Cart
from terminal_app.presenters.session import Place
from terminal_app.storage.catalog import _query, _words_in
from tests.kivy_window import COMPACT, PORTRAIT
from tests.screens.wedge import ENTER, Wedge

FRAME_MS = 1000 / 60
TWO_FRAMES_MS = 2 * FRAME_MS
SCAN_MS = 50.0
KEYSTROKE_MS = 10.0
KEYSTROKES = 7
"""Each key is timed so often."""
SCANNED = "2900000150010"
"""A product in the midst of the big shop."""
NAMES = ("nordre gate", "hansen", "bergen", "as", "9000")
GOODS = ("kaffe latte", "lat", "økologisk", "29000", "ba")
ONE_LABEL = "one label changed"
_CUSTOMERS = (
    "SELECT c.* FROM customer_words w JOIN customer c ON c.id = w.rowid WHERE customer_words MATCH ? "
    "AND c.archived = 0 LIMIT 200"
)
_PRODUCTS = "SELECT * FROM product WHERE {} LIMIT 200"


@contextmanager
def on_stage(folder: Path, size: tuple[int, int] = COMPACT) -> Iterator[Stage]:
    stage = Stage(folder, size)
    try:
        yield stage
    finally:
        stage.close()


@contextmanager
def raw_connection(path: Path) -> Iterator[Any]:
    """The SQLite that the till uses, with nothing of the till or of peewee above it."""
    raw = cysqlite.connect(str(path))
    try:
        yield raw
    finally:
        raw.close()


def taps(small: Path, big: Path, rounds: int) -> list[Figure]:
    """A tile that is touched until its line stands in the cart, and the screens that come at a touch."""
    figures = []
    for folder, shop in ((small, "demo shop"), (big, "20 000 products")):
        with on_stage(folder) as stage:
            floor = stage.one_label(rounds)
            for lines in (30, 200) if folder is small else (30,):
                name = f"tap to painted line, {lines} lines, {shop}"
                figures.append(_tap(stage, name, lines, floor, rounds))
            if folder is small:
                figures += _real_taps(stage, rounds)
            figures += _places(stage, shop, floor, rounds)
    with on_stage(small, PORTRAIT) as stage:
        name = "tap to painted line, 30 lines, handheld"
        figures.append(_tap(stage, name, 30, stage.one_label(rounds), rounds))
    return figures


def _tap(stage: Stage, name: str, lines: int, floor: Took, rounds: int, budget: float = TWO_FRAMES_MS) -> Figure:
    till, lift = stage.till, [lambda: None]
    till.session.cart = Cart()
    till.fill(lines)
    tile = till.keys("sale.tile.")[0].removeprefix("sale.tile.")

    def prepare() -> None:
        lift[0] = stage.press(f"sale.tile.{tile}")

    took, frames = stage.seen(
        rounds, lambda: lift[0](), lambda: line_stands(till, lines), till.presenter.sale.undo, prepare
    )
    return Figure(name, took, ONE_LABEL, floor, budget, frames, 2)


def line_stands(till: Any, index: int) -> bool:
    """Whether the cart's line of that index is among what is drawn."""
    return any(cell.item.index == index for cell in till.screen.ids.lines.visible().values() if cell.item is not None)


def _real_taps(stage: Stage, rounds: int) -> list[Figure]:
    """The same at the counter's pace, with the wait for the frame; and with its pixels coloured by software."""
    with stage.at_sixty_hertz():
        figures = [_tap(stage, "the same at 60 Hz, with the wait", 30, stage.one_label(rounds), rounds)]
    with stage.coloured():
        floor = stage.one_label(rounds)
        figures.append(
            _tap(stage, "the same, coloured by software", 30, floor, rounds, max(TWO_FRAMES_MS, 2 * floor.best))
        )
    return figures


def _places(stage: Stage, shop: str, floor: Took, rounds: int) -> list[Figure]:
    """From the touch to the other screen."""
    till, session = stage.till, stage.till.session
    ways: list[tuple[str, Place, str, Callable[[], None]]] = [
        ("Pay", Place.SALE, "sale.pay", lambda: session.go(Place.SALE)),
        ("the customers", Place.PAYMENT, "payment.search_customer", till.presenter.customers.close),
    ]
    figures = []
    till.session.cart = Cart()
    till.fill(30)
    till.presenter.payment.choose(_invoice())
    for name, start, key, leave in ways:
        session.go(start)
        stage.rest(30)
        if not till.finger.sees(key):
            raise RuntimeError(f"{key}: {sorted(target.key for target in till.finger.targets())}")
        lift: list[Callable[[], None]] = [lambda: None]

        def prepare(key: str = key, lift: list[Callable[[], None]] = lift) -> None:
            lift[0] = stage.press(key)

        def came(start: Place = start) -> bool:
            return session.place is not start

        def back(leave: Callable[[], None] = leave) -> None:
            leave()
            stage.rest(30)

        took, frames = stage.seen(rounds, lambda lift=lift: lift[0](), came, back, prepare)
        figures.append(Figure(f"touch to {name}, {shop}", took, ONE_LABEL, floor, TWO_FRAMES_MS, frames, 2))
    session.go(Place.SALE)
    return figures


def _invoice() -> Any:
    from terminal_app.domain.channel import Channel

    return Channel.INVOICE


def scans(big: Path, rounds: int) -> list[Figure]:
    """The scanner's last key until the line stands in the cart; the code's other keys came before."""
    from terminal_app.screens.scanner_input import ScannerInput

    figures = []
    with on_stage(big) as stage:
        heard = stage.till.presenter.scans
        scanner = ScannerInput(heard.take, heard.expects_typing)
        scanner.install()
        many = len(stage.till.till.assortment.products)
        try:
            figures.append(_scan(stage, f"scan to painted line, {many} products", stage.one_label(rounds), rounds))
            with stage.at_sixty_hertz():
                figures.append(_scan(stage, "the same at 60 Hz, with the wait", stage.one_label(rounds), rounds))
        finally:
            scanner.uninstall()
    return figures


def _scan(stage: Stage, name: str, floor: Took, rounds: int) -> Figure:
    till = stage.till
    till.session.cart = Cart()
    till.fill(30)

    with Wedge(stage.window) as keys:

        def come() -> None:
            for start in range(0, len(SCANNED), 2):
                keys.write(SCANNED[start : start + 2])
                stage.frame()

        took, frames = stage.seen(
            rounds, lambda: keys.press(ENTER), lambda: line_stands(till, 30), till.presenter.sale.undo, come
        )
    return Figure(name, took, ONE_LABEL, floor, SCAN_MS, frames, 2)


def searches(big: Path, rounds: int) -> list[Figure]:
    """The slowest key of those words: until the list that is in sight is filled anew, and until it is painted."""
    figures = []
    with on_stage(big) as stage, raw_connection(big / "disken.db") as raw:
        till, session = stage.till, stage.till.session
        label = stage.one_label(rounds)
        session.pick_customer(lambda customer: None)
        stage.rest(30)
        customers = till.presenter.customers
        figures += _search(stage, "customers", customers, NAMES, partial(_raw_customers, raw, rounds), label)
        customers.close()
        session.go(Place.SALE)
        till.finger.tap("sale.search")
        stage.rest(30)
        sale = till.presenter.sale
        figures += _search(stage, "products", sale, GOODS, partial(_raw_products, raw, rounds), label)
    return figures


def _search(
    stage: Stage, what: str, presenter: Any, words: tuple[str, ...], raw: Callable[[str], Took], label: Took
) -> list[Figure]:
    typed = list(_prefixes(words))
    filled = {text: _keystroke(stage, presenter, text) for text in typed}
    worst = max(typed, key=lambda text: filled[text].best)
    usual = sorted(typed, key=lambda text: filled[text].best)[len(typed) // 2]
    painted = _keystroke(stage, presenter, worst, painted=True)
    return [
        Figure(f"a key in the search, {what}, “{usual}”", filled[usual], "raw query", raw(usual), KEYSTROKE_MS),
        Figure(f"the slowest of {len(typed)}, “{worst}”", filled[worst], "raw query", raw(worst), KEYSTROKE_MS),
        Figure("the same until it is painted", painted, ONE_LABEL, label, TWO_FRAMES_MS),
    ]


def _prefixes(words: tuple[str, ...]) -> Iterator[str]:
    """What stands in the field after each key."""
    for word in words:
        for end in range(1, len(word) + 1):
            yield word[:end]


def _keystroke(stage: Stage, presenter: Any, typed: str, *, painted: bool = False) -> Took:
    """The last key of what is typed: through the window's own text input, the field, the search, the list."""
    window, watch = stage.window.window, Stopwatch()
    for number in range(KEYSTROKES + 1):
        presenter.search(typed[:-1])
        stage.rest(2)
        if number == 0:
            window.dispatch("on_textinput", typed[-1])
            stage.frame()
            continue
        with watch.running():
            window.dispatch("on_textinput", typed[-1])
            if painted:
                stage.frame()
        if stage.till.screen._view.search != typed:
            raise RuntimeError(f"{typed!r} was not searched for")
        stage.frame()
    return watch.took()


def _raw_customers(raw: Any, rounds: int, typed: str) -> Took:
    values = (_query(_words_in(typed)),)
    return timed(lambda: raw.execute(_CUSTOMERS, values).fetchall(), rounds)


def _raw_products(raw: Any, rounds: int, typed: str) -> Took:
    """Every typed word anywhere; å and its like only as they are typed."""
    words = typed.split()
    sql = _PRODUCTS.format(" AND ".join(["name || ' ' || sku || ' ' || barcode LIKE ?"] * len(words)))
    return timed(lambda: raw.execute(sql, [f"%{word}%" for word in words]).fetchall(), rounds)
