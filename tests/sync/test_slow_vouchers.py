"""Vouchers whose answer trickles in or comes late, or that are carried out when nobody waits for them any more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any

import pytest

from sync.delivery import PassReport, deliver_once
from sync.poweroffice.sandbox import Fault, FaultAction
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.outbox import State
from terminal_app.domain.tender import Tender
from tests.sync.at_work import Listener
from tests.sync.shop import BUN, LATTE, HandClock, Shop
from tests.sync.test_reversals import bring, problem, standing, voucher_id
from tests.sync.test_settlement_delivery import SETTLED, VOUCHERS, posts, settle_doubt

DAY = date(2026, 11, 22)
POST = {"method": "POST", "path": VOUCHERS}
both = pytest.mark.parametrize("again", [False, True], ids=["the first voucher", "after one was reversed"])


class Impatient:
    """A line on which nobody waits: as soon as the other side dawdles it is cut. `over` lets the other side go on."""

    def __init__(self) -> None:
        self.gateway: Any = None
        self.over = threading.Event()

    def dawdle(self, seconds: float) -> None:
        """Waits on the sandbox's own thread, with what it has taken so far."""
        self.gateway.cut()
        self.over.wait(60)

    def deliver(self, shop: Shop) -> PassReport:
        with closing(shop.gateway()) as self.gateway:
            return deliver_once(shop.database, self.gateway, clock=shop.clock, rng=shop.rng)


def closed_day(shop: Shop, *, again: bool) -> str:
    """The reference of a day that waits to be posted; `again` when that had happened, and was reversed over there."""
    shop.till.sell(Cart().add(LATTE).add(BUN), (Tender(Channel.CARD),))
    shop.till.day.close()
    shop.clock.advance(86_400)
    (entry,) = shop.till.outbox.latest()
    if again:
        shop.deliver()
        shop.sandbox.reverse_voucher(voucher_id(shop, entry.reference))
        bring(shop)
        shop.till.deliveries.retry(entry.reference)
    return entry.reference


def landed(shop: Shop, number: int) -> None:
    """Returns when the other side has carried out what it had taken."""
    Listener().expect(lambda: len(shop.sandbox.vouchers()) == number)


@both
@pytest.mark.parametrize("action", [FaultAction.SLOW, FaultAction.DELAY])
def test_an_answer_that_takes_its_time_is_waited_for(
    open_shop: Callable[..., Shop], clock: HandClock, action: FaultAction, again: bool
) -> None:
    shop = open_shop(SETTLED)
    reference = closed_day(shop, again=again)
    began = clock.now()
    shop.sandbox.faults.add(Fault(action, seconds=20.0, **POST))
    assert shop.deliver().sent == 1
    assert clock.now() > began
    assert (shop.entry(reference).state, standing(shop)) == (State.ACCEPTED, [reference])


@both
def test_an_answer_that_trickles_in_and_is_cut_off_is_looked_up_and_found(
    open_shop: Callable[..., Shop], again: bool
) -> None:
    line = Impatient()
    shop = open_shop(SETTLED, sleep=line.dawdle)
    reference = closed_day(shop, again=again)
    shop.sandbox.faults.add(Fault(FaultAction.SLOW, **POST))
    sent = posts(shop)
    line.deliver(shop)
    line.over.set()
    settle_doubt(shop)
    assert (shop.entry(reference).state, standing(shop), posts(shop)) == (State.ACCEPTED, [reference], sent + 1)


@both
def test_a_voucher_that_is_carried_out_late_is_waited_for_and_found(
    open_shop: Callable[..., Shop], again: bool
) -> None:
    line = Impatient()
    shop = open_shop(SETTLED, sleep=line.dawdle)
    shop.sandbox.change_rules(unique_references=False)
    reference = closed_day(shop, again=again)
    shop.sandbox.faults.add(Fault(FaultAction.DELAY, **POST))
    sent = posts(shop)
    line.deliver(shop)
    shop.clock.advance(120)
    shop.deliver()
    assert (shop.entry(reference).state, standing(shop)) == (State.UNKNOWN, [])
    line.over.set()
    landed(shop, 1 + again)
    settle_doubt(shop)
    assert (shop.entry(reference).state, standing(shop), posts(shop)) == (State.ACCEPTED, [reference], sent + 1)


@both
def test_a_voucher_that_is_carried_out_when_it_was_sent_once_more_comes_too_late(
    open_shop: Callable[..., Shop], again: bool
) -> None:
    line = Impatient()
    shop = open_shop(SETTLED, sleep=line.dawdle)
    reference = closed_day(shop, again=again)
    shop.sandbox.faults.add(Fault(FaultAction.DELAY, **POST))
    line.deliver(shop)
    settle_doubt(shop)
    assert (shop.entry(reference).state, standing(shop)) == (State.ACCEPTED, [reference])
    answered = posts(shop)
    line.over.set()
    Listener().expect(lambda: posts(shop) == answered + 1)
    bring(shop)
    assert (problem(shop.entry(reference)), standing(shop)) == (None, [reference])


def test_a_slow_voucher_holds_no_invoice_back(open_shop: Callable[..., Shop]) -> None:
    line = Impatient()
    shop = open_shop(SETTLED, sleep=line.dawdle)
    reference, order = closed_day(shop, again=False), shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DELAY, **POST))
    line.deliver(shop)
    assert [shop.entry(one).state for one in (reference, order)] == [State.UNKNOWN, State.ACCEPTED]
    line.over.set()
    settle_doubt(shop)
    assert (shop.entry(reference).state, standing(shop)) == (State.ACCEPTED, [reference])
