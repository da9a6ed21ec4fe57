"""Twelve hours of sales in one run: is the till at their end as quick and as small as at their beginning?

20 000 sales by real touches on the tiles, Pay, Finish and New sale, by card, cash and invoice, with 2 000 changes of
screen between them and a Z at the end; the till's clock moves on by twelve hours. Its own sync sends the invoices to a
sandbox in another process meanwhile. The floor of each figure is the same run's beginning, after a warm-up.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure, quantile
from benchmarks.memory import memory
from benchmarks.other_side import other_side
from benchmarks.stage import PAUSE_S, Stage, on_stage
from terminal_app.presenters.session import Place

MORNING, HOURS = datetime(2026, 11, 23, 5, 0, tzinfo=UTC), timedelta(hours=12)
MOST_TIMES = 1.1
SALES, QUICK_SALES = 20_000, 40
PLACES = ("menu.history", "menu.queue", "menu.day", "menu.close")
SALES_BETWEEN_VISITS = 20
"""A visit is two changes of screen, there and back, or more."""
TICKS_EVERY_S = 10
SENDS_EVERY = 500
_TILES_SEEN = 16
MOST_FRAMES = 300
"""Longer nothing is waited for: then it does not come."""


@dataclass(slots=True)
class Stretch:
    """A part of the run: what each drawn frame of it took, in ms, and the memory, in MB, when it was weighed."""

    frames: array[float] = field(default_factory=lambda: array("d"))
    cpu: array[float] = field(default_factory=lambda: array("d"))
    rss: float = 0.0
    blocks: int = 0

    def detail(self, prefix: str = "") -> dict[str, float]:
        return {
            f"{prefix}p99": quantile(self.frames, 0.99), f"{prefix}slowest": max(self.frames),
            f"{prefix}cpu": statistics.median(self.cpu), f"{prefix}frames": float(len(self.frames)),
        }  # fmt: skip


def figures(ask: Ask) -> list[Figure]:
    """Frame time and memory at the end beside those at the beginning, and the Z that closes it."""
    sales = ask.rounds(SALES, QUICK_SALES)
    folder = shops.copied(shops.big(ask), ask)
    with on_stage(folder) as stage, _sending(stage) as send, _tidying(stage):
        day, before_any = _Day(stage, sales, send), memory().rss
        first, last = day.run(warm=sales // 20, stretch=max(10, sales // 20))
        sold = day.close()
    frames = statistics.median(first.frames), statistics.median(last.frames)
    grown = {"blocks": float(last.blocks), "floor_blocks": float(first.blocks), "sales": float(sold)}
    grown["before_any_sale"] = before_any
    budget, beginning = Budget(ratio=MOST_TIMES), "the same at its beginning"
    whole = Budget() if ask.quick else budget  # a quick run ends before all caches are filled
    told = {**last.detail(), **first.detail("floor_"), "screen_changes": float(day.changes)}
    return [
        Figure("a drawn frame at the end of 12 hours", "ms", frames[1], beginning, frames[0], budget, told),
        Figure("memory at the end of 12 hours", "MB", last.rss, beginning, first.rss, whole, grown),
    ]


@contextmanager
def _sending(stage: Stage) -> Iterator[Callable[[], None]]:
    """The till's own sync beside the window, its sandbox elsewhere; what is yielded has it send what waits."""
    from sync.worker import SyncWorker
    from terminal_app.cli.connections import Connections, leave_address
    from terminal_app.event_bridge import EventBridge

    with ExitStack() as opened:
        till = stage.till.till
        other = opened.enter_context(other_side(customers=shops.CUSTOMERS))
        leave_address(till.database.folder, dict(other.connection))
        connections = Connections(till.database)
        opened.callback(connections.close)
        bridge = EventBridge()
        worker = SyncWorker(till.database, connections.connect, bridge.publish)
        bridge.lead_to(stage.till.presenter.take)
        till.sync = worker
        worker.start()
        opened.callback(worker.stop)
        yield worker.send_now


@contextmanager
def _tidying(stage: Stage) -> Iterator[None]:
    """Gives memory back when the application would; the window's own time is some four seconds a sale."""
    from terminal_app.screens.tidying import Tidying

    tidying = Tidying(stage.till.presenter, lambda: stage.till.root)
    tidying.begin()
    yield
    tidying.end()


class _Day:
    """The day as it is lived: a finger that knows where things are, and a clock that runs ahead."""

    def __init__(self, stage: Stage, sales: int, send: Callable[[], None]) -> None:
        self._stage, self._sales, self._send = stage, sales, send
        self._dice = Random(4)
        self._where: dict[str, tuple[float, float]] = {}
        self._ticked = MORNING
        self._into: Stretch | None = None
        self.changes = 0
        self._finger = stage.till.finger
        self._finger._frame = self._frame
        stage.till.moment = MORNING
        stage.till.session.announce()
        stage.pause()
        self._tiles = stage.till.keys("sale.tile.")[:_TILES_SEEN]

    def run(self, warm: int, stretch: int) -> tuple[Stretch, Stretch]:
        """All the sales; the stretch after the warm-up, weighed at its beginning, and the last one, at its end."""
        first, last = Stretch(), Stretch()
        for place in 2 * PLACES:
            self._visit(place)
        for number in range(self._sales):
            if number == warm:
                _weigh(first)
                self._into = first
            elif number == self._sales - stretch:
                self._into = last
            self._sell(number)
            self._time_passes()
            if number % SALES_BETWEEN_VISITS == SALES_BETWEEN_VISITS - 1:
                self._visit(PLACES[number // SALES_BETWEEN_VISITS % len(PLACES)])
            if number % SENDS_EVERY == 0:
                self._send()
            if number == warm + stretch - 1:
                self._into = None
        _weigh(last)
        return first, last

    def close(self) -> int:
        """How many sales the Z of the day counts, which must be as many as were made."""
        till = self._stage.till.till
        report = till.day.close()
        counted = report.receipts + report.deliveries.number
        assert counted == self._sales, (counted, self._sales)
        return counted

    def _sell(self, number: int) -> None:
        for _ in range(self._dice.choice((1, 1, 1, 2))):
            self._tap(self._dice.choice(self._tiles))
        self._tap("sale.pay", Place.PAYMENT)
        way = number % 20
        if way < 3:
            self._tap("payment.channel.invoice")
            self._look_and_tap("payment.search_customer")
            self._look_and_tap(f"customers.row.{self._dice.randrange(4)}")
            self._until(Place.PAYMENT)
        else:
            self._tap("payment.channel.cash" if way < 6 else "payment.channel.card")
        self._look_and_tap("payment.finish")
        self._until(Place.RECEIPT)
        self._look_and_tap("receipt.new_sale")
        self._until(Place.SALE)

    def _visit(self, key: str) -> None:
        """Another screen and back again."""
        session = self._stage.till.session
        self._look_and_tap("root.menu")
        self._until(Place.MENU)
        self._look_and_tap(key)
        self._stage.window.settle(300)
        self.changes += 3
        session.go(Place.SALE)
        self._stage.window.settle(300)

    def _tap(self, key: str, place: Place | None = None) -> None:
        """Touches where that was the last time it was looked for; a hand does not look each time."""
        while not self._stage_takes_touches():
            self._frame()
        if key not in self._where:
            self._where[key] = self._finger.find(key).centre
        self._a_moment_passes()
        self._finger.up(self._finger.down(*self._where[key]))
        if place is not None:
            self._until(place)

    def _look_and_tap(self, key: str) -> None:
        self._a_moment_passes()
        self._frame()
        for _ in range(MOST_FRAMES):
            if self._stage_takes_touches() and self._finger.sees(key):
                break
            self._frame()
        self._finger.up(self._finger.down(*self._finger.find(key).centre))

    def _a_moment_passes(self) -> None:
        """Longer than the echo of a touch could come after it; the next frame sees it."""
        self._stage.window.now += PAUSE_S

    def _stage_takes_touches(self) -> bool:
        from terminal_app.screens.arrival import ARRIVAL

        return not ARRIVAL.seconds_left

    def _until(self, place: Place) -> None:
        for _ in range(MOST_FRAMES):
            if self._stage.till.session.place is place:
                return
            self._frame()
        till = self._stage.till
        raise RuntimeError(f"never came to {place}, still at {till.session.place}: {' | '.join(till.texts())}")

    def _time_passes(self) -> None:
        till = self._stage.till
        till.moment += HOURS / self._sales
        if (till.moment - self._ticked).total_seconds() >= TICKS_EVERY_S:
            self._ticked = till.moment
            till.presenter.tick()

    def _frame(self) -> None:
        """One frame; what it took is kept when it drew something and belongs to a stretch."""
        drawn = self._stage.drawn
        cpu, wall = time.process_time(), time.perf_counter()
        self._stage.frame()
        if self._into is not None and self._stage.drawn > drawn:
            self._into.frames.append(1000 * (time.perf_counter() - wall))
            self._into.cpu.append(1000 * (time.process_time() - cpu))


def _weigh(stretch: Stretch) -> None:
    gc.collect()
    stretch.blocks = sys.getallocatedblocks()
    stretch.rss = memory().rss
