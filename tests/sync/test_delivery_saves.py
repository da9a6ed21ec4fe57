"""When a pass writes down what it does: before each call, once for each order, and at its end whatever ends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from sync.delivery import Delivery
from sync.engine import Reach
from sync.gateway import Body
from sync.poweroffice.sandbox import Fault, FaultAction
from sync.rounds import Rounds
from terminal_app.domain.cart import Cart
from terminal_app.domain.invoice import InvoiceOrder
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.settings import SettingValues
from terminal_app.storage.outbox import Move, Outbox
from terminal_app.storage.settings import Settings
from tests.sync.shop import BUN, Shop
from tests.sync.test_returns import take_back


def test_each_order_waits_for_the_disk_once_and_the_last_one_twice(shop: Shop) -> None:
    for _ in range(3):
        shop.sell()
    saves = _Saves(shop.database)
    with _delivery(shop) as delivery:
        delivery._outbox = saves
        assert delivery.run(Reach.EVERYTHING).sent == 3
    assert saves.waits == 4


def test_a_pass_that_is_stopped_has_the_last_result_on_disk(shop: Shop) -> None:
    references = [shop.sell(), shop.sell()]
    with _delivery(shop, stopping=lambda: shop.posts() > 0) as delivery:
        delivery.run(Reach.EVERYTHING)
    assert [shop.entry(reference).state for reference in references] == [State.ACCEPTED, State.QUEUED]


def test_an_order_that_is_cancelled_meanwhile_does_not_take_the_last_result_with_it(shop: Shop) -> None:
    references = [shop.sell() for _ in range(3)]

    def cancel_the_second(entry: OutboxEntry) -> None:
        if (entry.reference, entry.state) == (references[0], State.SENDING):
            shop.till.deliveries.cancel(references[1], "solgt på nytt")

    with _delivery(shop, on_change=cancel_the_second) as delivery:
        delivery.run(Reach.EVERYTHING)
    states = [shop.entry(reference).state for reference in references]
    assert (states, shop.posts()) == ([State.ACCEPTED, State.CANCELLED, State.ACCEPTED], 2)


def test_a_defect_while_the_next_body_is_made_leaves_the_last_result_on_disk(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = [shop.sell(), shop.sell(Cart().add(BUN))]
    with _delivery(shop) as delivery:
        made = delivery._gateway.payload_for
        monkeypatch.setattr(
            delivery._gateway, "payload_for", lambda order: 1 / 0 if order.reference == references[1] else made(order)
        )
        with pytest.raises(ZeroDivisionError):
            delivery.run(Reach.EVERYTHING)
    assert delivery.current == references[1]
    assert [shop.entry(reference).state for reference in references] == [State.ACCEPTED, State.QUEUED]


def test_the_next_body_is_made_while_the_answer_to_this_one_is_awaited_and_only_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = [shop.sell(), shop.sell(Cart().add(BUN))]
    with _delivery(shop) as delivery:
        made = _noted(delivery, monkeypatch)
        assert delivery.run(Reach.EVERYTHING).sent == 2
    assert made == [(references[0], references[0]), (references[1], references[0])]


def test_a_return_is_made_in_its_own_turn_because_its_sale_may_be_under_way_till_then(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = shop.sell()
    shop.deliver()
    sold, returned = shop.sell(Cart().add(BUN)), take_back(shop, taken)
    with _delivery(shop) as delivery:
        made = _noted(delivery, monkeypatch)
        assert delivery.run(Reach.EVERYTHING).sent == 2
    assert made == [(sold, sold), (returned, returned)]


def test_what_was_made_ahead_is_not_sent_when_the_line_is_lost_meanwhile(shop: Shop) -> None:
    references = [shop.sell(), shop.sell(Cart().add(BUN))]
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=429, path="/SalesOrders/Complete", times=10))
    with _delivery(shop) as delivery:
        assert delivery.run(Reach.EVERYTHING).sent == 0
    assert [(shop.entry(one).state, shop.entry(one).payload) for one in references] == [(State.QUEUED, None)] * 2


def test_news_of_an_order_is_told_when_it_is_on_disk_and_in_the_order_of_events(shop: Shop) -> None:
    first, second = shop.sell(), shop.sell()
    told: list[tuple[str, State]] = []

    def compare(entry: OutboxEntry) -> None:
        told.append((entry.reference, entry.state))
        assert shop.entry(entry.reference) == entry

    with _delivery(shop, on_change=compare) as delivery:
        delivery.run(Reach.EVERYTHING)
    assert told == [
        (first, State.SENDING),
        (first, State.ACCEPTED),
        (second, State.SENDING),
        (second, State.ACCEPTED),
    ]


def test_the_settings_are_read_no_oftener_for_more_orders(shop: Shop) -> None:
    reads = []
    for orders in (1, 4):
        for _ in range(orders):
            shop.sell()
        rounds = Rounds(
            shop.database, shop.gateway, lambda event: None, clock=shop.clock, rng=shop.rng, stopping=lambda: False
        )
        rounds._settings = settings = _Settings(shop.database)
        rounds.begin()
        rounds.send_everything()
        rounds.act()
        rounds.disconnect()
        reads.append(settings.reads)
    assert (reads[0], shop.posts()) == (reads[1], 5)


class _Settings(Settings):
    """The settings, counting how often they are asked for."""

    reads = 0

    def read(self) -> SettingValues:
        self.reads += 1
        return super().read()


class _Saves(Outbox):
    """The outbox, counting how often it waits for the disk."""

    waits = 0

    def save_each(self, moves: Sequence[Move]) -> list[OutboxEntry | MoveRefused]:
        self.waits += 1
        return super().save_each(moves)


def _noted(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None]]:
    """Of each body that is made from now on: its reference, and the one that is being dealt with meanwhile."""
    noted: list[tuple[str, str | None]] = []
    made = delivery._gateway.payload_for

    def note(order: InvoiceOrder) -> Body:
        noted.append((order.reference, delivery.current))
        return made(order)

    monkeypatch.setattr(delivery._gateway, "payload_for", note)
    return noted


@contextmanager
def _delivery(shop: Shop, **options: Any) -> Iterator[Delivery]:
    """A sender of its own, for tests that look at its steps."""
    gateway = shop.gateway()
    try:
        yield Delivery(shop.database, gateway, clock=shop.clock, rng=shop.rng, **options)
    finally:
        gateway.close()
