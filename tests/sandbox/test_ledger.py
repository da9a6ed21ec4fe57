"""The general ledger: what a voucher, an invoice, a payment and a reversal post, and how it is read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sync.poweroffice.sandbox.documents import TRANSACTION_FIELDS
from tests.sandbox.desk import Client, Row, body
from tests.sandbox.test_openapi import promised
from tests.sandbox.test_vouchers import CARD, GOODS, HIGH, NONE, line, post

DAY = {"fromDate": "2026-11-22", "toDate": "2026-11-22"}


def read(client: Client, **filters: Any) -> list[Row]:
    answer = client.get("/AccountTransactions", **{**DAY, **filters})
    assert answer.status_code in (200, 204), answer.text
    return body(answer) if answer.status_code == 200 else []


def shape(rows: list[Row]) -> list[tuple[Any, ...]]:
    return [(row["AccountNo"], row["Amount"], row["VatCode"], row["VatAmount"]) for row in rows]


def invoiced(client: Client, *lines: Row, **header: Any) -> str:
    answer = client.order(*lines, **header)
    assert answer.status_code == 201, answer.text
    identity: str = answer.json()["Id"]
    client.sandbox.send_invoice(identity)
    return identity


def test_a_voucher_posts_gross_with_the_vat_taken_out_of_each_line(client: Client) -> None:
    posted = body(post(client, ExternalImportReference="DSKZ1", ImportedVoucherNo=7, Description="Z 7"))
    rows = read(client)
    assert shape(rows) == [
        (1910, 1250, "0", 0),
        (1950, 575, "0", 0),
        (3000, -1000, "3", -250),
        (2700, -250, None, 0),
        (3002, -500, "31", -75),
        (2700, -75, None, 0),
    ]
    assert {(row["VoucherId"], row["VoucherNo"], row["VoucherType"]) for row in rows} == {
        (posted["Id"], posted["VoucherNo"], "CashJournal")
    }
    assert {(row["ExternalImportReference"], row["ImportedVoucherNo"]) for row in rows} == {("DSKZ1", 7)}


def test_the_vat_of_a_voucher_line_is_rounded_half_up_once_for_the_whole_line(client: Client) -> None:
    assert post(client, line(CARD, NONE, 0.95), line(GOODS, HIGH, -0.63), line(GOODS, HIGH, -0.32)).status_code == 201
    assert shape([row for row in read(client) if row["AccountNo"] == 3000]) == [
        (3000, Decimal("-0.50"), "3", Decimal("-0.13")),
        (3000, Decimal("-0.26"), "3", Decimal("-0.06")),
    ]


def test_a_transaction_has_the_documents_properties_and_types(client: Client) -> None:
    post(client, line(CARD, NONE, 10, Description="Kort"), line(GOODS, HIGH, -10, ProductId=1613, Quantity=2))
    invoiced(client)
    for row in client.get("/AccountTransactions", **DAY).json():
        assert set(row) == set(TRANSACTION_FIELDS)
        assert [name for name, value in row.items() if value is not None and not promised(name, value)] == []
