"""The pane for cash on the payment screen, and the row of suggested amounts that it shares with the start.

Fills its widgets from its part of the view and forwards touches to that part's presenter; holds no state of the sale
and no words. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp

from terminal_app.presenters.cash_part import MOST_NOTES, CashPart, CashView
from terminal_app.screens import amounts  # noqa: F401 - kv/cash_part.kv names its widgets
from terminal_app.screens.widgets import Action, T, load_kv, words_width
from terminal_app.screens.window import Form

load_kv("cash_part")

_NOTE_ROLES = {Form.COUNTER: "title", Form.HANDHELD: "label"}


class Notes:
    """Buttons with suggested amounts in a grid: one row when the widest fits, else two.

    With `one_row` those that do not fit beside the first ones are left out.
    """

    def __init__(self, grid: Any, key: str, form: Form, given: Callable[[int], None], *, one_row: bool = False) -> None:
        self._grid, self._one_row = grid, one_row
        self._given: Sequence[str] = ()
        self._notes = [Action(key=f"{key}.{index}", role=_NOTE_ROLES[form]) for index in range(MOST_NOTES)]
        for index, note in enumerate(self._notes):
            note.bind(on_tap=lambda *_, index=index: given(index))
        grid.fbind("width", lambda *_: self._lay_out())

    def show(self, shown_amounts: Sequence[str]) -> None:
        self._given = shown_amounts
        for note, text in zip(self._notes, shown_amounts, strict=False):
            note.text = text
        self._lay_out()

    def _lay_out(self) -> None:
        grid, notes = self._grid, self._notes[: len(self._given)]
        across = self._across(notes)
        if self._one_row:
            notes = notes[: max(1, across)]
        if grid.children[::-1] != notes:
            grid.clear_widgets()
            for note in notes:
                grid.add_widget(note)
        if not notes:
            grid.height = 0
            return
        rows = 1 if len(notes) <= across or self._one_row else 2
        each = T.touch if T.handheld else T.key
        grid.rows, grid.height = rows, rows * each + (rows - 1) * T.gap
        for note in notes:
            note.height = each

    def _across(self, notes: Sequence[Action]) -> int:
        """How many fit side by side."""
        widest = max((words_width(note.text, note.role) for note in notes), default=0) + dp(14 if T.handheld else 32)
        return int((self._grid.width + T.gap) // (widest + T.gap))


class CashPane:
    """Due, given, change, the suggested amounts and the keypad."""

    def __init__(self, presenter: CashPart, form: Form) -> None:
        self._presenter = presenter
        self.widget = Factory.CashCounter() if form is Form.COUNTER else Factory.CashHandheld()
        ids = self.widget.ids
        ids.pad.bind(on_typed=self._typed)
        one_row = form is Form.HANDHELD  # the keypad needs the room
        self._notes = Notes(ids.notes, "payment.cash", form, presenter.give_note, one_row=one_row)

    def render(self, view: CashView) -> None:
        ids = self.widget.ids
        if "due" in ids:
            ids.due.label, ids.due.amount, ids.due.detail = view.due_label, view.due, view.rounding
        ids.given.label, ids.given.amount = view.given_label, view.given
        ids.change.label, ids.change.amount = view.change_label, view.change
        ids.change.tone = "ok" if view.has_change else "neutral"
        self._notes.show(view.notes)

    def _typed(self, _: object, name: str) -> None:
        if name == "backspace":
            self._presenter.erase()
        else:
            self._presenter.digit(name)
