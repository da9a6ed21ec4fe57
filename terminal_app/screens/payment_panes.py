"""The panes of the payment screen, one for each thing to do: pay in cash, follow an instruction. The invoice's is
`invoice_part.py`.

A pane fills its widgets from its part of the view and forwards touches to the presenter; it holds no state of the
sale. Window thread.
"""

from __future__ import annotations

from kivy.factory import Factory
from kivy.metrics import dp

from terminal_app.presenters.payment import CashView, PaymentPresenter
from terminal_app.screens.amounts import Instruction
from terminal_app.screens.widgets import Action, T, words_width
from terminal_app.screens.window import Form

MOST_NOTES = 4
_NOTE_ROLES = {Form.COUNTER: "title", Form.HANDHELD: "label"}


class CashPane:
    """Due, given, change, the suggested amounts and the keypad."""

    def __init__(self, presenter: PaymentPresenter, form: Form) -> None:
        self._presenter = presenter
        self.widget = Factory.CashCounter() if form is Form.COUNTER else Factory.CashHandheld()
        ids = self.widget.ids
        ids.pad.bind(on_typed=self._typed)
        self._notes = [Action(key=f"payment.cash.{index}", role=_NOTE_ROLES[form]) for index in range(MOST_NOTES)]
        for index, note in enumerate(self._notes):
            note.bind(on_tap=lambda *_, index=index: presenter.give_note(index))
        ids.notes.fbind("width", lambda *_: self._lay_out_notes())

    def render(self, view: CashView) -> None:
        ids = self.widget.ids
        if "due" in ids:
            ids.due.label, ids.due.amount, ids.due.detail = view.due_label, view.due, view.rounding
        ids.given.label, ids.given.amount = view.given_label, view.given
        ids.change.label, ids.change.amount, ids.change.tone = view.change_label, view.change, _change_tone(view)
        for note, text in zip(self._notes, view.notes, strict=False):
            note.text = text
        shown = self._notes[: len(view.notes)]
        if ids.notes.children[::-1] != shown:
            ids.notes.clear_widgets()
            for note in shown:
                ids.notes.add_widget(note)
        self._lay_out_notes()

    def _typed(self, _: object, name: str) -> None:
        if name == "backspace":
            self._presenter.erase()
        else:
            self._presenter.digit(name)

    def _lay_out_notes(self) -> None:
        """One row of suggested amounts when the widest fits, else two."""
        grid = self.widget.ids.notes
        notes = grid.children
        if not notes or grid.width < 2:
            return
        widest = max(words_width(note.text, note.role) for note in notes) + dp(14 if T.handheld else 32)
        rows = 1 if widest * len(notes) + T.gap * (len(notes) - 1) <= grid.width else 2
        each = T.touch if T.handheld else T.key
        grid.rows, grid.height = rows, rows * each + (rows - 1) * T.gap
        for note in notes:
            note.height = each


class InstructionPane:
    """One line of what to do: on the terminal, or which way to pay."""

    def __init__(self) -> None:
        self.widget = Instruction()

    def render(self, icon: str, text: str) -> None:
        self.widget.icon, self.widget.text = icon, text


def _change_tone(view: CashView) -> str:
    return "ok" if view.has_change else "neutral"
