"""What becomes of our orders over there, brought back sparingly: invoiced, paid, gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
import requests

from sync.gateway import SettingIsWrong, TryAgainLater
from sync.invoice_states import follow_invoices
from sync.poweroffice.gateway import MOST_REFERENCES
from sync.poweroffice.sandbox import EVERY_PRIVILEGE, Fault, FaultAction, Rules
from sync.poweroffice.sandbox.rules.settings import ReferenceFilters
from terminal_app.domain.outbox import OutboxEntry, State
from tests.sync.shop import Shop


def follow(shop: Shop, *, everything: bool = True) -> list[tuple[str, State]]:
    """The moves that one look brought, as they were told."""
    told: list[tuple[str, State]] = []

    def note(entry: OutboxEntry) -> None:
        told.append((entry.reference, entry.state))

    gateway = shop.gateway()
    try:
        follow_invoices(shop.database, gateway, everything=everything, clock=shop.clock, on_change=note)
    finally:
        gateway.close()
    return told


def delivered(shop: Shop) -> str:
    """The reference of an invoice sale that they have taken."""
    reference = shop.sell()
    shop.deliver()
    assert shop.entry(reference).state is State.ACCEPTED
    return reference


def order_id(shop: Shop, reference: str) -> str:
    remote = shop.entry(reference).remote
    assert remote is not None
    return remote.order_id


def lists(shop: Shop) -> list[str]:
    """The list calls so far that are about orders and invoices."""
    asked = [(visit.method, visit.path.rpartition("/")[2]) for visit in shop.sandbox.visits()]
    return [path for method, path in asked if method == "GET" and path in ("SalesOrders", "OutgoingInvoices")]


def credit(shop: Shop, invoice_no: int, quantity: int) -> None:
    """Somebody over there makes and sends a credit note for that many of what was bought."""
    headers = {"Ocp-Apim-Subscription-Key": shop.sandbox.subscription_key}
    token = requests.post(
        shop.sandbox.token_url,
        data={"grant_type": "client_credentials"},
        auth=(shop.sandbox.application_key, shop.sandbox.client_key),
        headers=headers,
        timeout=10,
    ).json()["access_token"]
    line = {"ProductCode": "7025", "Quantity": -quantity, "ProductUnitPrice": 52, "Allowance": 0}
    order = {"CustomerNo": 10001, "RelatedInvoiceNo": invoice_no, "SalesOrderLines": [line]}
    made = requests.post(
        f"{shop.sandbox.api_url}/SalesOrders/Complete",
        json=order,
        headers={**headers, "Authorization": f"Bearer {token}"},
        timeout=10,
    )
    assert made.status_code == 201, made.text
    assert shop.sandbox.send_invoice(made.json()["Id"])["TotalAmount"] == -52 * quantity


def test_a_sent_order_is_told_as_invoiced_with_its_number(shop: Shop) -> None:
    reference = delivered(shop)
    invoice = shop.sandbox.send_invoice(order_id(shop, reference))
    assert follow(shop) == [(reference, State.INVOICED)]
    remote = shop.entry(reference).remote
    assert remote is not None
    assert (remote.invoice_no, remote.paid) == (invoice["InvoiceNo"], False)
    assert shop.entry(reference).history[-1].outcome == "invoiced"


def test_a_paid_invoice_passes_both_states_in_one_look(shop: Shop) -> None:
    reference = delivered(shop)
    shop.sandbox.book_payment(shop.sandbox.send_invoice(order_id(shop, reference))["InvoiceNo"])
    assert follow(shop) == [(reference, State.INVOICED), (reference, State.PAID)]
    remote = shop.entry(reference).remote
    assert remote is not None
    assert remote.paid is True


def test_a_part_payment_is_not_paid(shop: Shop) -> None:
    reference = delivered(shop)
    shop.sandbox.book_payment(shop.sandbox.send_invoice(order_id(shop, reference))["InvoiceNo"], Decimal("10"))
    assert follow(shop) == [(reference, State.INVOICED)]
    assert follow(shop) == []


@pytest.mark.parametrize(
    ("quantities", "told"), [([3], "credited"), ([1, 2], "credited"), ([2], "paid")], ids=["whole", "in two", "in part"]
)
def test_an_invoice_taken_back_by_credit_notes_is_told_apart_from_a_paid_one(
    shop: Shop, quantities: list[int], told: str
) -> None:
    reference, other = delivered(shop), delivered(shop)
    numbers = [shop.sandbox.send_invoice(order_id(shop, one))["InvoiceNo"] for one in (reference, other)]
    for quantity in quantities:
        credit(shop, numbers[0], quantity)
    for number in numbers:
        shop.sandbox.book_payment(number)  # matched, or paid: either way nothing is owed any more
    follow(shop)
    assert [shop.entry(one).state for one in (reference, other)] == [State.PAID, State.PAID]
    assert shop.entry(reference).history[-1].outcome == told
    assert shop.entry(other).history[-1].outcome == "paid"


@pytest.mark.parametrize("filters", list(ReferenceFilters))
def test_it_is_found_whatever_the_filter_by_reference_does(
    open_shop: Callable[..., Shop], filters: ReferenceFilters
) -> None:
    shop = open_shop(rules=Rules(reference_filters=filters))
    other, reference = delivered(shop), delivered(shop)
    shop.sandbox.send_invoice(order_id(shop, reference))
    assert follow(shop) == [(reference, State.INVOICED)]
    assert shop.entry(other).history[-1].outcome == "sent"


def test_more_orders_than_fit_in_one_filter_cost_one_list_call(shop: Shop) -> None:
    references = [shop.sell() for _ in range(MOST_REFERENCES + 1)]
    shop.deliver()
    for reference in references[:3]:
        shop.sandbox.send_invoice(order_id(shop, reference))
    follow(shop)
    shop.clock.advance(900)
    before = len(lists(shop))
    assert follow(shop, everything=False) == []
    assert lists(shop)[before:] == ["OutgoingInvoices"]
    assert shop.till.outbox.counts() == {State.ACCEPTED: MOST_REFERENCES - 2, State.INVOICED: 3}


def test_nothing_to_follow_asks_nothing(shop: Shop) -> None:
    shop.sell()
    before = len(shop.sandbox.visits())
    assert follow(shop) == []
    assert len(shop.sandbox.visits()) == before


def test_old_invoices_are_asked_for_once_a_day_only(shop: Shop) -> None:
    reference = delivered(shop)
    number = shop.sandbox.send_invoice(order_id(shop, reference))["InvoiceNo"]
    follow(shop)
    shop.clock.advance(timedelta(days=90).total_seconds())
    follow(shop)
    shop.sandbox.book_payment(number)
    before = len(lists(shop))
    assert follow(shop, everything=False) == []
    assert lists(shop)[before:] == []
    shop.clock.advance(timedelta(days=1, minutes=1).total_seconds())
    assert follow(shop, everything=False) == [(reference, State.PAID)]


def test_a_list_that_cannot_be_read_whole_moves_nothing(shop: Shop) -> None:
    reference = delivered(shop)
    shop.sandbox.send_invoice(order_id(shop, reference))
    shop.sandbox.faults.add(Fault(FaultAction.WRONG_TYPES, path="/OutgoingInvoices"))
    with pytest.raises(TryAgainLater):
        follow(shop)
    assert shop.entry(reference).state is State.ACCEPTED


def test_a_missing_privilege_for_invoices_is_named(shop: Shop) -> None:
    delivered(shop)
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("OutgoingInvoice")])
    shop.sandbox.revoke_tokens()
    with pytest.raises(SettingIsWrong) as wrong:
        follow(shop)
    assert wrong.value.problem.values["privilege"] == "OutgoingInvoice"
