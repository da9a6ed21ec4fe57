"""The invoice fee from PowerOffice's price list to the order, over the real sandbox: totals meet to the øre."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from sync.products import refresh_products
from terminal_app.domain.cart import Cart
from terminal_app.domain.fee import NoFee
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import State
from tests.sync.shop import BUN, FLOUR, LATTE, WITH_VAT, Shop

PER_RATE = {"invoicing.line_detail": "vat_rates"}
BASES = pytest.mark.parametrize("basis", [{}, WITH_VAT], ids=["gross", "net"])
DETAILS = pytest.mark.parametrize("detail", [{}, PER_RATE], ids=["items", "vat_rates"])


@pytest.fixture
def charging(open_shop: Callable[..., Shop]) -> Callable[..., Shop]:
    """A shop with those settings, PowerOffice's products brought; `fee` changes the fee products over there."""

    def opened(settings: dict[str, str] | None = None, **fee: Any) -> Shop:
        shop = open_shop(settings or {})
        books = shop.sandbox._office.books
        with books.writing():
            for product_id in (1605, 1615):
                books.put(books.products, {**(books.products.get(product_id) or {}), **fee})
        gateway = shop.gateway()
        refresh_products(shop.database, gateway, clock=shop.clock)
        gateway.close()
        return shop

    return opened


def a_cart() -> Cart:
    """At 15 per cent most amounts are reached by no net price: this one has them."""
    return Cart().add(LATTE, Quantity.of(3)).add(BUN, Quantity.of(2)).add(FLOUR, Quantity(350))


def delivered(shop: Shop, **sale: Any) -> dict[str, Any]:
    """The one order as the sandbox has it, its total being that of the till."""
    reference = shop.sell(a_cart(), **sale)
    assert shop.deliver().sent == 1
    entry = shop.entry(reference)
    assert entry.state is State.ACCEPTED
    (order,) = shop.sandbox.orders()
    assert Decimal(str(order["TotalAmount"])) == Decimal(str(entry.total))
    return order


def fees_on(order: dict[str, Any]) -> list[tuple[str, Decimal]]:
    lines = order["SalesOrderLines"]
    fees = [line for line in lines if line["ProductCode"] in ("7095", "8095") and line["Description"] == "Fakturagebyr"]
    return [(line["ProductCode"], Decimal(str(line["TotalAmount"]))) for line in fees]


@DETAILS
@BASES
def test_the_shops_own_amount_is_what_the_buyer_pays(
    charging: Callable[..., Shop], basis: dict[str, str], detail: dict[str, str]
) -> None:
    shop = charging({**basis, **detail, "invoicing.invoice_fee_amount": "45.50"})
    order = delivered(shop)
    assert fees_on(order) == [(shop.till.values.text("invoicing.products.fee"), Decimal("45.50"))]


@DETAILS
@pytest.mark.parametrize(("basis", "paid"), [({}, "50.00"), (WITH_VAT, "62.50")], ids=["gross", "net"])
def test_without_one_poweroffices_own_price_counts_with_vat_on_top_where_amounts_go_without(
    charging: Callable[..., Shop], basis: dict[str, str], paid: str, detail: dict[str, str]
) -> None:
    order = delivered(charging({**basis, **detail}), tip=Money(25_00))
    assert [total for _, total in fees_on(order)] == [Decimal(paid)]


@BASES
@pytest.mark.parametrize("amount", ["0.02", "49.92", "39.97", "1234.57"])
def test_a_fee_that_no_net_price_reaches_still_meets_the_tills_total(
    charging: Callable[..., Shop], basis: dict[str, str], amount: str
) -> None:
    order = delivered(charging({**basis, "invoicing.invoice_fee_amount": amount}))
    assert abs(sum(total for _, total in fees_on(order)) - Decimal(amount)) <= Decimal("0.01")


@BASES
def test_a_changed_price_is_charged_from_the_next_listing_on_and_older_sales_keep_theirs(
    charging: Callable[..., Shop], basis: dict[str, str]
) -> None:
    shop = charging(basis)
    before = shop.entry(shop.sell()).total
    books = shop.sandbox._office.books
    with books.writing():
        for product_id in (1605, 1615):
            books.put(books.products, {**(books.products.get(product_id) or {}), "UnitPrice": Decimal("80")})
    gateway = shop.gateway()
    refresh_products(shop.database, gateway, clock=shop.clock)
    gateway.close()
    after = shop.entry(shop.sell()).total
    assert after - before == (Money(37_50) if basis else Money(30_00))
    assert shop.deliver().sent == 2
    assert {str(order["TotalAmount"]) for order in shop.sandbox.orders()} == {str(before), str(after)}


def test_an_archived_fee_product_is_on_no_order_and_stops_none(charging: Callable[..., Shop]) -> None:
    shop = charging({"invoicing.invoice_fee_amount": "45.50"}, IsArchived=True)
    assert shop.till.invoice_fee(a_cart()) is NoFee.PRODUCT_ARCHIVED
    assert fees_on(delivered(shop)) == []


def test_a_fee_product_without_a_price_is_on_no_order(charging: Callable[..., Shop]) -> None:
    shop = charging(UnitPrice=None)
    assert shop.till.invoice_fee(a_cart()) is NoFee.PRICE_UNKNOWN
    assert fees_on(delivered(shop)) == []


def test_a_fee_product_that_was_archived_after_the_sale_needs_a_person_and_goes_when_it_is_mended(
    charging: Callable[..., Shop],
) -> None:
    shop = charging()
    reference = shop.sell(a_cart())
    books = shop.sandbox._office.books
    fee = books.products.get(1605) or {}
    with books.writing():
        books.put(books.products, {**fee, "IsArchived": True})
    assert shop.deliver().needs_attention == 1
    assert shop.entry(reference).state is State.NEEDS_ATTENTION
    with books.writing():
        books.put(books.products, fee)
    shop.till.deliveries.retry(reference)
    assert shop.deliver().sent == 1
    assert shop.entry(reference).state is State.ACCEPTED


@BASES
@pytest.mark.parametrize("amount", ["45.50", "49.92"])
def test_a_return_of_the_whole_sale_takes_the_fee_back_to_the_ore(
    charging: Callable[..., Shop], basis: dict[str, str], amount: str
) -> None:
    shop = charging({**basis, "invoicing.invoice_fee_amount": amount})
    order = delivered(shop)
    (entry,) = shop.till.outbox.latest()
    shop.till.returns.refund(entry.receipt_no)
    assert shop.deliver().sent == 1
    credit = shop.sandbox.orders()[-1]
    assert credit["TotalAmount"] == -order["TotalAmount"]
    assert fees_on(credit) == [(code, -paid) for code, paid in fees_on(order)]


def test_a_shop_that_sells_food_only_needs_no_product_for_the_fees_rate(charging: Callable[..., Shop]) -> None:
    shop = charging({**WITH_VAT, "invoicing.products.sale_25": "", "invoicing.invoice_fee_amount": "49.92"})
    reference = shop.sell(Cart().add(BUN))
    assert shop.deliver().sent == 1
    (order,) = shop.sandbox.orders()
    assert str(order["TotalAmount"]) == str(shop.entry(reference).total)
