"""Every widget of the toolkit on one page, to be looked at: `python -m terminal_app.screens.gallery [counter|handheld]`.

Not part of the till; a place to try a change of theme before the screens show it. Window thread.
"""

from __future__ import annotations

import sys
from typing import Any

from terminal_app.screens.window import Form, configure, prepare_input

if __name__ == "__main__":
    configure(Form(sys.argv[1]) if len(sys.argv) > 1 else Form.COUNTER)

from kivy.lang import Builder
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from terminal_app.screens.widgets import Box, Cell, CellState, Drawing, Sheet, T, words_height

NAMES = (
    ("Kaffe latte", "coffee", "coffee", "49,00"), ("Kanelbolle", "bakery_dining", "bakery", "38,00"),
    ("Croissant med ost og skinke", "breakfast_dining", "bakery", "59,00"), ("Rekesmørbrød", "lunch_dining", "food", "139,00"),
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
        chip = Box(inner.x, inner.top - dp(28 if T.handheld else 44), dp(28 if T.handheld else 44), dp(28 if T.handheld else 44))
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
            dot = Box(box.right - dp(48), box.top - dp(48), dp(32), dp(32)) if not T.handheld else Box(box.right - dp(16), box.top - dp(16), dp(22), dp(22))
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
        self.detail.place(Box(left, middle - words_height("secondary") - dp(1), width, words_height("secondary")), price)


KV = """
<GalleryLandscape@BoxLayout>:
    orientation: 'vertical'
    Panel:
        kind: 'flat'
        tone: 'bar'
        size_hint_y: None
        height: dp(72)
        padding: dp(20), dp(8)
        spacing: dp(12)
        TextLine:
            text: 'Torget Kaffebar'
            role: 'label'
            tone: 'bar_ink'
            size_hint_x: .3
        SearchField:
            key: 'search'
            ground: 'bar'
            placeholder: 'Søk vare, strekkode eller kunde'
            size_hint_y: None
            height: dp(52)
            pos_hint: {'center_y': .5}
        Badge:
            icon: 'cloud_done'
            text: 'Alt sendt 13:58'
            tone: 'ok'
            pos_hint: {'center_y': .5}
        Badge:
            icon: 'schedule'
            text: '3 venter, 14:00'
            tone: 'warn'
            pos_hint: {'center_y': .5}
        Badge:
            icon: 'error'
            text: '1 trenger deg'
            tone: 'bad'
            tappable: True
            pos_hint: {'center_y': .5}
        TextLine:
            text: '14:32'
            role: 'title'
            tone: 'bar_ink'
            fit_width: True
            size_hint_x: None
        Avatar:
            name: 'Ingrid Solberg'
            pos_hint: {'center_y': .5}
        IconAction:
            kind: 'bar_bare'
            icon: 'menu'
            key: 'menu'
            pos_hint: {'center_y': .5}
    Row:
        padding: T.pad
        spacing: T.pad
        Column:
            Chips:
                key: 'categories'
                options: [('all', 'Alle', 'grid_view'), ('coffee', 'Kaffe', 'coffee'), ('bakery', 'Bakst', 'bakery_dining'), ('food', 'Mat', 'lunch_dining'), ('drink', 'Drikke', 'local_drink'), ('sweet', 'Søtt', 'cookie'), ('sale', 'Kampanje', 'percent'), ('g', 'Gavekort og annet', '')]
                chosen: 'all'
            PooledGrid:
                id: tiles
                key: 'tiles'
                least_cell_width: dp(180)
                cell_height: dp(150)
                gap: dp(14)
                pad: dp(6)
            Row:
                size_hint_y: None
                height: T.touch + dp(8)
                Segmented:
                    options: [('in', 'Spise her', 'restaurant'), ('away', 'Ta med', 'takeout_dining')]
                    chosen: 'in'
                Stepper:
                    text: '3'
                    pos_hint: {'center_y': .5}
                Toggle:
                    text: 'Tving kunde'
                    detail: 'Faktura krever kunde'
                    active: True
                Toggle:
                    text: 'Av'
            Row:
                size_hint_y: None
                height: T.touch + dp(34)
                TextField:
                    placeholder: 'Notat til faktura'
                    icon: 'edit_note'
                    height: T.touch + dp(4)
                TextField:
                    placeholder: 'Org.nr.'
                    text: '987 654 32X'
                    wrong: True
                    hint: 'Et organisasjonsnummer har ni siffer'
                    height: T.touch + dp(28)
            Notice:
                tone: 'warn'
                icon: 'cloud_off'
                text: 'Uten nett i 12 minutter'
                detail: 'Salg virker som vanlig. Fakturaene sendes når nettet er tilbake.'
                action: 'Prøv nå'
        Panel:
            orientation: 'vertical'
            padding: dp(16)
            spacing: dp(10)
            size_hint_x: None
            width: dp(548) if T.wide else dp(420)
            Row:
                size_hint_y: None
                height: dp(56)
                Column:
                    spacing: 0
                    padding: dp(4), 0
                    TextLine:
                        role: 'title'
                        text: 'Handlekurv'
                    TextLine:
                        role: 'secondary'
                        tone: 'ink2'
                        text: '7 varer · Kunde: Bjørn Ødegård'
                IconAction:
                    icon: 'person_add'
                    kind: 'quiet'
                    key: 'customer'
                IconAction:
                    icon: 'delete'
                    kind: 'danger'
                    key: 'empty'
            PooledList:
                id: lines
                key: 'cart'
                cell_height: dp(68)
                gap: dp(2)
                selected: 2
            Separator:
            Row:
                size_hint_y: None
                height: dp(56)
                TextLine:
                    text: 'Å betale'
                    role: 'title'
                TextLine:
                    text: 'kr 1 370,10'
                    role: 'total'
                    align: 'right'
            Row:
                size_hint_y: None
                height: dp(72)
                Action:
                    text: 'Rabatt'
                    icon: 'percent'
                    stacked: True
                    role: 'secondary'
                    height: dp(72)
                Action:
                    text: 'Parker'
                    icon: 'pause'
                    stacked: True
                    role: 'secondary'
                    height: dp(72)
                Action:
                    text: 'Retur'
                    icon: 'undo'
                    stacked: True
                    role: 'secondary'
                    height: dp(72)
                    disabled: True
                Action:
                    text: 'Mer'
                    icon: 'more_vert'
                    stacked: True
                    role: 'secondary'
                    height: dp(72)
            Row:
                size_hint_y: None
                height: T.touch + dp(8)
                Action:
                    text: 'Ferdig'
                    kind: 'primary'
                    icon: 'check'
                Action:
                    text: 'Avbryt'
                    kind: 'quiet'
                Action:
                    text: 'Slett'
                    kind: 'danger'
                    icon: 'delete'
            Action:
                key: 'pay'
                kind: 'pay'
                role: 'pay'
                text: 'Betal'
                amount: 'kr 1 370,10'
                icon: 'payments'
                icon_size: 36
                radius: 16
                height: dp(96) if T.wide else dp(80)

<GalleryPortrait@BoxLayout>:
    orientation: 'vertical'
    spacing: dp(8)
    Panel:
        kind: 'flat'
        tone: 'bar'
        size_hint_y: None
        height: dp(56)
        padding: dp(4), 0, dp(12), 0
        IconAction:
            kind: 'bar_bare'
            icon: 'menu'
            pos_hint: {'center_y': .5}
        Column:
            spacing: 0
            padding: dp(8), dp(6)
            TextLine:
                role: 'label'
                tone: 'bar_ink'
                text: 'Kasse 2'
            TextLine:
                role: 'tag'
                tone: 'bar_ink2'
                text: 'Ingrid S. · #10482'
        Badge:
            icon: 'cloud_done'
            text: 'Alt sendt 13:58'
            tone: 'ok'
            pos_hint: {'center_y': .5}
    Row:
        size_hint_y: None
        height: T.touch
        padding: T.pad, 0
        SearchField:
            key: 'search'
            placeholder: 'Søk vare eller kunde'
            height: T.touch
        IconAction:
            kind: 'primary'
            icon: 'barcode_scanner'
            size: T.touch, T.touch
    BoxLayout:
        size_hint_y: None
        height: T.touch
        padding: T.pad, 0
        Chips:
            height: T.touch
            options: [('all', 'Alle', 'grid_view'), ('coffee', 'Kaffe', 'coffee'), ('bakery', 'Bakst', 'bakery_dining'), ('food', 'Mat', 'lunch_dining'), ('drink', 'Drikke', 'local_drink'), ('sweet', 'Søtt', 'cookie')]
            chosen: 'all'
    PooledGrid:
        id: tiles
        key: 'tiles'
        columns: 3
        cell_height: dp(88)
        gap: dp(10)
        pad: dp(12)
    Panel:
        orientation: 'vertical'
        size_hint_y: None
        height: dp(250)
        padding: T.pad, dp(8)
        spacing: dp(8)
        PooledList:
            id: lines
            key: 'cart'
            cell_height: dp(56)
            gap: dp(2)
            selected: 1
        Segmented:
            height: T.touch
            options: [('in', 'Spise her', 'restaurant'), ('away', 'Ta med', 'takeout_dining')]
            chosen: 'in'
        Action:
            key: 'pay'
            kind: 'pay'
            role: 'pay'
            text: 'Betal'
            amount: 'kr 370,10'
            icon: 'payments'
            icon_size: 30
            radius: 16
            height: dp(60)

<GallerySheet@Sheet>:
    title: 'Faktura'
    subtitle: 'Velg kunde'
    SearchField:
        key: 'customer_search'
        placeholder: 'Navn, org.nr., telefon'
    NumberPad:
        key: 'pad'
        erase: True
        size_hint_y: None
        height: 4 * T.key + dp(24)
    EmptyState:
        icon: 'person'
        title: 'Ingen kunde heter «xyz»'
        text: 'Sjekk stavemåten, eller legg kunden til i regnskapet. Salget kan fullføres nå.'
    TextField:
        multiline: True
        placeholder: 'Notat til faktura'
        height: dp(96)
    Action:
        kind: 'pay'
        text: 'Fullfør'
        amount: '147,00'
"""

Builder.load_string(KV)


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

    class Gallery(App):  # type: ignore[misc]
        def build(self) -> Any:
            T.fit(Window.width)
            Window.clearcolor = T.bg
            T.bind(bg=lambda _, colour: setattr(Window, "clearcolor", colour))
            return gallery_page()

        def on_start(self) -> None:
            prepare_input()

    Gallery().run()


if __name__ == "__main__":
    main()
