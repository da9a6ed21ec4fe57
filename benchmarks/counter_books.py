"""What one waits for at the books: a sale that is recorded durably, its receipt, and the history of a day."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.counter_window import ONE_LABEL, TWO_FRAMES_MS, on_stage, raw_connection
from benchmarks.figures import Figure, Stopwatch, Took, timed
from benchmarks.stage import Stage
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.tender import Tender
from terminal_app.presenters.session import Place
from terminal_app.storage.database import Database
from terminal_app.storage.sold_list import _ROW

LINES = 5
Write = tuple[str, Sequence[Sequence[Any]]]
"""A statement, and the rows of values that it is run for."""
_DAY = "SELECT id FROM sale WHERE sold_utc < ? ORDER BY sold_utc DESC, id DESC LIMIT 61"


def books(big: Path, rounds: int) -> list[Figure]:
    """On a copy: what is recorded here stays out of the next run."""
    with tempfile.TemporaryDirectory(prefix="disken-books-") as folder:
        home = shutil.copytree(big, Path(folder) / "shop")
        with on_stage(home) as stage:
            return [
                _record(stage, home, rounds),
                *_receipts(stage, rounds),
                _history(stage, home, rounds),
                _regulars(stage, home, rounds),
            ]


def _cart(stage: Stage) -> Cart:
    cart = Cart()
    for product in stage.till.till.assortment.products[:LINES]:
        cart = cart.add(product)
    return cart


def _buyer(stage: Stage) -> int:
    return stage.till.till.catalog.search_customers("hansen", 1)[0].number


def _record(stage: Stage, home: Path, rounds: int) -> Figure:
    """`Till.sell` from its call until all of it is on the disk; beside it the same rows without the till."""
    till, cart, buyer = stage.till.till, _cart(stage), _buyer(stage)

    def sell() -> Any:
        return till.sell(cart, (Tender(Channel.INVOICE),), customer_number=buyer)

    sell()
    took = timed(sell, rounds)
    with _writes_of(till.database) as writes:
        sold = sell().sale
    floor = _raw_writes(home, writes, sold.id, str(sold.receipt_no), rounds)
    return Figure("invoice sale, 5 lines, recorded", took, "the same rows, raw", floor)


@contextmanager
def _writes_of(database: Database) -> Iterator[list[Write]]:
    """The statements that change something, with their values, while the block runs."""
    writes: list[Write] = []
    one, many = database.execute, database.execute_many

    def execute(sql: str, values: Sequence[object] = ()) -> int:
        writes.append((sql, (tuple(values),)))
        return one(sql, values)

    def execute_many(sql: str, rows: Sequence[Sequence[object]]) -> None:
        writes.append((sql, [tuple(row) for row in rows]))
        many(sql, rows)

    database.execute, database.execute_many = execute, execute_many  # type: ignore[method-assign]
    try:
        yield writes
    finally:
        database.execute, database.execute_many = one, many  # type: ignore[method-assign]


def _raw_writes(home: Path, writes: Sequence[Write], sale_id: str, receipt_no: str, rounds: int) -> Took:
    """Those statements alone in one transaction each round, as durable as the till's, under other ids."""
    watch = Stopwatch()
    copy = home.parent / "copy.db"
    with raw_connection(home / "disken.db") as source:
        source.execute("VACUUM INTO ?", (str(copy),))
    with raw_connection(copy) as raw:
        for pragma in ("journal_mode=wal", "synchronous=2", "foreign_keys=1"):
            raw.execute(f"PRAGMA {pragma}")
        for number in range(rounds + 1):
            mine = [(sql, [_under(row, sale_id, receipt_no, number) for row in rows]) for sql, rows in writes]
            if number == 0:
                _write(raw, mine)
                continue
            with watch.running():
                _write(raw, mine)
    return watch.took()


def _under(row: Sequence[Any], sale_id: str, receipt_no: str, number: int) -> list[Any]:
    other = f"{number:032}"
    return [
        value.replace(sale_id, other).replace(receipt_no, f"B-{number}") if isinstance(value, str) else value
        for value in row
    ]


def _write(raw: Any, writes: Sequence[Write]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for sql, rows in writes:
        raw.executemany(sql, rows)
    raw.execute("COMMIT")


def _receipts(stage: Stage, rounds: int) -> list[Figure]:
    """The press of Finish until the receipt is in sight: its sale is on the disk by then."""
    till, session, payment = stage.till, stage.till.session, stage.till.presenter.payment
    floor, lift = stage.one_label(rounds), [lambda: None]
    buyer = till.till.customer(_buyer(stage))

    def prepare(channel: Channel) -> None:
        session.go(Place.SALE)
        session.cart = _cart(stage)
        session.go(Place.PAYMENT)
        payment.choose(channel)
        if channel is Channel.INVOICE:
            payment.take_customer(buyer)
        stage.rest(40)
        lift[0] = stage.press("payment.finish")

    figures = []
    for channel, name in ((Channel.INVOICE, "invoice"), (Channel.CARD, "card")):
        took, frames = stage.seen(
            rounds,
            lambda: lift[0](),
            lambda: session.place is Place.RECEIPT,
            lambda: stage.rest(40),
            lambda channel=channel: prepare(channel),  # type: ignore[misc]
        )
        figures.append(Figure(f"Finish to receipt, {name}", took, ONE_LABEL, floor, TWO_FRAMES_MS, frames, 2))
    session.go(Place.SALE)
    return figures


def _history(stage: Stage, home: Path, rounds: int) -> Figure:
    """From the history's touch on the day before until its first page is in sight; beside it the page's rows, raw."""
    till, session, history = stage.till, stage.till.session, stage.till.presenter.history
    session.go(Place.HISTORY)
    stage.rest(30)
    today = till.moment.strftime("%Y-%m-%d")

    def before() -> None:
        history.next_day()
        stage.rest(30)

    def act() -> None:
        history.previous_day()
        stage.frame()

    took, frames = stage.seen(rounds, act, lambda: bool(history.view().rows), lambda: None, before)
    session.go(Place.SALE)
    with raw_connection(home / "disken.db") as raw:

        def read() -> None:
            for (sale_id,) in raw.execute(_DAY, (today,)).fetchall():
                raw.execute(_ROW, (sale_id,)).fetchall()

        read()
        return Figure("a day of the history", took, "raw query", timed(read, rounds), TWO_FRAMES_MS, frames, 2)


def _regulars(stage: Stage, home: Path, rounds: int) -> Figure:
    """The regulars of an hour, as the payment offers them."""
    catalog = stage.till.till.catalog
    took = _median_of(lambda: catalog.usual_customers(12), rounds)
    with raw_connection(home / "disken.db") as raw:
        sql = (
            "SELECT remote_id, SUM(uses) u FROM customer_hour WHERE hour IN (11, 12, 13) GROUP BY 1 "
            "ORDER BY u DESC LIMIT 4"
        )
        floor = _median_of(lambda: raw.execute(sql).fetchall(), rounds)
    return Figure("the regulars of an hour, looked up", took, "raw query", floor)


def _median_of(work: Callable[[], object], rounds: int) -> Took:
    work()
    return timed(work, rounds)
