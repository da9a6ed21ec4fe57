"""The neutral order: whatever its level of detail, it sums to the sale."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.fee import Fee
from terminal_app.domain.invoice import InvoiceOrder, LineDetail, order_from
from terminal_app.domain.money import ZERO, Money, Quantity, total
from terminal_app.domain.sale import LineKind, Sale, Words, close
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from tests.domain.strategies import carts, prices

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def invoiced(cart: Cart, tip: Money = ZERO, at: datetime = NOON, fee: Fee | None = None) -> Sale:
    words = Words("Takk for besøket", "bare her", "PO 77")
    tenders = (Tender(Channel.INVOICE),)
    sale = close(cart, tenders, sale_id="s1", sold_at=at, operator_id="kari", words=words, tip=tip, fee=fee)
    return replace(sale, receipt_no="F-000001")


def ordered(sale: Sale, detail: LineDetail) -> InvoiceOrder:
    return order_from(sale, "DSKs1", "501", 10001, detail)


@given(carts(), prices, st.sampled_from(LineDetail))
def test_the_order_sums_to_the_sale_at_either_level_of_detail(cart: Cart, tip: Money, detail: LineDetail) -> None:
    sale = invoiced(cart, tip)
    order = ordered(sale, detail)
    assert order.total == sale.total == total(line.gross for line in order.lines)
    assert order.vat_totals == sale.vat_totals
    nets = {one.code.rate: one.split.net for one in sale.vat_totals if one.code.code != "7"}
    for rate, net in nets.items():
        of_rate = [line for line in order.lines if line.vat_rate == rate and line.kind is LineKind.ITEM]
        assert total(line.net for line in of_rate) == net


@given(carts(), prices, st.sampled_from(LineDetail))
def test_the_fee_stays_a_line_of_its_own_at_either_level_of_detail(
    cart: Cart, price: Money, detail: LineDetail
) -> None:
    sale = invoiced(cart, fee=Fee(price + Money(1), VatRate(2500)))
    order = ordered(sale, detail)
    assert order.total == sale.total
    assert [line.gross for line in order.lines if line.kind is LineKind.FEE] == [price + Money(1)]
    for one in order.vat_totals:
        of_rate = [line for line in order.lines if line.vat_rate == one.code.rate]
        assert total(line.net for line in of_rate) == one.split.net


@given(carts(), prices)
def test_by_rate_there_is_one_line_for_the_goods_of_each_rate_and_the_tip_stays_apart(cart: Cart, tip: Money) -> None:
    sale = invoiced(cart, tip)
    lines = ordered(sale, LineDetail.VAT_RATES).lines
    goods = [line.vat_rate for line in lines if line.kind is LineKind.ITEM]
    assert goods == sorted({line.vat_code.rate for line in sale.lines if line.kind is LineKind.ITEM}, reverse=True)
    assert [line.gross for line in lines if line.kind is LineKind.TIP] == ([tip] if tip else [])


@given(carts())
def test_every_order_line_is_its_unit_price_times_its_quantity(cart: Cart) -> None:
    for line in ordered(invoiced(cart), LineDetail.ITEMS).lines:
        assert line.unit_price.times(line.quantity) == line.gross


def test_the_order_tells_the_customer_what_was_written_for_them_and_nothing_else() -> None:
    order = ordered(invoiced(a_cart()), LineDetail.ITEMS)
    assert (order.note, order.customer_reference) == ("Takk for besøket", "PO 77")
    assert "bare her" not in repr(order)


def test_the_order_is_dated_by_the_shops_own_day() -> None:
    just_after_midnight = datetime(2026, 11, 23, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert ordered(invoiced(a_cart(), at=just_after_midnight), LineDetail.ITEMS).sold_on.isoformat() == "2026-11-23"


def test_no_order_is_made_of_a_sale_of_which_nothing_was_invoiced() -> None:
    part = close(a_cart(), (Tender(Channel.CARD),), sale_id="s", sold_at=NOON, operator_id="k")
    with pytest.raises(ValueError, match="not an invoice sale"):
        ordered(replace(part, receipt_no="F-000002"), LineDetail.ITEMS)


def a_cart() -> Cart:
    return Cart().add(Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe"), Quantity.of(3))
