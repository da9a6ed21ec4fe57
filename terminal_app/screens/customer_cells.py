"""A customer on screen: the row of a list, the big button of a recent one, and the face that a card begins with.

All of them show name, then organisation number and town, so that two of the same name can be told apart. Names are
drawn as typed, never as markup. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import ObjectProperty

from terminal_app.screens.widgets import (
    Box,
    Cell,
    CellState,
    Drawing,
    T,
    Touchable,
    words_height,
    words_width,
)

HUES = ("drink", "eco", "sweet", "coffee", "violet", "food", "bakery")


class Face:
    """The marks that say who a customer is: initials on a disc, name, detail, number."""

    def __init__(self, draw: Drawing, name_role: str = "label", *, whole_name: bool = False) -> None:
        self._role, self._whole = name_role, whole_name
        self._disc = draw.block("fill", None)
        self._initials = draw.words("label", align="center")
        self._name = draw.words(name_role)
        self._detail = draw.words("secondary", "ink2")
        self._number = draw.words("secondary", "ink2", align="right")

    def place(self, box: Box, row: Any, disc: float) -> None:
        """Draws the customer in the box; the number stands at the right, lower down when a long name needs the room."""
        hue = HUES[sum(map(ord, row.initials)) % len(HUES)]
        self._disc.tone, self._initials.tone = f"{hue}_tint", hue
        circle = Box(box.x, round(box.y + (box.height - disc) / 2), disc, disc)
        self._disc.place(circle)
        self._initials.place(circle, row.initials)
        number_width = words_width(row.number, "secondary") + 1
        left = circle.right + dp(12)
        room = max(0, box.right - left)
        beside = max(0, room - number_width - dp(12))
        long = words_width(row.name, self._role) > beside
        width = room if long else beside
        lines = self._choose_size(row.name, width)
        name_height, detail_height = words_height(self._name.role, lines), words_height("secondary")
        bottom = box.y + (box.height - name_height - detail_height - dp(1)) / 2
        below = Box(left, bottom, room, detail_height)
        self._name.place(Box(left, below.top + dp(1), width, name_height), row.name)
        self._detail.place(below._replace(width=beside), row.detail)
        self._number.place(below if long else Box(left, box.y, room, box.height), row.number)

    def height_for(self, row: Any, width: float, disc: float) -> float:
        """How high the face is in a box of that width: the disc, or a long name over its numbers."""
        number_width = words_width(row.number, "secondary") + 1
        room = max(0, width - disc - dp(12))
        beside = max(0, room - number_width - dp(12))
        lines = self._choose_size(row.name, room if words_width(row.name, self._role) > beside else beside)
        return max(disc, words_height(self._name.role, lines) + words_height("secondary") + dp(1))

    def _choose_size(self, name: str, width: float) -> int:
        """How many lines the name takes; a whole name that needs more than two is drawn smaller, on three."""
        self._name.role, self._name.lines = self._role, 1
        if self._whole and words_width(name, self._role) > width:
            self._name.lines = 2
            if words_width(name, self._role) > 1.8 * width:
                self._name.role, self._name.lines = "label", 3
        return int(self._name.lines)


class CustomerCell(Cell):
    """One customer in the picker; the item is a CustomerRow."""

    def build(self, draw: Drawing) -> None:
        self._veil = draw.block("fill", 12, "press")
        self._rule = draw.line()
        self._face = Face(draw)

    def text_of(self, item: Any) -> str:
        return str(item.name)

    def shows(self, item: Any) -> bool:
        return bool(self.item == item)

    def show(self, item: Any, box: Box, state: CellState) -> None:
        inner = box.inset(dp(8 if T.handheld else 16), 0)
        if state.pressed is not None:
            self._veil.place(box.inset(dp(2)))
        else:
            self._veil.hide()
        disc = dp(40 if T.handheld else 44)
        self._rule.place(Box(inner.x + disc + dp(12), box.y, inner.width - disc - dp(12), max(1, round(dp(1)))))
        self._face.place(inner, item, disc)


class CustomerChoice(Touchable):
    """A big button for one customer; `row` is a CustomerRow, or None for an empty place."""

    row = ObjectProperty(None, allownone=True)
    redraw_on = ("row",)

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 14, "sunken")
        self._rim = draw.block("outline", 14, "line")
        self._veil = draw.block("fill", 14, "press")
        self._face = Face(draw)

    @property
    def text_shown(self) -> str:
        return "" if self.row is None else str(self.row.name)

    def arrange(self, box: Box) -> None:
        if self.row is None:
            return
        self._ground.tone = "surface" if T.handheld else "sunken"
        self._ground.place(box)
        self._rim.place(box)
        if self.pressed is not None:
            self._veil.place(box)
        else:
            self._veil.hide()
        self._face.place(box.inset(dp(12), dp(4)), self.row, dp(40 if T.handheld else 44))
