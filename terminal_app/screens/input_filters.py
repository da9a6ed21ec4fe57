"""What stands between the panel and the widgets: one touch that arrives twice counts once, and SDL is asked early.

Knows touches, not widgets. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.input.provider import MotionEventProvider
from kivy.metrics import dp

ECHO_SECONDS = 0.04
HELD_SECONDS = 0.2
"""How long a second touch where the first still lies is an echo; after that the first one's end may have been lost."""
PERSON_SECONDS = 0.08
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


@dataclass
class _Begun:
    """The last touch that counted: where and when, by which device, and whether it was lifted since."""

    uid: int
    device: str
    x: float
    y: float
    at: float
    lifted: bool = False


class EchoGuard:
    """Drops a touch that a panel or driver reports twice: at the same spot, sooner than anybody taps again.

    Two drivers may report one touch (kivy#8494), and worn panels let go for an instant. Nobody taps the same spot
    twice in less than 80 ms; where a slow frame hides how far two taps of one device lay apart, both count.
    """

    def __init__(self) -> None:
        self._last: _Begun | None = None
        self._dropped: set[int] = set()

    def process(self, events: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """The events without echoes; called by Kivy's loop once a frame."""
        return [event for event in events if not self._is_echo(*event)]

    def _is_echo(self, kind: str, touch: Any) -> bool:
        if not touch.is_touch or touch.is_mouse_scrolling:
            return False
        if kind == "begin":
            return self._begins(touch)
        if kind == "end":
            if self._last is not None and touch.uid == self._last.uid:
                self._last.lifted = True
            if touch.uid in self._dropped:
                self._dropped.discard(touch.uid)
                return True
        return touch.uid in self._dropped

    def _begins(self, touch: Any) -> bool:
        window = EventLoop.window
        begun = _Begun(touch.uid, touch.device, touch.sx * window.width, touch.sy * window.height, Clock.get_time())
        if self._last is not None and _repeats(begun, self._last):
            self._dropped.add(touch.uid)
            return True
        self._last = begun
        return False


def _repeats(begun: _Begun, last: _Begun) -> bool:
    if abs(begun.x - last.x) > dp(ECHO_DP) or abs(begun.y - last.y) > dp(ECHO_DP):
        return False
    apart = begun.at - last.at
    if not last.lifted:
        return apart <= HELD_SECONDS
    if begun.device != last.device:
        return apart <= ECHO_SECONDS
    return apart <= ECHO_SECONDS and apart + Clock.frametime < PERSON_SECONDS
