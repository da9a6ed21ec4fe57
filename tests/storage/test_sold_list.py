"""The lists of what was sold: no query of theirs reads all sales, and pages meet without a gap or a repeat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from terminal_app.domain.money import Money
from terminal_app.storage.database import Database
from terminal_app.storage.sold_list import Place, SoldList, SoldPage
from terminal_app.till import Till
from tests.till.counter import ShopClock, invoice

DAY = datetime(2026, 11, 23, tzinfo=UTC)
NEXT_DAY = DAY + timedelta(days=1)
LATE = Place("2026-11-23T22:00:00.000000+00:00", "f" * 32)
Reading = Callable[[SoldList], object]
READINGS: dict[str, Reading] = {
    "a day": lambda sold: sold.between(DAY, NEXT_DAY, None, 50),
    "a later page of a day": lambda sold: sold.between(DAY, NEXT_DAY, LATE, 50),
    "how many of a day": lambda sold: sold.count_between(DAY, NEXT_DAY, 1000),
    "the day before": lambda sold: sold.last_before(DAY),
    "receipt numbers": lambda sold: sold.numbered(["F-000001", "S-000001"]),
    "customers and amounts": lambda sold: sold.matching(["501", "502"], [Money(143_90)], None, 50),
    "a later page of customers and amounts": lambda sold: sold.matching(["501"], [Money(143_90)], LATE, 50),
}


def planned(database: Database, monkeypatch: pytest.MonkeyPatch, read: Reading) -> list[str]:
    """The steps that SQLite takes for every statement of that reading."""
    asked: list[tuple[str, Sequence[object]]] = []
    rows = Database.rows

    def listening(self: Database, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        asked.append((sql, values))
        return rows(self, sql, values)

    monkeypatch.setattr(Database, "rows", listening)
    read(SoldList(database))
    monkeypatch.undo()
    assert asked
    return [str(step[3]) for sql, values in asked for step in database.rows(f"EXPLAIN QUERY PLAN {sql}", values)]


@pytest.mark.parametrize("what", READINGS)
def test_no_reading_goes_through_all_sales_or_sorts_them(
    till: Till, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    invoice(till)
    steps = planned(till.database, monkeypatch, READINGS[what])
    assert [step for step in steps if step.startswith("SCAN") and not step.endswith(("ROW", "(subquery-1)"))] == []
    whole_lists = [step for step in steps if "TEMP B-TREE" in step and "group_concat" not in step]
    assert whole_lists == []


def all_pages(read: Callable[[Place | None], SoldPage]) -> list[str]:
    found: list[str] = []
    after: Place | None = None
    while True:
        page = read(after)
        found += [row.receipt_no for row in page.rows]
        after = page.next
        if after is None:
            return found


def test_pages_meet_without_a_gap_or_a_repeat_also_within_one_moment(till: Till, clock: ShopClock) -> None:
    for index in range(11):
        clock.advance(seconds=index % 3)  # several in the very same moment
        invoice(till, 10001 if index % 2 else 10002)
    numbers = [f"F-{number:06d}" for number in range(1, 12)]
    sold = SoldList(till.database)
    by_day = all_pages(lambda after: sold.between(DAY, NEXT_DAY, after, 3))
    assert sorted(by_day) == numbers
    by_amount = all_pages(lambda after: sold.matching([], [Money(143_90)], after, 2))
    assert sorted(by_amount) == numbers
    assert by_amount == by_day
    of_two = all_pages(lambda after: sold.matching(["501", "502", "501"], [Money(143_90)], after, 4))
    assert of_two == by_day


def test_an_invoice_is_found_by_the_customer_it_goes_to_now_and_by_the_one_it_was_sold_to(till: Till) -> None:
    sold = invoice(till)
    assert sold.entry is not None
    till.deliveries.assign_customer(sold.entry.reference, 10003, reason="feil kunde")
    invoice(till, 10002)
    found = SoldList(till.database)
    for remote_id in ("501", "503"):
        assert all_pages(lambda after, who=remote_id: found.matching([who], [], after, 1)) == ["F-000001"]  # type: ignore[misc]
