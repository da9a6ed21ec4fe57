"""The sync thread with a real shop and sandbox: what a command or the clock sets going, and how it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sync.connectors import connect
from sync.poweroffice.sandbox import EVERY_PRIVILEGE, Fault, FaultAction
from sync.worker import SyncWorker, Wait
from terminal_app.domain.outbox import State
from terminal_app.domain.sync_control import SyncControl, SyncStatus
from tests.sync.at_work import PATIENCE_S, Listener, NoChance, Running
from tests.sync.shop import Shop

POST: dict[str, Any] = {"method": "POST", "path": "/SalesOrders/Complete"}


def test_the_worker_is_what_the_window_may_ask(shop: Shop, run: Callable[..., Running]) -> None:
    control: SyncControl = run(shop, start=False).worker
    assert control.status() == SyncStatus()


def test_send_now_delivers_and_tells_every_step(shop: Shop, run: Callable[..., Running]) -> None:
    reference = shop.sell()
    running = run(shop)
    running.worker.send_now()
    running.expect_state(reference, State.ACCEPTED)
    assert running.heard.states(reference) == [State.SENDING, State.ACCEPTED]
    running.heard.expect(lambda: running.status.last_ok_at is not None and not running.status.sending)
    assert running.status.waiting == 0


def test_what_was_asked_before_the_thread_came_up_is_done_when_it_has(shop: Shop, run: Callable[..., Running]) -> None:
    running = run(shop, start=False)
    reference = shop.sell()
    running.worker.send_now()
    assert running.heard.events == []
    running.worker.start()
    running.expect_state(reference, State.ACCEPTED)


def test_who_asks_for_something_is_heard_while_a_call_waits_for_minutes_for_its_turn(shop: Shop) -> None:
    heard, sits = Listener(), threading.Event()

    def unhurried(wait: Wait) -> Wait:
        def waits(seconds: float) -> object:
            if seconds < PATIENCE_S or sits.is_set():
                return shop.clock.wait(seconds)
            sits.set()
            return wait(3600.0)

        return waits

    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=429, times=10, **POST))
    reference = shop.sell()
    worker = SyncWorker(
        shop.database,
        lambda wait: connect(shop.till.settings, wait=unhurried(wait), clock=shop.clock),
        heard,
        clock=shop.clock,
        lease_folder=shop.folder.parent / "leases",
    )
    worker.send_now()
    worker.start()
    try:
        assert sits.wait(PATIENCE_S)
        worker.send_now()
        heard.expect(lambda: State.QUEUED in heard.states(reference))
        heard.expect(lambda: State.ACCEPTED in heard.states(reference))
    finally:
        worker.stop()
    assert shop.till.outbox.get(reference).attempts == 1


def test_what_was_wanted_calls_off_no_wait_of_its_own(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.worker.PATIENCE_S", 0.0)
    worker = SyncWorker(shop.database, lambda _: shop.gateway(), Listener(), clock=shop.clock)
    worker.send_now()
    worker.refresh_customers()
    assert worker._wait(0.01)
    worker._taken()
    worker._want(worker._taken())  # it comes while another is taken to heart
    worker._taken()
    assert not worker._wait(0.01)


def test_customers_are_brought_at_the_start_and_on_demand(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    shop = open_shop(mirror=False)
    running = run(shop)
    running.expect_customers()
    assert shop.till.catalog.customer_count() == 3
    running.worker.refresh_customers()
    running.expect_customers(2)


def test_a_nudge_alone_leaves_a_new_sale_to_the_schedule(shop: Shop, run: Callable[..., Running]) -> None:
    running = run(shop)
    running.expect_customers()
    shop.sell()
    running.heard.expect(lambda: running.status.waiting == 1)
    running.heard.expect(lambda: running.status.next_run_at == datetime(2026, 11, 22, 22, 30, tzinfo=UTC))
    running.worker.refresh_customers()
    running.expect_customers(2)
    assert shop.posts() == 0


def test_the_scheduled_time_sends_the_queue(shop: Shop, run: Callable[..., Running]) -> None:
    running = run(shop)
    running.expect_customers()
    reference = shop.sell()
    running.heard.expect(lambda: running.status.next_run_at is not None)
    shop.clock.advance(timedelta(hours=10).total_seconds())
    running.worker.nudge()
    running.expect_state(reference, State.ACCEPTED)


def test_a_missed_time_is_caught_up_after_start(shop: Shop, run: Callable[..., Running]) -> None:
    first = run(shop, start=False)
    first.worker.start()
    first.expect_customers()
    reference = shop.sell()
    first.heard.expect(lambda: first.status.next_run_at is not None)
    assert first.worker.stop()
    shop.clock.advance(timedelta(days=3).total_seconds())
    run(shop).expect_state(reference, State.ACCEPTED)


def test_what_a_dead_program_was_sending_is_looked_up_at_the_start(shop: Shop, run: Callable[..., Running]) -> None:
    reference = shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_AFTER_COMMIT, **POST), Fault(FaultAction.STATUS, method="GET"))
    shop.deliver()
    shop.clock.advance(60)
    run(shop).expect_state(reference, State.ACCEPTED)
    assert shop.posts() == 1


def test_a_wrong_setting_blocks_until_it_is_mended(shop: Shop, run: Callable[..., Running]) -> None:
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("SalesOrders")])
    reference = shop.sell()
    running = run(shop)
    running.worker.send_now()
    running.heard.expect(lambda: running.status.blocked is not None)
    shop.sandbox.change_privileges(EVERY_PRIVILEGE)
    shop.till.change_settings({"shop.name": "Kaffebaren"})
    running.expect_state(reference, State.ACCEPTED)
    running.heard.expect(lambda: running.status.blocked is None)


def test_customers_that_may_not_be_read_do_not_keep_orders_from_going(shop: Shop, run: Callable[..., Running]) -> None:
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("Customer")])
    running = run(shop)
    running.heard.expect(lambda: running.status.blocked is not None)
    assert running.status.blocked is not None
    assert running.status.blocked.values["privilege"] == "Customer"
    reference = shop.sell()
    shop.clock.advance(timedelta(hours=10).total_seconds())
    running.worker.nudge()
    running.expect_state(reference, State.ACCEPTED)


def test_a_missing_key_blocks_with_the_setting_named(shop: Shop, run: Callable[..., Running]) -> None:
    shop.till.change_settings({"invoicing.client_key": ""})
    running = run(shop)
    running.heard.expect(lambda: running.status.blocked is not None)
    assert running.status.blocked is not None
    assert running.status.blocked.values["field"] == "invoicing.client_key"


def test_without_integration_nothing_is_asked_of_anybody(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    shop = open_shop({"channels.invoice.integration": "false"}, mirror=False)
    running = run(shop)
    shop.sell(customer=None)
    running.heard.expect(lambda: running.status.counts.get(State.HELD) == 1)
    running.worker.send_now()
    assert running.worker.stop()
    assert shop.sandbox.visits() == []


def test_a_defect_sets_one_entry_aside_and_the_thread_lives_on(shop: Shop) -> None:
    bad, good = shop.sell(), shop.sell()
    running = Running(shop, NoChance())

    class Faulty:
        """The real gateway, with a defect for one sale."""

        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

        def send_order(self, reference: str, payload: bytes) -> Any:
            if reference == bad:
                raise ZeroDivisionError
            return self._inner.send_order(reference, payload)

    connected = running.worker._rounds._connect
    running.worker._rounds._connect = lambda: Faulty(connected())
    running.worker.start()
    running.worker.send_now()
    running.expect_state(bad, State.NEEDS_ATTENTION)
    running.worker.send_now()
    running.expect_state(good, State.ACCEPTED)
    assert running.worker.stop()
    problem = shop.entry(bad).problem
    assert problem is not None
    assert problem.code == "unexpected_error"


def test_stop_ends_a_call_that_hangs_and_the_order_is_in_doubt_not_lost(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    reached, over = threading.Event(), threading.Event()

    def hang(seconds: float) -> None:
        reached.set()
        over.wait(60)

    shop = open_shop(sleep=hang)
    reference = shop.sell()
    running = run(shop, start=False)
    shop.sandbox.faults.add(Fault(FaultAction.DELAY, **POST))
    running.worker.start()
    running.worker.send_now()
    assert reached.wait(PATIENCE_S)
    ended = running.worker.stop(1.0)
    over.set()
    assert ended
    assert shop.entry(reference).state is State.UNKNOWN


def test_stop_ends_a_thread_that_only_waits(shop: Shop, run: Callable[..., Running]) -> None:
    running = run(shop, start=False)
    running.worker.start()
    running.expect_customers()
    assert running.worker.stop()


def test_an_invoice_sent_over_there_comes_back_within_a_quarter_of_an_hour(
    shop: Shop, run: Callable[..., Running]
) -> None:
    reference = shop.sell()
    running = run(shop)
    running.worker.send_now()
    running.expect_state(reference, State.ACCEPTED)
    running.heard.expect(lambda: running.status.last_ok_at is not None and not running.status.sending)
    order = shop.sandbox.orders()[0]
    shop.sandbox.send_invoice(str(order["Id"]))
    shop.clock.advance(901)
    running.worker.nudge()
    running.expect_state(reference, State.INVOICED)


def test_send_now_asks_at_once_what_became_of_the_orders(shop: Shop, run: Callable[..., Running]) -> None:
    reference = shop.sell()
    shop.deliver()
    shop.sandbox.book_payment(shop.sandbox.send_invoice(str(shop.sandbox.orders()[0]["Id"]))["InvoiceNo"])
    running = run(shop)
    running.worker.send_now()
    running.expect_state(reference, State.PAID)
    assert running.heard.states(reference) == [State.INVOICED, State.PAID]
