"""A notice: what happened and what to do, over what lies under it.

It says how high it has to be for its words; who shows it gives it the room. Window thread.
"""

from __future__ import annotations

from kivy.metrics import dp
from kivy.properties import BooleanProperty, OptionProperty, StringProperty

from terminal_app.screens.widgets.base import Part, Touchable
from terminal_app.screens.widgets.drawing import Box, Drawing, text_height, words_height, words_width
from terminal_app.screens.widgets.labels import tone_colours

_MOST_TEXT, _MOST_DETAIL = 4, 4
"""Lines of a notice that is given the height for them."""


class Notice(Touchable):
    """A line that says what happened and, with a button, what to do: `tone`, `icon`, `text`, `detail`, `action`.

    `on_tap("action")` is its button, `on_tap("close")` the cross (when `closable`). It covers what lies under it.
    """

    icon = StringProperty("info")
    text = StringProperty("")
    detail = StringProperty("")
    action = StringProperty("")
    tone = OptionProperty("neutral", options=["ok", "warn", "bad", "neutral", "brand"])
    closable = BooleanProperty(True)
    redraw_on = ("icon", "text", "detail", "action", "tone", "closable")
    covers_touches = True

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("card", 14)
        self._tint = draw.block("fill", 14)
        self._button = draw.block("fill", 10, "surface")
        self._veil = draw.block("fill", 10, "press")
        self._icon = draw.icon(size=26)
        self._text = draw.words("label", "ink")
        self._detail = draw.words("secondary", "ink", lines=2)
        self._action = draw.words("label", "brand_text", align="center")
        self._close = draw.icon("close", 22, "ink2")

    def height_for(self, width: float) -> float:
        """How high it has to be to show all its words in that width."""
        button = words_width(self.action, "label") + dp(32) if self.action else 0
        return sum(self._of_words(width - dp(68) - (dp(60) if self.closable else 0) - button)) + dp(16)

    def _of_words(self, width: float) -> tuple[float, float]:
        under = text_height(self.detail, "secondary", width, _MOST_DETAIL) if self.detail else 0
        return text_height(self.text, "label", width, _MOST_TEXT), under

    def parts(self) -> list[Part]:
        parts, right, height = [], self.right - dp(6), self.height - dp(8)
        if self.closable:
            side = max(dp(48), min(height, dp(56)))
            parts.append(Part("close", "", Box(right - side, self.y + dp(4), side, height)))
            right -= side + dp(4)
        if self.action:
            width = words_width(self.action, "label") + dp(32)
            parts.append(Part("action", self.action, Box(right - width, self.y + dp(4), width, height)))
        return parts

    def arrange(self, box: Box) -> None:
        ink, ground = tone_colours(self.tone)
        self._ground.place(box)
        self._tint.tone, self._icon.tone = ground, ink
        self._tint.place(box)
        parts = {part.name: part for part in self.parts()}
        self._veil.hide()
        if self.pressed in parts:
            self._veil.place(parts[self.pressed].box)
        right = min([part.box.x for part in parts.values()], default=box.right) - dp(8)
        if "action" in parts:
            self._button.place(parts["action"].box)
            self._action.place(parts["action"].box, self.action)
        else:
            self._button.hide()
            self._action.hide()
        self._close.place(parts["close"].box if "close" in parts else box, "close" if "close" in parts else "")
        self._icon.place(Box(box.x + dp(14), box.y, dp(28), box.height), self.icon)
        room = Box(box.x + dp(54), box.y, max(0, right - box.x - dp(54)), box.height)
        above, under = self._of_words(room.width)
        if self.detail and above + under + dp(8) <= room.height:
            bottom = room.y + (room.height - above - under) / 2
            self._text.lines, self._detail.lines = _MOST_TEXT, _MOST_DETAIL
            self._text.place(Box(room.x, bottom + under, room.width, above), self.text)
            self._detail.place(Box(room.x, bottom, room.width, under), self.detail)
            return
        below = words_height("secondary") if self.detail else 0
        wraps = words_width(self.text, "label") > room.width and room.height >= words_height("label", 2) + below
        self._text.lines = 2 if wraps else 1
        if not self.detail:
            self._detail.hide()
            self._text.place(room, self.text)
            return
        text_height = words_height("label", self._text.lines)
        detail_lines = 2 if room.height >= text_height + words_height("secondary", 2) + dp(8) else 1
        one_line = words_width(self.detail, "secondary") <= room.width
        detail_height = words_height("secondary", 1 if one_line else detail_lines)
        self._detail.lines = detail_lines
        bottom = room.y + (room.height - text_height - detail_height) / 2
        self._text.place(Box(room.x, bottom + detail_height, room.width, text_height), self.text)
        self._detail.place(Box(room.x, bottom, room.width, detail_height), self.detail)
