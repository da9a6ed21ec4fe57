"""The journal by the shop's own days: no row is lost, none is read that is not shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from terminal_app.storage import journal, journal_days
from terminal_app.storage.database import Database

OSLO = ZoneInfo("Europe/Oslo")


def write(database: Database, *moments: datetime) -> None:
    with database.writing():
        for at in moments:
            journal.append(database, at, "copy", {"at": at.isoformat()})


def numbers(database: Database, since: date, until: date) -> list[int]:
    return [row.number for row in journal_days.rows_between(database, since, until, OSLO)]


def test_a_day_begins_and_ends_at_the_shops_midnight(database: Database) -> None:
    midnight = datetime(2026, 7, 2, tzinfo=OSLO)
    write(database, midnight - timedelta(microseconds=1), midnight, midnight + timedelta(hours=23, minutes=59))
    assert numbers(database, date(2026, 7, 2), date(2026, 7, 2)) == [2, 3]
    assert numbers(database, date(2026, 7, 1), date(2026, 7, 2)) == [1, 2, 3]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_the_days_on_which_the_clock_is_changed_hold_all_their_hours(database: Database, day: date, hours: int) -> None:
    begins = datetime(day.year, day.month, day.day, tzinfo=OSLO).astimezone(UTC)
    write(database, *(begins + timedelta(hours=hour, minutes=30) for hour in range(hours + 1)))
    assert journal_days.count(database, day, OSLO) == hours


def test_rows_of_a_clock_that_was_set_back_stand_in_the_order_of_their_numbers(database: Database) -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=OSLO)
    write(database, noon, noon - timedelta(hours=3), noon + timedelta(hours=1))
    assert numbers(database, noon.date(), noon.date()) == [1, 2, 3]
    assert [row.number for row in journal_days.page(database, noon.date(), OSLO, 10)] == [3, 2, 1]


def test_a_page_goes_on_where_the_one_before_ended(database: Database) -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=OSLO)
    write(database, *(noon + timedelta(seconds=second) for second in range(7)))
    first = journal_days.page(database, noon.date(), OSLO, 4)
    second = journal_days.page(database, noon.date(), OSLO, 4, first[-1].number)
    assert [row.number for row in (*first, *second)] == [7, 6, 5, 4, 3, 2, 1]


def test_empty_days_are_passed_over_both_ways(database: Database) -> None:
    write(database, *(datetime(2026, 11, day, 9, tzinfo=OSLO) for day in (2, 20, 29)))
    assert journal_days.neighbours(database, date(2026, 11, 20), OSLO) == (date(2026, 11, 2), date(2026, 11, 29))
    assert journal_days.neighbours(database, date(2026, 11, 2), OSLO) == (None, date(2026, 11, 20))


def test_a_period_longer_than_one_portion_is_read_whole(database: Database) -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=OSLO)
    write(database, *(noon + timedelta(seconds=second) for second in range(1203)))
    assert numbers(database, noon.date(), noon.date()) == list(range(1, 1204))


def test_a_page_is_found_through_the_index_on_the_moment(database: Database) -> None:
    seen: list[str] = []
    for what in (
        f"SELECT id {journal_days._IN} AND id < ? ORDER BY id DESC LIMIT ?",
        f"SELECT COUNT(*) {journal_days._IN}",
    ):
        values = ("2026", "2027", 9, 9)[: what.count("?")]
        seen += [str(row[3]) for row in database.rows(f"EXPLAIN QUERY PLAN {what}", values)]
    plans = [plan for plan in seen if "journal" in plan]
    assert len(plans) == 2
    assert all("journal_at (at_utc>? AND at_utc<?)" in plan and "COVERING INDEX" in plan for plan in plans)
