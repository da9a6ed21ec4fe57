"""The sheet of an approval on the spot: who approves, and their PIN. Any screen may lay it over itself.

Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.uix.widget import Widget

from terminal_app.presenters.pin_pad import Person
from terminal_app.presenters.step_up import StepUp, StepUpView
from terminal_app.screens import pin_pane
from terminal_app.screens.login import PersonTile, tile_height
from terminal_app.screens.widgets import Sheet, TextLine, words_height

SHEET_WIDTH = 480


class StepUpPanel:
    """Shows what a StepUp asks; takes itself away when nothing is asked."""

    def __init__(self, presenter: StepUp) -> None:
        self._presenter = presenter
        self.sheet = Sheet(key="step_up", sheet_height=-1, sheet_width=SHEET_WIDTH)
        self.sheet.bind(on_close=lambda *_: presenter.close())
        self._choose = TextLine(role="label", tone="ink2", size_hint_y=None, height=words_height("label") + dp(6))
        self._tiles: dict[str, PersonTile] = {}
        self._pad = pin_pane.pane("step_up.pad", presenter.digit, presenter.erase, presenter.enter)
        self._filler = Widget()  # takes the room below on the counter, where the sheet is as high as the window

    def render(self, view: StepUpView | None, over: Any) -> None:
        """Lays the sheet over that layout, or takes it away."""
        if view is None:
            self.sheet.close()
            return
        self.sheet.title, self.sheet.subtitle = view.title, view.subtitle
        self._choose.text = view.choose_hint
        shown: list[Any] = []
        if view.pad is None or len(view.approvers) > 1:
            shown += [self._choose, *(self._tile(approver) for approver in view.approvers)]
        if view.pad is not None:
            self._pad.render(view.pad)
            shown.append(self._pad)
        shown.append(self._filler)
        if self.sheet.body.children[::-1] != shown:
            self.sheet.body.clear_widgets()
            for widget in shown:
                self.sheet.add_widget(widget)
        self.sheet.open(over)

    def _tile(self, approver: Person) -> PersonTile:
        if approver.id not in self._tiles:
            tile = PersonTile(key=f"step_up.manager.{approver.id}", size_hint_y=None, height=tile_height())
            tile.bind(on_tap=lambda _, __, who=approver.id: self._presenter.choose(who))
            self._tiles[approver.id] = tile
        tile = self._tiles[approver.id]
        tile.name, tile.note, tile.has_pin, tile.chosen = (
            approver.name,
            approver.note,
            approver.has_pin,
            approver.selected,
        )
        return tile
