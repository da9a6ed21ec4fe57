"""How far apart a till's calls go, so that all tills that share one key get through and none is refused for long.

The limit is the subscription key's and counts for every shop on it at once; no till knows how many they are. Each
finds out by what is refused: calls go twice as far apart after a refusal, and half as far after each call that went
well, with some chance in it, so that tills which were refused together do not come back together. Who has come through
goes on: waiting longer than a token lives costs a call for the next one. `benchmarks/fleet.py` shows what that comes to
for up to 100 000 tills. Knows no HTTP. One thread at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from .clock import Clock

CALLS_PER_S = 9.8
"""A little under the 10 that they allow in any second: calls that leave evenly do not arrive evenly."""
PATIENCE_S = 5.0
"""A call that may go within so many seconds is waited for, whatever else is wanted meanwhile."""
LONGEST_S = 180.0
"""How far apart the calls of one till go at most."""
LONGEST_WHEN_UNWELL_S = 2.0
_CLOSER = 0.5


class Pace:
    """Waits with `wait` before a call where it would come too early; `wait` returns True when it was called off."""

    def __init__(
        self, clock: Clock, wait: Callable[[float], object], calls_per_s: float = CALLS_PER_S, rng: Random | None = None
    ) -> None:
        self._clock = clock
        self._wait = wait
        self._rng = rng or Random()
        self._shortest_s = 1.0 / calls_per_s
        self._next_s = clock.monotonic()
        self.interval_s = self._shortest_s
        """How far apart calls go now."""

    @property
    def is_crowded(self) -> bool:
        """Whether calls go further apart than they would with the key for this till alone."""
        return self.interval_s > self._shortest_s

    @property
    def apart_s(self) -> float:
        """How far apart calls go now, in seconds, since some were refused; 0 while they go as near as a till wants."""
        return self.interval_s if self.is_crowded else 0.0

    def keep(self) -> float:
        """Wait until the next call may go: 0.0; or, when the wait was called off, how many seconds of it are left."""
        now_s = self._clock.monotonic()
        start_s = max(now_s, self._next_s)
        if start_s > now_s and self._wait(start_s - now_s):
            return max(1.0, start_s - self._clock.monotonic())
        self._next_s = start_s + (self._by_chance() if self.is_crowded else self.interval_s)
        return 0.0

    def refused(self, asked_s: float) -> None:
        """Too many calls: they go twice as far apart, and the next one not before they want it."""
        self.interval_s = min(self.interval_s * 2.0, LONGEST_S)
        self._next_s = self._clock.monotonic() + max(asked_s, self._by_chance())

    def unwell(self) -> None:
        """They answer that they cannot now: twice as far apart, up to two seconds."""
        self.interval_s = max(self.interval_s, min(self.interval_s * 2.0, LONGEST_WHEN_UNWELL_S))

    def went_well(self) -> None:
        """They took it: half as far apart."""
        self.interval_s = max(self._shortest_s, self.interval_s * _CLOSER)

    def _by_chance(self) -> float:
        return self.interval_s * (0.5 + self._rng.random())
