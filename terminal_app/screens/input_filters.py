"""What stands between the panel and the widgets: one touch that arrives twice counts once, and SDL is asked early.

Knows touches, not widgets. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.input.provider import MotionEventProvider
from kivy.metrics import dp

ECHO_SECONDS = 0.035
ECHO_DP = 6


class EarlyPoll(MotionEventProvider):
    """Asks SDL for events after the frame's sleep and before dispatch, which halves the way from touch to handler."""

    def start(self) -> None:
        """Nothing to open."""

    def stop(self) -> None:
        """Nothing to close."""

    def update(self, dispatch_fn: Callable[..., None]) -> None:
        if EventLoop.window is not None:
            EventLoop.window.mainloop()


class EchoGuard:
    """Drops a touch that began within 35 ms and 6 dp of the one before: panels and drivers report some touches twice.

    Nobody taps the same spot twice in 35 ms (fast fingers need 80), so no real tap is lost.
    """

    def __init__(self) -> None:
        self._last: tuple[float, float, float] | None = None
        self._dropped: set[int] = set()

    def process(self, events: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """The events without echoes; called by Kivy's loop once a frame."""
        return [event for event in events if not self._is_echo(*event)]

    def _is_echo(self, kind: str, touch: Any) -> bool:
        if not touch.is_touch or touch.is_mouse_scrolling:
            return False
        if kind == "begin":
            window = EventLoop.window
            x, y, now = touch.sx * window.width, touch.sy * window.height, Clock.get_time()
            if self._last is not None:
                last_x, last_y, then = self._last
                near = abs(x - last_x) <= dp(ECHO_DP) and abs(y - last_y) <= dp(ECHO_DP)
                if near and now - then <= ECHO_SECONDS:
                    self._dropped.add(touch.uid)
                    return True
            self._last = (x, y, now)
            return False
        if touch.uid not in self._dropped:
            return False
        if kind == "end":
            self._dropped.discard(touch.uid)
        return True
