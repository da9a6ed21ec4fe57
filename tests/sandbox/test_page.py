"""The page for people, and the state for curl."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sync.poweroffice.sandbox.page import money
from tests.sandbox.desk import Client, body, sold


def test_the_page_shows_orders_and_invoices_with_customer_lines_and_totals(client: Client) -> None:
    client.sandbox.send_invoice(client.order(ExternalImportReference="R-1").json()["Id"])
    client.order(sold(quantity=2, price=617.25, Description="Kaffe latte"), ExternalImportReference="R-2")
    page = client.session.get(client.sandbox.base_url + "/", timeout=30)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    for words in (
        "Kaffebaren Demo AS",
        "R-1",
        "R-2",
        "Torget Regnskap AS",
        "Kaffe latte",
        "1\u00a0234,50",
        "Faktura 10001",
    ):
        assert words in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text


def test_the_page_shows_markup_as_typed(client: Client) -> None:
    nasty = "<script>alert('x')</script>\"&{0}{title}"
    client.order(sold(Description=nasty), CustomerReference=nasty, ExternalImportReference="<b>R</b>")
    page = client.session.get(client.sandbox.base_url + "/", timeout=30)
    assert "<script" not in page.text
    assert "<b>R" not in page.text
    assert page.text.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&quot;&amp;{0}{title}") == 2
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_an_empty_company_says_so_in_both_languages(client: Client) -> None:
    page = client.session.get(client.sandbox.base_url + "/", timeout=30).text
    assert "Ingen ordrer ennå." in page
    assert "No orders yet." in page


def test_the_page_shows_the_ledger_with_balance_vat_and_vouchers(client: Client) -> None:
    empty = client.session.get(client.sandbox.base_url + "/", timeout=30).text
    assert "Ingenting er bokført ennå." in empty
    client.sandbox.book_voucher((1950, "0", 1250), (3000, "3", -1250), description="<Feilført>")
    client.sandbox.send_invoice(client.order(sold("7025", 1, 1250)).json()["Id"])
    page = client.session.get(client.sandbox.base_url + "/", timeout=30).text
    for words in ("Saldobalanse", "Mva per kode", "Manuelt bilag", "&lt;Feilført&gt;", "Utgående merverdiavgift"):
        assert words in page
    for cells in (
        '<td>1950</td><td>Faktura kasse</td><td class="n">0,00</td>',
        '<td>2700</td><td>Utgående merverdiavgift</td><td class="n"></td><td class="n">250,00</td>',
        '<td>3</td><td>25 %</td><td class="n">1\u00a0000,00</td><td class="n">250,00</td>',
        "<td>1500 Kundefordringer · kunde 10001</td>",
    ):
        assert cells in page


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "0,00"),
        ("-1234.5", "−1\u00a0234,50"),
        ("41.6", "41,60"),
        ("0.0144", "0,0144"),
        ("1000000", "1\u00a0000\u00a0000,00"),
    ],
)
def test_amounts_are_written_the_norwegian_way(amount: str, shown: str) -> None:
    assert money(Decimal(amount)) == shown


def test_the_state_tells_orders_with_lines_invoices_and_request_counts(client: Client) -> None:
    client.order(ExternalImportReference="R-1")
    client.order(ExternalImportReference="R-1")
    invoiced = client.order().json()["Id"]
    doors = client.sandbox.base_url + "/_sandbox"
    assert client.session.post(f"{doors}/orders/{invoiced}/invoice").status_code == 201
    assert body(client.session.post(f"{doors}/invoices/10001/payment", json={"Amount": 2}))["Balance"] == 50
    state = body(client.session.get(f"{doors}/state"))
    (order,) = state["orders"]
    assert (order["ExternalImportReference"], order["SalesOrderLines"][0]["ProductCode"]) == ("R-1", "7025")
    assert [invoice["Balance"] for invoice in state["invoices"]] == [50]
    assert state["requests"]["POST /v2/SalesOrders/Complete"] == {"201": 2, "400": 1}


def test_requests_are_kept_as_they_came_without_keys(client: Client) -> None:
    client.order(ExternalImportReference="R-1")
    visit = client.sandbox.visits()[-1]
    assert (visit.method, visit.path, visit.status) == ("POST", "/v2/SalesOrders/Complete", 201)
    assert b'"ExternalImportReference": "R-1"' in visit.body
    assert client.sandbox.client_key not in repr(client.sandbox.visits())
