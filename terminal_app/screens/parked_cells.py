"""A parked cart in its list, and the button on the sale screen that says how many there are.

Knows the presenter's rows, no presenter. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp, sp
from kivy.properties import BooleanProperty, StringProperty

from terminal_app.screens.row_parts import RowGround
from terminal_app.screens.widgets import Action, Box, Cell, CellState, Drawing, T, words_height, words_width

PRINT = "print"


def row_height() -> float:
    """Two lines on the counter, three on a handheld."""
    lines = words_height("label") + words_height("secondary") + (words_height("secondary") if T.handheld else 0)
    return float(max(T.touch + dp(12), lines + dp(28)))


class ParkAction(Action):
    """The way to the parked carts: icon and word, with how many there are in its corner.

    While some are left from an earlier day (`warns`) its icon and the number's ground say so.
    """

    count = StringProperty("")
    warns = BooleanProperty(False)
    bare = BooleanProperty(False)
    """Whether it is the icon alone: its words are for the finger then."""
    redraw_on = (*Action.redraw_on, "count", "warns", "bare")

    def build(self, draw: Drawing) -> None:
        super().build(draw)
        self._dot = draw.block("fill", None, "brand")
        self._count = draw.words("tag", "brand_ink", align="center")

    def arrange(self, box: Box) -> None:
        self.icon = "warning" if self.warns and self.count else "pause"
        super().arrange(box)
        if self.warns and self.count and not self.disabled:
            self._icon.tone = "warn"
        if self.bare:
            self._label.hide()
            self._icon.place(box, self.icon)
        if not self.count:
            self._dot.hide()
            self._count.hide()
            return
        high = words_height("tag") + dp(4)
        width = max(high, words_width(self.count, "tag") + dp(10))
        dot = Box(box.right - width + dp(4), box.top - high + dp(4), width, high)
        self._dot.tone, self._count.tone = ("warn", "surface") if self.warns else ("brand", "brand_ink")
        self._dot.place(dot)
        self._count.place(dot, self.count)


class ParkedCell(Cell):
    """One parked cart; the item is a ParkedRow. Its part "print" prints what it comes to."""

    def build(self, draw: Drawing) -> None:
        self._ground = RowGround(draw)
        self._name = draw.words("label")
        self._detail = draw.words("secondary", "ink2")
        self._total = draw.words("amount", align="right")
        self._since = draw.words("secondary", "ink2")
        self._warning_ground = draw.block("fill", None, "warn_tint")
        self._warning_icon = draw.icon("warning", 18, "warn")
        self._warning = draw.words("badge", "warn")
        self._print_ground = draw.block("fill", 12, "sunken")
        self._print_veil = draw.block("fill", 12, "press")
        self._print = draw.icon("", 22, "ink2")

    def text_of(self, item: Any) -> str:
        return str(item.name)

    def show(self, item: Any, box: Box, state: CellState) -> None:
        inner = box.inset(dp(14 if T.handheld else 18), 0)
        self._ground.show(box, inner, selected=state.selected, pressed=state.pressed == "")
        if item.print_label:
            side = T.touch
            place = Box(inner.right - side, round(box.y + (box.height - side) / 2), side, side)
            self._place_print(place, state)
            inner = inner._replace(width=inner.width - side - dp(12))
        else:
            self._print_ground.hide()
            self._print_veil.hide()
            self._print.place(inner, "")
        if T.handheld:
            self._show_narrow(item, inner)
        else:
            self._show_wide(item, inner)

    def _place_print(self, box: Box, state: CellState) -> None:
        self.part(PRINT, box)
        self._print_ground.place(box)
        self._print.place(box, "print")
        if state.pressed == PRINT:
            self._print_veil.place(box)
        else:
            self._print_veil.hide()

    def _show_wide(self, item: Any, box: Box) -> None:
        """Name and what it holds, since when, and the total: three columns of two lines."""
        total_width = max(dp(110), words_width(item.total, "amount") + 1)
        self._total.place(Box(box.right - total_width, box.y, total_width, box.height), item.total)
        high, low = words_height("label"), words_height("secondary")
        bottom = round(box.y + (box.height - high - low - dp(2)) / 2)
        warned = _warned(item)
        since_width = dp(46) + sp(200)
        right = box.right - total_width - dp(14) - since_width
        room = max(0, right - box.x - dp(14))
        self._name.place(Box(box.x, bottom + low + dp(2), room, high), item.name)
        self._detail.place(Box(box.x, bottom, room, low), item.detail)
        if warned:
            pill = min(words_height("badge") + dp(6), box.height / 2)
            middle = round(box.y + box.height / 2)
            self._place_warning(warned, Box(right, middle, since_width, pill))
            self._since.place(Box(right + dp(10), middle - low - dp(4), since_width - dp(10), low), item.since)
        else:
            self._hide_warning()
            self._since.place(Box(right, box.y, since_width, box.height), item.since)

    def _show_narrow(self, item: Any, box: Box) -> None:
        """Name and total, what it holds, since when and what is wrong with that: three lines."""
        high, low = words_height("label"), words_height("secondary")
        bottom = round(box.y + (box.height - high - 2 * low - dp(8)) / 2)
        total_width = words_width(item.total, "amount") + 1
        top = bottom + 2 * low + dp(8)
        self._total.place(Box(box.right - total_width, top, total_width, high), item.total)
        self._name.place(Box(box.x, top, max(0, box.width - total_width - dp(10)), high), item.name)
        self._detail.place(Box(box.x, bottom + low + dp(5), box.width, low), item.detail)
        warned = _warned(item)
        left, since_width = box.x, words_width(item.since, "secondary") + 1
        if warned:
            pill = min(self._pill_width(warned), box.width)
            self._place_warning(warned, Box(box.x, bottom - dp(3), pill, low + dp(6)))
            left += pill + dp(10)
        else:
            self._hide_warning()
        if left + since_width <= box.right:  # the warning says the day: the time may go without saying
            self._since.place(Box(left, bottom, since_width, low), item.since)
        else:
            self._since.hide()

    @staticmethod
    def _pill_width(words: str) -> float:
        return words_width(words, "badge") + dp(46) if words else 0

    def _place_warning(self, words: str, box: Box) -> None:
        width = min(box.width, self._pill_width(words))
        self._warning_ground.place(Box(box.x, box.y, width, box.height))
        self._warning_icon.place(Box(box.x + dp(8), box.y, dp(20), box.height), "warning")
        self._warning.place(Box(box.x + dp(32), box.y, max(0, width - dp(42)), box.height), words)

    def _hide_warning(self) -> None:
        self._warning_ground.hide()
        self._warning.hide()
        self._warning_icon.place(Box(0, 0, 0, 0), "")


def _warned(item: Any) -> str:
    return " · ".join(words for words in (item.mark, item.warning) if words)
