"""From order to invoice to paid, and what each list then shows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.sandbox.desk import Client, FrozenClock, body, sold


def test_a_sent_order_leaves_the_orders_and_comes_back_as_an_invoice_with_its_id(client: Client) -> None:
    order = client.order(CustomerNo=10010, ExternalImportReference="R-1", ImportedOrderNo=7).json()
    answer = client.post(f"/SalesOrders/{order['Id']}/createAndSendInvoice", {"VoucherDate": "2026-11-23"})
    assert answer.status_code == 202
    (state,) = client.session.get(answer.headers["Location"], timeout=30).json()
    assert (state["IsInvoiceBeingProcessed"], state["InvoiceNo"], state["DueDate"]) == (False, 10001, "2026-12-23")
    assert client.get("/SalesOrders").status_code == 204
    assert client.get(f"/SalesOrders/{order['Id']}").status_code == 404
    invoice = body(client.get(f"/OutgoingInvoices/{order['Id']}"))
    assert (invoice["ExternalImportReference"], invoice["ImportedOrderNo"], invoice["OrderNo"]) == ("R-1", 7, 10001)
    assert invoice["TotalAmount"] == invoice["Balance"] == Decimal("52.00")


def test_sending_takes_its_time_and_202_proves_nothing(client: Client, clock: FrozenClock) -> None:
    client.sandbox.change_rules(sending_takes_s=5)
    order = client.order(CustomerNo=10010).json()["Id"]
    client.post(f"/SalesOrders/{order}/createAndSendInvoice", {})
    (state,) = client.get("/SalesOrders/sentState", id=order).json()
    assert (state["IsInvoiceBeingProcessed"], state["SentDateTimeOffset"]) == (True, None)
    assert client.post(f"/SalesOrders/{order}/createAndSendInvoice", {}).status_code == 400
    assert client.delete(f"/SalesOrders/{order}").status_code == 409
    clock.advance(5)
    (state,) = client.get("/SalesOrders/sentState", id=order).json()
    assert (state["IsInvoiceBeingProcessed"], state["InvoiceNo"]) == (False, 10001)


def test_an_invoice_that_nobody_can_receive_stays_an_order_with_the_reason(client: Client) -> None:
    order = client.order(CustomerNo=10001).json()["Id"]
    assert client.post(f"/SalesOrders/{order}/createAndSendInvoice", {}).status_code == 202
    (state,) = client.get("/SalesOrders/sentState", id=order).json()
    assert "no e-mail address" in state["LastErrorMessage"]
    assert len(client.sandbox.orders()) == 1
    client.post(f"/SalesOrders/{order}/createAndSendInvoice", {"EmailAddress": "post@torget.example"})
    assert client.sandbox.orders() == []


def test_sending_needs_a_privilege_of_its_own(opened: Callable[..., Client]) -> None:
    client = opened(may_send_invoices=False)
    order = client.order().json()["Id"]
    answer = client.post(f"/SalesOrders/{order}/createAndSendInvoice", {})
    assert (answer.status_code, answer.json()["title"]) == (400, "Missing privilege")


def test_nothing_is_invoiced_on_or_before_the_lock_date(client: Client) -> None:
    order = client.order(CustomerNo=10010).json()["Id"]
    answer = client.post(f"/SalesOrders/{order}/createAndSendInvoice", {"VoucherDate": "2025-12-31"})
    assert (answer.status_code, "lock date" in answer.json()["detail"]) == (400, True)


def test_what_a_person_sent_is_hidden_from_the_integrations_own_list(client: Client) -> None:
    ours, theirs = (client.order(CustomerNo=10010).json()["Id"] for _ in range(2))
    client.post(f"/SalesOrders/{ours}/createAndSendInvoice", {})
    client.sandbox.send_invoice(theirs)
    own = client.get("/OutgoingInvoices", onlyCreatedByCurrentIntegration="true").json()
    assert [row["Id"] for row in own] == [ours]
    assert {row["Id"] for row in client.get("/OutgoingInvoices").json()} == {ours, theirs}


def test_a_paid_invoice_has_no_balance_and_shows_by_its_change_of_balance(client: Client, clock: FrozenClock) -> None:
    client.sandbox.send_invoice(client.order(ExternalImportReference="R-1").json()["Id"])
    client.sandbox.send_invoice(client.order(ExternalImportReference="R-2").json()["Id"])
    since = clock.now.isoformat()
    clock.advance(60)
    client.sandbox.book_payment(10001, Decimal("12.00"))
    client.sandbox.book_payment(10002)
    changed = body(client.get("/OutgoingInvoices", balanceLastChangedDateTimeOffsetGreaterThan=since))
    assert [row["Balance"] for row in changed] == [Decimal("40.00"), 0]
    unpaid = client.get("/OutgoingInvoices", onlyUnpaidInvoices="true", externalImportReferences="R-1,R-2").json()
    assert [row["InvoiceNo"] for row in unpaid] == [10001]


def test_negative_lines_make_a_credit_note_that_names_its_invoice(client: Client) -> None:
    client.sandbox.send_invoice(client.order().json()["Id"])
    credit = client.order(sold(quantity=-1), RelatedInvoiceNo=10001)
    assert (credit.status_code, body(credit)["TotalAmount"]) == (201, Decimal("-52.00"))
    assert client.order(sold(quantity=-1), RelatedInvoiceNo=99999).status_code == 404
    assert client.sandbox.send_invoice(credit.json()["Id"])["VoucherType"] == "OutgoingCreditNote"


@pytest.mark.parametrize(
    ("sold_first", "taken_back", "left", "owed_back"), [(3, 1, "104.00", "0.00"), (1, 3, "0.00", "-104.00")]
)
def test_a_credit_note_is_matched_with_the_invoice_it_names(
    client: Client, sold_first: int, taken_back: int, left: str, owed_back: str
) -> None:
    client.sandbox.send_invoice(client.order(sold(quantity=sold_first)).json()["Id"])
    credit = client.order(sold(quantity=-taken_back), RelatedInvoiceNo=10001)
    client.sandbox.send_invoice(credit.json()["Id"])
    balances = {row["InvoiceNo"]: row["Balance"] for row in client.sandbox.invoices()}
    assert balances == {10001: Decimal(left), 10002: Decimal(owed_back)}


def test_a_credit_note_that_names_no_invoice_leaves_all_balances_alone(client: Client) -> None:
    client.sandbox.send_invoice(client.order().json()["Id"])
    client.sandbox.send_invoice(client.order(sold(quantity=-1)).json()["Id"])
    assert [row["Balance"] for row in client.sandbox.invoices()] == [Decimal("52.00"), Decimal("-52.00")]


def test_an_order_of_nothing_is_no_credit_note(client: Client) -> None:
    client.sandbox.send_invoice(client.order().json()["Id"])
    refused = client.order(sold(quantity=1), sold(quantity=-1), RelatedInvoiceNo=10001)
    assert refused.status_code == 400
