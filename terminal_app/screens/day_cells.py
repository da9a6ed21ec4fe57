"""What the day's screen draws: the steps of a close, what stands in the way, the day's facts, and earlier reports.

Knows the presenter's rows, no presenter. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty

from terminal_app.screens.row_parts import RowGround
from terminal_app.screens.widgets import (
    Box,
    Cell,
    CellState,
    Drawing,
    Drawn,
    T,
    Touchable,
    words_height,
    words_width,
)
from terminal_app.screens.widgets.labels import tone_colours


class StepBar(Drawn):
    """The steps side by side: a bar for each, done and current ones coloured, with its name where there is room."""

    steps = ListProperty([])
    current = NumericProperty(0)
    named = BooleanProperty(True)
    redraw_on = ("steps", "current", "named")

    def build(self, draw: Drawing) -> None:
        self._bars = [(draw.block("fill", None), draw.words("secondary")) for _ in range(4)]

    def arrange(self, box: Box) -> None:
        count, gap = max(1, len(self.steps)), dp(8)
        width = (box.width - gap * (count - 1)) / count
        words = words_height("secondary") if self.named else 0
        used = dp(6) + (words + dp(4) if words else 0)
        bottom = box.y + (box.height - used) / 2
        for index, (bar, name) in enumerate(self._bars):
            if index >= len(self.steps):
                bar.hide()
                name.hide()
                continue
            x = box.x + index * (width + gap)
            reached = index + 1 <= self.current
            bar.tone = "brand" if reached else "line"
            bar.place(Box(x, bottom, width, dp(6)))
            name.tone = "ink" if index + 1 == self.current else "ink2"
            name.place(Box(x, bottom + dp(10), width, words), self.steps[index] if self.named else "")


class StandingRow(Touchable):
    """One thing that is to be known before the close: icon, what, why, what it comes to, and where a touch leads.

    Sets its own height; `item` is a Standing.
    """

    item = ObjectProperty(None, allownone=True)
    redraw_on = ("item",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"size_hint_y": None, "height": 0, **kwargs})
        self.fbind("width", self.redraw)

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 14)
        self._veil = draw.block("fill", 14, "press")
        self._chip = draw.block("fill", None, "surface")
        self._icon = draw.icon(size=24)
        self._title = draw.words("label", lines=2)
        self._detail = draw.words("secondary", "ink", lines=4)
        self._amount = draw.words("amount", align="right")
        self._way = draw.words("label", "brand_text", align="right")
        self._arrow = draw.icon("", 24, "brand_text")

    def parts(self) -> list[Any]:
        return super().parts() if self.item is not None and self.item.act else []

    @property
    def text_shown(self) -> str:
        return "" if self.item is None else str(self.item.title)

    def arrange(self, box: Box) -> None:
        item = self.item
        if item is None:
            return
        ink, ground = tone_colours(item.tone)
        self._ground.tone, self._icon.tone = ground, ink
        pad, disc = dp(14), dp(40)
        left = box.x + pad + disc + dp(12)
        amount = words_width(item.amount, "amount") + 1 if item.amount else 0
        way = words_width(item.act_label, "label") + 1 if item.act_label else 0
        right = box.right - pad - (dp(28) if item.act else 0)
        # A handheld has the amount and the way in a line of their own, below.
        room = max(1, right - left - (0 if T.handheld or not (amount or way) else dp(16) + max(amount, way)))
        self._title.place(Box(left, 0, room, dp(300)), item.title, from_top=True)
        title = self._title.drawn_size[1]
        self._detail.place(Box(left, 0, room, dp(300)), item.detail, from_top=True)
        detail = self._detail.drawn_size[1] if item.detail else 0
        below = words_height("label") + dp(4) if T.handheld and (amount or way) else 0
        self.height = max(T.touch + dp(8), title + detail + below + dp(2) + 2 * pad)
        box = Box(box.x, self.y, box.width, self.height)
        self._ground.place(box)
        if self.pressed is None:
            self._veil.hide()
        else:
            self._veil.place(box)
        middle = box.y + box.height / 2
        self._chip.place(Box(box.x + pad, middle - disc / 2, disc, disc))
        self._icon.place(self._chip.box, item.icon)
        top = middle + (title + detail + below + dp(2)) / 2
        self._title.place(Box(left, top - dp(300), room, dp(300)), item.title, from_top=True)
        self._detail.place(Box(left, top - title - dp(2) - dp(300), room, dp(300)), item.detail, from_top=True)
        self._arrow.place(Box(right + dp(2), box.y, dp(28), box.height), "chevron_right" if item.act else "")
        self._place_right(item, Box(left, box.y, right - left, box.height), top - title - detail - dp(2) - below)

    def _place_right(self, item: Any, room: Box, below: float) -> None:
        """The amount over the way, beside the words; on a handheld both in the line that begins at `below`."""
        high, low = words_height("amount"), words_height("label")
        if T.handheld:
            both = words_width(item.act_label, "label") + dp(8) + words_width(item.amount, "amount")
            self._way.align = "left"
            # Where large texts leave no room for both, the arrow alone shows that there is a way.
            self._way.place(Box(room.x, below, room.width, low), item.act_label if both <= room.width else "")
            self._amount.place(Box(room.x, below, room.width, high), item.amount)
            return
        both = bool(item.amount and item.act_label)
        middle = room.y + room.height / 2
        self._amount.place(Box(room.x, middle if both else middle - high / 2, room.width, high), item.amount)
        self._way.align = "right"
        self._way.place(Box(room.x, middle - low if both else middle - low / 2, room.width, low), item.act_label)


class TodoList(Drawn):
    """Sentences with an icon each, below each other, wrapped; `items` are (icon, text). Sets its own height."""

    items = ListProperty([])
    redraw_on = ("items",)

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._marks: list[tuple[Any, Any, Any]] = []

    def arrange(self, box: Box) -> None:
        while len(self._marks) < len(self.items):
            draw = self._draw
            chip, icon = draw.block("fill", None, "brand_tint"), draw.icon(size=20, tone="brand_text")
            self._marks.append((chip, icon, draw.words("body", lines=3)))
        disc, gap = dp(36), dp(12)
        left = box.x + disc + dp(12)
        width, heights = max(1, box.right - left), []
        for (_, _, words), (_, text) in zip(self._marks, self.items, strict=False):
            words.place(Box(left, 0, width, dp(300)), text, from_top=True)
            heights.append(max(disc, words.drawn_size[1]))
        self.height = sum(heights) + gap * max(0, len(heights) - 1)
        top = self.y + self.height
        for index, (chip, icon, words) in enumerate(self._marks):
            if index >= len(self.items):
                chip.hide()
                icon.place(box, "")
                words.hide()
                continue
            high = heights[index]
            chip.place(Box(box.x, round(top - (high + disc) / 2), disc, disc))
            icon.place(chip.box, self.items[index][0])
            words.place(Box(left, top - high, width, high), self.items[index][1])
            top -= high + gap


class FactRows(Drawn):
    """Facts in a list with a rule between them: what it is at the left, what it comes to at the right, never cut.

    Sets its own height; `pairs` are (label, value).
    """

    pairs = ListProperty([])
    redraw_on = ("pairs",)

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._rows: list[tuple[Any, Any, Any]] = []

    def arrange(self, box: Box) -> None:
        pitch = max(dp(34 if T.handheld else 44), words_height("label") + dp(10))
        self.height = pitch * len(self.pairs)
        while len(self._rows) < len(self.pairs):
            draw = self._draw
            self._rows.append((draw.line(), draw.words("body", "ink2"), draw.words("label", align="right")))
        for index, (rule, label, value) in enumerate(self._rows):
            if index >= len(self.pairs):
                rule.place(Box(0, 0, 0, 0))
                label.hide()
                value.hide()
                continue
            words, figure = self.pairs[index]
            row = Box(box.x, self.y + self.height - (index + 1) * pitch, box.width, pitch)
            last = index == len(self.pairs) - 1
            rule.place(row._replace(height=0 if last else max(1, round(dp(1)))))
            width = words_width(figure, "label") + 1
            label.lines = 1 if words_width(words, "body") + width + dp(12) <= row.width else 2
            label.place(row._replace(width=max(0, row.width - width - dp(12))), words)
            value.place(row, figure)


def report_height() -> float:
    """A title over its detail."""
    return float(max(T.touch + dp(8), words_height("label") + words_height("secondary", 2) + dp(16)))


class ReportCell(Cell):
    """One earlier report; the item is a ReportRow."""

    def build(self, draw: Drawing) -> None:
        self._ground = RowGround(draw)
        self._chip = draw.block("fill", None)
        self._mark = draw.words("label", align="center")
        self._title = draw.words("label")
        self._detail = draw.words("secondary", "ink2", lines=2)
        self._arrow = draw.icon("chevron_right", 24, "ink2")

    def text_of(self, item: Any) -> str:
        return str(item.title)

    def show(self, item: Any, box: Box, state: CellState) -> None:
        inner = box.inset(dp(14 if T.handheld else 18), 0)
        self._ground.show(box, inner, selected=False, pressed=state.pressed == "")
        disc = dp(40)
        chip = Box(inner.x, round(box.y + (box.height - disc) / 2), disc, disc)
        hue = "brand" if item.kind == "z" else "plain"
        self._chip.tone, self._mark.tone = f"{hue}_tint", "brand_text" if item.kind == "z" else "plain"
        self._chip.place(chip)
        self._mark.place(chip, item.kind.upper())
        arrow = Box(inner.right - dp(24), box.y, dp(24), box.height)
        self._arrow.place(arrow)
        left = chip.right + dp(12)
        width = max(0, arrow.x - left - dp(8))
        self._detail.lines = 1 if words_width(item.detail, "secondary") <= width else 2
        high, low = words_height("label"), words_height("secondary", self._detail.lines)
        bottom = box.y + (box.height - high - low) / 2
        self._title.place(Box(left, bottom + low, width, high), item.title)
        self._detail.place(Box(left, bottom, width, low), item.detail)
