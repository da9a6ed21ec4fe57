"""Lists: pages, fields, order, filters, and how much of it 50 000 customers can stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

from sync.poweroffice.sandbox import generated_customers
from tests.sandbox.desk import Client


def numbers(answer: requests.Response) -> list[int]:
    return [row["Number"] for row in answer.json()] if answer.status_code == 200 else []


def test_pages_follow_each_other_by_the_link_in_x_pagination(client: Client) -> None:
    seen: list[int] = []
    answer = client.get("/Customers", PageSize=4, Fields="Number")
    while True:
        seen += numbers(answer)
        pagination = json.loads(answer.headers["X-Pagination"])
        assert pagination["totalPages"] == 2
        if pagination["nextPageLink"] is None:
            break
        answer = client.session.get(pagination["nextPageLink"], timeout=30)
    assert seen == [10001, 10002, 10003, 10004, 10005, 10010]


@pytest.mark.parametrize("params", [{"customerNos": "19999"}, {"PageNumber": 2}])
def test_a_list_without_rows_is_204_with_an_empty_body(client: Client, params: dict[str, Any]) -> None:
    answer = client.get("/Customers", **params)
    assert (answer.status_code, answer.content) == (204, b"")


def test_fields_cut_the_rows_down(client: Client) -> None:
    answer = client.get("/Customers", customerNos="10001", Fields="Id,Number,Name")
    assert answer.json() == [{"Id": 501, "Number": 10001, "Name": "Torget Regnskap AS"}]


def test_fields_are_refused_by_id(client: Client) -> None:
    assert client.get("/Customers/501", Fields="Id").status_code == 400


def test_order_by_sorts_both_ways(client: Client) -> None:
    assert numbers(client.get("/Customers", OrderBy="IsPerson desc, Number desc")) == [
        10002,
        10010,
        10005,
        10004,
        10003,
        10001,
    ]


@pytest.mark.parametrize(
    "params",
    [
        {"PageSize": 20_001},
        {"PageSize": 0},
        {"PageNumber": "one"},
        {"Fields": "name"},
        {"OrderBy": "Nothing"},
        {"$top": 5},
        {"customerNos": "abc"},
        {"lastChangedDateTimeOffsetGreaterThan": "yesterday"},
    ],
)
def test_a_parameter_that_cannot_be_read_is_400(client: Client, params: dict[str, Any]) -> None:
    answer = client.get("/Customers", **params)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_customer_numbers_take_numbers_and_ranges(client: Client) -> None:
    assert numbers(client.get("/Customers", customerNos="10002-10003, 10005-")) == [10002, 10003, 10005, 10010]


def test_an_organisation_number_finds_its_company(client: Client) -> None:
    assert numbers(client.get("/Customers", organizationNumbers="901270384")) == [10001]


def test_archived_customers_are_in_the_list_and_marked(client: Client) -> None:
    archived = {row["Number"] for row in client.get("/Customers").json() if row["IsArchived"]}
    assert archived == {10005}


def test_last_changed_leaves_out_what_changed_at_that_very_moment(client: Client) -> None:
    (row,) = client.get("/Customers", customerNos="10001").json()
    at = row["LastChangedDateTimeOffset"]
    assert client.get("/Customers", lastChangedDateTimeOffsetGreaterThan=at).status_code == 204
    just_before = at.replace("08:00:00.000000", "07:59:59.999999")
    assert len(client.get("/Customers", lastChangedDateTimeOffsetGreaterThan=just_before).json()) == 6


def test_vat_codes_carry_the_rates_of_today_and_on_request_the_expired(client: Client) -> None:
    today = {row["Code"]: row["Rate"] for row in client.get("/VatCodes").json()}
    assert [today[code] for code in ("3", "31", "32", "33", "5", "6", "0")] == [0.25, 0.15, 0.1111, 0.12, 0, 0, 0]
    ever = client.get("/VatCodes", includeExpired="true").json()
    assert sorted(row["Rate"] for row in ever if row["Code"] == "33") == [0.06, 0.1, 0.12, 0.12]


def test_the_six_products_of_the_guide_post_to_the_invoice_account_without_vat(client: Client) -> None:
    products = client.get("/Products", codes="7000,7012,7015,7025,7095").json()
    assert {(p["StandardSalesAccount"], p["OptionalSalesAccount"]) for p in products} == {(1950, 1950)}
    (account,) = client.get("/GeneralLedgerAccounts", accountNos="1950").json()
    assert (account["Name"], account["VatCode"], account["IsVatCodeLocked"]) == ("Faktura kasse", "0", True)


def test_fifty_thousand_customers_are_read_in_pages_and_looked_up_by_number(opened: Callable[..., Client]) -> None:
    client = opened(customers=list(generated_customers(50_000, seed=3)))
    pages = [client.get("/Customers", PageNumber=page, PageSize=5000, Fields="Number") for page in range(1, 11)]
    assert sum(len(page.json()) for page in pages) == 50_000
    assert numbers(client.get("/Customers", customerNos="59999")) == [59_999]
    assert client.order(CustomerNo=45_000).status_code == 201


def test_generated_customers_are_the_same_for_a_seed_with_valid_organisation_numbers() -> None:
    rows = list(generated_customers(200, seed=5))
    assert rows == list(generated_customers(200, seed=5)) != list(generated_customers(200, seed=6))
    companies = [row["OrganizationNumber"] for row in rows if not row["IsPerson"]]
    weights = (3, 2, 7, 6, 5, 4, 3, 2, 1)
    assert all(sum(int(d) * w for d, w in zip(n, weights, strict=True)) % 11 == 0 for n in companies)
