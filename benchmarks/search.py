"""A key in the search: until the list that is in sight is filled anew, beside a raw query for the same rows.

All keys of some words are typed, each through the window's own text input, the field, the presenter and the list. Also
the day that somebody looks at in the history, beside its rows raw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from benchmarks import shops
from benchmarks.books import raw_connection
from benchmarks.measure import Ask, Budget, Figure, Samples, beside
from benchmarks.stage import FRAME_MS, ONE_LABEL, TWO_FRAMES_MS, Stage, on_stage
from terminal_app.presenters.session import Place
from terminal_app.storage.catalog import _query, _words_in
from terminal_app.storage.database import FILE_NAME
from terminal_app.storage.sold_list import _ROW

NAMES = ("nordre gate", "hansen", "bergen", "as", "9000")
GOODS = ("kaffe latte", "lat", "økologisk", "29000", "ba")
_CUSTOMERS = (
    "SELECT c.* FROM customer_words w JOIN customer c ON c.id = w.rowid WHERE customer_words MATCH ? "
    "AND c.archived = 0 LIMIT 200"
)
_PRODUCTS = "SELECT * FROM product WHERE {} LIMIT 200"
_DAY = "SELECT id FROM sale WHERE sold_utc < ? ORDER BY sold_utc DESC, id DESC LIMIT 61"
Raw = Callable[[str], object]
"""Fetches what is found for what stands in the field."""


def figures(ask: Ask) -> list[Figure]:
    """Customers and products, key by key, and a day of the history."""
    home = shops.copied(shops.big(ask, shops.QUICK_SALES), ask)
    found = []
    with on_stage(home) as stage, raw_connection(home / FILE_NAME) as raw:
        till, session = stage.till, stage.till.session
        session.pick_customer(lambda customer: None)
        stage.rest(30)
        customers = till.presenter.customers
        found += _search(stage, ask, "customers", customers, NAMES, partial(_raw_customers, raw))
        customers.close()
        session.go(Place.SALE)
        till.finger.tap("sale.search")
        stage.rest(30)
        found += _search(stage, ask, "products", till.presenter.sale, GOODS, partial(_raw_products, raw))
        session.go(Place.SALE)
        found.append(_history(stage, ask, raw))
    return found


def _search(stage: Stage, ask: Ask, what: str, presenter: Any, words: tuple[str, ...], raw: Raw) -> list[Figure]:
    """All keys together, the slowest by itself, and that one until it is painted."""
    rounds = ask.rounds(15, 3)
    typed = [word[:end] for word in words for end in range(1, len(word) + 1)]
    ours, floors = {text: Samples() for text in typed}, {text: Samples() for text in typed}
    for number in range(rounds + 1):
        for text in typed:
            _key(stage, presenter, text, ours[text] if number else None)
            (floors[text] if number else Samples()).run(lambda text=text: raw(text))  # type: ignore[misc]
    worst = max(typed, key=lambda text: ours[text].median)
    painted, label = Samples(), stage.one_label(rounds)
    for number in range(rounds + 1):
        _key(stage, presenter, worst, painted if number else None, painted=True)
    frame = Budget(limit=FRAME_MS)
    both = Budget(ratio=2.0, limit=FRAME_MS) if what == "customers" else frame
    many, floor = f"a key in the search, {what}, list filled", "raw query for the same rows"
    return [
        beside(many, _together(ours), floor, _together(floors), both, keys=len(typed)),
        beside(f"the slowest of {len(typed)} keys, “{worst}”", ours[worst], floor, floors[worst], both),
        beside("the same until it is painted", painted, ONE_LABEL, label, frame),
    ]


def _together(samples: dict[str, Samples]) -> Samples:
    every = Samples()
    for one in samples.values():
        every.walls += one.walls
        every.cpus += one.cpus
    return every


def _key(stage: Stage, presenter: Any, typed: str, samples: Samples | None, *, painted: bool = False) -> None:
    """The last key of what is typed; the keys before it have been shown when it comes."""
    window = stage.window.window
    presenter.search(typed[:-1])
    stage.rest(2)

    def press() -> None:
        window.dispatch("on_textinput", typed[-1])
        if painted:
            stage.frame()

    (samples or Samples()).run(press)
    if stage.till.screen._view.search != typed:
        raise RuntimeError(f"{typed!r} was not searched for")
    stage.frame()


def _raw_customers(raw: Any, typed: str) -> object:
    return raw.execute(_CUSTOMERS, (_query(_words_in(typed)),)).fetchall()


def _raw_products(raw: Any, typed: str) -> object:
    """Every typed word anywhere; å and its like only as they are typed."""
    words = typed.split()
    sql = _PRODUCTS.format(" AND ".join(["name || ' ' || sku || ' ' || barcode LIKE ?"] * len(words)))
    return raw.execute(sql, [f"%{word}%" for word in words]).fetchall()


def _history(stage: Stage, ask: Ask, raw: Any) -> Figure:
    """From the touch on the day before until its first page is in sight."""
    till, session, history = stage.till, stage.till.session, stage.till.presenter.history
    rounds = ask.rounds(15, 3)
    session.go(Place.HISTORY)
    stage.rest(30)
    today = till.moment.strftime("%Y-%m-%d")

    def before() -> None:
        history.next_day()
        stage.rest(30)

    def act() -> None:
        history.previous_day()
        stage.frame()

    took, _ = stage.seen(rounds, act, lambda: bool(history.view().rows), lambda: None, before)
    session.go(Place.SALE)
    floor = Samples()
    for _ in range(rounds):
        floor.run(lambda: list(_rows_of_a_day(raw, today)))
    return beside("a day of the history, painted", took, "raw query", floor, Budget(limit=TWO_FRAMES_MS))


def _rows_of_a_day(raw: Any, today: str) -> Iterator[object]:
    for (sale_id,) in raw.execute(_DAY, (today,)).fetchall():
        yield raw.execute(_ROW, (sale_id,)).fetchall()
