"""Vouchers that the bookkeeper reverses: told, sent anew once under the same reference, or called off."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest

from sync.home import settle_in
from sync.ledger_mirror import bring_ledger
from sync.poweroffice.sandbox import Fault, FaultAction, Rules
from terminal_app.domain.bridge import Verdict
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.operators import Role
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.repair import Repair, may_cancel, repair_for
from terminal_app.domain.settlement_accounts import USUAL, Slot
from terminal_app.domain.sync_control import LedgerBrought
from terminal_app.domain.tender import Tender
from terminal_app.i18n import texts
from tests.sync.at_work import Running
from tests.sync.shop import BUN, LATTE, Shop
from tests.sync.test_settlement_delivery import LEDGER, SETTLED, VOUCHERS, posts, settle_doubt

DAY = date(2026, 11, 22)
POST = {"method": "POST", "path": VOUCHERS}
LOST = Fault(FaultAction.DROP_AFTER_COMMIT, **POST)


@pytest.fixture
def shop(open_shop: Callable[..., Shop]) -> Shop:
    return open_shop(SETTLED)


def settled_day(shop: Shop) -> str:
    """A day sold, closed and posted; the reference of its voucher. The next day has begun."""
    shop.till.sell(Cart().add(LATTE).add(BUN), (Tender(Channel.CARD),))
    number = shop.till.day.close().number
    assert number is not None
    shop.clock.advance(86_400)
    entry = shop.till.outbox.of_settlement(number)
    assert entry is not None
    shop.deliver()
    assert shop.entry(entry.reference).state is State.ACCEPTED
    return entry.reference


def voucher_id(shop: Shop, reference: str) -> str:
    remote = shop.entry(reference).remote
    assert remote is not None
    return remote.order_id


def bring(shop: Shop) -> None:
    with closing(shop.gateway()) as gateway:
        bring_ledger(shop.database, gateway, DAY, shop.clock)
    shop.clock.advance(60)


def reversed_day(shop: Shop) -> str:
    """A posted day that the bookkeeper has reversed, and the till knows; the reference of its voucher."""
    reference = settled_day(shop)
    shop.sandbox.reverse_voucher(voucher_id(shop, reference))
    bring(shop)
    assert problem(shop.entry(reference)) == "voucher_reversed"
    return reference


def problem(entry: OutboxEntry) -> str | None:
    return entry.problem.code if entry.problem is not None and entry.state is State.NEEDS_ATTENTION else None


def standing(shop: Shop) -> list[str]:
    """The references of the vouchers over there that stand."""
    return [row["ExternalImportReference"] for row in shop.sandbox.vouchers() if not row["IsReversed"]]


def bridge(shop: Shop) -> tuple[Verdict, set[str]]:
    result = shop.till.reconciling.bridge(DAY, DAY)
    return result.verdict, {one.code for one in result.findings}


def test_a_voucher_that_was_reversed_is_told_when_the_ledger_is_read_with_its_z_and_what_to_do(shop: Shop) -> None:
    reference = settled_day(shop)
    number = shop.sandbox.vouchers()[0]["VoucherNo"]
    shop.sandbox.reverse_voucher(voucher_id(shop, reference))
    assert shop.entry(reference).state is State.ACCEPTED
    bring(shop)
    entry = shop.entry(reference)
    assert entry.problem is not None
    assert (problem(entry), entry.problem.values["z"], repair_for(entry)) == ("voucher_reversed", "1", Repair.TRY_AGAIN)
    said, hint = texts("en").problem(entry.problem)
    assert f"Voucher {number} of Z 1 was reversed" in said
    assert "try again" in hint
    assert "cancel it" in hint
    assert bridge(shop) == (Verdict.DIFFERENCE, {"voucher_reversed"})


def test_it_is_told_once_and_by_itself_nothing_is_sent(shop: Shop) -> None:
    reference = reversed_day(shop)
    version = shop.entry(reference).version
    bring(shop)
    settle_doubt(shop)
    assert (shop.entry(reference).version, posts(shop)) == (version, 1)


def test_tried_again_it_is_posted_at_once_under_its_reference_with_a_new_body_and_once(shop: Shop) -> None:
    reference = reversed_day(shop)
    first = voucher_id(shop, reference)
    shop.till.change_settings({"settlement.accounts.card": "1915"})
    shop.till.deliveries.retry(reference)
    shop.deliver()
    entry = shop.entry(reference)
    assert (entry.state, entry.problem, posts(shop), standing(shop)) == (State.ACCEPTED, None, 2, [reference])
    assert voucher_id(shop, reference) != first
    assert shop.sandbox.balance(1915) == 91
    settle_doubt(shop)
    bring(shop)
    assert (shop.entry(reference).state, posts(shop)) == (State.ACCEPTED, 2)


def test_posted_anew_the_bridge_is_proven_again(shop: Shop) -> None:
    reference = reversed_day(shop)
    shop.till.deliveries.retry(reference)
    shop.deliver()
    shop.clock.advance(60)
    bring(shop)
    assert bridge(shop) == (Verdict.PROVEN, set())


@pytest.mark.parametrize("lag_s", [0.0, 45.0], ids=["listed at once", "listed late"])
@pytest.mark.parametrize("unique", [True, False], ids=["unique references", "references not unique"])
@pytest.mark.parametrize(
    "fault",
    [
        LOST,
        Fault(FaultAction.STATUS, status=500, after_commit=True, **POST),
        Fault(FaultAction.HTML, **POST),
        Fault(FaultAction.TRUNCATED, **POST),
        Fault(FaultAction.DROP_BEFORE_COMMIT, **POST),
        Fault(FaultAction.STATUS, status=502, **POST),
    ],
    ids=["reply lost", "500", "a web page", "cut", "never arrived", "502"],
)
def test_a_lost_answer_to_the_new_voucher_is_told_from_the_reversed_one(
    open_shop: Callable[..., Shop], fault: Fault, unique: bool, lag_s: float
) -> None:
    shop = open_shop(SETTLED)
    reference = reversed_day(shop)
    shop.sandbox.change_rules(unique_references=unique, read_lag_s=lag_s)
    shop.till.deliveries.retry(reference)
    shop.sandbox.faults.add(fault)
    settle_doubt(shop)
    assert (shop.entry(reference).state, standing(shop)) == (State.ACCEPTED, [reference])
    assert len(shop.sandbox.vouchers()) == 2
    bring(shop)
    assert shop.entry(reference).state is State.ACCEPTED


def test_a_kill_while_the_new_voucher_is_on_its_way_posts_it_once(shop: Shop) -> None:
    reference = reversed_day(shop)
    shop.till.deliveries.retry(reference)
    shop.deliver()
    with shop.database.writing():
        shop.database.execute(
            "UPDATE outbox SET state = 'sending', remote_order_id = NULL WHERE reference = ?", (reference,)
        )
    settle_doubt(shop)
    assert (shop.entry(reference).state, posts(shop), standing(shop)) == (State.ACCEPTED, 2, [reference])


def test_a_look_up_that_finds_a_reversed_voucher_alone_is_no_arrival(shop: Shop) -> None:
    shop.till.sell(Cart().add(LATTE), (Tender(Channel.CARD),))
    shop.till.day.close()
    shop.clock.advance(86_400)
    shop.sandbox.faults.add(LOST, Fault(FaultAction.STATUS, status=500, path=LEDGER))
    shop.deliver()
    shop.sandbox.reverse_voucher(shop.sandbox.vouchers()[0]["Id"])
    shop.deliver()
    (entry,) = shop.till.outbox.latest()
    assert entry.state is State.UNKNOWN  # that may be another's, and ours still on its way
    settle_doubt(shop)
    entry = shop.entry(entry.reference)
    assert (problem(entry), posts(shop), may_cancel(entry)) == ("voucher_reversed", 1, True)
    shop.till.deliveries.retry(entry.reference)
    shop.deliver()
    assert (shop.entry(entry.reference).state, standing(shop)) == (State.ACCEPTED, [entry.reference])


def test_a_new_voucher_that_is_reversed_before_anybody_heard_of_it_is_not_posted_a_third_time(shop: Shop) -> None:
    reference = reversed_day(shop)
    shop.till.deliveries.retry(reference)
    shop.sandbox.faults.add(LOST)
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=500, path=LEDGER, nth=2))
    shop.deliver()
    assert shop.entry(reference).state is State.UNKNOWN
    shop.sandbox.reverse_voucher(shop.sandbox.vouchers()[1]["Id"])
    settle_doubt(shop)
    assert (problem(shop.entry(reference)), posts(shop), standing(shop)) == ("voucher_reversed", 2, [])


def test_as_often_as_it_is_reversed_it_is_told_and_may_be_posted_anew(shop: Shop) -> None:
    reference = reversed_day(shop)
    for times in (2, 3):
        shop.till.deliveries.retry(reference)
        shop.deliver()
        assert (posts(shop), standing(shop)) == (times, [reference])
        shop.sandbox.reverse_voucher(voucher_id(shop, reference))
        shop.clock.advance(60)
        bring(shop)
        assert problem(shop.entry(reference)) == "voucher_reversed"


def test_a_new_voucher_that_another_copy_of_the_till_has_posted_is_found_and_not_posted_again(shop: Shop) -> None:
    shop.sandbox.change_rules(unique_references=False)
    reference = reversed_day(shop)
    before = shop.entry(reference)
    shop.till.deliveries.retry(reference)
    shop.deliver()
    posted = voucher_id(shop, reference)
    with shop.database.writing():
        shop.database.execute(
            "UPDATE outbox SET state = 'needs_attention', problem_code = 'voucher_reversed', remote_order_id = ? "
            "WHERE reference = ?",
            (before.remote and before.remote.order_id, reference),
        )
    shop.till.deliveries.retry(reference)
    shop.deliver()
    assert (shop.entry(reference).state, voucher_id(shop, reference), posts(shop)) == (State.ACCEPTED, posted, 2)


def test_an_old_database_that_knows_the_reversed_voucher_alone_is_left_with_the_one_that_stands(shop: Shop) -> None:
    reference = reversed_day(shop)
    first = voucher_id(shop, reference)
    shop.till.deliveries.retry(reference)
    shop.deliver()
    with shop.database.writing():
        shop.database.execute("UPDATE outbox SET remote_order_id = ? WHERE reference = ?", (first, reference))
    shop.clock.advance(60)
    bring(shop)
    assert shop.entry(reference).state is State.ACCEPTED
    assert bridge(shop) == (Verdict.PROVEN, set())


def test_in_a_copied_folder_it_waits_until_the_originals_voucher_would_show(shop: Shop) -> None:
    reference = reversed_day(shop)
    settle_in(shop.database, shop.clock)
    with shop.database.writing():
        shop.database.execute("UPDATE job SET last_problem = 'elsewhere' WHERE name = 'home'")
    assert settle_in(shop.database, shop.clock) == 1
    shop.till.deliveries.retry(reference)
    shop.deliver()
    assert (shop.entry(reference).state, posts(shop)) == (State.UNKNOWN, 1)
    settle_doubt(shop)
    assert (shop.entry(reference).state, posts(shop)) == (State.ACCEPTED, 2)


def test_cancelling_it_is_a_managers_right_and_then_nothing_is_posted(shop: Shop) -> None:
    till = shop.till
    till.operators.add("Ola").at_once()
    till.operators.add("Kari", Role.MANAGER, by="ola").at_once()
    reference = reversed_day(shop)
    with pytest.raises(MoveRefused, match="right_missing"):
        till.deliveries.cancel(reference, "ført for hånd", "ola")
    assert till.deliveries.cancel(reference, "ført for hånd", "kari").state is State.CANCELLED
    settle_doubt(shop)
    bring(shop)
    assert (posts(shop), standing(shop)) == (1, [])
    assert bridge(shop) == (Verdict.DIFFERENCE, {"voucher_cancelled"})


def test_one_that_waits_to_be_posted_anew_can_still_be_called_off(shop: Shop) -> None:
    reference = reversed_day(shop)
    shop.till.deliveries.retry(reference)
    shop.till.change_settings({"settlement.enabled": "false"})
    shop.deliver()
    assert shop.entry(reference).state is State.QUEUED
    shop.till.deliveries.cancel(reference, "ført for hånd")
    assert (shop.entry(reference).state, posts(shop)) == (State.CANCELLED, 1)


def test_called_off_and_booked_by_hand_instead_the_bridge_is_proven(shop: Shop) -> None:
    reference = reversed_day(shop)
    shop.till.deliveries.cancel(reference, "ført for hånd")
    shop.sandbox.book_voucher((USUAL[Slot.CARD], "0", "91.00"), (3000, "3", "-52.00"), (3002, "31", "-39.00"), day=DAY)
    shop.clock.advance(60)
    bring(shop)
    assert bridge(shop) == (Verdict.PROVEN, {"booked_outside"})


def test_a_day_that_was_locked_after_the_reversal_can_still_be_called_off_or_tried_when_it_is_open(shop: Shop) -> None:
    reference = reversed_day(shop)
    shop.sandbox.lock_until(DAY)
    shop.till.deliveries.retry(reference)
    shop.deliver()
    entry = shop.entry(reference)
    assert (problem(entry), may_cancel(entry)) == ("voucher_day_locked", True)
    shop.sandbox.lock_until(None)
    shop.till.deliveries.retry(reference)
    shop.deliver()
    assert (shop.entry(reference).state, standing(shop)) == (State.ACCEPTED, [reference])


def test_a_voucher_that_is_not_in_a_ledger_read_after_it_was_sent_is_left_to_the_bridge(
    open_shop: Callable[..., Shop],
) -> None:
    shop = open_shop(SETTLED, rules=Rules(read_lag_s=600.0))
    reference = settled_day(shop)
    shop.clock.advance(60)
    bring(shop)
    assert shop.entry(reference).state is State.ACCEPTED
    assert bridge(shop) == (Verdict.DIFFERENCE, {"voucher_missing"})


def test_reversing_another_voucher_stops_none_of_ours(shop: Shop) -> None:
    reference = settled_day(shop)
    by_hand = shop.sandbox.book_voucher((1910, "0", "5.00"), (1920, "0", "-5.00"), day=DAY)
    shop.sandbox.reverse_voucher(by_hand["Id"])
    bring(shop)
    assert shop.entry(reference).state is State.ACCEPTED


def test_somebody_who_reads_the_ledger_at_the_desk_hears_of_it(shop: Shop, run: Callable[..., Running]) -> None:
    reference = settled_day(shop)
    running = run(shop)
    running.expect_customers()
    shop.sandbox.reverse_voucher(voucher_id(shop, reference))
    running.worker.read_ledger(DAY)
    running.heard.expect(lambda: any(isinstance(event, LedgerBrought) for event in running.heard.events))
    running.expect_state(reference, State.NEEDS_ATTENTION)
    running.heard.expect(lambda: running.status.counts.get(State.NEEDS_ATTENTION) == 1)
