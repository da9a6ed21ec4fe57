"""The till's window without a screen, for the benchmarks: frames on demand, or sixty a second as at the counter.

Pixels are coloured only where a figure asks for it: software does that slowly, and a till has a graphics chip for it.
Everything else of a frame is done: input, layout, all drawing instructions and textures.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from benchmarks.figures import Stopwatch, Took
from tests.kivy_window import COMPACT, till_window
from tests.screens.whole_till import WholeTill

FRAME_S = 1 / 60
APART = 14
"""Frames between two touches of the same spot: sooner it would be an echo of the first."""
MOST_FRAMES = 60


class Stage:
    """A whole till in the window. `frames` counts those that were run."""

    def __init__(self, folder: Path, size: tuple[int, int] = COMPACT) -> None:
        self.window = till_window()
        self.window.forget()
        self.till = WholeTill(self.window, folder).open(size)
        self.frames = 0
        self._dice = Random(3)
        self._flips = 0
        self._real_time = False
        self.window.window.fbind("on_flip", self._flipped)
        while self.till.root.build_one_more():
            self.frame()
        self._quiet()

    def _quiet(self) -> None:
        from terminal_app.screens.window import quiet_the_collector

        self.window.settle(300)
        quiet_the_collector()

    def close(self) -> None:
        """The window is empty again."""
        self.window.window.funbind("on_flip", self._flipped)
        self.till.close()

    def _flipped(self, *_: object) -> None:
        self._flips += 1

    def frame(self) -> None:
        """One frame; at the counter's pace it waits for its turn."""
        self.frames += 1
        self.window.step()

    def rest(self, frames: int = APART) -> None:
        """Lets so many frames pass."""
        for _ in range(frames):
            self.frame()

    @contextmanager
    def at_sixty_hertz(self) -> Iterator[None]:
        """Frames come by the real clock, sixty a second, as the till's own loop runs them."""
        from kivy.clock import Clock

        stepped, ahead = Clock.time, self.window.now - time.perf_counter()
        Clock.time = lambda: time.perf_counter() + ahead
        Clock._max_fps = 60
        self._real_time = True
        try:
            yield
        finally:
            self._real_time = False
            self.window.now = Clock.time()  # time goes on from here: a step back would look like an echo
            Clock._max_fps, Clock.time = 0, stepped

    @contextmanager
    def coloured(self) -> Iterator[None]:
        """Each frame colours all its pixels, by software, and waits until that is done."""
        self.window._looked_at = True
        self.window.window.fbind("on_flip", _finish)
        try:
            yield
        finally:
            self.window.window.funbind("on_flip", _finish)
            self.window._looked_at = False

    def until_seen(self, act: Callable[[], object], sees: Callable[[], bool]) -> tuple[float, float, int]:
        """Wall seconds, CPU seconds and frames from the act to the end of the frame in which that was to be seen.

        At sixty hertz the act comes at any moment between two frames, as a person's does.
        """
        if self._real_time:
            time.sleep(self._dice.random() * FRAME_S)
        frames = self.frames
        cpu, wall = time.process_time(), time.perf_counter()
        act()
        while True:
            if self._flips and sees():
                return time.perf_counter() - wall, time.process_time() - cpu, self.frames - frames
            if self.frames - frames > MOST_FRAMES:
                raise RuntimeError(f"not seen after {MOST_FRAMES} frames")
            self.frame()

    def seen(self, rounds: int, act: Callable[[], object], sees: Callable[[], bool], undo: Callable[[], object],
             prepare: Callable[[], object] = lambda: None) -> tuple[Took, int]:  # fmt: skip
        """The median way from the act to its being seen, and the most frames that it took; `undo` is not timed."""
        watch, most = Stopwatch(), 0
        for _ in range(rounds + 1):
            prepare()
            self._flips = 0
            wall, cpu, frames = self.until_seen(act, sees)
            undo()
            self.rest()
            if _:  # the first fills caches
                watch.add(wall, cpu)
                most = max(most, frames)
        return watch.took(), most

    def one_label(self, rounds: int) -> Took:
        """The floor of all that is drawn: the same screen again because one label has changed."""
        label = self.till.root.ids.clock
        words = iter(f"{number // 60 % 24:02}:{number % 60:02}" for number in range(10**6))

        def change() -> None:
            label.text = next(words)
            self.frame()

        return self.seen(rounds, change, lambda: True, lambda: None)[0]

    # what is touched

    def press(self, key: str) -> Callable[[], None]:
        """Puts the finger on a target; what comes back lifts it, which is the tap, and runs the frame that takes it."""
        finger = self.till.finger
        finger._frame = self.frame
        touch = finger.down(*finger._look(key).centre)
        return lambda: finger.up(touch)


def _finish(*_: object) -> None:
    from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

    glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE)
