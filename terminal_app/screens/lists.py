"""The lists of the screens: pooled rows with keys for the finger, and one that says when its end is in sight.

Window thread.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kivy.clock import Clock

from terminal_app.screens.widgets import PooledList, TouchTarget

ROWS_AHEAD = 12
"""How many rows before the end the list asks for more."""


class KeyedList(PooledList):
    """A pooled list whose targets are keyed with dots: "customers.row.0"."""

    def touch_targets(self) -> list[TouchTarget]:
        return [replace(target, key=target.key.replace(":", ".", 1)) for target in super().touch_targets()]


class EndlessList(KeyedList):
    """A keyed list that dispatches `on_end` when its last rows come into sight."""

    __events__ = ("on_end",)

    def __init__(self, **kwargs: Any) -> None:
        self._near_end = Clock.create_trigger(lambda *_: self.dispatch("on_end"), 0)
        super().__init__(**kwargs)

    def on_end(self) -> None:
        """The last rows are in sight."""

    def _scrolled(self) -> None:
        super()._scrolled()
        shown = self.visible()
        if shown and max(shown) >= len(self.items) - ROWS_AHEAD:
            self._near_end()
