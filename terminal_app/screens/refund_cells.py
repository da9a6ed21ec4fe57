"""A line of a sale that may come back, and the keys for how much of it.

Knows the presenter's lines, no presenter. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp

from terminal_app.screens.widgets import Box, Cell, CellState, Drawing, T, words_height, words_width
from terminal_app.screens.widgets.keyboard import KeyPad

QUANTITY_KEYS = ("7 8 9", "4 5 6", "1 2 3", ", 0 backspace")


def line_height() -> float:
    """One line of controls on the counter; on a handheld they stand below the name."""
    words = words_height("label") + words_height("secondary")
    if T.handheld:
        return float(max(T.touch, words_height("label", 2)) + max(T.touch, words_height("secondary", 2)) + dp(18))
    return float(max(T.touch, words) + dp(20))


def stepper_width(widest: str) -> float:
    """Two keys and the quantity between them."""
    return float(2 * T.touch + max(T.touch, words_width(widest, "label") + dp(8)) + 2 * T.gap)


class RefundCell(Cell):
    """One line; the item is a RefundLine. Its parts are less, much and more; its name takes all or nothing."""

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "brand_tint")
        self._veil = draw.block("fill", 12, "press")
        self._rule = draw.line()
        self._box = draw.block("fill", 8, "brand")
        self._rim = draw.block("outline", 8, "outline", 2)
        self._tick = draw.icon("", 22, "brand_ink")
        self._name = draw.words("label")
        self._detail = draw.words("secondary", "ink2")
        self._amount = draw.words("amount", align="right")
        self._buttons = {
            name: (draw.block("fill", 12, "sunken"), draw.block("outline", 12, "line"),
                   draw.block("fill", 12, "press"), draw.icon(size=24))
            for name in ("less", "more")
        }  # fmt: skip
        self._much_veil = draw.block("fill", 12, "press")
        self._much = draw.words("label", align="center")

    def key_of(self, item: Any, index: int) -> str:
        return str(item.position)

    def text_of(self, item: Any) -> str:
        return str(item.name)

    def show(self, item: Any, box: Box, state: CellState) -> None:
        ground = box.inset(dp(6), dp(2))
        pressed = state.pressed in ("", "take") and not item.gone
        for block, wanted in ((self._ground, item.chosen), (self._veil, pressed)):
            if wanted:
                block.place(ground)
            else:
                block.hide()
        inner = box.inset(dp(14 if T.handheld else 18), dp(6))
        self._rule.place(Box(inner.x, box.y, inner.width, max(1, round(dp(1)))))
        ink = "ink3" if item.gone else "ink"
        self._name.tone = self._amount.tone = ink
        side = dp(28)
        if T.handheld:
            self._show_narrow(item, inner, side, state)
        else:
            self._show_wide(item, inner, side, state)

    def _show_wide(self, item: Any, box: Box, side: float, state: CellState) -> None:
        self._place_tick(item, Box(box.x, box.y + (box.height - side) / 2, side, side))
        total_width = dp(130 if T.wide else 104)
        self._amount.place(Box(box.right - total_width, box.y, total_width, box.height), item.amount)
        right = box.right - total_width - dp(10)
        stepper = stepper_width(item.widest)
        self._place_stepper(item, Box(right - stepper, box.y, stepper, box.height), state)
        left = box.x + side + dp(14)
        room = max(0, right - (stepper + dp(14) if item.counted else 0) - left)
        high, low = words_height("label"), words_height("secondary")
        bottom = round(box.y + (box.height - high - low) / 2)
        self._name.lines = 1
        self._name.place(Box(left, bottom + low, room, high), item.name)
        self._detail.lines = 1
        self._detail.place(Box(left, bottom, room, low), item.detail)
        if not item.gone:
            self.part("take", Box(box.x, box.y, left + room - box.x, box.height))

    def _show_narrow(self, item: Any, box: Box, side: float, state: CellState) -> None:
        below = max(T.touch, words_height("secondary", 2))
        upper = Box(box.x, box.y + below + dp(4), box.width, max(0, box.height - below - dp(4)))
        self._place_tick(item, Box(box.x, upper.y + (upper.height - side) / 2, side, side))
        total_width = words_width(item.amount, "amount") + 1 if item.amount else 0
        left = box.x + side + dp(12)
        self._amount.place(Box(box.right - total_width, upper.y, total_width, upper.height), item.amount)
        self._name.lines = 2
        self._name.place(upper._replace(x=left, width=max(0, box.right - total_width - dp(10) - left)), item.name)
        if not item.gone:
            self.part("take", upper)
        stepper = stepper_width(item.widest)
        self._place_stepper(item, Box(box.right - stepper, box.y, stepper, below), state)
        room = max(0, box.width - (stepper + dp(10) if item.counted else 0))
        self._detail.lines = 2
        self._detail.place(Box(box.x, box.y, room, below), item.detail)

    def _place_tick(self, item: Any, box: Box) -> None:
        self._tick.place(box, "check" if item.chosen else "")
        for block, wanted in ((self._box, item.chosen), (self._rim, not item.chosen and not item.gone)):
            if wanted:
                block.place(box)
            else:
                block.hide()

    def _place_stepper(self, item: Any, box: Box, state: CellState) -> None:
        side = T.touch
        y = round(box.y + (box.height - side) / 2)
        boxes = {"less": Box(box.x, y, side, side), "more": Box(box.right - side, y, side, side)}
        can = {"less": item.can_less, "more": item.can_more}
        for name, icon_name in (("less", "remove"), ("more", "add")):
            ground, rim, veil, icon = self._buttons[name]
            if not item.counted:
                for block in (ground, rim, veil):
                    block.hide()
                icon.place(boxes[name], "")
                continue
            ground.place(boxes[name])
            rim.place(boxes[name])
            if state.pressed == name and can[name]:
                veil.place(boxes[name])
            else:
                veil.hide()
            icon.tone = "ink" if can[name] else "ink3"
            icon.place(boxes[name], icon_name)
            self.part(name, boxes[name])
        self._much_veil.hide()
        if not item.counted:
            self._much.hide()
            return
        much = Box(boxes["less"].right + T.gap, y, max(0, boxes["more"].x - boxes["less"].right - 2 * T.gap), side)
        self._much.tone = "ink" if item.chosen else "ink2"
        self._much.place(much, item.quantity)
        if state.pressed == "much":
            self._much_veil.place(much)
        self.part("much", much)


class QuantityPad(KeyPad):
    """Figures with a decimal comma, for how much of a line comes back."""

    def rows(self) -> tuple[str, ...]:
        return QUANTITY_KEYS

    @property
    def key_gap(self) -> float:
        return float(T.gap if T.handheld else dp(8))
