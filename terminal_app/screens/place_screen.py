"""The base of a screen that is typed into: it knows how much of it the on-screen keyboard covers and keeps the focused
field in sight.

Knows the keyboard's height and which entry has the focus; of the presenters only what a notice is. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty
from kivy.uix.floatlayout import FloatLayout

from terminal_app.presenters.session import Notice
from terminal_app.screens.theme import T
from terminal_app.screens.widgets import FOCUS, Scroller

NOTICE_ICONS = {"ok": "check_circle", "warn": "warning", "bad": "error"}
"""What stands beside a notice of that tone; an "info" beside any other."""


def show_only(place: Any, widget: Any) -> None:
    """Makes the widget the only child of that place, doing nothing where it is already."""
    if place.children[:1] != [widget]:
        place.clear_widgets()
        if widget.parent is not None:
            widget.parent.remove_widget(widget)
        place.add_widget(widget)


def show_all(column: Any, widgets: list[Any]) -> None:
    """Makes them the only children of the column, from top to bottom, doing nothing where they are already."""
    if column.children[::-1] != widgets:
        column.clear_widgets()
        for widget in widgets:
            if widget.parent is not None:
                widget.parent.remove_widget(widget)
            column.add_widget(widget)


def show_notice(screen: Any, widget: Any, shown: Notice | None, index: int = 0) -> None:
    """Lays the notice over the screen, or takes it away; the screen itself places it, so that nothing else moves."""
    if shown is None:
        if widget.parent is not None:
            screen.remove_widget(widget)
        return
    widget.text, widget.detail, widget.tone = shown.message, shown.hint, shown.tone
    if widget.parent is None:
        screen.add_widget(widget, index=index)


class PlaceScreen(FloatLayout):
    """A screen that fills its parent with one body: a kv layout whose `covered` is how many pixels to leave free below.

    Whatever lies in a `Scroller` and gets the focus is scrolled into sight, also after the keyboard came.
    """

    covered = NumericProperty(0)

    def __init__(self, body: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.body = body
        self.add_widget(body)
        self._reveal = Clock.create_trigger(self._reveal_focus, 0)
        for name in ("pos", "size"):
            self.fbind(name, self._measure)
        T.bind(keyboard_height=self._measure)  # weakly: a till that is closed takes its screens along
        FOCUS.bind(entry=self._focus_moved)

    @property
    def ids_of_body(self) -> Any:
        """The named widgets of the body."""
        return self.body.ids

    def close(self) -> None:
        """The window is given up: follows the keyboard no more."""
        T.unbind(keyboard_height=self._measure)
        FOCUS.unbind(entry=self._focus_moved)

    @property
    def on_screen(self) -> bool:
        """Whether it is mounted in the window now."""
        return self.get_root_window() is not None

    def on_covered(self, _: object, covered: float) -> None:
        """Tells the body."""
        self.body.covered = covered
        self._reveal()

    def _measure(self, *_: object) -> None:
        below = self.to_window(self.x, self.y)[1]
        self.covered = max(0, T.keyboard_height - below)

    def _focus_moved(self, *_: object) -> None:
        if FOCUS.entry is not None:
            self._reveal()

    def _reveal_focus(self, *_: object) -> None:
        field = getattr(FOCUS.entry, "field", None)
        holder = field
        while holder is not None and holder is not self and not isinstance(holder, Scroller):
            holder = holder.parent if holder.parent is not holder else None
        if isinstance(holder, Scroller) and self.on_screen:
            holder.reveal(field)
