"""The one window of a test process: deterministic clock, any of the three sizes, clean between tests.

Importing it opens nothing; `till_window()` does. The pixel buffer of an offscreen window never grows, so it is made as
wide and as high as the largest of the sizes and then shrunk. Only `screenshot` colours the pixels: every other frame is
drawn through a pinhole, with all its instructions and textures; no test looks at it, and software colours slowly.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from terminal_app.presenters.session import Place

FRAME_S = 1 / 60
LONG_SINCE_S = 5.0
"""Between two tests: longer than a touch of the one before can still be taken for an echo or a double press."""
LANDSCAPE = (1920, 1080)
COMPACT = (1280, 800)
PORTRAIT = (720, 1280)
SIZES = (LANDSCAPE, COMPACT, PORTRAIT)
FORMS = (COMPACT, PORTRAIT)
"""Both forms, the counter in the size that has less room: for what is done by touches, not for what may be cut."""
TEXT_SCALES = ((LANDSCAPE, 1.0), (COMPACT, 1.0), (COMPACT, 1.3), (PORTRAIT, 1.0), (PORTRAIT, 1.3))
"""Each size with the texts that may be too wide for it; the big counter has more room for large ones than the small."""


class TillWindow:
    """Kivy's window under a clock that only moves when a frame is stepped."""

    def __init__(self) -> None:
        os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
        os.environ.setdefault("KIVY_HOME", tempfile.mkdtemp(prefix="kivy-"))
        from terminal_app.screens.window import Form, configure

        largest = (max(size[0] for size in SIZES), max(size[1] for size in SIZES))
        configure(Form.COUNTER, largest)
        from kivy.base import EventLoop
        from kivy.clock import Clock

        EventLoop.ensure_window()
        self.now = 1000.0
        Clock.time = lambda: self.now
        Clock._last_tick = self.now
        Clock._max_fps = 0
        self._loop, self._clock = EventLoop, Clock
        self.window: Any = EventLoop.window
        from terminal_app.screens.theme import dress
        from terminal_app.screens.window import prepare_input

        prepare_input()
        dress(self.window)
        EventLoop.start()
        self._looked_at = False
        self.window.fbind("on_draw", self._aim)
        import terminal_app.screens.application  # noqa: F401  (the frame of every screen)

        for place in Place:
            import_module(f"terminal_app.screens.{place.value}")
        self._look_past_what_stays()
        self.resize(LANDSCAPE)

    def _aim(self, *_: object) -> None:
        """Before a frame: all of the window when it is looked at, else its first pixel."""
        from kivy.graphics.opengl import GL_SCISSOR_TEST, glDisable, glEnable, glScissor, glViewport

        if self._looked_at:
            glDisable(GL_SCISSOR_TEST)
            glViewport(0, 0, *self.window.size)
        else:
            glViewport(0, 0, 1, 1)
            glEnable(GL_SCISSOR_TEST)  # the scissors bound the wiping; lists with scissors of their own end them
            glScissor(0, 0, 1, 1)

    def resize(self, size: tuple[int, int]) -> None:
        """Gives the window one of the sizes, with its metrics and form. Build widgets after this."""
        from terminal_app.screens.theme import T
        from terminal_app.screens.window import Form, set_metrics

        form = Form.HANDHELD if size == PORTRAIT else Form.COUNTER
        set_metrics(form)
        self.window.size = size
        T.fit(size[0])
        self._forget_the_systems_keyboard()
        self.step(2)

    def _forget_the_systems_keyboard(self) -> None:
        """Half a second after the window got another size, Kivy measures the system's keyboard and draws anew.

        That one frame would come in the midst of what a test counts, in this test or in the next.
        """
        self.window.trigger_keyboard_height.cancel()

    def step(self, frames: int = 1, dt: float = FRAME_S) -> None:
        """Runs so many frames, each `dt` seconds after the one before."""
        for _ in range(frames):
            self.now += dt
            self._loop.idle()

    def settle(self, most: int = 60) -> int:
        """Steps until two frames in a row drew nothing; returns how many it took, AssertionError after `most`."""
        drawn: list[int] = []

        def count(*_: object) -> None:
            drawn.append(1)

        self.window.fbind("on_flip", count)
        try:
            quiet = 0
            for taken in range(1, most + 1):
                before = len(drawn)
                self.step()
                quiet = quiet + 1 if len(drawn) == before else 0
                if quiet == 2:
                    return taken
        finally:
            self.window.funbind("on_flip", count)
        raise AssertionError(f"the window still draws after {most} frames")

    def show(self, build: Callable[[], Any]) -> Any:
        """Builds a root widget, puts it into the empty window and lets it settle."""
        self.clear()
        root = build()
        self.window.add_widget(root)
        self.settle()
        return root

    def finger(self) -> Any:
        """A robot finger that moves this window's clock."""
        from terminal_app.screens.finger import Finger

        return Finger(self.window, frame=self.step)

    def screenshot(self, path: Path | str) -> Path:
        """Writes what the window shows now to exactly this path (PNG)."""
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._looked_at = True
        try:
            self.step()
            self.window.canvas.ask_update()
            self.step()
            written = self.window.screenshot(name=str(path))
        finally:
            self._looked_at = False
        os.replace(written, path)
        return path

    def clear(self) -> None:
        """Takes everything out of the window and forgets touches, keys, timers and the look."""
        from kivy.uix.behaviors import FocusBehavior

        from terminal_app.screens.theme import T
        from terminal_app.screens.widgets import FOCUS, Keyboard

        Keyboard.uninstall()
        if FOCUS.entry is not None:
            FOCUS.entry.focus = False
        for widget in self.window.children[:]:
            self.window.remove_widget(widget)
        self.window.release_all_keyboards()
        self._forget_the_systems_keyboard()
        FocusBehavior.ignored_touch.clear()
        self._loop.touches.clear()
        self._loop.input_events.clear()
        for module in self._loop.postproc_modules:
            getattr(module, "touches", {}).clear()
        for provider in self._loop.input_providers[:]:
            if getattr(provider, "device", "") == "finger":
                self._loop.input_providers.remove(provider)
        T.look, T.left_handed = "light", False
        self.now += LONG_SINCE_S
        self.step()

    def forget(self) -> None:
        """Lets go of the widgets of tests before: they stand in circles and would follow each change of the theme.

        Call it when no test holds its screens any more, that is before the next one begins.
        """
        self.clear()
        self._forget_what_kivy_keeps()
        if gc.get_freeze_count() > self._staying:  # an application that ran sent its own screens out of sight
            gc.unfreeze()
            self._look_past_what_stays()
        gc.collect()

    def _forget_what_kivy_keeps(self) -> None:
        """The application that ran last and what its one trigger for all entries was last given: whole screens."""
        from kivy.app import App
        from kivy.uix.textinput import TextInput

        App._running_app = None
        TextInput._adjust_viewport(None, 0, 0)
        TextInput._adjust_viewport.cancel()

    def _look_past_what_stays(self) -> None:
        """What is alive now stays alive: with it out of sight, forgetting a test's widgets costs little."""
        from terminal_app.screens.window import quiet_the_collector

        quiet_the_collector()
        self._staying = gc.get_freeze_count()


_window: TillWindow | None = None


def till_window() -> TillWindow:
    """The window of this process, opened at the first call."""
    global _window
    if _window is None:
        _window = TillWindow()
    return _window
