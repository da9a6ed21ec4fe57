"""A robot finger: it finds what is on the screen by key or by words, touches it and types, through Kivy's own input.

Used by the demo tour, the screenshots and the tests. It knows touch targets, no screen. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.base import EventLoop
from kivy.input.motionevent import MotionEvent
from kivy.input.provider import MotionEventProvider

from terminal_app.screens.arrival import ARRIVAL
from terminal_app.screens.widgets.touch import TouchTarget, targets_in

KEY_CODES = {
    "enter": 13,
    "backspace": 8,
    "escape": 27,
    "tab": 9,
    "delete": 127,
    "left": 276,
    "right": 275,
    "home": 278,
    "end": 279,
}
FRAMES_BETWEEN_TAPS = 3
REST_FRAMES = 12
"""Frames in which nothing may move before a dragged list counts as at rest; a touch before that only stops it."""
LONGEST_GLIDE_FRAMES = 300


class NothingToTouch(LookupError):
    """No visible target has this key or these words; the message lists what could be touched."""


class _FingerTouch(MotionEvent):
    """One touch of the robot finger, in the form in which a panel reports it."""

    def depack(self, args: tuple[float, float]) -> None:
        self.sx, self.sy = args
        self.profile = ["pos", "button"]
        self.button = "left"
        super().depack(args)


class _FingerProvider(MotionEventProvider):
    """Hands the finger's touches to the event loop as a panel's driver does."""

    def __init__(self) -> None:
        super().__init__("finger", "")
        self.waiting: list[tuple[str, _FingerTouch]] = []

    def start(self) -> None:
        """Nothing to open."""

    def stop(self) -> None:
        """Nothing to close."""

    def update(self, dispatch_fn: Callable[..., None]) -> None:
        waiting, self.waiting = self.waiting, []
        for kind, touch in waiting:
            dispatch_fn(kind, touch)


def one_frame() -> None:
    """Runs the event loop for one frame; SDL is asked too, so that the window stays alive."""
    EventLoop.idle()
    if EventLoop.window is not None:
        EventLoop.window.mainloop()


class Finger:
    """Touches and types in a window, a frame at a time.

    `frame` runs one frame of the event loop; tests give one that moves their clock. `after_step` is called after each
    tap, drag or typed text with a short description: the demo's commentary. `frames_per_key` is how fast it types: a
    till that listens for a scanner takes a key a frame for one.
    """

    _next_touch = 1

    def __init__(
        self,
        window: Any,
        frame: Callable[[], None] = one_frame,
        after_step: Callable[[str], None] = lambda what: None,
        frames_per_key: int = 1,
    ) -> None:
        self.window = window
        self._frames_per_key = frames_per_key
        self._frame = frame
        self._after_step = after_step
        self._provider = _FingerProvider()
        EventLoop.input_providers.append(self._provider)

    def leave(self) -> None:
        """Takes the finger off the event loop."""
        if self._provider in EventLoop.input_providers:
            EventLoop.input_providers.remove(self._provider)

    # what is there

    def targets(self) -> list[TouchTarget]:
        """Everything that could be touched now."""
        return targets_in(self.window)

    def sees(self, wanted: str) -> bool:
        """Whether a target with this key or these words can be touched now."""
        return bool(self._matches(wanted))

    def find(self, wanted: str) -> TouchTarget:
        """The target with this key, else with exactly these words, else the only one whose words begin so.

        Raises NothingToTouch, also when more than one thing has the words.
        """
        matches = self._matches(wanted)
        if len(matches) == 1 or (matches and matches[0].key == wanted):
            return matches[0]
        visible = ", ".join(
            sorted(f"{target.key} «{target.text}»" if target.text else target.key for target in self.targets())
        )
        why = f"{len(matches)} things are called" if matches else "nothing is called"
        raise NothingToTouch(f"{why} {wanted!r}; visible: {visible or 'nothing'}")

    def _matches(self, wanted: str) -> list[TouchTarget]:
        targets = self.targets()
        for fits in (
            lambda target: target.key == wanted,
            lambda target: target.text == wanted,
            lambda target: target.text.startswith(wanted),
        ):
            found = [target for target in targets if fits(target)]
            if found:
                return found
        return []

    # what it does

    def tap(self, wanted: str) -> TouchTarget:
        """Touches the middle of a target, named by key or words, and lifts; returns where it was.

        It looks first, as people do, so a screen that has just come gets its moment.
        """
        target = self._look(wanted)
        self.tap_at(*target.centre)
        self._after_step(f"tap {target.text or target.key}")
        return target

    def tap_at(self, x: float, y: float) -> None:
        """Touches a point in window pixels and lifts."""
        touch = self.down(x, y)
        self.up(touch)
        self.frames(FRAMES_BETWEEN_TAPS - 2)

    def _look(self, wanted: str) -> TouchTarget:
        """The target, once its screen takes touches."""
        target = self.find(wanted)
        while ARRIVAL.seconds_left:
            self.frames(1)
        return target

    def hold(self, wanted: str, frames: int) -> TouchTarget:
        """Touches a target for this many frames."""
        target = self._look(wanted)
        touch = self.down(*target.centre)
        self.frames(frames)
        self.up(touch)
        return target

    def drag(self, start: str | tuple[float, float], by: tuple[float, float], frames: int = 8) -> None:
        """Drags from a target or point by so many window pixels over so many frames, then lifts."""
        x, y = start if isinstance(start, tuple) else self._look(start).centre
        touch = self.down(x, y)
        for number in range(1, frames + 1):
            self._send("update", touch, x + by[0] * number / frames, y + by[1] * number / frames)
        self.up(touch)
        self._after_step("drag")

    def reach(self, wanted: str, over: str, step: float = -0.12, most: int = 8) -> TouchTarget:
        """The target, after dragging the list or form that `over` lies in until the target shows.

        `step` is how far each drag goes in shares of the window's height, below zero to see what is further down.
        Raises NothingToTouch when it does not show after `most` drags.
        """
        for _ in range(most):
            if self.sees(wanted):
                break
            self.drag(over, (0, -step * self.window.height))
            self._rest()
        return self.find(wanted)

    def _rest(self) -> None:
        """Frames until nothing that can be touched moves any more."""
        before: list[tuple[str, float, float]] = []
        still = 0
        for _ in range(LONGEST_GLIDE_FRAMES):
            self._frame()
            now = [(target.key, target.x, target.y) for target in self.targets()]
            still = still + 1 if now == before else 0
            if still == REST_FRAMES:
                return
            before = now

    def type(self, text: str) -> None:
        """Types on the hardware keyboard, a key every `frames_per_key` frames; a line break is Enter."""
        for character in text:
            if character == "\n":
                self.key("enter")
                continue
            code = ord(character.lower()) if ord(character) < 0x110000 else 0
            self.window.dispatch("on_key_down", code, 0, character, [])
            self.window.dispatch("on_textinput", character)
            self.window.dispatch("on_key_up", code, 0)
            self.frames(self._frames_per_key)
        self._after_step(f"type {text.strip()}")

    def key(self, name: str) -> None:
        """Presses a named key: enter, backspace, escape, tab, delete, left, right, home or end."""
        code = KEY_CODES[name]
        self.window.dispatch("on_key_down", code, 0, None, [])
        self.window.dispatch("on_key_up", code, 0)
        self._frame()

    def frames(self, count: int) -> None:
        """Lets so many frames pass."""
        for _ in range(count):
            self._frame()

    def down(self, x: float, y: float) -> _FingerTouch:
        """Puts the finger down at a point and leaves it there."""
        Finger._next_touch += 1
        touch = _FingerTouch("finger", Finger._next_touch, self._share(x, y), is_touch=True, type_id="touch")
        self._provider.waiting.append(("begin", touch))
        self._frame()
        return touch

    def up(self, touch: Any) -> None:
        """Lifts the finger where it is."""
        touch.update_time_end()
        self._provider.waiting.append(("end", touch))
        self._frame()

    def _send(self, kind: str, touch: _FingerTouch, x: float, y: float) -> None:
        touch.move(self._share(x, y))
        self._provider.waiting.append((kind, touch))
        self._frame()

    def _share(self, x: float, y: float) -> tuple[float, float]:
        """A point in window pixels as shares of the window's last pixel, as Kivy's providers report it."""
        width, height = self.window.size
        return x / max(1.0, width - 1.0), y / max(1.0, height - 1.0)
