"""A page as a column of cards: each heading begins one, its rows lie in it. Window thread.

Widgets are kept by kind and key: a view with the same rows moves nothing, keeps the focus and fills only what differs.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from terminal_app.presenters.desk.rows import Heading, PageView, Row
from terminal_app.screens.desk.row import RowWidget, Told
from terminal_app.screens.desk.rows import WIDGETS
from terminal_app.screens.widgets import Panel, T, TextLine


class Card:
    """One card: its heading above it, its rows in it."""

    def __init__(self) -> None:
        self.title = _words("title", "ink")
        self.detail = _words("secondary", "ink2")
        self.panel = Panel(orientation="vertical", size_hint_y=None, radius=16)
        self.panel.padding = (T.pad, dp(12))
        self.panel.spacing = dp(10)
        self.panel.bind(minimum_height=self.panel.setter("height"))
        self.widget = BoxLayout(orientation="vertical", size_hint_y=None, spacing=dp(6))
        self.widget.bind(minimum_height=self.widget.setter("height"))

    def show(self, heading: Heading | None, rows: list[RowWidget]) -> None:
        """Fills the card; what is in its place already is left there."""
        wanted: list[Any] = []
        for line, text in ((self.title, heading and heading.text), (self.detail, heading and heading.detail)):
            line.text = text or ""
            wanted += [line] if text else []
        hold(self.panel, rows)
        hold(self.widget, [*wanted, self.panel] if rows else wanted)


class PageColumn(BoxLayout):
    """The intro and the cards of one page."""

    def __init__(self, stem: str, told: Told, **kwargs: Any) -> None:
        super().__init__(orientation="vertical", size_hint_y=None, **kwargs)
        self.bind(minimum_height=self.setter("height"))
        self.spacing = dp(20)
        self._stem, self._told = stem, told
        self._intro = _words("body", "ink2")
        self._cards: list[Card] = []
        self._widgets: dict[tuple[type, str], RowWidget] = {}

    def show(self, view: PageView) -> None:
        """Shows the page as it is now."""
        self._intro.text = view.intro
        sections = _sections(view.rows)
        while len(self._cards) < len(sections):
            self._cards.append(Card())
        seen: dict[tuple[type, str], int] = {}
        for card, (heading, rows) in zip(self._cards, sections, strict=False):
            card.show(heading, [self._filled(row, seen) for row in rows])
        shown = [card.widget for card in self._cards[: len(sections)]]
        hold(self, [self._intro, *shown] if view.intro else shown)

    def _filled(self, row: Row, seen: dict[tuple[type, str], int]) -> RowWidget:
        """The row's widget with the row in it; rows without a key are told apart by their place."""
        kind = (type(row), row.key)
        number = seen.get(kind, 0)
        seen[kind] = number + 1
        name = (type(row), f"{row.key}#{number}" if number or not row.key else row.key)
        if name not in self._widgets:
            self._widgets[name] = WIDGETS[type(row)](f"desk.{self._stem}.{row.key}", self._told)
        widget = self._widgets[name]
        widget.show(row)
        return widget


def hold(place: Any, wanted: list[Any]) -> None:
    """Makes these the children of a box, in this order, moving as few as possible."""
    for child in place.children[:]:
        if child not in wanted:
            place.remove_widget(child)
    for number, widget in enumerate(wanted):
        now = place.children[::-1]
        if number < len(now) and now[number] is widget:
            continue
        if widget.parent is not None:
            widget.parent.remove_widget(widget)
        place.add_widget(widget, index=len(place.children) - number)


def _sections(rows: tuple[Row, ...]) -> list[tuple[Heading | None, list[Row]]]:
    found: list[tuple[Heading | None, list[Row]]] = []
    for row in rows:
        if isinstance(row, Heading):
            found.append((row, []))
        else:
            if not found:
                found.append((None, []))
            found[-1][1].append(row)
    return found


def _words(role: str, tone: str) -> TextLine:
    return TextLine(role=role, tone=tone, lines=8, size_hint_y=None, fit_height=True, valign="top")
