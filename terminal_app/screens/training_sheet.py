"""The sheet that says what training is and switches it; the menu lays it over itself.

Shows what its presenter's part says. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.uix.widget import Widget

from terminal_app.presenters.training_part import TrainingPart, TrainingView
from terminal_app.screens.lifeline import Told
from terminal_app.screens.place_screen import show_all
from terminal_app.screens.widgets import Action, Sheet


class TrainingSheet:
    """Shows a TrainingPart; takes itself away when it is closed."""

    def __init__(self, part: TrainingPart) -> None:
        self.sheet = Sheet(key="training", sheet_height=-1, sheet_width=480)
        self.sheet.bind(on_close=lambda *_: part.close())
        self._told = Told(icon="info", tone="brand", size_hint_y=None)
        self._problem = Told(icon="warning", tone="warn", size_hint_y=None)
        self._park = Action(key="training.park", icon="pause", kind="primary")
        self._park.bind(on_tap=lambda *_: part.park())
        self._switch = Action(key="training.switch", kind="primary")
        self._switch.bind(on_tap=lambda *_: part.switch())
        self._filler = Widget()  # takes the room below on the counter, where the sheet is as high as the window

    def render(self, view: TrainingView | None, over: Any) -> None:
        """Lays the sheet over that layout, or takes it away."""
        if view is None:
            self.sheet.close()
            return
        self.sheet.title = view.title
        self._told.text, self._told.hint = view.told, view.hint
        problem = view.problem
        if problem is not None:
            self._problem.text, self._problem.hint, self._problem.tone = problem.message, problem.hint, problem.tone
        self._park.text = view.park_label
        self._switch.text, self._switch.disabled = view.switch_label, not view.can_switch
        wanted = [(self._told, True), (self._problem, problem), (self._park, view.park_label), (self._switch, True)]
        show_all(self.sheet.body, [*(widget for widget, shown in wanted if shown), self._filler])
        self.sheet.open(over)
