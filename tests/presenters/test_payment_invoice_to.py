"""Whom one touch invoices before anything was chosen: three touches after the last product."""

from __future__ import annotations

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.presenters.payment import PaymentPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import BY_INVOICE, MARTIN_AS, TORGET, a_cart


@pytest.fixture
def payment(root: RootPresenter, till: Till) -> PaymentPresenter:
    """At the payment of a latte, in a shop that has invoiced two customers."""
    for customer in (TORGET, MARTIN_AS):
        till.sell(a_cart(), BY_INVOICE, customer_number=customer.number)
    root.sale.add("1001")
    root.sale.pay()
    return root.payment


def names(payment: PaymentPresenter) -> list[str]:
    return [row.name for row in payment.view().invoice_to]


def test_an_invoice_to_a_recent_customer_takes_three_touches_after_the_last_product(
    payment: PaymentPresenter, session: Session
) -> None:
    assert (payment.view().invoice_to_label, set(names(payment))) == ("Faktura til", {TORGET.name, MARTIN_AS.name})
    wanted = names(payment)[1]
    payment.invoice_to(1)
    payment.finish()
    assert session.place is Place.RECEIPT
    assert session.last_sold is not None
    assert session.last_sold.entry is not None
    assert session.last_sold.entry.customer_name == wanted


def test_the_buyer_who_was_chosen_at_the_cart_is_the_one_that_is_offered(
    payment: PaymentPresenter, session: Session
) -> None:
    session.buyer = TORGET
    assert names(payment) == [TORGET.name]
    payment.invoice_to(0)
    assert payment.view().can_finish


def test_nobody_is_offered_once_anything_was_begun_or_where_nothing_can_be_invoiced(
    payment: PaymentPresenter, session: Session, till: Till
) -> None:
    payment.choose(Channel.CARD)
    assert names(payment) == []
    payment.invoice_to(0)
    assert (session.buyer, payment.view().invoice) == (None, None)
    payment.split_bill()
    assert names(payment) == []
    payment.split_bill()
    assert names(payment)
    till.change_settings({"channels.invoice.enabled": "false"})
    assert (names(payment), payment.view().invoice_to_label) == ([], "")
