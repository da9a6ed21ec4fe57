"""The queue screen (bongkø): where the invoices are, and the card of the one that was touched.

Forwards touches to its presenter and shows the presenter's view: list and card side by side on the counter, a sheet
over the list on a handheld. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from terminal_app.presenters.queue import Filter, QueuePresenter, QueueView
from terminal_app.screens import amounts, lifeline  # noqa: F401 - kv names their widgets
from terminal_app.screens.change_sheet import ChangeSheet
from terminal_app.screens.lists import EndlessList
from terminal_app.screens.place_screen import show_notice, show_only
from terminal_app.screens.queue_cells import EntryPanel, QueueCell, ReasonPanel
from terminal_app.screens.row_parts import BADGE_TONES
from terminal_app.screens.step_up import StepUpPanel
from terminal_app.screens.widgets import EmptyState, Notice, Scroller, Sheet, load_kv
from terminal_app.screens.window import Form

load_kv("queue")

FILTER_ICONS = {Filter.ALL: "", Filter.WAITING: "schedule", Filter.NEEDS_PERSON: "error", Filter.DONE: "check_circle"}


class QueueScreen(FloatLayout):
    """Status band, filters, list, card."""

    def __init__(self, presenter: QueuePresenter, form: Form, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._presenter, self._form = presenter, form
        self._view: QueueView | None = None
        self.body = Factory.QueueCounter() if form is Form.COUNTER else Factory.QueueHandheld()
        self.add_widget(self.body)
        ids = self.body.ids
        tall = dp(76) if form is Form.COUNTER else dp(80)
        self._rows = EndlessList(key="queue.row", cell=QueueCell, cell_height=tall, pad=dp(2))
        self._rows.bind(on_pick=self._picked, on_end=lambda *_: presenter.more())
        self._empty, self._choose = EmptyState(icon="receipt_long"), EmptyState(icon="receipt_long")
        self._entry = EntryPanel(presenter.act, presenter.fold, titled=form is Form.COUNTER)
        self._reason = ReasonPanel(presenter.write_reason, presenter.confirm, presenter.keep)
        self._change = ChangeSheet(presenter.change)
        self._step_up = StepUpPanel(presenter.step_up)
        self._sheet = Sheet(key="queue.card", side="bottom")
        self._sheet.bind(on_close=lambda *_: presenter.close_card())
        self._side = Scroller()
        self._padding = Factory.Stack(padding=(dp(20), 0))
        self._notice = Notice(key="queue.notice", icon="error", size_hint=(None, None))
        self._notice.bind(on_tap=self._notice_touched)
        self._hang_entry()
        ids.back.bind(on_tap=lambda *_: presenter.back())
        ids.send.bind(on_tap=lambda *_: presenter.send_now())
        ids.filters.bind(on_tap=lambda _, name: presenter.choose(Filter(name)))
        for name in ("pos", "size"):
            ids.state.fbind(name, self._place_notice)

    def render(self) -> None:
        """Shows what the presenter says now."""
        view = self._presenter.view()
        if view == self._view:
            return
        self._view = view
        ids = self.body.ids
        if self._form is Form.COUNTER:
            ids.title.text = view.title
        ids.back.name_for_finger = view.back_label
        ids.summary.text, ids.summary.icon = view.summary.text, view.summary.icon
        ids.summary.tone = BADGE_TONES[view.summary.tone]
        ids.next_run.text = view.next_run
        ids.send.text, ids.send.disabled = view.send_label, not view.can_send
        icons = FILTER_ICONS if self._form is Form.COUNTER else dict.fromkeys(Filter, "")
        ids.filters.options = [(chip.filter.value, chip.label, icons[chip.filter]) for chip in view.filters]
        ids.filters.chosen = next((chip.filter.value for chip in view.filters if chip.selected), "")
        self._rows.items = view.rows
        self._rows.selected = next((index for index, row in enumerate(view.rows) if row.selected), -1)
        self._empty.title, self._empty.text = view.empty, view.empty_hint
        show_only(ids.place, self._rows if view.rows else self._empty)
        self._render_card(view)
        self._reason.render(view.asking, self)
        self._change.render(view.change, self)
        self._step_up.render(view.step_up, self)
        self._render_notice(view)

    def _hang_entry(self) -> None:
        if self._form is Form.COUNTER:
            self._padding.add_widget(self._entry.widget)
            self._side.add_widget(self._padding)
        else:
            self._sheet.add_widget(self._entry.widget)
            self._sheet.add_widget(Widget())  # takes the room below a short card

    def _picked(self, _: object, index: int, part: str) -> None:
        if self._view is not None and index < len(self._view.rows):
            self._presenter.select(self._view.rows[index].reference)

    def _render_card(self, view: QueueView) -> None:
        card = view.card
        if card is not None:
            self._entry.render(card, view.notice if view.notice_closable else None)
        if self._form is Form.COUNTER:
            self._choose.title, self._choose.text = view.choose_label, view.choose_hint
            show_only(self.body.ids.side, self._choose if card is None else self._side)
            return
        if card is None:
            self._sheet.close()
        else:
            self._sheet.title, self._sheet.subtitle = card.title, card.total
            self._sheet.open(self)

    def _notice_touched(self, _: object, part: str) -> None:
        if part == "action":
            self._presenter.open_settings()
        else:
            self._presenter.dismiss()

    def _render_notice(self, view: QueueView) -> None:
        if view.notice is not None:
            self._notice.action = view.notice.action
            self._notice.closable = view.notice_closable
            self._notice.icon = "cloud_off" if view.notice.tone == "warn" else "error"
        show_notice(self, self._notice, view.notice, index=len(self.children) - 1)
        self._place_notice()

    def _place_notice(self, *_: object) -> None:
        """Over the band's own words, which it replaces: the list stays where it is."""
        state = self.body.ids.state
        self._notice.pos = (state.x, state.y + (dp(6) if self._form is Form.COUNTER else 0))
        self._notice.size = (state.width, state.height - (dp(12) if self._form is Form.COUNTER else 0))


def build(presenter: QueuePresenter, form: Form) -> QueueScreen:
    """The queue screen of this form; call `render()` whenever it is shown and whenever its presenter changes."""
    return QueueScreen(presenter, form)
