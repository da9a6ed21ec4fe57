"""The order as PowerOffice Go's JSON: validated against its OpenAPI document where there is one, exact to the øre."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sync.gateway import NeedsPerson, SettingIsWrong
from sync.plain_json import plain_json
from sync.poweroffice import amounts, mapping
from sync.poweroffice.replies import CustomerRow, row_of
from sync.poweroffice.sandbox.rules.amounts import line_amounts
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.fee import Fee
from terminal_app.domain.invoice import InvoiceOrder, LineDetail, OrderLine, order_from
from terminal_app.domain.money import Money, Quantity, total
from terminal_app.domain.sale import LineKind, close
from terminal_app.domain.settings import Invoicing, SettingValues
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import OUTSIDE_VAT, VatRate, code_for, split_lines, totals_per_code
from tests.domain.strategies import carts

DAY = date(2026, 11, 23)
PRODUCTS = {
    "invoicing.products.sale_0": "7000",
    "invoicing.products.sale_12": "7012",
    "invoicing.products.sale_15": "7015",
    "invoicing.products.sale_25": "7025",
    "invoicing.products.gratuity": "7090",
    "invoicing.products.fee": "7095",
}
GROSS = SettingValues(PRODUCTS).invoicing()
NET = replace(GROSS, excluding_vat=True)
RATE_OF = {
    "7000": Decimal(0),
    "7012": Decimal("0.12"),
    "7015": Decimal("0.15"),
    "7025": Decimal("0.25"),
    "7090": Decimal(0),
    "7095": Decimal("0.25"),
}
RATES = [VatRate(2500), VatRate(1500), VatRate(1200), VatRate(0)]


def order_of(
    *sold: tuple[str, int, int, VatRate], tip: int = 0, fee: int = 0, note: str = "", reference: str = ""
) -> InvoiceOrder:
    """An order of (name, thousandths, unit price in øre, rate), split as the till splits a sale; the fee at 25 %."""
    coded = []
    for _, milli, price, rate in sold:
        coded.append((code_for(rate, DAY), Money(price).times(Quantity(milli))))
    if fee:
        coded.append((code_for(VatRate(2500), DAY), Money(fee)))
    splits = split_lines(coded)
    lines = [
        OrderLine(LineKind.ITEM, name, Quantity(milli), Money(price), rate, split.net, split.gross)
        for (name, milli, price, rate), split in zip(sold, splits, strict=False)
    ]
    if fee:
        split = splits[-1]
        lines.append(OrderLine(LineKind.FEE, "", Quantity(1000), split.gross, VatRate(2500), split.net, split.gross))
    if tip:
        lines.append(OrderLine(LineKind.TIP, "", Quantity(1000), Money(tip), OUTSIDE_VAT.rate, Money(tip), Money(tip)))
    return InvoiceOrder(
        reference="DSK" + "a" * 32,
        receipt_no="F-000412",
        sold_on=DAY,
        customer_remote_id="501",
        customer_number=10001,
        lines=tuple(lines),
        vat_totals=totals_per_code(zip((code for code, _ in coded), splits, strict=True)),
        total=total(line.gross for line in lines),
        note=note,
        customer_reference=reference,
    )


LATTES = order_of(("Kaffe latte", 3000, 5200, VatRate(2500)), note="Møterom 2", reference="PO 77")


def document(order: InvoiceOrder, invoicing: Invoicing = GROSS) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(mapping.sales_order(order, invoicing), parse_float=Decimal)
    return parsed


def lines_of(order: InvoiceOrder, kind: str, invoicing: Invoicing = GROSS) -> list[dict[str, Any]]:
    return [line for line in document(order, invoicing)["SalesOrderLines"] if line["LineType"] == kind]


def answered_total(order: InvoiceOrder, invoicing: Invoicing, vat_on_top: bool) -> Decimal:
    """What an accounting system that rounds each line makes of the order."""
    sold = lines_of(order, "Normal", invoicing)
    answered = [
        line_amounts(
            Decimal(line["Quantity"]),
            Decimal(line["ProductUnitPrice"]),
            Decimal(line["Allowance"]),
            RATE_OF[line["ProductCode"]] if vat_on_top else Decimal(0),
        )
        for line in sold
    ]
    return sum((amount.total for amount in answered), Decimal(0))


def test_the_header_says_who_when_and_which_sale() -> None:
    made = document(LATTES)
    del made["SalesOrderLines"]
    assert made == {
        "CustomerId": 501,
        "ExternalImportReference": "DSK" + "a" * 32,
        "ImportedOrderNo": 412,
        "SalesOrderDate": "2026-11-23",
        "DeliveryDate": "2026-11-23",
        "SalesOrderStatus": "Draft",
        "CustomerReference": "PO 77",
    }


def test_a_customer_whose_key_is_no_number_is_named_by_customer_number() -> None:
    made = document(replace(LATTES, customer_remote_id="c-17"))
    assert (made["CustomerNo"], "CustomerId" in made) == (10001, False)


def test_a_line_overrides_whatever_the_customer_card_could_change() -> None:
    (line,) = lines_of(LATTES, "Normal")
    assert line == {
        "LineType": "Normal",
        "ProductCode": "7025",
        "Description": "Kaffe latte",
        "Quantity": 3,
        "ProductUnitPrice": Decimal("52.00"),
        "Allowance": 0,
        "UseStandardSalesAccount": True,
        "SortOrder": 1,
    }


def test_the_receipt_the_note_and_the_vat_stand_in_text_lines_in_norwegian() -> None:
    texts = [line["Description"].replace("\u00a0", " ") for line in lines_of(LATTES, "Text")]
    assert texts == ["Kvittering F-000412, 23.11.2026", "Møterom 2", "Herav mva. 25 %: 31,20 av 156,00"]


def test_net_prices_leave_the_vat_to_the_accounting_system() -> None:
    (line,) = lines_of(LATTES, "Normal", NET)
    texts = [text["Description"] for text in lines_of(LATTES, "Text", NET)]
    assert line["ProductUnitPrice"] == Decimal("41.60")
    assert not any("mva" in text for text in texts)


def test_a_long_note_becomes_lines_that_fit_and_loses_no_word() -> None:
    words = [f"ord{number}" for number in range(120)]
    texts = [line["Description"] for line in lines_of(replace(LATTES, note=" ".join(words)), "Text")][1:-1]
    assert " ".join(texts).split() == words
    assert max(len(text) for text in texts) <= mapping.LONGEST_TEXT_LINE


def test_a_tip_goes_on_its_own_product() -> None:
    tip = lines_of(order_of(("Kaffe latte", 1000, 5200, VatRate(2500)), tip=2500), "Normal")[-1]
    assert (tip["ProductCode"], tip["Description"], tip["ProductUnitPrice"]) == ("7090", "Tips", Decimal("25.00"))


def test_the_fee_goes_on_its_own_product_and_overrides_the_price_it_has_there() -> None:
    order = order_of(("Kaffe latte", 1000, 5200, VatRate(2500)), fee=5000)
    for invoicing, price in ((GROSS, "50.00"), (NET, "40.00")):
        fee = lines_of(order, "Normal", invoicing)[-1]
        assert (fee["ProductCode"], fee["Description"], fee["Quantity"]) == ("7095", "Fakturagebyr", 1)
        assert fee["ProductUnitPrice"] == Decimal(price)


def test_the_vat_of_the_fee_is_told_with_that_of_the_goods() -> None:
    order = order_of(("Kaffe latte", 1000, 5200, VatRate(2500)), fee=5000)
    texts = [line["Description"].replace("\u00a0", " ") for line in lines_of(order, "Text")]
    assert texts[-1] == "Herav mva. 25 %: 20,40 av 102,00"


def test_a_fee_without_a_fee_product_is_a_wrong_setting() -> None:
    order = order_of(("Latte", 1000, 5200, VatRate(2500)), fee=5000)
    with pytest.raises(SettingIsWrong) as caught:
        mapping.sales_order(order, replace(GROSS, fee_product=""))
    assert caught.value.problem.values["field"] == "invoicing.products.fee"


def test_a_fee_that_no_net_price_reaches_is_rounded_on_its_own_product_when_nothing_else_has_its_rate() -> None:
    only_food = replace(NET, products={VatRate(1500): "7015"})
    order = order_of(("Skolebolle", 1000, 3910, VatRate(1500)), fee=4992)
    sold = lines_of(order, "Normal", only_food)
    assert [(line["ProductCode"], line["Description"]) for line in sold][1:] == [
        ("7095", "Fakturagebyr"),
        ("7095", "Øreavrunding"),
    ]
    assert answered_total(order, only_food, vat_on_top=True) == amounts.kroner(order.total)


def test_a_rate_without_a_name_is_told_as_servering_i_henhold_til_nota() -> None:
    order = order_of(("", 1000, 5200, VatRate(1500)))
    description = lines_of(order, "Normal")[0]["Description"]
    assert description.replace("\u00a0", " ") == "Servering i henhold til nota F-000412, 15 % mva."


@pytest.mark.parametrize(
    ("order", "setting"),
    [
        (LATTES, "invoicing.products.sale_25"),
        (order_of(("Bok", 1000, 100, VatRate(0))), "invoicing.products.sale_0"),
        (order_of(("Bok", 1000, 100, VatRate(0)), tip=100), "invoicing.products.sale_0"),
    ],
)
def test_a_product_that_is_not_set_is_a_wrong_setting_and_is_named(order: InvoiceOrder, setting: str) -> None:
    with pytest.raises(SettingIsWrong) as caught:
        mapping.sales_order(order, SettingValues({}).invoicing())
    assert caught.value.problem.values["field"] == setting


def test_a_tip_without_a_gratuity_product_is_a_wrong_setting() -> None:
    with pytest.raises(SettingIsWrong) as caught:
        mapping.sales_order(
            order_of(("Latte", 1000, 5200, VatRate(2500)), tip=100), replace(GROSS, gratuity_product="")
        )
    assert caught.value.problem.values["field"] == "invoicing.products.gratuity"


def test_a_rate_for_which_no_product_can_be_set_stops_its_own_sale_only() -> None:
    with pytest.raises(NeedsPerson):
        mapping.sales_order(order_of(("Torsk", 1000, 11900, VatRate(1111))), GROSS)


def test_a_name_with_control_and_direction_marks_is_sent_without_them() -> None:
    order = order_of(("Kaffe\u202e\x07 latte", 1000, 5200, VatRate(2500)))
    assert lines_of(order, "Normal")[0]["Description"] == "Kaffe latte"


SOLD = st.lists(
    st.tuples(
        st.just("Vare"),
        st.integers(1, 99_999) | st.integers(1, 50).map(lambda count: count * 1000),
        st.integers(1, 500_000),
        st.sampled_from(RATES),
    ),
    min_size=1,
    max_size=12,
)


@given(SOLD, st.integers(0, 50_000), st.integers(0, 50_000))
def test_gross_prices_come_to_the_tills_total_to_the_ore(
    sold: list[tuple[str, int, int, VatRate]], tip: int, fee: int
) -> None:
    order = order_of(*sold, tip=tip, fee=fee)
    assert answered_total(order, GROSS, vat_on_top=False) == amounts.kroner(order.total)


@given(SOLD, st.integers(0, 50_000), st.integers(0, 50_000))
def test_net_prices_come_to_the_tills_total_to_the_ore(
    sold: list[tuple[str, int, int, VatRate]], tip: int, fee: int
) -> None:
    order = order_of(*sold, tip=tip, fee=fee)
    assert answered_total(order, NET, vat_on_top=True) == amounts.kroner(order.total)


def test_an_amount_that_no_net_price_reaches_gets_a_line_of_one_ore() -> None:
    chai = order_of(("Chai latte", 1000, 5600, VatRate(1500)))
    sold = lines_of(chai, "Normal", NET)
    assert [line["Description"] for line in sold] == ["Chai latte", "Øreavrunding"]
    assert {line["ProductCode"] for line in sold} == {"7015"}
    assert answered_total(chai, NET, vat_on_top=True) == Decimal("56.00")


def test_an_amount_that_a_net_price_reaches_gets_no_line_of_its_own() -> None:
    assert [line["Description"] for line in lines_of(LATTES, "Normal", NET)] == ["Kaffe latte"]


@given(carts(), st.integers(0, 50_000), st.integers(1, 50_000), st.sampled_from(LineDetail), st.booleans())
def test_a_sale_with_fee_and_tip_comes_to_its_total_at_either_level_of_detail(
    cart: Cart, tip: int, fee: int, detail: LineDetail, net: bool
) -> None:
    sellable = Cart(tuple(line for line in cart.lines if line.vat_code(cart.serving, DAY).code != "32"), cart.serving)
    assume(sellable.lines)
    sale = close(
        sellable,
        (Tender(Channel.INVOICE),),
        sale_id="s1",
        sold_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        operator_id="kari",
        tip=Money(tip),
        fee=Fee(Money(fee), VatRate(2500)),
    )
    order = order_from(replace(sale, receipt_no="F-000412"), "DSKs1", "501", 10001, detail)
    assert order.total == sale.total
    assert answered_total(order, NET if net else GROSS, vat_on_top=net) == amounts.kroner(sale.total)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**6), max_value=10**6))
def test_a_decimal_is_written_digit_for_digit(number: Decimal) -> None:
    assert json.loads(plain_json({"n": number}), parse_float=Decimal, parse_int=Decimal) == {"n": number}


def test_a_float_is_never_written() -> None:
    with pytest.raises(TypeError):
        plain_json({"amount": 0.1})


@pytest.mark.parametrize("invoicing", [GROSS, NET], ids=["gross", "net"])
def test_the_body_is_what_the_vendors_document_allows(invoicing: Invoicing) -> None:
    path = os.environ.get("POWEROFFICE_OPENAPI")
    made = json.loads(mapping.sales_order(LATTES, invoicing))
    if not path:
        # Without the document (it may not be published with us) the names alone are held against the sandbox's list.
        from sync.poweroffice.sandbox.documents import ORDER_LINE_POST, ORDER_POST

        assert set(made) <= set(ORDER_POST)
        assert {name for line in made["SalesOrderLines"] for name in line} <= set(ORDER_LINE_POST)
        return
    from openapi_schema_validator import OAS30Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT4

    spec = json.loads(Path(path).read_text("utf-8"))
    registry: Registry[Any] = Registry().with_resource("", DRAFT4.create_resource(spec))
    schema = {"$ref": "#/components/schemas/SalesOrderCompletePostDto"}
    validator = OAS30Validator({**spec, **schema}, registry=registry)
    assert [error.message for error in validator.iter_errors(made)] == []


def test_a_customer_is_read_with_its_number_city_and_cleaned_organisation_number() -> None:
    row = row_of(
        CustomerRow,
        {
            "Id": 7,
            "Number": 10007,
            "Name": "Martin\u202e AS",
            "OrganizationNumber": "901 270 384 MVA",
            "MailAddress": {"City": "Oslo"},
            "InvoiceEmailAddress": "faktura@martin.example",
            "EmailAddress": "post@martin.example",
            "PaymentTerm": 14,
            "InvoiceDeliveryType": "EHF",
        },
    )
    customer = mapping.customer(row)
    assert customer is not None
    assert (customer.remote_id, customer.number, customer.name) == ("7", 10007, "Martin AS")
    assert (customer.organization_number, customer.city) == ("901270384", "Oslo")
    assert (customer.email, customer.payment_term_days, customer.delivery) == ("faktura@martin.example", 14, "EHF")


def test_a_customer_nobody_could_choose_is_left_out() -> None:
    assert mapping.customer(row_of(CustomerRow, {"Id": 7, "Name": "Uten nummer"})) is None
    assert mapping.customer(row_of(CustomerRow, {"Id": 7, "Number": 10007})) is None


@pytest.mark.parametrize(
    ("amount", "expected"), [("156.00", Money(15600)), ("156", Money(15600)), ("0.005", None), ("1e20", None)]
)
def test_an_answered_amount_is_whole_ore_or_nothing(amount: str, expected: Money | None) -> None:
    assert mapping.money(Decimal(amount)) == expected
