"""The circuit breaker for an outage: closed, open until a moment, or half open: one harmless call first.

Pure and frozen; time is the boot's own clock in seconds, chance is a parameter. Knows no network and no thread.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from . import engine

LONGEST_PAUSE_S = engine.LONGEST_WAIT_S
SHORTEST_PAUSE_S = 1.0


@dataclass(frozen=True, slots=True)
class Breaker:
    """Whether calls may go to the other side.

    `failures` counts what failed in a row, `until_s` is when an open one lets its probe through; `asked` says that
    somebody wants a try out of turn.
    """

    failures: int = 0
    until_s: float = 0.0
    asked: bool = False

    def is_open(self, now_s: float) -> bool:
        """Whether no call at all may go out now."""
        return now_s < self.until_s

    def wants_probe(self, now_s: float) -> bool:
        """Whether the next call must be a single one that does no harm, because the last thing heard was a failure."""
        return self.failures > 0 and not self.is_open(now_s)

    def pause_s(self, now_s: float) -> float:
        """How long until the probe; 0 when it may go now."""
        return max(0.0, self.until_s - now_s)

    def failed(self, now_s: float, rng: Random, *, at_least_s: float = 0.0) -> Breaker:
        """Open after one more failure: a doubling pause with jitter, longer where they asked for it.

        Never longer than 15 minutes, never shorter than a second.
        """
        failures = self.failures + (0 if self.asked else 1)
        pause_s = max(SHORTEST_PAUSE_S, engine.back_off_s(failures, rng), min(at_least_s, LONGEST_PAUSE_S))
        return Breaker(failures, now_s + pause_s)

    def held(self, now_s: float, pause_s: float) -> Breaker:
        """Open for so long, and no outage counted: it is this program that needs the pause."""
        return replace(self, until_s=max(self.until_s, now_s + pause_s))

    def hurried(self) -> Breaker:
        """Somebody asks for a try: it may go at once, and does not lengthen the pause when it is in vain."""
        return replace(self, until_s=0.0, asked=self.failures > 0)

    def succeeded(self) -> Breaker:
        """Closed: something went through from end to end."""
        return Breaker()
