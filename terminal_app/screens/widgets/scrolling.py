"""How far something is scrolled: follows the finger, flies on after a fling, stops at the ends.

One axis, no widgets: the owner reads `offset` in its `moved` callback. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp

from kivy.clock import Clock
from kivy.metrics import dp

FRICTION = 3.2  # per second; a fling of 1000 px/s runs about 310 px
LEAST_FLING_DP = 60
WATCHED_SECONDS = 0.1


class Scroll:
    """The offset of a content longer than its view, in whole pixels from its start."""

    def __init__(self, moved: Callable[[], None]) -> None:
        self._moved = moved
        self._exact = 0.0
        self._speed = 0.0
        self._trail: list[tuple[float, float]] = []
        self._flight = Clock.schedule_interval(self._fly, 0)
        self._flight.cancel()
        self.furthest = 0.0

    @property
    def offset(self) -> int:
        """Pixels scrolled off at the start."""
        return round(self._exact)

    @property
    def flying(self) -> bool:
        """Whether a fling is still moving it."""
        return self._speed != 0

    def limit(self, furthest: float) -> None:
        """Sets how far it can go and comes back when it is beyond."""
        self.furthest = max(0.0, furthest)
        if self._exact > self.furthest:
            self.go(self.furthest)

    def go(self, offset: float) -> None:
        """Goes there at once, within the ends; a flight ends."""
        self.stop()
        self._set(offset)

    def stop(self) -> None:
        """Ends a flight."""
        self._speed = 0.0
        self._flight.cancel()
        self._trail.clear()

    def drag(self, by: float) -> None:
        """Follows the finger by this many pixels (positive: further)."""
        self._trail.append((Clock.get_time(), by))
        self._set(self._exact + by)

    def let_go(self) -> None:
        """The finger left; the content flies on when it was fast."""
        now = Clock.get_time()
        recent = [(time, by) for time, by in self._trail if now - time <= WATCHED_SECONDS]
        self._trail.clear()
        if not recent:
            return
        speed = sum(by for _, by in recent) / max(now - recent[0][0], 1 / 60)
        if abs(speed) >= dp(LEAST_FLING_DP):
            self._speed = speed
            self._flight()

    def _fly(self, dt: float) -> None:
        before = self._exact
        self._set(self._exact + self._speed * dt)
        self._speed *= exp(-FRICTION * dt)
        if abs(self._speed) < dp(12) or self._exact == before:
            self.stop()

    def _set(self, offset: float) -> None:
        offset = min(max(offset, 0.0), self.furthest)
        if offset != self._exact:
            shown = self.offset
            self._exact = offset
            if self.offset != shown:
                self._moved()
