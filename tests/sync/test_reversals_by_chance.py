"""A bookkeeper who reverses whatever stands, a network that loses answers, and a till that is tried again: by dice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from random import Random

import pytest

from sync.home import settle_in
from sync.ledger_mirror import bring_ledger
from sync.poweroffice.sandbox import Fault, FaultAction
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.outbox import State
from terminal_app.domain.tender import Tender
from tests.sync.shop import BUN, LATTE, Shop
from tests.sync.test_reversals import standing
from tests.sync.test_settlement_delivery import LEDGER, SETTLED, VOUCHERS, settle_doubt

POST = {"method": "POST", "path": VOUCHERS}
FAULTS = (
    Fault(FaultAction.DROP_AFTER_COMMIT, **POST),
    Fault(FaultAction.DROP_BEFORE_COMMIT, **POST),
    Fault(FaultAction.TRUNCATED, **POST),
    Fault(FaultAction.STATUS, status=502, **POST),
    Fault(FaultAction.STATUS, status=400, **POST),
    Fault(FaultAction.STATUS, status=500, path=LEDGER),
    Fault(FaultAction.TRUNCATED, path=LEDGER),
)


class Weeks:
    """One day's settlement, and whatever happens to it; `allowed` is how many vouchers somebody has asked for."""

    def __init__(self, shop: Shop, dice: Random) -> None:
        self.shop = shop
        self.dice = dice
        shop.till.sell(Cart().add(LATTE).add(BUN), (Tender(Channel.CARD),))
        shop.till.day.close()
        shop.clock.advance(86_400)
        (entry,) = shop.till.outbox.latest()
        self.reference = entry.reference
        self.allowed = 1

    def step(self) -> None:
        """One more thing that happens."""
        self.dice.choice(
            (self.deliver, self.deliver, self.fault, self.reverse, self.read, self.retry, self.wait, self.fall)
        )()
        assert len(standing(self.shop)) <= 1
        assert len(self.shop.sandbox.vouchers()) <= self.allowed

    def deliver(self) -> None:
        self.shop.deliver()

    def fault(self) -> None:
        self.shop.sandbox.faults.add(self.dice.choice(FAULTS))

    def reverse(self) -> None:
        for row in self.shop.sandbox.vouchers():
            if not row["IsReversed"]:
                self.shop.sandbox.reverse_voucher(row["Id"])

    def read(self) -> None:
        self.shop.sandbox.faults.clear()
        with closing(self.shop.gateway()) as gateway:
            bring_ledger(self.shop.database, gateway, date(2026, 11, 22), self.shop.clock)

    def retry(self) -> None:
        entry = self.shop.entry(self.reference)
        if entry.state is State.NEEDS_ATTENTION:
            assert entry.problem is not None
            self.allowed += entry.problem.code == "voucher_reversed"
            self.shop.till.deliveries.retry(self.reference)

    def wait(self) -> None:
        self.shop.clock.advance(self.dice.choice((3.0, 60.0, 700.0)))

    def fall(self) -> None:
        """The program ends in the middle of a call, the machine starts anew, or the folder is a copy."""
        with self.shop.database.writing():
            self.shop.database.execute("UPDATE outbox SET state = 'sending' WHERE state = 'unknown'")
            if self.dice.random() < 0.3:
                self.shop.database.execute("UPDATE job SET last_problem = 'elsewhere' WHERE name = 'home'")
        if self.dice.random() < 0.5:
            self.shop.clock.reboot()
        settle_in(self.shop.database, self.shop.clock)

    def end(self) -> None:
        """The network is well, and somebody tries whatever stands still again, until it stands."""
        self.shop.sandbox.faults.clear()
        for _ in range(4):
            settle_doubt(self.shop)
            self.read()
            self.retry()
        settle_doubt(self.shop)


@pytest.mark.parametrize("unique", [True, False], ids=["unique references", "references not unique"])
@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_one_voucher_stands_and_none_that_nobody_asked_for_was_posted(
    open_shop: Callable[..., Shop], seed: int, unique: bool
) -> None:
    shop = open_shop(SETTLED)
    shop.sandbox.change_rules(unique_references=unique)
    weeks = Weeks(shop, Random(seed))
    for _ in range(40):
        weeks.step()
    weeks.end()
    assert (shop.entry(weeks.reference).state, standing(shop)) == (State.ACCEPTED, [weeks.reference])
    assert len(shop.sandbox.vouchers()) <= weeks.allowed
