"""The sale screen: forwards touches to its presenter and shows its view, touching only what differs.

`build` gives the counter's or the handheld's layout (kv/sale.kv). It holds no state of the sale; what is folded open
and where it is scrolled is all it remembers. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.floatlayout import FloatLayout

from terminal_app.presenters.sale import SalePresenter, SaleView, Tile
from terminal_app.presenters.session import Notice
from terminal_app.screens.bar import Amounts, CartHead, QuietWords  # noqa: F401 - kv/sale.kv names them
from terminal_app.screens.cells_sale import MINUS, PLUS, REMOVE, CartItems, CartList, TileCell, TileGrid
from terminal_app.screens.keys import Choice, dotted  # noqa: F401 - kv/sale.kv names Choice
from terminal_app.screens.sides import Sides  # noqa: F401 - kv/sale.kv names it
from terminal_app.screens.widgets import Chips, Panel, SearchField, T, TouchTarget, load_kv
from terminal_app.screens.window import Form

LONG_AMOUNT = 12
NOTICE_ICONS = {"bad": "error", "warn": "warning", "ok": "check_circle", "neutral": "info", "brand": "info"}


class Shelves(Chips):
    """The categories; keys are `sale.shelf.<index>`."""

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())


class CartSheet(Panel):
    """The cart on a handheld: it lies over the tiles, and what lies under it gets no touch."""

    covers_touches = True

    def on_touch_down(self, touch: Any) -> bool:
        inside = self.collide_point(*touch.pos)
        return bool(super().on_touch_down(touch)) or inside


class SaleScreen(FloatLayout):
    """What both forms share. `covered` is how many pixels of it the on-screen keyboard covers."""

    covered = NumericProperty(0)
    expanded = BooleanProperty(False)
    opens_lines = BooleanProperty(False)
    keyboard_width = NumericProperty(0)
    keyboard_x = NumericProperty(0)

    def __init__(self, presenter: SalePresenter, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._presenter = presenter
        self._view: SaleView | None = None
        self._counts: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self.ids.tiles.cell = lambda: TileCell(self._counts)
        self.bar_tool: SearchField | None = None
        T.fbind("keyboard_height", self._measure)
        self.fbind("expanded", self._reopen)
        self.fbind("opens_lines", self._reopen)
        self._connect()

    @property
    def search(self) -> SearchField:
        """The field in which products are searched."""
        return self.bar_tool or self.ids.search

    # what is touched

    def _connect(self) -> None:
        ids, presenter = self.ids, self._presenter
        ids.shelves.bind(on_tap=lambda _, name: presenter.choose_shelf(int(name)))
        ids.tiles.bind(on_pick=self._tile_picked)
        ids.lines.bind(on_pick=self._line_picked)
        ids.serving.bind(on_tap=lambda _, name: presenter.serve(name == "away"))
        ids.throw_away.bind(on_tap=lambda *_: presenter.clear())
        ids.pay.bind(on_tap=lambda *_: presenter.pay())
        ids.notice.bind(on_tap=lambda _, name: presenter.undo() if name == "action" else presenter.dismiss())

    def connect_search(self, field: SearchField) -> None:
        """Lets a field be the one to search in."""
        field.bind(text=lambda _, text: self._presenter.search(text))
        field.bind(on_tap=lambda *_: self._end_search(), on_enter=lambda *_: self._end_typing())

    def _end_search(self) -> None:
        self._presenter.search("")
        self._end_typing()

    def _end_typing(self) -> None:
        self.search.focused = False

    def _tile_picked(self, _: object, index: int, __: str) -> None:
        self._presenter.add(self.ids.tiles.items[index].sku)

    def _line_picked(self, _: object, place: int, part: str) -> None:
        item = self.ids.lines.items[place]
        if part == MINUS:
            self._presenter.fewer(item.index)
        elif part == PLUS:
            self._presenter.more(item.index)
        elif part == REMOVE:
            self._presenter.remove(item.index)
        elif not item.controls:
            self._presenter.select(item.index)

    # what is shown

    def render(self) -> None:
        """Shows the presenter's view; what is the same as before is not touched."""
        view, before = self._presenter.view(), self._view
        self._view = view
        ids = self.ids
        if before is None or view.shelves != before.shelves:
            ids.shelves.options = [(str(i), shelf.name, shelf.icon) for i, shelf in enumerate(view.shelves)]
        ids.shelves.chosen = next((str(i) for i, shelf in enumerate(view.shelves) if shelf.selected), "")
        self._render_tiles(view)
        if before is None or view.rows != before.rows:
            self._show_rows(view)
        self._render_search(view)
        self._render_cart(view)
        self._render_notice(view.notice)

    def _render_tiles(self, view: SaleView) -> None:
        grid, counts = self.ids.tiles, dict(view.counts)
        changed = {sku for sku in {*counts, *self._counts} if counts.get(sku) != self._counts.get(sku)}
        self._counts.clear()
        self._counts.update(counts)
        if grid.items is not view.tiles:
            self._places = {tile.sku: index for index, tile in enumerate(view.tiles)}
            same = _skus(grid.items) == _skus(view.tiles)
            grid.items = view.tiles
            if not same:
                grid.scroll.go(0)
        for sku in changed:
            if sku in self._places:
                grid.refresh(self._places[sku])

    def _show_rows(self, view: SaleView) -> None:
        lines = self.ids.lines
        lines.items = CartItems(view.rows, self.opens_lines)
        empty = not view.rows
        self.ids.empty.opacity = 1 if empty else 0
        if view.scroll_to is not None and not empty:
            lines.reveal(view.scroll_to)
            lines.reveal(lines.items.place_of(view.scroll_to))

    def _reopen(self, *_: object) -> None:
        if self._view is not None:
            self._show_rows(self._view)

    def _render_search(self, view: SaleView) -> None:
        field = self.search
        field.placeholder = view.search_hint
        if field.text != view.search:
            field.text = view.search
        nothing = self.ids.nothing
        nothing.opacity = 0 if view.tiles else 1
        nothing.title = "" if view.tiles else view.nothing_found

    def _render_cart(self, view: SaleView) -> None:
        ids = self.ids
        self._render_head(view)
        eat_in, take_away = view.serving_labels
        ids.serving.options = self._servings(eat_in, take_away)
        ids.serving.chosen = "away" if view.takes_away else "in"
        ids.empty.title, ids.empty.text = view.cart_empty, view.cart_empty_hint
        ids.vat.rows = list(view.vat)
        ids.total_label.text, ids.total.text = view.total_label, view.total
        ids.pay.text, ids.pay.amount = view.pay_label, view.total if view.can_pay else ""
        ids.pay.icon = "" if len(view.total) > LONG_AMOUNT and not T.wide else "payments"
        ids.pay.disabled = not view.can_pay
        ids.throw_away.text = view.clear_label
        ids.throw_away.disabled = not view.can_pay

    def _render_head(self, view: SaleView) -> None:
        raise NotImplementedError

    def _servings(self, eat_in: str, take_away: str) -> list[tuple[str, ...]]:
        return [("in", eat_in, "restaurant"), ("away", take_away, "takeout_dining")]

    def _render_notice(self, notice: Notice | None) -> None:
        shown = self.ids.notice
        shown.opacity = 0 if notice is None else 1
        shown.disabled = notice is None
        if notice is not None:
            shown.text, shown.detail, shown.action = notice.message, notice.hint, notice.action
            shown.tone = notice.tone
            shown.icon = NOTICE_ICONS.get(notice.tone, "info")

    def _measure(self, *_: object) -> None:
        below = self.to_window(self.x, self.y)[1]
        self.covered = max(0, T.keyboard_height - below)

    def close(self) -> None:
        """Lets go of the theme; call when it is thrown away."""
        T.funbind("keyboard_height", self._measure)


class CounterSale(SaleScreen):
    """Tiles at the left, the cart at the right for the whole height; the search field stands in the bar."""

    def __init__(self, presenter: SalePresenter, **kwargs: Any) -> None:
        super().__init__(presenter, **kwargs)
        self.bar_tool = SearchField(key="sale.search", ground="bar", pos_hint={"center_y": 0.5})
        self.connect_search(self.bar_tool)

    def _render_head(self, view: SaleView) -> None:
        self.ids.title.text = view.cart_title
        self.ids.count.text = view.cart_count if view.rows else ""


class HandheldSale(SaleScreen):
    """Tiles above, the cart as a sheet at the lower edge: its last lines, or all of it over the tiles."""

    def __init__(self, presenter: SalePresenter, **kwargs: Any) -> None:
        super().__init__(presenter, **kwargs)
        self.connect_search(self.ids.search)
        self._sums = self.ids.sums.__self__
        self.ids.sheet.remove_widget(self._sums)
        self.ids.head.bind(on_tap=self._fold)

    def on_expanded(self, _: object, expanded: bool) -> None:
        """The sums stand above Pay only when there is room for them."""
        if expanded:
            self.ids.sheet.add_widget(self._sums, index=1)
        else:
            self.ids.sheet.remove_widget(self._sums)

    def _fold(self, *_: object) -> None:
        if self._view is not None and (self._view.rows or self.expanded):
            self.expanded = not self.expanded

    def _render_head(self, view: SaleView) -> None:
        self.ids.head.title = view.cart_title
        self.ids.head.count = view.cart_count if view.rows else ""
        if not view.rows:
            self.expanded = False

    def _servings(self, eat_in: str, take_away: str) -> list[tuple[str, ...]]:
        return [("in", eat_in), ("away", take_away)]


def build(presenter: SalePresenter, form: Form) -> SaleScreen:
    """The sale screen for that form; it fills its parent. Call `render` when it is shown."""
    load_kv("sale")
    return HandheldSale(presenter) if form is Form.HANDHELD else CounterSale(presenter)


def _skus(tiles: tuple[Tile, ...]) -> tuple[str, ...]:
    return tuple(tile.sku for tile in tiles)


__all__ = ["CartList", "SaleScreen", "Shelves", "TileGrid", "build"]
