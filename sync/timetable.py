"""When the queue is sent: the shop's local times, kept as one durable UTC moment; `schedule` only beats the seconds.

Also when the night's full listings are made. What was missed (off, asleep, a clock that moved) is caught up once.
Runs on the sync thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import schedule as metronome

from terminal_app.domain.schedule import runs_after
from terminal_app.domain.settings import Schedule
from terminal_app.storage.jobs import Job, Jobs

DELIVERY = "delivery"
QUIET_HOUR = time(3)
QUIET_FOR = timedelta(hours=2)
"""Local time from which full listings are made, and how far the tills spread over it."""

LONGEST_OWED = timedelta(minutes=16)
"""A run that was cut short is never put off for longer; further ahead means that the clock was set back."""


def next_run(after: datetime, schedule: Schedule, zone: ZoneInfo) -> datetime | None:
    """The first scheduled moment later than `after`, in UTC; None when nothing is scheduled.

    A local time that the spring change skips runs when the clocks have been put forward; one that the autumn
    change repeats runs at its first passing only.
    """
    coming = runs_after(after, schedule, zone, 1)
    return coming[0] if coming else None


def is_due_tonight(last_ok: datetime | None, now: datetime, zone: ZoneInfo, spread: timedelta = timedelta(0)) -> bool:
    """Whether a nightly listing is owed: the first chance after the quiet hour, and once for each day of the shop.

    `spread` is this till's own part of the quiet hours, so that not all tills begin at once. A till that was off at
    night has its chance when it is on again; one that has listed on that day already waits for the next night.
    """
    if last_ok is None or last_ok - now > timedelta(days=1):
        return True  # so far ahead it was written before the clock was set back
    today = now.astimezone(zone).date()
    begins = datetime.combine(today, QUIET_HOUR, tzinfo=zone).astimezone(UTC) + spread
    night = today if begins <= now else today - timedelta(days=1)
    return last_ok.astimezone(zone).date() < night


class Timetable:
    """The durable moment from which a full run is owed."""

    def __init__(self, jobs: Jobs, schedule: Schedule, zone: ZoneInfo) -> None:
        self._jobs = jobs
        self._schedule = schedule
        self._zone = zone

    def next_due(self, now: datetime) -> datetime | None:
        """From when a full run is owed; in the past when one was missed, None when none is planned.

        A moment still ahead counts only while a run is owed: otherwise the schedule may have been changed, or the
        clock set back, since it was written.
        """
        job, scheduled = self._jobs.get(DELIVERY), self._next(now)
        owed = job.fails > 0
        if job.next_due is None:
            return scheduled
        if job.next_due <= now:
            return job.next_due if owed or self._schedule.enabled else None
        if owed and job.next_due <= now + LONGEST_OWED:
            return job.next_due if scheduled is None else min(job.next_due, scheduled)
        return now if owed else scheduled

    def plan(self, now: datetime) -> datetime | None:
        """Write down the next due moment if it differs, so that it is known after a restart; returns it."""
        due = self.next_due(now)
        job = self._jobs.get(DELIVERY)
        if job.next_due != due:
            self._jobs.save(replace(job, next_due=due))
        return due

    def began(self, now: datetime) -> None:
        """A full run starts now."""
        self._jobs.save(replace(self._jobs.get(DELIVERY), last_start=now))

    def is_owed(self) -> bool:
        """Whether the last full run was cut short, so that the next one is that run again."""
        return self._jobs.get(DELIVERY).fails > 0

    def done(self, now: datetime) -> None:
        """The full run went through: the next one is the next scheduled one."""
        job = Job(DELIVERY, self._next(now), self._jobs.get(DELIVERY).last_start, last_ok=now)
        self._jobs.save(job)

    def owed(self, now: datetime, again_at: datetime, problem: str) -> None:
        """The full run was cut short: it is owed again from `again_at`, or from the next scheduled moment if sooner."""
        job, scheduled = self._jobs.get(DELIVERY), self._next(now)
        again = again_at if scheduled is None else min(again_at, scheduled)
        self._jobs.save(replace(job, next_due=again, last_problem=problem, fails=job.fails + 1))

    def scheduled_after(self, now: datetime) -> datetime | None:
        """The next scheduled moment, whatever is owed."""
        return self._next(now)

    def _next(self, now: datetime) -> datetime | None:
        return next_run(now, self._schedule, self._zone)


class Metronome:
    """A beat each second. `schedule` counts on the naive local clock, so it is wound anew whenever that jumps."""

    def __init__(self, beat: Callable[[], None]) -> None:
        self._beat = beat
        self._scheduler = metronome.Scheduler()
        self._wind()

    def wait_s(self) -> float:
        """How long until the next beat, at most one second."""
        idle = self._scheduler.idle_seconds
        if idle is None or idle > 1.5:
            self._wind()
            return 1.0
        return max(0.0, idle)

    def run(self) -> None:
        """Beat if it is time."""
        self._scheduler.run_pending()

    def _wind(self) -> None:
        self._scheduler.clear()
        self._scheduler.every(1).seconds.do(self._beat)
