"""What the bookkeeper does by hand: under the same rules as the API, from Python and through the sandbox's doors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sync.poweroffice.sandbox import Refusal
from tests.sandbox.desk import Client, Row, body, sold
from tests.sandbox.test_vouchers import CLEARING, GOODS, HIGH, line, post


def draft(client: Client, *lines: Row) -> str:
    identity: str = client.order(*lines, ExternalImportReference="R-1").json()["Id"]
    return identity


def refusal(act: Callable[[], Any]) -> int:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.status


def test_a_draft_is_changed_by_hand_and_added_up_anew_under_its_reference(client: Client) -> None:
    identity = draft(client, sold("7025", 1, 100), sold("7015", 1, 50))
    changed = client.sandbox.change_order(identity, line=1, Quantity=2, ProductUnitPrice=12.5)
    assert (changed["TotalAmount"], changed["ExternalImportReference"]) == (125, "R-1")
    assert client.sandbox.change_order(identity, CustomerNo=10010)["CustomerId"] == 506
    assert client.sandbox.change_order(identity, line=0, ProductCode="8025")["TotalAmount"] == 150
    assert client.sandbox.remove_order_line(identity, 0)["TotalAmount"] == 25
    assert body(client.get(f"/SalesOrders/{identity}"))["TotalAmount"] == 25


def test_a_hand_cannot_make_an_order_that_the_api_would_refuse(client: Client) -> None:
    sandbox, identity = client.sandbox, draft(client, sold())
    assert refusal(lambda: sandbox.change_order(identity, line=0, Quantiti=2)) == 400
    assert refusal(lambda: sandbox.change_order(identity, line=0, ProductCode="nope")) == 404
    assert refusal(lambda: sandbox.change_order(identity, line=1, Quantity=2)) == 404
    assert refusal(lambda: sandbox.change_order("nope", Quantity=2)) == 400
    assert refusal(lambda: sandbox.remove_order_line(identity, 0)) == 400
    assert refusal(lambda: sandbox.enter_order({"CustomerNo": 10001})) == 400
    assert sandbox.orders()[0]["TotalAmount"] == 52


def test_a_draft_that_a_person_makes_is_not_the_integrations(client: Client) -> None:
    made = client.sandbox.enter_order({"CustomerNo": 10001, "SalesOrderLines": [sold("7025", 1, 80)]})
    client.sandbox.send_invoice(made["Id"])
    assert client.sandbox.balance(1950) == -80
    assert client.get("/OutgoingInvoices", onlyCreatedByCurrentIntegration="true").status_code == 204


def test_a_products_account_changes_from_the_next_order_on(client: Client) -> None:
    assert client.sandbox.change_product("7025", 3000)["StandardSalesAccount"] == 3000
    (product,) = body(client.get("/Products", codes="7025"))
    assert (product["StandardSalesAccount"], product["OptionalSalesAccountId"]) == (3000, 476003000)
    assert body(client.order(sold("7025", 1, 100)))["TotalAmount"] == 125
    assert refusal(lambda: client.sandbox.change_product("7025", 3999)) == 404
    assert refusal(lambda: client.sandbox.change_product("nope", 3000)) == 404


def test_an_account_gets_another_vat_code_and_lets_go_of_its_lock(client: Client) -> None:
    whole = (line(CLEARING, HIGH, 125), line(GOODS, HIGH, -125))
    assert post(client, *whole).status_code == 400
    client.sandbox.change_account(1950, IsVatCodeLocked=False, VatCode="3")
    assert post(client, *whole).status_code == 201
    (account,) = body(client.get("/GeneralLedgerAccounts", accountNos="1950"))
    assert (account["VatCode"], account["VatCodeId"]) == ("3", 103)
    assert refusal(lambda: client.sandbox.change_account(1950, VatCode="99")) == 404
    assert refusal(lambda: client.sandbox.change_account(1950, Colour="red")) == 400


def test_a_voucher_by_hand_is_posted_and_kept_apart_from_the_integrations(client: Client) -> None:
    booked = client.sandbox.book_voucher(
        (1950, "0", 125), (3000, "3", "-125"), day=date(2026, 11, 3), description="Feil"
    )
    assert (booked["VoucherDate"], booked["VoucherType"]) == ("2026-11-03", "ManualJournal")
    assert client.sandbox.vouchers() == []
    assert client.get(f"/Vouchers/CashJournals/{booked['Id']}").status_code == 404
    assert client.sandbox.vat_reported(since=date(2026, 11, 4)) == {}
    assert client.sandbox.vat_reported(until=date(2026, 11, 3))["3"].vat == 25
    assert client.sandbox.balance(1950, until=date(2026, 11, 2)) == 0
    assert client.sandbox.balance(1950) == 125


def test_a_voucher_by_hand_keeps_to_the_same_rules(client: Client) -> None:
    book = client.sandbox.book_voucher
    assert refusal(lambda: book((1950, "0", 1), (3000, "3", -2))) == 400
    assert refusal(lambda: book((1950, "3", 1), (3000, "3", -1))) == 400
    assert refusal(lambda: book((1500, "0", 1), (3000, "3", -1))) == 400
    assert refusal(lambda: book((4711, "0", 1), (3000, "3", -1))) == 404
    assert refusal(lambda: book((1950, "0", 1), (3000, "3", -1), day=date(2025, 12, 31))) == 400
    assert refusal(lambda: book((1950, "0", 1), (3000, "3", -1), kind="VatReturns")) == 400
    assert client.sandbox.ledger() == []


def test_a_closed_day_takes_no_voucher_no_invoice_and_no_payment_until_it_is_opened(client: Client) -> None:
    identity = draft(client, sold())
    invoiced = client.sandbox.send_invoice(client.order().json()["Id"])["InvoiceNo"]
    client.sandbox.lock_until(date(2026, 11, 22))
    assert body(client.get("/LockDateSettings")) == {"LockDate": "2026-11-22"}
    assert post(client).status_code == 400
    assert refusal(lambda: client.sandbox.send_invoice(identity)) == 400
    assert refusal(lambda: client.sandbox.book_payment(invoiced)) == 400
    client.sandbox.lock_until(None)
    assert body(client.get("/LockDateSettings")) == {}
    assert post(client).status_code == 201


def test_the_same_hands_reach_in_from_outside(client: Client) -> None:
    doors = client.sandbox.base_url + "/_sandbox"
    kept, dropped = draft(client, sold("7025", 1, 100)), client.order().json()["Id"]
    ask = client.session.request
    statuses = [
        ask("PATCH", f"{doors}/orders/{kept}", json={"line": 0, "ProductUnitPrice": 90}).status_code,
        ask("DELETE", f"{doors}/orders/{dropped}").status_code,
        ask("POST", f"{doors}/orders/{kept}/invoice").status_code,
        ask("PATCH", f"{doors}/products/7025", json={"AccountNo": 3000}).status_code,
        ask("PATCH", f"{doors}/accounts/1950", json={"Name": "Feil navn"}).status_code,
        ask("POST", f"{doors}/vouchers", json={"lines": [[1950, "0", 90], [3000, "3", -90]]}).status_code,
        ask("POST", f"{doors}/lock", json={"day": "2026-11-21"}).status_code,
    ]
    assert statuses == [200, 204, 201, 200, 200, 201, 204]
    told = body(ask("GET", f"{doors}/ledger?from=2026-11-01&to=2026-11-30"))
    assert told["balances"] == {"1500": 90, "1950": 0, "2700": -18, "3000": -72}
    assert told["vat"] == {"3": {"Rate": Decimal("0.25"), "Base": 72, "Vat": 18}}
    reversal = ask("POST", f"{doors}/vouchers/{told['postings'][-1]['VoucherId']}/reverse")
    assert reversal.status_code == 204
    assert client.sandbox.balance(2700) == 0


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("vouchers", {"lines": [[1950, "0"]]}),
        ("vouchers", {"lines": [["1950", "0", 90]]}),
        ("vouchers", {"lines": [[1950, "0", 90], [3000, "3", -90]], "day": "22.11.2026"}),
        ("lock", {"day": 7}),
    ],
)
def test_what_the_doors_cannot_read_is_refused(client: Client, path: str, sent: Row) -> None:
    assert client.session.post(f"{client.sandbox.base_url}/_sandbox/{path}", json=sent).status_code == 400
