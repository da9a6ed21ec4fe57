"""The dry run: the very order that a sample sale would become, and nothing sent."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.dry_run import SAMPLE_TIP, dry_run, sample_cart
from sync.gateway import SettingIsWrong
from terminal_app.domain.catalog import Product
from terminal_app.domain.fee import Fee
from terminal_app.domain.money import Money
from terminal_app.domain.problems import SettingWrong
from terminal_app.domain.settings import SettingValues
from terminal_app.domain.vat import VatRate
from tests.sync.shop import BUN, FLOUR, LATTE, Shop

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Oslo"))
BAG = Product("1004", "Pant", Money(3_00), VatRate(0), "Annet")
MAPPED = {
    "invoicing.system": "poweroffice-go",
    "invoicing.products.sale_0": "7000",
    "invoicing.products.sale_12": "7012",
    "invoicing.products.sale_15": "7015",
    "invoicing.products.sale_25": "7025",
    "invoicing.products.gratuity": "7090",
    "invoicing.products.fee": "7095",
}
FEE = Fee(Money(50_00), VatRate(2500))


def test_the_sample_holds_one_product_of_each_rate_and_two_of_the_first() -> None:
    cart = sample_cart((LATTE, BUN, FLOUR, BAG))
    assert [(line.product, str(line.quantity)) for line in cart.lines] == [(LATTE, "2"), (BUN, "1"), (BAG, "1")]


def test_every_amount_of_the_sample_is_shown_with_the_product_that_it_goes_on() -> None:
    shown = dry_run(SettingValues(MAPPED), (LATTE, BUN), FEE, NOON)
    amounts = [(line.product, line.quantity, line.unit_price, str(line.total)) for line in shown.lines if line.product]
    assert amounts == [
        ("7025", "2", "52.00", "104.00"),
        ("7015", "1", "39.00", "39.00"),
        ("7095", "1", "50.00", "50.00"),
        ("7090", "1", "10.00", "10.00"),
    ]
    assert shown.till_total == Money(203_00)
    assert shown.totals_meet


prices = st.integers(min_value=1, max_value=500_000).map(Money)


@given(prices, prices, prices, st.booleans(), st.sampled_from(["items", "vat_rates"]))
def test_what_the_system_would_answer_is_the_tills_total_on_both_price_bases(
    latte: Money, bun: Money, bag: Money, net: bool, detail: str
) -> None:
    values = SettingValues(
        {**MAPPED, "invoicing.send_amount_excluding_vat": str(net).lower(), "invoicing.line_detail": detail}
    )
    products = [
        Product("1", "A", latte, VatRate(2500), "X"),
        Product("2", "B", bun, VatRate(1500), "X"),
        Product("3", "C", bag, VatRate(0), "X"),
    ]
    assert dry_run(values, products, FEE, NOON).totals_meet


def test_a_real_sale_of_the_same_cart_comes_to_the_total_that_the_dry_run_showed(shop: Shop) -> None:
    shown = dry_run(shop.till.values, shop.till.assortment.products, None, shop.till.now())
    reference = shop.sell(sample_cart(shop.till.assortment.products), tip=SAMPLE_TIP)
    assert not shop.sandbox.orders()
    shop.deliver()
    (order,) = shop.sandbox.orders()
    assert Money.parse(f"{order['TotalAmount']:.2f}") == shown.answered_total == shop.entry(reference).total
    texts = [line["Description"] for line in order["SalesOrderLines"] if line["LineType"] == "Normal"]
    assert texts == [line.text for line in shown.lines if line.product]


def test_without_a_system_or_anything_to_sell_the_setting_is_named() -> None:
    with pytest.raises(SettingWrong, match="invoicing_not_set_up"):
        dry_run(SettingValues({}), (LATTE,), None, NOON)
    with pytest.raises(SettingWrong, match="nothing_to_sell"):
        dry_run(SettingValues(MAPPED), (), None, NOON)


def test_a_rate_without_a_product_is_named_before_anything_is_sold() -> None:
    unmapped = {key: code for key, code in MAPPED.items() if key != "invoicing.products.sale_15"}
    with pytest.raises(SettingIsWrong) as wrong:
        dry_run(SettingValues(unmapped), (LATTE, BUN), None, NOON)
    assert wrong.value.problem.values["field"] == "invoicing.products.sale_15"
