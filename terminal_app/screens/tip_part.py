"""The tip on the payment screen: the row of choices above Finish, and the keypad for another amount.

Fills its widgets from its part of the view and forwards touches to that part's presenter; holds no state of the sale
and no words. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory

from terminal_app.presenters.tip_part import TipPad, TipPart, TipView
from terminal_app.screens import amounts  # noqa: F401 - kv/tip_part.kv names its widgets
from terminal_app.screens.widgets import Segmented, T, load_kv, words_height
from terminal_app.screens.window import Form

load_kv("tip_part")


class TipRow:
    """The choices, in a place of the screen that is as high as they are, and of no height without them."""

    def __init__(self, presenter: TipPart, place: Any) -> None:
        self._place = place
        self._choices = Segmented(key="payment.tip", size_hint_y=None)
        self._choices.bind(on_tap=lambda _, name: presenter.choose(name))

    def render(self, view: TipView | None) -> None:
        place, choices = self._place, self._choices
        if view is None:
            place.clear_widgets()
            return
        if choices.options != list(view.choices):
            choices.options = list(view.choices)
        choices.chosen = view.chosen
        if not place.children:
            place.add_widget(choices)

    def fold(self, away: bool) -> None:
        """Takes no room while it is folded away, and none without choices."""
        place, tall = self._place, max(T.touch, words_height("label", 2)) if T.handheld else T.touch + T.gap
        place.opacity, place.disabled = (0, True) if away else (1, False)
        self._choices.height = place.height = tall if place.children and not away else 0


class TipPadPane:
    """The keypad for another tip than those that are suggested."""

    def __init__(self, presenter: TipPart, form: Form) -> None:
        self.widget = Factory.TipCounter() if form is Form.COUNTER else Factory.TipHandheld()
        ids = self.widget.ids
        ids.pad.bind(on_typed=lambda _, name: presenter.press(name))
        ids.done.bind(on_tap=lambda *_: presenter.done())

    def render(self, view: TipPad) -> None:
        ids = self.widget.ids
        ids.amount.label, ids.amount.amount = view.label, view.amount
        ids.done.text = view.done_label
        if "hint" in ids:
            ids.hint.text = view.hint
