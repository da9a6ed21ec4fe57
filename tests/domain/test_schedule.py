"""When a schedule runs next, and what makes one a sensible one."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from terminal_app.domain.problems import BadInput
from terminal_app.domain.schedule import is_within, require_apart, runs_after
from terminal_app.domain.settings import Schedule

OSLO = ZoneInfo("Europe/Oslo")
EVERY_DAY = tuple(range(7))


def schedule(*times: str, days: tuple[int, ...] = EVERY_DAY, enabled: bool = True) -> Schedule:
    return Schedule(enabled, tuple(time.fromisoformat(one) for one in times), days)


def local(moments: tuple[datetime, ...]) -> list[str]:
    return [f"{moment.astimezone(OSLO):%d.%m %H:%M}" for moment in moments]


def test_the_next_runs_come_in_order_over_days() -> None:
    after = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
    assert local(runs_after(after, schedule("23:30", "14:00"), OSLO, 3)) == [
        "23.11 23:30",
        "24.11 14:00",
        "24.11 23:30",
    ]


def test_only_the_days_of_the_schedule_count() -> None:
    after = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
    runs = runs_after(after, schedule("08:00", days=(0,)), OSLO, 3)
    assert local(runs) == ["30.11 08:00", "07.12 08:00", "14.12 08:00"]


def test_a_run_at_this_very_moment_is_over() -> None:
    at_eight = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    assert local(runs_after(at_eight, schedule("08:00"), OSLO, 1)) == ["24.11 08:00"]


@pytest.mark.parametrize("nothing", [schedule(), schedule("08:00", days=()), schedule("08:00", enabled=False)])
def test_nothing_runs_without_time_or_day_or_switched_off(nothing: Schedule) -> None:
    assert runs_after(datetime(2026, 11, 23, tzinfo=UTC), nothing, OSLO, 3) == ()


def test_an_hour_that_the_spring_skips_runs_when_it_is_over() -> None:
    before = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    assert local(runs_after(before, schedule("02:30"), OSLO, 2)) == ["29.03 03:30", "30.03 02:30"]


def test_an_hour_that_the_autumn_repeats_runs_once() -> None:
    before = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    runs = runs_after(before, schedule("02:30"), OSLO, 2)
    assert runs[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert local(runs[1:]) == ["26.10 02:30"]


@pytest.mark.parametrize(("one", "other"), [("23:30", "23:44"), ("23:55", "00:05"), ("00:00", "23:46")])
def test_times_closer_than_a_quarter_of_an_hour_are_refused(one: str, other: str) -> None:
    with pytest.raises(BadInput) as refused:
        require_apart(schedule(one, other))
    assert refused.value.problem.values["field"] == "schedule.times"


@pytest.mark.parametrize("times", [("23:30",), ("23:30", "23:45"), ("14:00", "23:30", "00:00")])
def test_times_further_apart_are_fine(times: tuple[str, ...]) -> None:
    planned = schedule(*times)
    require_apart(planned)
    assert len(planned.times) == len(times)


@pytest.mark.parametrize(
    ("moment", "hours", "inside"),
    [
        ("12:00", ("09:00", "17:00"), True),
        ("17:00", ("09:00", "17:00"), False),
        ("23:30", ("09:00", "17:00"), False),
        ("01:00", ("18:00", "02:00"), True),
        ("12:00", ("18:00", "02:00"), False),
    ],
)
def test_opening_hours_may_reach_past_midnight(moment: str, hours: tuple[str, str], inside: bool) -> None:
    opens, closes = (time.fromisoformat(one) for one in hours)
    assert is_within(time.fromisoformat(moment), (opens, closes)) is inside
