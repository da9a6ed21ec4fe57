"""Moments are written as UTC, whatever was written before them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from terminal_app.storage.moments import from_text, to_text

OSLO = ZoneInfo("Europe/Oslo")


def test_the_two_hours_of_the_night_in_which_clocks_go_back_are_an_hour_apart() -> None:
    first, again = (datetime(2026, 10, 25, 2, 30, tzinfo=OSLO, fold=fold) for fold in (0, 1))
    written = [to_text(first), to_text(again), to_text(first)]
    assert written == [
        "2026-10-25T00:30:00.000000+00:00",
        "2026-10-25T01:30:00.000000+00:00",
        "2026-10-25T00:30:00.000000+00:00",
    ]
    assert (from_text(written[1]) - from_text(written[0])).total_seconds() == 3600


def test_a_moment_without_a_zone_is_not_written() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="time zone"):
            to_text(datetime(2026, 10, 25, 2, 30, tzinfo=OSLO).replace(tzinfo=None))
