"""A worker at work on a real shop: what it said, and how a test waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from sync.connectors import connect
from sync.worker import SyncWorker
from terminal_app.domain.outbox import State
from terminal_app.domain.sync_control import CustomersRefreshed, EntryChanged, SyncEvent, SyncStatus
from tests.sync.shop import Shop

GLANCE_S = 0.1
PATIENCE_S = 20.0


class Listener:
    """Keeps every event and lets a test wait for what they come to."""

    def __init__(self) -> None:
        self.events: list[SyncEvent] = []
        self._news = threading.Condition()

    def __call__(self, event: SyncEvent) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def expect(self, claim: Callable[[], bool]) -> None:
        """Returns as soon as the claim holds; fails when it never does. Looks at each event, and now and then.

        What the other side has seen comes with no event of ours.
        """
        until = time.monotonic() + PATIENCE_S
        with self._news:
            while not claim():
                assert time.monotonic() < until, self.events[-3:]
                self._news.wait(GLANCE_S)

    def states(self, reference: str) -> list[State]:
        return [e.state for e in self.events if isinstance(e, EntryChanged) and e.reference == reference]


class Running:
    """A worker at work on a shop, and what it said."""

    def __init__(self, shop: Shop, rng: Random, lease_folder: Path | None = None) -> None:
        self.shop = shop
        self.heard = Listener()
        self.worker = SyncWorker(
            shop.database,
            lambda wait: connect(shop.till.settings, wait=shop.clock.wait, clock=shop.clock),
            self.heard,
            clock=shop.clock,
            rng=rng,
            lease_folder=lease_folder or shop.folder.parent / "leases",
        )
        shop.till.sync = self.worker

    @property
    def status(self) -> SyncStatus:
        return self.worker.status()

    def expect_customers(self, times: int = 1) -> None:
        self.heard.expect(lambda: sum(isinstance(e, CustomersRefreshed) for e in self.heard.events) >= times)

    def expect_state(self, reference: str, state: State) -> None:
        self.heard.expect(lambda: state in self.heard.states(reference))


class NoChance(Random):
    """Draws zero: no jitter, the shortest waits."""

    def random(self) -> float:
        return 0.0
