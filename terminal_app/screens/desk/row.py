"""What every row of a page is: made once, filled again and again; what did not change is not touched.

A widget tells what was done to it through `Told`: put a value, press a part, open a list. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from terminal_app.domain.records import record
from terminal_app.screens.widgets import TextLine, words_height


@record
class Told:
    """Where a row's widget says what was done to it."""

    put: Callable[[str, str], None]
    press: Callable[[str, str], None]
    open_picker: Callable[[str], None]


class RowWidget(BoxLayout):
    """A column as high as what it holds. `show(row)` fills it; a row that equals the one before is passed over."""

    def __init__(self, key: str, told: Told, **kwargs: Any) -> None:
        super().__init__(orientation="vertical", size_hint_y=None, spacing=dp(6), **kwargs)
        self.bind(minimum_height=self.setter("height"))
        self.touch_key = key
        self.told = told
        self.row: Any = None
        self.showing = False
        self.build()

    def build(self) -> None:
        """Makes what the row is made of."""
        raise NotImplementedError

    def fill(self, row: Any) -> None:
        """Takes the row's facts."""
        raise NotImplementedError

    def show(self, row: Any) -> None:
        """Shows the row."""
        if row == self.row:
            return
        self.row, self.showing = row, True
        try:
            self.fill(row)
        finally:
            self.showing = False

    def line(self, role: str = "secondary", tone: str = "ink2") -> TextLine:
        """A text below the one before, as high as it needs to be; without text it takes no room."""
        return TextLine(role=role, tone=tone, lines=8, size_hint_y=None, height=0, valign="top")

    def say(self, line: TextLine, text: str, tone: str | None = None) -> None:
        """Fills such a line."""
        line.text, line.tone = text, tone or line.tone
        line.fit_height = bool(text)
        if not text:
            line.height = 0
        elif line.height < 1:
            line.height = words_height(line.role)

    def add(self, widget: Any) -> Any:
        self.add_widget(widget)
        return widget
