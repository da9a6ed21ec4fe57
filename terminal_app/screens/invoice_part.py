"""The invoice's pane on the payment screen: who gets it, and what is written on it.

Fills its widgets from its part of the view and forwards touches to that part's presenter; holds no state of the sale
and no words. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp

from terminal_app.presenters.invoice_part import InvoicePart, InvoiceView
from terminal_app.screens.customer_cells import CustomerCard, CustomerChoice
from terminal_app.screens.widgets import Action, load_kv
from terminal_app.screens.window import Form

load_kv("invoice_part")


class InvoicePane:
    """The customer and what is written on the invoice."""

    def __init__(self, presenter: InvoicePart, form: Form) -> None:
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


def _heading(view: InvoiceView) -> str:
    if view.customer is not None:
        return view.customer_label
    label = view.recents_label or view.customer_label
    return f"{label} · {view.customer_hint}" if not view.recents_label else f"{label} · {view.customer_hint.lower()}"
