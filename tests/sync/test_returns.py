"""Returns of invoices against the real sandbox: when they go, what they name, and that none arrives twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sync.engine import Reach
from sync.invoice_states import follow_invoices
from sync.poweroffice.sandbox import Fault, FaultAction
from terminal_app.domain.cart import Cart
from terminal_app.domain.money import ONE, Money, Quantity
from terminal_app.domain.outbox import OutboxEntry, Quarantine, State
from terminal_app.domain.problems import Problem
from terminal_app.domain.refund import Chosen
from terminal_app.i18n import texts
from terminal_app.presenters.status import lifeline
from tests.sync.shop import BUN, FLOUR, LATTE, Shop

POST: dict[str, Any] = {"method": "POST", "path": "/SalesOrders/Complete"}
OVERPAST = 700.0
"""Longer than the quarantine of the settings, in seconds."""


def receipt_of(shop: Shop, reference: str) -> str:
    return shop.entry(reference).receipt_no


def take_back(shop: Shop, reference: str, *chosen: tuple[int, int]) -> str:
    """The reference of the return of those (position, thousandths), or of all that is left."""
    lines = [Chosen(position, Quantity(milli)) for position, milli in chosen] or None
    entry = shop.till.returns.refund(receipt_of(shop, reference), lines).entry
    assert entry is not None
    return entry.reference


def follow(shop: Shop) -> list[tuple[str, State]]:
    told: list[tuple[str, State]] = []

    def note(entry: OutboxEntry) -> None:
        told.append((entry.reference, entry.state))

    gateway = shop.gateway()
    try:
        follow_invoices(shop.database, gateway, everything=True, clock=shop.clock, on_change=note)
    finally:
        gateway.close()
    return told


def order_id(shop: Shop, reference: str) -> str:
    remote = shop.entry(reference).remote
    assert remote is not None
    return remote.order_id


def held_orders(shop: Shop) -> dict[str, Decimal]:
    """What the orders over there come to, by reference."""
    return {row["ExternalImportReference"]: row["TotalAmount"] for row in shop.sandbox.orders()}


def words_of(order: dict[str, Any]) -> list[str]:
    return [line["Description"] for line in order["SalesOrderLines"] if line["LineType"] == "Text"]


def test_a_return_after_acceptance_is_a_credit_order_for_the_same_customer(shop: Shop) -> None:
    sold = shop.sell(reference="PO 77")
    shop.deliver()
    back = take_back(shop, sold)
    assert shop.deliver().sent == 1
    order = next(row for row in shop.sandbox.orders() if row["ExternalImportReference"] == back)
    assert (order["TotalAmount"], order["CustomerNo"], order["CustomerReference"]) == (
        Decimal("-156.00"),
        10001,
        "PO 77",
    )
    assert order["ImportedOrderNo"] == 1
    assert order["RelatedInvoiceNo"] is None
    assert words_of(order)[:2] == ["Kvittering R-000001, 22.11.2026", "Retur av F-000001, 22.11.2026"]
    assert shop.entry(back).state is State.ACCEPTED


def test_a_return_of_an_invoice_that_never_left_sends_neither(shop: Shop) -> None:
    sold = shop.sell()
    assert shop.till.returns.refund(receipt_of(shop, sold)).entry is None
    shop.deliver()
    assert (shop.posts(), shop.entry(sold).state) == (0, State.CANCELLED)


def test_the_part_of_a_queued_invoice_goes_right_after_it_in_the_same_pass(shop: Shop) -> None:
    sold = shop.sell()
    back = take_back(shop, sold, (0, 1000))
    assert shop.deliver().sent == 2
    assert held_orders(shop) == {sold: Decimal("156.00"), back: Decimal("-52.00")}


def test_a_return_waits_while_its_sale_has_not_arrived_and_says_why(shop: Shop) -> None:
    sold = shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_BEFORE_COMMIT, **POST))
    shop.deliver()
    assert shop.entry(sold).state is State.UNKNOWN
    back = take_back(shop, sold)
    shop.deliver()
    shop.deliver()
    waiting = shop.entry(back)
    assert (waiting.state, waiting.attempts, waiting.not_before) == (State.QUEUED, 0, None)
    assert waiting.problem is not None
    assert (waiting.problem.code, waiting.problem.values["original"]) == ("original_not_arrived", "F-000001")
    assert [attempt.outcome for attempt in waiting.history] == ["waits"]
    steps = lifeline(waiting, shop.till.sync.status(), texts("nb"), shop.clock.now())
    assert any("F-000001" in step.detail for step in steps)
    assert held_orders(shop) == {}


def test_a_return_that_waited_goes_once_its_sale_has_arrived(shop: Shop) -> None:
    sold = shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_BEFORE_COMMIT, **POST))
    shop.deliver()
    back = take_back(shop, sold)
    shop.deliver()
    shop.clock.advance(OVERPAST)
    shop.deliver()
    assert (shop.entry(sold).state, shop.entry(back).state) == (State.ACCEPTED, State.ACCEPTED)
    assert held_orders(shop) == {sold: Decimal("156.00"), back: Decimal("-156.00")}
    assert shop.entry(back).problem is None


def test_a_return_that_waits_does_not_hold_up_the_sales_behind_it(shop: Shop) -> None:
    sold = shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_BEFORE_COMMIT, **POST))
    shop.deliver()
    take_back(shop, sold)
    shop.clock.advance(1)
    other = shop.sell(customer=10002)
    report = shop.deliver()
    assert (report.sent, report.blocked, report.cut_short) == (1, None, None)
    assert shop.entry(other).state is State.ACCEPTED


def test_a_return_that_waits_asks_for_no_retry_of_its_own(shop: Shop) -> None:
    sold = shop.sell()
    shop.till.outbox.save(shop.entry(sold), _stopped(shop.entry(sold)))
    take_back_part = take_back(shop, sold, (0, 1000))
    shop.deliver()
    assert shop.deliver(Reach.RETRIES).sent == 0
    assert shop.entry(take_back_part).not_before is None
    assert [attempt.outcome for attempt in shop.entry(take_back_part).history] == ["waits"]


def test_a_return_in_doubt_is_looked_up_and_waits_again_if_its_sale_has_not_arrived(shop: Shop) -> None:
    sold = shop.sell()
    shop.till.outbox.save(shop.entry(sold), _stopped(shop.entry(sold)))
    back = take_back(shop, sold, (0, 1000))
    doubt = Quarantine(shop.clock.boot_id(), shop.clock.monotonic())
    shop.till.outbox.save(shop.entry(back), replace(shop.entry(back), quarantine=doubt))
    shop.deliver()
    assert shop.entry(back).state is State.UNKNOWN
    shop.clock.advance(OVERPAST)
    shop.deliver(Reach.RETRIES)
    waiting = shop.entry(back)
    assert (waiting.state, waiting.quarantine, waiting.not_before) == (State.QUEUED, None, None)
    assert waiting.problem is not None
    assert (waiting.problem.code, shop.posts()) == ("original_not_arrived", 0)
    shop.till.deliveries.retry(sold)
    assert shop.deliver().sent == 2


def _stopped(entry: OutboxEntry) -> OutboxEntry:
    return replace(entry, state=State.NEEDS_ATTENTION)


def test_a_return_after_invoicing_names_the_invoice_and_is_matched_with_it(shop: Shop) -> None:
    sold = shop.sell()
    shop.deliver()
    invoice = shop.sandbox.send_invoice(order_id(shop, sold))
    follow(shop)
    back = take_back(shop, sold)
    shop.deliver()
    (order,) = shop.sandbox.orders()
    assert (order["RelatedInvoiceNo"], order["TotalAmount"]) == (invoice["InvoiceNo"], Decimal("-156.00"))
    credit_note = shop.sandbox.send_invoice(order_id(shop, back))
    assert credit_note["VoucherType"] == "OutgoingCreditNote"
    moves = follow(shop)
    assert (back, State.INVOICED) in moves
    assert (shop.entry(sold).state, shop.entry(back).state) == (State.PAID, State.PAID)
    assert shop.entry(sold).history[-1].outcome == "credited"
    remote = shop.entry(back).remote
    assert remote is not None
    assert (remote.invoice_no, remote.total) == (credit_note["InvoiceNo"], Money(-156_00))


def test_a_credit_note_that_is_not_paid_out_stays_invoiced_until_it_is(shop: Shop) -> None:
    sold = shop.sell()
    shop.deliver()
    shop.sandbox.book_payment(shop.sandbox.send_invoice(order_id(shop, sold))["InvoiceNo"])
    follow(shop)
    back = take_back(shop, sold, (0, 2000))
    shop.deliver()
    number = shop.sandbox.send_invoice(order_id(shop, back))["InvoiceNo"]
    assert follow(shop) == [(back, State.INVOICED)]
    shop.sandbox.book_payment(number)
    assert follow(shop) == [(back, State.PAID)]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultAction.DROP_AFTER_COMMIT, **POST),
        Fault(FaultAction.STATUS, status=500, after_commit=True, **POST),
        Fault(FaultAction.TRUNCATED, **POST),
    ],
    ids=["cut", "500", "half an answer"],
)
def test_a_lost_reply_to_a_credit_order_is_adopted_and_not_doubled(shop: Shop, fault: Fault) -> None:
    sold = shop.sell()
    shop.deliver()
    back = take_back(shop, sold)
    shop.sandbox.faults.add(fault)
    report = shop.deliver()
    assert (report.sent, report.already_there) == (0, 1)
    assert shop.entry(back).state is State.ACCEPTED
    shop.deliver()
    assert held_orders(shop) == {sold: Decimal("156.00"), back: Decimal("-156.00")}
    assert shop.posts() == 2


@pytest.mark.parametrize("excluding_vat", ["false", "true"])
@pytest.mark.parametrize("detail", ["items", "vat_rates"])
def test_parts_that_go_back_one_by_one_are_credited_to_the_ore(
    open_shop: Callable[..., Shop], excluding_vat: str, detail: str
) -> None:
    codes = {"0": "8000", "12": "8012", "15": "8015", "25": "8025"} if excluding_vat == "true" else {}
    shop = open_shop(
        {
            "invoicing.send_amount_excluding_vat": excluding_vat,
            "invoicing.line_detail": detail,
            **{f"invoicing.products.sale_{rate}": code for rate, code in codes.items()},
        }
    )
    cart = Cart().add(LATTE, Quantity.of(3)).add(BUN, Quantity.of(2)).add(FLOUR, Quantity(1350))
    sold = shop.sell(cart, tip=Money(12_50))
    shop.deliver()
    steps: tuple[list[tuple[int, int]], ...] = ([(0, 1000), (2, 333)], [(1, 1000), (2, 334)], [(3, 1000)], [])
    returns = [take_back(shop, sold, *step) for step in steps]
    assert shop.deliver().sent == len(returns)
    orders = held_orders(shop)
    assert [shop.entry(back).state for back in returns] == [State.ACCEPTED] * len(returns)
    assert sum(orders.values()) == 0
    assert {back: str(orders[back]) for back in returns} == {back: str(shop.entry(back).total) for back in returns}


def test_a_customer_chosen_in_the_queue_gets_the_credit_note_too(shop: Shop) -> None:
    sold = shop.sell(customer=None)
    back = take_back(shop, sold, (0, 1000))
    shop.deliver()
    assert (shop.posts(), shop.entry(back).state) == (0, State.QUEUED)
    shop.till.deliveries.assign_customer(sold, 10002)
    shop.deliver()
    assert {row["CustomerNo"] for row in shop.sandbox.orders()} == {10002}
    assert len(held_orders(shop)) == 2


def test_an_invoice_that_is_cancelled_takes_the_return_that_waits_with_it(shop: Shop) -> None:
    sold = shop.sell(customer=None)
    back = take_back(shop, sold, (0, 1000))
    shop.deliver()
    shop.till.deliveries.cancel(sold, "faktureres for hånd")
    shop.deliver()
    assert (shop.entry(sold).state, shop.entry(back).state, shop.posts()) == (State.CANCELLED, State.CANCELLED, 0)


def test_one_product_more_is_taken_back_from_what_is_left(shop: Shop) -> None:
    sold = shop.sell()
    shop.deliver()
    for _ in range(3):
        shop.till.returns.refund(receipt_of(shop, sold), [Chosen(0, ONE)])
    shop.deliver()
    assert sorted(held_orders(shop).values()) == [Decimal("-52.00")] * 3 + [Decimal("156.00")]


def test_a_credit_note_whose_invoice_they_refuse_goes_without_naming_it_after_a_retry(shop: Shop) -> None:
    sold = shop.sell()
    shop.deliver()
    entry = shop.entry(sold)
    assert entry.remote is not None
    nowhere = replace(entry, state=State.INVOICED, remote=replace(entry.remote, invoice_no=99999))
    shop.till.outbox.save(entry, nowhere)
    back = take_back(shop, sold)
    assert shop.deliver().stopped == 1
    stopped = shop.entry(back)
    assert stopped.problem is not None
    assert stopped.problem.code == "invoice_link_refused"
    assert "99999" in stopped.problem.values["text"]
    shop.till.deliveries.retry(back)
    assert shop.deliver().sent == 1
    order = next(row for row in shop.sandbox.orders() if row["ExternalImportReference"] == back)
    assert (order["RelatedInvoiceNo"], order["TotalAmount"]) == (None, Decimal("-156.00"))


def test_a_return_of_an_invoice_that_is_found_nowhere_waits_for_a_manager(shop: Shop) -> None:
    sold = shop.sell()
    nowhere = replace(shop.entry(sold), state=State.NEEDS_ATTENTION, problem=Problem("reference_in_use"))
    shop.till.outbox.save(shop.entry(sold), nowhere)
    back = take_back(shop, sold)
    shop.deliver()
    assert (shop.entry(sold).state, shop.entry(back).state) == (State.NEEDS_ATTENTION, State.QUEUED)
    shop.till.deliveries.cancel(sold, "faktureres for hånd")
    assert (shop.entry(back).state, shop.posts()) == (State.CANCELLED, 0)
