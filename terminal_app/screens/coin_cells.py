"""Notes and coins as they are counted: a cell for each kind, the grid they stand in, and the pad that types them.

Knows the presenter's rows, no presenter. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty

from terminal_app.screens.keys import dotted
from terminal_app.screens.widgets import (
    Box,
    Cell,
    CellState,
    Drawing,
    PooledGrid,
    T,
    TouchTarget,
    words_width,
)
from terminal_app.screens.widgets.keyboard import KeyPad

COIN_KEYS = ("7 8 9", "4 5 6", "1 2 3", "enter 0 backspace")
SUM_KEYS = ("7 8 9", "4 5 6", "1 2 3", ", 0 backspace")


class CoinCell(Cell):
    """How many of one note or coin; the item is a CoinRow, None leaves its place empty.

    With `stepped` it has keys for one more and one less; else it is only touched to type into.
    """

    stepped = True

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "sunken")
        self._rim = draw.block("outline", 12, "brand", 2)
        self._veil = draw.block("fill", 12, "press")
        self._label = draw.words("label", "ink2")
        self._pieces = draw.words("title", align="center")
        self._amount = draw.words("amount", align="right")
        self._keys = {
            name: (draw.block("fill", 10, "surface"), draw.block("outline", 10, "line"), draw.icon(size=24))
            for name in ("less", "more")
        }

    def key_of(self, item: Any, index: int) -> str:
        return "" if item is None else str(item.face)

    def text_of(self, item: Any) -> str:
        return "" if item is None else str(item.label)

    def show(self, item: Any, box: Box, state: CellState) -> None:
        if item is None:
            for mark in (self._ground, self._rim, self._veil, self._label, self._pieces, self._amount):
                mark.hide()
            self._hide_keys(box)
            return
        self._ground.tone = "brand_tint" if item.selected else "sunken" if self.stepped else "surface"
        self._ground.place(box)
        for block, wanted in ((self._rim, item.selected), (self._veil, state.pressed == "")):
            if wanted:
                block.place(box)
            else:
                block.hide()
        self._pieces.tone = "ink3" if item.pieces == "–" else "ink"
        if self.stepped:
            self._show_stepped(item, box.inset(dp(14), 0), state)
        else:
            self._show_plain(item, box.inset(dp(8), dp(4)))

    def _show_stepped(self, item: Any, box: Box, state: CellState) -> None:
        side = T.touch
        label = words_width("1 000", "label") + dp(10)
        self._label.align = "right"
        self._label.place(Box(box.x, box.y, label, box.height), item.label)
        middle = max(dp(56), words_width(item.widest, "title") + dp(6))
        y = round(box.y + (box.height - side) / 2)
        less = Box(box.x + label + dp(14), y, side, side)
        more = Box(less.right + middle, y, side, side)
        self._pieces.place(Box(less.right, box.y, middle, box.height), item.pieces)
        self._place_key("less", less, "remove", enabled=item.can_less, pressed=state.pressed == "less")
        self._place_key("more", more, "add", enabled=True, pressed=state.pressed == "more")
        room = Box(more.right + dp(8), box.y, max(0, box.right - more.right - dp(8)), box.height)
        roles = ("amount", "secondary", "tag")
        self._amount.role = next((role for role in roles if words_width(item.amount, role) <= room.width), "tag")
        self._amount.place(room, item.amount if words_width(item.amount, "tag") <= room.width else "")

    def _show_plain(self, item: Any, box: Box) -> None:
        """The value at the left, how many at the right, and what it comes to nowhere: the sum says it."""
        self._hide_keys(box)
        self._amount.hide()
        self._label.align, self._pieces.align = "left", "right"
        self._label.role = "secondary"
        label = words_width(item.label, "secondary") + 1
        self._label.place(Box(box.x, box.y, label, box.height), item.label)
        room = box.width - label - dp(2)
        roles = ("title", "label", "secondary", "tag")
        self._pieces.role = next((role for role in roles if words_width(item.pieces, role) <= room), "tag")
        self._pieces.place(Box(box.x + label, box.y, max(0, box.width - label), box.height), item.pieces)

    def _place_key(self, name: str, box: Box, icon_name: str, *, enabled: bool, pressed: bool) -> None:
        ground, rim, icon = self._keys[name]
        ground.tone = "sunken" if pressed else "surface"
        ground.place(box)
        rim.place(box)
        icon.tone = "brand_text" if enabled else "ink3"
        icon.place(box, icon_name)
        self.part(name, box)

    def _hide_keys(self, box: Box) -> None:
        for ground, rim, icon in self._keys.values():
            ground.hide()
            rim.hide()
            icon.place(box, "")


class PlainCoinCell(CoinCell):
    """Without keys of its own: there is a pad."""

    stepped = False


class CoinGrid(PooledGrid):
    """The notes and coins; keys are `day.coin.<kroner>`, with `.less` and `.more` on the counter."""

    def touch_targets(self) -> list[TouchTarget]:
        return [target for target in dotted(super().touch_targets()) if target.text or "less" in target.key
                or "more" in target.key]  # fmt: skip


class CountPad(KeyPad):
    """Figures, and a key that moves on to the next coin, or a comma where the sum is typed."""

    by_coin = BooleanProperty(True)
    redraw_on = (*KeyPad.redraw_on, "by_coin")

    def rows(self) -> tuple[str, ...]:
        return COIN_KEYS if self.by_coin else SUM_KEYS
