"""What the till remembers of its open period is what the journal says, whatever was written, closed or rolled back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.settlement import CashCount, PayIn
from terminal_app.storage import settlements
from terminal_app.storage.database import Database
from terminal_app.till import Till
from terminal_app.till.open_period import OpenPeriod
from tests.till.counter import BY_CARD, IN_CASH, ShopClock, a_cart


@pytest.fixture
def period(till: Till) -> OpenPeriod:
    return OpenPeriod(till.database, till.journal_end)


def test_a_glance_that_goes_on_is_the_glance_from_the_beginning(
    till: Till, period: OpenPeriod, database: Database, clock: ShopClock
) -> None:
    steps = (
        lambda: till.day.open(Money(500_00)),
        lambda: till.sell(a_cart(), BY_CARD),
        lambda: till.sell(a_cart(), IN_CASH, at=till.now() - timedelta(hours=2)),
        lambda: till.day.x(),
        lambda: till.day.close(),
        lambda: till.day.pay_in(Money(10_00), PayIn.CHANGE),
    )
    for step in steps:
        clock.advance(minutes=10)
        step()
        assert period.glance() == settlements.glance(database)


def test_what_was_rolled_back_is_forgotten_though_another_row_took_its_number(
    till: Till, period: OpenPeriod, database: Database, clock: ShopClock
) -> None:
    def open_and_look() -> None:
        with database.writing():
            till.day.open(Money(500_00))
            seen.extend((period.glance().has_float, period.settled().has_float))
            raise ZeroDivisionError

    seen: list[bool] = []
    with pytest.raises(ZeroDivisionError):
        open_and_look()
    assert seen == [True, True]
    for name in ("Kasse 2", "Kasse 3", "Kasse 4"):
        clock.advance(minutes=1)
        till.change_settings({"till.name": name})
    assert period.glance() == settlements.glance(database)
    assert not period.glance().has_float
    assert not period.settled().has_float


def test_the_outlook_of_a_day_is_what_its_whole_standing_says(till: Till, clock: ShopClock) -> None:
    def emptied() -> object:
        return till.day.close(count=CashCount(till.day.stands().expected_cash, Money(200_00)))

    def parked() -> object:
        return till.parking.park(a_cart(), "Bord 4")

    def resumed() -> object:
        return till.parking.resume(till.parking.every()[0].id)

    steps = (
        lambda: till.day.open(Money(500_00)), lambda: till.sell(a_cart(), IN_CASH), emptied, parked,
        lambda: till.sell(a_cart(), BY_CARD), till.day.watch, lambda: None, lambda: till.sell(a_cart(), IN_CASH),
        resumed, till.day.watch, lambda: till.sell(a_cart(), BY_CARD), till.day.close,
    )  # fmt: skip
    for number, step in enumerate(steps):
        clock.advance(days=1 if number in (3, 5, 7, 9) else 0, minutes=10)
        step()
        outlook, stands = till.day.outlook(), till.day.stands()
        assert (outlook.day, outlook.opened, outlook.closed_today) == (stands.day, stands.opened, stands.closed_today)
        assert (outlook.left_open, outlook.parked) == (stands.left_open, stands.parked)
        assert outlook.opened or outlook.suggested_float == stands.suggested_float
