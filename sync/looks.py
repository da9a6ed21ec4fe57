"""When the sync asks again for what no invoice waits for: customers, and what became of invoices.

Each quarter of an hour; and where many tills crowd one key, so seldom that orders have it nearly for themselves. Pure.
"""

from __future__ import annotations

EVERY_S = 900.0
CALLS_LEFT_TO_OTHERS = 200
"""In a crowd a look is made once in the time in which this till could make so many calls."""


class Look:
    """One thing that is looked at from time to time; times are the boot's clock, in seconds."""

    def __init__(self) -> None:
        self._at_s = 0.0

    def is_due(self, now_s: float) -> bool:
        """Whether it is time for it."""
        return now_s >= self._at_s

    def wait_s(self, now_s: float) -> float:
        """How long until it is due; 0 when it is."""
        return max(0.0, self._at_s - now_s)

    def begins(self, now_s: float) -> None:
        """It is made now; the next one is a quarter of an hour later."""
        self._at_s = now_s + EVERY_S

    def failed(self, now_s: float, apart_s: float) -> None:
        """It did not come through: again as soon as anything goes out, in a crowd only when its time comes."""
        self._at_s = now_s
        self.gives_way(now_s, apart_s)

    def gives_way(self, now_s: float, apart_s: float) -> None:
        """Calls go that far apart now (0: as near as this till wants them): the next look is put off for others."""
        if apart_s:
            self._at_s = max(self._at_s, now_s + max(EVERY_S, apart_s * CALLS_LEFT_TO_OTHERS))

    def at_once(self) -> None:
        """Somebody wants it now."""
        self._at_s = 0.0
