"""A month to choose a day from: which days have sales, none after today. A part of the history; plain Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from ..domain.records import record
from .session import Session

WEEK = 7
SHOWN_DAYS = 6 * WEEK


@record
class CalendarDay:
    """One day of the month that is shown, or of the weeks beside it; `has_sales` marks it, `can` lets it be touched."""

    day: date
    label: str
    weekday: str
    in_month: bool
    has_sales: bool
    today: bool
    selected: bool
    can: bool


@record
class CalendarView:
    """Six weeks from Monday on."""

    title: str
    month: str
    weekdays: tuple[str, ...]
    days: tuple[CalendarDay, ...]
    previous_label: str
    next_label: str
    can_next: bool
    today_label: str


class Calendar:
    """Shows nothing while `view` is None."""

    def __init__(self, session: Session, on_change: Callable[[], None], chosen: Callable[[date], None]) -> None:
        self._session = session
        self._changed = on_change
        self._chosen = chosen
        self._month: date | None = None
        self._marked: tuple[date, frozenset[date]] | None = None

    def open(self, day: date) -> None:
        """Show that day's month."""
        self._month, self._marked = day.replace(day=1), None
        self._changed()

    def close(self) -> None:
        self._month = None

    def dismiss(self) -> None:
        """Closed without a choice."""
        self.close()
        self._changed()

    def previous_month(self) -> None:
        if self._month is not None:
            self._turn((self._month - timedelta(days=1)).replace(day=1))

    def next_month(self) -> None:
        """The month after, not beyond today's."""
        if self._month is not None and self._month < self._today().replace(day=1):
            self._turn((self._month + timedelta(days=31)).replace(day=1))

    def pick(self, day: date) -> None:
        """That day; one that has not come cannot be chosen."""
        if self._month is not None and day <= self._today():
            self._chosen(day)

    def pick_today(self) -> None:
        self._chosen(self._today())

    def view(self, selected: date) -> CalendarView | None:
        """The month; None while it is closed."""
        month = self._month
        if month is None:
            return None
        texts, today, first = self._session.texts, self._today(), self._first()
        with_sales = self._with_sales()
        days = [first + timedelta(days=index) for index in range(SHOWN_DAYS)]
        return CalendarView(
            title=texts.say("Choose a day"),
            month=texts.month(month),
            weekdays=tuple(texts.weekday_short(day) for day in days[:WEEK]),
            days=tuple(
                CalendarDay(
                    day=day,
                    label=str(day.day),
                    weekday=texts.weekday_short(day),
                    in_month=day.month == month.month,
                    has_sales=day in with_sales,
                    today=day == today,
                    selected=day == selected,
                    can=day <= today,
                )
                for day in days
            ),
            previous_label=texts.say("The month before"),
            next_label=texts.say("The month after"),
            can_next=month < today.replace(day=1),
            today_label=texts.say("Today"),
        )

    def _turn(self, month: date) -> None:
        self._month, self._marked = month, None
        self._changed()

    def _today(self) -> date:
        return self._session.now().date()

    def _first(self) -> date:
        """The Monday on or before the first of the month."""
        assert self._month is not None
        return self._month - timedelta(days=self._month.weekday())

    def _with_sales(self) -> frozenset[date]:
        first = self._first()
        if self._marked is None or self._marked[0] != first:
            history, today = self._session.till.history, self._today()
            days = (first + timedelta(days=index) for index in range(SHOWN_DAYS))
            self._marked = first, frozenset(day for day in days if day <= today and history.has_sales(day))
        return self._marked[1]
