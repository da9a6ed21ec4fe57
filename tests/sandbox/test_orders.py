"""Posting a sales order: what is taken, what is refused, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from sync.poweroffice.sandbox import ReferenceFilters
from tests.sandbox.desk import Client, FrozenClock, Row, body, sold


def test_an_order_keeps_what_was_sent_and_gets_ids_numbers_and_totals(client: Client) -> None:
    answer = client.order(
        sold(quantity=2, Description="Kaffe latte"),
        sold("7015", 1, Decimal("34.50").__float__(), Description="Skillingsbolle"),
        {"LineType": "Text", "Description": "Bord 4\nVelbekomme"},
        ExternalImportReference="kasse1-0001",
        ImportedOrderNo=1017,
        CustomerReference="Kari",
    )
    order = body(answer)
    assert answer.status_code == 201
    assert (order["CustomerId"], order["CustomerNo"], order["SalesOrderNo"]) == (501, 10001, 10001)
    assert (order["ExternalImportReference"], order["ImportedOrderNo"]) == ("kasse1-0001", 1017)
    assert (order["NetAmount"], order["TotalAmount"]) == (Decimal("138.50"), Decimal("138.50"))
    assert [line["Description"] for line in order["SalesOrderLines"]] == [
        "Kaffe latte",
        "Skillingsbolle",
        "Bord 4\nVelbekomme",
    ]
    assert body(client.get(f"/SalesOrders/{order['Id']}/Complete")) == order


@pytest.mark.parametrize(
    ("product", "quantity", "price", "net", "vat", "code"),
    [
        ("8025", 1, 41.6, "41.60", "10.40", "3"),
        ("8015", 3, 43.4783, "130.43", "19.56", "31"),
        ("8012", 1, 100, "100.00", "12.00", "33"),
        ("8000", 2, 9.99, "19.98", "0.00", "5"),
        ("8025", -1, 0.02, "-0.02", "-0.01", "3"),
        ("7025", 0.125, 0.04, "0.01", "0.00", "0"),
    ],
)
def test_a_line_is_rounded_half_up_to_the_ore_with_the_vat_of_its_account(
    client: Client, product: str, quantity: float, price: float, net: str, vat: str, code: str
) -> None:
    (line,) = body(client.order(sold(product, quantity, price)))["SalesOrderLines"]
    assert (line["NetAmount"], line["VatAmount"], line["VatCode"]) == (Decimal(net), Decimal(vat), code)
    assert line["TotalAmount"] == Decimal(net) + Decimal(vat)


def test_an_order_is_the_sum_of_its_rounded_lines(client: Client) -> None:
    order = body(client.order(*[sold("8025", 1, 0.014)] * 3))
    assert (order["NetAmount"], order["TotalAmount"]) == (Decimal("0.03"), Decimal("0.03"))


def test_gross_prices_on_a_vat_account_are_billed_with_vat_on_top(client: Client) -> None:
    assert body(client.order(sold("8025", 1, 2500)))["TotalAmount"] == Decimal("3125.00")


def test_a_company_that_reads_prices_with_vat_bills_what_was_sent(opened: Callable[..., Client]) -> None:
    client = opened()
    client.sandbox.change_rules(prices_include_vat=True)
    order = body(client.order(sold("8025", 1, 52)))
    assert (order["NetAmount"], order["TotalAmount"]) == (Decimal("41.60"), Decimal("52.00"))


@pytest.mark.parametrize(("delivered", "rate"), [("2020-05-17", "0.06"), ("2018-01-01", "0.12"), ("2017-12-31", "0.1")])
def test_vat_is_that_of_the_delivery_date(client: Client, delivered: str, rate: str) -> None:
    (line,) = body(client.order(sold("8012"), DeliveryDate=delivered))["SalesOrderLines"]
    assert line["VatRate"] == Decimal(rate)


def test_a_missing_allowance_takes_the_customers_discount_and_zero_does_not(client: Client) -> None:
    line = sold(price=100)
    assert body(client.order(line, CustomerNo=10003))["TotalAmount"] == Decimal("100.00")
    del line["Allowance"]
    assert body(client.order(line, CustomerNo=10003))["TotalAmount"] == Decimal("90.00")


def test_a_vat_free_customer_moves_the_sale_to_the_optional_account_unless_told_otherwise(client: Client) -> None:
    line = sold("8025", price=100)
    assert body(client.order(line, CustomerNo=10004))["TotalAmount"] == Decimal("125.00")
    del line["UseStandardSalesAccount"]
    order = body(client.order(line, CustomerNo=10004))
    assert (order["TotalAmount"], order["SalesOrderLines"][0]["VatCode"]) == (Decimal("100.00"), "5")


def test_a_line_without_price_or_text_takes_the_products(client: Client) -> None:
    (line,) = body(client.order({"ProductCode": "7095", "Quantity": 1}))["SalesOrderLines"]
    assert (line["Description"], line["TotalAmount"]) == ("Fakturagebyr", Decimal("50.00"))


def test_a_summary_line_shows_the_sum_above_it_and_is_not_counted(client: Client) -> None:
    order = body(client.order(sold(price=10), {"LineType": "Summary"}, sold(price=5)))
    assert order["SalesOrderLines"][1]["TotalAmount"] == Decimal("10.00")
    assert order["TotalAmount"] == Decimal("15.00")


def test_lines_stand_in_their_sort_order(client: Client) -> None:
    order = body(client.order(sold(Description="last", SortOrder=9), sold(Description="first", SortOrder=2)))
    assert [line["Description"] for line in order["SalesOrderLines"]] == ["first", "last"]


REFUSED: list[tuple[Row, int, str]] = [
    ({"CustomerNo": None}, 400, "CustomerId or CustomerNo is required"),
    ({"CustomerNo": 19000}, 404, "Customer with number = 19000 not found"),
    ({"CustomerNo": 10005}, 400, "is archived"),
    ({"DepartmentCode": "10"}, 404, "Department with DepartmentCode = '10' not found"),
    ({"CurrencyCode": "EUR"}, 404, "Currency with code = 'EUR' not found"),
    ({"PaymentTerm": 17}, 404, "Payment term with days = 17 not found"),
    ({"RelatedInvoiceNo": 10001}, 400, "only be set on a credit note draft"),
    ({"ExternalImportReference": "x" * 51}, 400, "maximum length of 50"),
    ({"ImportedOrderNo": "17"}, 400, "$.ImportedOrderNo: The JSON value could not be converted to Int64"),
    ({"SalesOrderDate": "22.11.2026"}, 400, "must be a date"),
    ({"SalesOrderStatus": "Sent"}, 400, "must be one of Draft, Confirmed"),
    ({"customerReference": "Kari"}, 400, "'customerReference' could not be mapped"),
    ({"Note": "hei"}, 400, "'Note' could not be mapped"),
]


@pytest.mark.parametrize(("header", "status", "words"), REFUSED)
def test_an_order_with_a_wrong_header_is_refused_by_name(client: Client, header: Row, status: int, words: str) -> None:
    answer = client.order(**header)
    assert answer.status_code == answer.json()["status"] == status
    assert words in answer.json()["detail"]
    assert client.sandbox.orders() == []


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ({"ProductCode": "9999"}, 404, "Product with code = '9999' not found"),
        ({"ProductCode": None}, 400, "ProductId or ProductCode is required"),
        ({"Quantity": None}, 400, "Quantity is required when a product is set"),
        ({"Quantity": "2"}, 400, "$.SalesOrderLines[0].Quantity: The JSON value could not be converted to Decimal"),
        ({"Allowance": 100.01}, 400, "Allowance must be between -1000 and 100"),
        ({"Quantity": 10**14, "ProductUnitPrice": 10**14}, 400, "too large"),
        ({"UnitPrice": 52}, 400, "'UnitPrice' could not be mapped"),
        ({"VatCode": "3"}, 400, "'VatCode' could not be mapped"),
        ({"LineType": "InvoiceFee"}, 400, "LineType InvoiceFee cannot be created"),
        ({"LineType": "Text"}, 400, "cannot be set on a line of type Text"),
    ],
)
def test_an_order_with_a_wrong_line_is_refused_by_name(client: Client, line: Row, status: int, words: str) -> None:
    answer = client.order({name: value for name, value in sold(**line).items() if value is not None})
    assert (answer.status_code, words in answer.json()["detail"]) == (status, True), answer.text
    assert client.sandbox.orders() == []


def test_an_archived_product_is_refused(client: Client) -> None:
    (product,) = client.get("/Products", codes="7025").json()
    client.patch(f"/Products/{product['Id']}", {"op": "replace", "path": "/IsArchived", "value": True})
    assert "is archived" in client.order().json()["detail"]


def test_a_product_without_any_sales_account_is_refused(client: Client) -> None:
    group = client.post("/ProductGroups", {"Code": "9", "Name": "Uten konto"}).json()
    product = {"Code": "9000", "Name": "Uten konto", "ProductGroupId": group["Id"], "UnitPrice": 10}
    assert client.post("/Products", product).status_code == 200
    assert "has no sales account" in client.order(sold("9000")).json()["detail"]


def test_a_product_takes_the_accounts_of_its_group(client: Client) -> None:
    client.post("/Products", {"Code": "9001", "Name": "Pose", "ProductGroupCode": "1"})
    assert body(client.order(sold("9001", price=4)))["TotalAmount"] == Decimal("5.00")


def test_unknown_properties_are_dropped_in_silence_when_the_rules_are_lenient(client: Client) -> None:
    client.sandbox.change_rules(strict_properties=False)
    answer = client.order(customerReference="Kari", Note="hei")
    assert (answer.status_code, answer.json()["CustomerReference"]) == (201, None)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"null", b'{"CustomerNo": NaN}', b"\xff\xfe", b"[" * 100_000, b'{"a":1e999999999}']
)
def test_a_body_that_is_no_order_is_400(client: Client, raw: bytes) -> None:
    kind = {"Content-Type": "application/json"}
    answer = client.session.post(client.sandbox.api_url + "/SalesOrders/Complete", data=raw, headers=kind)
    assert answer.status_code == 400


def test_an_order_that_is_not_sent_as_json_is_415(client: Client) -> None:
    answer = client.session.post(client.sandbox.api_url + "/SalesOrders/Complete", data={"CustomerNo": 10001})
    assert answer.status_code == 415


def test_a_used_reference_is_refused_naming_its_holder_also_after_invoicing(client: Client) -> None:
    first = client.order(ExternalImportReference="R-1").json()["Id"]
    for what in ("sales order", "outgoing invoice"):
        again = client.order(ExternalImportReference="R-1")
        assert again.status_code == 400
        assert again.json()["detail"] == (
            f"ExternalImportReference is already in use. 'R-1' is used on ({what}) Id = {first}."
        )
        if what == "sales order":
            client.sandbox.send_invoice(first)
    assert len(client.sandbox.orders()) + len(client.sandbox.invoices()) == 1


def test_of_eight_tills_that_post_one_reference_at_once_one_gets_it(client: Client) -> None:
    with ThreadPoolExecutor(8) as tills:
        statuses = list(tills.map(lambda till: client.order(ExternalImportReference="R-1").status_code, range(8)))
    assert sorted(statuses) == [201] + [400] * 7
    assert [order["SalesOrderNo"] for order in client.sandbox.orders()] == [10001]


def test_a_deleted_draft_frees_its_reference_and_never_its_number(client: Client) -> None:
    first = client.order(ExternalImportReference="R-1").json()
    assert client.delete(f"/SalesOrders/{first['Id']}").status_code == 200
    second = client.order(ExternalImportReference="R-1").json()
    assert (second["SalesOrderNo"], second["Id"] != first["Id"]) == (first["SalesOrderNo"] + 1, True)


def test_a_server_without_unique_references_takes_the_second_one(client: Client) -> None:
    client.sandbox.change_rules(unique_references=False)
    assert [client.order(ExternalImportReference="R-1").status_code for _ in range(2)] == [201, 201]
    assert len(client.get("/SalesOrders", externalImportReferences="R-1").json()) == 2


@pytest.mark.parametrize(
    ("filters", "found"),
    [(ReferenceFilters.WORK, ["R-2"]), (ReferenceFilters.IGNORED, ["R-1", "R-2"]), (ReferenceFilters.REFUSED, None)],
)
def test_the_reference_filter_works_or_is_ignored_or_refused(
    client: Client, filters: ReferenceFilters, found: list[str] | None
) -> None:
    for reference in ("R-1", "R-2"):
        client.order(ExternalImportReference=reference)
    client.sandbox.change_rules(reference_filters=filters)
    answer = client.get("/SalesOrders", externalImportReferences="R-2", Fields="ExternalImportReference")
    rows: Any = answer.json()
    assert (None if answer.status_code == 400 else [row["ExternalImportReference"] for row in rows]) == found


def test_orders_are_found_by_customer_change_and_number(client: Client, clock: FrozenClock) -> None:
    client.order(ImportedOrderNo=1)
    since = clock.now.isoformat()
    clock.advance(1)
    client.order(CustomerNo=10002, ImportedOrderNo=2)
    for params in (
        {"customerNos": "10002"},
        {"lastChangedDateTimeOffsetGreaterThan": since},
        {"importedOrderNos": "2-5"},
        {"salesOrderNos": "10002"},
    ):
        rows = client.get("/SalesOrders", **params).json()
        assert [row["ImportedOrderNo"] for row in rows] == [2], params
        assert "SalesOrderLines" not in rows[0]


def test_reads_lag_behind_writes_when_asked_to(client: Client, clock: FrozenClock) -> None:
    client.sandbox.change_rules(read_lag_s=2)
    order = client.order(ExternalImportReference="R-1").json()
    assert client.get("/SalesOrders").status_code == 204
    assert client.get(f"/SalesOrders/{order['Id']}").status_code == 404
    assert client.order(ExternalImportReference="R-1").status_code == 400
    clock.advance(2)
    assert client.get(f"/SalesOrders/{order['Id']}").json()["ExternalImportReference"] == "R-1"


def test_inherited_values_are_shown_on_request(client: Client) -> None:
    order = client.order(CustomerNo=10010).json()
    assert order["PaymentTerm"] is None
    assert client.get(f"/SalesOrders/{order['Id']}", showInherited="true").json()["PaymentTerm"] == 30
