"""Invoicing › Schedule: when the queue is sent, what the next run would send, and how the last ones went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from ...domain.outbox import State
from ...domain.problems import BadInput
from ...domain.schedule import is_within, require_apart, runs_after
from ...domain.setting_checks import DAYS
from ...domain.settings import Schedule, SettingValues, setting
from ..status import badge
from .page import Desk, Page
from .past_runs import run_told
from .rows import Action, Chips, Heading, Line, Lines, Note, Option, Row, Switch, Toggles, Typing
from .written import clock_read

_ENABLED, _TIMES, _DAYS = "schedule.enabled", "schedule.times", "schedule.days"
SHOWN_RUNS = 3
SHOWN_HISTORY = 10


def times_make_sense(values: SettingValues) -> None:
    """No two runs within a quarter of an hour."""
    require_apart(values.schedule())


class SchedulePage(Page):
    """The reporting schedule of the guide."""

    stem = "schedule"
    icon = "schedule"
    keys = (_ENABLED, _TIMES, _DAYS)
    together = (times_make_sense,)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._typed = ""
        self._refused = ""

    def label(self) -> str:
        return self.texts.say("Schedule")

    def detail(self) -> str:
        schedule = self.session.till.values.schedule()
        if not schedule.enabled:
            return self.texts.say("Off")
        return ", ".join(f"{moment:%H:%M}" for moment in schedule.times)

    def intro(self) -> str:
        return self.texts.say("When the invoices that wait are sent to the accounting system.")

    def rows(self) -> Sequence[Row]:
        say, draft = self.texts.say, self.draft
        schedule = draft.values().schedule()
        rows: list[Row] = [
            Heading(say("Reporting schedule"), key="schedule"),
            Switch(
                _ENABLED,
                say("Create reporting schedule"),
                draft.on(_ENABLED),
                say("Off: invoices wait until somebody touches Send now."),
            ),
        ]
        if draft.on(_ENABLED):
            rows += [
                Toggles(_DAYS, say("Days"), self._days(), problem=self.problem(_DAYS)),
                Chips(
                    _TIMES,
                    say("Times"),
                    tuple(Option(moment, moment) for moment in self._times()),
                    self._typed,
                    say("Such as 23:30"),
                    say("Add"),
                    Typing.TIME,
                    problem=self._refused or self.problem(_TIMES),
                ),
                *self._tips(schedule),
            ]
        return [*rows, *self._next(schedule), *self._history()]

    # what touches mean

    def put(self, key: str, value: str) -> None:
        if key == f"{_TIMES}.new":
            self._typed, self._refused = value, ""
        elif key == _DAYS:
            days = [day for day in DAYS if (day in self._chosen_days()) != (day == value)]
            super().put(_DAYS, ",".join(days))
        else:
            super().put(key, value)

    def press(self, key: str, part: str) -> None:
        if key == "send_now":
            self.session.till.sync.send_now()
        elif part == "add":
            self._add()
        elif part.startswith("remove:"):
            self._refused = ""
            super().put(_TIMES, ",".join(t for t in self._times() if t != part.removeprefix("remove:")))

    def saved(self, keys: tuple[str, ...]) -> None:
        self._typed = self._refused = ""

    def _add(self) -> None:
        """The typed time becomes one of the times; what cannot be one stays in the field with its reason."""
        wanted = clock_read(self._typed)
        times = self._times()
        try:
            if wanted in times:
                raise BadInput("schedule_time_there", field=_TIMES, text=wanted)
            if "," in wanted or not wanted:
                raise BadInput("setting_not_time", field=_TIMES, text=wanted)
            checked = setting(_TIMES).check(_TIMES, wanted)
            both = tuple(time.fromisoformat(part) for part in (*times, checked))
            require_apart(Schedule(True, both, ()))
        except BadInput as trouble:
            self._refused = self.told(trouble.problem)
            return
        self._typed = self._refused = ""
        super().put(_TIMES, ",".join((*times, checked)))

    def _times(self) -> tuple[str, ...]:
        return tuple(part for part in self.draft.value(_TIMES).split(",") if part)

    def _chosen_days(self) -> tuple[str, ...]:
        return tuple(self.draft.value(_DAYS).split(","))

    # what it shows

    def _days(self) -> tuple[Option, ...]:
        monday = date(2024, 1, 1)
        chosen = self._chosen_days()
        return tuple(
            Option(day, self.texts.weekday_short(monday + timedelta(days=number)), on=day in chosen)
            for number, day in enumerate(DAYS)
        )

    def _tips(self, schedule: Schedule) -> list[Row]:
        hours, say = self.draft.values().opening_hours(), self.texts.say
        if hours is None:
            return []
        during = [f"{moment:%H:%M}" for moment in schedule.times if is_within(moment, hours)]
        if not during:
            return []
        tip = say("{times} is while the shop is open.", times=", ".join(during))
        better = say("After closing, the whole day goes in one run.")
        return [Note(tip, "brand", better, key="tip")]

    def _next(self, schedule: Schedule) -> list[Row]:
        say, session = self.texts.say, self.session
        now = session.now()
        zone = session.till.values.shop().timezone
        runs = runs_after(now, schedule, zone, SHOWN_RUNS) if not self.draft.problems else ()
        lines = tuple(
            Line(self._in_words(run.astimezone(zone), now), self._load() if number == 0 else "")
            for number, run in enumerate(runs)
        )
        status = session.status
        return [
            Heading(say("Next runs"), key="next"),
            Lines("runs", lines, empty=say("No run is planned")),
            Action(
                "send_now",
                say("Sending…") if status.sending else say("Send now"),
                "send",
                say("Sends what waits, without waiting for the schedule."),
                enabled=not status.sending and session.till.sends(),
            ),
        ]

    def _history(self) -> list[Row]:
        say, session = self.texts.say, self.session
        how = badge(session.status, self.texts, session.now())
        now, lines = session.now(), []
        if how.tone in ("bad", "warn"):
            lines.append(Line(how.text, tone=how.tone))
        lines += [run_told(run, self.texts, now) for run in session.till.runs.newest(SHOWN_HISTORY)]
        return [
            Heading(say("History"), key="history"),
            Lines("history", tuple(lines), empty=say("No run has been made yet.")),
        ]

    def _in_words(self, run: datetime, now: datetime) -> str:
        """ "tonight 23:30", "tomorrow 23:30", "Thursday 23:30"."""
        say, clock = self.texts.say, self.texts.clock(run)
        days = (run.date() - now.date()).days
        if days == 0:
            return say("tonight {time}", time=clock) if run.hour >= 18 else say("today {time}", time=clock)
        if days == 1:
            return say("tomorrow {time}", time=clock)
        if days < 7:
            return f"{self.texts.weekday(run.date())} {clock}"
        return f"{self.texts.day(run.date())} {clock}"

    def _load(self) -> str:
        """What the next run would send, and what waits for a person."""
        counts, _ = self.session.till.outbox.open_counts(self.session.now())
        count = self.texts.count
        goes = sum(counts.get(state, 0) for state in (State.QUEUED, State.SENDING, State.UNKNOWN))
        stands = sum(counts.get(state, 0) for state in (State.NEEDS_CUSTOMER, State.NEEDS_ATTENTION))
        told = count("{n} waiting", "{n} waiting", goes) if goes else self.texts.say("nothing waits")
        return f"{told}, {count('{n} needs you', '{n} need you', stands)}" if stands else told
