"""The sheet that asks why an invoice gets another customer; the queue and the history lay it over themselves.

Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.uix.widget import Widget

from terminal_app.presenters.customer_change import CustomerChange, CustomerChangeView
from terminal_app.screens.reason_pane import ReasonPane
from terminal_app.screens.widgets import Action, Sheet, TextLine, words_height


class ChangeSheet:
    """Shows what a CustomerChange asks; takes itself away when nothing is asked."""

    def __init__(self, change: CustomerChange) -> None:
        self.sheet = Sheet(key="change", sheet_height=-1)
        self.sheet.bind(on_close=lambda *_: change.keep())
        small = {"role": "secondary", "tone": "ink2", "size_hint_y": None, "height": words_height("secondary")}
        self._labels = [TextLine(**small), TextLine(**small)]
        names = {"role": "label", "lines": 3, "fit_height": True, "size_hint_y": None}
        self._names = [TextLine(**names), TextLine(**names)]
        self._reasons = ReasonPane(change.reasons, "change.reason")
        self._confirm = Action(key="change.confirm", kind="primary", icon="swap_horiz")
        self._confirm.bind(on_tap=lambda *_: change.confirm())
        self._keep = Action(key="change.keep", kind="quiet")
        self._keep.bind(on_tap=lambda *_: change.keep())
        pairs = [widget for pair in zip(self._labels, self._names, strict=True) for widget in pair]
        gap = Widget(size_hint_y=None, height=dp(4))
        filler = Widget()  # takes the room below on the counter, where the sheet is as high as the window
        for widget in (*pairs, gap, self._reasons, self._confirm, self._keep, filler):
            self.sheet.add_widget(widget)

    def render(self, view: CustomerChangeView | None, over: Any) -> None:
        """Shows the question over that layout, or takes it away."""
        if view is None:
            self.sheet.close()
            return
        self.sheet.title, self.sheet.subtitle = view.title, view.subtitle
        self._labels[0].text, self._names[0].text = view.before_label, view.before
        self._labels[1].text, self._names[1].text = view.after_label, view.after
        self._reasons.render(view.reasons)
        self._confirm.text, self._confirm.disabled = view.confirm_label, not view.can_confirm
        self._keep.text = view.keep_label
        self.sheet.open(over)
