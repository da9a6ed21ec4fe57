"""How many requests a subscription key may make: a sliding window, as the real gateway counts them.

One limit for all companies that share the key. Safe to call from any server thread.
"""

from __future__ import annotations

import math
import threading
from collections import deque

from .answers import Refusal
from .auth import Clock


class Throttle:
    """At most `calls` requests in any `period_s` seconds. A refused request does not count."""

    def __init__(self, clock: Clock, calls: int = 10, period_s: float = 1.0) -> None:
        self._clock = clock
        self._calls = calls
        self._period_s = period_s
        self._passed: deque[float] = deque()
        self._lock = threading.Lock()

    def admit(self, say_retry_after: bool) -> None:
        """Counts one request. Raises 429, with the text the real one uses and the seconds as a string."""
        now = self._clock().timestamp()
        with self._lock:
            # A clock that was set back would otherwise leave stamps from the future in the way for hours.
            while self._passed and not 0 <= now - self._passed[0] < self._period_s:
                self._passed.popleft()
            if len(self._passed) < self._calls:
                self._passed.append(now)
                return
            wait_s = max(1, math.ceil(self._passed[0] + self._period_s - now))
        raise throttled(wait_s, say_retry_after)


def throttled(wait_s: int, say_retry_after: bool) -> Refusal:
    """The 429 answer; `Retry-After` is not documented, so it is only sent on request."""
    body = {"statusCode": "429", "message": f"Rate limit is exceeded. Try again in {wait_s} seconds."}
    return Refusal(429, body, {"Retry-After": str(wait_s)} if say_retry_after else None)
