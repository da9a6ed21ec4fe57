"""Which day something that is rung up belongs to, and how a day stands at a glance: a bar's night counts to the day on
which it began. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from .money import Money
from .records import record


@record
class DayOutlook:
    """What somebody who begins to sell should know; the whole of it is `settlement.DayStands`.

    `opened` says that a float stands, else `suggested_float` is what the last Z left. `left_open` is an earlier day
    that was sold on and has no Z yet, `parked` the carts that may keep it open.
    """

    day: date
    opened: bool
    closed_today: bool
    left_open: date | None
    parked: tuple[str, ...]
    suggested_float: Money


def business_day(at: datetime, ends: time) -> date:
    """The day that `at`, in the shop's time, counts to; what is before `ends` on the clock is of the day before."""
    day = at.date()
    return day - timedelta(days=1) if at.time() < ends else day
