"""The history: a day's sales or what was searched for, and the sale that was touched.

Forwards touches to its presenter and shows the presenter's view: list and sale side by side on the counter, a sheet
over the list on a handheld. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from terminal_app.presenters.history import HistoryPresenter, HistoryView
from terminal_app.screens import amounts, lifeline, slip  # noqa: F401 - kv names their widgets
from terminal_app.screens.calendar_sheet import CalendarSheet
from terminal_app.screens.change_sheet import ChangeSheet
from terminal_app.screens.history_cells import HistoryCell, row_height
from terminal_app.screens.lists import EndlessList
from terminal_app.screens.place_screen import PlaceScreen, show_all, show_notice, show_only
from terminal_app.screens.sides import Sides  # noqa: F401 - kv names it
from terminal_app.screens.sold_pane import SoldPane, as_warning
from terminal_app.screens.widgets import FOCUS, Action, EmptyState, Notice, Scroller, Sheet, T, load_kv
from terminal_app.screens.window import Form

load_kv("history")


class HistoryScreen(PlaceScreen):
    """Day and search, list, sale."""

    def __init__(self, presenter: HistoryPresenter, form: Form, **kwargs: Any) -> None:
        self._presenter, self._form = presenter, form
        self._view: HistoryView | None = None
        body = Factory.HistoryCounter() if form is Form.COUNTER else Factory.HistoryHandheld()
        super().__init__(body, **kwargs)
        ids = self.ids_of_body
        self._rows = EndlessList(key="history.row", cell=HistoryCell, cell_height=row_height(), pad=dp(2))
        self._rows.bind(on_pick=self._picked, on_end=lambda *_: presenter.more())
        self._make_empty_states()
        self._sale = SoldPane(presenter.act, presenter.follow, titled=form is Form.COUNTER)
        self._sheet = Sheet(key="history.card", side="bottom")
        self._sheet.bind(on_close=lambda *_: presenter.close_card())
        self._side = Scroller()
        self._padding = Factory.Stack(padding=(dp(20), 0))
        self._calendar, self._change = CalendarSheet(presenter.calendar), ChangeSheet(presenter.change)
        self._notice = Notice(key="history.notice", size_hint=(None, None))
        self._notice.bind(on_tap=lambda *_: presenter.dismiss())
        self._hang_sale()
        ids.back.bind(on_tap=lambda *_: presenter.back())
        ids.before.bind(on_tap=lambda *_: presenter.previous_day())
        ids.after.bind(on_tap=lambda *_: presenter.next_day())
        ids.day.bind(on_tap=lambda *_: presenter.pick_day())
        ids.search.fbind("text", lambda _, text: presenter.search(text))
        for name in ("pos", "size"):
            ids.place.fbind(name, self._place_notice)

    def render(self) -> None:
        """Shows what the presenter says now."""
        view = self._presenter.view()
        if view == self._view:
            return
        before, self._view = self._view, view
        self._render_head(view)
        anew = before is None or (before.day, before.search) != (view.day, view.search)
        if before is None or before.rows is not view.rows:
            self._rows.items = view.rows
        if anew:
            self._rows.scroll.go(0)
        self._rows.selected = next((index for index, row in enumerate(view.rows) if row.selected), -1)
        self._empty.title, self._empty.text = view.empty, view.empty_hint
        self._go_there.text = view.empty_action
        show_all(self._nothing, [self._empty, *([self._go_there, self._below] if view.empty_action else [])])
        show_only(self.ids_of_body.place, self._rows if view.rows else self._nothing)
        self._render_card(view, before)
        self._calendar.render(view.calendar, self)
        self._change.render(view.change, self)
        went_well = view.notice is not None and view.notice.tone == "ok"
        self._notice.icon = "check_circle" if went_well else "warning"
        show_notice(self, self._notice, as_warning(view.notice), index=len(self.children) - 1)
        self._place_notice()

    def _make_empty_states(self) -> None:
        self._empty, self._choose = EmptyState(icon="receipt_long"), EmptyState(icon="receipt_long")
        self._nothing = BoxLayout(orientation="vertical", padding=T.pad)
        self._go_there = Action(key="history.go_there", icon="calendar_today")
        self._go_there.bind(on_tap=lambda *_: self._presenter.go_to_last_day())
        self._below = Widget()

    def _hang_sale(self) -> None:
        if self._form is Form.COUNTER:
            self._padding.add_widget(self._sale.widget)
            self._side.add_widget(self._padding)
        else:
            self._sheet.add_widget(self._sale.widget)
            self._sheet.add_widget(Widget())  # takes the room below a short sale

    def _render_head(self, view: HistoryView) -> None:
        ids = self.ids_of_body
        if self._form is Form.COUNTER:
            ids.title.text = view.title
        ids.back.name_for_finger = view.back_label
        ids.search.placeholder = view.search_hint if self._form is Form.COUNTER else view.search_hint_short
        ids.search.text = view.search
        ids.day.text, ids.day.detail = view.day, view.day_note
        ids.before.name_for_finger, ids.after.name_for_finger = view.previous_label, view.next_label
        ids.after.disabled = not view.can_next
        ids.heading.text = view.heading

    def _picked(self, _: object, index: int, part: str) -> None:
        if FOCUS.entry is not None:
            FOCUS.entry.focus = False  # the list was what one typed for
        if self._view is not None and index < len(self._view.rows):
            self._presenter.select(self._view.rows[index].receipt_no)

    def _render_card(self, view: HistoryView, before: HistoryView | None) -> None:
        card = view.card
        if card is not None:
            self._sale.render(card, as_warning(view.notice))
        another = card is not None and (before is None or before.card is None or before.card.title != card.title)
        if self._form is Form.COUNTER:
            if another:
                self._side.scroll.go(0)
            self._choose.title, self._choose.text = view.choose_label, view.choose_hint
            show_only(self.ids_of_body.side, self._choose if card is None else self._side)
        elif card is None:
            self._sheet.close()
        else:
            self._sheet.title, self._sheet.subtitle = card.total, f"{card.title} · {card.subtitle}"
            self._sheet.open(self)

    def _place_notice(self, *_: object) -> None:
        """Over the foot of the list: nothing moves when it comes."""
        place = self.ids_of_body.place
        self._notice.pos = (place.x + dp(8), place.y + dp(8))
        self._notice.size = (place.width - dp(16), T.touch + dp(36))


def build(presenter: HistoryPresenter, form: Form) -> HistoryScreen:
    """The history of this form; call `render()` whenever it is shown and whenever its presenter changes."""
    return HistoryScreen(presenter, form)
