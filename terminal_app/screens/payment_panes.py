"""The pane of the payment screen while nothing else has one: what to do now, and cash that finishes by one touch.

Cash, the invoice, the split bill and the tip have panes of their own (`cash_part.py` and so on). Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kivy.factory import Factory

from terminal_app.screens.amounts import Instruction
from terminal_app.screens.cash_part import Notes
from terminal_app.screens.window import Form


class StartPane:
    """One line of what to do: on the terminal, or which way to pay; below it the suggested amounts of cash."""

    def __init__(self, form: Form, pay_cash: Callable[[int], None]) -> None:
        self.widget = Factory.PaymentStart()
        self._instruction = Instruction()  # kv would take Kivy's own of that name
        self.widget.ids.instruction.add_widget(self._instruction)
        self._notes = Notes(self.widget.ids.notes, "payment.quick", form, pay_cash, one_row=form is Form.HANDHELD)

    def render(self, icon: str, text: str, label: str, notes: Sequence[str]) -> None:
        self._instruction.icon, self._instruction.text = icon, text
        self.widget.ids.label.text = label
        self._notes.show(notes)
