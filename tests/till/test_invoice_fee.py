"""The invoice fee at the till: on every sale by invoice that goes to an accounting system, and on no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from terminal_app import provisioning
from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product, RemoteProduct
from terminal_app.domain.channel import Channel
from terminal_app.domain.fee import Fee, NoFee
from terminal_app.domain.money import Money
from terminal_app.domain.problems import BadInput
from terminal_app.domain.sale import LineKind
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from terminal_app.i18n import texts
from terminal_app.till import Till
from tests.till.counter import BY_CARD, BY_INVOICE, IN_CASH, a_cart, entry_of, invoice

PRODUCT = RemoteProduct("7095", "1605", "Fakturagebyr", Money(50_00), 1950, "0", VatRate(0))


def by_invoice(ore: int) -> tuple[Tender]:
    return (Tender(Channel.INVOICE, Money(ore)),)


@pytest.fixture
def charging(till: Till) -> Till:
    """A shop whose fee product costs 50.00 in PowerOffice Go."""
    till.change_settings({"invoicing.products.fee": "7095"})
    till.remote_products.replace_all([PRODUCT])
    return till


def test_an_invoice_sale_has_the_fee_in_its_lines_its_total_its_payment_and_its_queue_entry(charging: Till) -> None:
    sold = invoice(charging)
    fee = sold.sale.lines[-1]
    assert (fee.kind, fee.split.gross, fee.split.vat) == (LineKind.FEE, Money(50_00), Money(10_00))
    assert sold.sale.total == Money(143_90 + 50_00)
    assert [(p.channel, p.amount) for p in sold.sale.payments] == [(Channel.INVOICE, Money(193_90))]
    assert entry_of(sold).total == Money(193_90)


def test_the_fee_is_read_back_from_the_ledger_and_told_by_the_journal(charging: Till) -> None:
    sold = invoice(charging)
    kept = charging.ledger.sale(sold.sale.id)
    assert kept is not None
    assert (kept.lines, kept.total) == (sold.sale.lines, sold.sale.total)
    (facts,) = charging.database.rows("SELECT facts FROM journal WHERE kind = 'sale'")
    assert '"total":"193.90"' in facts[0].replace(" ", "")
    assert '["3","123.20","30.80","154.00"]' in facts[0].replace(" ", "")


@pytest.mark.parametrize("tenders", [BY_CARD, IN_CASH], ids=["card", "cash"])
def test_no_other_way_to_pay_costs_a_fee(charging: Till, tenders: tuple[Tender, ...]) -> None:
    sold = charging.sell(a_cart(), tenders)
    assert [line.kind for line in sold.sale.lines] == [LineKind.ITEM, LineKind.ITEM]


@pytest.mark.parametrize(
    "off", [{"channels.invoice.integration": "false"}, {"invoicing.system": "none"}, {"invoicing.products.fee": ""}]
)
def test_where_invoices_go_nowhere_or_no_fee_is_set_up_there_is_none(charging: Till, off: dict[str, str]) -> None:
    charging.change_settings(off)
    assert charging.invoice_fee(a_cart()) is NoFee.NOT_WANTED
    assert invoice(charging).sale.total == Money(143_90)


def test_the_shops_own_amount_goes_before_poweroffices_price(charging: Till) -> None:
    charging.change_settings({"invoicing.invoice_fee_amount": "35"})
    assert charging.invoice_fee(a_cart()) == Fee(Money(35_00), VatRate(2500))
    charging.change_settings({"invoicing.invoice_fee_amount": "0"})
    assert invoice(charging).sale.total == Money(143_90)


def test_before_the_products_were_ever_listed_the_price_is_not_known_and_nothing_is_charged(charging: Till) -> None:
    charging.remote_products.replace_all([])
    assert charging.invoice_fee(a_cart()) is NoFee.PRICE_UNKNOWN
    assert invoice(charging).sale.total == Money(143_90)


def test_an_archived_fee_product_is_charged_for_on_no_invoice(charging: Till) -> None:
    charging.remote_products.replace_all([replace(PRODUCT, archived=True)])
    assert charging.invoice_fee(a_cart()) is NoFee.PRODUCT_ARCHIVED
    assert invoice(charging).sale.total == Money(143_90)


def test_an_amount_given_for_the_invoice_must_have_the_fee_in_it_and_the_refusal_names_the_fee(charging: Till) -> None:
    with pytest.raises(BadInput) as refused:
        charging.sell(a_cart(), by_invoice(143_90), customer_number=10001)
    problem = refused.value.problem
    assert (problem.code, problem.values["field"]) == ("invoice_fee_left_out", "pay")
    message, _ = texts("nb").problem(problem)
    assert message == "Fakturaen er på 193,90, og av det er 50,00 fakturagebyr, men 143,90 ble oppgitt."
    assert charging.ledger.count() == 0
    assert charging.sell(a_cart(), by_invoice(193_90), customer_number=10001).sale.total == Money(193_90)


def test_the_fee_is_wholly_on_the_invoiced_part_of_a_sale(charging: Till) -> None:
    tenders = (Tender(Channel.CARD, Money(100_00)), Tender(Channel.INVOICE))
    sold = charging.sell(a_cart(), tenders, customer_number=10001)
    assert (sold.sale.total, entry_of(sold).total) == (Money(193_90), Money(93_90))


def test_an_invoice_for_less_than_its_fee_is_refused(charging: Till) -> None:
    with pytest.raises(BadInput, match="invoice_part_below_fee"):
        charging.sell(a_cart(), (Tender(Channel.CARD, Money(143_91)), Tender(Channel.INVOICE)), customer_number=10001)
    only_the_fee = (Tender(Channel.CARD, Money(143_90)), Tender(Channel.INVOICE))
    with pytest.raises(BadInput, match="invoice_of_nothing"):
        charging.sell(a_cart(), only_the_fee, customer_number=10001)
    assert charging.ledger.count() == 0


def test_amounts_that_leave_the_fee_of_a_part_out_are_refused_by_the_part_and_its_fee(charging: Till) -> None:
    with pytest.raises(BadInput) as refused:
        charging.sell(a_cart(), (Tender(Channel.CARD, Money(43_90)), *by_invoice(100_00)), customer_number=10001)
    values = refused.value.problem.values
    assert refused.value.problem.code == "invoice_fee_left_out"
    assert (values["amount"], values["owed"], values["fee"]) == ("100.00", "150.00", "50.00")


def test_a_sale_of_nothing_is_not_invoiced_for_its_fee_alone(charging: Till) -> None:
    sample = Product("9", "Smaksprøve", Money(0), VatRate(1500), "Mat")
    with pytest.raises(BadInput, match="invoice_of_nothing"):
        charging.sell(Cart().add(sample), BY_INVOICE, customer_number=10001)


def test_the_tip_is_outside_vat_and_the_fee_is_not(charging: Till) -> None:
    sale = charging.sell(a_cart(), BY_INVOICE, customer_number=10001, tip=Money(20_00)).sale
    assert sale.total == Money(213_90)
    assert {(t.code.code, str(t.split.gross)) for t in sale.vat_totals} == {
        ("3", "154.00"),
        ("31", "39.90"),
        ("7", "20.00"),
    }


def test_a_provisioning_file_sets_the_fees_amount_and_its_rate(till: Till, tmp_path: Path) -> None:
    wanted = {"invoicing": {"products": {"fee": "7095"}, "invoice_fee_amount": "45.50", "invoice_fee_vat_rate": 15}}
    provisioning.apply(provisioning.parse(wanted, tmp_path), till)
    assert till.invoice_fee(a_cart()) == Fee(Money(45_50), VatRate(1500))


@pytest.mark.parametrize(
    ("key", "value"), [("invoice_fee_amount", "-5"), ("invoice_fee_amount", 45.5), ("invoice_fee_vat_rate", "11.11")]
)
def test_a_provisioning_file_with_a_fee_that_cannot_be_is_refused_by_key(
    key: str, value: object, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as refused:
        provisioning.parse({"invoicing": {key: value}}, tmp_path)
    assert refused.value.problem.values["field"] == f"invoicing.{key}"
