"""A frame of the till's window while the real sync thread works in the same process, beside a frame while it is idle.

The whole till of the big shop in a window at 60 Hz, one word of the bar another in each frame. Meanwhile the sync's
thread sends orders at its own pace and lists all customers anew over HTTP from a sandbox in another process; each of
them has another telephone than the till knew, which is more than any night brings. Pixels are not coloured: what is
asked is how long Python's one lock keeps the window waiting.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure, Samples, beside
from benchmarks.other_side import OtherSide, other_side
from benchmarks.sender import gateway_to, queue_of
from benchmarks.stage import Stage, on_stage
from sync.clock import SystemClock
from sync.pace import CALLS_PER_S
from sync.worker import SyncWorker
from terminal_app.demo.generate import customers
from terminal_app.domain.outbox import State
from terminal_app.domain.sync_control import CustomersRefreshed, EntryChanged, SyncEvent
from terminal_app.storage.database import Database
from terminal_app.till import Till

FRAME_S = 1 / 60
ORDERS, QUICK_ORDERS = 100, 12
IDLE_FRAMES, QUICK_IDLE_FRAMES = 900, 60
QUICK_CUSTOMERS = 1500
LONGEST_S = 600.0
IDLE = "frame, sync idle"


def figures(ask: Ask) -> list[Figure]:
    """The usual frame and the slowest one, sending and listing; each beside those with the sync idle."""
    listed, orders = ask.rounds(shops.CUSTOMERS, QUICK_CUSTOMERS), ask.rounds(ORDERS, QUICK_ORDERS)
    frames, folder = ask.rounds(IDLE_FRAMES, QUICK_IDLE_FRAMES), shops.copied(shops.big(ask, 0), ask)
    idle, busy = Samples(), Samples()
    with other_side(customers=listed, moved=True) as other:
        with Database.open(folder) as database:
            _queue(database, other, orders)
        with on_stage(folder) as stage:
            _run(stage, Samples(), 60)
            _run(stage, idle, frames)
            with _syncing(stage, other) as seen:
                _run(stage, busy, until=lambda: seen.accepted >= orders and seen.listed >= listed)
            _run(stage, idle, frames)
    name = "frame while the sync sends and lists the customers"
    took_s = len(busy.walls) * FRAME_S
    return [
        beside(name, busy, IDLE, idle, Budget(ratio=1.3), customers=listed, orders=orders, seconds=took_s),
        Figure(f"slowest {name}", "ms", max(busy.walls), f"slowest {IDLE}", max(idle.walls), Budget(limit=100)),
    ]


@dataclass(slots=True)
class _Seen:
    """What the sync has told the window so far: orders that were taken, customers that were new or different."""

    accepted: int = 0
    listed: int = 0


def _queue(database: Database, other: OtherSide, orders: int) -> None:
    """The big shop set up for the other side, with so many orders that wait."""
    till = Till(database, SystemClock().now)
    till.change_settings(other.settings)
    queue_of(database, orders, next(row["Number"] for row in customers(shops.CUSTOMERS) if not row["IsArchived"]))


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


def _run(stage: Stage, samples: Samples, frames: int = 0, until: Callable[[], bool] | None = None) -> None:
    """Frames at 60 Hz, so many or until something has happened; each changes a word and is drawn."""
    begun_s = time.monotonic()
    while not until() if until is not None else time.monotonic() < begun_s + frames * FRAME_S:
        if time.monotonic() - begun_s > LONGEST_S:
            raise RuntimeError("the sync does not come to an end")
        next_s = time.perf_counter() + FRAME_S
        samples.run(stage.change_label)
        time.sleep(max(0.0, next_s - time.perf_counter()))
