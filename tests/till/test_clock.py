"""A clock that is set back: told once, warned of until the time has come again, and the hour that comes twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.journal import JournalRow
from terminal_app.domain.settlement import CashCount
from terminal_app.storage import journal
from terminal_app.storage.books import disagreements
from terminal_app.storage.database import Database
from terminal_app.till import Till
from terminal_app.till.clock import Clock, SetBack
from terminal_app.till.lifecycle import running
from tests.presenters.test_payment_finish import fill_the_disk, make_room
from tests.till.counter import BUN, BY_CARD, IN_CASH, LATTE, ShopClock, a_cart, set_up

VERSION = "1.0"


class Ticks:
    """A monotonic clock that goes on with the wall's steps, and stands still when the wall is set."""

    def __init__(self, wall: ShopClock) -> None:
        self.wall, self.counted = wall, 0.0

    def __call__(self) -> float:
        return self.counted

    def pass_time(self, **length: float) -> None:
        self.counted += timedelta(**length).total_seconds()
        self.wall.advance(**length)


@pytest.fixture
def ticks(till: Till, clock: ShopClock) -> Ticks:
    ticks = Ticks(clock)
    till.clock = Clock(till, ticks)
    till.clock.watch()
    return ticks


def told(till: Till) -> list[JournalRow]:
    return [row for row in journal.rows(till.database) if row.kind == "clock_back"]


def test_a_clock_that_is_set_back_is_told_once_and_warned_of_until_the_time_has_come_again(
    till: Till, clock: ShopClock, ticks: Ticks
) -> None:
    was = till.now()
    clock.advance(hours=-2)
    assert till.clock.watch()
    assert till.clock.set_back == SetBack(was, till.now())
    (row,) = told(till)
    assert row.facts == {
        "from": was.isoformat(timespec="seconds"),
        "to": (was - timedelta(hours=2)).isoformat(timespec="seconds"),
    }
    for _ in range(3):
        ticks.pass_time(minutes=30)
        assert not till.clock.watch()
        assert till.clock.set_back is not None
    ticks.pass_time(minutes=30)
    assert till.clock.watch()
    assert till.clock.set_back is None
    assert len(told(till)) == 1


@pytest.mark.parametrize("length", [{"seconds": -59}, {"hours": 3}, {"days": 400}])
def test_a_clock_set_by_a_little_or_forward_is_no_news(
    till: Till, clock: ShopClock, ticks: Ticks, length: dict[str, float]
) -> None:
    clock.advance(**length)
    assert not till.clock.watch()
    assert (till.clock.set_back, told(till)) == (None, [])


def test_a_clock_that_was_set_back_while_the_till_was_closed_is_told_by_the_last_row(tmp_path: Path) -> None:
    clock = ShopClock()
    with Database.open(tmp_path) as database:
        set_up(database, clock).sell(a_cart(), BY_CARD)
        clock.advance(days=-1)
        for _ in range(2):
            till = Till(database, clock)
            till.clock.watch()
            assert till.clock.set_back is not None
            assert till.clock.set_back.was - till.now() == timedelta(days=1)
        assert len(told(till)) == 1
        clock.advance(days=1)
        till = Till(database, clock)
        assert not till.clock.watch()
        assert (till.clock.set_back, len(told(till))) == (None, 1)


def test_with_a_full_disk_it_is_warned_of_and_told_as_soon_as_there_is_room(
    till: Till, clock: ShopClock, ticks: Ticks
) -> None:
    clock.advance(hours=-1)
    fill_the_disk(till)
    set_back = []
    for _ in range(400):
        if till.clock.watch() and not told(till):
            set_back.append(till.clock.set_back)
            break
        clock.advance(hours=-1)
    make_room(till)
    till.clock.watch()
    assert till.clock.set_back is not None
    assert told(till)


def test_a_sale_that_was_given_a_moment_ahead_is_no_clock_that_was_set_back(till: Till, clock: ShopClock) -> None:
    till.sell(a_cart(), BY_CARD, at=till.now() + timedelta(hours=20))
    till.returns.refund("S-000001", operator_id="kari", at=till.now() + timedelta(hours=21))
    again = Till(till.database, clock)
    assert not again.clock.watch()
    clock.advance(minutes=-30)
    later = Till(till.database, clock)
    assert later.clock.watch()
    assert len(told(later)) == 1


def test_a_sale_that_was_given_a_moment_that_is_past_hides_no_clock_that_was_set_back_later(
    till: Till, clock: ShopClock, ticks: Ticks
) -> None:
    till.sell(a_cart(), BY_CARD, at=till.now() - timedelta(days=3))
    assert not till.clock.watch()
    clock.advance(hours=-1)
    assert till.clock.watch()


def test_the_hour_that_comes_twice_in_autumn_keeps_everything_in_the_order_of_its_numbers(
    till: Till, clock: ShopClock, ticks: Ticks
) -> None:
    till.change_settings({"till.day_ends": "02:00"})
    clock.wall = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30, summer time
    till.clock = Clock(till, ticks)
    first = till.sell(Cart().add(LATTE), BY_CARD).sale
    till.clock.watch()
    ticks.pass_time(minutes=15)
    z = till.day.close("kari", CashCount(till.day.stands().expected_cash, till.day.stands().expected_cash))
    ticks.pass_time(minutes=45)  # 02:30 again
    till.clock.watch()
    second = till.sell(Cart().add(BUN), IN_CASH).sale
    rows = [row for row in journal.rows(till.database) if row.kind in ("sale", "report_z")]
    assert [row.kind for row in rows] == ["sale", "report_z", "sale"]
    assert rows[0].facts["time"] == rows[2].facts["time"] == "02:30:00"
    assert rows[0].facts["nr"] < rows[2].facts["nr"]
    assert rows[0].at < rows[1].at < rows[2].at
    assert second.sold_at.astimezone(UTC) - first.sold_at.astimezone(UTC) == timedelta(hours=1)
    assert (z.cash_sales, till.day.x("kari").cash_sales) == (LATTE.price, BUN.price)
    assert (told(till), disagreements(till.database)) == ([], ())


def test_start_and_stop_are_told_and_another_version_before_the_start(till: Till) -> None:
    before = journal.newest(till.database)
    for version in (VERSION, "1.1"):
        with running(till, version, lambda: "kari"):
            till.sell(a_cart(), BY_CARD)
    rows = [row for row in journal.rows(till.database, before) if row.kind in ("start", "stop", "updated")]
    assert [(row.kind, row.facts) for row in rows] == [
        ("start", {"version": "1.0"}),
        ("stop", {"version": "1.0"}),
        ("updated", {"version": "1.1", "from": "1.0"}),
        ("start", {"version": "1.1"}),
        ("stop", {"version": "1.1"}),
    ]


def test_closing_the_till_over_a_cart_drops_it_in_the_name_of_who_stands_there(till: Till) -> None:
    with running(till, VERSION, lambda: "kari"):
        till.ringing.rung(Cart(), a_cart())
    rows = list(journal.rows(till.database))[-2:]
    assert [(row.kind, row.operator_id) for row in rows] == [("sale_aborted", "kari"), ("stop", None)]


def test_a_till_that_breaks_down_writes_no_stop(till: Till) -> None:
    def breaks_down() -> None:
        with running(till, VERSION, lambda: "kari"):
            raise OSError("the display is gone")

    with pytest.raises(OSError, match="display"):
        breaks_down()
    assert [row.kind for row in journal.rows(till.database)][-1] == "start"


def test_the_clock_is_looked_at_before_the_start_is_written(till: Till, clock: ShopClock) -> None:
    till.sell(a_cart(), BY_CARD)
    clock.advance(hours=-5)
    with running(Till(till.database, clock), VERSION, lambda: "kari"):
        assert [row.kind for row in journal.rows(till.database)][-2:] == ["clock_back", "start"]


def test_a_till_without_its_key_still_says_that_it_stopped(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    till.signing.store.folder.rename(till.database.folder / "elsewhere")
    till.signing.forget()
    with running(till, VERSION, lambda: "kari"):
        till.ringing.rung(Cart(), a_cart(), "kari")
    assert [row.kind for row in journal.rows(till.database)][-2:] == ["start", "stop"]
