"""Cash vouchers: a till's settlement is posted whole, balanced and once, or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.desk import Client, Row, body

CARD, CLEARING, FOOD, GOODS, DEBTORS = 476001910, 476001950, 476003002, 476003000, 476001500
NONE, HIGH, MIDDLE, EXPIRED = 100, 103, 131, 130


def line(account: int, vat: int, amount: Any, **more: Any) -> Row:
    return {"AccountId": account, "VatId": vat, "CurrencyAmount": amount, "PostingDate": "2026-11-22", **more}


SETTLEMENT = (line(CARD, NONE, 1250), line(CLEARING, NONE, 575), line(GOODS, HIGH, -1250), line(FOOD, MIDDLE, -575))


def post(client: Client, *lines: Row, **header: Any) -> Any:
    whole = {"VoucherDate": "2026-11-22", "CurrencyCode": "NOK", **header, "VoucherLines": list(lines or SETTLEMENT)}
    return client.post("/Vouchers/CashJournals", {name: value for name, value in whole.items() if value is not None})


def test_a_balanced_settlement_is_posted_and_read_back(client: Client) -> None:
    answer = post(client, ExternalImportReference="Z-1", ImportedVoucherNo=7, SaftSourceId="Disken")
    assert answer.status_code == 201
    voucher = body(answer)
    assert (voucher["ExternalImportReference"], voucher["VoucherNo"], voucher["IsReversed"]) == ("Z-1", 1, False)
    assert [row["CurrencyAmount"] for row in voucher["VoucherLines"]] == [1250, 575, -1250, -575]
    assert body(client.get(f"/Vouchers/CashJournals/{voucher['Id']}")) == voucher
    assert [row["Id"] for row in client.sandbox.vouchers()] == [voucher["Id"]]


@pytest.mark.parametrize(
    ("lines", "status", "says"),
    [
        ((line(CARD, NONE, 100), line(GOODS, HIGH, -99.99)), 400, "sum to 0.01"),
        ((line(CARD, NONE, 0), line(GOODS, HIGH, 0)), 400, "must not be 0"),
        (({**line(CARD, NONE, 1), "VatId": None}, line(GOODS, HIGH, -1)), 400, "VoucherLines[0].VatId is required"),
        (({**line(CARD, NONE, 1), "AccountId": None}, line(GOODS, HIGH, -1)), 400, "AccountId is required"),
        ((line(4711, NONE, 1), line(GOODS, HIGH, -1)), 404, "Account with id = 4711"),
        ((line(CARD, 4711, 1), line(GOODS, HIGH, -1)), 404, "VAT code with id = 4711"),
        ((line(CARD, NONE, 1), line(FOOD, EXPIRED, -1)), 400, "not valid on 2026-11-22"),
        ((line(CLEARING, HIGH, 1), line(GOODS, HIGH, -1)), 400, "locked to VAT code 0"),
        ((line(DEBTORS, NONE, 1), line(GOODS, HIGH, -1)), 400, "sub-ledger"),
        ((line(CARD, NONE, 1, DepartmentId=3), line(GOODS, HIGH, -1)), 404, "Department"),
        ((line(CARD, NONE, 1, PostingDate="2025-12-31"), line(GOODS, HIGH, -1)), 400, "lock date"),
    ],
)
def test_a_voucher_that_breaks_a_rule_is_refused_whole(
    client: Client, lines: tuple[Row, ...], status: int, says: str
) -> None:
    answer = post(client, *lines)
    assert (answer.status_code, says in answer.json()["detail"]) == (status, True), answer.text
    assert client.sandbox.vouchers() == []


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({"VoucherDate": None}, 400),
        ({"CurrencyCode": None}, 400),
        ({"CurrencyCode": "EUR"}, 404),
        ({"VoucherDate": "2025-12-31"}, 400),
        ({"SaftBatchId": "x" * 36}, 400),
    ],
)
def test_the_head_must_be_whole_and_its_date_open(client: Client, header: Row, status: int) -> None:
    assert post(client, **header).status_code == status


def test_a_voucher_needs_lines(client: Client) -> None:
    whole = {"VoucherDate": "2026-11-22", "CurrencyCode": "NOK"}
    assert client.post("/Vouchers/CashJournals", whole).status_code == 400


def test_a_reference_is_taken_once(client: Client) -> None:
    assert post(client, ExternalImportReference="Z-1").status_code == 201
    again = post(client, ExternalImportReference="Z-1")
    assert again.status_code == 400
    assert "ExternalImportReference is already in use." in again.json()["detail"]
    assert len(client.sandbox.vouchers()) == 1


def test_a_customers_own_account_takes_a_payment_in_the_shop(client: Client) -> None:
    assert post(client, line(CARD, NONE, 100), line(501, NONE, -100)).status_code == 201


def test_without_the_privilege_nothing_is_posted(opened: Callable[..., Client]) -> None:
    client = opened(privileges=["SalesOrders_Full"])
    assert post(client).status_code == 403
    assert client.get(f"/Vouchers/CashJournals/{uuid.uuid4()}").status_code == 403


def test_a_voucher_outlives_the_process(opened: Callable[..., Client], tmp_path: Path) -> None:
    first = opened(state_file=tmp_path / "state.jsonl")
    posted = body(post(first, ExternalImportReference="Z-1"))
    first.sandbox.stop()
    second = opened(state_file=tmp_path / "state.jsonl")
    assert body(second.get(f"/Vouchers/CashJournals/{posted['Id']}")) == posted
    assert post(second, ExternalImportReference="Z-1").status_code == 400
