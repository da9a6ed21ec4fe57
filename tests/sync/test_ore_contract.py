"""The øre contract: whatever is sold, PowerOffice Go's own arithmetic comes to the till's sums, rate by rate.

The judge is the sandbox's `line_amounts`, which knows nothing of how our prices were made; it reads the very body that
would be posted, with the VAT of the product that each line names.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.poweroffice.amounts import priced, reckoned, vat_of
from sync.poweroffice.mapping import sales_order
from sync.poweroffice.sandbox.rules.amounts import line_amounts
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.fee import Fee
from terminal_app.domain.invoice import Credited, InvoiceOrder, LineDetail, OrderLine, order_from
from terminal_app.domain.invoiced_share import invoiced_shares
from terminal_app.domain.money import ZERO, Money, Quantity, total
from terminal_app.domain.sale import LineKind, Sale, close
from terminal_app.domain.settings import Invoicing
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from tests.domain.strategies import busy_carts, prices
from tests.domain.test_invoiced_share import NOON, part_invoices, returns_of
from tests.sync.test_mapping import GROSS, NET, PRODUCTS
from tests.sync.test_refund_mapping import SOLD_AT

BASES = [pytest.param(GROSS, id="gross"), pytest.param(NET, id="net")]
RATES = [VatRate(2500), VatRate(1500), VatRate(1200), VatRate(0)]
carts = busy_carts(most=9).filter(lambda cart: cart.total.ore > 0)
fees_at_any_rate = st.none() | st.builds(Fee, st.integers(1, 20_000).map(Money), st.sampled_from(RATES))
fees = st.none() | st.builds(Fee, st.integers(1, 20_000).map(Money), st.just(VatRate(2500)))


@dataclass
class Judged:
    """What an accounting system that rounds each line makes of an order: per VAT rate, and its VAT in sum."""

    per_rate: dict[VatRate, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    vat: Decimal = Decimal(0)
    roundings: dict[VatRate, int] = field(default_factory=lambda: defaultdict(int))


def judged(order: InvoiceOrder, invoicing: Invoicing) -> Judged:
    """The body of the order read as they read it: each product's rate is that of the account it posts to."""
    rates = {PRODUCTS[f"invoicing.products.sale_{rate}"]: rate for rate in RATES}
    rates |= {invoicing.fee_product: invoicing.fee_vat_rate, invoicing.gratuity_product: VatRate(0)}
    seen = Judged()
    for line in json.loads(sales_order(order, invoicing), parse_float=Decimal)["SalesOrderLines"]:
        if line["LineType"] != "Normal":
            continue
        rate = rates[line["ProductCode"]]
        theirs = Decimal(rate.hundredths) / 10_000 if invoicing.excluding_vat else Decimal(0)
        quantity, price = Decimal(line["Quantity"]), Decimal(line["ProductUnitPrice"])
        amounts = line_amounts(quantity, price, Decimal(line["Allowance"]), theirs)
        seen.per_rate[rate] += amounts.total
        seen.vat += amounts.vat
        seen.roundings[rate] += line["Description"] == "Øreavrunding"
        # The net amount is the same whatever way they round halves, and prices have no more decimals than are shown.
        assert abs(quantity * price) % Decimal("0.01") != Decimal("0.005")
        assert price == price.quantize(Decimal("0.01"))
    return seen


def tills(sale: Sale) -> dict[VatRate, Decimal]:
    """What the till has invoiced of the sale at each rate, by the sale itself and not by the order."""
    sums: dict[VatRate, Decimal] = defaultdict(Decimal)
    for share in invoiced_shares(sale):
        sums[share.code.rate] += Decimal(share.invoiced.gross.ore).scaleb(-2)
    return sums


def require_met(sale: Sale, order: InvoiceOrder, invoicing: Invoicing) -> None:
    """Per rate and in sum to the øre, the VAT as we foretell it, and at most one rounding line for each rate."""
    seen = judged(order, invoicing)
    assert {rate: amount for rate, amount in seen.per_rate.items() if amount} == {
        rate: amount for rate, amount in tills(sale).items() if amount
    }
    assert sum(seen.per_rate.values(), Decimal(0)) == Decimal(sale.invoiced_amount.ore).scaleb(-2)
    assert seen.vat == Decimal(vat_of(order, invoicing).ore).scaleb(-2)
    assert max(seen.roundings.values(), default=0) <= 1
    assert invoicing.excluding_vat or not any(seen.roundings.values())


def order_of(sale: Sale, detail: LineDetail) -> InvoiceOrder:
    credits = None if sale.return_of is None else Credited(sale.return_of.receipt_no, SOLD_AT.date(), 10031)
    return order_from(sale, "DSK" + "c" * 32, "501", 10001, detail, credits)


@pytest.mark.parametrize("invoicing", BASES)
@settings(max_examples=60)
@given(carts, prices, fees_at_any_rate, st.sampled_from(LineDetail))
def test_any_cart_on_an_invoice_meets_the_tills_sums_rate_by_rate(
    invoicing: Invoicing, cart: Cart, tip: Money, fee: Fee | None, detail: LineDetail
) -> None:
    sale = close(cart, (Tender(Channel.INVOICE),), sale_id="s1", sold_at=SOLD_AT, operator_id="kari", tip=tip, fee=fee)
    charged = invoicing if fee is None else replace(invoicing, fee_vat_rate=fee.vat_rate)
    require_met(sale, order_of(replace(sale, receipt_no="F-000412"), detail), charged)


@pytest.mark.parametrize("invoicing", BASES)
@settings(max_examples=40)
@given(st.data(), part_invoices(fees), st.sampled_from(LineDetail))
def test_a_part_invoice_and_each_return_of_it_meet_the_tills_sums_rate_by_rate(
    invoicing: Invoicing, data: st.DataObject, sale: Sale, detail: LineDetail
) -> None:
    require_met(sale, order_of(sale, detail), invoicing)
    for one in data.draw(returns_of(sale)):
        if one.invoiced_amount:
            require_met(one, order_of(one, detail), invoicing)


def line(gross: int, rate: int, milli: int = 1000, price: int | None = None, name: str = "Vare") -> OrderLine:
    unit = Money(abs(gross) if price is None else price)
    return OrderLine(LineKind.ITEM, name, Quantity(milli), unit, VatRate(rate), ZERO, Money(gross))


amounts_of_a_rate = st.lists(st.integers(-1_000_000, 1_000_000), min_size=1, max_size=40)


@given(amounts_of_a_rate, st.integers(0, 4999))
def test_any_lines_at_any_rate_below_half_need_one_ore_at_most(grosses: list[int], rate: int) -> None:
    lines = [line(gross, rate, 1000 if gross >= 0 else -1000) for gross in grosses]
    sent = priced(lines, excluding_vat=True)
    assert sum(one.gross.ore for one in sent) == sum(grosses)
    assert sum(one.rounding for one in sent) <= 1
    assert all(abs(one.gross.ore - one.line.gross.ore) <= 1 for one in sent if not one.rounding)
    for one in sent:
        assert reckoned(one.net, VatRate(rate)) == one.gross


@given(st.integers(0, 10**9), st.integers(0, 9999))
def test_adding_vat_grows_by_one_ore_or_two_as_the_proof_says(net: int, rate: int) -> None:
    step = reckoned(Money(net + 1), VatRate(rate)).ore - reckoned(Money(net), VatRate(rate)).ore
    assert step in (1, 2)
    assert reckoned(Money(-net), VatRate(rate)) == -reckoned(Money(net), VatRate(rate))


@given(st.integers(0, 4999))
def test_one_ore_carries_no_vat_below_half(rate: int) -> None:
    assert reckoned(Money(1), VatRate(rate)) == Money(1)


def told(order_lines: list[OrderLine], invoicing: Invoicing) -> list[tuple[str, str, str]]:
    order = InvoiceOrder(
        "DSK" + "d" * 32, "F-000412", NOON.date(), "501", 10001, tuple(order_lines), (),
        total(one.gross for one in order_lines), "", "",
    )  # fmt: skip
    made = json.loads(sales_order(order, invoicing), parse_float=Decimal)["SalesOrderLines"]
    return [
        (str(one["Quantity"]), str(one["ProductUnitPrice"]), one["Description"].replace("\u00a0", " "))
        for one in made
        if one["LineType"] == "Normal"
    ]


def test_a_price_in_whole_ore_keeps_the_quantity_on_the_line() -> None:
    assert told([line(15600, 2500, 3000, 5200, "Kaffe latte")], GROSS) == [("3", "52.00", "Kaffe latte")]
    assert told([line(15600, 2500, 3000, 5200, "Kaffe latte")], NET) == [("3", "41.60", "Kaffe latte")]


def test_where_no_price_in_whole_ore_comes_to_the_amount_the_text_has_the_quantity() -> None:
    discounted = OrderLine(
        LineKind.ITEM, "Bolle", Quantity(3000), Money(41_90), VatRate(1500), ZERO, Money(125_00), discount=Money(70)
    )
    assert told([discounted], GROSS) == [("1", "125.00", "3 stk. Bolle à 41,90 – rabatt 0,70")]
    assert told([line(12570, 1500, 3000, 4190, "Bolle")], NET)[0] == ("1", "109.30", "3 stk. Bolle à 41,90 inkl. mva.")


def test_a_weight_that_comes_to_half_an_ore_is_told_in_the_text_so_that_no_rounding_matters() -> None:
    # 0.5 kg at 39.97 is 19.985: they might make 19.98 of it, the till made 19.99.
    assert told([line(1999, 1500, 500, 3997)], GROSS) == [("1", "19.99", "0,500 stk. Vare à 39,97")]


def test_what_is_taken_back_is_one_piece_less_with_its_quantity_in_the_text() -> None:
    assert told([line(-7979, 1500, -2000, 3990, "Bolle")], GROSS) == [("-1", "79.79", "2 stk. Bolle à 39,90")]


def test_lines_that_no_net_amount_reaches_go_below_and_above_by_turns() -> None:
    sold = [line(5202, 2500, name=f"Vare {n}") for n in range(3)]
    assert [(price, text) for _, price, text in told(sold, NET)] == [
        ("41.61", "Vare 0"),
        ("41.62", "Vare 1"),
        ("41.61", "Vare 2"),
        ("0.01", "Øreavrunding"),
    ]
