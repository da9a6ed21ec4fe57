"""Which day something that is rung up belongs to: a bar's night counts to the day on which it began. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta


def business_day(at: datetime, ends: time) -> date:
    """The day that `at`, in the shop's time, counts to; what is before `ends` on the clock is of the day before."""
    day = at.date()
    return day - timedelta(days=1) if at.time() < ends else day
