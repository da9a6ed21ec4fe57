"""What the sale screen draws again and again: a product's tile, a line of the cart and the controls of an open line.

Pooled cells; they show what they are given and know no presenter. Window thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, overload

from kivy.metrics import dp
from kivy.properties import OptionProperty

from terminal_app.domain.records import record
from terminal_app.presenters.cart_rows import CartRow
from terminal_app.presenters.product_shelves import Tile
from terminal_app.screens.keys import dotted
from terminal_app.screens.widgets import (
    Box,
    Cell,
    CellState,
    Drawing,
    PooledGrid,
    PooledList,
    T,
    TouchTarget,
    words_height,
    words_width,
)
from terminal_app.screens.widgets.touch import window_box

MINUS, PLUS, REMOVE = "minus", "plus", "remove"
PRICE_ROLES = ("price", "label", "tag")


def fitting_role(text: str, roles: tuple[str, ...], width: float) -> str:
    """The first of the roles in which the text fits the width on one line, else the last."""
    return next((role for role in roles if words_width(text, role) < width), roles[-1])


class SteadyCell(Cell):
    """A cell that is not drawn again for what it shows already."""

    _shown: tuple[Any, ...] = ()

    def render(self, item: Any, box: Box, state: CellState) -> None:
        """Shows the item unless item, place, state and look are the ones it shows."""
        wanted = (item, box, state, T.revision, self.depends_on(item))
        if wanted != self._shown:
            self._shown = wanted
            super().render(item, box, state)

    def shows(self, item: Any) -> bool:
        """Whether the item and all its look depends on are what it shows."""
        return bool(self._shown) and (self._shown[0], *self._shown[3:]) == (item, T.revision, self.depends_on(item))

    def depends_on(self, item: Any) -> tuple[Any, ...]:
        """What else its look depends on."""
        return ()


class TileCell(SteadyCell):
    """A product: icon on its category's tone, name over two lines, price, and how many are in the cart."""

    def __init__(self, counts: Mapping[str, str]) -> None:
        self._counts = counts
        super().__init__()

    def build(self, draw: Drawing) -> None:
        self.card = draw.block("card", 14)
        self.veil = draw.block("fill", 14, "press")
        self.chip = draw.block("fill", 10)
        self.icon = draw.icon(size=26)
        self.name = draw.words("tile", lines=2)
        self.price = draw.words("price")
        self.dot = draw.block("fill", None, "brand")
        self.count = draw.words("label", "brand_ink", align="center")

    def key_of(self, item: Tile, index: int) -> str:
        return item.sku

    def text_of(self, item: Tile) -> str:
        return item.name

    def depends_on(self, item: Tile) -> tuple[Any, ...]:
        return (self._counts.get(item.sku),)

    def show(self, item: Tile, box: Box, state: CellState) -> None:
        small = T.handheld
        self.card.place(box)
        if state.pressed is None:
            self.veil.hide()
        else:
            self.veil.place(box)
        inner = box.inset(dp(10), dp(9)) if small else box.inset(dp(16 if T.wide else 12), dp(15 if T.wide else 11))
        side = dp(28 if small else 44 if T.wide else 38)
        chip = Box(inner.x, inner.top - side, side, side)
        self.chip.tone, self.icon.tone = f"{item.tone}_tint", item.tone
        self.icon.size = 18 if small else 26 if T.wide else 23
        self.chip.place(chip)
        self.icon.place(chip, item.icon)
        below = chip.y - dp(6 if small else 8)
        self.name.place(Box(inner.x, inner.y, inner.width, below - inner.y), item.name, from_top=True)
        if small:
            self._show_price_beside(chip, inner, item.price)
        else:
            self.price.align, self.price.role = "left", fitting_role(item.price, PRICE_ROLES, inner.width)
            self.price.place(Box(inner.x, inner.y - dp(2), inner.width, words_height("price")), item.price)
        self._show_count(self._counts.get(item.sku, ""), box, small)

    def _show_price_beside(self, chip: Box, inner: Box, price: str) -> None:
        """The price right of the icon; a price too long for that takes the icon's room as well: it is never cut."""
        room = Box(chip.right + dp(2), chip.y, inner.right - chip.right - dp(2), chip.height)
        if words_width(price, PRICE_ROLES[0]) > room.width:
            room = Box(inner.x, chip.y, inner.width, chip.height)
            self.chip.hide()
            self.icon.place(chip, "")
        self.price.align, self.price.role = "right", fitting_role(price, PRICE_ROLES, room.width)
        self.price.place(room, price)

    def _show_count(self, count: str, box: Box, small: bool) -> None:
        if not count:
            self.dot.hide()
            self.count.hide()
            return
        height = dp(24 if small else 32 if T.wide else 28)
        width = max(height, words_width(count, "label") + dp(12 if small else 18))
        outside = dp(7) if small else -dp(14 if T.wide else 11)
        dot = Box(box.right - width + outside, box.top - height + outside, width, height)
        self.dot.place(dot)
        self.count.place(dot, count)


class TileGrid(PooledGrid):
    """The tiles; keys are `sale.tile.<sku>`."""

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())


@record
class CartItem:
    """What one cell of the cart shows: a line, or under an open line its controls."""

    index: int
    row: CartRow
    controls: bool = False


class CartItems(Sequence[CartItem]):
    """The cart's lines as cells; with `opens` the selected line is followed by a cell with its controls."""

    def __init__(self, rows: tuple[CartRow, ...], opens: bool) -> None:
        self._rows = rows
        self._open = next((i for i, row in enumerate(rows) if row.selected), len(rows)) if opens else len(rows)

    def __len__(self) -> int:
        return len(self._rows) + (self._open < len(self._rows))

    @overload
    def __getitem__(self, place: int) -> CartItem: ...

    @overload
    def __getitem__(self, place: slice) -> list[CartItem]: ...

    def __getitem__(self, place: int | slice) -> CartItem | list[CartItem]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        index = place - (place > self._open)
        return CartItem(index, self._rows[index], place == self._open + 1)

    def place_of(self, index: int) -> int:
        """The cell to bring into sight for that line: its controls when it is open."""
        return index + (index >= self._open)


class LineCell(SteadyCell):
    """A line of the cart, or the controls of the open one.

    `style` says where an open line has its controls: "wide" in the line itself, "open" in a cell below it, "peek" only
    the stepper, in the line.
    """

    def __init__(self, style: str) -> None:
        self.style = style
        super().__init__()

    def build(self, draw: Drawing) -> None:
        self.ground = draw.block("fill", 12, "brand_tint")
        self.joint = draw.line("brand_tint")
        self.rule = draw.line()
        self.chip = draw.block("fill", 10, "sunken")
        self.bin_ground = draw.block("fill", 10, "bad_tint")
        self.veil = draw.block("fill", 10, "press")
        self.minus = draw.icon("", 24, "brand_text")
        self.plus = draw.icon("", 24, "brand_text")
        self.bin = draw.icon("", 24, "bad")
        self.quantity = draw.words("label", align="center")
        self.name = draw.words("body")
        self.detail = draw.words("secondary", "ink2")
        self.amount = draw.words("amount", align="right")
        self.off = draw.words("secondary", "ink2", align="right")
        self.body = Box(0, 0, 0, 0)
        blocks, icons = (self.ground, self.chip, self.bin_ground, self.veil), (self.minus, self.plus, self.bin)
        self.sometimes: tuple[Any, ...] = (*blocks, *icons, self.joint, self.off)
        self.placed: set[Any] = set()

    def key_of(self, item: CartItem, index: int) -> str:
        return str(item.index)

    def text_of(self, item: CartItem) -> str:
        return item.row.name

    def depends_on(self, item: CartItem) -> tuple[Any, ...]:
        return (self.style,)

    def show(self, item: CartItem, box: Box, state: CellState) -> None:
        """What this item does not have is hidden last, so that what stays is not touched."""
        self.placed.clear()
        self.amount.role = "amount"
        if item.controls:
            self._show_controls(item.row, box)
        elif item.row.selected and self.style != "open" and (item.row.stepped or self.style == "wide"):
            self._show_stepping(item.row, box)
        else:
            self._show_line(item.row, box)
        if state.pressed:
            self._fill(self.veil, self.parts[state.pressed])
        elif state.pressed is not None and not item.controls:
            self._fill(self.veil, box)
        for mark in self.sometimes:
            if mark not in self.placed:
                mark.hide()

    def _fill(self, mark: Any, box: Box, *what: str) -> None:
        """Places one of the marks that a line has only sometimes."""
        mark.place(box, *what)
        self.placed.add(mark)

    def _show_line(self, row: CartRow, box: Box) -> None:
        """Quantity, name over unit price, total; touching it opens it."""
        inner = self._inside(box)
        self.body = box
        opened = row.selected
        if opened:
            self._fill(self.ground, box)
            self._fill(self.joint, box._replace(height=dp(14)))
        self._rule(Box(inner.x, box.y, inner.width, 0 if opened else max(1, dp(1))))
        chip = Box(inner.x, box.y + (box.height - dp(38)) / 2, self._chip_width(row.quantity), dp(38))
        self._plain_chip(row.quantity, chip, chosen=opened)
        self._texts(row, box, chip.right + dp(12), inner.right)

    def _plain_chip(self, quantity: str, chip: Box, *, chosen: bool = True) -> None:
        self.chip.tone = "surface" if chosen else "sunken"
        self._fill(self.chip, chip)
        self.quantity.tone = "brand_text" if chosen else "ink"
        self.quantity.place(chip, quantity)

    def _show_stepping(self, row: CartRow, box: Box) -> None:
        """The open line with its controls inside: minus, quantity, plus; and on a wide panel the way out."""
        inner = self._inside(box)
        self._fill(self.ground, box)
        self._rule(Box(inner.x, box.y, inner.width, 0))
        side = T.touch
        value = max(dp(40), words_width(row.quantity, "label") + dp(8))
        low = box.y + (box.height - side) / 2
        if self.style == "peek":
            steps = Box(inner.right - 2 * side - value, low, 2 * side + value, side)
            self._stepper(row, steps)
            self.body = Box(box.x, box.y, steps.x - box.x, box.height)
            self.amount.hide()
            self._name_and(row.name, (row.total,), box, inner.x, steps.x - dp(10))
            return
        if row.stepped:
            steps = Box(inner.x - dp(4), low, 2 * side + value, side)
            self._stepper(row, steps)
        else:
            steps = Box(inner.x, box.y + (box.height - dp(38)) / 2, self._chip_width(row.quantity), dp(38))
            self._plain_chip(row.quantity, steps)
        out = Box(inner.right - side + dp(6), low, side, side)
        self._bin(out)
        self.body = Box(steps.right, box.y, out.x - steps.right, box.height)
        self._texts(row, box, steps.right + dp(12), out.x - dp(12))

    def _show_controls(self, row: CartRow, box: Box) -> None:
        """The cell below the open line: stepper at the left, the way out at the right."""
        self._fill(self.ground, box)
        self._fill(self.joint, box._replace(y=box.top - dp(14), height=dp(14)))
        inner = self._inside(box)
        self._rule(Box(inner.x, box.y, inner.width, 0))
        self.body = Box(0, 0, 0, 0)
        side = min(T.touch, box.height)
        low = box.y + (box.height - side) / 2
        value = max(dp(48), words_width(row.quantity, "label") + dp(8))
        if row.stepped:
            self._stepper(row, Box(inner.x, low, 2 * side + value, side))
        else:
            self.quantity.hide()
        self._bin(Box(inner.right - side, low, side, side))
        for words in (self.name, self.detail, self.amount):
            words.hide()

    def _stepper(self, row: CartRow, box: Box) -> None:
        side = T.touch
        self.chip.tone = "surface"
        self._fill(self.chip, box.inset(0, dp(2)))
        minus, plus = Box(box.x, box.y, side, box.height), Box(box.right - side, box.y, side, box.height)
        self.part(MINUS, minus)
        self.part(PLUS, plus)
        self._fill(self.minus, minus, "remove")
        self._fill(self.plus, plus, "add")
        self.quantity.tone = "brand_text"
        self.quantity.place(Box(minus.right, box.y, plus.x - minus.right, box.height), row.quantity)

    def _bin(self, box: Box) -> None:
        self.part(REMOVE, box)
        self._fill(self.bin_ground, box.inset(0, dp(2)))
        self._fill(self.bin, box, "delete")

    def _texts(self, row: CartRow, box: Box, left: float, right: float) -> None:
        """Name over price at the left; total over what was taken off it at the right."""
        high, low = words_height("body"), words_height("secondary")
        bottom = box.y + (box.height - high - low) / 2
        width = words_width(row.total, "amount") + 1
        self.amount.place(Box(right - width, bottom + low, width, high) if row.taken_off else
                          Box(right - width, box.y, width, box.height), row.total)  # fmt: skip
        beside = width
        if row.taken_off:
            beside = words_width(row.taken_off, "secondary") + 1
            self._fill(self.off, Box(right - beside, bottom, beside, low), row.taken_off)
        details = (row.detail, *row.details)
        self._name_and(row.name, details, box, left, right - max(width, beside) - dp(12))

    def _name_and(self, name: str, details: tuple[str, ...], box: Box, left: float, right: float) -> None:
        """The name, and below it the longest of the details that fits."""
        high, low = words_height("body"), words_height("secondary")
        bottom = box.y + (box.height - high - low) / 2
        width = max(0, right - left)
        fits = (detail for detail in details if words_width(detail, "secondary") <= width)
        self.name.place(Box(left, bottom + low, width, high), name)
        self.detail.place(Box(left, bottom, width, low), next(fits, details[-1]))

    def _rule(self, box: Box) -> None:
        self.rule.place(box)

    def _inside(self, box: Box) -> Box:
        return box.inset(dp(8 if T.handheld else 12), 0)

    def _chip_width(self, quantity: str) -> float:
        return float(max(dp(44), words_width(quantity, "label") + dp(18)))


class CartList(PooledList):
    """The lines of the cart; keys are `sale.line.<index>` and `sale.line.<index>.minus`, `.plus`, `.remove`."""

    style = OptionProperty("wide", options=["wide", "open", "peek"])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._made: dict[str, Any] = {}
        self.fbind("style", self._restyle_cells)
        self._restyle_cells()

    def _restyle_cells(self, *_: object) -> None:
        style = str(self.style)
        for cell in [*self._cells.values(), *self._spare]:
            if isinstance(cell, LineCell):
                cell.style = style
        self.cell = self._made.setdefault(style, lambda: LineCell(style))

    def touch_targets(self) -> list[TouchTarget]:
        """Without what the list's edge cuts so much that no finger hits it."""
        targets, own = [], window_box(self)
        for cell in self.visible().values():
            if not isinstance(cell, LineCell):
                continue
            key = f"{self.key}.{cell.item.index}"
            places = [(f"{key}.{name}", "", box) for name, box in cell.parts.items()]
            if cell.body.width:
                places.append((key, cell.item.row.name, cell.body))
            for name, text, box in places:
                shown = window_box(self, self._on_screen(box))
                low, high = max(shown.y, own.y), min(shown.top, own.top)
                targets.append(TouchTarget(name, text, shown.x, low, shown.width, max(0, high - low)))
        return [target for target in targets if target.height > T.touch - dp(2)]
