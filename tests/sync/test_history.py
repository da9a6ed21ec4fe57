"""The history of runs: one row for each run that somebody would ask about, over the real thread and HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sync.poweroffice.sandbox import Fault, FaultAction
from terminal_app.domain.outbox import State
from terminal_app.domain.runs import Run, RunKind
from tests.sync.at_work import Running
from tests.sync.shop import Shop

SCHEDULED = {"schedule.enabled": "true", "schedule.times": "23:30", "schedule.days": "mon,tue,wed,thu,fri,sat,sun"}
TONIGHT = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)


def runs_of(shop: Shop) -> tuple[Run, ...]:
    return shop.till.runs.newest(100)


def at_rest(running: Running) -> None:
    """Let the run that is under way end, and then the thread."""
    running.heard.expect(lambda: not running.status.sending)
    assert running.worker.stop()


def until(shop: Shop, moment: datetime) -> None:
    shop.clock.advance((moment - shop.clock.now()).total_seconds())


def test_a_scheduled_run_is_kept_with_what_it_sent(open_shop: Callable[..., Shop], run: Callable[..., Running]) -> None:
    shop = open_shop(SCHEDULED)
    running = run(shop)
    running.expect_customers()
    sent, other = shop.sell(), shop.sell()
    until(shop, TONIGHT)
    running.worker.nudge()
    running.expect_state(sent, State.ACCEPTED)
    running.expect_state(other, State.ACCEPTED)
    at_rest(running)
    (kept,) = runs_of(shop)
    assert (kept.kind, kept.sent, kept.still_queued, kept.problem) == (RunKind.SCHEDULED, 2, 0, None)
    assert (kept.planned, kept.was_missed) == (TONIGHT, False)
    assert kept.started <= kept.ended


def test_a_run_that_was_missed_is_kept_as_one_that_was_made_up_for(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    shop = open_shop(SCHEDULED)
    running = run(shop)
    running.expect_customers()
    at_rest(running)
    reference = shop.sell()
    shop.clock.advance(20 * 3600)
    again = run(shop)
    again.expect_state(reference, State.ACCEPTED)
    at_rest(again)
    (kept,) = runs_of(shop)
    assert (kept.planned, kept.was_missed, kept.sent) == (TONIGHT, True, 1)


def test_an_outage_is_one_row_and_the_run_that_gets_through_another(
    open_shop: Callable[..., Shop], run: Callable[..., Running]
) -> None:
    shop = open_shop(SCHEDULED)
    reference = shop.sell()
    running = run(shop)
    running.expect_customers()
    shop.sandbox.unplug()
    until(shop, TONIGHT)
    running.worker.nudge()
    running.heard.expect(lambda: running.status.offline_since is not None and not running.status.sending)
    for _ in range(3):
        shown = running.status.next_run_at
        shop.clock.advance(1000)
        running.worker.nudge()
        running.heard.expect(lambda before=shown: running.status.next_run_at not in (before, None))  # type: ignore[misc]
    shop.sandbox.plug_in()
    shop.clock.advance(1000)
    running.worker.nudge()
    running.expect_state(reference, State.ACCEPTED)
    at_rest(running)
    through, cut = runs_of(shop)
    assert cut.problem is not None
    assert (cut.problem.code, cut.still_queued, cut.planned) == ("offline", 1, TONIGHT)
    assert (through.kind, through.sent, through.problem, through.planned) == (RunKind.SCHEDULED, 1, None, None)


def test_whoever_asks_for_a_run_finds_it_in_the_history_even_when_there_was_nothing_to_send(
    shop: Shop, run: Callable[..., Running]
) -> None:
    running = run(shop)
    running.expect_customers()
    running.worker.send_now()
    running.heard.expect(lambda: running.status.last_ok_at is not None)
    at_rest(running)
    (kept,) = runs_of(shop)
    assert (kept.kind, kept.moved, kept.problem) == (RunKind.ASKED, False, None)


def test_a_retry_is_kept_when_it_moved_something_and_not_when_it_only_tried(
    shop: Shop, run: Callable[..., Running]
) -> None:
    reference = shop.sell()
    lost = Fault(FaultAction.DROP_AFTER_COMMIT, method="POST", path="/SalesOrders/Complete")
    unread = Fault(FaultAction.STATUS, method="GET", status=500, path="/SalesOrders", times=2)
    shop.sandbox.faults.add(lost, unread)
    shop.deliver()
    assert shop.entry(reference).state is State.UNKNOWN
    running = run(shop)
    running.expect_customers()
    for _ in range(8):
        if State.ACCEPTED in running.heard.states(reference):
            break
        shown = len(running.heard.events)
        shop.clock.advance(1000)
        running.worker.nudge()
        running.heard.expect(lambda before=shown: len(running.heard.events) > before)  # type: ignore[misc]
    running.expect_state(reference, State.ACCEPTED)
    at_rest(running)
    (kept,) = runs_of(shop)
    assert (kept.kind, kept.already_there) == (RunKind.RETRIES, 1)


def test_a_wrong_key_is_kept_as_what_stopped_the_run(shop: Shop, run: Callable[..., Running]) -> None:
    shop.sell()
    running = run(shop)
    running.expect_customers()
    shop.till.change_settings({"invoicing.client_key": "a-key-nobody-knows"})
    running.worker.reconfigure()
    running.worker.send_now()
    running.heard.expect(lambda: running.status.blocked is not None)
    at_rest(running)
    kept = runs_of(shop)[0]
    assert kept.problem is not None
    assert (kept.kind, kept.problem.code, kept.still_queued) == (RunKind.ASKED, "keys_refused", 1)
    assert "a-key-nobody-knows" not in str(kept.problem)
