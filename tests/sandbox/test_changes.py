"""What is changed after it was made: an order's head and lines, and what may be deleted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.desk import Client, Row, body, sold


def replace(name: str, value: object) -> Row:
    return {"op": "replace", "path": f"/{name}", "value": value}


def test_a_drafts_head_is_changed_and_its_lines_keep_their_ids(client: Client) -> None:
    order = body(client.order(sold(), sold("8025", 2, 40), ExternalImportReference="R-1"))
    answer = client.patch(
        f"/SalesOrders/{order['Id']}", replace("CustomerReference", "Kari"), replace("PaymentTerm", 30)
    )
    assert answer.status_code == 200
    after = body(client.get(f"/SalesOrders/{order['Id']}/Complete"))
    assert (after["CustomerReference"], after["PaymentTerm"]) == ("Kari", 30)
    assert (after["SalesOrderNo"], after["TotalAmount"]) == (order["SalesOrderNo"], order["TotalAmount"])
    assert [line["Id"] for line in after["SalesOrderLines"]] == [line["Id"] for line in order["SalesOrderLines"]]


def test_another_customer_is_chosen_by_number(client: Client) -> None:
    order = body(client.order())
    client.patch(f"/SalesOrders/{order['Id']}", replace("CustomerNo", 10010))
    assert client.sandbox.orders()[0]["CustomerId"] == 506


def test_a_delivery_date_of_another_rate_adds_the_order_up_anew(client: Client) -> None:
    order = body(client.order(sold("8012", 1, 100)))
    changed = body(client.patch(f"/SalesOrders/{order['Id']}", replace("DeliveryDate", "2021-06-01")))
    assert (order["TotalAmount"], changed["TotalAmount"]) == (Decimal("112.00"), Decimal("106.00"))


def test_a_confirmed_order_is_locked_until_it_is_a_draft_again(client: Client) -> None:
    where = f"/SalesOrders/{body(client.order(SalesOrderStatus='Confirmed'))['Id']}"
    assert client.patch(where, replace("CustomerReference", "Kari")).status_code == 400
    assert client.post(f"{where}/Lines", sold()).status_code == 400
    assert client.patch(where, replace("SalesOrderStatus", "Draft")).status_code == 200
    assert client.patch(where, replace("CustomerReference", "Kari")).status_code == 200


def test_a_used_reference_is_refused_and_its_own_is_not(client: Client) -> None:
    client.order(ExternalImportReference="R-1")
    where = f"/SalesOrders/{body(client.order(ExternalImportReference='R-2'))['Id']}"
    assert client.patch(where, replace("ExternalImportReference", "R-1")).status_code == 400
    assert client.patch(where, replace("ExternalImportReference", "R-2")).status_code == 200


def test_what_does_not_exist_is_404_and_nothing_is_changed(client: Client) -> None:
    order = body(client.order())
    assert client.patch(f"/SalesOrders/{order['Id']}", replace("CustomerNo", 19000)).status_code == 404
    assert client.sandbox.orders()[0]["CustomerNo"] == 10001


def test_a_line_more_counts_in_the_total_and_goes_last(client: Client) -> None:
    order = body(client.order(sold("7025", 1, 52)))
    answer = client.post(f"/SalesOrders/{order['Id']}/Lines", sold("8025", 2, 40, SortOrder=0))
    assert answer.status_code == 201
    after = body(client.get(f"/SalesOrders/{order['Id']}/Complete"))
    assert (after["LineCount"], after["TotalAmount"]) == (2, Decimal("152.00"))
    assert after["SalesOrderLines"][-1]["Id"] == body(answer)["Id"]
    assert len({line["Id"] for line in after["SalesOrderLines"]}) == 2


def test_a_line_that_breaks_a_rule_leaves_the_order_as_it_was(client: Client) -> None:
    order = body(client.order())
    assert client.post(f"/SalesOrders/{order['Id']}/Lines", sold("4711")).status_code == 404
    assert client.sandbox.orders()[0]["LineCount"] == 1


def test_an_invoiced_order_can_no_longer_be_changed(client: Client) -> None:
    order = body(client.order())
    client.sandbox.send_invoice(order["Id"])
    assert client.patch(f"/SalesOrders/{order['Id']}", replace("CustomerReference", "x")).status_code == 404


@pytest.mark.parametrize(
    ("path", "used_by", "title"),
    [("/Customers/501", "order", "Customer conflict"), ("/Products/1603", "invoice", "Product conflict")],
)
def test_what_is_in_use_is_not_deleted(client: Client, path: str, used_by: str, title: str) -> None:
    order = body(client.order())
    if used_by == "invoice":
        client.sandbox.send_invoice(order["Id"])
    answer = client.delete(path)
    assert (answer.status_code, answer.json()["title"]) == (409, title)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/Customers/502", "/Products/1600"])
def test_what_is_not_in_use_is_deleted_once(client: Client, path: str) -> None:
    assert [client.delete(path).status_code for _ in range(2)] == [200, 404]
    assert client.get(path).status_code == 404


def test_a_payment_term_is_made_and_used(client: Client) -> None:
    answer = client.post("/PaymentTerms", {"CreditDays": 21, "Name": "21 dager"})
    assert answer.status_code == 201
    assert (answer.json()["IsActive"], answer.json()["IsDefault"]) == (True, False)
    assert body(client.order(PaymentTerm=21))["PaymentTermId"] == answer.json()["Id"]


def test_a_new_default_term_takes_the_place_of_the_old(client: Client) -> None:
    client.post("/PaymentTerms", {"CreditDays": 21, "Name": "21 dager", "IsDefault": True})
    terms = client.get("/PaymentTerms").json()
    assert [term["CreditDays"] for term in terms if term["IsDefault"]] == [21]


@pytest.mark.parametrize("wrong", [{"Name": "x"}, {"CreditDays": 5}, {"CreditDays": -1, "Name": "x"}])
def test_a_payment_term_needs_days_and_name(client: Client, wrong: Row) -> None:
    assert client.post("/PaymentTerms", wrong).status_code == 400
