"""Any order of selling, sending, faults, crashes and moved clocks that hypothesis can think of, against the sandbox."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sync import engine
from sync.connectors import connect
from sync.delivery import deliver_once
from sync.engine import Reach
from sync.poweroffice.sandbox import Fault, Rules, Sandbox
from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Customer
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Quantity
from terminal_app.domain.outbox import State
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.tender import Tender
from terminal_app.till import Till
from tests.reliability.kills import MIX, posted
from tests.reliability.vouchers import SETTLED, voucher_faults
from tests.reliability.world import MORNING, Clocks, FragileDatabase, Fuse, PowerCut
from tests.sync.shop import BUN, CUSTOMERS, LATTE, settings_for

_WAITING = (State.QUEUED, State.SENDING, State.UNKNOWN)
MOST_ROUNDS = 80
DEATHS = st.integers(-60, 60).map(lambda place: place if place > 0 else None)
"""At which statement the program dies, or not at all."""


class SaleOutbox(RuleBasedStateMachine):
    """A till with a sandbox over HTTP; every sale is one that the sandbox would take."""

    @initialize(unique=st.booleans(), lag_s=st.sampled_from((0.0, 5.0)))
    def open_shop(self, unique: bool, lag_s: float) -> None:
        self.clocks, self.fuse, self.rng = Clocks(), Fuse(), Random(11)
        self.sandbox = Sandbox.start(
            customers=CUSTOMERS,
            rules=Rules(unique_references=unique, read_lag_s=lag_s),
            clock=lambda: MORNING + timedelta(seconds=self.clocks.true_s),
            sleep=self.clocks.pass_time,
        )
        self.folder = Path(tempfile.mkdtemp(prefix="disken-stateful-"))
        self._open()
        self.till.change_settings(settings_for(self.sandbox) | SETTLED | {"settlement.enabled_since": "2026-11-01"})
        self.till.catalog.put_products([LATTE, BUN])
        self.till.catalog.put_customers([(Customer("501", 10001, "Torget Regnskap AS"), None)])
        self.till.reload()

    @rule(count=st.integers(1, 3), dies_at=DEATHS)
    def sell(self, count: int, dies_at: int | None) -> None:
        cart = Cart().add(LATTE, Quantity.of(count)).add(BUN)
        self._until(dies_at, lambda: self.till.sell(cart, (Tender(Channel.INVOICE),), customer_number=10001))

    @rule(dies_at=DEATHS)
    def close_the_day(self, dies_at: int | None) -> None:
        def close() -> None:
            with suppress(MoveRefused):  # it has its Z already
                self.till.day.close()

        self._until(dies_at, close)

    @rule(
        sales=st.integers(0, 2),
        reach=st.sampled_from((Reach.EVERYTHING, Reach.SCHEDULED, Reach.RETRIES)),
        dies_at=DEATHS,
        order_meets=st.none() | st.sampled_from(MIX),
    )
    def sell_and_sync(self, sales: int, reach: Reach, dies_at: int | None, order_meets: Fault | None) -> None:
        for count in range(sales):
            self.sell(count + 1, None)
        if order_meets is not None:
            self.sandbox.faults.add(replace(order_meets, path="/SalesOrders/Complete"))
        self._until(dies_at, lambda: self._deliver(reach))

    @rule(fault=st.sampled_from(MIX), times=st.integers(1, 3))
    def set_fault(self, fault: Fault, times: int) -> None:
        self.sandbox.faults.add(replace(fault, times=times))

    @precondition(lambda self: self.sandbox.faults.armed())
    @rule()
    def clear_faults(self) -> None:
        self.sandbox.faults.clear()

    @rule(seconds=st.sampled_from((1.0, 40.0, 700.0)))
    def wait(self, seconds: float) -> None:
        self.clocks.pass_time(seconds)

    @rule(seconds=st.sampled_from((-7200.0, 3600.0, 86_400.0)))
    def move_the_wall_clock(self, seconds: float) -> None:
        self.clocks.set_off += timedelta(seconds=seconds)

    @rule()
    def reboot(self) -> None:
        self.database.close()
        self.clocks.reboot()
        self._open()

    @rule()
    def retry_what_stands_still(self) -> None:
        for entry in self.till.outbox.in_states((State.NEEDS_ATTENTION,)):
            self.till.deliveries.retry(entry.reference)

    @invariant()
    def nothing_is_doubled_or_told_wrong(self) -> None:
        if not hasattr(self, "till"):
            return
        documents = (*self.sandbox.orders(), *self.sandbox.vouchers())
        there = Counter(document["ExternalImportReference"] for document in documents)
        assert not [reference for reference, count in there.items() if count > 1]
        for entry in self.till.outbox.latest():
            assert entry.state is not State.NEEDS_ATTENTION, entry.problem
            assert entry.state is not State.ACCEPTED or there[entry.reference] == 1

    def teardown(self) -> None:
        if not hasattr(self, "till"):
            return
        try:
            self._drain()
            totals = {order["ExternalImportReference"]: order["TotalAmount"] for order in self.sandbox.orders()}
            every = self.till.outbox.latest()
            entries = [entry for entry in every if not entry.is_settlement]
            assert {entry.state for entry in every} <= {State.ACCEPTED}
            assert voucher_faults(self.database, posted(self.sandbox)) == []
            assert {entry.reference: str(entry.total) for entry in entries} == {r: str(t) for r, t in totals.items()}
            assert len(entries) == self.till.ledger.count()
        finally:
            self.database.close()
            self.sandbox.stop()
            shutil.rmtree(self.folder)

    def _drain(self) -> None:
        self.sandbox.faults.clear()
        for _ in range(MOST_ROUNDS):
            self._deliver(Reach.SCHEDULED)
            waiting = self.till.outbox.in_states(_WAITING)
            if not waiting:
                return
            retry = engine.next_retry(waiting, self.clocks.now())
            ahead_s = 1.0 if retry is None else (retry - self.clocks.now()).total_seconds()
            self.clocks.pass_time(max(1.0, ahead_s))
        raise AssertionError("the queue does not drain")

    def _until(self, dies_at: int | None, act: Callable[[], object]) -> None:
        self.fuse.left = dies_at
        try:
            act()
        except PowerCut:
            self.database.close()
            self._open()
        self.fuse.left = None

    def _open(self) -> None:
        self.database = FragileDatabase.open(self.folder)
        self.database.rows("PRAGMA synchronous=0")
        self.database.fuse = self.fuse
        self.till = Till(self.database, self.clocks)

    def _deliver(self, reach: Reach) -> None:
        gateway = connect(self.till.settings, wait=self.clocks.pass_time, clock=self.clocks)
        try:
            deliver_once(self.database, gateway, reach=reach, clock=self.clocks, rng=self.rng)
        finally:
            gateway.close()


TestSaleOutbox = SaleOutbox.TestCase
TestSaleOutbox.settings = settings(
    max_examples=30, stateful_step_count=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
