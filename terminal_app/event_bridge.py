"""The one crossing from the sync's thread to the window's: events go in on any thread, come out on Kivy's.

Several events between two frames are handed over together, so a busy sync never floods the window. No lock,
widget, database row or exception crosses.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from kivy.clock import Clock

from .domain.sync_control import SyncEvent


def on_window(step: Callable[[], None]) -> Callable[[], None]:
    """A callable for any thread that has `step` run on the window's, once for all calls between two frames."""
    trigger = Clock.create_trigger(lambda _: step())
    return lambda: trigger()


class EventBridge:
    """`publish` may be called from any thread; `take` is called on the window's thread, in order."""

    def __init__(self) -> None:
        self._waiting: deque[SyncEvent] = deque()
        self._take: Callable[[SyncEvent], None] | None = None
        self._cross = Clock.create_trigger(self._deliver)

    def lead_to(self, take: Callable[[SyncEvent], None]) -> None:
        """Deliver to `take` from now on; what was published before is delivered first."""
        self._take = take
        self._cross()

    def publish(self, event: SyncEvent) -> None:
        self._waiting.append(event)
        self._cross()

    def _deliver(self, _elapsed: float) -> None:
        while self._take is not None and self._waiting:
            self._take(self._waiting.popleft())
