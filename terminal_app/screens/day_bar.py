"""The strip on the sale screen that says how the day stands, below the products, with at most two small buttons.

Draws what its presenter's part says; it takes no room while there is nothing to say. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty

from terminal_app.presenters.day_strip import DayStrip, DayStripView
from terminal_app.screens.keys import dotted
from terminal_app.screens.widgets import Box, Drawing, Part, T, Touchable, TouchTarget, words_height, words_width
from terminal_app.screens.widgets.labels import tone_colours

CLOSE = "close"
MOST_BUTTONS = 2


class DayStripBar(Touchable):
    """Set `part`, then call `render` whenever the screen is rendered. While it is `away` it takes no room.

    `lift` is how many pixels of its height stay free below it.
    """

    view = ObjectProperty(None, allownone=True)
    away = BooleanProperty(False)
    lift = NumericProperty(0)
    redraw_on = ("view", "lift")
    part: DayStrip | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"key": "sale.day", "size_hint_y": None, "height": 0, "opacity": 0, **kwargs})

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("card", 14)
        self._tint = draw.block("fill", 14)
        self._icon = draw.icon(size=24)
        self._text = draw.words("label")
        self._detail = draw.words("secondary")
        self._buttons = [
            (draw.block("fill", 10), draw.block("outline", 10, "line"), draw.block("fill", 10, "press"),
             draw.words("label", align="center"))
            for _ in range(MOST_BUTTONS)
        ]  # fmt: skip
        self._close_veil = draw.block("fill", 10, "press")
        self._close = draw.icon("", 22, "ink2")

    def render(self) -> None:
        """Shows what there is to say now."""
        self.view = None if self.part is None else self.part.view()
        stands = self.view is not None and not self.away
        self.opacity = 1 if stands else 0
        self.height = self._high + self.lift if stands else 0

    def on_width(self, *_: object) -> None:
        """What fits is another matter now."""
        self.render()

    def on_away(self, *_: object) -> None:
        """The keyboard came or went."""
        self.render()

    @property
    def text_shown(self) -> str:
        return "" if self.view is None else str(self.view.text)

    @property
    def _buttons_width(self) -> float:
        return sum(self._button_width(label) + T.gap for _, label in self.view.actions)

    @property
    def _stacked(self) -> bool:
        """Whether the buttons stand below the words: a handheld has no room for both beside each other."""
        if self.view is None or not self.view.actions or not T.handheld:
            return False
        room = self.width - dp(28) - self._buttons_width
        return max(words_width(self.view.text, "label"), words_width(self.view.detail, "tag")) > room

    @property
    def _detail_lines(self) -> int:
        """Two where there are no buttons and the detail is too long for one."""
        view = self.view
        room = self.width - dp(28) - T.touch - (0 if T.handheld else dp(40))
        return 2 if view is not None and not view.actions and words_width(view.detail, "tag") > room else 1

    @property
    def _high(self) -> float:
        words = words_height("label") + words_height("secondary", self._detail_lines)
        if self._stacked:
            return float(words + T.touch + dp(20))
        return float(max(T.touch, words) + dp(12))

    def _button_width(self, label: str) -> float:
        return float(max(T.touch, words_width(label, "label") + dp(24 if T.handheld else 36)))

    def parts(self) -> list[Part]:
        view = self.view
        if view is None or not self.height:
            return []
        side, right, stacked = T.touch, self.right - dp(6), self._stacked
        y = self.y + self.lift + (dp(6) if stacked else (self._high - side) / 2)
        found = []
        if not (T.handheld and view.actions):  # there is no room for both, and a sale takes the strip away as well
            found.append(Part(CLOSE, view.close_label, Box(right - side, y, side, side)))
            right -= side + dp(4)
        for name, label in reversed(view.actions):
            width = self._button_width(label)
            if stacked:
                count = len(view.actions)
                width = (self.width - dp(12) - T.gap * (count - 1)) / count
            found.append(Part(name, label, Box(right - width, y, width, side)))
            right -= width + T.gap
        return found

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())

    def tapped(self, name: str) -> None:
        super().tapped(name)
        if self.part is not None:
            self.part.act(name)

    def arrange(self, box: Box) -> None:
        view: DayStripView | None = self.view
        if view is None or not self.height:
            return
        box = Box(box.x, box.y + self.lift, box.width, self._high)
        ink, ground = tone_colours(view.tone)
        self._ground.place(box)
        self._tint.tone, self._icon.tone = ground, ink
        self._tint.place(box)
        parts = {part.name: part for part in self.parts()}
        self._place_buttons(view, parts)
        self._close_veil.hide()
        if self.pressed == CLOSE:
            self._close_veil.place(parts[CLOSE].box)
        self._close.place(parts[CLOSE].box if CLOSE in parts else box, "close" if CLOSE in parts else "")
        right = min(part.box.x for part in parts.values()) - dp(8)
        left = box.x + dp(14 if T.handheld else 54)
        if self._stacked:
            right, bottom = box.right - dp(14), dp(6) + T.touch
            box = Box(box.x, box.y + bottom, box.width, box.height - bottom)
        self._icon.place(Box(box.x + dp(14), box.y, dp(28), box.height), "" if T.handheld else view.icon)
        self._say(view, Box(left, box.y, max(0, right - left), box.height))

    def _place_buttons(self, view: DayStripView, parts: dict[str, Part]) -> None:
        for index, (ground, rim, veil, words) in enumerate(self._buttons):
            if index >= len(view.actions):
                for mark in (ground, rim, veil, words):
                    mark.hide()
                continue
            name, label = view.actions[index]
            place = parts[name].box
            ground.tone, words.tone = ("brand", "brand_ink") if index == 0 else ("surface", "ink")
            ground.place(place)
            words.place(place, label)
            for block, wanted in ((rim, index > 0), (veil, self.pressed == name)):
                if wanted:
                    block.place(place)
                else:
                    block.hide()

    def _say(self, view: DayStripView, room: Box) -> None:
        """The words over their detail; where one of them is too wide, both in a smaller role."""
        fits = words_width(view.text, "label") <= room.width
        self._text.role = "label" if fits else "badge"
        self._text.lines = 1
        if not view.detail:
            self._detail.hide()
            self._text.lines = 1 if fits else 2
            self._text.place(room, view.text)
            return
        self._detail.role = "secondary" if words_width(view.detail, "secondary") <= room.width else "tag"
        self._detail.lines = self._detail_lines
        high, low = words_height(self._text.role), words_height(self._detail.role, self._detail_lines)
        bottom = room.y + (room.height - high - low) / 2
        self._text.place(Box(room.x, bottom + low, room.width, high), view.text)
        self._detail.place(Box(room.x, bottom, room.width, low), view.detail)
