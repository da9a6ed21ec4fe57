"""The display's own Kivy application: a window that shows what a watch brings, and ends when it is told to.

Window thread; snapshots are taken from the watch once a frame at most.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.metrics import Metrics
from kivy.uix.floatlayout import FloatLayout

from terminal_app.customer_display import Snapshot
from terminal_app.screens import customer_display
from terminal_app.screens.theme import T, dress
from terminal_app.screens.window import give_memory_back, quiet_the_collector


class DisplayApp(App):
    """`latest` gives what is to be shown; call `refresh` from any thread when it differs."""

    title = "Disken"

    def __init__(self, latest: Callable[[], Snapshot | None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._latest = latest
        self.refresh = Clock.create_trigger(self._show)
        self._screen: customer_display.CustomerDisplay | None = None

    def load_kv(self, *_: object, **__: object) -> bool:
        """Nothing: the screen loads its own file."""
        return False

    def open_settings(self, *_: object) -> bool:
        """F1 opens no settings of Kivy's."""
        return False

    def build(self) -> FloatLayout:
        """The window's one child; what is shown is built anew for each size of the window."""
        self._shell = FloatLayout()
        dress(Window)
        self._fit()
        return self._shell

    def on_start(self) -> None:
        """SIGTERM ends it, as the till does when it is closed."""
        Window.fbind("size", self._fit)
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, lambda *_: self.stop())
        self.refresh()
        quiet_the_collector()
        give_memory_back()

    def _fit(self, *_: object) -> None:
        Metrics.density = customer_display.scale_for(Window.size)
        T.fit(Window.width)
        self._shell.clear_widgets()
        self._screen = customer_display.build()
        self._shell.add_widget(self._screen)
        self.refresh()

    def _show(self, _: float) -> None:
        if self._screen is not None:
            self._screen.render(self._latest())
