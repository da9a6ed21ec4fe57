"""The receipt screen: what was saved, the change to give, the papers and their print, and the invoice's lifeline.

Forwards touches to its presenter and shows the presenter's view. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp
from kivy.uix.floatlayout import FloatLayout

from terminal_app.presenters.receipt import ReceiptPresenter, ReceiptView
from terminal_app.screens import amounts, lifeline, print_strip, slip, undo_bar  # noqa: F401 - kv names their widgets
from terminal_app.screens.widgets import T, load_kv
from terminal_app.screens.window import Form

load_kv("receipt")


class ReceiptScreen(FloatLayout):
    """Headline, change, slips, lifeline, the print and New sale."""

    def __init__(self, presenter: ReceiptPresenter, form: Form, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._presenter = presenter
        self._view: ReceiptView | None = None
        self.body = Factory.ReceiptCounter() if form is Form.COUNTER else Factory.ReceiptHandheld()
        self.add_widget(self.body)
        # kv holds its named widgets weakly: what is taken out at times is kept here.
        self._queue = self.body.ids.queue.__self__
        self._history = self.body.ids.history.__self__
        self._buttons = self._queue.parent
        card = self.body.ids.get("lifeline_card")
        self._lifeline_card = None if card is None else card.__self__
        self.body.ids.undo.part = presenter.undo
        self.body.ids.new_sale.bind(on_tap=lambda *_: presenter.new_sale())
        self._queue.bind(on_tap=lambda *_: presenter.open_queue())
        self._history.bind(on_tap=lambda *_: presenter.open_history())
        self.body.ids.print.bind(on_tap=lambda _, name: getattr(presenter.print, name)())

    def render(self) -> None:
        """Shows what the presenter says now; nothing before the first sale."""
        view = self._presenter.view()
        self.body.opacity = 0 if view is None else 1
        self.body.disabled = view is None
        self.body.ids.undo.render()
        if view is None or view == self._view:
            return
        before, self._view = self._view, view
        ids, head = self.body.ids, self.body.ids.head.ids
        head.headline.text, head.subline.text = view.headline, view.subline
        change = ids.change
        change.label, change.amount, change.opacity = view.change_label, view.change, 1 if view.change else 0
        change.height = (dp(76) if T.handheld else dp(152) if T.wide else dp(120)) if view.change else 0
        if before is None or before.papers != view.papers:
            self._show_papers(view)
        ids.print.view = view.print
        ids.lifeline_label.text, ids.lifeline.steps = view.lifeline_label, list(view.lifeline)
        self._show_lifeline(bool(view.lifeline))
        ids.new_sale.text, self._queue.text = view.new_sale_label, view.queue_label
        self._history.text = view.history_label
        self._show(self._queue, bool(view.queue_label))
        self._show(self._history, bool(view.history_label))

    def _show_papers(self, view: ReceiptView) -> None:
        """One slip for each paper; the second is empty for nearly all sales."""
        slips = (self.body.ids.slip, self.body.ids.second_slip)
        for number, each in enumerate(slips):
            paper = view.papers[number] if number < len(view.papers) else None
            each.lines = [] if paper is None else list(paper.lines)
            each.strokes = [] if paper is None else list(paper.strokes)

    def _show_lifeline(self, shown: bool) -> None:
        """Without an invoice there is no card for its way."""
        card = self._lifeline_card
        if card is None:
            return
        stack = self.body.ids.slip.parent.parent
        if shown and card.parent is None:
            stack.add_widget(card, index=len(stack.children))
        elif not shown and card.parent is not None:
            stack.remove_widget(card)

    def _show(self, button: Any, shown: bool) -> None:
        holder = self._buttons
        if shown and button.parent is None:
            holder.add_widget(button, index=len(holder.children))
        elif not shown and button.parent is not None:
            holder.remove_widget(button)


def build(presenter: ReceiptPresenter, form: Form) -> ReceiptScreen:
    """The receipt screen of this form; call `render()` whenever it is shown and whenever its presenter changes."""
    return ReceiptScreen(presenter, form)
