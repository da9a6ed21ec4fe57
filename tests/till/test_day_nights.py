"""Which day a Z is of: bars' nights, summer time, forgotten days, and what is rung up for a day that is past."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terminal_app.domain.cart import Cart
from terminal_app.domain.money import Money
from terminal_app.domain.settlement import ReportKind
from terminal_app.storage.books import disagreements
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, BY_INVOICE, IN_CASH, TORGET, ListeningSync, ShopClock, a_cart, set_up

OSLO = ZoneInfo("Europe/Oslo")


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=OSLO, fold=fold)


def zs(till: Till) -> list[tuple[int | None, str, bool]]:
    """Number, day and whether the till made it by itself, oldest first."""
    made = [one for one in till.day.reports() if one.kind is ReportKind.Z]
    return [(one.number, f"{one.day}", one.by_itself) for one in reversed(made)]


def test_what_a_bar_sells_at_night_is_on_the_z_of_the_day_before(till: Till, clock: ShopClock) -> None:
    clock.wall = at(20, 22)
    till.sell(a_cart(), BY_CARD)
    clock.wall = at(21, 1, 50)
    till.sell(a_cart(), BY_CARD)
    clock.wall = at(21, 2)
    report = till.day.close()
    assert (report.day, report.receipts) == (date(2026, 11, 20), 2)
    clock.wall = at(21, 16)
    till.sell(a_cart(), BY_CARD)
    assert till.day.close().day == date(2026, 11, 21)


def test_the_shop_says_when_its_night_ends(till: Till, clock: ShopClock) -> None:
    till.change_settings({"till.day_ends": "00:00"})
    clock.wall = at(21, 0, 30)
    assert till.day.stands().day == date(2026, 11, 21)
    till.change_settings({"till.day_ends": "06:00"})
    clock.wall = at(21, 5, 59)
    assert till.day.stands().day == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (at(29, 1, 59, month=3), 28),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), 28),  # 03:00 summer time, the first minute of it
        (at(29, 4, 0, month=3), 29),
        (at(25, 2, 30, month=10, fold=0), 24),
        (at(25, 2, 30, month=10, fold=1), 24),
        (at(25, 3, 59, month=10), 24),
        (at(25, 4, 0, month=10), 25),
    ],
)
def test_the_nights_of_summer_time_end_by_the_clock_on_the_wall(till: Till, moment: datetime, day: int) -> None:
    assert till.day.of(moment).day == day


def test_a_forgotten_weekend_is_closed_by_the_first_sale_of_monday(till: Till, clock: ShopClock) -> None:
    clock.wall = at(20, 15)
    till.day.open(Money(500_00))
    till.sell(a_cart(), IN_CASH)
    clock.wall = at(23, 9)
    assert till.day.stands().left_open == date(2026, 11, 20)
    till.sell(a_cart(), BY_CARD)
    assert zs(till) == [(1, "2026-11-20", True)]
    assert (till.day.z(1).receipts, till.day.z(1).operator_id) == (1, "till")
    stands = till.day.stands()
    assert (stands.left_open, stands.sales, stands.opening_float, stands.carried) == (None, 1, Money(644_00), True)
    till.sell(a_cart(), BY_CARD)
    assert len(zs(till)) == 1


def test_a_forgotten_day_may_still_be_closed_by_hand_and_today_as_well(till: Till, clock: ShopClock) -> None:
    clock.wall = at(20, 15)
    till.sell(a_cart(), BY_CARD)
    clock.wall = at(23, 8)
    till.day.close()
    till.sell(a_cart(), BY_CARD)
    till.day.close()
    assert zs(till) == [(1, "2026-11-20", False), (2, "2026-11-23", False)]


def test_what_is_taken_out_of_a_cart_next_morning_is_on_the_new_days_z(till: Till, clock: ShopClock) -> None:
    clock.wall = at(20, 15)
    till.sell(a_cart(), BY_CARD)
    clock.wall = at(21, 9)
    till.ringing.rung(Cart(), a_cart(), "kari")
    till.ringing.rung(a_cart(), Cart(), "kari")
    assert zs(till) == [(1, "2026-11-20", True)]
    assert (till.day.z(1).aborted.number, till.day.x().aborted.number) == (0, 1)


def test_a_forgotten_day_stays_open_while_a_cart_of_it_is_parked(till: Till, clock: ShopClock) -> None:
    clock.wall = at(20, 15)
    till.sell(a_cart(), BY_CARD)
    till.parking.park(a_cart(), "Bord 4", "kari")
    clock.wall = at(21, 9)
    till.sell(a_cart(), BY_CARD)
    assert zs(till) == []
    assert till.day.close_forgotten() is False


def test_the_till_closes_a_forgotten_day_when_it_is_asked_to_look_and_only_once(till: Till, clock: ShopClock) -> None:
    clock.wall = at(20, 15)
    till.sell(a_cart(), BY_CARD)
    assert till.day.close_forgotten() is False
    clock.wall = at(21, 4)
    assert [till.day.close_forgotten(), till.day.close_forgotten()] == [True, False]
    assert zs(till) == [(1, "2026-11-20", True)]


def test_a_till_that_is_on_all_night_closes_the_day_when_it_ends_and_no_sale_is_rung_up(
    till: Till, clock: ShopClock
) -> None:
    clock.wall = at(20, 22)
    till.sell(a_cart(), BY_CARD)
    assert till.day.watch() is False
    clock.wall = at(21, 4)
    till.ringing.rung(Cart(), a_cart(), "kari")
    assert till.day.watch() is False
    till.ringing.let_go(a_cart())
    assert [till.day.watch(), till.day.watch()] == [True, False]
    assert zs(till) == [(1, "2026-11-20", True)]


def test_the_float_of_a_new_day_is_not_added_to_the_forgotten_one(till: Till, clock: ShopClock) -> None:
    clock.wall = at(20, 15)
    till.day.open(Money(500_00))
    clock.wall = at(21, 9)
    till.day.open(Money(300_00))
    assert zs(till) == [(1, "2026-11-20", True)]
    assert (till.day.z(1).opening_float, till.day.stands().opening_float) == (Money(500_00), Money(300_00))


def test_a_sale_for_a_day_that_is_closed_counts_in_the_open_period(till: Till, clock: ShopClock) -> None:
    till.sell(a_cart(), BY_CARD)
    till.day.close()
    clock.advance(days=1)
    till.sell(a_cart(), BY_CARD)
    till.sell(a_cart(), BY_CARD, at=at(2, 12))
    till.sell(a_cart(), BY_CARD)
    report = till.day.close()
    assert zs(till) == [(1, "2026-11-23", False), (2, "2026-11-24", False)]
    assert report.receipts == 3
    assert disagreements(till.database) == ()


def test_days_that_are_rung_up_afterwards_get_their_zs_by_themselves(till: Till) -> None:
    for day in (18, 18, 19, 21):
        till.sell(a_cart(), BY_CARD, at=at(day, 12))
    till.sell(a_cart(), BY_CARD)
    assert zs(till) == [(1, "2026-11-18", True), (2, "2026-11-19", True), (3, "2026-11-21", True)]
    assert [till.day.z(number).receipts for number in (1, 2, 3)] == [2, 1, 1]


def test_a_sale_for_tomorrow_does_not_close_today(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    till.sell(a_cart(), BY_CARD, at=till.now() + timedelta(hours=20))
    till.sell(a_cart(), BY_CARD)
    assert zs(till) == []
    assert (till.day.close().day, till.day.stands().closed_today) == (date(2026, 11, 23), True)


def test_what_comes_back_after_the_night_is_on_the_new_days_z(till: Till, clock: ShopClock) -> None:
    clock.wall = at(21, 3, 59)
    sold = till.sell(a_cart(), BY_CARD)
    clock.wall = at(21, 4, 1)
    till.returns.refund(sold.sale.receipt_no or "", operator_id="kari")
    assert zs(till) == [(1, "2026-11-20", True)]
    today = till.day.close()
    assert (today.day, today.returns.number, today.receipts) == (date(2026, 11, 21), 1, 0)


def test_an_invoice_undone_after_the_night_is_a_credit_memo_of_the_new_day(till: Till, clock: ShopClock) -> None:
    clock.wall = datetime(2026, 11, 21, 3, 59, 58, tzinfo=OSLO)
    sold = till.sell(a_cart(), BY_INVOICE, customer_number=TORGET.number, operator_id="kari")
    clock.wall = at(21, 4)
    till.undo.take_back(sold.sale.receipt_no or "", "kari", "Angret")
    assert (till.day.z(1).deliveries.number, till.day.z(1).credit_memos) == (1, ())
    assert [one.number for one in till.day.x().credit_memos] == [1]


def test_a_clock_that_was_set_back_leads_to_no_second_z_of_a_day(till: Till, clock: ShopClock) -> None:
    clock.wall = at(24, 12)
    till.sell(a_cart(), BY_CARD)
    till.day.close()
    clock.wall = at(23, 12)
    till.sell(a_cart(), BY_CARD)
    till.day.close()
    assert zs(till) == [(1, "2026-11-24", False), (2, "2026-11-23", False)]
    assert disagreements(till.database) == ()


_STEPS = st.lists(
    st.sampled_from(["sell", "train", "return", "open", "x", "z", "an hour", "a night", "two days", "park", "past"]),
    max_size=25,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_STEPS)
def test_whatever_is_done_over_some_days_no_day_has_two_zs_and_the_books_agree(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    clock = ShopClock(at(2, 9))
    with Database.open(tmp_path_factory.mktemp("days")) as database:
        till = set_up(database, clock, ListeningSync())
        for step in steps:
            _do(till, clock, step)
        made = zs(till)
        days = [day for _, day, _ in made]
        assert [number for number, _, _ in made] == list(range(1, len(made) + 1))
        assert sorted(set(days)) == days
        assert disagreements(database) == ()


def _do(till: Till, clock: ShopClock, step: str) -> None:
    lengths = {"an hour": timedelta(hours=1), "a night": timedelta(hours=16), "two days": timedelta(days=2)}
    if step in lengths:
        clock.wall += lengths[step]
        return
    clock.advance(minutes=1)
    match step:
        case "sell":
            till.sell(a_cart(), IN_CASH)
        case "past":
            till.sell(a_cart(), BY_CARD, at=till.now() - timedelta(days=1))
        case "train":
            till.train(True, "kari")
            till.sell(a_cart(), BY_CARD)
            till.train(False, "kari")
        case "return":
            sold = till.sell(a_cart(), IN_CASH)
            till.returns.refund(sold.sale.receipt_no or "", operator_id="kari")
        case "open":
            till.day.open(Money(500_00))
        case "x":
            till.day.x()
        case "z":
            if not till.day.stands().closed_today and not till.day.stands().parked:
                till.day.close()
        case "park":
            waiting = till.parking.every()
            if waiting:
                parked = till.parking.resume(waiting[0].id)
                till.ringing.rung(parked.cart, Cart(), "kari", dropped=True)
            else:
                till.parking.park(a_cart(), "Bord 4")
