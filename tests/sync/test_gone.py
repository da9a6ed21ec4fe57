"""An order that somebody deletes over there: a person has to know, once, and only when it is certain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from sync.poweroffice.sandbox import Fault, FaultAction, Rules
from terminal_app.domain.outbox import State
from terminal_app.domain.repair import Repair, may_cancel, repair_for
from tests.sync.shop import Shop
from tests.sync.test_invoice_states import delivered, follow, order_id

LATER_S = 601.0


def deleted(shop: Shop) -> str:
    """The reference of an order that they had taken and that somebody has deleted."""
    reference = delivered(shop)
    shop.sandbox.delete_order(order_id(shop, reference))
    return reference


def gone(shop: Shop) -> str:
    """The reference of one that is known to be deleted."""
    reference = deleted(shop)
    follow(shop)
    shop.clock.advance(LATER_S)
    assert follow(shop) == [(reference, State.NEEDS_ATTENTION)]
    return reference


def outcomes(shop: Shop, reference: str) -> list[str]:
    return [attempt.outcome for attempt in shop.entry(reference).history]


def test_an_order_missing_from_two_complete_lists_ten_minutes_apart_reaches_a_person_once(shop: Shop) -> None:
    reference = gone(shop)
    entry = shop.entry(reference)
    assert entry.problem is not None
    assert (entry.problem.code, entry.problem.values["receipt_no"]) == ("order_deleted", entry.receipt_no)
    assert entry.remote is not None
    assert entry.problem.values["order_no"] == str(entry.remote.order_no)
    posts = shop.posts()
    shop.clock.advance(LATER_S)
    assert follow(shop) == []
    shop.deliver()
    assert outcomes(shop, reference).count("gone") == 1
    assert (shop.posts(), shop.sandbox.orders()) == (posts, [])


def test_one_list_that_lacks_an_order_proves_nothing(shop: Shop) -> None:
    reference = deleted(shop)
    shop.clock.advance(timedelta(days=2).total_seconds())
    follow(shop)
    assert follow(shop) == []
    assert shop.entry(reference).state is State.ACCEPTED
    assert outcomes(shop, reference)[-1] == "sent"


def test_a_missing_order_is_looked_at_again_without_waiting_for_the_night(shop: Shop) -> None:
    reference = deleted(shop)
    follow(shop)
    shop.clock.advance(LATER_S)
    assert follow(shop, everything=False) == [(reference, State.NEEDS_ATTENTION)]


def test_a_list_that_lags_behind_is_no_proof_that_an_order_is_gone(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(rules=Rules(read_lag_s=900))
    reference = delivered(shop)
    assert follow(shop) == []
    shop.clock.advance(901)
    assert follow(shop) == []
    assert shop.entry(reference).quarantine is None
    shop.sandbox.delete_order(order_id(shop, reference))
    assert follow(shop) == []
    assert shop.entry(reference).state is State.ACCEPTED


def test_an_order_that_turns_up_again_has_to_be_missing_anew_for_as_long(shop: Shop) -> None:
    reference = delivered(shop)
    books = shop.sandbox._office.books
    row = books.orders.get(order_id(shop, reference))
    assert row is not None
    shop.sandbox.delete_order(row["Id"])
    follow(shop)
    with books.writing():
        books.put(books.orders, row)
    shop.clock.advance(LATER_S)
    assert follow(shop) == []
    shop.sandbox.delete_order(row["Id"])
    assert follow(shop) == []
    assert outcomes(shop, reference)[-1] == "sent"


def test_a_clock_set_forward_makes_no_order_gone_before_its_time(shop: Shop) -> None:
    deleted(shop)
    follow(shop)
    shop.clock.wall += timedelta(days=3)
    assert follow(shop) == []


def test_a_reboot_begins_the_ten_minutes_anew(shop: Shop) -> None:
    reference = deleted(shop)
    follow(shop)
    shop.clock.reboot()
    shop.clock.advance(LATER_S)
    assert follow(shop) == []
    shop.clock.advance(LATER_S)
    assert follow(shop) == [(reference, State.NEEDS_ATTENTION)]


def test_what_the_lists_lack_and_the_look_up_finds_is_taken_as_it_is_found(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({"invoicing.enabled_since": "2026-01-01"})
    reference = delivered(shop)
    # Dated long before its sale, so that the list since the sale does not hold it.
    shop.sandbox.send_invoice(order_id(shop, reference), {"VoucherDate": "2026-02-01"})
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, method="GET", path="/OutgoingInvoices", status=400))
    follow(shop)
    shop.clock.advance(LATER_S)
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, method="GET", path="/OutgoingInvoices", status=400))
    assert follow(shop) == [(reference, State.INVOICED)]
    assert shop.entry(reference).quarantine is None


def test_a_company_that_has_none_of_our_orders_is_taken_for_another_one(shop: Shop) -> None:
    references = [delivered(shop) for _ in range(3)]
    for reference in references:
        shop.sandbox.delete_order(order_id(shop, reference))
    for _ in range(3):
        assert follow(shop) == []
        shop.clock.advance(LATER_S)
    delivered(shop)
    follow(shop)
    shop.clock.advance(LATER_S)
    assert sorted(follow(shop)) == sorted((reference, State.NEEDS_ATTENTION) for reference in references)


def test_a_deleted_order_may_be_looked_up_again_or_cancelled(shop: Shop) -> None:
    entry = shop.entry(gone(shop))
    assert repair_for(entry) is Repair.LOOK_AGAIN
    assert may_cancel(entry)
    assert shop.till.deliveries.cancel(entry.reference, "Kunden betalte kontant").state is State.CANCELLED


@pytest.mark.parametrize("unique", [True, False], ids=["unique references", "references not unique"])
def test_a_retry_sends_a_deleted_order_once_more_after_the_quarantine_and_two_look_ups(
    open_shop: Callable[..., Shop], unique: bool
) -> None:
    shop = open_shop(rules=Rules(unique_references=unique))
    reference = gone(shop)
    shop.till.deliveries.retry(reference)
    shop.deliver()
    assert shop.entry(reference).state is State.UNKNOWN
    assert not may_cancel(shop.entry(reference))
    assert shop.posts() == 1
    shop.clock.advance(700)
    shop.deliver()
    assert shop.entry(reference).state is State.ACCEPTED
    assert shop.posts() == 2
    assert [order["ExternalImportReference"] for order in shop.sandbox.orders()] == [reference]
    shop.clock.advance(LATER_S)
    assert follow(shop) == []


def test_a_retry_of_an_order_that_is_back_adopts_it_and_sends_nothing(shop: Shop) -> None:
    reference = delivered(shop)
    books = shop.sandbox._office.books
    row = books.orders.get(order_id(shop, reference))
    assert row is not None
    shop.sandbox.delete_order(row["Id"])
    follow(shop)
    shop.clock.advance(LATER_S)
    assert follow(shop) == [(reference, State.NEEDS_ATTENTION)]
    with books.writing():
        books.put(books.orders, row)
    shop.till.deliveries.retry(reference)
    shop.deliver()
    assert shop.entry(reference).state is State.ACCEPTED
    assert shop.posts() == 1
