"""The customer at the head of the cart: chosen first or last, through payment, and never for the next one."""

from __future__ import annotations

from terminal_app.domain.channel import Channel
from terminal_app.presenters.buyer_part import BuyerPart
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import TORGET


def test_a_customer_chosen_before_the_first_product_is_the_one_that_is_invoiced(
    root: RootPresenter, session: Session
) -> None:
    buyer = BuyerPart(session)
    buyer.choose()
    assert session.place is Place.CUSTOMERS
    root.customers.search("torget")
    assert [row.name for row in root.customers.view().rows] == ["Torget Regnskap AS"]
    root.customers.pick(0)
    assert session.place is Place.SALE
    assert (buyer.view().chosen, buyer.view().text) == (True, "Torget Regnskap AS")
    root.sale.add("1001")
    root.sale.pay()
    root.payment.choose(Channel.INVOICE)
    root.payment.finish()
    assert session.last_sold is not None
    assert session.last_sold.sale.customer is not None
    assert session.last_sold.sale.customer.number == TORGET.number
    assert buyer.view().chosen is False


def test_a_customer_chosen_at_the_payment_stands_at_the_cart_when_one_goes_back(
    root: RootPresenter, session: Session
) -> None:
    root.sale.add("1001")
    root.sale.pay()
    root.payment.choose(Channel.INVOICE)
    root.payment.take_customer(TORGET)
    root.payment.back()
    assert BuyerPart(session).view().detail == "901 270 384 · Oslo · 10001"


def test_the_buyer_leaves_with_an_emptied_cart_and_returns_when_that_is_undone(
    root: RootPresenter, session: Session
) -> None:
    root.sale.add("1001")
    BuyerPart(session).take(TORGET)
    root.sale.clear()
    assert session.buyer is None
    root.sale.undo()
    assert session.buyer == TORGET


def test_a_sale_by_card_leaves_no_buyer_behind(root: RootPresenter, session: Session) -> None:
    root.sale.add("1001")
    BuyerPart(session).take(TORGET)
    root.sale.pay()
    root.payment.choose(Channel.CARD)
    root.payment.finish()
    assert session.place is Place.RECEIPT
    assert session.buyer is None


def test_the_buyer_can_be_taken_away_and_is_only_asked_for_where_there_are_invoices(
    session: Session, till: Till
) -> None:
    changes: list[int] = []
    buyer = BuyerPart(session, lambda: changes.append(1))
    buyer.take(TORGET)
    buyer.drop()
    assert (session.buyer, buyer.view().text, len(changes)) == (None, "Kunde", 2)
    till.change_settings({"channels.invoice.enabled": "false"})
    assert buyer.view().shown is False
