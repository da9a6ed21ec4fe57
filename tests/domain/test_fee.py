"""The invoice fee: whose price counts, when there is none, and how it becomes part of the sale."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product, RemoteProduct
from terminal_app.domain.channel import Channel
from terminal_app.domain.fee import Fee, NoFee, fee_for
from terminal_app.domain.money import ZERO, Money, total
from terminal_app.domain.problems import BadInput
from terminal_app.domain.sale import LineKind, Sale, close
from terminal_app.domain.settings import Invoicing, SettingValues
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate, vat_within
from tests.domain.strategies import TODAY, carts, prices

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PRODUCT = RemoteProduct("7095", "1605", "Fakturagebyr", Money(50_00), 1950, "0", VatRate(0))
RATE = VatRate(2500)
LATTE = Product("1001", "Kaffe latte", Money(52_00), RATE, "Kaffe")
fees = st.builds(Fee, st.integers(1, 100_000).map(Money), st.sampled_from((2500, 1500, 1200, 0)).map(VatRate))


def invoicing(**changes: str) -> Invoicing:
    keys = {name.replace("__", "."): value for name, value in changes.items()}
    return SettingValues({"invoicing.products.fee": "7095", **keys}).invoicing()


def with_fee(cart: Cart, fee: Fee | None, tip: Money = ZERO) -> Sale:
    tenders = (Tender(Channel.INVOICE),)
    return close(cart, tenders, sale_id="s1", sold_at=NOON, operator_id="kari", tip=tip, fee=fee)


# whose price counts


def test_without_an_amount_of_the_shops_own_the_products_price_is_what_the_buyer_pays() -> None:
    assert fee_for(invoicing(), PRODUCT) == Fee(Money(50_00), RATE)


def test_where_amounts_go_without_vat_the_vat_comes_on_top_of_the_products_price() -> None:
    net = invoicing(invoicing__send_amount_excluding_vat="true")
    assert fee_for(net, PRODUCT) == Fee(Money(62_50), RATE)
    assert fee_for(net, replace(PRODUCT, price=Money(49_99))) == Fee(Money(62_49), RATE)


@pytest.mark.parametrize("excluding_vat", ["true", "false"])
def test_the_shops_own_amount_goes_before_the_products_and_has_its_vat_in_it(excluding_vat: str) -> None:
    own = invoicing(invoicing__invoice_fee_amount="35", invoicing__send_amount_excluding_vat=excluding_vat)
    assert fee_for(own, PRODUCT) == Fee(Money(35_00), RATE)


def test_the_shops_own_amount_needs_no_mirror() -> None:
    assert fee_for(invoicing(invoicing__invoice_fee_amount="35"), None) == Fee(Money(35_00), RATE)


def test_the_fees_vat_rate_is_a_setting() -> None:
    assert fee_for(invoicing(invoicing__invoice_fee_vat_rate="15"), PRODUCT) == Fee(Money(50_00), VatRate(1500))


def test_a_shop_that_is_not_registered_for_vat_has_none_on_its_fee() -> None:
    assert fee_for(invoicing(shop__vat_registered="false"), PRODUCT) == Fee(Money(50_00), VatRate(0))


@pytest.mark.parametrize(
    ("settings", "product", "why"),
    [
        ({"invoicing__products__fee": ""}, PRODUCT, NoFee.NOT_WANTED),
        ({"invoicing__products__fee": "", "invoicing__invoice_fee_amount": "50"}, PRODUCT, NoFee.NOT_WANTED),
        ({"invoicing__invoice_fee_amount": "0"}, PRODUCT, NoFee.NOT_WANTED),
        ({"invoicing__invoice_fee_amount": "0.00"}, None, NoFee.NOT_WANTED),
        ({}, replace(PRODUCT, price=ZERO), NoFee.NOT_WANTED),
        ({}, replace(PRODUCT, price=Money(-1)), NoFee.NOT_WANTED),
        ({}, None, NoFee.PRICE_UNKNOWN),
        ({}, replace(PRODUCT, price=None), NoFee.PRICE_UNKNOWN),
        ({}, replace(PRODUCT, archived=True), NoFee.PRODUCT_ARCHIVED),
        ({"invoicing__invoice_fee_amount": "50"}, replace(PRODUCT, archived=True), NoFee.PRODUCT_ARCHIVED),
        ({"invoicing__invoice_fee_amount": "0"}, replace(PRODUCT, archived=True), NoFee.NOT_WANTED),
    ],
)
def test_where_there_is_no_fee_it_says_why(settings: dict[str, str], product: RemoteProduct | None, why: NoFee) -> None:
    assert fee_for(invoicing(**settings), product) is why


# part of the sale


def test_the_fee_is_a_line_of_the_sale_after_the_goods() -> None:
    sale = with_fee(Cart().add(LATTE), Fee(Money(50_00), RATE), tip=Money(8_00))
    assert [line.kind for line in sale.lines] == [LineKind.ITEM, LineKind.FEE, LineKind.TIP]
    fee = sale.lines[1]
    assert (fee.name, fee.sku, fee.unit_price) == ("", None, Money(50_00))
    assert (fee.vat_code.code, fee.split.net, fee.split.vat, fee.split.gross) == (
        "3",
        Money(40_00),
        Money(10_00),
        Money(50_00),
    )
    assert sale.total == sale.invoiced_amount == Money(110_00)


@given(carts(), fees, prices)
def test_a_sale_with_its_fee_and_tip_is_paid_in_full_and_its_vat_adds_up(cart: Cart, fee: Fee, tip: Money) -> None:
    sale = with_fee(cart, fee, tip)
    assert sale.total == cart.total + fee.price + tip == total(p.amount for p in sale.payments)
    assert total(one.split.gross for one in sale.vat_totals) == sale.total
    for one in sale.vat_totals:
        of_code = [line for line in sale.lines if line.vat_code == one.code]
        assert total(line.split.vat for line in of_code) == one.split.vat == vat_within(one.split.gross, one.code.rate)


@given(carts(), fees)
def test_what_is_shown_before_paying_is_the_vat_of_the_sale(cart: Cart, fee: Fee) -> None:
    assert cart.vat_totals(TODAY, fee) == with_fee(cart, fee).vat_totals


@given(carts(), fees)
def test_the_fee_leaves_the_split_of_the_goods_as_it_was(cart: Cart, fee: Fee) -> None:
    goods = [line for line in with_fee(cart, fee).lines if line.kind is LineKind.ITEM]
    assert tuple(goods) == with_fee(cart, None, tip=Money(1)).lines[:-1]


def test_an_amount_that_leaves_the_fee_out_does_not_settle_the_sale() -> None:
    with pytest.raises(BadInput, match="payment_too_little"):
        close(
            Cart().add(LATTE),
            (Tender(Channel.INVOICE, Money(52_00)),),
            sale_id="s1",
            sold_at=NOON,
            operator_id="kari",
            fee=Fee(Money(50_00), RATE),
        )
