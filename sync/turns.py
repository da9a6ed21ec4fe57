"""Long work in small pieces: the sync's thread stands back so often that the window has its turn when it wants it.

Python lets one thread compute at a time, and takes it from a busy one only after five milliseconds, a third of a frame.
Knows nothing of what is being done. Lives on the sync thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable

PIECE_S = 0.0015
REST_S = 0.010
"""Of a frame of 16.7 ms at most two such pieces are the sync's; 50 000 customers take half a minute so."""


class Turns:
    """Call it again and again during long work: it rests whenever this thread has computed for a while."""

    def __init__(
        self, rest: Callable[[float], object] = time.sleep, computed_s: Callable[[], float] = time.thread_time
    ) -> None:
        self._rest = rest
        self._computed_s = computed_s
        self._rested_at_s = 0.0

    def __call__(self) -> None:
        if abs(self._computed_s() - self._rested_at_s) >= PIECE_S:
            self._rest(REST_S)
            self._rested_at_s = self._computed_s()


def no_turns() -> None:
    """For work that nobody waits beside: it is done in one go."""
