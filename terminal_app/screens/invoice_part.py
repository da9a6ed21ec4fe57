"""The invoice's pane on the payment screen: who gets it, what stands in its way, and what is written on it.

Fills its widgets from its part of the view and forwards touches to that part's presenter; holds no state of the sale
and no words. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from terminal_app.presenters.customers import CustomerRow
from terminal_app.presenters.identity_card import IdentityCard
from terminal_app.presenters.invoice_part import InvoicePart, InvoiceView
from terminal_app.presenters.signing import SignatureView
from terminal_app.screens.customer_cells import CustomerChoice
from terminal_app.screens.identity_cells import IdentityBox, WarnedBox
from terminal_app.screens.place_screen import PlaceScreen
from terminal_app.screens.signature_pad import SignatureMark, SignatureSheet
from terminal_app.screens.widgets import Action, T, TextLine, load_kv, words_height
from terminal_app.screens.window import Form

load_kv("invoice_part")


class InvoicePane:
    """The customer and what is written on the invoice."""

    def __init__(self, presenter: InvoicePart, form: Form) -> None:
        self._presenter = presenter
        self.widget = Factory.InvoiceCounter() if form is Form.COUNTER else Factory.InvoiceHandheld()
        self._customer, self._written = self.widget.ids.customer.ids, self.widget.ids.written.ids
        self._recents = Choices("payment.recent", form, presenter.choose_recent)
        self._usual = Choices("payment.usual", form, presenter.choose_usual)
        self._usual_label = TextLine(role="secondary", tone="ink2", size_hint_y=None, height=words_height("secondary"))
        self._card = IdentityBox(size_hint_y=None)
        self._warned: list[WarnedBox] = []
        self._search = Action(key="payment.search_customer", icon="search", kind="secondary")
        self._search.bind(on_tap=lambda *_: presenter.open_picker())
        self._change = Action(key="payment.change_customer", icon="swap_horiz", kind="secondary")
        self._change.bind(on_tap=lambda *_: presenter.drop_customer())
        self._signing = _SigningRow(presenter)
        self.widget.fbind("parent", self._signing.unmounted)
        for name in ("reference", "note", "internal_note"):
            self._written[name].fbind("text", self._wrote, name)

    def render(self, view: InvoiceView) -> None:
        self._customer.heading.text = _heading(view)
        self._search.text, self._change.text = view.search_label, view.change_label
        if view.card is None:
            self._search.kind = "secondary" if view.recents or view.usual else "primary"
            self._usual_label.text = view.usual_label
            usual = [self._usual_label, *self._usual.shown(view.usual)] if view.usual else []
            _show(self._customer.people, [*self._recents.shown(view.recents), *usual, self._search])
        else:
            self._card.card = view.card
            _show(self._customer.people, [self._card, *self._warnings(view.card), self._change])
        for name in ("reference", "note", "internal_note"):
            self._written[f"{name}_label"].text = getattr(view, f"{name}_label")
            self._written[name].text = getattr(view, name)
        self._signing.render(view.signature, self.widget, self._written.signing)

    def _warnings(self, card: IdentityCard) -> list[WarnedBox]:
        while len(self._warned) < len(card.warned):
            self._warned.append(WarnedBox(size_hint_y=None))
        shown = self._warned[: len(card.warned)]
        for box, warned in zip(shown, card.warned, strict=True):
            box.tone, box.icon, box.meaning = warned.tone, warned.icon, warned.meaning
            box.text, box.hint = warned.text, warned.hint
        return shown

    def _wrote(self, name: str, _: object, text: str) -> None:
        self._presenter.write(**{name: text})


class Choices:
    """Customers to choose with one touch; keys are `<key>.<index>`."""

    def __init__(self, key: str, form: Form, choose: Callable[[int], None]) -> None:
        self._key, self._choose = key, choose
        self._tall = dp(60 if form is Form.HANDHELD else 72)
        self._made: list[CustomerChoice] = []

    def shown(self, rows: Sequence[CustomerRow]) -> list[CustomerChoice]:
        """The buttons of those customers; made once."""
        while len(self._made) < len(rows):
            index = len(self._made)
            choice = CustomerChoice(key=f"{self._key}.{index}", size_hint_y=None, height=self._tall)
            choice.bind(on_tap=lambda *_, index=index: self._choose(index))
            self._made.append(choice)
        shown = self._made[: len(rows)]
        for choice, row in zip(shown, rows, strict=True):
            choice.row = row
        return shown


class _SigningRow:
    """The label, what was signed, and the button that lays the pad over the screen."""

    def __init__(self, presenter: InvoicePart) -> None:
        self._pad = SignatureSheet(presenter.signing)
        self._label = TextLine(role="secondary", tone="ink2", size_hint_y=None, height=words_height("secondary"))
        self._mark = SignatureMark(size_hint=(None, 1), width=T.touch * 2)
        self._button = Action(key="payment.sign", icon="edit", kind="secondary")
        self._button.bind(on_tap=lambda *_: presenter.signing.open_pad())
        self._row = BoxLayout(spacing=T.gap, size_hint_y=None, height=self._button.height)

    def render(self, view: SignatureView | None, pane: Any, holder: Any) -> None:
        """Shows it in the holder, nothing where the shop asks for no signature."""
        if view is None:
            _show(holder, [])
            self._pad.render(None, None)
            return
        self._label.text, self._button.text = view.label, view.button
        self._mark.strokes = list(view.strokes)
        _show(self._row, [self._mark, self._button] if view.signed else [self._button])
        _show(holder, [self._label, self._row])
        self._pad.render(view.pad, _screen_of(pane))

    def unmounted(self, _: object, parent: Any) -> None:
        """Another way to pay was chosen: nobody signs."""
        if parent is None:
            self._pad.render(None, None)


def _show(holder: Any, widgets: Sequence[Any]) -> None:
    """Makes those the holder's children, top to bottom, doing nothing where they are already."""
    if holder.children[::-1] != list(widgets):
        holder.clear_widgets()
        for widget in widgets:
            holder.add_widget(widget)


def _screen_of(pane: Any) -> Any:
    """The screen that the pane lies in, None while it lies in none: a sheet then covers the window."""
    holder = pane.parent
    while holder is not None and not isinstance(holder, PlaceScreen):
        holder = holder.parent if holder.parent is not holder else None
    return holder


def _heading(view: InvoiceView) -> str:
    if view.customer is not None:
        return view.customer_label
    return f"{view.recents_label or view.customer_label} · {view.customer_hint.lower()}"
