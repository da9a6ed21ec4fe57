"""What lies over the desk for a moment: a question with its answers, and the list of a Pick row. Window thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from terminal_app.presenters.desk.rows import Picker, Question
from terminal_app.screens.lists import KeyedList
from terminal_app.screens.place_screen import show_only
from terminal_app.screens.widgets import (
    Action,
    Box,
    Cell,
    CellState,
    Drawing,
    EmptyState,
    SearchField,
    Sheet,
    T,
    TextLine,
    words_height,
)
from terminal_app.screens.widgets.drawing import text_height


class QuestionSheet:
    """A question in the middle of the window; its cross answers ""."""

    def __init__(self, answer: Callable[[str], None]) -> None:
        self._answer = answer
        self._view: Question | None = None
        self._sheet = Sheet(key="desk.question", side="center", sheet_width=560, sheet_height=-1)
        self._sheet.bind(on_close=self._closed)
        self._text = TextLine(lines=8, size_hint_y=None, fit_height=True)
        self._answers = BoxLayout(size_hint_y=None, spacing=T.gap)
        self._answers.bind(minimum_height=self._answers.setter("height"))
        self._sheet.add_widget(self._text)
        self._sheet.add_widget(self._answers)
        self._buttons: dict[str, Action] = {}

    def render(self, view: Question | None, over: Any) -> None:
        if view is None:
            self._sheet.close()
        elif view != self._view:
            self._fill(view)
        self._view = view
        if view is not None:
            self._sheet.side = "bottom" if T.handheld else "center"
            self._sheet.open(over)

    def _fill(self, view: Question) -> None:
        self._sheet.title, self._text.text = view.title, view.text
        self._answers.orientation = "vertical" if T.handheld else "horizontal"
        self._answers.clear_widgets()
        for answer in view.answers:
            button = Action(key=f"desk.answer.{answer.key}", text=answer.label, kind=answer.kind, icon=answer.icon)
            button.bind(on_tap=lambda *_, key=answer.key: self._answer(key))
            self._answers.add_widget(button)

    def _closed(self, *_: object) -> bool:
        self._answer("")
        return True


class OptionCell(Cell):
    """One option of a list, with a tick when it is the chosen one."""

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "brand_tint")
        self._veil = draw.block("fill", 12, "press")
        self._label = draw.words("body", lines=2)
        self._detail = draw.words("secondary", "ink2")
        self._tick = draw.icon("", 24, "brand_text")

    def key_of(self, item: Any, index: int) -> str:
        return str(item.key)

    def text_of(self, item: Any) -> str:
        return str(item.label)

    def show(self, item: Any, box: Box, state: CellState) -> None:
        for block, wanted in ((self._ground, state.selected), (self._veil, state.pressed is not None)):
            if wanted:
                block.place(box)
            else:
                block.hide()
        room = box.inset(dp(12), dp(4))
        self._tick.place(Box(room.right - dp(28), room.y, dp(28), room.height), "check" if state.selected else "")
        width = room.width - dp(36)
        below = words_height("secondary") if item.detail else 0
        most = 2 if room.height - below >= words_height("body", 2) else 1
        above = text_height(item.label, "body", width, most)
        bottom = room.y + (room.height - above - below) / 2
        self._label.lines = most
        self._label.place(Box(room.x, bottom + below, width, above), item.label)
        self._detail.place(Box(room.x, bottom, width, below), item.detail)


def _option_height() -> float:
    """Room for a name of two lines and what is said of it: an account is known by its whole name."""
    return max(T.touch + dp(20), words_height("body", 2) + words_height("secondary") + dp(12))


class PickerSheet:
    """The list of a Pick row with its search."""

    def __init__(self, search: Callable[[str], None], pick: Callable[[str], None], close: Callable[[], None]) -> None:
        self._search, self._pick, self._close = search, pick, close
        self._view: Picker | None = None
        self._sheet = Sheet(key="desk.picker")
        self._sheet.bind(on_close=self._closed)
        self._field = SearchField(key="desk.picker.search")
        self._field.bind(text=self._typed)
        self._place = BoxLayout(size_hint_min_y=dp(200))
        self._list = KeyedList(key="desk.option", cell=OptionCell, cell_height=_option_height(), pad=dp(2))
        self._list.bind(on_pick=self._picked)
        self._empty = EmptyState(icon="search")
        for widget in (self._field, self._place):
            self._sheet.add_widget(widget)

    def render(self, view: Picker | None, over: Any) -> None:
        before, self._view = self._view, None
        if view is None:
            self._field.focused = False
            self._sheet.close()
            return
        self._sheet.title, self._field.placeholder = view.title, view.search_hint
        if self._field.text != view.search:
            self._field.text = view.search
        if before is None or view.options != before.options:
            self._list.items = view.options
        chosen = (n for n, option in enumerate(view.options) if option.key == view.chosen) if view.chosen else iter(())
        self._list.selected = next(chosen, -1)
        self._empty.title = view.empty
        show_only(self._place, self._list if view.options else self._empty)
        self._view = view
        self._sheet.open(over)

    def _typed(self, _: object, text: str) -> None:
        if self._view is not None:
            self._search(text)

    def _picked(self, _: object, index: int, part: str) -> None:
        if self._view is not None and index < len(self._view.options):
            self._pick(self._view.options[index].key)

    def _closed(self, *_: object) -> bool:
        self._close()
        return True
