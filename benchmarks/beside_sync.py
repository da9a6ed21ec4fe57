"""A frame of the till's window while the real sync thread works in the same process, beside a frame while it is idle.

The whole till of the big shop in a window at 60 Hz, one word of the bar another in each frame. Meanwhile the sync's
thread sends orders at its own pace and lists all customers anew over HTTP from a sandbox in another process; each of
them has another telephone than the till knew, which is more than any night brings. Pixels are not coloured: what is
asked is how long Python's one lock keeps the window waiting. So a frame's time begins when it is due, not when the
window's thread was let on to it. The detail says of each frame above 50 ms what the sync's thread was at.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure, Samples, beside, quantile
from benchmarks.other_side import OtherSide, other_side
from benchmarks.sender import gateway_to
from benchmarks.stage import Stage, on_stage
from sync.clock import SystemClock
from sync.pace import CALLS_PER_S
from sync.worker import SyncWorker
from terminal_app.demo.generate import customers
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.outbox import State
from terminal_app.domain.sync_control import CustomersRefreshed, EntryChanged, SyncEvent
from terminal_app.domain.tender import Tender
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.sync.shop import BUN, LATTE

FRAME_S = 1 / 60
ORDERS, QUICK_ORDERS = 100, 12
IDLE_FRAMES, QUICK_IDLE_FRAMES = 900, 60
QUICK_CUSTOMERS = 1500
LONGEST_S = 600.0
IDLE = "frame, sync idle"
LATE_S, SLOW_S = 0.02, 0.05
"""From when on it is looked what the sync's thread does: when the window's is let on so late, or has taken so long."""
REST_S = 2.0
_CALLERS = 4


def figures(ask: Ask) -> list[Figure]:
    """The usual frame and the slowest one, sending and listing; each beside those with the sync idle."""
    listed, orders = ask.rounds(shops.CUSTOMERS, QUICK_CUSTOMERS), ask.rounds(ORDERS, QUICK_ORDERS)
    frames, folder = ask.rounds(IDLE_FRAMES, QUICK_IDLE_FRAMES), shops.copied(shops.big(ask), ask)
    idle, busy, slow = _Frames(), _Frames(), _Slow()
    with other_side(customers=listed, moved=True) as other:
        with Database.open(folder) as database:
            _queue(database, other, orders)
        with on_stage(folder) as stage:
            _run(stage, _Frames(), 60)
            _run(stage, idle, frames)
            with _syncing(stage, other) as seen:
                began_s = time.monotonic()
                _run(stage, busy, until=lambda: seen.accepted >= orders and seen.listed >= listed, slow=slow)
                took_s = time.monotonic() - began_s
                _run(stage, _Frames(), int(REST_S / FRAME_S))  # it has nothing more to do then, and is still there
                _run(stage, idle, frames)
    name = "frame while the sync sends and lists the customers"
    limit = Budget(limit=100)
    return [
        beside(name, busy, IDLE, idle, Budget(ratio=1.3), customers=listed, orders=orders, seconds=took_s),
        Figure(f"slowest {name}", "ms", max(busy.walls), f"slowest {IDLE}", max(idle.walls), limit, slow.detail()),
    ]


@dataclass(slots=True)
class _Seen:
    """What the sync has told the window so far: orders that were taken, customers that were new or different."""

    accepted: int = 0
    listed: int = 0


class _Frames(Samples):
    """What frames took from when they were due, and of that how late the window's thread was let on to them, in ms."""

    def __init__(self) -> None:
        super().__init__()
        self.lates: list[float] = []

    def detail(self, prefix: str = "") -> dict[str, float]:
        late = {f"{prefix}late": statistics.median(self.lates), f"{prefix}late_p99": quantile(self.lates, 0.99)}
        return {**super().detail(prefix), **late}


@dataclass(slots=True)
class _Slow:
    """The frames that took long: what the sync's thread was at, and of the slowest where its time went, in ms."""

    frames: int = 0
    slowest: dict[str, float] = field(default_factory=lambda: {"slowest": 0.0})
    places: dict[str, float] = field(default_factory=dict)

    def note(self, took_s: float, late_s: float, computed_s: float, place: str) -> None:
        self.frames += 1
        self.places[place] = max(1000 * took_s, self.places.get(place, 0.0))
        if 1000 * took_s > self.slowest["slowest"]:
            told = {"slowest": took_s, "let_on_after": late_s, "all_threads_computed": computed_s}
            self.slowest = {name: 1000 * seconds for name, seconds in told.items()}

    def detail(self) -> dict[str, float]:
        """How many there were, the parts of the slowest, and each place with the slowest frame that it was met in."""
        return {"frames_over_50_ms": float(self.frames), **self.slowest, **self.places}


def _queue(database: Database, other: OtherSide, orders: int) -> None:
    """The big shop set up for the other side, with so many orders that wait."""
    till = Till(database, SystemClock().now)
    till.change_settings(other.settings)
    buyer = next(row["Number"] for row in customers(shops.CUSTOMERS) if not row["IsArchived"])
    for _ in range(orders):
        till.sell(Cart().add(LATTE).add(BUN), (Tender(Channel.INVOICE),), customer_number=buyer)


@contextmanager
def _syncing(stage: Stage, other: OtherSide) -> Iterator[_Seen]:
    """The real sync thread, told to send and then to list everybody; its events go to the window as they always do."""
    from terminal_app.event_bridge import EventBridge

    seen, bridge, presenter = _Seen(), EventBridge(), stage.till.presenter

    def take(event: SyncEvent) -> None:
        presenter.take(event)
        if isinstance(event, EntryChanged):
            seen.accepted += event.state is State.ACCEPTED
        elif isinstance(event, CustomersRefreshed):
            seen.listed += event.changed

    bridge.lead_to(take)
    worker = SyncWorker(
        stage.till.database,
        lambda wait: gateway_to(stage.till.till, other, CALLS_PER_S, wait),
        bridge.publish,
        lease_folder=stage.till.database.folder,
    )
    worker.start()
    worker.send_now()
    worker.refresh_customers()
    try:
        yield seen
    finally:
        worker.stop()


def _run(
    stage: Stage,
    into: _Frames,
    frames: int = 0,
    until: Callable[[], bool] | None = None,
    slow: _Slow | None = None,
) -> None:
    """Frames at 60 Hz, so many or until something has happened; each changes a word and is drawn.

    A frame is due a sixtieth of a second after the one before was due, or when that one has ended, if it took longer;
    its time begins then, however late the window's thread is let on to it.
    """
    begun_s = due_s = time.perf_counter()
    while not until() if until is not None else time.perf_counter() < begun_s + frames * FRAME_S:
        if time.perf_counter() - begun_s > LONGEST_S:
            raise RuntimeError("the sync does not come to an end")
        computed_s = time.process_time()
        due_s = max(due_s + FRAME_S, time.perf_counter())
        while (left_s := due_s - time.perf_counter()) > 0:
            time.sleep(left_s)
        late_s, own_s = time.perf_counter() - due_s, time.thread_time()
        place = _sync_is_at() if slow is not None and late_s > LATE_S else ""
        stage.change_label()
        took_s, own_s = time.perf_counter() - due_s, time.thread_time() - own_s
        into.add(took_s, own_s)
        into.lates.append(1000 * late_s)
        if slow is not None and took_s > SLOW_S:
            slow.note(took_s, late_s, time.process_time() - computed_s, place or _sync_is_at())


def _sync_is_at() -> str:
    """The line that the sync's thread is at, and those that called it."""
    thread = next((one for one in threading.enumerate() if one.name == "sync"), None)
    frame = None if thread is None or thread.ident is None else sys._current_frames().get(thread.ident)
    lines = []
    while frame is not None and len(lines) < _CALLERS:
        lines.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return f"sync at {' < '.join(lines) or 'its end'}"
