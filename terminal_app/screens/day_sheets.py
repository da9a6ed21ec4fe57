"""The sheets over the day's screen: the one in which an amount is typed, and the one with a report's paper.

Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from terminal_app.presenters.day import DayPresenter
from terminal_app.presenters.day_money import LONGEST_WORDS
from terminal_app.presenters.day_view import MoneyView, ReportView
from terminal_app.screens.amounts import AmountPad
from terminal_app.screens.lifeline import Told
from terminal_app.screens.place_screen import show_all
from terminal_app.screens.reason_pane import PickGrid
from terminal_app.screens.slip import Slip
from terminal_app.screens.widgets import Action, IconAction, Sheet, T, TextField, TextLine, words_height


class MoneyPanel:
    """Amount, what it is for, the pad. While one writes what for, the pad makes room for the keyboard."""

    def __init__(self, presenter: DayPresenter) -> None:
        money = presenter.money
        self.sheet = Sheet(key="day.money", sheet_height=-1, sheet_width=480)
        self.sheet.bind(on_close=lambda *_: presenter.close_money())
        self._typed = TextLine(role="total", align="center", size_hint_y=None, height=words_height("total") + dp(8))
        self._same = Action(key="day.money.same", kind="secondary", icon="history")
        self._same.bind(on_tap=lambda *_: money.take_suggested())
        self._why_label = TextLine(role="label", size_hint_y=None, height=words_height("label") + dp(2))
        self._why = PickGrid("day.money.why", money.choose)
        self._chosen = Action(key="day.money.why", kind="secondary", icon="edit")
        self._again = IconAction(key="day.money.why", icon="edit")
        for button in (self._chosen, self._again):
            button.bind(on_tap=lambda *_: money.choose(""))
        self._beside = BoxLayout(size_hint_y=None, spacing=T.gap)
        """Words of one's own with the way back to the reasons beside them: a handheld has no room for both."""
        self._words = TextField(key="day.money.words", max_length=LONGEST_WORDS)
        self._words.fbind("text", lambda _, text: money.write(text))
        self._words.fbind("focused", lambda *_: self._lay_out())
        self._words.bind(on_enter=lambda *_: self._leave_words())
        keys = T.touch if T.handheld else T.key
        self._pad = AmountPad(key="day.money.pad", size_hint_y=None, height=4 * keys + 3 * T.gap)
        self._pad.bind(on_typed=lambda _, name: money.key(name))
        self._told = Told(size_hint_y=None)
        self._confirm = Action(key="day.money.confirm", kind="primary", icon="check")
        self._confirm.bind(on_tap=lambda *_: money.confirm())
        self._filler = Widget()
        self._view: MoneyView | None = None

    def render(self, view: MoneyView | None, over: Any) -> None:
        """Shows the question over that layout, or takes it away."""
        self._view = view
        if view is None:
            if self._words.focused:
                self._words.focused = False
            self.sheet.close()
            return
        self.sheet.title, self.sheet.subtitle = view.title, view.subtitle
        self._typed.text, self._typed.tone = view.typed, "ink3" if view.empty else "ink"
        self._same.text, self._why_label.text = view.same_label, view.why_label
        self._why.render(view.why)
        self._words.placeholder, self._words.text = view.words_hint, view.words
        reason = next((label for _, label, chosen in view.why if chosen), "")
        self._chosen.text = self._again.name_for_finger = reason
        if T.handheld and view.asks_words:
            self.sheet.subtitle = reason
        self._confirm.text, self._confirm.disabled = view.missing or view.confirm_label, not view.can_confirm
        self._confirm.icon = "" if view.missing else "check"
        notice = view.notice
        self._told.text, self._told.hint = ("", "") if notice is None else (notice.message, notice.hint)
        self._lay_out()
        self.sheet.open(over)

    def _lay_out(self) -> None:
        view = self._view
        if view is None:
            return
        writing = view.asks_words and self._words.focused
        chosen = any(one for _, _, one in view.why)
        # A handheld has no room for the reasons and the pad: what for comes first there.
        asks_why = bool(view.why) and not writing and not (T.handheld and chosen)
        types = not writing and not (T.handheld and view.why and not chosen)
        wanted: list[tuple[Any, object]] = [
            (self._why_label, asks_why),
            (self._why, asks_why),
            (self._chosen, T.handheld and chosen and not view.asks_words),
            (self._beside if T.handheld else self._words, view.asks_words),
            (self._typed, types),
            (self._same, view.same_label),
            (self._told, view.notice),
            (self._pad, types),
            (self._confirm, True),
            (self._filler, True),
        ]
        if T.handheld:
            self._beside.height = max(self._words.height, self._again.height)
            show_all(self._beside, [self._again, self._words])
        else:
            keys = T.touch if view.asks_words and not T.wide else T.key  # the button below stays in sight
            self._pad.height = 4 * keys + 3 * T.gap
        show_all(self.sheet.body, [widget for widget, shown in wanted if shown])

    def _leave_words(self) -> None:
        self._words.focused = False


class ReportPanel:
    """A report as its paper, and the button that prints it once more."""

    def __init__(self, presenter: DayPresenter) -> None:
        self.sheet = Sheet(key="day.paper", sheet_width=600)
        self.sheet.bind(on_close=lambda *_: presenter.close_report())
        self._told = Told(icon="print", size_hint_y=None)
        self._print = Action(key="day.print", kind="secondary", icon="print")
        self._print.bind(on_tap=lambda *_: presenter.print_report())
        self._slip = Slip(size_hint_y=None)
        self._filler = Widget()

    def render(self, view: ReportView | None, over: Any) -> None:
        """Shows the paper over that layout, or takes it away."""
        if view is None:
            self.sheet.close()
            return
        self.sheet.title, self.sheet.subtitle = view.title, view.subtitle
        self._told.text, self._told.tone, self._told.icon = view.told, view.tone, view.icon
        self._print.text = view.print_label
        self._slip.lines = list(view.paper.lines)
        shown = [*([self._told] if view.told else []), *([self._print] if view.print_label else [])]
        show_all(self.sheet.body, [*shown, self._slip, self._filler])
        self.sheet.open(over)
