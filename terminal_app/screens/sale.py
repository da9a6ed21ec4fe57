"""The sale screen: forwards touches to its presenter and shows its view, touching only what differs.

`build` gives the counter's or the handheld's layout (kv/sale.kv). It holds no state of the sale; what is folded open
and where it is scrolled is all it remembers. Window thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.floatlayout import FloatLayout

from terminal_app.presenters.park_part import ParkView
from terminal_app.presenters.sale import SalePresenter
from terminal_app.presenters.sale_view import LineSheetView, SaleLabels, SaleView
from terminal_app.presenters.session import Notice
from terminal_app.screens import buyer_button, day_bar, parked_cells  # noqa: F401 - kv/sale.kv names theirs
from terminal_app.screens.amounts import fitting_role
from terminal_app.screens.bar import Amounts, CartHead, QuietWords  # noqa: F401 - kv/sale.kv names them
from terminal_app.screens.cells_sale import MINUS, PLUS, REMOVE, CartItems, CartList, TileCell, TileGrid
from terminal_app.screens.keys import Choice  # noqa: F401 - kv/sale.kv names it
from terminal_app.screens.sale_parts import CartSheet, Shelves  # noqa: F401 - kv/sale.kv names them
from terminal_app.screens.sides import Sides  # noqa: F401 - kv/sale.kv names it
from terminal_app.screens.widgets import SearchField, T, load_kv, words_width
from terminal_app.screens.window import Form

if TYPE_CHECKING:
    from terminal_app.screens.line_sheet import LinePane, TimesPane
    from terminal_app.screens.step_up import StepUpPanel

LONG_AMOUNT = 12
NOTICE_ICONS = {"bad": "error", "warn": "warning", "ok": "check_circle", "neutral": "info", "brand": "info"}


class SaleScreen(FloatLayout):
    """What both forms share. `covered` is how many pixels of it the on-screen keyboard covers."""

    covered = NumericProperty(0)
    expanded = BooleanProperty(False)
    opens_lines = BooleanProperty(False)
    keyboard_width = NumericProperty(0)
    keyboard_x = NumericProperty(0)
    keypad_height = NumericProperty(0)

    def __init__(self, presenter: SalePresenter, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._presenter = presenter
        presenter.keypad_stays = bool(T.wide)
        self._pane: LinePane | None = None
        self._times: TimesPane | None = None
        self._step_up: StepUpPanel | None = None
        self._shown_sheet: LineSheetView | None = None
        self._view: SaleView | None = None
        self._park: ParkView | None = None
        self._counts: dict[str, str] = {}
        self.ids.tiles.cell = lambda: TileCell(self._counts)
        self.bar_tool: SearchField | None = None
        T.fbind("keyboard_height", self._measure)
        for name in ("pos", "size", "covered"):
            self.fbind(name, self._place_panes)
        self.ids.pay.fbind("pos", self._place_panes)
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
        ids.discount.bind(on_tap=lambda *_: presenter.discount())
        ids.park.bind(on_tap=lambda *_: presenter.parked.open())
        ids.undo.bind(on_tap=lambda *_: presenter.undo())
        ids.times.bind(on_tap=lambda *_: presenter.open_times())
        ids.pay.bind(on_tap=lambda *_: presenter.pay())
        ids.buyer.part, ids.day.part = presenter.buyer, presenter.day
        ids.notice.bind(on_tap=lambda *_: presenter.dismiss())

    def connect_search(self, field: SearchField) -> None:
        """Lets a field be the one to search in."""
        field.bind(text=lambda _, text: self._presenter.search(text))
        field.bind(on_tap=lambda *_: self._end_search(), on_enter=lambda *_: self._enter_search())

    def _end_search(self) -> None:
        self._presenter.search("")
        self._end_typing()

    def _enter_search(self) -> None:
        self._presenter.enter_search()
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
        if before is None or view.labels is not before.labels:
            self._render_labels(view.labels)
        self._render_tiles(view)
        if before is None or view.rows != before.rows:
            self._show_rows(view)
        self._render_search(view)
        self._render_cart(view, before)
        ids.day.render()
        if before is None or (view.undo, view.times) != (before.undo, before.times):
            self._render_steps(view)
        self._render_panes(view)
        if before is None or view.notice != before.notice:
            self._render_notice(view.notice)

    def _render_labels(self, labels: SaleLabels) -> None:
        """The words that another language changes and nothing else."""
        ids = self.ids
        ids.empty.title, ids.empty.text = labels.cart_empty, labels.cart_empty_hint
        ids.pay.text = labels.pay_label
        ids.throw_away.text, ids.discount.text = labels.clear_label, labels.discount_label

    def _render_tiles(self, view: SaleView) -> None:
        grid, counts, shown = self.ids.tiles.__self__, view.counts, self._counts
        changed = {sku for sku, count in counts.items() if shown.get(sku) != count}
        changed.update(sku for sku in shown if sku not in counts)
        if changed:
            shown.clear()
            shown.update(counts)
        if grid.items is not view.tiles:
            same = view.tiles.same_goods(grid.items)
            grid.items = view.tiles
            if not same:
                grid.scroll.go(0)
        if changed:
            for index, cell in grid.visible().items():
                if cell.item.sku in changed:
                    grid.refresh(index)

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
        field.placeholder = self._search_hint(view)
        if field.text != view.search:
            field.text = view.search
        nothing = self.ids.nothing
        nothing.opacity = 0 if view.tiles else 1
        nothing.title = "" if view.tiles else view.nothing_found

    def _search_hint(self, view: SaleView) -> str:
        return view.labels.search_hint

    def _render_total(self, view: SaleView) -> None:
        """Nothing where it stands on Pay alone."""

    def _render_cart(self, view: SaleView, before: SaleView | None) -> None:
        ids = self.ids
        self._render_head(view)
        ids.buyer.render(always=self.expanded or not view.rows)
        ids.serving.options = self._servings(*view.labels.serving_labels)  # their icons come and go with the width
        ids.serving.chosen = "away" if view.takes_away else "in"
        if before is None or view.sums != before.sums:
            ids.vat.rows = list(view.sums)
        self._render_total(view)
        pay = ids.pay.__self__
        pay.amount = view.total if view.can_pay else ""
        pay.icon = "" if len(view.total) > LONG_AMOUNT and not T.wide else "payments"
        park = self._presenter.parked.view()
        if park != self._park:
            self._park = park
            ids.park.text, ids.park.count, ids.park.warns = park.label, park.count, park.warns
        if before is None or view.can_pay is not before.can_pay:
            pay.disabled = ids.throw_away.disabled = ids.discount.disabled = not view.can_pay

    def _render_head(self, view: SaleView) -> None:
        raise NotImplementedError

    def _servings(self, eat_in: str, take_away: str) -> list[tuple[str, ...]]:
        if not T.wide:
            return [("in", eat_in), ("away", take_away)]
        return [("in", eat_in, "restaurant"), ("away", take_away, "takeout_dining")]

    def _render_steps(self, view: SaleView) -> None:
        """The step back, and how many of the next product."""
        undo, times = self.ids.undo.__self__, self.ids.times
        undo.text, undo.detail = view.undo.label, view.undo.words
        undo.disabled, undo.kind = not view.undo.can, "primary" if view.undo.stands_out else "secondary"
        times.armed = bool(view.times.armed)
        times.text = view.times.armed or view.times.label

    # what lies over it

    def _render_panes(self, view: SaleView) -> None:
        """The sheet of a line, the keypad for "3 ×" and an approval; each is built when it is first needed.

        Their modules are imported ahead (ahead.py), after the first frame.
        """
        if view.sheet is not None:
            if self._pane is None:
                from terminal_app.screens.line_sheet import LinePane

                self._pane = LinePane(self._presenter)
                self._pane.ids.tabs_place.fbind("height", self._place_panes)
            self._pane.render(view.sheet)
            opened = self._lay_over(self._pane)
            turned = self._shown_sheet is None or self._shown_sheet.field is not view.sheet.field
            if opened or turned:
                self._pane.begin()
        elif self._pane is not None:
            self._pane.close()
        if view.times.is_open:
            if self._times is None:
                from terminal_app.screens.line_sheet import TimesPane

                self._times = TimesPane(self._presenter)
            self._lay_over(self._times)
        elif self._times is not None:
            self._times.close()
        for pane in (self._pane, self._times):
            if pane is not None:
                pane.ids.pad.listens = view.step_up is None  # a manager's PIN is no quantity
        self._shown_sheet = view.sheet
        self._place_panes()
        if view.step_up is not None or self._step_up is not None:
            if self._step_up is None:
                from terminal_app.screens.step_up import StepUpPanel

                self._step_up = StepUpPanel(self._presenter.step_up)
            self._step_up.render(view.step_up, self)

    def _lay_over(self, pane: Any) -> bool:
        """Whether the pane was not there before; it lies below the notice."""
        if pane.parent is not None:
            return False
        self.add_widget(pane, index=1)
        return True

    def _place_panes(self, *_: object) -> None:
        """Beside the cart or above Pay, which stay in sight."""
        self.keypad_height = 0
        if self._pane is not None and self._pane.parent is not None:
            self._place_sheet(self._pane)
        if self._times is not None and self._times.parent is not None:
            self._place_times(self._times)

    def _place_sheet(self, pane: LinePane) -> None:
        raise NotImplementedError

    def _place_times(self, pane: TimesPane) -> None:
        raise NotImplementedError

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
        self.ids.title.text = view.labels.cart_title
        self.ids.count.text = view.cart_count if view.rows else ""

    def _render_total(self, view: SaleView) -> None:
        """An amount is never cut: a long one is written smaller."""
        self.ids.total_label.text, self.ids.total.text = view.total_label, view.total
        room = self.ids.pay.width - words_width(view.total_label, "title") - dp(28)
        self.ids.total.role = fitting_role(view.total, "total", max(room, dp(240)))

    def _place_sheet(self, pane: LinePane) -> None:
        """As high as the screen, at the cart's side of the tiles."""
        cart = self.ids.cart
        pane.width = dp(500) if T.wide else dp(420)
        pane.x = cart.right + T.gap if T.left_handed else cart.x - T.gap - pane.width
        pane.y = self.y + (self.covered + dp(8) if self.covered else T.pad)
        pane.height = self.top - T.pad - pane.y
        if not self.covered:
            pane.height = min(pane.height, pane.wanted_height)
            pane.top = self.top - T.pad

    def _place_times(self, pane: TimesPane) -> None:
        """In the cart's column: below the last lines where there is room for both, else over them."""
        place = self.ids.lines_place
        pane.width, pane.x = place.width, place.x
        pane.height = self.keypad_height = min(pane.wanted_height, place.height) if T.wide else place.height
        pane.y = place.y


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
        self.ids.buyer.render(always=expanded or self._view is None or not self._view.rows)

    def _place_sheet(self, pane: LinePane) -> None:
        """Over everything but Pay."""
        pane.x, pane.width = self.x, self.width
        pane.y = self.ids.pay.top + dp(4)
        pane.height = self.top - dp(2) - pane.y

    def _place_times(self, pane: TimesPane) -> None:
        """Above Pay, over the last lines."""
        pane.x, pane.width, pane.y = self.x, self.width, self.ids.pay.top + dp(4)
        pane.height = pane.wanted_height

    def _fold(self, *_: object) -> None:
        if self._view is not None and (self._view.rows or self.expanded):
            self.expanded = not self.expanded

    def _render_head(self, view: SaleView) -> None:
        self.ids.head.title = view.cart_count
        if not view.rows:
            self.expanded = False

    def _search_hint(self, view: SaleView) -> str:
        room = self.search.width - dp(66)
        labels = view.labels
        return labels.search_hint if words_width(labels.search_hint, "secondary") <= room else labels.search_hint_short


def build(presenter: SalePresenter, form: Form) -> SaleScreen:
    """The sale screen for that form; it fills its parent. Call `render` when it is shown."""
    load_kv("sale")
    return HandheldSale(presenter) if form is Form.HANDHELD else CounterSale(presenter)


__all__ = ["CartList", "SaleScreen", "Shelves", "TileGrid", "build"]
