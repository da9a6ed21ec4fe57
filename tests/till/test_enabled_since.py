"""What another “Enabled since” would do, counted before it is stored; and that the sync then does just that."""

from __future__ import annotations

from datetime import date

from sync.clock import SystemClock
from sync.delivery import tidy
from terminal_app.domain.outbox import State
from terminal_app.till import Till
from terminal_app.till.enabled_since import SinceEffect, since_effect
from tests.till.counter import ShopClock, invoice


def sell_on_three_days(till: Till, clock: ShopClock) -> None:
    """Two sales on the 23rd and one on each of the next two days; the last one after midnight UTC is the 26th here."""
    invoice(till)
    invoice(till)
    for _ in range(2):
        clock.advance(days=1)
        invoice(till)
    clock.advance(hours=10)
    invoice(till)


def test_held_sales_are_counted_by_the_shops_own_day(till: Till, clock: ShopClock) -> None:
    till.change_settings({"invoicing.enabled_since": ""})
    sell_on_three_days(till, clock)
    counted = [since_effect(till.database, date(2026, 11, day)).let_go for day in (23, 24, 25, 26, 27)]
    assert counted == [5, 3, 2, 1, 0]
    assert since_effect(till.database, None) == SinceEffect(0, 0)


def test_waiting_sales_before_the_day_are_counted_as_held_back(till: Till, clock: ShopClock) -> None:
    sell_on_three_days(till, clock)
    assert since_effect(till.database, date(2026, 11, 25)) == SinceEffect(0, 3)
    assert since_effect(till.database, None) == SinceEffect(0, 5)


def test_what_was_told_is_what_the_sync_does(till: Till, clock: ShopClock) -> None:
    sell_on_three_days(till, clock)
    for since in (date(2026, 11, 25), date(2026, 11, 24)):
        before, told = till.outbox.counts(), since_effect(till.database, since)
        till.change_settings({"invoicing.enabled_since": since.isoformat()})
        tidy(till.database, till.values, SystemClock())
        after = till.outbox.counts()
        moved = after.get(State.HELD, 0) - before.get(State.HELD, 0)
        assert moved == told.held_back - told.let_go != 0
