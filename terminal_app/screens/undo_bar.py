"""The bar that takes an invoice sale back: what it does, the button with its seconds, and the time running out.

Asks its presenter's part ten times a second while the time runs; keeps its place when it is over. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.properties import ObjectProperty

from terminal_app.presenters.undo_part import UndoPart
from terminal_app.screens.widgets import Box, Drawing, Part, T, Touchable, words_height, words_width

BEAT_S = 0.1


class UndoBar(Touchable):
    """Set `part`, then call `render` whenever the screen is rendered. Its height is 0 where nothing is on offer."""

    view = ObjectProperty(None, allownone=True)
    redraw_on = ("view",)
    part: UndoPart | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"key": "receipt.undo", "size_hint_y": None, "height": 0, **kwargs})
        self._beat = Clock.create_trigger(self._passed, BEAT_S)

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 14, "sunken")
        self._text = draw.words("label")
        self._hint = draw.words("secondary", "ink2")
        self._button = draw.block("fill", 12, "surface")
        self._rim = draw.block("outline", 12, "outline")
        self._veil = draw.block("fill", 12, "press")
        self._icon = draw.icon("undo", 24, "ink")
        self._label = draw.words("label")
        self._left = draw.line("brand")

    def render(self) -> None:
        """Shows what is on offer now, and comes back by itself while the time runs."""
        self.view = None if self.part is None else self.part.view()
        self.height = 0 if self.view is None else self._natural_height
        self.opacity = 1 if self.view is not None and self.view.open else 0
        if self.view is not None and self.view.open and not self.view.wrong:
            self._beat()

    @property
    def text_shown(self) -> str:
        return "" if self.view is None else str(self.view.label)

    @property
    def _natural_height(self) -> float:
        return float(max(T.touch + dp(16), words_height("label") + words_height("secondary", 2) + dp(16)))

    def parts(self) -> list[Part]:
        """The whole bar is the button: five seconds are no time to aim."""
        return super().parts() if self.view is not None and self.view.open and not self.view.wrong else []

    def tapped(self, name: str) -> None:
        super().tapped(name)
        if self.part is not None:
            self.part.undo()

    def arrange(self, box: Box) -> None:
        view = self.view
        if view is None or not view.open:
            return
        self._ground.tone = "warn_tint" if view.wrong else "sunken"
        self._ground.place(box)
        inner = box.inset(dp(14), dp(8))
        button = self._place_button(inner, view.label)
        room = Box(inner.x, inner.y, max(0, button.x - inner.x - dp(12)), inner.height)
        # Where words are large the question takes both lines: it is what the button answers.
        self._text.lines = 2 if words_width(view.text, "label") > room.width else 1
        self._hint.lines = 2 if words_width(view.hint, "secondary") > room.width else 1
        high = words_height("label", self._text.lines)
        low = words_height("secondary", self._hint.lines)
        if high + low > box.height - dp(8):
            self._hint.hide()
            low = 0
        bottom = room.y + (room.height - high - low) / 2
        self._text.place(Box(room.x, bottom + low, room.width, high), view.text)
        if low:
            self._hint.place(Box(room.x, bottom, room.width, low), view.hint)
        line = Box(box.x + dp(14), box.y + dp(2), (box.width - dp(28)) * view.share, dp(3) if view.share else 0)
        self._left.place(line)

    def _place_button(self, inner: Box, label: str) -> Box:
        """The button at the right, as wide as its words; nowhere without them."""
        if not label:
            for mark in (self._button, self._rim, self._veil, self._label):
                mark.hide()
            self._icon.place(inner, "")
            return Box(inner.right, inner.y, 0, 0)
        width = words_width(label, "label") + dp(28) + 2 * dp(16)
        height = min(inner.height, T.touch)
        button = Box(inner.right - width, inner.y + (inner.height - height) / 2, width, height)
        self._button.place(button)
        self._rim.place(button)
        if self.pressed is None:
            self._veil.hide()
        else:
            self._veil.place(button)
        self._icon.place(Box(button.x + dp(14), button.y, dp(24), height), "undo")
        self._label.place(Box(button.x + dp(44), button.y, max(0, width - dp(56)), height), label)
        return button

    def _passed(self, *_: object) -> None:
        if self.get_root_window() is not None:
            self.render()
