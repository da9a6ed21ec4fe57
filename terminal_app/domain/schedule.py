"""The moments at which a schedule runs, and what makes a schedule a sensible one. Pure.

Local times are the shop's. A local time that the spring change skips runs when the clocks have been put forward; one
that the autumn change repeats runs at its first passing only.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from .problems import BadInput
from .settings import Schedule

LEAST_APART_MINUTES = 15
_LONGEST_WAIT_DAYS = 9
_DAY_MINUTES = 24 * 60


def runs_after(after: datetime, schedule: Schedule, zone: ZoneInfo, most: int) -> tuple[datetime, ...]:
    """The first `most` scheduled moments later than `after`, in UTC and in order; none when nothing is scheduled."""
    if not schedule.enabled or not schedule.times or not schedule.days:
        return ()
    first = after.astimezone(zone).date() - timedelta(days=1)
    days = (first + timedelta(days=number) for number in range(_LONGEST_WAIT_DAYS + 7 * most))
    moments = {
        datetime.combine(day, local, tzinfo=zone).astimezone(UTC)
        for day in days
        if day.weekday() in schedule.days
        for local in schedule.times
    }
    return tuple(sorted(moment for moment in moments if moment > after)[:most])


def require_apart(schedule: Schedule) -> None:
    """Nothing when no two times of a day lie closer than 15 minutes; raises BadInput naming the first two that do.

    The last time of a day and the first of the next are held against each other as well.
    """
    times = sorted(schedule.times)
    around = [*pairwise(times), *([(times[-1], times[0])] if len(times) > 1 else [])]
    for one, other in around:
        if (_minutes(other) - _minutes(one)) % _DAY_MINUTES < LEAST_APART_MINUTES:
            raise BadInput(
                "schedule_times_too_close",
                field="schedule.times",
                one=f"{one:%H:%M}",
                other=f"{other:%H:%M}",
                minutes=LEAST_APART_MINUTES,
            )


def is_within(moment: time, hours: tuple[time, time]) -> bool:
    """Whether a local time lies inside opening hours, which may reach past midnight."""
    opens, closes = hours
    return opens <= moment < closes if opens < closes else moment >= opens or moment < closes


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
