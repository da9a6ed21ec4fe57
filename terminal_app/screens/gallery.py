"""Every widget of the toolkit on one page: `python -m terminal_app.screens.gallery [counter|handheld]`.

Not part of the till; a place to try a change of theme before the screens show it. Window thread.
"""

from __future__ import annotations

import sys
from typing import Any

from terminal_app.screens.window import Form, configure, prepare_input, quiet_the_collector

if __name__ == "__main__":
    configure(Form(sys.argv[1]) if len(sys.argv) > 1 else Form.COUNTER)

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from terminal_app.screens.theme import dress
from terminal_app.screens.widgets import Box, Cell, CellState, Drawing, Sheet, T, load_kv, words_height

NAMES = (
    ("Kaffe latte", "coffee", "coffee", "49,00"), ("Kanelbolle", "bakery_dining", "bakery", "38,00"),
    ("Croissant med ost og skinke", "breakfast_dining", "bakery", "59,00"),
    ("Rekesmørbrød", "lunch_dining", "food", "139,00"),
    ("Farris Lime 0,5 l", "local_drink", "drink", "35,00"), ("Gulrotkake", "cake", "sweet", "62,00"),
    ("[b]Æ Ø Å[/b] ☕ 🥐 grød", "nutrition", "eco", "45,00"), ("Gavekort", "redeem", "violet", "500,00"),
)  # fmt: skip
PRODUCTS = [NAMES[index % len(NAMES)] for index in range(60)]


class SampleTile(Cell):
    """A product tile: icon chip, two-line name, price, and how many are in the cart."""

    def build(self, draw: Drawing) -> None:
        self.card = draw.block("card", 14, "surface")
        self.veil = draw.block("fill", 14, "press")
        self.chip = draw.block("fill", 10)
        self.icon = draw.icon(size=24)
        self.name = draw.words("tile", lines=2)
        self.price = draw.words("price")
        self.dot = draw.block("fill", None, "brand")
        self.count = draw.words("label", "brand_ink", align="center")

    def text_of(self, item: Any) -> str:
        return str(item[0])

    def show(self, item: Any, box: Box, state: CellState) -> None:
        name, icon, hue, price = item
        self.card.place(box)
        if state.pressed is not None:
            self.veil.place(box)
        else:
            self.veil.hide()
        inner = box.inset(dp(10 if T.handheld else 16))
        chip = Box(
            inner.x,
            inner.top - dp(28 if T.handheld else 44),
            dp(28 if T.handheld else 44),
            dp(28 if T.handheld else 44),
        )
        self.chip.tone, self.icon.tone = f"{hue}_tint", hue
        self.chip.place(chip)
        self.icon.size = 18 if T.handheld else 26
        self.icon.place(chip, icon)
        below = Box(inner.x, inner.y, inner.width, chip.y - inner.y - dp(6))
        self.name.place(below, name, from_top=True)
        price_height = words_height("price")
        if T.handheld:
            self.price.align = "right"
            self.price.place(Box(chip.right, chip.y, inner.right - chip.right, chip.height), price)
        else:
            self.price.place(Box(inner.x, inner.y - dp(2), inner.width, price_height), price)
        if state.index % 5 == 0:
            dot = (
                Box(box.right - dp(48), box.top - dp(48), dp(32), dp(32))
                if not T.handheld
                else Box(box.right - dp(16), box.top - dp(16), dp(22), dp(22))
            )
            self.dot.place(dot)
            self.count.place(dot, "2")
        else:
            self.dot.hide()
            self.count.hide()


class SampleLine(Cell):
    """A cart line whose stepper shows when it is selected."""

    def build(self, draw: Drawing) -> None:
        self.ground = draw.block("fill", 12, "brand_tint")
        self.rule = draw.line()
        self.chip = draw.block("fill", 10, "sunken")
        self.veil = draw.block("fill", 10, "press")
        self.minus = draw.icon("remove", 22, "brand_text")
        self.plus = draw.icon("add", 22, "brand_text")
        self.quantity = draw.words("label", align="center")
        self.name = draw.words("body")
        self.detail = draw.words("secondary", "ink2")
        self.amount = draw.words("amount", align="right")

    def text_of(self, item: Any) -> str:
        return str(item[0])

    def show(self, item: Any, box: Box, state: CellState) -> None:
        name, _, _, price = item
        inner = box.inset(dp(12), 0)
        self.rule.place(Box(inner.x, box.y, inner.width, 0 if state.selected else max(1, dp(1))))
        side = T.touch
        chip = Box(inner.x, box.y + (box.height - side) / 2, side * 3 if state.selected else dp(44), side)
        if not state.selected:
            chip = Box(inner.x, box.y + (box.height - dp(40)) / 2, dp(44), dp(40))
        self.chip.tone = "surface" if state.selected else "sunken"
        self.chip.place(chip)
        self.veil.hide()
        if state.selected:
            self.ground.place(box)
            minus, plus = chip._replace(width=side), Box(chip.right - side, chip.y, side, side)
            self.part("minus", minus)
            self.part("plus", plus)
            self.minus.place(minus, "remove")
            self.plus.place(plus, "add")
            if state.pressed:
                self.veil.place(self.parts[state.pressed])
        else:
            self.ground.hide()
            self.minus.place(chip, "")
            self.plus.place(chip, "")
            if state.pressed is not None:
                self.veil.place(box.inset(dp(2)))
        self.quantity.tone = "brand_text" if state.selected else "ink"
        self.quantity.place(chip, str(state.index + 1))
        left = chip.right + dp(12)
        amount_width = dp(110)
        self.amount.place(Box(inner.right - amount_width, box.y, amount_width, box.height), price)
        middle = box.y + box.height / 2
        width = inner.right - amount_width - left
        self.name.place(Box(left, middle - dp(1), width, words_height("body")), name)
        self.detail.place(
            Box(left, middle - words_height("secondary") - dp(1), width, words_height("secondary")), price
        )


load_kv("gallery")


def gallery_page() -> Any:
    """The page for the form that the theme is in, filled with samples."""
    from kivy.factory import Factory

    page: BoxLayout = Factory.GalleryPortrait() if T.handheld else Factory.GalleryLandscape()
    page.ids.tiles.cell = SampleTile
    page.ids.tiles.items = PRODUCTS
    page.ids.lines.cell = SampleLine
    page.ids.lines.items = PRODUCTS[:9]
    return page


def gallery_sheet() -> Sheet:
    """A sheet with fields, a number pad and an empty state."""
    from kivy.factory import Factory

    sheet: Sheet = Factory.GallerySheet()
    return sheet


def main() -> None:
    """Opens the gallery in a window of its own."""
    from kivy.app import App
    from kivy.core.window import Window

    class Gallery(App):
        def build(self) -> Any:
            dress(Window)
            return gallery_page()

        def on_start(self) -> None:
            prepare_input()
            quiet_the_collector()

    Gallery().run()


if __name__ == "__main__":
    main()
