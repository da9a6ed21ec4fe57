"""What each kind of row does to a report, with the conventions of the official SAF-T example."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.fee import Fee
from terminal_app.domain.money import LARGEST_ORE, ZERO, Money, Quantity, total
from terminal_app.domain.refund import Chosen, refund
from terminal_app.domain.report_facts import report_facts, report_from
from terminal_app.domain.sale import Sale, close
from terminal_app.domain.settlement import (
    CashBox,
    CashCount,
    GrandTotals,
    GroupTally,
    PaymentTally,
    RateTally,
    Report,
    Tally,
    TypedTally,
)
from terminal_app.domain.settling import settle
from terminal_app.domain.tender import Tender
from terminal_app.domain.turnover import summed
from terminal_app.domain.vat import VatRate
from tests.domain.journal_rows import NOON, event, head, in_order, sale_row, x_of

COFFEE = Product("1", "Kaffe", Money(50_00), VatRate(2500), "Kaffe")
BUN = Product("2", "Bolle", Money(40_00), VatRate(1500), "Bakst")


def sold(
    cart: Cart,
    *tenders: Tender,
    tip: Money = ZERO,
    fee: Fee | None = None,
    training: bool = False,
    operator_id: str = "kari",
) -> Sale:
    sale = close(
        cart,
        tenders,
        sale_id="s1",
        sold_at=NOON,
        operator_id=operator_id,
        tip=tip,
        fee=fee,
        training=training,
    )
    return replace(sale, receipt_no=f"{sale.kind.prefix}-000001")


def taken_back(sale: Sale, chosen: list[Chosen] | None = None, operator_id: str = "kari") -> Sale:
    back = refund(sale, (), chosen, sale_id="r1", returned_at=NOON, operator_id=operator_id)
    return replace(back, receipt_no="R-000001")


def report_of(*sales: Sale) -> Report:
    return x_of(in_order([sale_row(one) for one in sales]))


TWO_COFFEES_AND_A_BUN = Cart().add(COFFEE, Quantity.of(2)).add(BUN)
CARD, CASH, INVOICE = Tender(Channel.CARD), Tender(Channel.CASH), Tender(Channel.INVOICE)


def test_a_group_counts_sales_and_not_pieces() -> None:
    report = report_of(sold(TWO_COFFEES_AND_A_BUN, CARD), sold(Cart().add(COFFEE), CARD))
    assert report.groups == (GroupTally("Bakst", 1, Money(40_00)), GroupTally("Kaffe", 2, Money(150_00)))


def test_an_operator_with_one_sale_and_its_return_has_the_count_nought() -> None:
    sale = sold(TWO_COFFEES_AND_A_BUN, CARD)
    report = report_of(sale, taken_back(sale))
    (kari,) = report.operators
    assert kari.payments == (PaymentTally(Channel.CARD, 0, ZERO),)
    assert (report.cash_sales, report.receipts, report.returns) == (ZERO, 1, Tally(1, Money(140_00)))
    assert report.grand == GrandTotals(Money(140_00), Money(140_00))


def test_all_four_rates_are_listed_also_when_nothing_was_sold_at_them() -> None:
    report = report_of(sold(Cart().add(COFFEE), CARD))
    assert report.vat == (
        RateTally("3", "25", Money(40_00), Money(10_00)),
        RateTally("31", "15", ZERO, ZERO),
        RateTally("33", "12", ZERO, ZERO),
        RateTally("5", "0", ZERO, ZERO),
    )


def test_raw_fish_is_listed_where_it_was_sold() -> None:
    fish = Product("3", "Torsk", Money(111_11), VatRate(1111), "Fisk")
    rates = [one.rate for one in report_of(sold(Cart().add(fish), CARD)).vat]
    assert rates == ["25", "15", "12", "11.11", "0"]


def test_a_tip_is_no_turnover_but_it_is_paid() -> None:
    report = report_of(sold(Cart().add(COFFEE), CARD, tip=Money(7_00)))
    assert (report.cash_sales, report.tips) == (Money(50_00), Tally(1, Money(7_00)))
    assert report.payments == (PaymentTally(Channel.CARD, 1, Money(57_00)),)


def test_a_sale_on_invoice_is_delivered_and_counts_in_nothing_else() -> None:
    report = report_of(sold(TWO_COFFEES_AND_A_BUN, INVOICE, tip=Money(10_00), fee=Fee(Money(50_00), VatRate(2500))))
    assert report.deliveries == Tally(1, Money(200_00))
    assert report == replace(x_of([]), deliveries=report.deliveries, last_row=1)


def test_the_return_of_an_invoice_is_a_credit_memo_and_no_return_of_cash_sales() -> None:
    sale = sold(TWO_COFFEES_AND_A_BUN, INVOICE)
    report = report_of(sale, taken_back(sale))
    assert report.credit_memos == (TypedTally("invoice", 1, Money(140_00)),)
    assert (report.returns, report.grand) == (Tally(), GrandTotals())


def test_of_a_part_invoice_the_fee_is_on_the_invoice_and_the_card_is_a_cash_sale() -> None:
    fee = Fee(Money(50_00), VatRate(2500))
    report = report_of(sold(TWO_COFFEES_AND_A_BUN, Tender(Channel.INVOICE, Money(120_00)), CARD, fee=fee))
    assert (report.cash_sales, report.deliveries) == (Money(70_00), Tally(1, Money(120_00)))
    assert [one.group for one in report.groups] == ["Bakst", "Kaffe"]
    assert (report.receipts, report.grand.sales) == (1, Money(70_00))


def test_training_of_any_kind_counts_in_its_own_field_alone() -> None:
    sale = sold(TWO_COFFEES_AND_A_BUN, CARD, training=True)
    rows = [
        sale_row(sale),
        sale_row(taken_back(sale, [Chosen(0, Quantity.of(1))])),
        event("line_corrected", what="removed", amount="-50.00", training=True),
        event("sale_aborted", total="50.00", nr=3, training=True),
        event("copy", total="140.00", kind="training"),
        event("provisional", total="140.00", training=True),
    ]
    report = x_of(in_order(rows))
    assert report == replace(x_of([]), training=Tally(2, Money(90_00)), last_row=6)


def test_a_drawer_opened_without_a_sale_counts_and_one_opened_with_it_does_not() -> None:
    rows = [event("drawer"), event("drawer_opened", why="by_hand"), event("drawer_closed")]
    assert x_of(in_order(rows)).drawer_openings == 1


def test_line_corrections_are_counted_by_type_with_their_amounts() -> None:
    rows = [event("line_corrected", what=what, amount="-10.00") for what in ("removed", "reduced", "removed")]
    assert x_of(in_order(rows)).line_corrections == (
        TypedTally("reduced", 1, Money(-10_00)),
        TypedTally("removed", 2, Money(-20_00)),
    )


def test_a_price_below_the_products_own_is_a_discount_and_one_above_is_none() -> None:
    off = sold(Cart().add(COFFEE, Quantity.of(2)).discounted(Discount.kroner(Money(5_00))), CARD)
    cheap = sold(Cart().add(COFFEE, Quantity.of(3), Money(40_00)), CARD)
    dear = sold(Cart().add(COFFEE, Quantity.of(3), Money(60_00)), CARD)
    assert report_of(off, cheap, dear).discounts == Tally(2, Money(35_00))


def test_a_discount_on_a_return_is_not_given_again() -> None:
    off = sold(Cart().add(COFFEE, Quantity.of(2)).discounted(Discount.kroner(Money(5_00))), CARD)
    assert report_of(off, taken_back(off)).discounts == Tally(1, Money(5_00))


def test_sales_from_before_the_numbers_are_in_no_report() -> None:
    old = sale_row(sold(Cart().add(COFFEE), CARD))
    without = {name: value for name, value in old.facts.items() if name not in ("nr", "lines")}
    report = x_of(in_order([replace(old, facts=without)]))
    assert report == replace(x_of([]), last_row=1)


def test_the_cash_that_should_be_there_is_float_cash_and_what_went_in_less_what_went_out() -> None:
    rows = [
        event("float", amount="500.00", total="500.00", nr=1, carried=True),
        event("float", amount="-20.00", total="480.00", nr=2),
        sale_row(sold(Cart().add(COFFEE), CASH)),
        sale_row(sold(Cart().add(COFFEE), CARD)),
        event("pay_in", amount="100.00", why="change", nr=5),
        event("pay_out", amount="30.00", why="bank", nr=6),
        event("cash_difference", amount="-5.00", expected="600.00", counted="595.00", words="", nr=7),
    ]
    count = CashCount(Money(595_00), Money(400_00), "en femmer mangler")
    report = settle(in_order(rows), replace(head(), count=count))
    assert report.opening_float == Money(480_00)
    assert report.cash == CashBox(Money(600_00), count.counted, count.left, count.words)
    assert report.cash.difference == Money(-5_00)
    assert report.pay_ins == (TypedTally("change", 1, Money(100_00)),)
    assert report.pay_outs == (TypedTally("bank", 1, Money(30_00)),)


def test_the_float_is_told_for_each_operator_who_put_it_in() -> None:
    rows = [event("float", "amina", amount="300.00", total="300.00"), event("float", amount="50.00", total="350.00")]
    report = x_of(in_order(rows))
    assert [(one.operator_id, one.opening_float) for one in report.operators] == [
        ("amina", Money(300_00)),
        ("kari", Money(50_00)),
    ]


def test_grand_totals_may_grow_beyond_what_a_single_amount_may_be() -> None:
    carried = GrandTotals(summed(3 * LARGEST_ORE), summed(2 * LARGEST_ORE))
    report = x_of(in_order([sale_row(sold(Cart().add(COFFEE), CARD))]), carried)
    assert str(report.grand.sales) == "300000049.97"
    assert report.grand.net == report.grand.sales - report.grand.returns
    assert report_from(json.loads(json.dumps(report_facts(report)))) == report


def test_a_sum_beyond_a_single_amount_adds_and_compares_as_money_does() -> None:
    large = summed(LARGEST_ORE + 1)
    assert Money(1) + large == large + Money(1) == summed(LARGEST_ORE + 2)
    assert Money(1) - large == -summed(LARGEST_ORE)
    assert large - Money(1) == Money(LARGEST_ORE)
    assert large > Money(LARGEST_ORE)
    assert hash(large - Money(1)) == hash(Money(LARGEST_ORE))


def test_a_report_of_a_day_before_a_rate_changed_lists_the_rate_of_its_day() -> None:
    spring = replace(head(), day=date(2021, 5, 3))
    assert [(one.code, one.rate) for one in settle([], spring).vat] == [("3", "25"), ("31", "15"), ("5", "0")]


def test_an_empty_period_comes_to_nothing() -> None:
    report = x_of([])
    assert (report.first_row, report.last_row) == (1, 0)
    assert total(one.net + one.vat for one in report.vat) == ZERO
    assert report.payments == report.groups == report.operators == ()
