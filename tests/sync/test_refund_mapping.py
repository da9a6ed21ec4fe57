"""A return as PowerOffice Go's JSON: a credit note that meets the return to the øre, whatever was taken back before."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.poweroffice import amounts, mapping
from sync.poweroffice.sandbox.rules.amounts import line_amounts
from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.fee import Fee
from terminal_app.domain.invoice import Credited, InvoiceOrder, LineDetail, order_from
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.refund import Chosen, left_of, refund
from terminal_app.domain.sale import LineKind, Sale, Words, close
from terminal_app.domain.settings import Invoicing
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from tests.sync.test_mapping import GROSS, NET, RATE_OF

SOLD_AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
BACK_AT = datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
LATTE = Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe")
BUN = Product("1002", "Skolebolle", Money(39_90), VatRate(1500), "Bakst")
CREDITED = Credited("F-000412", SOLD_AT.date(), 10031)


def invoiced(cart: Cart, tip: int = 0, fee: int = 0) -> Sale:
    sale = close(
        cart,
        (Tender(Channel.INVOICE),),
        sale_id="s1",
        sold_at=SOLD_AT,
        operator_id="kari",
        words=Words("Møterom 2", "", "PO 77"),
        tip=Money(tip),
        fee=Fee(Money(fee), VatRate(2500)) if fee else None,
    )
    return replace(sale, receipt_no="F-000412")


def returned(sale: Sale, chosen: list[Chosen] | None = None, earlier: tuple[Sale, ...] = ()) -> Sale:
    one = refund(sale, earlier, chosen, sale_id=f"r{len(earlier)}", returned_at=BACK_AT, operator_id="kari")
    return replace(one, receipt_no=f"R-{len(earlier) + 17:06d}")


def order_of(sale: Sale, detail: LineDetail = LineDetail.ITEMS, credits: Credited | None = CREDITED) -> InvoiceOrder:
    return order_from(sale, "DSK" + "b" * 32, "501", 10001, detail, credits)


def document(order: InvoiceOrder, invoicing: Invoicing = GROSS) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(mapping.sales_order(order, invoicing), parse_float=Decimal)
    return parsed


def posted(order: InvoiceOrder, invoicing: Invoicing) -> list[dict[str, Any]]:
    return [line for line in document(order, invoicing)["SalesOrderLines"] if line["LineType"] == "Normal"]


def answered_total(order: InvoiceOrder, invoicing: Invoicing) -> Decimal:
    """What an accounting system that rounds each line makes of the order; the VAT on top where prices are net."""
    answered = [
        line_amounts(
            Decimal(line["Quantity"]),
            Decimal(line["ProductUnitPrice"]),
            Decimal(line["Allowance"]),
            RATE_OF[line["ProductCode"]] if invoicing.excluding_vat else Decimal(0),
        )
        for line in posted(order, invoicing)
    ]
    return sum((amount.total for amount in answered), Decimal(0))


def test_the_credit_note_names_its_own_receipt_its_sale_and_the_invoice() -> None:
    made = document(order_of(returned(invoiced(Cart().add(LATTE, Quantity.of(3))), [Chosen(0, Quantity.of(1))])))
    lines = made.pop("SalesOrderLines")
    assert made == {
        "CustomerId": 501,
        "ExternalImportReference": "DSK" + "b" * 32,
        "ImportedOrderNo": 17,
        "SalesOrderDate": "2026-12-02",
        "DeliveryDate": "2026-11-23",
        "SalesOrderStatus": "Draft",
        "RelatedInvoiceNo": 10031,
        "CustomerReference": "PO 77",
    }
    texts = [line["Description"].replace("\u00a0", " ") for line in lines if line["LineType"] == "Text"]
    assert texts == [
        "Kvittering R-000017, 02.12.2026",
        "Retur av F-000412, 23.11.2026",
        "Herav mva. 25 %: −10,40 av −52,00",
    ]
    (sold,) = (line for line in lines if line["LineType"] == "Normal")
    assert (sold["Quantity"], sold["ProductUnitPrice"]) == (-1, Decimal("52.00"))
    assert (sold["ProductCode"], sold["Description"]) == ("7025", "Kaffe latte")


def test_without_an_invoice_number_none_is_named() -> None:
    order = order_of(returned(invoiced(Cart().add(LATTE))), credits=Credited("F-000412", date(2026, 11, 23)))
    assert "RelatedInvoiceNo" not in document(order)


def test_by_rate_the_goods_of_a_return_are_one_line_each_that_names_the_sale() -> None:
    sale = invoiced(Cart().add(LATTE, Quantity.of(2)).add(BUN), tip=1000)
    lines = posted(order_of(returned(sale), LineDetail.VAT_RATES), GROSS)
    assert [(line["Quantity"], line["ProductUnitPrice"], line["ProductCode"]) for line in lines] == [
        (-1, Decimal("104.00"), "7025"),
        (-1, Decimal("39.90"), "7015"),
        (-1, Decimal("10.00"), "7090"),
    ]
    told = [line["Description"].replace("\u00a0", " ") for line in lines]
    assert told[0] == "Servering i henhold til nota F-000412, 25 % mva."
    assert told[2] == "Tips"


def test_an_amount_that_no_net_price_reaches_gets_its_ore_back_as_well() -> None:
    sale = invoiced(Cart().add(BUN, Quantity.of(1), Money(56_00)))
    lines = posted(order_of(returned(sale)), NET)
    assert [line["Description"] for line in lines] == ["Skolebolle", "Øreavrunding"]
    assert all(Decimal(line["ProductUnitPrice"]) > 0 for line in lines)
    assert answered_total(order_of(returned(sale)), NET) == Decimal("-56.00")


def test_a_part_that_comes_to_nothing_is_a_line_with_a_price_of_nothing() -> None:
    sale = invoiced(Cart().add(BUN, Quantity.of(1), Money(10)).add(LATTE))
    made = document(order_of(returned(sale, [Chosen(0, Quantity(1)), Chosen(1, Quantity.of(1))])))
    first = next(line for line in made["SalesOrderLines"] if line["LineType"] == "Normal")
    assert (str(first["ProductUnitPrice"]), first["Quantity"]) == ("0.10", Decimal("-0.001"))


CARTS = st.lists(
    st.tuples(
        st.integers(1, 99_999) | st.integers(1, 50).map(lambda count: count * 1000),
        st.integers(1, 500_000),
        st.sampled_from([2500, 1500, 1200, 0]),
    ),
    min_size=1,
    max_size=6,
)


@st.composite
def returns_of_invoices(draw: st.DrawFn) -> list[Sale]:
    """An invoice sale's returns, one after the other, until nothing is left."""
    cart = Cart()
    for place, (milli, price, rate) in enumerate(draw(CARTS)):
        cart = cart.add(Product(str(place), f"Vare {place}", Money(price), VatRate(rate), "Alt"), Quantity(milli))
    sale = invoiced(cart, draw(st.integers(0, 50_000)), draw(st.just(0) | st.integers(1, 20_000)))
    made: list[Sale] = []
    while open_lines := [one for one in left_of(sale, made) if one.quantity.milli]:
        chosen = [
            Chosen(one.position, Quantity(one.quantity.milli if whole else draw(st.integers(1, one.quantity.milli))))
            for one in open_lines
            if (whole := len(made) > 2 or one.line.kind is not LineKind.ITEM or draw(st.booleans()))
            or draw(st.booleans())
        ]
        made.append(returned(sale, chosen or None, tuple(made)))
    return made


@pytest.mark.parametrize("detail", list(LineDetail), ids=lambda detail: detail.value)
@pytest.mark.parametrize("invoicing", [GROSS, NET], ids=["gross", "net"])
@given(returns=returns_of_invoices())
def test_every_return_comes_to_the_tills_total_to_the_ore(
    returns: list[Sale], invoicing: Invoicing, detail: LineDetail
) -> None:
    for one in returns:
        order = order_of(one, detail)
        assert order.total == one.total
        assert answered_total(order, invoicing) == amounts.kroner(one.total)
        for line in posted(order, invoicing):
            assert Decimal(line["ProductUnitPrice"]) >= 0
            assert not Decimal(line["ProductUnitPrice"]).is_signed()
