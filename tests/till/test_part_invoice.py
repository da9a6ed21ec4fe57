"""A sale that is partly on invoice: two receipts, one entry for the invoiced part, and returns of it."""

from __future__ import annotations

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ONE, ZERO, Money
from terminal_app.domain.outbox import State
from terminal_app.domain.receipt import ReceiptKind
from terminal_app.domain.refund import Chosen
from terminal_app.domain.tender import Payment, Tender
from terminal_app.till import Sold, Till
from tests.till.counter import BY_CARD, BY_INVOICE, a_cart, entry_of
from tests.till.staff import last_row
from tests.till.test_returns import kept, moved, refund


def split(till: Till, on_invoice: int = 100_00, channel: Channel = Channel.CARD) -> Sold:
    """143.90, of which that much goes on an invoice."""
    tenders = (Tender(channel), Tender(Channel.INVOICE, Money(on_invoice)))
    return till.sell(a_cart(), tenders, customer_number=10001)


def amounts(sold: Sold) -> list[tuple[Channel, str]]:
    return [(payment.channel, str(payment.amount)) for payment in sold.sale.payments]


def test_it_has_a_delivery_receipt_for_the_invoice_and_a_sales_receipt_for_what_was_paid(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    sold = split(till)
    sale = sold.sale
    assert (sale.kind, sale.receipt_no, sale.paid_receipt_no) == (ReceiptKind.DELIVERY, "F-000001", "S-000002")
    assert (entry_of(sold).total, entry_of(sold).receipt_no) == (Money(100_00), "F-000001")
    assert till.sell(a_cart(), BY_CARD).sale.receipt_no == "S-000003"
    assert last_row(till)[2].get("paid_receipt_no") is None


def test_it_is_found_by_either_of_its_numbers_and_the_journal_tells_both(till: Till) -> None:
    sold = split(till)
    facts = last_row(till)[2]
    assert (facts["receipt_no"], facts["paid_receipt_no"]) == ("F-000001", "S-000001")
    assert till.ledger.sale_by_receipt("F-000001") == till.ledger.sale_by_receipt("S-000001") is not None
    assert till.ledger.sale(sold.sale.id) == till.ledger.sale_by_receipt("F-000001")


def test_a_sale_wholly_on_invoice_has_one_receipt(till: Till) -> None:
    sold = till.sell(a_cart(), BY_INVOICE, customer_number=10001)
    assert (sold.sale.paid_receipt_no, sold.sale.is_part_invoiced) == (None, False)
    assert till.sell(a_cart(), BY_CARD).sale.receipt_no == "S-000001"


def test_only_what_cash_settles_is_rounded_beside_an_invoice(till: Till) -> None:
    sold = split(till, 100_00, Channel.CASH)
    assert amounts(sold) == [(Channel.CASH, "44.00"), (Channel.INVOICE, "100.00")]
    assert (sold.sale.rounding, entry_of(sold).total) == (Money(10), Money(100_00))


def test_while_the_invoice_waits_it_is_cancelled_in_place_when_all_comes_back(till: Till) -> None:
    sold = split(till)
    back = refund(till, "S-000001")
    assert (back.entry, kept(till, sold).state) == (None, State.CANCELLED)
    assert back.sale.payments == (Payment(Channel.CARD, Money(-43_90)), Payment(Channel.INVOICE, Money(-100_00)))
    assert (back.sale.receipt_no, back.sale.paid_receipt_no) == ("R-000001", None)


def test_a_return_that_takes_the_whole_invoiced_part_cancels_it_in_place_as_well(till: Till) -> None:
    sold = split(till, 39_90)
    back = refund(till, "F-000001", (Chosen(1, ONE),), channel=Channel.INVOICE)
    assert (back.entry, kept(till, sold).state) == (None, State.CANCELLED)
    rest = refund(till, "F-000001")
    assert rest.entry is None
    assert amounts(rest) == [(Channel.CARD, "-104.00")]


def test_after_it_arrived_only_the_invoiced_part_of_a_return_is_credited(till: Till) -> None:
    sold = split(till)
    moved(till, sold, State.SENDING, State.ACCEPTED)
    back = refund(till, "F-000001", (Chosen(0, ONE),))
    assert amounts(back) == [(Channel.CARD, "-43.90"), (Channel.INVOICE, "-8.10")]
    assert entry_of(back).total == Money(-8_10)
    rest = refund(till, "F-000001")
    assert entry_of(rest).total == Money(-91_90)


def test_a_return_paid_back_by_card_leaves_the_invoice_as_it_is(till: Till) -> None:
    sold = split(till)
    back = refund(till, "F-000001", (Chosen(1, ONE),), channel=Channel.CARD)
    assert (back.entry, back.sale.invoiced_amount, kept(till, sold).state) == (None, ZERO, State.QUEUED)


@pytest.mark.parametrize("order", [1, -1])
def test_it_does_not_matter_in_which_order_the_channels_were_chosen(till: Till, order: int) -> None:
    tenders = (Tender(Channel.CARD, Money(43_90)), Tender(Channel.INVOICE))[::order]
    sold = till.sell(a_cart(), tenders, customer_number=10001)
    assert entry_of(sold).total == Money(100_00)
