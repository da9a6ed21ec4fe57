"""Why something is done, on screen: ready reasons to touch, and a field for words of one's own.

Knows the presenters' reasons, no screen. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout

from terminal_app.domain.text import LONGEST_NAME as LONGEST_REASON
from terminal_app.presenters.reasons import Reasons, ReasonsView
from terminal_app.screens.place_screen import show_all
from terminal_app.screens.widgets import Action, T, TextField, TextLine, words_height


class PickGrid(GridLayout):
    """A few things of which one is chosen, as buttons in two columns; keys are `<key>.<name>`."""

    def __init__(self, key: str, pick: Callable[[str], None], **kwargs: Any) -> None:
        super().__init__(cols=2, spacing=T.gap, size_hint_y=None, **kwargs)
        self.bind(minimum_height=self.setter("height"))
        self._key, self._pick = key, pick
        self._buttons: dict[str, Action] = {}

    def render(self, picks: Sequence[tuple[str, str, bool]]) -> None:
        """Shows them as (name, text, whether it is chosen), the chosen one filled."""
        for name, text, chosen in picks:
            button = self._button(name)
            button.text = text
            button.kind = "primary" if chosen else "secondary"
        show_all(self, [self._buttons[name] for name, _, _ in picks])

    def _button(self, name: str) -> Action:
        if name not in self._buttons:
            button = Action(key=f"{self._key}.{name}")
            # What kv says of a class outweighs what its maker is given.
            button.height = max(T.touch, words_height("label", 2) + dp(8))
            button.bind(on_tap=lambda *_, name=name: self._pick(name))
            self._buttons[name] = button
        return self._buttons[name]


class ReasonPane(BoxLayout):
    """As high as what it shows; keys are `<key>.<reason>` and `<key>.words`."""

    def __init__(self, reasons: Reasons, key: str, **kwargs: Any) -> None:
        super().__init__(orientation="vertical", spacing=dp(8), size_hint_y=None, **kwargs)
        self.bind(minimum_height=self.setter("height"))
        self._label = TextLine(role="label", size_hint_y=None, height=words_height("label") + dp(4))
        self._grid = PickGrid(key, reasons.choose)
        self._field = TextField(key=f"{key}.words", max_length=LONGEST_REASON)
        self._field.fbind("text", lambda _, text: reasons.write(text))

    def render(self, view: ReasonsView) -> None:
        """Shows the reasons; words of one's own take the focus when they are asked for."""
        self._label.text = view.label
        self._grid.render([(ready.key, ready.text, ready.selected) for ready in view.ready])
        self._field.placeholder, self._field.text = view.own_hint, view.own
        opened = view.writing and self._field.parent is None
        show_all(self, [self._label, self._grid, *([self._field] if view.writing else [])])
        if opened:
            self._field.focused = True
        elif not view.writing and self._field.focused:
            self._field.focused = False
