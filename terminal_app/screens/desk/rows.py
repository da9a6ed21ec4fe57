"""One widget for each kind of row, and which kind is drawn by which.

What they all have is `row`'s. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from terminal_app.presenters.desk import rows, table
from terminal_app.screens.desk.lines import ButtonsPreview, FlowChips, NoteBox, ReadLines, RowLine
from terminal_app.screens.desk.meter import MeterBar
from terminal_app.screens.desk.order import OrderList
from terminal_app.screens.desk.row import RowWidget
from terminal_app.screens.desk.ruler import CardRuler
from terminal_app.screens.desk.swatches import SwatchGrid
from terminal_app.screens.desk.table import TableGrid
from terminal_app.screens.keys import Choice
from terminal_app.screens.slip import Slip
from terminal_app.screens.widgets import Action, T, TextField, words_height, words_width

BUTTON_DP = 320
PAPER_DP = 440
FIELD_DP = {rows.Typing.DATE: 260, rows.Typing.TIME: 180, rows.Typing.AMOUNT: 260, rows.Typing.PIN: 260}
"""Short things are typed into short fields on a counter."""


class NoteRow(RowWidget):
    def build(self) -> None:
        self._note = self.add(NoteBox(size_hint_y=None))

    def fill(self, row: rows.Note) -> None:
        self._note.tone, self._note.text, self._note.detail = row.tone, row.text, row.detail


class SwitchRow(RowWidget):
    def build(self) -> None:
        self._line = self.add(RowLine(key=self.touch_key, mark="switch", flush=True, size_hint_y=None))
        self._line.bind(on_tap=lambda *_: self.told.put(self.row.key, "false" if self.row.on else "true"))

    def fill(self, row: rows.Switch) -> None:
        line = self._line
        line.text, line.detail, line.on, line.disabled = row.label, row.detail, row.on, not row.enabled


class LinkRow(RowWidget):
    def build(self) -> None:
        self._line = self.add(RowLine(key=self.touch_key, mark="arrow", flush=True, size_hint_y=None))
        self._line.bind(on_tap=lambda *_: self.told.press(self.row.key, ""))

    def fill(self, row: rows.Link) -> None:
        line = self._line
        line.text, line.detail, line.icon, line.state = row.label, row.detail, row.icon, row.state
        line.tone = row.tone


class LabelledRow(RowWidget):
    """A label, what is touched, and a line below: the detail, or in its place what is wrong."""

    def build(self) -> None:
        self._label = self.add(self.line("label", "ink"))
        self.build_middle()
        self._below = self.add(self.line())

    def build_middle(self) -> None:
        raise NotImplementedError

    def fill(self, row: Any) -> None:
        self.say(self._label, row.label)
        problem = getattr(row, "problem", "")
        self.say(self._below, problem or row.detail, "bad" if problem else "ink2")


class TextRow(LabelledRow):
    def build_middle(self) -> None:
        self._field = self.add(TextField(key=self.touch_key, size_hint_x=None))
        self._field.bind(text=self._typed)
        self.bind(width=self._fit)

    def fill(self, row: rows.Text) -> None:
        super().fill(row)
        field = self._field
        field.multiline, field.secret, field.max_length = row.lines > 1, row.secret, row.longest
        field.keys = "letters" if row.typing is rows.Typing.TEXT else row.typing.value
        field.placeholder, field.wrong = row.hint, bool(row.problem)
        field.height = T.touch + dp(4) + (row.lines - 1) * words_height("body")
        if field.text != row.value:
            field.text = row.value
        if not (row.problem or row.detail):  # keeps the room, so that nothing jumps when a problem is told
            self._below.height = words_height("secondary")
        self._fit()

    def _fit(self, *_: object) -> None:
        typing = rows.Typing.TEXT if self.row is None else self.row.typing
        self._field.width = self.width if T.handheld else min(self.width, dp(FIELD_DP.get(typing, 4000)))

    def _typed(self, _: object, text: str) -> None:
        if not self.showing and self.row is not None:
            self.told.put(self.row.key, text)


class ChoicesRow(LabelledRow):
    """Side by side where they all fit, else below each other."""

    def build_middle(self) -> None:
        self._place = self.add(BoxLayout(orientation="vertical", size_hint_y=None, spacing=dp(2)))
        self._place.bind(minimum_height=self._place.setter("height"))
        self._segments = Choice(key=self.touch_key)
        self._segments.bind(on_tap=lambda _, name: self.told.put(self.row.key, name))
        self._lines: list[RowLine] = []
        self.bind(width=self._lay_out)

    def fill(self, row: rows.Choices) -> None:
        super().fill(row)
        self._segments.options = [(option.key, option.label) for option in row.options]
        self._segments.chosen = row.chosen
        self._lay_out()

    def _lay_out(self, *_: object) -> None:
        row = self.row
        if row is None:
            return
        widest = max(words_width(option.label, "label") for option in row.options) + dp(28)
        beside = len(row.options) <= 4 and not any(option.detail for option in row.options)
        wanted = [self._segments] if beside and widest * len(row.options) <= self.width else self._as_lines(row)
        if self._place.children[::-1] != wanted:
            self._place.clear_widgets()
            for widget in wanted:
                self._place.add_widget(widget)

    def _as_lines(self, row: rows.Choices) -> list[Any]:
        while len(self._lines) < len(row.options):
            line = RowLine(mark="radio", flush=True, size_hint_y=None)
            line.bind(on_tap=self._line_touched)
            self._lines.append(line)
        for line, option in zip(self._lines, row.options, strict=False):
            line.key = f"{self.touch_key}.{option.key}"
            line.text, line.detail, line.on = option.label, option.detail, option.key == row.chosen
        return list(self._lines[: len(row.options)])

    def _line_touched(self, line: Any, _: str) -> None:
        self.told.put(self.row.key, line.key.rpartition(".")[2])


class TogglesRow(LabelledRow):
    def build_middle(self) -> None:
        self._chips = self.add(FlowChips(key=self.touch_key, even=True, size_hint_y=None))
        self._chips.bind(on_tap=lambda _, name: self.told.put(self.row.key, name))

    def fill(self, row: rows.Toggles) -> None:
        super().fill(row)
        self._chips.options = list(row.options)


class ChipsRow(LabelledRow):
    def build_middle(self) -> None:
        self._chips = self.add(FlowChips(key=self.touch_key, removable=True, size_hint_y=None))
        self._chips.bind(on_tap=lambda _, name: self.told.press(self.row.key, f"remove:{name}"))
        entry = self.add(BoxLayout(size_hint_y=None, height=T.touch + dp(4), spacing=T.gap))
        self._field = TextField(key=f"{self.touch_key}.new", size_hint_x=None, width=dp(200))
        self._field.bind(text=self._typed)
        self._field.bind(on_enter=lambda *_: self._add())
        self._button = Action(key=f"{self.touch_key}.add", icon="add", size_hint_x=None, width=dp(150))
        self._button.height = T.touch + dp(4)
        self._button.bind(on_tap=lambda *_: self._add())
        for widget in (self._field, self._button, Widget()):
            entry.add_widget(widget)

    def fill(self, row: rows.Chips) -> None:
        super().fill(row)
        self._chips.options = list(row.chips)
        field = self._field
        field.keys = "letters" if row.typing is rows.Typing.TEXT else row.typing.value
        field.placeholder, field.wrong = row.hint, bool(row.problem) and bool(row.typed)
        if field.text != row.typed:
            field.text = row.typed
        field.width = max(dp(150), words_width(row.hint, "body") + dp(32))
        self._button.text = row.add_label
        self._button.width = words_width(row.add_label, "label") + dp(84)
        if not (row.problem or row.detail):
            self._below.height = words_height("secondary")

    def _typed(self, _: object, text: str) -> None:
        if not self.showing and self.row is not None:
            self.told.put(f"{self.row.key}.new", text)

    def _add(self) -> None:
        self.told.press(self.row.key, "add")


class SwatchesRow(LabelledRow):
    def build_middle(self) -> None:
        self._squares = self.add(SwatchGrid(key=self.touch_key, size_hint_y=None))
        self._squares.bind(on_tap=lambda _, name: self.told.put(self.row.key, name))

    def fill(self, row: rows.Swatches) -> None:
        super().fill(row)
        self._squares.swatches, self._squares.chosen = list(row.swatches), row.chosen


class PickRow(LabelledRow):
    def build_middle(self) -> None:
        self.padding = (0, 0, 0, dp(8))  # what is wrong with this one stands nearer to it than to the next
        self._line = self.add(RowLine(key=self.touch_key, mark="arrow", flush=True, size_hint_y=None))
        self._line.bind(on_tap=lambda *_: self.told.open_picker(self.row.key))

    def fill(self, row: rows.Pick) -> None:
        super().fill(row)
        self.say(self._below, row.problem, "bad")
        self._line.text, self._line.detail, self._line.state = row.value, row.detail, row.state


class ActionRow(RowWidget):
    def build(self) -> None:
        self._button = self.add(Action(key=self.touch_key, size_hint_x=None))
        self._button.bind(on_tap=lambda *_: self.told.press(self.row.key, ""))
        self._below = self.add(self.line())
        self.bind(width=self._fit)

    def fill(self, row: rows.Action) -> None:
        button = self._button
        button.text, button.icon, button.kind, button.disabled = row.label, row.icon, row.kind, not row.enabled
        self.say(self._below, row.detail)
        self._fit()

    def _fit(self, *_: object) -> None:
        needed = words_width(self._button.text, "label") + dp(90)
        self._button.width = self.width if T.handheld else min(self.width, max(dp(BUTTON_DP), needed))


class LinesRow(RowWidget):
    def build(self) -> None:
        self._label = self.add(self.line("label", "ink"))
        self._empty = self.add(self.line("body"))
        self._lines = self.add(ReadLines(size_hint_y=None))

    def fill(self, row: rows.Lines) -> None:
        self.say(self._label, row.label)
        self.say(self._empty, "" if row.lines else row.empty)
        self._lines.lines = list(row.lines)


class TableWidget(RowWidget):
    def build(self) -> None:
        self.spacing = dp(2)
        self._label = self.add(self.line("label", "ink"))
        self._detail = self.add(self.line())
        self._empty = self.add(self.line("body"))
        self._grid = self.add(TableGrid(key=self.touch_key, size_hint_y=None))
        self._grid.bind(on_tap=lambda _, name: self.told.press(self.row.key, name))

    def fill(self, row: table.Table) -> None:
        self.say(self._label, row.label)
        self.say(self._detail, row.detail)
        self.say(self._empty, "" if row.rows else row.empty)
        self._grid.table = row if row.rows else None


class OrderRow(RowWidget):
    def build(self) -> None:
        self._list = self.add(OrderList(key=self.touch_key, size_hint_y=None))
        self._list.bind(on_order=lambda _, keys: self.told.put(self.row.key, ",".join(keys)))

    def fill(self, row: rows.Order) -> None:
        self._list.up_label, self._list.down_label = row.up_label, row.down_label
        self._list.items = list(row.items)


class PreviewRow(RowWidget):
    def build(self) -> None:
        self._label = self.add(self.line())
        self._buttons = self.add(ButtonsPreview(size_hint_y=None))

    def fill(self, row: rows.Preview) -> None:
        self.say(self._label, row.label)
        self._buttons.buttons, self._buttons.empty = list(row.buttons), row.empty


class PaperRow(RowWidget):
    def build(self) -> None:
        self._slip = self.add(Slip(size_hint=(None, None)))
        self.bind(width=self._fit)

    def fill(self, row: rows.Paper) -> None:
        self._slip.lines = list(row.lines)
        self._fit()

    def _fit(self, *_: object) -> None:
        self._slip.width = min(self.width, dp(PAPER_DP))


class RulerRow(RowWidget):
    def build(self) -> None:
        self._below = self.add(self.line())
        self._ruler = self.add(CardRuler(key=self.touch_key, size_hint_y=None))
        self._ruler.bind(on_measured=lambda _, dots: self.told.put(self.row.key, dots))

    def fill(self, row: rows.Ruler) -> None:
        self.say(self._below, row.detail)
        self._ruler.smaller_label, self._ruler.larger_label = row.smaller_label, row.larger_label
        self._ruler.dots = row.dots


class MeterRow(RowWidget):
    def build(self) -> None:
        self._above = self.add(self.line("label", "ink"))
        self._bar = self.add(MeterBar(size_hint_y=None))
        self._below = self.add(self.line())

    def fill(self, row: rows.Meter) -> None:
        self.say(self._above, row.label)
        self._bar.share = row.share
        self.say(self._below, row.detail)


WIDGETS: dict[type, type[RowWidget]] = {
    rows.Note: NoteRow,
    rows.Switch: SwitchRow,
    rows.Choices: ChoicesRow,
    rows.Text: TextRow,
    rows.Toggles: TogglesRow,
    rows.Chips: ChipsRow,
    rows.Pick: PickRow,
    rows.Action: ActionRow,
    rows.Link: LinkRow,
    rows.Lines: LinesRow,
    rows.Order: OrderRow,
    rows.Preview: PreviewRow,
    rows.Paper: PaperRow,
    rows.Ruler: RulerRow,
    rows.Swatches: SwatchesRow,
    rows.Meter: MeterRow,
    table.Table: TableWidget,
}
"""Every kind but Heading, which the page itself draws: it begins a card."""
