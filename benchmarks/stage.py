"""The till's window without a screen, for the benchmarks: the whole till in it, and frames on demand.

Pixels are coloured only where a figure asks for it: software does that slowly, and a till has a graphics chip for it.
Everything else of a frame is done: input, layout, all drawing instructions and textures.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.measure import Samples

# Kivy reads these at its first import, and the arguments of a benchmark are not for it.
os.environ.update(KIVY_NO_ARGS="1", KIVY_NO_FILELOG="1", KIVY_NO_CONFIG="1", KIVY_NO_CONSOLELOG="1")

from tests.kivy_window import COMPACT, till_window
from tests.screens.whole_till import WholeTill

FRAME_MS = 1000 / 60
TWO_FRAMES_MS = 2 * FRAME_MS
ONE_LABEL = "one label changed"
PAUSE_S = 0.4
"""Between two touches of the same spot: sooner the second would be an echo of the first."""
MOST_FRAMES = 60


@contextmanager
def on_stage(folder: Path, size: tuple[int, int] = COMPACT) -> Iterator[Stage]:
    """The till of that folder in a window of that size, with all its screens built."""
    stage = Stage(folder, size)
    try:
        yield stage
    finally:
        stage.close()


class Stage:
    """A whole till in the window. `frames` counts those that were run, `drawn` those of them that drew something."""

    def __init__(self, folder: Path, size: tuple[int, int] = COMPACT) -> None:
        self.window = till_window()
        self.window.forget()
        self.till = WholeTill(self.window, folder).open(size)
        self.frames = 0
        self.drawn = 0
        self._colours = False
        self._minutes = (f"{number // 60 % 24:02}:{number % 60:02}" for number in count())
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
        self.drawn += 1

    def frame(self) -> None:
        """One frame."""
        self.frames += 1
        self.window.step()

    def rest(self, frames: int = 14) -> None:
        """Lets so many frames pass."""
        for _ in range(frames):
            self.frame()

    def pause(self) -> None:
        """Lets all come to rest, and then time pass in which nobody touches anything."""
        self.window.settle(300)
        self.window.step(dt=PAUSE_S)

    @contextmanager
    def coloured(self, wanted: bool = True) -> Iterator[None]:
        """What is timed colours all its pixels, by software, and waits until that is done; nothing if not `wanted`."""
        self._colours = wanted
        try:
            yield
        finally:
            self._colours = False

    def _colour(self, wanted: bool) -> None:
        self.window._looked_at = wanted
        (self.window.window.fbind if wanted else self.window.window.funbind)("on_flip", _finish)

    def until_seen(self, act: Callable[[], object], sees: Callable[[], bool], samples: Samples | None) -> int:
        """Runs frames from the act until what it does is drawn, adds the time to the samples; the frames it took."""
        if self._colours:
            self._colour(True)
        try:
            return self._timed(act, sees, samples)
        finally:
            if self._colours:
                self._colour(False)

    def _timed(self, act: Callable[[], object], sees: Callable[[], bool], samples: Samples | None) -> int:
        frames, drawn = self.frames, self.drawn
        cpu, wall = time.process_time(), time.perf_counter()
        act()
        while not (self.drawn > drawn and sees()):
            if self.frames - frames > MOST_FRAMES:
                raise RuntimeError(f"not seen after {MOST_FRAMES} frames")
            self.frame()
        if samples is not None:
            samples.add(time.perf_counter() - wall, time.process_time() - cpu)
        return self.frames - frames

    def change_label(self) -> None:
        """Another word in the bar, and the frame that shows it: the floor of all that is drawn."""
        self.till.root.ids.clock.text = next(self._minutes)
        self.frame()

    def press(self, key: str) -> Callable[[], None]:
        """Puts the finger on a target; what comes back lifts it, which is the tap, and runs the frame that takes it."""
        finger = self.till.finger
        finger._frame = self.frame
        touch = finger.down(*finger._look(key).centre)
        return lambda: finger.up(touch)


def _finish(*_: object) -> None:
    from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

    glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE)


def line_stands(till: Any, index: int) -> bool:
    """Whether the cart's line of that index is among what is drawn."""
    return any(cell.item.index == index for cell in till.screen.ids.lines.visible().values() if cell.item is not None)
