"""Whatever somebody does wrong in PowerOffice Go or with the settings is found, named, and leads to its sale or its Z.

Each on two days that are otherwise in order, so that nothing else may be named; `FewDays.look` holds the bridge's
“Faktura kasse” against the ledger's own account each time.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from sync.poweroffice.sandbox import HandLine
from terminal_app.domain.bridge import Bridge, Severity, Verdict
from terminal_app.domain.money import Money
from tests.month.company import FIRST, WAYS
from tests.month.conftest import OpenCompany
from tests.month.few_days import FewDays, ore, two_days, wrong

both_ways = pytest.mark.parametrize("way", WAYS)
Mistake = Callable[[FewDays], None]


def price_changed(days: FewDays) -> None:
    days.company.sandbox.change_order(days.order_id("food"), 1, ProductUnitPrice=Decimal("40"))


def line_removed(days: FewDays) -> None:
    days.company.sandbox.remove_order_line(days.order_id("food"), 1)


def product_exchanged(days: FewDays) -> None:
    """The line for coffee is given a product that posts as the other way needs it."""
    other = "8025" if days.company.way == "settlement" else "7025"
    days.company.sandbox.change_order(days.order_id("food"), 1, ProductCode=other, ProductUnitPrice=Decimal("52"))


def draft_deleted(days: FewDays) -> None:
    days.company.sandbox.delete_order(days.order_id("food"))


ON_A_DRAFT = {
    ("settlement", price_changed): "order_changed",
    ("settlement", line_removed): "order_changed",
    ("settlement", product_exchanged): "vat_twice",
    ("settlement", draft_deleted): "draft_deleted",
    ("invoice", price_changed): "order_changed",
    ("invoice", line_removed): "order_changed",
    ("invoice", product_exchanged): "wrong_account",
    ("invoice", draft_deleted): "draft_deleted",
}


@pytest.mark.parametrize(("way", "mistake"), ON_A_DRAFT, ids=lambda one: getattr(one, "__name__", one))
def test_an_order_changed_or_deleted_by_hand_is_named_with_its_receipt(
    open_company: OpenCompany, way: str, mistake: Mistake
) -> None:
    days = two_days(open_company(way))
    days.company.send()
    mistake(days)
    days.company.invoice_all()
    bridge = days.look()

    assert bridge.verdict is Verdict.DIFFERENCE
    assert [(one.code, one.receipt_no) for one in wrong(bridge)] == [(ON_A_DRAFT[way, mistake], days["food"])]
    assert named_vat(bridge) == bridge.difference
    assert {one.receipt_no for one in bridge.clearing} <= {days["food"]}


@both_ways
def test_a_product_that_disagrees_with_the_way_stops_invoices_and_is_named_by_the_bridge(
    open_company: OpenCompany, way: str
) -> None:
    days = two_days(open_company(way))
    product, account = ("7025", 3000) if way == "settlement" else ("8025", 1950)
    days.company.sandbox.change_product(product, account)
    days.company.read_ledger()
    days.company.beat(all_of_it=True)
    bridge = days.bridge()

    assert days.company.sandbox.orders() == []
    (named,) = wrong(bridge)
    assert (named.code, named.values["product"], named.values["account"]) == (
        "product_against_way",
        product,
        str(account),
    )


@both_ways
def test_an_order_that_meets_a_product_changed_a_moment_ago_stops_and_is_named_though_it_is_invoiced(
    open_company: OpenCompany, way: str
) -> None:
    days = two_days(open_company(way))
    product, account = ("7025", 3000) if way == "settlement" else ("8025", 1950)
    days.company.sandbox.change_product(product, account)
    bridge = days.finish()

    assert bridge.verdict is Verdict.DIFFERENCE
    posted = {"vat_twice"} if way == "settlement" else {"wrong_account"}
    about = {one.code: one.receipt_no for one in wrong(bridge) if one.receipt_no in (days["food"], None)}
    assert about == {
        "product_against_way": None,
        "invoice_stopped": days["food"],
        **dict.fromkeys(posted, days["food"]),
    }
    assert named_vat(bridge) == bridge.difference


@both_ways
def test_a_product_changed_after_the_orders_went_out_leaves_them_as_they_are_and_is_named(
    open_company: OpenCompany, way: str
) -> None:
    days = two_days(open_company(way))
    days.company.send()
    days.company.sandbox.change_product(*(("7025", 3000) if way == "settlement" else ("8025", 1950)))
    days.company.invoice_all()
    bridge = days.look()

    assert [one.code for one in wrong(bridge)] == ["product_against_way"]
    assert (bridge.difference, bridge.clearing_balance) == (Money(0), Money(0))


def test_a_settlement_account_other_than_the_products_stops_the_invoices_and_is_named(
    open_company: OpenCompany,
) -> None:
    days = two_days(open_company("settlement"))
    days.company.till.change_settings({"settlement.accounts.invoice": "1990"})
    days.company.beat(all_of_it=True)
    days.company.read_ledger()

    assert days.company.sandbox.orders() == []
    (named,) = wrong(days.bridge())
    assert (named.code, named.values["clearing"]) == ("product_against_way", "1990")


def test_vouchers_sent_with_a_wrong_account_are_named_by_each_sale_until_somebody_moves_it(
    open_company: OpenCompany,
) -> None:
    days = two_days(open_company("settlement"))
    company, sandbox = days.company, days.company.sandbox
    company.till.change_settings({"settlement.accounts.invoice": "1990"})
    company.beat(all_of_it=True)
    company.till.change_settings({"settlement.accounts.invoice": "1950"})
    company.rounds.settings_changed()
    company.send()
    company.invoice_all()
    company.hear()
    company.read_ledger()
    assert sandbox.balance(1990) == -sandbox.balance(1950) != 0

    named = wrong(days.bridge())
    assert {(one.code, one.receipt_no) for one in named} == {
        ("clearing_apart", receipt) for receipt in days.receipts.values()
    }
    amount = sandbox.balance(1990)
    sandbox.book_voucher((1950, "0", amount), (1990, "0", -amount), day=FIRST)
    assert days.look().verdict is Verdict.PROVEN


def test_a_payment_channel_on_faktura_kasse_is_named_with_its_z(open_company: OpenCompany) -> None:
    days = two_days(open_company("settlement"))
    days.company.till.change_settings({"settlement.accounts.card": "1950"})
    bridge = days.finish()

    assert bridge.verdict is Verdict.DIFFERENCE
    assert {(one.code, one.z) for one in bridge.clearing} == {("clearing_voucher_differs", 1)}


@both_ways
def test_an_invoice_credited_by_hand_without_a_return_leads_to_its_receipt(open_company: OpenCompany, way: str) -> None:
    days = two_days(open_company(way))
    days.finish()
    days.company.sandbox.credit_invoice(days.invoice_no("late"))
    bridge = days.look()

    assert [(one.code, one.receipt_no) for one in wrong(bridge)] == [("invoice_taken_back_by_hand", days["late"])]
    assert named_vat(bridge) == bridge.difference


@both_ways
def test_an_invoice_booked_again_by_hand_leads_to_its_receipt(open_company: OpenCompany, way: str) -> None:
    days = two_days(open_company(way))
    days.finish()
    sale = days.company.till.ledger.sale_by_receipt(days["late"])
    assert sale is not None
    accounts = {"3": 3000, "31": 3002, "33": 3010}
    lines = [(accounts[one.code.code], one.code.code, -kroner(one.split.gross)) for one in sale.vat_totals]
    days.company.sandbox.book_voucher((1579, "0", kroner(sale.total)), *lines, day=FIRST)
    bridge = days.look()

    assert [(one.code, one.receipt_no) for one in wrong(bridge)] == [("invoice_booked_twice", days["late"])]
    assert named_vat(bridge) == bridge.difference


@both_ways
def test_a_z_booked_again_by_hand_leads_to_its_z(open_company: OpenCompany, way: str) -> None:
    days = two_days(open_company(way))
    days.finish()
    lines: list[HandLine] = [
        (line.account, line.vat_code, kroner(line.amount)) for line in days.company.till.vouchers.preview(1).lines
    ]
    days.company.sandbox.book_voucher(*lines, day=FIRST)
    bridge = days.look()

    assert [(one.code, one.z) for one in wrong(bridge)] == [("voucher_booked_twice", 1)]
    assert named_vat(bridge) == bridge.difference


@both_ways
def test_a_z_whose_voucher_is_reversed_leads_to_its_z(open_company: OpenCompany, way: str) -> None:
    days = two_days(open_company(way))
    days.finish()
    entry = days.company.till.outbox.of_settlement(2)
    assert entry is not None
    assert entry.remote is not None
    days.company.sandbox.reverse_voucher(entry.remote.order_id)
    bridge = days.look()

    assert [(one.code, one.z) for one in wrong(bridge)] == [("voucher_reversed", 2)]
    assert named_vat(bridge) == bridge.difference


def test_a_manual_posting_on_faktura_kasse_is_named_with_its_voucher(open_company: OpenCompany) -> None:
    days = two_days(open_company("settlement"))
    days.finish()
    booked = days.company.sandbox.book_voucher((1950, "0", "11.00"), (1910, "0", "-11.00"), day=FIRST)
    (named,) = wrong(days.look())

    assert (named.code, named.voucher_no, named.amount) == ("foreign_on_clearing", booked["VoucherNo"], Money(11_00))


@both_ways
def test_a_cancelled_invoice_without_a_return_leads_to_its_receipt_until_the_goods_come_back(
    open_company: OpenCompany, way: str
) -> None:
    days = two_days(open_company(way))
    till = days.company.till
    till.deliveries.cancel(days.company.entry(days["late"]).reference, "feil pris", "kari")
    bridge = days.finish()
    assert [(one.code, one.receipt_no) for one in wrong(bridge)] == [("cancelled_without_return", days["late"])]
    assert named_vat(bridge) == bridge.difference

    till.returns.refund(days["late"], operator_id="kari")
    till.day.close("kari")
    days.company.send()
    assert days.look().verdict is Verdict.PROVEN


@both_ways
def test_many_mistakes_at_once_are_each_named(open_company: OpenCompany, way: str) -> None:
    days = two_days(open_company(way))
    company, sandbox = days.company, days.company.sandbox
    company.send()
    price_changed(days)
    sandbox.delete_order(days.order_id("fish"))
    company.invoice_all()
    company.hear()
    sandbox.credit_invoice(days.invoice_no("late"))
    sandbox.book_voucher((1950, "0", "3.00"), (1990, "0", "-3.00"), day=FIRST)
    entry = company.till.outbox.of_settlement(1)
    assert entry is not None
    assert entry.remote is not None
    sandbox.reverse_voucher(entry.remote.order_id)
    bridge = days.look()

    assert {(one.code, one.receipt_no or one.z) for one in wrong(bridge)} == {
        ("order_changed", days["food"]),
        ("draft_deleted", days["fish"]),
        ("invoice_taken_back_by_hand", days["late"]),
        ("foreign_on_clearing", None),
        ("voucher_reversed", 1),
    }
    assert named_vat(bridge) == bridge.difference
    assert bridge.ledger_vat == -ore(sandbox.balance(2700))


def named_vat(bridge: Bridge) -> Money:
    """By how much the findings say that VAT in the ledger is off; it must be what it is off by."""
    return Money(sum(one.vat.ore for one in bridge.findings if one.severity is not Severity.EXPLAINED))


def kroner(amount: Money) -> Decimal:
    return Decimal(amount.ore).scaleb(-2)
