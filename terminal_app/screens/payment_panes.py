"""The panes of the payment screen, one for each thing to do: pay in cash, pay by invoice, follow an instruction.

A pane fills its widgets from its part of the view and forwards touches to the presenter; it holds no state of the
sale. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp

from terminal_app.presenters.payment import CashView, InvoiceView, PaymentPresenter
from terminal_app.screens.amounts import Instruction
from terminal_app.screens.customer_cells import CustomerCard, CustomerChoice
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


class InvoicePane:
    """The customer and what is written on the invoice."""

    def __init__(self, presenter: PaymentPresenter, form: Form) -> None:
        self._presenter = presenter
        self.widget = Factory.InvoiceCounter() if form is Form.COUNTER else Factory.InvoiceHandheld()
        self._customer, self._written = self.widget.ids.customer.ids, self.widget.ids.written.ids
        tall = dp(60 if form is Form.HANDHELD else 72)
        self._recents: list[CustomerChoice] = []
        self._tall = tall
        self._card = CustomerCard(size_hint_y=None, height=dp(112 if form is Form.HANDHELD else 148))
        self._search = Action(key="payment.search_customer", icon="search", kind="secondary")
        self._search.bind(on_tap=lambda *_: presenter.open_picker())
        self._change = Action(key="payment.change_customer", icon="swap_horiz", kind="secondary")
        self._change.bind(on_tap=lambda *_: presenter.drop_customer())
        for name in ("reference", "note", "internal_note"):
            self._written[name].fbind("text", self._wrote, name)

    def render(self, view: InvoiceView) -> None:
        self._customer.heading.text = _heading(view)
        self._search.text, self._change.text = view.search_label, view.change_label
        if view.customer is None:
            self._show([*self._choices(view), self._search])
            self._search.kind = "secondary" if view.recents else "primary"
        else:
            self._card.row, self._card.delivery = view.customer, view.delivery
            self._show([self._card, self._change])
        for name in ("reference", "note", "internal_note"):
            self._written[f"{name}_label"].text = getattr(view, f"{name}_label")
            self._written[name].text = getattr(view, name)

    def _choices(self, view: InvoiceView) -> list[CustomerChoice]:
        while len(self._recents) < len(view.recents):
            index = len(self._recents)
            choice = CustomerChoice(key=f"payment.recent.{index}", size_hint_y=None, height=self._tall)
            choice.bind(on_tap=lambda *_, index=index: self._presenter.choose_recent(index))
            self._recents.append(choice)
        shown = self._recents[: len(view.recents)]
        for choice, row in zip(shown, view.recents, strict=True):
            choice.row = row
        return shown

    def _show(self, widgets: list[Any]) -> None:
        people = self._customer.people
        if people.children[::-1] != widgets:
            people.clear_widgets()
            for widget in widgets:
                people.add_widget(widget)

    def _wrote(self, name: str, _: object, text: str) -> None:
        self._presenter.write(**{name: text})


class InstructionPane:
    """One line of what to do: on the terminal, or which way to pay."""

    def __init__(self) -> None:
        self.widget = Instruction()

    def render(self, icon: str, text: str) -> None:
        self.widget.icon, self.widget.text = icon, text


def _heading(view: InvoiceView) -> str:
    if view.customer is not None:
        return view.customer_label
    label = view.recents_label or view.customer_label
    return f"{label} · {view.customer_hint}" if not view.recents_label else f"{label} · {view.customer_hint.lower()}"


def _change_tone(view: CashView) -> str:
    return "ok" if view.has_change else "neutral"
