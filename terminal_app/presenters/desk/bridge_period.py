"""Which days the VAT bridge is of: one of the usual periods by a touch, or a first and a last day that are written.

Knows the days and their rows, nothing of the bridge. Window thread.
"""

from __future__ import annotations

from datetime import date, timedelta

from ...domain import setting_checks
from ...domain.problems import BadInput
from ...till.reconciling import month_before, this_month
from ..session import Session
from .rows import Heading, Option, Row, Text, Toggles, Typing
from .written import DAY

WHICH, SINCE, UNTIL = "which", "since", "until"
TODAY, YESTERDAY, MONTH, LAST_MONTH, OTHER = "today", "yesterday", "month", "last_month", "other"
SHORTEST_DATE = len("1.1.2026")


class BridgePeriod:
    """The days that are chosen: this month until somebody chooses others."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._which = MONTH
        self._written: dict[str, str] = {}

    def heading(self) -> Heading:
        """The days in words."""
        days = self.days()
        return Heading(self._session.texts.say("Period") if days is None else self._named(*days), key="period")

    def choices(self) -> list[Row]:
        """The ways to choose other days, and two fields where they are written."""
        say = self._session.texts.say
        named = {
            TODAY: say("Today"),
            YESTERDAY: say("Yesterday"),
            MONTH: say("This month"),
            LAST_MONTH: say("Last month"),
            OTHER: say("Other days"),
        }
        ways = tuple(Option(key, label, on=key == self._which) for key, label in named.items())
        rows: list[Row] = [Toggles(WHICH, "", ways)]
        if self._which == OTHER:
            rows += [self._field(SINCE, say("From")), self._field(UNTIL, say("To"))]
        return rows

    def put(self, key: str, value: str) -> bool:
        """Choose other days, or write one of them; whether the row is one of these."""
        if key == WHICH:
            days = self.days()
            self._which = value
            if value == OTHER and days is not None:
                self._written = {SINCE: days[0].isoformat(), UNTIL: days[1].isoformat()}
        elif key in (SINCE, UNTIL):
            self._written[key] = DAY.read(value)
        return key in (WHICH, SINCE, UNTIL)

    def days(self) -> tuple[date, date] | None:
        """First and last day, both included; None while what is written makes no period."""
        if self._which == OTHER:
            since, until = self._day(SINCE), self._day(UNTIL)
            return None if since is None or until is None or until < since else (since, until)
        today = self._session.till.reconciling.today()
        yesterday = today - timedelta(days=1)
        return {
            TODAY: (today, today),
            YESTERDAY: (yesterday, yesterday),
            MONTH: this_month(today),
            LAST_MONTH: month_before(today),
        }[self._which]

    def _day(self, key: str) -> date | None:
        try:
            checked = setting_checks.day_or_empty(key, self._written.get(key, "").strip())
        except BadInput:
            return None
        return date.fromisoformat(checked) if checked else None

    def _field(self, key: str, label: str) -> Text:
        texts, written = self._session.texts, self._written.get(key, "")
        return Text(
            key,
            label,
            DAY.show(written),
            Typing.DATE,
            hint=texts.say("Such as 23.11.2026"),
            problem=self._problem(key) if len(written.strip()) >= SHORTEST_DATE else "",
        )

    def _problem(self, key: str) -> str:
        """What is wrong with a day that is written out; "" when nothing is."""
        say, since, until = self._session.texts.say, self._day(SINCE), self._day(UNTIL)
        if self._day(key) is None:
            return say("That is no day.")
        if key == UNTIL and since is not None and until is not None and until < since:
            return say("It is before the first day.")
        return ""

    def _named(self, since: date, until: date) -> str:
        day = self._session.texts.day
        return day(since) if since == until else f"{day(since)} – {day(until)}"
