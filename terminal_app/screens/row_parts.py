"""What the rows of lists of sales have in common: the ground of a row that is touched or open, and the pill of a state.

Parts of a cell, made in its `build`. Knows no presenter. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp

from terminal_app.screens.widgets import Box, Drawing, words_width
from terminal_app.screens.widgets.labels import tone_colours

BADGE_TONES = {"ok": "ok", "warn": "warn", "bad": "bad", "busy": "neutral"}


class RowGround:
    """The tint of the row that is open, the veil of the one under a finger, and the rule above all but the open one."""

    def __init__(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "brand_tint")
        self._veil = draw.block("fill", 12, "press")
        self._rule = draw.line()

    def show(self, box: Box, inner: Box, *, selected: bool, pressed: bool) -> None:
        """Fills the row's box; the rule is as wide as `inner`."""
        ground = box.inset(dp(6), dp(2))
        for block, wanted in ((self._ground, selected), (self._veil, pressed)):
            if wanted:
                block.place(ground)
            else:
                block.hide()
        self._rule.place(Box(inner.x, box.y, inner.width, 0 if selected else max(1, round(dp(1)))))


class StatePill:
    """A state as a word with an icon on a tinted pill, as wide as its words and at most as wide as its box."""

    def __init__(self, draw: Drawing, highest: int) -> None:
        self._highest = highest
        self._pill = draw.block("fill", None)
        self._icon = draw.icon(size=18)
        self._words = draw.words("badge")

    def place(self, badge: Any, box: Box, *, to_right: bool) -> None:
        """Shows the Badge at the left or the right end of the box, in its middle."""
        ink, ground = tone_colours(BADGE_TONES[badge.tone])
        height = min(dp(self._highest), box.height)
        width = min(box.width, words_width(badge.text, "badge") + dp(48))
        pill = Box(box.right - width if to_right else box.x, round(box.y + (box.height - height) / 2), width, height)
        self._pill.tone, self._icon.tone, self._words.tone = ground, ink, ink
        self._pill.place(pill)
        self._icon.place(Box(pill.x + dp(10), pill.y, dp(18), height), badge.icon)
        self._words.place(Box(pill.x + dp(34), pill.y, max(0, width - dp(44)), height), badge.text)

    def hide(self) -> None:
        self._pill.hide()
        self._words.hide()
        self._icon.place(Box(0, 0, 0, 0), "")
