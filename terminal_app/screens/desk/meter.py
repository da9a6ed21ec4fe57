"""A bar that fills while something is done. Window thread."""

from __future__ import annotations

from kivy.metrics import dp
from kivy.properties import BoundedNumericProperty

from terminal_app.screens.widgets import Box, Drawing, Drawn

HIGH_DP = 14


class MeterBar(Drawn):
    """How much of it is done: `share` from 0 to 1. Sets its own height."""

    share = BoundedNumericProperty(0.0, min=0.0, max=1.0)
    redraw_on = ("share",)

    def build(self, draw: Drawing) -> None:
        self._track = draw.block("fill", None, "sunken")
        self._done = draw.block("fill", None, "brand")

    def arrange(self, box: Box) -> None:
        self.height = dp(HIGH_DP)
        track = Box(box.x, self.y, box.width, self.height)
        self._track.place(track)
        # As round as it is high from the beginning on.
        width = max(track.height, track.width * self.share)
        self._done.place(Box(track.x, track.y, round(width), track.height))
