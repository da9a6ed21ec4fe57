"""A sale in the history's list, and a day in its calendar.

Knows the presenter's rows and days, no presenter. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp

from terminal_app.screens.amounts import fitting_role
from terminal_app.screens.row_parts import RowGround, StatePill
from terminal_app.screens.widgets import Box, Cell, CellState, Drawing, T, words_height, words_width


def row_height() -> float:
    """Two lines on the counter, three on a handheld."""
    lines = words_height("label") + words_height("secondary") + (words_height("badge") + dp(6) if T.handheld else 0)
    return float(max(T.touch + dp(8), lines + dp(26)))


class HistoryCell(Cell):
    """One sale or return; the item is a HistoryRow."""

    def build(self, draw: Drawing) -> None:
        self._ground = RowGround(draw)
        self._number = draw.words("label")
        self._when = draw.words("secondary", "ink2")
        self._title = draw.words("body")
        self._detail = draw.words("secondary", "ink2")
        self._total = draw.words("amount", align="right")
        self._state = StatePill(draw, highest=30)
        self._marks = draw.words("secondary", "warn")

    def text_of(self, item: Any) -> str:
        return str(item.receipt_no)

    def show(self, item: Any, box: Box, state: CellState) -> None:
        inner = box.inset(dp(14 if T.handheld else 20), 0)
        self._ground.show(box, inner, selected=state.selected, pressed=state.pressed is not None)
        if T.handheld:
            self._show_narrow(item, inner)
        else:
            self._show_wide(item, inner)

    def _show_wide(self, item: Any, box: Box) -> None:
        """Number and time, who and what, state and marks, total: four columns of two lines."""
        total_width, state_width = dp(150 if T.wide else 112), dp(240 if T.wide else 180)
        first = max(dp(150 if T.wide else 112), words_width(item.when, "secondary") + dp(14))
        high, low = words_height("label"), words_height("secondary")
        bottom = round(box.y + (box.height - high - low - dp(2)) / 2)
        upper, lower = Box(box.x, bottom + low + dp(2), 0, high), Box(box.x, bottom, 0, low)
        self._number.place(upper._replace(width=first - dp(12)), item.receipt_no)
        self._when.place(lower._replace(width=first - dp(12)), item.when)
        self._total.role = fitting_role(item.total, "amount", total_width)
        self._total.place(Box(box.right - total_width, box.y, total_width, box.height), item.total)
        right = box.right - total_width - dp(8) - state_width
        left = box.x + first
        room = max(0, right - left - dp(12))
        self._title.place(Box(left, upper.y, room, high), item.title)
        self._detail.place(Box(left, lower.y, room, low), item.detail)
        marks = " · ".join(item.marks)
        self._marks.align = "left"
        if item.state is None:
            self._state.hide()
            self._marks.lines = 2
            self._marks.place(Box(right, box.y, state_width, box.height), marks)
            return
        self._marks.lines = 1
        above = low + dp(2) if marks else 0
        self._state.place(item.state, Box(right, box.y + above / 2, state_width, box.height), to_right=False)
        self._marks.place(Box(right + dp(10), box.y + dp(4), state_width - dp(10), low), marks)

    def _show_narrow(self, item: Any, box: Box) -> None:
        """Who and the total, when and what and the marks, then number and state: three lines."""
        high, low, pill = words_height("body"), words_height("secondary"), words_height("badge") + dp(6)
        bottom = box.y + (box.height - high - low - pill - dp(6)) / 2
        top = round(bottom + pill + low + dp(6))
        total_width = words_width(item.total, "amount") + 1
        self._total.place(Box(box.right - total_width, top, total_width, high), item.total)
        self._title.place(Box(box.x, top, max(0, box.width - total_width - dp(10)), high), item.title)
        marks = " · ".join(item.marks)
        marks_width = min(words_width(marks, "secondary") + 1, box.width * 0.6) if marks else 0
        middle = Box(box.x, round(bottom + pill + dp(4)), box.width, low)
        self._marks.align, self._marks.lines = "right", 1
        self._marks.place(Box(box.right - marks_width, middle.y, marks_width, low), marks)
        room = max(0, box.width - marks_width - dp(8))
        when = min(room, words_width(item.when, "secondary") + 1)
        self._when.place(middle._replace(width=when), item.when)
        left = middle.x + when + dp(10)
        self._detail.place(Box(left, middle.y, max(0, middle.x + room - left), low), item.detail)
        state_width = 0.0
        line = Box(box.x, round(bottom), box.width, pill)
        if item.state is None:
            self._state.hide()
        else:
            state_width = min(box.width * 0.55, words_width(item.state.text, "badge") + dp(48))
            place = Box(box.right - state_width, line.y, state_width, pill)
            self._state.place(item.state, place, to_right=True)
        self._number.place(line._replace(width=max(0, box.width - state_width - dp(8))), item.receipt_no)


class DayCell(Cell):
    """One day of the calendar; the item is a CalendarDay."""

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12)
        self._rim = draw.block("outline", 12, "brand", 2)
        self._veil = draw.block("fill", 12, "press")
        self._label = draw.words("label", align="center")
        self._weekday = draw.words("tag", align="center")
        self._dot = draw.block("fill", None, "brand")

    def key_of(self, item: Any, index: int) -> str:
        return str(item.day.isoformat())

    def text_of(self, item: Any) -> str:
        return str(item.label)

    def show(self, item: Any, box: Box, state: CellState) -> None:
        inner = box.inset(dp(2))
        self._ground.tone = "brand" if item.selected else "sunken"
        shown = ((self._ground, item.selected or item.has_sales), (self._rim, item.today and not item.selected))
        for block, wanted in (*shown, (self._veil, state.pressed is not None and item.can)):
            if wanted:
                block.place(inner)
            else:
                block.hide()
        ink = "ink" if item.can and item.in_month else "ink3"
        self._label.tone = self._weekday.tone = "brand_ink" if item.selected else ink
        above = words_height("tag") if T.handheld else 0
        low = dp(6) if above else 0  # the dot stands below the figure
        self._label.place(Box(inner.x, inner.y + low, inner.width, inner.height - above - low), item.label)
        if above:
            self._weekday.place(Box(inner.x, inner.top - above - dp(4), inner.width, above), item.weekday)
        else:
            self._weekday.hide()
        side = dp(6)
        if item.has_sales:
            self._dot.tone = "brand_ink" if item.selected else "brand"
            self._dot.place(Box(round(inner.x + (inner.width - side) / 2), inner.y + dp(6), side, side))
        else:
            self._dot.hide()
