"""Who buys on invoice: the regulars of an hour, and what of theirs has not gone out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.storage.buyers import Unsent, unsent
from terminal_app.till import Till
from tests.till.counter import MARTIN_AS, MARTIN_KARI, TORGET, ShopClock, entry_of, invoice, open_shop


@pytest.fixture
def clock() -> ShopClock:
    return ShopClock()


@pytest.fixture
def till(tmp_path: Path, clock: ShopClock) -> Iterator[Till]:
    opened = open_shop(tmp_path, clock)
    yield opened
    opened.database.close()


def names(till: Till, hour: int, limit: int = 4) -> list[str]:
    return [customer.name for customer in till.catalog.usual_customers(hour, limit)]


def test_the_regulars_of_an_hour_are_those_who_came_then_more_than_once(till: Till, clock: ShopClock) -> None:
    for _ in range(2):
        invoice(till, TORGET.number)
    invoice(till, MARTIN_AS.number)
    clock.advance(hours=5)
    for _ in range(3):
        invoice(till, MARTIN_KARI.number)
    assert names(till, 14) == ["Torget Regnskap AS"]
    assert names(till, 19) == ["Kari Martin"]
    assert names(till, 9) == []


def test_the_hour_itself_counts_more_than_those_around_it(till: Till, clock: ShopClock) -> None:
    for _ in range(3):
        invoice(till, MARTIN_KARI.number)
    clock.advance(hours=1)
    for _ in range(2):
        invoice(till, TORGET.number)
    assert names(till, 15) == ["Torget Regnskap AS", "Kari Martin"]
    assert names(till, 15, limit=1) == ["Torget Regnskap AS"]


def test_the_hours_around_midnight_lie_beside_each_other(till: Till, clock: ShopClock) -> None:
    clock.advance(hours=9)  # 23:05 in the shop
    for _ in range(2):
        invoice(till, TORGET.number)
    assert names(till, 0) == ["Torget Regnskap AS"]


def test_an_archived_regular_is_offered_no_more(till: Till) -> None:
    for _ in range(2):
        invoice(till, TORGET.number)
    till.catalog.put_customers([(replace(TORGET, archived=True), None)])
    assert names(till, 14) == []


def test_a_return_is_no_visit(till: Till) -> None:
    sold = invoice(till, TORGET.number)
    till.returns.refund(sold.sale.receipt_no or "", operator_id="kari")
    assert names(till, 14) == []


def test_what_a_customer_has_waiting_is_summed_and_what_has_gone_is_not(till: Till) -> None:
    assert unsent(till.database, TORGET.remote_id) == Unsent()
    gone, _ = entry_of(invoice(till)), invoice(till)
    invoice(till, MARTIN_AS.number)
    assert unsent(till.database, TORGET.remote_id) == Unsent(2, Money(287_80))
    sending = till.outbox.save(gone, replace(gone, state=State.SENDING))
    till.outbox.save(sending, replace(sending, state=State.ACCEPTED))
    assert unsent(till.database, TORGET.remote_id) == Unsent(1, Money(143_90))
