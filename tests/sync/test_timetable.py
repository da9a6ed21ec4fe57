"""The schedule in local time: clock changes, missed runs, runs cut short, and what a restart knows of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sync.timetable import DELIVERY, Metronome, Timetable, is_due_tonight, next_run
from terminal_app.domain.settings import Schedule
from terminal_app.storage.database import Database
from terminal_app.storage.jobs import Jobs

OSLO = ZoneInfo("Europe/Oslo")
EVENINGS = Schedule(enabled=True, times=(time(23, 30),), days=tuple(range(7)))
OFF = Schedule(enabled=False, times=EVENINGS.times, days=EVENINGS.days)


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def at(*times: time) -> Schedule:
    return Schedule(enabled=True, times=times, days=tuple(range(7)))


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    with Database.open(tmp_path / "shop") as database:
        yield Jobs(database)


@pytest.mark.parametrize(
    ("now", "schedule", "expected"),
    [
        ("2026-11-22T13:00", EVENINGS, "2026-11-22T22:30+00:00"),
        ("2026-11-22T23:30", EVENINGS, "2026-11-23T22:30+00:00"),
        ("2026-07-01T12:00", EVENINGS, "2026-07-01T21:30+00:00"),
        ("2026-11-22T13:00", at(time(9), time(14)), "2026-11-22T13:00+00:00"),
        # Sunday 22 November; only Wednesdays.
        ("2026-11-22T13:00", Schedule(True, (time(8),), (2,)), "2026-11-25T07:00+00:00"),
        # 29 March 2026: 02:30 does not exist, the clocks go from 02:00 to 03:00.
        ("2026-03-29T01:00", at(time(2, 30)), "2026-03-29T01:30+00:00"),
        ("2026-03-29T01:00", at(time(2, 30), time(3, 0)), "2026-03-29T01:00+00:00"),
        # 25 October 2026: 02:30 comes twice, the first one counts.
        ("2026-10-25T01:00", at(time(2, 30)), "2026-10-25T00:30+00:00"),
    ],
)
def test_the_next_run_is_the_shops_local_time(now: str, schedule: Schedule, expected: str) -> None:
    assert next_run(oslo(now), schedule, OSLO) == datetime.fromisoformat(expected)


def test_an_hour_that_comes_twice_has_one_run() -> None:
    first = next_run(oslo("2026-10-25T01:00"), at(time(2, 30)), OSLO)
    assert first is not None
    second = next_run(first, at(time(2, 30)), OSLO)
    assert second == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("schedule", [OFF, Schedule(True, (), (0,)), Schedule(True, (time(9),), ())])
def test_without_times_or_days_there_is_no_next_run(schedule: Schedule) -> None:
    assert next_run(oslo("2026-11-22T13:00"), schedule, OSLO) is None


def test_a_year_of_evenings_has_one_run_a_day_across_both_clock_changes() -> None:
    moment, days = oslo("2026-01-01T00:00").astimezone(UTC), []
    while (due := next_run(moment, EVENINGS, OSLO)) and due < oslo("2027-01-01T00:00"):
        days.append(due.astimezone(OSLO))
        moment = due
    assert len(days) == 365
    assert {(day.hour, day.minute) for day in days} == {(23, 30)}


def test_a_run_that_was_missed_is_due_once_after_days_off(jobs: Jobs) -> None:
    Timetable(jobs, EVENINGS, OSLO).plan(oslo("2026-11-20T12:00"))
    back = oslo("2026-11-23T09:00")
    table = Timetable(jobs, EVENINGS, OSLO)
    missed = table.plan(back)
    assert missed == oslo("2026-11-20T23:30")
    table.done(back)
    assert table.plan(back) == oslo("2026-11-23T23:30")


def test_a_first_start_misses_nothing(jobs: Jobs) -> None:
    assert Timetable(jobs, EVENINGS, OSLO).plan(oslo("2026-11-23T09:00")) == oslo("2026-11-23T23:30")


def test_a_run_that_was_cut_short_is_owed_again_soon_also_after_a_restart(jobs: Jobs) -> None:
    now = oslo("2026-11-22T23:30")
    Timetable(jobs, EVENINGS, OSLO).owed(now, now + timedelta(seconds=40), "offline")
    table = Timetable(jobs, EVENINGS, OSLO)
    assert table.plan(now) == now + timedelta(seconds=40)
    table.done(now + timedelta(minutes=1))
    assert table.plan(now + timedelta(minutes=1)) == oslo("2026-11-23T23:30")


def test_an_owed_run_is_not_lost_when_the_clock_is_set_back(jobs: Jobs) -> None:
    now = oslo("2026-11-22T23:30")
    table = Timetable(jobs, EVENINGS, OSLO)
    table.owed(now, now + timedelta(seconds=40), "offline")
    back = now - timedelta(hours=2)
    assert table.plan(back) == back


def test_a_changed_schedule_counts_at_once(jobs: Jobs) -> None:
    now = oslo("2026-11-22T13:00")
    Timetable(jobs, at(time(14)), OSLO).plan(now)
    assert Timetable(jobs, EVENINGS, OSLO).plan(now) == oslo("2026-11-22T23:30")


def test_a_schedule_that_was_switched_off_runs_nothing(jobs: Jobs) -> None:
    Timetable(jobs, EVENINGS, OSLO).plan(oslo("2026-11-22T13:00"))
    assert Timetable(jobs, OFF, OSLO).plan(oslo("2026-11-23T13:00")) is None
    assert jobs.get(DELIVERY).next_due is None


def test_a_run_owed_by_send_now_is_kept_although_the_schedule_is_off(jobs: Jobs) -> None:
    now = oslo("2026-11-22T13:00")
    Timetable(jobs, OFF, OSLO).owed(now, now + timedelta(seconds=5), "offline")
    assert Timetable(jobs, OFF, OSLO).plan(now) == now + timedelta(seconds=5)


@pytest.mark.parametrize(
    ("last_ok", "now", "due"),
    [
        # Through the night and the day after.
        ("2026-11-22T10:00", "2026-11-23T02:59", False),
        ("2026-11-22T10:00", "2026-11-23T03:00", True),
        ("2026-11-23T03:00", "2026-11-23T23:59", False),
        ("2026-11-23T03:00", "2026-11-24T02:59", False),
        ("2026-11-23T03:00", "2026-11-24T03:00", True),
        # Off at night: when it is on again, and then not before the next night.
        ("2026-11-22T03:00", "2026-11-23T09:00", True),
        ("2026-11-23T09:00", "2026-11-23T22:00", False),
        ("2026-11-23T09:00", "2026-11-24T03:00", True),
        # Set up in the small hours: that was this day's listing.
        ("2026-11-23T01:00", "2026-11-23T03:00", False),
        # On in the evening only, and after days off.
        ("2026-11-22T20:00", "2026-11-23T20:00", True),
        ("2026-11-02T03:00", "2026-11-23T01:00", True),
        # 29 March 2026: 03:00 comes right after 01:59, winter time.
        ("2026-03-28T03:00", "2026-03-29T01:59", False),
        ("2026-03-28T03:00", "2026-03-29T03:00", True),
        ("2026-03-29T03:00", "2026-03-30T02:59", False),
        # 25 October 2026: the hour before 03:00 comes twice, the quiet hour once.
        ("2026-10-24T03:00", "2026-10-25T02:59", False),
        ("2026-10-24T03:00", "2026-10-25T03:00", True),
        ("2026-10-25T03:00", "2026-10-25T23:00", False),
        # The clock was set back by more than a day since; by less, the listing counts.
        ("2026-11-25T03:00", "2026-11-23T12:00", True),
        ("2026-11-23T13:00", "2026-11-23T12:00", False),
    ],
)
def test_a_full_listing_is_owed_once_a_night_or_at_the_first_chance_after_it(last_ok: str, now: str, due: bool) -> None:
    assert is_due_tonight(oslo(last_ok), oslo(now).astimezone(UTC), OSLO) is due


def test_the_first_full_listing_waits_for_no_night() -> None:
    assert is_due_tonight(None, oslo("2026-11-23T12:00"), OSLO)


def test_the_hour_that_comes_twice_is_no_second_night() -> None:
    first_pass = datetime(2026, 10, 25, 0, 59, tzinfo=UTC)
    second_pass = datetime(2026, 10, 25, 1, 59, tzinfo=UTC)
    last = oslo("2026-10-24T03:00")
    assert not is_due_tonight(last, first_pass, OSLO)
    assert not is_due_tonight(last, second_pass, OSLO)
    assert is_due_tonight(last, second_pass + timedelta(minutes=1), OSLO)


def test_each_till_has_its_own_part_of_the_quiet_hours() -> None:
    last, spread = oslo("2026-11-22T10:00"), timedelta(minutes=40)
    assert not is_due_tonight(last, oslo("2026-11-23T03:39"), OSLO, spread)
    assert is_due_tonight(last, oslo("2026-11-23T03:40"), OSLO, spread)


def test_a_year_of_looking_each_quarter_of_an_hour_lists_once_a_day_across_both_clock_changes() -> None:
    moment, last, listed = oslo("2026-01-01T12:00").astimezone(UTC), None, []
    while moment < oslo("2027-01-01T12:00"):
        if is_due_tonight(last, moment, OSLO, timedelta(minutes=7)):
            last = moment
            listed.append(moment.astimezone(OSLO))
        moment += timedelta(minutes=15)
    assert len({day.date() for day in listed}) == len(listed) == 366
    assert {(day.hour, day.minute) for day in listed[1:]} == {(3, 15)}


def test_the_metronome_beats_and_is_wound_anew_when_the_local_clock_jumps() -> None:
    beats: list[None] = []
    metronome = Metronome(lambda: beats.append(None))
    (job,) = metronome._scheduler.jobs
    on_time = job.next_run
    assert on_time is not None
    job.next_run = on_time + timedelta(hours=1)
    assert metronome.wait_s() == 1.0
    (wound,) = metronome._scheduler.jobs
    assert wound.next_run is not None
    assert wound.next_run < job.next_run
    wound.next_run -= timedelta(seconds=2)
    assert metronome.wait_s() == 0.0
    metronome.run()
    assert len(beats) == 1
