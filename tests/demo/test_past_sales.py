"""The demo's past days: they look like a shop's, agree with themselves, and come once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from terminal_app.demo.past_sales import DAYS, sell_before_today
from terminal_app.demo.set_up import set_up_demo
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.domain.settlement import ReportKind
from terminal_app.storage.books import disagreements
from terminal_app.storage.database import Database
from terminal_app.till import Till

NOON = datetime(2026, 11, 23, 12, 58, tzinfo=UTC)


def test_the_days_before_today_have_sales_an_invoice_and_a_return_each(tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        till = Till(database, lambda: NOON)
        set_up_demo(till)
        assert sell_before_today(till) > 3 * DAYS
        assert sell_before_today(till) == 0
        for day in range(18, 18 + DAYS):
            kinds = [row.receipt_no[0] for row in till.history.of_day(date(2026, 11, day)).rows]
            assert (kinds.count("R"), kinds.count("F"), kinds.count("S") > 3) == (1, 1, True)
        zs = [one for one in reversed(till.day.reports()) if one.kind is ReportKind.Z]
        assert [(one.number, one.day.day, one.by_itself) for one in zs] == [
            (n, 17 + n, False) for n in range(1, DAYS + 1)
        ]
        for made in map(till.day.report, (one.row for one in zs)):
            assert (made.made_at.date(), made.opening_float) == (made.day, Money(1_500_00))
            assert made.cash.counted is not None
        assert till.history.of_day(date(2026, 11, 23)).rows == ()
        assert till.outbox.counts() == {State.QUEUED: DAYS}
        assert disagreements(database) == ()


def test_at_night_the_day_that_is_not_over_is_still_to_be_settled(tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        till = Till(database, lambda: datetime(2026, 11, 24, 1, 30, tzinfo=UTC))
        set_up_demo(till)
        sell_before_today(till)
        stands = till.day.stands()
        assert (stands.day, stands.closed_today, stands.left_open) == (date(2026, 11, 23), False, None)
