"""The mirror of PowerOffice Go's products over the real sandbox: what is brought, when, and what goes on without it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from sync.gateway import SettingIsWrong, TryAgainLater
from sync.poweroffice.sandbox import EVERY_PRIVILEGE, Fault, FaultAction
from sync.products import LISTING, bring_products_when_due, refresh_products
from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.domain.vat import VatRate
from terminal_app.storage.jobs import Jobs
from tests.sync.at_work import Running
from tests.sync.shop import Shop

A_DAY_S = timedelta(days=1).total_seconds()


def bring(shop: Shop) -> int:
    gateway = shop.gateway()
    try:
        return refresh_products(shop.database, gateway, clock=shop.clock)
    finally:
        gateway.close()


def bring_when_due(shop: Shop) -> None:
    gateway = shop.gateway()
    try:
        bring_products_when_due(shop.database, gateway, clock=shop.clock)
    finally:
        gateway.close()


def mirrored(shop: Shop, code: str) -> RemoteProduct:
    found = shop.till.remote_products.get(code)
    assert found is not None
    return found


def change(shop: Shop, product_id: int, **facts: Any) -> None:
    """Somebody changes a product in PowerOffice Go."""
    books = shop.sandbox._office.books
    with books.writing():
        books.put(books.products, {**(books.products.get(product_id) or {}), **facts})


def add(shop: Shop, *products: dict[str, Any]) -> None:
    """Somebody adds products that are like the fee's."""
    books = shop.sandbox._office.books
    like = books.products.get(1605) or {}
    with books.writing():
        for product in products:
            books.put(books.products, {**like, **product})


def listings(shop: Shop) -> int:
    return sum(visit.path.endswith("/Products") for visit in shop.sandbox.visits())


def test_every_product_comes_with_its_price_where_it_posts_and_the_vat_there(shop: Shop) -> None:
    assert bring(shop) == 12
    assert mirrored(shop, "7095") == RemoteProduct(
        "7095", "1605", "Fakturagebyr", Money(50_00), 1950, "0", VatRate(0), archived=False
    )
    assert mirrored(shop, "8015") == RemoteProduct(
        "8015", "1612", "Kassasalg 15 % mva", None, 3002, "31", VatRate(1500), archived=False
    )


def test_a_listing_that_says_nothing_new_changes_nothing(shop: Shop) -> None:
    bring(shop)
    assert bring(shop) == 0


def test_what_a_product_leaves_empty_it_has_from_its_group(shop: Shop) -> None:
    books = shop.sandbox._office.books
    with books.writing():
        books.put(books.groups, {**(books.groups.get(1201) or {}), "UnitPrice": Decimal("45")})
    change(shop, 1605, StandardSalesAccount=None, StandardSalesAccountId=None, UnitPrice=None)
    bring(shop)
    fee = mirrored(shop, "7095")
    assert (fee.price, fee.account_no, fee.vat_rate) == (Money(45_00), 1950, VatRate(0))


@pytest.mark.parametrize(
    ("stated", "kept"),
    [("49.995", Money(50_00)), ("0", Money(0)), ("0.004", Money(0)), ("1e30", None), ("-5", Money(-5_00))],
)
def test_a_price_is_kept_to_the_ore_and_one_beyond_any_invoice_is_none(
    shop: Shop, stated: str, kept: Money | None
) -> None:
    change(shop, 1605, UnitPrice=Decimal(stated))
    bring(shop)
    assert mirrored(shop, "7095").price == kept


def test_an_archived_product_is_known_as_archived_and_a_deleted_one_is_gone(shop: Shop) -> None:
    bring(shop)
    change(shop, 1605, IsArchived=True)
    books = shop.sandbox._office.books
    with books.writing():
        books.drop(books.products, 1615)
    assert bring(shop) == 2
    assert mirrored(shop, "7095").archived
    assert shop.till.remote_products.get("8095") is None


def test_of_an_archived_and_a_living_product_with_one_code_the_living_one_counts(shop: Shop) -> None:
    add(shop, {"Id": 9000, "IsArchived": True, "UnitPrice": Decimal("10")})
    bring(shop)
    assert mirrored(shop, "7095").price == Money(50_00)


def test_a_code_that_no_setting_could_hold_is_left_out(shop: Shop) -> None:
    add(shop, {"Id": 9000, "Code": "70\u202e95"}, {"Id": 9001, "Code": "x" * 200}, {"Id": 9002, "Code": None})
    assert bring(shop) == 12


def test_five_thousand_products_fit(shop: Shop) -> None:
    add(shop, *({"Id": 20_000 + number, "Code": f"V{number:04}", "Name": f"Vare {number}"} for number in range(5_000)))
    assert bring(shop) == 5_012
    assert mirrored(shop, "V4999").name == "Vare 4999"


def test_without_the_privilege_for_accounts_the_price_is_known_and_the_vat_is_not(shop: Shop) -> None:
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("GeneralLedgerAccount")])
    bring(shop)
    fee = mirrored(shop, "7095")
    assert (fee.price, fee.account_no, fee.vat_code, fee.vat_rate) == (Money(50_00), 1950, None, None)


def test_without_the_privilege_for_products_a_setting_is_wrong_and_the_mirror_is_as_it_was(shop: Shop) -> None:
    bring(shop)
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("Product")])
    with pytest.raises(SettingIsWrong):
        bring(shop)
    assert mirrored(shop, "7095").price == Money(50_00)


def test_a_listing_that_breaks_off_leaves_the_mirror_as_it_was(shop: Shop) -> None:
    bring(shop)
    change(shop, 1605, UnitPrice=Decimal("99"))
    shop.sandbox.faults.add(Fault(FaultAction.TRUNCATED, path="/GeneralLedgerAccounts", times=None))
    with pytest.raises(TryAgainLater):
        bring(shop)
    assert mirrored(shop, "7095").price == Money(50_00)


def test_a_listing_of_nothing_leaves_the_mirror_as_it_was(shop: Shop) -> None:
    bring(shop)
    books = shop.sandbox._office.books
    with books.writing():
        for product in books.products.all():
            books.drop(books.products, product["Id"])
    assert bring(shop) == 0
    assert mirrored(shop, "7095").price == Money(50_00)


def test_it_is_brought_at_first_and_then_once_each_night(shop: Shop) -> None:
    bring_when_due(shop)
    assert mirrored(shop, "7095").price == Money(50_00)
    shop.clock.advance(3600)
    bring_when_due(shop)
    assert listings(shop) == 1
    shop.clock.advance(A_DAY_S)
    bring_when_due(shop)
    bring_when_due(shop)
    assert listings(shop) == 2


def test_a_listing_that_fails_is_noted_raises_nothing_and_is_tried_again(shop: Shop) -> None:
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, path="/Products", times=None))
    bring_when_due(shop)
    job = Jobs(shop.database).get(LISTING)
    assert (job.last_ok, job.fails) == (None, 1)
    assert job.last_problem
    shop.sandbox.faults.clear()
    bring_when_due(shop)
    job = Jobs(shop.database).get(LISTING)
    assert (job.last_ok is not None, job.fails, job.last_problem) == (True, 0, None)


def test_a_pass_over_the_queue_lists_no_products(shop: Shop) -> None:
    shop.sell()
    assert shop.deliver().sent == 1
    assert listings(shop) == 0


def test_the_window_brings_it_with_its_first_customers_and_not_again_that_day(
    shop: Shop, run: Callable[..., Running]
) -> None:
    running = run(shop)
    running.expect_customers()
    assert mirrored(shop, "7095").price == Money(50_00)
    running.worker.refresh_customers()
    running.expect_customers(2)
    assert listings(shop) == 1


def test_orders_and_customers_go_on_when_the_products_cannot_be_listed(shop: Shop, run: Callable[..., Running]) -> None:
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith("Product")])
    reference = shop.sell()
    running = run(shop)
    running.worker.send_now()
    running.expect_state(reference, State.ACCEPTED)
    running.expect_customers()
    assert running.status.blocked is None
    assert shop.till.remote_products.all() == ()


def test_another_shop_has_another_mirror(open_shop: Callable[..., Shop]) -> None:
    assert open_shop().till.remote_products.all() == ()
