"""The world that a fleet of tills lives in: one virtual clock, one shared subscription key, and what happens in order.

The key's limiter is the sandbox's own: so many calls in any second, and a refused call does not count. Knows no till.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from sync.poweroffice.sandbox.answers import Refusal
from sync.poweroffice.sandbox.throttle import Throttle

CALLS_PER_S = 10
LATENCY_S = 0.12
"""What a call takes there and back; how long makes no difference worth telling once the key is busy."""


class Answer(Enum):
    """How a call ended."""

    OK = "ok"
    REFUSED = "429"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Call:
    """A till asks for something; `what` is counted under that name."""

    what: str


Life = Generator[float | Call, Answer | None, None]
"""What a till does: it yields how many seconds it waits, or a call, whose answer comes back."""


class VirtualClock:
    """Implements `sync.clock.Clock`; goes on only when something happens."""

    def __init__(self, begins: datetime) -> None:
        self._begins = begins.astimezone(UTC)
        self.seconds = 0.0

    def now(self) -> datetime:
        return self._begins + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def boot_id(self) -> str:
        return "virtual"


class SharedKey:
    """The limit that all tills share, what it let through and what it refused; `down` between two moments."""

    def __init__(self, clock: VirtualClock, down: tuple[float, float] | None = None) -> None:
        self._clock, self._down = clock, down
        self._throttle = Throttle(clock.now, CALLS_PER_S)
        self.passed: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.unanswered = 0

    def ask(self, call: Call) -> Answer:
        """What becomes of that call now."""
        if self._down is not None and self._down[0] <= self._clock.seconds < self._down[1]:
            self.unanswered += 1
            return Answer.DOWN
        try:
            self._throttle.admit(say_retry_after=False)
        except Refusal:
            self.refused[call.what] += 1
            return Answer.REFUSED
        self.passed[call.what] += 1
        return Answer.OK


class World:
    """All lives, each going on when its time has come."""

    def __init__(self, clock: VirtualClock, key: SharedKey) -> None:
        self.clock, self.key = clock, key
        self._coming: list[tuple[float, int, Life, Answer | None]] = []
        self._number = 0

    def add(self, life: Life, at_s: float) -> None:
        """A life that begins then."""
        self._push(at_s, life, None)

    def run(self, until_s: float) -> None:
        """Everything that happens before that moment."""
        coming, clock, key = self._coming, self.clock, self.key
        while coming and coming[0][0] < until_s:
            at_s, _, life, answer = heapq.heappop(coming)
            clock.seconds = at_s
            try:
                wish = life.send(answer)
            except StopIteration:
                continue
            if isinstance(wish, Call):
                self._push(at_s + LATENCY_S, life, key.ask(wish))
            else:
                self._push(at_s + max(wish, 0.0), life, None)
        clock.seconds = until_s

    def _push(self, at_s: float, life: Life, answer: Answer | None) -> None:
        self._number += 1
        heapq.heappush(self._coming, (at_s, self._number, life, answer))
