"""A key in the search: until the list that is in sight is filled anew, beside the same rows by raw queries.

All keys of some words are typed, each through the window's own text input, the field, the presenter and the list. The
floor asks just what the till reads: the ids of all who are found, in one row, and the ten that a page holds. Also the
day that somebody touches in the history, beside its rows raw. Pixels are not coloured here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks import shops
from benchmarks.books import raw_connection
from benchmarks.measure import Ask, Budget, Figure, Samples, beside
from benchmarks.stage import FRAME_MS, ONE_LABEL, TWO_FRAMES_MS, Stage, on_stage
from terminal_app.presenters.customers import MOST_ROWS
from terminal_app.presenters.session import Place
from terminal_app.storage.catalog import _IDS_FOUND, _OF_IDS, _query, _words_in
from terminal_app.storage.database import FILE_NAME
from terminal_app.storage.found_customers import PAGE
from terminal_app.storage.sold_list import _ROW

NAMES = ("nordre gate", "hansen", "bergen", "as", "9000")
GOODS = ("kaffe latte", "lat", "økologisk", "29000", "ba")
FRAME_INCLUDED = "frame included, pixels not coloured"
_PRODUCTS = "SELECT * FROM product WHERE {} LIMIT 200"
_DAY = "SELECT id FROM sale WHERE sold_utc < ? ORDER BY sold_utc DESC, id DESC LIMIT 61"
Query = tuple[str, tuple[object, ...]]
Asked = Callable[[str], list[Query]]
"""What the till asks the file for what stands in the field; found beforehand, and only then timed."""


def figures(ask: Ask) -> list[Figure]:
    """Customers and products, key by key, and a day of the history."""
    home = shops.copied(shops.big(ask), ask)
    found = []
    with on_stage(home) as stage, raw_connection(home / FILE_NAME) as raw:
        till, session = stage.till, stage.till.session
        session.pick_customer(lambda customer: None)
        stage.rest(30)
        customers = till.presenter.customers
        found += _search(stage, ask, raw, "customers", customers, NAMES, partial(_customers_asked, raw))
        customers.close()
        session.go(Place.SALE)
        till.finger.tap("sale.search")
        stage.rest(30)
        found += _search(stage, ask, raw, "products", till.presenter.sale, GOODS, _products_asked)
        session.go(Place.SALE)
        found.append(_history(stage, ask, raw))
    return found


def _search(
    stage: Stage, ask: Ask, raw: Any, what: str, presenter: Any, words: tuple[str, ...], asked: Asked
) -> list[Figure]:
    """All keys together, the slowest by itself, and that one with the frame that follows it."""
    rounds = ask.rounds(15, 3)
    typed = [word[:end] for word in words for end in range(1, len(word) + 1)]
    queries = {text: asked(text) for text in typed}
    ours, floors = {text: Samples() for text in typed}, {text: Samples() for text in typed}
    for number in range(rounds + 1):
        for text in typed:
            _key(stage, presenter, text, ours[text] if number else None)
            (floors[text] if number else Samples()).run(partial(_fetch, raw, queries[text]))
    worst = max(typed, key=lambda text: ours[text].median)
    framed, label = Samples(), Samples()
    for number in range(rounds + 1):
        _key(stage, presenter, worst, framed if number else None, framed=True)
        stage.until_seen(stage.change_label, lambda: True, label if number else None)
    frame = Budget(limit=FRAME_MS)
    customers = what == "customers"
    both = Budget(ratio=2.0, limit=FRAME_MS) if customers else frame
    many, floor = f"a key in the search, {what}, list filled", "raw query for the same rows"
    slowest = f"the slowest of {len(typed)} keys, “{worst}”"
    return [
        beside(many, _together(ours), floor, _together(floors), both, own=not customers, keys=len(typed)),
        beside(slowest, ours[worst], floor, floors[worst], both, own=True),
        beside(f"the same, {FRAME_INCLUDED}", framed, ONE_LABEL, label, frame, own=True),
    ]


def _together(samples: dict[str, Samples]) -> Samples:
    every = Samples()
    for one in samples.values():
        every.walls += one.walls
        every.cpus += one.cpus
    return every


def _key(stage: Stage, presenter: Any, typed: str, samples: Samples | None, *, framed: bool = False) -> None:
    """The last key of what is typed; the keys before it have been shown when it comes."""
    window = stage.window.window
    presenter.search(typed[:-1])
    stage.rest(2)

    def press() -> None:
        window.dispatch("on_textinput", typed[-1])
        if framed:
            stage.frame()

    (samples or Samples()).run(press)
    if stage.till.screen._view.search != typed:
        raise RuntimeError(f"{typed!r} was not searched for")
    stage.frame()


def _fetch(raw: Any, queries: list[Query]) -> None:
    for sql, values in queries:
        raw.execute(sql, values).fetchall()


def _customers_asked(raw: Any, typed: str) -> list[Query]:
    """The ids of all that are found, as one row, and the customers of the page that is looked at, whole."""
    found: Query = (_IDS_FOUND, (_query(_words_in(typed)), MOST_ROWS))
    ids = json.loads(raw.execute(*found).fetchall()[0][0])[:PAGE]
    return [found, (_OF_IDS, (*ids, *(0,) * (PAGE - len(ids))))] if ids else [found]


def _products_asked(typed: str) -> list[Query]:
    """Every typed word anywhere; å and its like only as they are typed."""
    words = typed.split()
    sql = _PRODUCTS.format(" AND ".join(["name || ' ' || sku || ' ' || barcode LIKE ?"] * len(words)))
    return [(sql, tuple(f"%{word}%" for word in words))]


def _history(stage: Stage, ask: Ask, raw: Any) -> Figure:
    """From the finger's lifting off “the day before” until that day's first page is drawn."""
    till, session, history = stage.till, stage.till.session, stage.till.presenter.history
    session.go(Place.HISTORY)
    stage.rest(30)
    queries = _day_asked(raw, till.moment.strftime("%Y-%m-%d"))
    took, floor = Samples(), Samples()
    for number in range(ask.rounds(15, 3) + 1):
        history.next_day()
        stage.pause()
        lift = stage.press("history.before")
        stage.until_seen(lift, lambda: bool(history.view().rows), took if number else None)
        (floor if number else Samples()).run(lambda: _fetch(raw, queries))
    session.go(Place.SALE)
    name = f"a day of the history, {FRAME_INCLUDED}"
    return beside(name, took, "raw query", floor, Budget(limit=TWO_FRAMES_MS), own=True)


def _day_asked(raw: Any, today: str) -> list[Query]:
    """The places of a page and one more, and the rows of the page, one by one."""
    places: Query = (_DAY, (today,))
    return [places, *((_ROW, tuple(row)) for row in raw.execute(*places).fetchall()[:60])]
