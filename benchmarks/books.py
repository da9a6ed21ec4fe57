"""Finishing a sale: from the call until all of it is on the disk, beside its own rows written raw; and how flat it is.

The rows of the floor are those that the till wrote for such sales, journal and signatures among them, on another copy
of the same shop. No window: `benchmarks.taps` has the touch of Finish.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import cysqlite

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure, beside, in_turn
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.tender import Tender
from terminal_app.storage.database import _KEEP_PLANS, FILE_NAME, Database
from terminal_app.till import Till
from terminal_app.till.sold import Sold

LINES = 5
WARM = 20
"""Sales before any is timed: the day's float, the key and every statement are there by then."""
BEHIND, BEHIND_QUICK = (1_000, 100_000, 1_000_000), (300, 3_000)
APART = timedelta(seconds=20)
Write = tuple[str, Sequence[Sequence[Any]]]
"""A statement, and the rows of values that it is run for."""
_CHANGES = ("INSERT", "UPDATE", "DELETE")
_PRAGMAS = ("journal_mode=wal", "synchronous=2", "foreign_keys=1", "wal_autocheckpoint=1000", "recursive_triggers=1")


def figures(ask: Ask) -> list[Figure]:
    """A finished sale beside its rows raw; the same with more and more sales behind it; and who buys at this hour."""
    return [_finished(ask), *_with_more_behind(ask), _regulars(ask)]


class Counter:
    """A till on a copy of a shop, at which the same five things are sold on invoice again and again."""

    def __init__(self, home: Path) -> None:
        self._now = shops.NOON
        self.till = Till(Database.open(home), self._clock)
        self._cart = Cart()
        for product in self.till.assortment.products[:LINES]:
            self._cart = self._cart.add(product)
        self._buyer = self.till.catalog.search_customers("hansen", 1)[0].number
        gc.collect()
        gc.freeze()  # as the window does once all is built (`screens.window.quiet_the_collector`)

    def _clock(self) -> datetime:
        return self._now

    def sell(self) -> Sold:
        self._now += APART
        return self.till.sell(self._cart, (Tender(Channel.INVOICE),), customer_number=self._buyer)

    def close(self) -> None:
        self.till.database.close()


@contextmanager
def raw_connection(path: Path) -> Iterator[Any]:
    """The SQLite that the till uses, which keeps plans as the till's does, with nothing else of the till above it."""
    raw = cysqlite.connect(str(path))
    raw.db_config(_KEEP_PLANS, 1)
    try:
        yield raw
    finally:
        raw.close()


def _finished(ask: Ask) -> Figure:
    rounds = ask.rounds(500, 100)
    shop = shops.big(ask)
    with ExitStack() as stack:
        counter = Counter(shops.copied(shop, ask))
        stack.callback(counter.close)
        written = _sold(counter, WARM + rounds)
        raw = stack.enter_context(raw_connection(shops.copied(shop, ask) / FILE_NAME))
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        for writes in written[: WARM - 1]:
            _write(raw, writes)
        rest = iter(written[WARM - 1 :])
        ours, floor = in_turn(rounds, counter.sell, lambda: _write(raw, next(rest)))
    name = "finish a sale: 5 lines on invoice, durable"
    return beside(name, ours, "the same rows, raw, in one transaction", floor, Budget(ratio=1.5))


def _sold(counter: Counter, times: int) -> list[list[Write]]:
    """What so many sales have written, in the till's own statements."""
    found = []
    for _ in range(times):
        with _writes_of(counter.till.database) as writes:
            counter.sell()
        found.append(writes)
    return found


@contextmanager
def _writes_of(database: Database) -> Iterator[list[Write]]:
    """The statements that change something, with their values, while the block runs."""
    writes: list[Write] = []

    def noting(run: Callable[..., Any], *, many: bool = False) -> Callable[..., Any]:
        def noted(sql: str, values: Sequence[Any] = ()) -> Any:
            if sql.startswith(_CHANGES):
                writes.append((sql, [tuple(row) for row in values] if many else [tuple(values)]))
            return run(sql, values)

        return noted

    names = ("execute", "execute_many", "rows")
    for name in names:
        setattr(database, name, noting(getattr(database, name), many=name == "execute_many"))
    try:
        yield writes
    finally:
        for name in names:
            delattr(database, name)


def _write(raw: Any, writes: Sequence[Write]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for sql, rows in writes:
        if len(rows) == 1:
            raw.execute(sql, rows[0]).fetchall()
        else:
            raw.executemany(sql, rows)
    raw.execute("COMMIT")


def _with_more_behind(ask: Ask) -> list[Figure]:
    """The same sale in shops with more and more old ones, in turn; the first is the floor of the others."""
    behind = BEHIND_QUICK if ask.quick else BEHIND
    with ExitStack() as stack:
        counters = [Counter(shops.copied(shops.big(ask, sales), ask)) for sales in behind]
        for counter in counters:
            stack.callback(counter.close)
        first, *others = in_turn(ask.rounds(300, 60), *(counter.sell for counter in counters), warm=WARM)
    told = f"the same with {_said(behind[0])} sales behind it"
    return [
        beside(f"finish a sale with {_said(sales)} sales behind it", took, told, first, Budget(ratio=1.2))
        for sales, took in zip(behind[1:], others, strict=True)
    ]


def _said(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _regulars(ask: Ask) -> Figure:
    """The regulars of an hour, as the payment offers them."""
    home = shops.copied(shops.big(ask, 0), ask)
    sql = (
        "SELECT remote_id, SUM(uses) u FROM customer_hour WHERE hour IN (11, 12, 13) GROUP BY 1 ORDER BY u DESC LIMIT 4"
    )
    with Database.open(home) as database, raw_connection(home / FILE_NAME) as raw:
        catalog = Till(database, lambda: shops.NOON).catalog
        rounds = ask.rounds(100, 20)
        ours, floor = in_turn(rounds, lambda: catalog.usual_customers(12), lambda: raw.execute(sql).fetchall())
    return beside("the regulars of an hour, looked up", ours, "raw query", floor, own=True)
