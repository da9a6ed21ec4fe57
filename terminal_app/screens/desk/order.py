"""Things in an order, moved by dragging a handle or by arrows. Window thread."""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import ListProperty, StringProperty

from terminal_app.screens.keys import dotted
from terminal_app.screens.widgets import Box, Drawing, Part, T, Touchable, TouchTarget
from terminal_app.screens.widgets.drawing import text_height

MOST_LINES = 4


class OrderList(Touchable):
    """Rows of handle, icon, words, up and down; `items` are rows' Option. `on_order(keys)` runs after each move.

    The row that is dragged follows the finger and the others make room; nothing is told until it is let go. Parts are
    `handle:<key>`, `up:<key>`, `down:<key>`. Sets its own height.
    """

    items = ListProperty([])
    up_label = StringProperty("")
    down_label = StringProperty("")
    redraw_on = ("items",)

    __events__ = ("on_order",)

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._faces: dict[str, tuple[Any, ...]] = {}
        self._dragged = ""
        self._dragged_to = 0.0

    def on_order(self, keys: list[str]) -> None:
        """The things have this order now."""

    @property
    def _pitch(self) -> float:
        left, right = self._room()
        tallest = max((text_height(item.label, "body", right - left, MOST_LINES) for item in self.items), default=0)
        return float(round(max(T.touch + dp(10), tallest + dp(12))))

    def _room(self) -> tuple[float, float]:
        """From where to where the words of a row reach."""
        icons = any(item.icon for item in self.items)
        return self.x + T.touch + dp(44 if icons else 6), self.right - 2 * T.touch - 2 * T.gap

    def _row(self, place: int) -> Box:
        return Box(self.x, round(self.top - (place + 1) * self._pitch), self.width, round(self._pitch))

    def _parts_of(self, item: Any, place: int) -> list[Part]:
        row, side = self._row(place), T.touch
        y = row.y + (row.height - side) / 2
        return [
            Part(f"handle:{item.key}", item.label, Box(row.x, y, side, side)),
            Part(f"up:{item.key}", self.up_label, Box(row.right - 2 * side - T.gap, y, side, side), place > 0),
            Part(
                f"down:{item.key}", self.down_label, Box(row.right - side, y, side, side), place < len(self.items) - 1
            ),
        ]

    def parts(self) -> list[Part]:
        return [part for place, item in enumerate(self.items) for part in self._parts_of(item, place)]

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())

    def tapped(self, name: str) -> None:
        move, _, key = name.partition(":")
        keys = [item.key for item in self.items]
        place = keys.index(key)
        other = place + {"up": -1, "down": 1}.get(move, 0)
        if other != place and 0 <= other < len(keys):
            keys[place], keys[other] = keys[other], keys[place]
            self.dispatch("on_order", keys)

    # dragging

    def on_touch_down(self, touch: Any) -> bool:
        taken = super().on_touch_down(touch)
        if taken and self.pressed is not None and self.pressed.startswith("handle:"):
            touch.ud["scrolled_by"] = self  # the page must not scroll away under the finger
            self._dragged = self.pressed.partition(":")[2]
            self._dragged_to = touch.y
        return taken

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self or not self._dragged:
            return super().on_touch_move(touch)
        self._dragged_to = touch.y
        self.redraw()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self or not self._dragged:
            return super().on_touch_up(touch)
        touch.ungrab(self)
        self._dragged_to = touch.y
        keys, self._dragged, self.pressed = self._order_now(), "", None
        self.redraw()
        if keys != [item.key for item in self.items]:
            self.dispatch("on_order", keys)
        return True

    def _order_now(self) -> list[str]:
        """The keys as they would be if the finger left now."""
        keys = [item.key for item in self.items if item.key != self._dragged]
        place = int((self.top - self._dragged_to) // self._pitch)
        keys.insert(max(0, min(len(keys), place)), self._dragged)
        return keys

    # drawing

    def arrange(self, box: Box) -> None:
        self.height = len(self.items) * self._pitch
        known = {item.key: item for item in self.items}
        for key in known:
            if key not in self._faces:
                self._faces[key] = self._make()
        order = self._order_now() if self._dragged in known else list(known)
        for key, face in self._faces.items():
            if key not in known:
                self._hide(face)
            elif key == self._dragged:
                middle = min(self.top - self._pitch / 2, max(self.y + self._pitch / 2, self._dragged_to))
                self._show(face, known[key], Box(self.x, middle - self._pitch / 2, self.width, self._pitch), 0)
            else:
                self._show(face, known[key], self._row(order.index(key)), order.index(key))

    def _make(self) -> tuple[Any, ...]:
        draw = self._draw
        return (
            draw.block("card", 12, "surface"), draw.icon("drag_handle", 26, "ink2"), draw.icon(size=24),
            draw.words("body", lines=MOST_LINES), draw.block("fill", 10, "sunken"), draw.icon("expand_less", 26),
            draw.block("fill", 10, "sunken"), draw.icon("expand_more", 26),
        )  # fmt: skip

    def _hide(self, face: tuple[Any, ...]) -> None:
        ground, handle, icon, words, up_ground, up, down_ground, down = face
        for mark in (ground, words, up_ground, down_ground):
            mark.hide()
        for mark in (handle, icon, up, down):
            mark.shown = False

    def _show(self, face: tuple[Any, ...], item: Any, row: Box, place: int) -> None:
        ground, handle, icon, words, up_ground, up, down_ground, down = face
        dragged = item.key == self._dragged
        for mark in (handle, icon, up, down):
            mark.shown = True
        if dragged:
            ground.place(row.inset(0, dp(3)))
        else:
            ground.hide()
        side = T.touch
        y = row.y + (row.height - side) / 2
        handle.place(Box(row.x, y, side, side))
        icon.place(Box(row.x + side + dp(4), y, dp(28), side), item.icon)
        left, right = self._room()
        words.place(Box(left, row.y, max(1, right - left), row.height), item.label)
        ends = {"up": place == 0, "down": place == len(self.items) - 1}
        buttons = (("up", up_ground, up, row.right - 2 * side - T.gap), ("down", down_ground, down, row.right - side))
        for name, block, arrow, x in buttons:
            button = Box(x, y, side, side)
            arrow.tone = "ink3" if ends[name] and not dragged else "ink"
            block.tone = "line" if self.pressed == f"{name}:{item.key}" else "sunken"
            block.place(button.inset(dp(2)))
            arrow.place(button)
