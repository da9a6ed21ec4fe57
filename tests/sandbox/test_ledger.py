"""The general ledger: what a voucher, an invoice, a payment and a reversal post, and how it is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sync.poweroffice.sandbox import Rules
from sync.poweroffice.sandbox.documents import TRANSACTION_FIELDS
from tests.sandbox.desk import Client, FrozenClock, Row, body, sold
from tests.sandbox.test_openapi import promised
from tests.sandbox.test_vouchers import CARD, CLEARING, FOOD, GOODS, HIGH, MIDDLE, NONE, line, post

LOW = 136
DAY = {"fromDate": "2026-11-22", "toDate": "2026-11-22"}


def read(client: Client, **filters: Any) -> list[Row]:
    answer = client.get("/AccountTransactions", **{**DAY, **filters})
    assert answer.status_code in (200, 204), answer.text
    return body(answer) if answer.status_code == 200 else []


def shape(rows: list[Row]) -> list[tuple[Any, ...]]:
    return [(row["AccountNo"], row["Amount"], row["VatCode"], row["VatAmount"]) for row in rows]


def standing(client: Client, *accounts: int) -> list[Any]:
    """What stands on these accounts."""
    return [client.sandbox.balance(number) for number in accounts]


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
    lines = (line(GOODS, HIGH, -0.63), line(GOODS, HIGH, -0.32), line(GOODS, LOW, -0.42), line(GOODS, LOW, 0.42))
    assert post(client, line(CARD, NONE, 0.95), *lines).status_code == 201
    assert [(row["Amount"], row["VatAmount"]) for row in read(client, accountNos="3000")] == [
        (Decimal("-0.50"), Decimal("-0.13")),
        (Decimal("-0.26"), Decimal("-0.06")),
        (Decimal("-0.37"), Decimal("-0.05")),
        (Decimal("0.37"), Decimal("0.05")),
    ]


def test_a_transaction_has_the_documents_properties_and_types(client: Client) -> None:
    post(client, line(CARD, NONE, 10, Description="Kort"), line(GOODS, HIGH, -10, ProductId=1613, Quantity=2))
    invoiced(client)
    for row in client.get("/AccountTransactions", **DAY).json():
        assert set(row) == set(TRANSACTION_FIELDS)
        assert [name for name, value in row.items() if value is not None and not promised(name, value)] == []


def test_an_invoice_posts_its_lines_summed_per_account_and_vat_code(client: Client) -> None:
    lines = (sold("8025", 2, 100), sold("8095", 1, 40), sold("8025", 1, 0.5), sold("8015", 1, 10))
    identity = invoiced(client, *lines, {"LineType": "Text", "Description": "Bong 7"}, ExternalImportReference="R-1")
    rows = read(client)
    assert shape(rows) == [
        (1500, Decimal("312.13"), None, 0),
        (3000, Decimal("-200.50"), "3", Decimal("-50.13")),
        (3900, -40, "3", -10),
        (3002, -10, "31", Decimal("-1.50")),
        (2700, Decimal("-60.13"), None, 0),
        (2700, Decimal("-1.50"), None, 0),
    ]
    assert {(row["VoucherId"], row["VoucherType"], row["PostingDate"]) for row in rows} == {
        (identity, "OutgoingInvoice", "2026-11-22")
    }
    assert (rows[0]["CustomerAccountNo"], rows[0]["IsNoteMainEntry"]) == (10001, True)
    assert [row["ProductCode"] for row in rows[1:4]] == ["8025", "8095", "8015"]


def test_an_invoice_of_the_tills_gross_products_stands_on_19xx_without_vat(client: Client) -> None:
    invoiced(client, sold("7025", 1, 2500), sold("7015", 1, 575), sold("7090", 1, 25), sold("7095", 1, 50))
    assert shape(read(client)) == [(1500, 3150, None, 0), (1950, -3150, "0", 0)]
    assert client.sandbox.vat_reported() == {}


def test_a_day_that_is_settled_and_invoiced_reports_its_vat_once_and_empties_19xx(client: Client) -> None:
    whole = (line(CARD, NONE, 1250), line(CLEARING, NONE, 3075), line(GOODS, HIGH, -3750), line(FOOD, MIDDLE, -575))
    assert post(client, *whole).status_code == 201
    invoiced(client, sold("7025", 1, 2500), sold("7015", 1, 575))
    sandbox = client.sandbox
    assert sandbox.balance(1950) == 0
    assert {code: one.vat for code, one in sandbox.vat_reported().items()} == {"3": 750, "31": 75}
    assert {code: one.base for code, one in sandbox.vat_reported().items()} == {"3": 3000, "31": 500}
    assert [*standing(client, 2700), sum(sandbox.balances().values())] == [-825, 0]


def test_prices_with_vat_post_the_same_total_with_the_vat_taken_out(opened: Callable[..., Client]) -> None:
    client = opened(rules=Rules(prices_include_vat=True))
    invoiced(client, sold("8025", 1, 125))
    assert shape(read(client)) == [(1500, 125, None, 0), (3000, -100, "3", -25), (2700, -25, None, 0)]


def test_a_credit_note_takes_back_what_the_invoice_posted(client: Client) -> None:
    invoiced(client, sold("8025", 3, 33.33), sold("8015", 1, 9.99))
    note = client.sandbox.credit_invoice(10001)
    rows = read(client, voucherTypes="OutgoingCreditNote")
    assert {row["VoucherId"] for row in rows} == {note["Id"]}
    assert set(client.sandbox.balances().values()) == {0}
    assert [row["Balance"] for row in client.sandbox.invoices()] == [0, 0]


def test_a_payment_moves_the_debt_to_the_bank_and_a_matched_credit_note_moves_no_money(client: Client) -> None:
    invoiced(client, sold("7025", 1, 100))
    client.sandbox.book_payment(10001, Decimal(60))
    assert standing(client, 1920, 1500) == [60, 40]
    invoiced(client, sold("7025", -1, 40), RelatedInvoiceNo=10001)
    assert standing(client, 1920, 1500) == [60, 0]
    assert [row["CustomerAccountNo"] for row in read(client, voucherTypes="BankJournal")] == [None, 10001]


def test_a_customers_account_is_posted_as_1500_with_the_customers_number(client: Client) -> None:
    assert post(client, line(CARD, NONE, 100), line(501, NONE, -100)).status_code == 201
    (debtor,) = read(client, accountNos="1500")
    assert (debtor["AccountNo"], debtor["CustomerAccountNo"], debtor["Amount"]) == (1500, 10001, -100)
    assert post(client, line(CARD, NONE, 100), line(501, HIGH, -100)).status_code == 400


def test_an_order_posts_to_the_accounts_it_was_taken_with(client: Client) -> None:
    before, after = (client.order(sold("7025", 1, 100)).json()["Id"] for _ in range(2))
    client.sandbox.change_product("7025", 3000)
    client.sandbox.change_order(after, line=0, ProductUnitPrice=100)
    client.sandbox.send_invoice(before)
    assert client.sandbox.balance(1950) == -100
    client.sandbox.send_invoice(after)
    assert standing(client, 1950, 3000, 2700) == [-100, -100, -25]


@pytest.mark.parametrize(
    ("filters", "accounts"),
    [
        ({"accountNos": "1900-1999"}, [1910, 1950]),
        ({"accountNos": "2700, 3002-"}, [2700, 3002, 2700]),
        ({"vatCodes": "3,31"}, [3000, 3002]),
        ({"voucherTypes": "OutgoingInvoice, ManualJournal"}, []),
        ({"voucherTypes": "CashJournal", "voucherNos": "1-", "vatCodes": "31"}, [3002]),
        ({"voucherNos": "2-"}, []),
        ({"productCodes": "8025"}, []),
        ({"departmentCodes": "7"}, []),
        ({"createdDateTimeOffsetGreaterThan": "2026-11-22T11:59:59Z", "vatCodes": "3"}, [3000]),
        ({"createdDateTimeOffsetGreaterThan": "2026-11-22T12:00:00Z"}, []),
        ({"lastChangedDateTimeOffsetGreaterThan": "2026-11-22T12:00:00Z"}, []),
        ({"fromDate": "2026-11-01T10:00:00", "toDate": "2026-11-30", "vatCodes": "3"}, [3000]),
        ({"fromDate": "2020-01-01", "toDate": "2026-11-22", "vatCodes": "3"}, [3000]),
        ({"fromDate": "2026-11-23", "toDate": "2026-11-30"}, []),
        ({"PageSize": "2", "PageNumber": "2"}, [3000, 2700]),
        ({"OrderBy": "AccountNo desc", "PageSize": "1", "Fields": "AccountNo"}, [3002]),
    ],
)
def test_transactions_are_filtered_and_paged(client: Client, filters: Row, accounts: list[int]) -> None:
    post(client)
    assert [row["AccountNo"] for row in read(client, **filters)] == accounts


@pytest.mark.parametrize(
    "filters",
    [
        {"fromDate": ""},
        {"toDate": ""},
        {"fromDate": "yesterday"},
        {"accountNos": "abc"},
        {"voucherTypes": "Z"},
        {"PageSize": "20001"},
        {"Fields": "Saldo"},
    ],
)
def test_what_cannot_be_read_is_refused(client: Client, filters: Row) -> None:
    post(client)
    assert client.get("/AccountTransactions", **{**DAY, **filters}).status_code == 400


def test_a_reversal_nulls_the_voucher_and_lets_go_of_its_reference(client: Client, clock: FrozenClock) -> None:
    voucher = body(post(client, ExternalImportReference="DSKZ1"))
    clock.advance(60)
    answer = client.post(f"/Vouchers/Reverse/{voucher['Id']}", None)
    assert (answer.status_code, answer.content) == (200, b"")
    original, reversal = read(client, voucherNos="1"), read(client, voucherTypes="ReversalVoucher")
    assert {(row["IsReversed"], row["ExternalImportReference"]) for row in original} == {(True, "DSKZ1")}
    assert [-row["Amount"] for row in reversal] == [row["Amount"] for row in original]
    assert {
        (row["ReversedVoucherId"], row["ReversedVoucherNo"], row["ExternalImportReference"]) for row in reversal
    } == {(voucher["Id"], 1, None)}
    assert len(read(client, lastChangedDateTimeOffsetGreaterThan="2026-11-22T12:00:30Z")) == 12
    assert set(client.sandbox.balances().values()) == {0}
    assert [one.vat for one in client.sandbox.vat_reported().values()] == [0, 0]
    assert post(client, ExternalImportReference="DSKZ1").status_code == 201
    assert post(client, ExternalImportReference="DSKZ1").status_code == 400


def test_only_an_own_voucher_on_an_open_day_is_reversed_and_only_once(client: Client) -> None:
    foreign = client.sandbox.book_voucher((1950, "0", 5), (1920, "0", -5))
    assert client.post(f"/Vouchers/Reverse/{foreign['Id']}", None).status_code == 404
    assert client.post(f"/Vouchers/Reverse/{invoiced(client)}", None).status_code == 404
    first, second = (body(post(client)) for _ in range(2))
    assert client.post(f"/Vouchers/Reverse/{first['Id']}", None).status_code == 200
    assert client.post(f"/Vouchers/Reverse/{first['Id']}", None).status_code == 400
    client.sandbox.lock_until(date(2026, 11, 22))
    assert client.post(f"/Vouchers/Reverse/{second['Id']}", None).status_code == 400


def test_reading_and_reversing_need_privileges_of_their_own(opened: Callable[..., Client]) -> None:
    client = opened(privileges=["CashVoucher_Full"])
    voucher = body(post(client))
    assert client.get("/AccountTransactions", **DAY).status_code == 403
    assert client.post(f"/Vouchers/Reverse/{voucher['Id']}", None).status_code == 403


def test_reads_of_the_ledger_lag_like_others(opened: Callable[..., Client], clock: FrozenClock) -> None:
    client = opened(rules=Rules(read_lag_s=5))
    post(client)
    assert read(client) == []
    clock.advance(5)
    assert len(read(client)) == 6


def test_the_ledger_outlives_the_process_with_its_lock_date(opened: Callable[..., Client], tmp_path: Path) -> None:
    first = opened(state_file=tmp_path / "state.jsonl")
    voucher = body(post(first))
    invoiced(first)
    first.sandbox.book_payment(10001)
    first.sandbox.reverse_voucher(voucher["Id"])
    first.sandbox.lock_until(date(2026, 11, 22))
    kept = first.sandbox.ledger()
    first.sandbox.stop()
    second = opened(state_file=tmp_path / "state.jsonl")
    assert second.sandbox.ledger() == kept
    assert post(second).status_code == 400


def test_a_state_file_from_before_the_ledger_is_posted_when_opened(
    opened: Callable[..., Client], tmp_path: Path
) -> None:
    path = tmp_path / "state.jsonl"
    first = opened(state_file=path)
    post(first)
    invoiced(first, sold("8025", 1, 100))
    kept = shape(read(first))
    first.sandbox.stop()
    head, changes = path.read_text().splitlines()
    older = [change for change in json.loads(changes) if change[0] != "transactions"]
    for name, _, row in older:
        if name == "invoices":
            del row["_accounts"]
    path.write_text(f"{head}\n{json.dumps(older)}\n")
    assert shape(read(opened(state_file=path))) == kept
