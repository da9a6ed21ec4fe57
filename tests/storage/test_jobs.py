"""The timetable's rows: a job is as it was saved, and one that never was has only its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from terminal_app.storage.database import Database
from terminal_app.storage.jobs import Job, Jobs
from terminal_app.storage.moments import from_text, to_text


def test_a_job_is_kept_and_the_last_save_counts(database: Database) -> None:
    jobs, noon = Jobs(database), datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert jobs.get("deliver") == Job("deliver")
    jobs.save(Job("deliver", next_due=noon, last_start=noon, last_problem="offline", fails=2))
    jobs.save(replace(jobs.get("deliver"), last_ok=noon, last_problem=None, fails=0))
    assert jobs.get("deliver") == Job("deliver", next_due=noon, last_start=noon, last_ok=noon)


def test_moments_are_written_so_that_text_order_is_time_order() -> None:
    oslo = timezone(timedelta(hours=1))
    early, late = datetime(2026, 11, 23, 13, 59, 59, 999_999, oslo), datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    assert early < late
    assert to_text(early) < to_text(late)
    assert from_text(to_text(early)) == early
    with pytest.raises(ValueError, match="without a time zone"):
        to_text(datetime(2026, 11, 23, 13, 0))  # noqa: DTZ001 - a naive one is the point
