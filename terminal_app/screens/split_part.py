"""The pane for a bill that is split: how much the next part is, who shares equally, and the parts that were paid.

Fills its widgets from its part of the view and forwards touches to that part's presenter; holds no state of the sale
and no words. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp

from terminal_app.presenters.split_part import PartRow, SplitPart, SplitView
from terminal_app.screens import amounts, customer_cells, lists  # noqa: F401 - kv/split_part.kv names their widgets
from terminal_app.screens.widgets import Action, Box, Cell, CellState, Drawing, T, load_kv, words_height, words_width
from terminal_app.screens.window import Form

load_kv("split_part")


class PartCell(Cell):
    """One part that was paid: its channel, what it came to, and at the right what takes it away."""

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "sunken")
        self._icon = draw.icon(size=24)
        self._name = draw.words("label")
        self._detail = draw.words("secondary", "ink2")
        self._amount = draw.words("amount", align="right")
        self._veil = draw.block("fill", 12, "press")
        self._cross = draw.icon(size=22, tone="ink2")

    def text_of(self, item: PartRow) -> str:
        return f"{item.name} {item.amount}"

    def show(self, item: PartRow, box: Box, state: CellState) -> None:
        self._ground.place(box)
        away = Box(box.right - T.touch, box.y, T.touch, box.height)
        self.part("away", away)
        if state.pressed == "away":
            self._veil.place(away)
        else:
            self._veil.hide()
        self._cross.place(away, "close")
        self._icon.place(Box(box.x + dp(14), box.y, dp(24), box.height), item.icon)
        left, right = box.x + dp(50), away.x - dp(4)
        amount = words_width(item.amount, "amount") + 1
        self._amount.place(Box(right - amount, box.y, amount, box.height), item.amount)
        room = max(0, right - amount - dp(12) - left)
        name_height, detail_height = words_height("label"), words_height("secondary") if item.detail else 0
        bottom = box.y + (box.height - name_height - detail_height) / 2
        self._name.place(Box(left, bottom + detail_height, room, name_height), item.name)
        self._detail.place(Box(left, bottom, room, detail_height), item.detail)


class SplitPane:
    """The amount of the next part with its keypad, equal shares, and what was paid."""

    def __init__(self, presenter: SplitPart, form: Form) -> None:
        self._presenter, self._form = presenter, form
        self.widget = Factory.SplitCounter() if form is Form.COUNTER else Factory.SplitHandheld()
        ids = self.widget.ids
        ids.pad.bind(on_typed=lambda _, name: presenter.press(name))
        self._people: dict[str, Action] = {}
        self._equally: Any = ids.equally
        self._parts: Any = ids.parts
        if form is Form.COUNTER:
            self._parts.cell = PartCell
            self._parts.bind(on_pick=lambda _, index, part: presenter.take_away(index) if part == "away" else None)
        else:
            self._parts.bind(on_tap=lambda _, name: presenter.take_away(int(name)))

    def render(self, view: SplitView) -> None:
        ids = self.widget.ids
        ids.amount.label, ids.amount.amount = view.amount_label, view.amount
        self._render_people(view)
        if self._form is Form.COUNTER:
            ids.amount.detail = view.hint
            ids.equally_label.text = view.equally_label
            ids.parts_label.text = view.parts_label if view.parts else view.nothing_yet
            self._parts.items = view.parts
        else:
            self._render_strip(view)

    def _render_people(self, view: SplitView) -> None:
        for name, text in view.equally:
            if name not in self._people:
                action = Action(key=f"payment.equally.{name}", role="title")
                action.bind(on_tap=lambda *_, name=name: self._presenter.equally(int(name)))
                self._people[name] = action
                self._equally.add_widget(action)
            self._people[name].text = text
            self._people[name].height = self._equally.height
            self._people[name].kind = "primary" if name == view.people else "secondary"

    def _render_strip(self, view: SplitView) -> None:
        """A handheld has one row for both: who shares equally, until something was paid; then what was paid."""
        ids, paid = self.widget.ids, bool(view.parts)
        ids.label.text, ids.hint.text = view.parts_label if paid else view.equally_label, view.hint
        self._parts.options = [
            (str(index), f"{part.name} {part.amount}", "close") for index, part in enumerate(view.parts)
        ]
        shown = self._parts if paid else self._equally
        if ids.row.children != [shown]:
            ids.row.clear_widgets()
            ids.row.add_widget(shown)
