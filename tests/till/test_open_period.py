"""What the till remembers of its open period is what the journal says, whatever was written, closed or rolled back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.settlement import PayIn
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
