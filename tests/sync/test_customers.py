"""The mirror of customers: all of them at first, what changed in between, and who is archived or deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import requests

from sync.poweroffice.sandbox import generated_customers
from tests.sync.shop import Shop

MANY = 50_000


def change(shop: Shop, remote_id: int, name: str, value: Any) -> None:
    """Somebody changes a customer in PowerOffice Go."""
    token = requests.post(
        shop.sandbox.token_url,
        data={"grant_type": "client_credentials"},
        auth=(shop.sandbox.application_key, shop.sandbox.client_key),
        headers={"Ocp-Apim-Subscription-Key": shop.sandbox.subscription_key},
        timeout=10,
    ).json()["access_token"]
    answer = requests.patch(
        f"{shop.sandbox.api_url}/Customers/{remote_id}",
        data=json.dumps([{"op": "replace", "path": f"/{name}", "value": value}]),
        headers={
            "Authorization": f"Bearer {token}",
            "Ocp-Apim-Subscription-Key": shop.sandbox.subscription_key,
            "Content-Type": "application/json-patch+json",
        },
        timeout=10,
    )
    assert answer.status_code == 200, answer.text


def test_fifty_thousand_customers_fit_and_are_found(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(mirror=False, customers=generated_customers(MANY, seed=3))
    assert shop.bring_customers() == MANY
    assert shop.till.catalog.customer_count() == MANY
    assert 59_999 in [customer.number for customer in shop.till.catalog.search_customers("59999")]
    pages = [visit.query for visit in shop.sandbox.visits() if visit.path.endswith("/Customers")]
    assert len(pages) == MANY // 1000


def test_a_full_listing_that_says_nothing_new_changes_nothing(shop: Shop) -> None:
    assert shop.bring_customers() == 0


def test_a_change_comes_with_the_next_delta(shop: Shop) -> None:
    shop.bring_customers(full=False)
    shop.clock.advance(3600)
    change(shop, 501, "Name", "Torget og Sønn AS")
    assert shop.bring_customers(full=False) == 1
    customer = shop.till.catalog.customer(10001)
    assert customer is not None
    assert customer.name == "Torget og Sønn AS"
    assert "lastChangedDateTimeOffsetGreaterThan" in shop.sandbox.visits()[-1].query


def test_a_newly_archived_customer_leaves_the_picker_with_the_next_delta(shop: Shop) -> None:
    shop.clock.advance(3600)
    change(shop, 501, "IsArchived", True)
    shop.bring_customers(full=False)
    assert shop.till.catalog.search_customers("Torget") == ()
    archived = shop.till.catalog.search_customers("Torget", archived=True)
    assert [customer.archived for customer in archived] == [True]


def test_a_deleted_customer_is_archived_by_the_nights_full_listing(shop: Shop) -> None:
    books = shop.sandbox._office.books
    with books.writing():
        books.drop(books.customers, 502)
    shop.clock.advance(3600)
    shop.bring_customers(full=False)
    assert [customer.number for customer in shop.till.catalog.search_customers("Kari")] == [10002]
    shop.clock.advance(timedelta(days=1).total_seconds())
    shop.bring_customers(full=False)
    assert shop.till.catalog.search_customers("Kari") == ()


def test_a_night_has_one_full_listing_and_the_day_only_what_changed(shop: Shop) -> None:
    before = len(shop.sandbox.visits())
    for _ in range(4 * 24):
        shop.clock.advance(900)
        shop.bring_customers(full=False)
    asked = [visit for visit in shop.sandbox.visits()[before:] if visit.path.endswith("/Customers")]
    full = [visit.at for visit in asked if "lastChanged" not in visit.query]
    # It is 14:00 in Oslo at first.
    assert [moment.astimezone(ZoneInfo("Europe/Oslo")).strftime("%H:%M") for moment in full] == ["03:00"]
    assert len(asked) == 4 * 24
