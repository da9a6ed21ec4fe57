"""Amounts that never lose a digit, the pairs under a total, a line of instruction, and the keypad for cash.

Drawn widgets for the payment and receipt screens; they know no presenter. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import ListProperty, NumericProperty, OptionProperty, StringProperty

from terminal_app.screens.widgets import Box, Drawing, Drawn, T, words_height, words_width
from terminal_app.screens.widgets.keyboard import KeyPad
from terminal_app.screens.widgets.labels import tone_colours

SMALLER = {
    "change": "total",
    "total": "pay",
    "pay": "heading",
    "heading": "title",
    "title": "label",
    "label": "secondary",
}
CASH_KEYS = ("7 8 9", "4 5 6", "1 2 3", "00 0 backspace")
AMOUNT_KEYS = ("7 8 9", "4 5 6", "1 2 3", ", 0 backspace")


def fitting_role(text: str, role: str, width: float) -> str:
    """The role, or the largest smaller one in which the text fits the width: an amount is never cut."""
    while words_width(text, role) > width and role in SMALLER:
        role = SMALLER[role]
    return role


class Amount(Drawn):
    """A label and an amount, one above the other (`stacked`) or on one line; a `tone` gives them a coloured ground."""

    label = StringProperty("")
    amount = StringProperty("")
    detail = StringProperty("")
    role = StringProperty("total")
    label_role = StringProperty("secondary")
    ink = StringProperty("ink")
    tone = OptionProperty("", options=["", "ok", "warn", "bad", "neutral", "brand"])
    layout = OptionProperty("stacked", options=["stacked", "line"])
    align = OptionProperty("left", options=["left", "right"])
    redraw_on = ("label", "amount", "detail", "role", "label_role", "ink", "tone", "layout", "align")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 14, "sunken")
        self._label = draw.words("secondary", "ink2")
        self._detail = draw.words("secondary", "ink2")
        self._amount = draw.words("total")

    def arrange(self, box: Box) -> None:
        self._amount.tone, self._label.tone = self.ink, "ink2"
        if self.tone:
            ink, ground = tone_colours(self.tone)
            self._ground.tone = ground
            if self.tone != "neutral":
                self._amount.tone = self._label.tone = ink
            self._ground.place(box)
            box = box.inset(dp(12 if T.handheld else 20), dp(6))
        else:
            self._ground.hide()
        self._label.role = self.label_role
        if self.layout == "line":
            self._arrange_line(box)
        else:
            self._arrange_stacked(box)

    def _arrange_stacked(self, box: Box) -> None:
        self._label.align = self._amount.align = self._detail.align = self.align
        self._amount.role = fitting_role(self.amount, self.role, box.width)
        above = words_height(self.label_role) if self.label else 0
        below = words_height("secondary") if self.detail else 0
        height = words_height(self._amount.role)
        top = box.y + (box.height + above + height + below) / 2
        self._label.place(Box(box.x, top - above, box.width, above), self.label)
        self._amount.place(Box(box.x, top - above - height, box.width, height), self.amount)
        self._detail.place(Box(box.x, top - above - height - below, box.width, below), self.detail)

    def _arrange_line(self, box: Box) -> None:
        label_width = words_width(self.label, self.label_role) + dp(16)
        self._amount.align = "right"
        self._amount.role = fitting_role(self.amount, self.role, box.width - label_width)
        below = words_height("secondary") if self.detail else 0
        middle = box.y + box.height / 2
        height = words_height(self.label_role)
        self._label.place(Box(box.x, middle - height / 2 + below / 2, label_width, height), self.label)
        detail_width = max(0, box.width - words_width(self.amount, self._amount.role) - dp(12))
        self._detail.place(Box(box.x, middle - height / 2 - below / 2, detail_width, below), self.detail)
        self._amount.place(box, self.amount)


class Pairs(Drawn):
    """Small lines of a label at the left and an amount at the right, as high as there are lines."""

    pairs = ListProperty([])
    role = StringProperty("secondary")
    redraw_on = ("pairs", "role")

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._lines: list[tuple[Any, Any]] = []

    def arrange(self, box: Box) -> None:
        pitch = words_height(self.role) + dp(4)
        self.height = pitch * len(self.pairs)
        while len(self._lines) < len(self.pairs):
            self._lines.append((self._draw.words(self.role, "ink2"), self._draw.words(self.role, align="right")))
        for index, (label, amount) in enumerate(self._lines):
            if index >= len(self.pairs):
                label.hide()
                amount.hide()
                continue
            line = Box(box.x, self.y + self.height - (index + 1) * pitch, box.width, pitch)
            words, figure = self.pairs[index]
            right = min(line.width, words_width(figure, self.role) + 1)
            label.place(line._replace(width=max(0, line.width - right - dp(8))), words)
            amount.place(line, figure)


class Instruction(Drawn):
    """An icon on a disc and what to do now, in the middle of its place."""

    icon = StringProperty("info")
    text = StringProperty("")
    disc = NumericProperty(96)
    redraw_on = ("icon", "text", "disc")

    def build(self, draw: Drawing) -> None:
        self._disc = draw.block("fill", None, "brand_tint")
        self._icon = draw.icon(tone="brand_text")
        self._text = draw.words("title", align="center", lines=4)

    def arrange(self, box: Box) -> None:
        side = dp(self.disc) if self.text and box.height > dp(self.disc) + words_height("title", 4) else 0
        width = min(box.width - dp(16), dp(560))
        room = words_height("title", 3)
        top = box.y + min(box.height, (box.height + side + dp(16) + room) / 2)
        self._disc.place(Box(round(box.x + (box.width - side) / 2), round(top - side), round(side), round(side)))
        self._icon.size = self.disc / 2
        self._icon.place(self._disc.box, self.icon if side else "")
        words = Box(box.x + (box.width - width) / 2, box.y, width, max(0, top - side - dp(16) - box.y))
        self._text.place(words, self.text, from_top=True)


class CashPad(KeyPad):
    """Figures for whole kroner: 0-9, 00 and backspace; `on_typed(name)` reports each key at touch-down."""

    def rows(self) -> tuple[str, ...]:
        return CASH_KEYS

    @property
    def key_gap(self) -> float:
        return float(T.gap if T.handheld else dp(8))


class AmountPad(CashPad):
    """Figures for kroner and øre: 0-9, a comma and backspace."""

    def rows(self) -> tuple[str, ...]:
        return AMOUNT_KEYS
