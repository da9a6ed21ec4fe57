"""What is corrected at the till keeps the bridge closed, in both ways, whether its order had gone out or not.

Where a person has something left to do, the bridge says so until it is done. The ledger is held against the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from terminal_app.domain.bridge import Verdict
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import State
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.refund import Chosen
from terminal_app.domain.sale import LineKind
from terminal_app.domain.tender import Tender
from tests.month.company import FIRST, WAYS, Company
from tests.month.conftest import OpenCompany
from tests.month.few_days import BUN, BY_CARD, BY_INVOICE, COD, LATTE, invoice, next_day
from tests.month.reckoning import prove

both_ways = pytest.mark.parametrize("way", WAYS)
Correction = Callable[[Company, str], None]


def whole_return(company: Company, receipt: str) -> None:
    company.till.returns.refund(receipt, operator_id="kari")


def part_return(company: Company, receipt: str) -> None:
    company.till.returns.refund(receipt, [Chosen(0, Quantity.of(1)), Chosen(1, Quantity(333))], operator_id="kari")


def return_in_parts(company: Company, receipt: str) -> None:
    part_return(company, receipt)
    whole_return(company, receipt)


def fee_taken_off(company: Company, receipt: str) -> None:
    sale = company.till.ledger.sale_by_receipt(receipt)
    assert sale is not None
    fee = next(at for at, line in enumerate(sale.lines) if line.kind is LineKind.FEE)
    company.till.returns.refund(receipt, [Chosen(fee, Quantity.of(1))], operator_id="kari")


def tip_taken_off(company: Company, receipt: str) -> None:
    sale = company.till.ledger.sale_by_receipt(receipt)
    assert sale is not None
    tip = next(at for at, line in enumerate(sale.lines) if line.kind is LineKind.TIP)
    company.till.returns.refund(receipt, [Chosen(tip, Quantity.of(1))], operator_id="kari")


def cancelled_and_returned(company: Company, receipt: str) -> None:
    company.till.deliveries.cancel(company.entry(receipt).reference, "feil", "kari")
    whole_return(company, receipt)


def cancelled_and_sold_anew(company: Company, receipt: str) -> None:
    cancelled_and_returned(company, receipt)
    invoice(company, Cart().add(LATTE).add(COD, Quantity(777)))


def customer_exchanged(company: Company, receipt: str) -> None:
    company.till.deliveries.assign_customer(company.entry(receipt).reference, 10002, reason="feil kunde")


def credited_and_sold_to_another(company: Company, receipt: str) -> None:
    """What a till does about the wrong customer of an invoice that has gone out."""
    whole_return(company, receipt)
    company.till.sell(Cart().add(LATTE, Quantity.of(3)), BY_INVOICE, customer_number=10002)


def taken_back_at_once(company: Company, receipt: str) -> None:
    """The few seconds after a sale, for one that is wholly on invoice."""
    sold = company.till.sell(Cart().add(BUN), BY_INVOICE, operator_id="kari", customer_number=10001)
    company.till.undo.take_back(sold.sale.receipt_no or "", "kari", "angret")


AT_ANY_TIME = (whole_return, part_return, return_in_parts, fee_taken_off, tip_taken_off, credited_and_sold_to_another)
WHILE_IT_WAITS = (cancelled_and_returned, cancelled_and_sold_anew, customer_exchanged, taken_back_at_once)
Receipts = list[tuple[Correction, str]]


@both_ways
def test_what_is_corrected_before_it_is_sent_leaves_each_ore_of_vat_there_once(
    open_company: OpenCompany, way: str
) -> None:
    company = open_company(way)
    correct(company, sales_for(company, (*AT_ANY_TIME, *WHILE_IT_WAITS)))
    next_day(company)
    settle_and_prove(company)


@both_ways
def test_what_is_corrected_on_the_day_after_its_z_and_before_it_is_sent_leaves_each_ore_of_vat_there_once(
    open_company: OpenCompany, way: str
) -> None:
    company = open_company(way)
    receipts = sales_for(company, (*AT_ANY_TIME, *WHILE_IT_WAITS))
    next_day(company)
    correct(company, receipts)
    next_day(company)
    settle_and_prove(company)


@both_ways
def test_what_is_corrected_after_it_was_sent_leaves_each_ore_of_vat_there_once(
    open_company: OpenCompany, way: str
) -> None:
    company = open_company(way)
    receipts = sales_for(company, AT_ANY_TIME)
    company.send()
    correct(company, receipts[::2])
    next_day(company)
    company.send()
    correct(company, receipts[1::2])
    next_day(company)
    settle_and_prove(company)


@both_ways
def test_what_is_credited_after_it_was_invoiced_leaves_each_ore_of_vat_there_once_and_is_waited_for(
    open_company: OpenCompany, way: str
) -> None:
    company = open_company(way)
    receipts = sales_for(company, AT_ANY_TIME)
    next_day(company)
    company.send()
    company.invoice_all()
    correct(company, receipts)
    next_day(company)
    company.send()
    company.hear()
    company.read_ledger()
    bridge = company.till.reconciling.bridge(FIRST, company.today())
    assert bridge.verdict is Verdict.WAITING
    assert {one.code for one in bridge.findings} == {"credit_note_not_made", "invoice_not_made"}
    assert {one.receipt_no[0] for one in bridge.findings if one.receipt_no} == {"R", "F"}
    settle_and_prove(company)


def test_a_part_invoice_that_is_returned_in_steps_while_it_waits_goes_out_where_its_rates_do_not_even_out(
    open_company: OpenCompany,
) -> None:
    company = open_company("invoice")
    receipt = sold_on_invoice(company, wholly=False)
    return_in_parts(company, receipt)
    assert company.entry(receipt).state is State.QUEUED
    next_day(company)
    settle_and_prove(company)


def test_a_cancelled_part_invoice_comes_back_whole_and_one_with_returns_is_not_cancelled(
    open_company: OpenCompany,
) -> None:
    company = open_company("invoice")
    cancelled, begun = sold_on_invoice(company, wholly=False), sold_on_invoice(company, wholly=False)
    company.till.deliveries.cancel(company.entry(cancelled).reference, "feil", "kari")
    with pytest.raises(MoveRefused) as in_part:
        part_return(company, cancelled)
    part_return(company, begun)
    with pytest.raises(MoveRefused) as with_returns:
        company.till.deliveries.cancel(company.entry(begun).reference, "feil", "kari")
    assert in_part.value.problem.code == "called_off_comes_back_whole"
    assert with_returns.value.problem.code == "part_invoice_with_returns"
    whole_return(company, cancelled)
    next_day(company)
    settle_and_prove(company)


def test_a_part_invoice_that_was_cancelled_and_returned_in_steps_is_named_with_the_vat_it_leaves(
    open_company: OpenCompany,
) -> None:
    company = open_company("invoice")
    receipt = sold_on_invoice(company, wholly=False)
    return_in_parts(company, receipt)
    for entry in company.till.outbox.in_states((State.QUEUED,)):  # as a till from before the rule could do
        company.till.outbox.save(entry, replace(entry, state=State.CANCELLED))
    next_day(company)
    company.send()
    company.read_ledger()
    bridge = company.till.reconciling.bridge(FIRST, company.today())
    named = next(one for one in bridge.findings if one.code == "called_off_unevenly")
    assert named.receipt_no == receipt
    assert named.vat == bridge.difference != Money(0)


def sales_for(company: Company, corrections: Iterable[Correction]) -> Receipts:
    """Two sales for each correction: one that is wholly on its invoice, and one that is paid in part."""
    company.till.sell(Cart().add(COD, Quantity(512)).add(LATTE), BY_CARD)
    return [(one, sold_on_invoice(company, wholly=wholly)) for one in corrections for wholly in (True, False)]


def correct(company: Company, receipts: Receipts) -> None:
    for correction, receipt in receipts:
        correction(company, receipt)


def sold_on_invoice(company: Company, *, wholly: bool = True) -> str:
    """Coffee, fish by weight, a bun, a tip and the fee; every other one is paid in part at once."""
    cart = Cart().add(LATTE, Quantity.of(3)).add(COD, Quantity(1_251)).add(BUN)
    tenders = BY_INVOICE if wholly else (Tender(Channel.CARD, Money(150_01)), Tender(Channel.INVOICE))
    sold = company.till.sell(cart, tenders, customer_number=10001, tip=Money(12_00))
    return sold.sale.receipt_no or ""


def settle_and_prove(company: Company) -> None:
    """Everything sent, invoiced and read: the ledger is as the journal has it, and the bridge is closed."""
    company.send()
    company.invoice_all()
    company.read_ledger()
    assert prove(company).faults == []
    bridge = company.till.reconciling.bridge(FIRST, company.today())
    assert (bridge.verdict, bridge.findings, bridge.clearing) == (Verdict.PROVEN, (), ())
