"""A sale that is partly invoiced as PowerOffice Go's JSON, and what is told on its lines: exact to the øre."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.poweroffice import amounts
from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product, Unit
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.fee import Fee
from terminal_app.domain.invoice import Credited, InvoiceOrder, LineDetail, order_from
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.refund import Chosen
from terminal_app.domain.sale import Sale
from terminal_app.domain.settings import Invoicing
from terminal_app.domain.vat import VatRate
from tests.domain.strategies import busy_carts, fees_at_25, prices
from tests.domain.test_invoiced_share import NOON, part_invoiced, part_invoices, returned, returns_of
from tests.sync.test_mapping import GROSS, NET
from tests.sync.test_refund_mapping import answered_total, document, invoiced

LATTE = Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe")
BEANS = Product("2001", "Kaffebønner", Money(398_00), VatRate(1500), "Kaffe", unit=Unit.KILO)
CART = Cart().add(LATTE, Quantity.of(3)).add(BEANS, Quantity(347)).with_line_discount(0, Discount.kroner(Money(12_00)))
NOTED = CART.with_note(0, "uten melk")


def order_of(sale: Sale, detail: LineDetail = LineDetail.ITEMS) -> InvoiceOrder:
    credits = None if sale.return_of is None else Credited(sale.return_of.receipt_no, NOON.date(), 10031)
    return order_from(sale, "DSK" + "b" * 32, "501", 10001, detail, credits)


def lines(sale: Sale, kind: str, invoicing: Invoicing = GROSS, detail: LineDetail = LineDetail.ITEMS) -> list[Any]:
    made = document(order_of(sale, detail), invoicing)["SalesOrderLines"]
    return [line for line in made if line["LineType"] == kind]


def told(sale: Sale, kind: str, invoicing: Invoicing = GROSS, detail: LineDetail = LineDetail.ITEMS) -> list[str]:
    return [line["Description"].replace("\u00a0", " ") for line in lines(sale, kind, invoicing, detail)]


@pytest.mark.parametrize("detail", list(LineDetail), ids=lambda detail: detail.value)
@pytest.mark.parametrize("invoicing", [GROSS, NET], ids=["gross", "net"])
@given(sale=part_invoices(fees_at_25))
def test_a_part_invoice_comes_to_the_invoiced_amount_to_the_ore(
    sale: Sale, invoicing: Invoicing, detail: LineDetail
) -> None:
    assert answered_total(order_of(sale, detail), invoicing) == amounts.kroner(sale.invoiced_amount)


@pytest.mark.parametrize("detail", list(LineDetail), ids=lambda detail: detail.value)
@pytest.mark.parametrize("invoicing", [GROSS, NET], ids=["gross", "net"])
@given(cart=busy_carts().filter(lambda cart: cart.total.ore > 0), tip=prices, fee=st.integers(0, 20_000))
def test_a_whole_invoice_with_discounts_and_weights_comes_to_its_total_to_the_ore(
    cart: Cart, tip: Money, fee: int, invoicing: Invoicing, detail: LineDetail
) -> None:
    sale = invoiced(cart, tip.ore, fee)
    assert answered_total(order_of(sale, detail), invoicing) == amounts.kroner(sale.total)


@pytest.mark.parametrize("invoicing", [GROSS, NET], ids=["gross", "net"])
@given(data=st.data(), sale=part_invoices(fees_at_25))
def test_each_credit_of_a_part_invoice_comes_to_what_goes_back_on_the_invoice(
    data: st.DataObject, sale: Sale, invoicing: Invoicing
) -> None:
    for one in data.draw(returns_of(sale)):
        if one.invoiced_amount:
            assert answered_total(order_of(one), invoicing) == amounts.kroner(one.invoiced_amount)


def test_a_discount_a_note_and_a_weight_are_told_on_the_line() -> None:
    sale = invoiced(NOTED)
    assert told(sale, "Normal") == ["Kaffe latte – rabatt 12,00 – uten melk", "Kaffebønner (kg)"]
    assert told(sale, "Normal", NET)[0] == "Kaffe latte – rabatt 12,00 inkl. mva. – uten melk"
    latte, beans = lines(sale, "Normal")
    assert (str(latte["Quantity"]), str(latte["ProductUnitPrice"])) == ("3", "48.00")
    assert (str(beans["Quantity"]), str(beans["ProductUnitPrice"])) == ("0.347", "398.00")


def test_by_rate_no_discount_or_note_is_told() -> None:
    assert not any("rabatt" in text for text in told(invoiced(NOTED), "Normal", detail=LineDetail.VAT_RATES))


def test_a_part_invoice_names_the_goods_what_was_paid_and_what_vat_is_in_the_part() -> None:
    sale = part_invoiced(NOTED, Money(132_10), fee=Fee(Money(50_00), VatRate(2500)))
    assert told(sale, "Normal") == [
        "Fakturert del av nota F-000001, 25 % mva.",
        "Fakturert del av nota F-000001, 15 % mva.",
        "Fakturagebyr",
    ]
    assert told(sale, "Text") == [
        "Kvittering F-000001, 23.11.2026",
        "3 stk. Kaffe latte – rabatt 12,00 – uten melk: 144,00",
        "0,347 kg Kaffebønner: 138,11",
        "Kjøpet kom på 332,11. Betalt i kassen: kort 200,01, kvittering S-000001.",
        "Herav mva. 25 %: 18,38 av 91,91",
        "Herav mva. 15 %: 5,24 av 40,19",
    ]
    sums = told(sale, "Text", detail=LineDetail.VAT_RATES)
    assert "3 stk." not in " ".join(sums)
    assert any(text.startswith("Kjøpet kom på") for text in sums)


def test_cash_beside_an_invoice_tells_its_rounding() -> None:
    sale = part_invoiced(CART, Money(100_00), Channel.CASH)
    assert "Kjøpet kom på 282,11. Betalt i kassen: kontant 182,00 (øreavrunding −0,11), kvittering S-000001." in told(
        sale, "Text"
    )


def test_the_credit_of_a_part_tells_what_came_back_and_what_was_paid_back_at_once() -> None:
    sale = part_invoiced(CART, Money(50_00))
    back = returned(sale, [], [Chosen(0, Quantity.of(2))])
    assert told(back, "Text")[1:4] == [
        "Retur av F-000001, 23.11.2026",
        "2 stk. Kaffe latte – rabatt 8,00: 96,00",
        "Returen kom på 96,00. Betalt tilbake i kassen: kort 46,00.",
    ]
    (credit,) = lines(back, "Normal")
    assert (credit["Quantity"], str(credit["ProductUnitPrice"])) == (-1, "50.00")
