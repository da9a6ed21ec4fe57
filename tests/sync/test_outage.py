"""The sync thread in an outage: what it does not try, what it tries first, and when it says that it will."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sync.poweroffice.sandbox import EVERY_PRIVILEGE, Fault, FaultAction
from terminal_app.domain.outbox import State
from terminal_app.domain.sync_control import StatusChanged
from tests.sync.at_work import Running
from tests.sync.shop import Shop


def everything_fails(shop: Shop) -> None:
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=500, times=None))


def offline(shop: Shop, run: Callable[..., Running]) -> Running:
    """A worker that has just met an outage."""
    running = run(shop)
    running.expect_customers()
    shop.sandbox.unplug()
    running.worker.send_now()
    running.heard.expect(lambda: running.status.offline_since is not None and not running.status.sending)
    return running


def test_without_a_network_it_is_offline_since_then_and_sends_when_it_is_back(
    shop: Shop, run: Callable[..., Running]
) -> None:
    reference = shop.sell()
    running = offline(shop, run)
    shop.sandbox.plug_in()
    shop.clock.advance(1000)
    running.worker.nudge()
    running.expect_state(reference, State.ACCEPTED)
    running.heard.expect(lambda: running.status.offline_since is None)


def test_during_an_outage_no_call_goes_out_before_the_pause_is_over(shop: Shop, run: Callable[..., Running]) -> None:
    shop.sell()
    everything_fails(shop)
    running = run(shop)
    running.heard.expect(lambda: running.status.offline_since is not None)
    calls = len(shop.sandbox.visits())
    for _ in range(3):
        shop.sell()
    running.heard.expect(lambda: running.status.waiting == 4)
    assert running.worker.stop()
    assert len(shop.sandbox.visits()) == calls


def test_after_an_outage_one_harmless_call_goes_first_and_in_vain_it_is_the_only_one(
    shop: Shop, run: Callable[..., Running]
) -> None:
    reference = shop.sell()
    running = run(shop)
    running.expect_customers()
    everything_fails(shop)
    running.worker.send_now()
    running.heard.expect(lambda: running.status.offline_since is not None and not running.status.sending)
    posted, before = shop.posts(), len(shop.sandbox.visits())
    running.worker.send_now()
    running.heard.expect(lambda: len(shop.sandbox.visits()) > before)
    assert running.worker.stop()
    probes = [visit.path.rpartition("/")[2] for visit in shop.sandbox.visits()[before:]]
    assert probes == ["ClientIntegrationInformation"]
    assert shop.posts() == posted
    assert shop.entry(reference).state in (State.QUEUED, State.UNKNOWN)


def test_the_next_run_that_is_shown_is_never_before_the_pause_is_over(shop: Shop, run: Callable[..., Running]) -> None:
    shop.sell()
    running = offline(shop, run)
    running.heard.expect(lambda: running.status.next_run_at is not None)
    assert running.worker.stop()
    told = [e.status for e in running.heard.events if isinstance(e, StatusChanged) and e.status.offline_since]
    assert told
    for status in told:
        assert status.next_run_at is not None
        assert status.next_run_at >= shop.clock.now() + timedelta(seconds=1)


def test_a_look_up_that_is_overdue_is_shown_for_when_the_pause_is_over(shop: Shop, run: Callable[..., Running]) -> None:
    reference = shop.sell()
    lost = Fault(FaultAction.DROP_AFTER_COMMIT, method="POST", path="/SalesOrders/Complete")
    shop.sandbox.faults.add(lost, Fault(FaultAction.STATUS, method="GET"))
    shop.deliver()
    assert shop.entry(reference).state is State.UNKNOWN
    shop.clock.advance(60)
    shop.sandbox.unplug()
    running = run(shop)
    running.heard.expect(lambda: running.status.offline_since is not None and not running.status.sending)
    shop.clock.advance(5)
    soonest = shop.clock.now() + timedelta(seconds=1)
    running.worker.nudge()
    running.heard.expect(lambda: running.status.next_run_at is not None and running.status.next_run_at >= soonest)


def test_what_is_shown_as_the_next_run_is_when_it_goes(shop: Shop, run: Callable[..., Running]) -> None:
    reference = shop.sell()
    running = offline(shop, run)
    shop.sandbox.plug_in()
    assert running.status.next_run_at is not None
    shop.clock.advance((running.status.next_run_at - shop.clock.now()).total_seconds())
    running.worker.nudge()
    running.expect_state(reference, State.ACCEPTED)


def test_a_long_refusal_by_their_limit_is_waited_out_before_any_other_call(
    shop: Shop, run: Callable[..., Running]
) -> None:
    reference = shop.sell()
    running = run(shop)
    running.expect_customers()
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=429, retry_after=300, times=None))
    soonest = shop.clock.now() + timedelta(seconds=300)
    running.worker.send_now()
    running.heard.expect(lambda: State.QUEUED in running.heard.states(reference) and not running.status.sending)
    assert running.status.next_run_at is not None
    assert running.status.next_run_at >= soonest
    assert running.status.offline_since is None
    calls = len(shop.sandbox.visits())
    shop.clock.advance(290)
    shop.sell()
    running.heard.expect(lambda: running.status.waiting == 2)
    assert running.worker.stop()
    assert len(shop.sandbox.visits()) == calls


def test_while_a_setting_is_wrong_the_next_run_is_the_scheduled_one(shop: Shop, run: Callable[..., Running]) -> None:
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("SalesOrders")])
    shop.sell()
    running = run(shop)
    running.worker.send_now()
    running.heard.expect(lambda: running.status.blocked is not None and not running.status.sending)
    assert running.worker.stop()
    assert running.status.next_run_at == datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
