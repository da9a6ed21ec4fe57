"""The sheet with a month to choose a day from: six weeks on the counter; on a handheld, whose width holds no seven
fingers, the month's own days with their weekdays. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from terminal_app.presenters.calendar import SHOWN_DAYS, WEEK, Calendar, CalendarView
from terminal_app.screens.history_cells import DayCell
from terminal_app.screens.widgets import Action, IconAction, PooledGrid, Sheet, T, TextLine, words_height

NARROW = 5
LONGEST_MONTH = 31


class CalendarSheet:
    """Shows a Calendar while it is open."""

    def __init__(self, calendar: Calendar) -> None:
        self.sheet = Sheet(key="calendar", sheet_height=-1, sheet_width=560)
        self.sheet.bind(on_close=lambda *_: calendar.dismiss())
        turns = BoxLayout(size_hint_y=None, height=T.touch + dp(4), spacing=T.gap)
        self._before = IconAction(key="calendar.before", icon="chevron_left", kind="quiet")
        self._after = IconAction(key="calendar.after", icon="chevron_right", kind="quiet")
        self._before.bind(on_tap=lambda *_: calendar.previous_month())
        self._after.bind(on_tap=lambda *_: calendar.next_month())
        self._month = TextLine(role="title", align="center")
        for widget in (self._before, self._month, self._after):
            turns.add_widget(widget)
        weekdays = BoxLayout(size_hint_y=None, height=words_height("secondary") + dp(6))
        self._weekdays = [TextLine(role="secondary", tone="ink2", align="center") for _ in range(WEEK)]
        for line in self._weekdays:
            weekdays.add_widget(line)
        high = T.touch + dp(4)
        columns, weeks = (NARROW, -(-LONGEST_MONTH // NARROW)) if T.handheld else (WEEK, SHOWN_DAYS // WEEK)
        self._days = PooledGrid(
            key="calendar.day", cell=DayCell, columns=columns, cell_height=high, scrollbar=False,
            size_hint_y=None, height=weeks * high,
        )  # fmt: skip
        self._days.bind(on_pick=lambda _, index, part: calendar.pick(self._days.items[index].day))
        self._today = Action(key="calendar.today", icon="today")
        self._today.bind(on_tap=lambda *_: calendar.pick_today())
        shown = (turns, self._today, self._days) if T.handheld else (turns, weekdays, self._days, self._today)
        for widget in (*shown, Widget()):
            self.sheet.add_widget(widget)

    def render(self, view: CalendarView | None, over: Any) -> None:
        """Shows the month over that layout, or takes it away."""
        if view is None:
            self.sheet.close()
            return
        self.sheet.title, self._month.text = view.title, view.month
        for line, weekday in zip(self._weekdays, view.weekdays, strict=True):
            line.text = weekday
        self._days.items = [day for day in view.days if day.in_month] if T.handheld else view.days
        self._before.name_for_finger, self._after.name_for_finger = view.previous_label, view.next_label
        self._after.disabled = not view.can_next
        self._today.text = view.today_label
        self.sheet.open(over)
