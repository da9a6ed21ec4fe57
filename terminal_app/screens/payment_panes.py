"""The pane of the payment screen while nothing else has one: what to do now, and the likeliest ways to pay.

Cash that finishes by one touch, and the customers whom one touch invoices. Cash, the invoice, the split bill and the
tip have panes of their own (`cash_part.py` and so on). Window thread.
"""

from __future__ import annotations

from kivy.factory import Factory
from kivy.metrics import dp

from terminal_app.presenters.payment import PaymentPresenter, PaymentView
from terminal_app.screens.amounts import Instruction
from terminal_app.screens.cash_part import Notes
from terminal_app.screens.invoice_part import Choices
from terminal_app.screens.widgets import T, words_height
from terminal_app.screens.window import Form

BESIDE = {Form.COUNTER: 2, Form.HANDHELD: 1}
"""How many customers stand side by side: their names must be readable."""
MOST = {Form.COUNTER: 4, Form.HANDHELD: 2}


class StartPane:
    """What to do now, on the terminal or which way to pay; below it whom to invoice and the suggested cash."""

    def __init__(self, form: Form, presenter: PaymentPresenter) -> None:
        self._form = form
        self.widget = Factory.PaymentStart()
        self._instruction = Instruction()  # kv would take Kivy's own of that name
        ids = self.widget.ids
        ids.instruction.add_widget(self._instruction)
        one_row = form is Form.HANDHELD
        self._notes = Notes(ids.notes, "payment.quick", form, presenter.pay_cash, one_row=one_row)
        self._people = Choices("payment.invoice_to", form, presenter.invoice_to)

    def render(self, icon: str, text: str, view: PaymentView) -> None:
        self._instruction.icon, self._instruction.text = icon, text
        ids = self.widget.ids
        ids.label.text, ids.people_label.text = view.quick_label, view.invoice_to_label
        self._notes.show(view.quick)
        shown = self._people.shown(view.invoice_to[: MOST[self._form]])
        if ids.people.children[::-1] != shown:
            ids.people.clear_widgets()
            for choice in shown:
                ids.people.add_widget(choice)
        ids.people.cols = BESIDE[self._form]
        rows = -(-len(shown) // ids.people.cols)
        high = max(T.touch, words_height("label") + words_height("secondary") + dp(12))
        for choice in shown:
            choice.height = high
        ids.people.height = rows * high + max(0, rows - 1) * T.gap
