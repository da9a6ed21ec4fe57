"""A press that was meant for the screen before: the second of a double press, when the first one led somewhere else.

Knows moments and spots, no screen. There is one, `ARRIVAL`, as there is one window. Window thread.
"""

from __future__ import annotations

from math import hypot
from typing import Any

from kivy.clock import Clock
from kivy.metrics import mm

REFUSED_SECONDS = 0.35
"""Sooner than that nobody has seen the new screen and moved a finger to it."""
SAME_SPOT_MM = 15


class Arrival:
    """When the screen that is shown came, and where the touch lay that brought it."""

    def __init__(self) -> None:
        self._until = 0.0
        self._anywhere = False
        self._begun = self._spot = (0.0, 0.0)

    def came(self, *, anywhere: bool = False) -> None:
        """Another screen is shown from now on; with `anywhere` no touch is for it yet, wherever it lies."""
        self._until, self._spot, self._anywhere = Clock.get_time() + REFUSED_SECONDS, self._begun, anywhere

    def refuses(self, touch: Any) -> bool:
        """Whether a touch that begins now was meant for the screen before."""
        self._begun = touch.pos
        if Clock.get_time() >= self._until:
            return False
        apart = hypot(touch.x - self._spot[0], touch.y - self._spot[1])
        return self._anywhere or apart <= mm(SAME_SPOT_MM)

    @property
    def seconds_left(self) -> float:
        """How long it still refuses touches: what looks before it touches waits as long."""
        return float(max(0.0, self._until - Clock.get_time()))


ARRIVAL = Arrival()
