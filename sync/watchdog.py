"""Ends a call that takes too long, from a thread of its own.

Knows how long and what to do then, nothing of calls. One thread serves all of them: starting one for each was a sixth
of what an order costs (benchmarks/sender.py). It ends by itself when nothing has been watched for a while.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Watchdog:
    """Calls `bite` once when what it watches has not come to rest within `patience_s`."""

    def __init__(self, patience_s: float, bite: Callable[[], None]) -> None:
        self._patience_s = patience_s
        self._bite = bite
        self._changed = threading.Condition()
        self._bites_at_s: float | None = None
        self._awake = False
        self._ended = False

    def watch(self) -> None:
        """From now on the patience runs."""
        with self._changed:
            self._bites_at_s = time.monotonic() + self._patience_s
            self._ended = False
            if not self._awake:
                self._awake = True
                threading.Thread(target=self._live, name="watchdog", daemon=True).start()

    def rest(self) -> None:
        """It has come to an end in time, or has been bitten."""
        with self._changed:
            self._bites_at_s = None

    def end(self) -> None:
        """Rest, and let the thread go at once."""
        with self._changed:
            self._bites_at_s = None
            self._ended = True
            self._changed.notify_all()

    def _live(self) -> None:
        # It is not woken for each call: it sleeps on to the moment it knows, which no later call's end comes before.
        while True:
            with self._changed:
                if self._bites_at_s is None:
                    if not self._ended:
                        self._changed.wait(self._patience_s)
                    if self._bites_at_s is None:
                        self._awake = False
                        return
                left_s = self._bites_at_s - time.monotonic()
                if left_s > 0:
                    self._changed.wait(left_s)
                    continue
                self._bites_at_s = None
            self._bite()
