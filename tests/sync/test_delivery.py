"""Whole passes against the real sandbox over HTTP: what arrives, what is told, and that nothing arrives twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sync.engine import Reach
from sync.poweroffice.sandbox import EVERY_PRIVILEGE, Fault, FaultAction, ReferenceFilters, Rules
from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Customer
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import State
from tests.sync.shop import BUN, LATTE, Shop

POST: dict[str, Any] = {"method": "POST", "path": "/SalesOrders/Complete"}
OVERPAST = 700.0
"""Longer than the quarantine of the settings, in seconds."""


def test_a_pass_delivers_the_order_with_its_total_and_the_entry_knows_its_number(shop: Shop) -> None:
    reference = shop.sell(Cart().add(LATTE, Quantity.of(3)).add(BUN), note="Møterom 2", reference="PO 77")
    report = shop.deliver()
    (order,) = shop.sandbox.orders()
    entry = shop.entry(reference)
    assert (report.sent, report.still_queued, report.blocked) == (1, 0, None)
    assert order["ExternalImportReference"] == reference
    assert order["TotalAmount"] == Decimal("195.00")
    assert order["CustomerNo"] == 10001
    assert order["CustomerReference"] == "PO 77"
    assert entry.state is State.ACCEPTED
    assert entry.remote is not None
    assert (entry.remote.order_id, entry.remote.order_no) == (order["Id"], order["SalesOrderNo"])


def test_a_second_pass_sends_nothing(shop: Shop) -> None:
    shop.sell()
    shop.deliver()
    report = shop.deliver()
    assert (report.sent, report.already_there, shop.posts()) == (0, 0, 1)


def test_a_lost_reply_never_sends_the_invoice_twice(shop: Shop) -> None:
    reference = shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_AFTER_COMMIT, **POST))
    report = shop.deliver()
    assert (report.sent, report.already_there) == (0, 1)
    assert shop.entry(reference).state is State.ACCEPTED
    assert (len(shop.sandbox.orders()), shop.posts()) == (1, 1)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultAction.STATUS, status=500, after_commit=True, **POST),
        Fault(FaultAction.STATUS, status=503, after_commit=True, **POST),
        Fault(FaultAction.TRUNCATED, **POST),
        Fault(FaultAction.WRONG_TYPES, **POST),
        Fault(FaultAction.HUGE, size=3_000_000, **POST),
    ],
    ids=["500", "503", "half an answer", "wrong types", "huge"],
)
def test_an_order_that_was_taken_without_a_proper_answer_is_found_and_adopted(shop: Shop, fault: Fault) -> None:
    reference = shop.sell()
    shop.sandbox.faults.add(fault)
    report = shop.deliver()
    assert report.already_there == 1
    assert shop.entry(reference).state is State.ACCEPTED
    assert (len(shop.sandbox.orders()), shop.posts()) == (1, 1)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultAction.DROP_BEFORE_COMMIT, **POST),
        Fault(FaultAction.STATUS, status=500, **POST),
        Fault(FaultAction.STATUS, status=408, **POST),
        Fault(FaultAction.HTML, **POST),
    ],
    ids=["cut", "500", "408", "captive portal"],
)
def test_an_order_in_doubt_is_posted_again_only_after_the_quarantine_and_with_the_same_bytes(
    shop: Shop, fault: Fault
) -> None:
    reference = shop.sell()
    shop.sandbox.faults.add(fault)
    first = shop.deliver()
    assert (first.still_queued, shop.entry(reference).state) == (1, State.UNKNOWN)
    shop.clock.advance(300)
    shop.deliver()
    assert shop.posts() == 1
    shop.clock.advance(OVERPAST)
    assert shop.deliver().sent == 1
    bodies = {visit.body for visit in shop.sandbox.visits() if visit.path.endswith("/Complete")}
    assert (len(bodies), shop.posts(), len(shop.sandbox.orders())) == (1, 2, 1)


def test_moving_the_wall_clock_does_not_end_the_quarantine(shop: Shop) -> None:
    shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_BEFORE_COMMIT, **POST))
    shop.deliver()
    shop.clock.wall = shop.clock.wall.replace(year=2027)
    shop.deliver()
    assert shop.posts() == 1


def test_a_reboot_starts_the_quarantine_anew(shop: Shop) -> None:
    shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_BEFORE_COMMIT, **POST))
    shop.deliver()
    shop.clock.reboot()
    shop.clock.advance(500)
    shop.deliver()
    assert shop.posts() == 1
    shop.clock.advance(OVERPAST)
    assert shop.deliver().sent == 1


@pytest.mark.parametrize("filters", list(ReferenceFilters))
def test_the_lookup_works_whatever_the_server_makes_of_the_new_filters(
    open_shop: Callable[..., Shop], filters: ReferenceFilters
) -> None:
    shop = open_shop(rules=Rules(reference_filters=filters))
    shop.sell()
    shop.deliver()
    reference = shop.sell(Cart().add(BUN))
    shop.sandbox.faults.add(Fault(FaultAction.DROP_AFTER_COMMIT, **POST))
    assert shop.deliver().already_there == 1
    assert shop.entry(reference).state is State.ACCEPTED


def test_an_order_that_a_person_invoiced_meanwhile_is_found_among_the_invoices(shop: Shop) -> None:
    reference = shop.sell()
    shop.sandbox.faults.add(
        Fault(FaultAction.DROP_AFTER_COMMIT, **POST), Fault(FaultAction.STATUS, method="GET", status=500)
    )
    shop.deliver()
    shop.sandbox.send_invoice(shop.sandbox.orders()[0]["Id"])
    shop.clock.advance(60)
    assert shop.deliver().already_there == 1
    remote = shop.entry(reference).remote
    assert remote is not None
    assert remote.invoice_no is not None


def test_a_server_that_is_not_unique_still_holds_one_order(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(rules=Rules(unique_references=False))
    shop.sell()
    shop.sandbox.faults.add(
        Fault(FaultAction.DROP_AFTER_COMMIT, **POST), Fault(FaultAction.STATUS, method="GET", status=500)
    )
    shop.deliver()
    shop.clock.advance(OVERPAST)
    shop.deliver()
    assert len(shop.sandbox.orders()) == 1


def test_a_401_renews_the_token_once_and_the_order_goes(shop: Shop) -> None:
    shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=401, **POST))
    assert shop.deliver().sent == 1
    assert shop.sandbox.request_counts()["POST /v2/SalesOrders/Complete"] == {"201": 1, "401": 1}


def test_a_missing_privilege_stops_the_channel_and_burns_no_attempt(shop: Shop) -> None:
    references = [shop.sell(), shop.sell()]
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("SalesOrders")])
    report = shop.deliver()
    assert report.blocked is not None
    assert (report.blocked.code, report.blocked.values["privilege"]) == ("privilege_missing", "SalesOrders_Full")
    assert shop.posts() == 1
    assert [(shop.entry(r).state, shop.entry(r).attempts) for r in references] == [(State.QUEUED, 0)] * 2
    shop.sandbox.change_privileges(EVERY_PRIVILEGE)
    assert shop.deliver().sent == 2


def test_a_wrong_key_stops_the_channel_before_anything_is_sent(shop: Shop) -> None:
    reference = shop.sell()
    shop.till.change_settings({"invoicing.client_key": "wrong"})
    report = shop.deliver()
    assert report.blocked is not None
    assert report.blocked.code == "keys_refused"
    assert (shop.entry(reference).attempts, shop.posts()) == (0, 0)


def test_a_product_that_is_not_mapped_stops_the_channel_and_names_the_setting(shop: Shop) -> None:
    reference = shop.sell()
    shop.till.change_settings({"invoicing.products.sale_25": ""})
    report = shop.deliver()
    assert report.blocked is not None
    assert report.blocked.values["field"] == "invoicing.products.sale_25"
    assert (shop.entry(reference).state, shop.entry(reference).attempts) == (State.QUEUED, 0)


def test_a_customer_that_was_archived_stops_its_own_entry_and_the_next_goes_on(shop: Shop) -> None:
    shop.till.catalog.put_customers([(_alive(shop, 10005), None)])
    bad, good = shop.sell(customer=10005), shop.sell()
    report = shop.deliver()
    assert (report.sent, report.stopped, report.needs_attention) == (1, 1, 1)
    stopped = shop.entry(bad)
    assert stopped.problem is not None
    assert (stopped.state, stopped.problem.code) == (State.NEEDS_ATTENTION, "customer_refused")
    assert "archived" in stopped.problem.values["text"]
    assert shop.entry(good).state is State.ACCEPTED


def test_a_total_that_differs_waits_for_a_person_with_both_amounts(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({"invoicing.products.sale_25": "8025"})
    reference = shop.sell()
    shop.deliver()
    entry = shop.entry(reference)
    assert entry.problem is not None
    assert (entry.state, entry.problem.code) == (State.NEEDS_ATTENTION, "total_mismatch")
    assert (entry.problem.values["till"], entry.problem.values["answered"]) == ("156.00", "195.00")


def test_a_mismatch_that_is_tried_again_is_looked_up_and_not_posted_again(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({"invoicing.products.sale_25": "8025"})
    reference = shop.sell()
    shop.deliver()
    shop.till.deliveries.retry(reference)
    shop.deliver()
    assert (shop.posts(), shop.entry(reference).state) == (1, State.NEEDS_ATTENTION)


def test_a_hasty_retry_waits_until_their_list_would_show_the_order(open_shop: Callable[..., Shop]) -> None:
    rules = Rules(unique_references=False, read_lag_s=20.0)
    shop = open_shop({"invoicing.products.sale_25": "8025"}, rules=rules)
    reference = shop.sell()
    shop.deliver()
    shop.till.deliveries.retry(reference)
    shop.deliver()
    assert (shop.posts(), shop.entry(reference).state) == (1, State.UNKNOWN)
    shop.clock.advance(OVERPAST)
    shop.deliver()
    assert (shop.posts(), shop.entry(reference).state) == (1, State.NEEDS_ATTENTION)


def test_a_customers_own_discount_does_not_change_the_total(shop: Shop) -> None:
    reference = shop.sell(customer=10003)
    shop.deliver()
    assert shop.entry(reference).state is State.ACCEPTED


def test_a_retry_after_a_refusal_sends_new_bytes_under_the_same_reference(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({"invoicing.products.sale_25": "0000"})
    reference = shop.sell()
    assert shop.deliver().needs_attention == 1
    shop.till.change_settings({"invoicing.products.sale_25": "7025"})
    shop.till.deliveries.retry(reference)
    assert shop.deliver().sent == 1
    assert [order["ExternalImportReference"] for order in shop.sandbox.orders()] == [reference]


def test_with_the_network_gone_everything_stays_queued_and_the_pass_ends_at_the_first(shop: Shop) -> None:
    references = [shop.sell(), shop.sell()]
    shop.sandbox.unplug()
    report = shop.deliver()
    assert report.cut_short is not None
    assert (report.cut_short.code, report.still_queued) == ("offline", 2)
    assert [shop.entry(reference).state for reference in references] == [State.QUEUED] * 2
    shop.sandbox.plug_in()
    assert shop.deliver().sent == 2


def test_a_short_429_is_waited_out_without_an_attempt(shop: Shop) -> None:
    reference = shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=429, times=2, **POST))
    assert shop.deliver().sent == 1
    assert shop.entry(reference).attempts == 1


def test_a_long_429_ends_the_pass_and_is_no_attempt(shop: Shop) -> None:
    reference = shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=429, retry_after=120, **POST))
    report = shop.deliver()
    entry = shop.entry(reference)
    assert report.cut_short is not None
    assert (report.cut_short.code, entry.attempts, entry.state) == ("throttled", 0, State.QUEUED)
    assert entry.not_before is not None
    assert (entry.not_before - shop.clock.now()).total_seconds() >= 120


def test_a_sale_before_enabled_since_is_held_until_the_date_is_moved_back(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({"invoicing.enabled_since": "2026-12-01"})
    reference = shop.sell()
    assert shop.deliver().sent == 0
    assert shop.entry(reference).state is State.HELD
    shop.till.change_settings({"invoicing.enabled_since": "2026-11-22"})
    assert shop.deliver().sent == 1


def test_a_held_sale_without_a_customer_asks_for_one_when_it_is_let_go(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop({"invoicing.enabled_since": "2026-12-01"})
    reference = shop.sell(customer=None)
    shop.till.change_settings({"invoicing.enabled_since": "2026-11-01"})
    shop.deliver()
    assert shop.entry(reference).state is State.NEEDS_CUSTOMER


def test_with_the_integration_off_nothing_is_sent(shop: Shop) -> None:
    shop.sell()
    shop.till.change_settings({"channels.invoice.integration": "false"})
    report = shop.deliver()
    assert report.blocked is not None
    assert (report.blocked.code, report.still_queued, shop.posts()) == ("integration_off", 1, 0)


def test_a_pass_for_retries_leaves_new_entries_to_the_schedule(shop: Shop) -> None:
    shop.sell()
    assert shop.deliver(Reach.RETRIES).sent == 0
    assert shop.deliver(Reach.SCHEDULED).sent == 1


def test_the_history_keeps_what_was_sent_and_what_came_of_it(shop: Shop) -> None:
    reference = shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_AFTER_COMMIT, **POST))
    shop.deliver()
    history = shop.entry(reference).history
    assert [(attempt.what, attempt.outcome) for attempt in history] == [
        ("payload", "made"),
        ("send", "unknown"),
        ("look_up", "found"),
    ]
    assert history[0].detail.encode() == shop.entry(reference).payload


def test_net_prices_and_a_tip_come_to_the_same_total(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(
        {
            "invoicing.send_amount_excluding_vat": "true",
            "invoicing.products.sale_25": "8025",
            "invoicing.products.sale_15": "8015",
        }
    )
    reference = shop.sell(Cart().add(LATTE, Quantity.of(3)).add(BUN, Quantity.of(2)), tip=Money(25_00))
    shop.deliver()
    entry = shop.entry(reference)
    assert entry.remote is not None
    assert (entry.state, entry.remote.total) == (State.ACCEPTED, Money(259_00))


def _alive(shop: Shop, number: int) -> Customer:
    customer = shop.till.catalog.customer(number)
    assert customer is not None
    return replace(customer, archived=False)


def test_a_used_reference_that_is_found_nowhere_ends_with_a_person_who_may_cancel_it(
    open_shop: Callable[..., Shop],
) -> None:
    shop = open_shop(rules=Rules(read_lag_s=100_000.0))
    reference = shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_AFTER_COMMIT, **POST))
    for _ in range(4):
        shop.deliver()
        shop.clock.advance(OVERPAST)
    entry = shop.entry(reference)
    assert (entry.state, shop.posts()) == (State.NEEDS_ATTENTION, 2)
    assert entry.problem is not None
    assert entry.problem.code == "reference_in_use"
    shop.till.deliveries.cancel(reference, "faktureres for hånd")
    shop.deliver()
    assert (shop.entry(reference).state, shop.posts()) == (State.CANCELLED, 2)


def test_a_used_reference_that_is_tried_again_is_looked_up_before_anything_is_sent(
    open_shop: Callable[..., Shop],
) -> None:
    shop = open_shop(rules=Rules(read_lag_s=100_000.0))
    reference = shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_AFTER_COMMIT, **POST))
    for _ in range(4):
        shop.deliver()
        shop.clock.advance(OVERPAST)
    shop.clock.advance(100_000.0)
    shop.till.deliveries.retry(reference)
    shop.deliver()
    assert (shop.entry(reference).state, shop.posts()) == (State.ACCEPTED, 2)
