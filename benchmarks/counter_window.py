"""What one waits for at the till's window: a keystroke in a search, beside its floor. Taps: `benchmarks.taps`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import cysqlite

from benchmarks.figures import Figure, Stopwatch, Took, timed
from benchmarks.stage import ONE_LABEL, TWO_FRAMES_MS, Stage, on_stage
from terminal_app.presenters.session import Place
from terminal_app.storage.catalog import _query, _words_in

KEYSTROKE_MS = 10.0
KEYSTROKES = 7
"""Each key is timed so often."""
NAMES = ("nordre gate", "hansen", "bergen", "as", "9000")
GOODS = ("kaffe latte", "lat", "økologisk", "29000", "ba")
_CUSTOMERS = (
    "SELECT c.* FROM customer_words w JOIN customer c ON c.id = w.rowid WHERE customer_words MATCH ? "
    "AND c.archived = 0 LIMIT 200"
)
_PRODUCTS = "SELECT * FROM product WHERE {} LIMIT 200"


@contextmanager
def raw_connection(path: Path) -> Iterator[Any]:
    """The SQLite that the till uses, with nothing of the till or of peewee above it."""
    raw = cysqlite.connect(str(path))
    try:
        yield raw
    finally:
        raw.close()


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
