"""Undoing an invoice sale from the receipt: five seconds, and everything stands at the payment again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.presenters.undo_part import UndoPart
from terminal_app.till import Till
from tests.till.counter import TORGET, ShopClock
from tests.till.test_drawer import CLOSED, OPEN, WITH_DRAWER


@pytest.fixture
def undo(root: RootPresenter) -> UndoPart:
    """On the receipt of a latte that was sold on invoice to Torget."""
    root.sale.add("1001")
    root.sale.pay()
    root.payment.choose(Channel.INVOICE)
    root.payment.take_customer(TORGET)
    root.payment.write(note="Takk", reference="PO 7")
    root.payment.finish()
    assert root.receipt.undo is not None
    return root.receipt.undo


def test_the_seconds_are_counted_down_and_the_place_is_kept_when_they_are_over(
    undo: UndoPart, clock: ShopClock
) -> None:
    labels = []
    for _ in range(5):
        shown = undo.view()
        assert shown is not None
        labels.append(shown.label)
        clock.advance(seconds=1)
    assert labels == ["Angre (5)", "Angre (4)", "Angre (3)", "Angre (2)", "Angre (1)"]
    over = undo.view()
    assert over is not None
    assert (over.open, over.label) == (False, "")


def test_cart_customer_and_words_stand_at_the_payment_again(
    root: RootPresenter, undo: UndoPart, session: Session, till: Till
) -> None:
    undo.undo()
    assert session.place is Place.PAYMENT
    shown = root.payment.view().invoice
    assert shown is not None
    assert shown.customer is not None
    assert (shown.customer.name, shown.note, shown.reference) == ("Torget Regnskap AS", "Takk", "PO 7")
    assert [line.product.sku for line in session.cart.lines] == ["1001"]
    entries = till.outbox.latest()
    assert [entry.state for entry in entries] == [State.CANCELLED]
    root.payment.finish()
    assert session.last_sold is not None
    assert session.last_sold.sale.receipt_no == "F-000002"


def test_the_tip_stands_there_again_as_an_amount(root: RootPresenter, session: Session, till: Till) -> None:
    till.change_settings({"channels.tips.enabled": "true"})
    root.sale.add("1001")
    root.sale.pay()
    root.payment.choose(Channel.INVOICE)
    root.payment.take_customer(TORGET)
    root.payment.tip.choose("10")
    root.payment.finish()
    assert session.last_sold is not None
    total = session.last_sold.sale.total
    assert total == Money(57_20)
    assert root.receipt.undo is not None
    root.receipt.undo.undo()
    root.payment.finish()
    assert session.last_sold.sale.total == total


def test_an_invoice_that_is_being_sent_is_not_undone_and_says_what_to_do(
    undo: UndoPart, session: Session, till: Till
) -> None:
    assert session.last_sold is not None
    entry = session.last_sold.entry
    assert entry is not None
    till.outbox.save(entry, replace(entry, state=State.SENDING, attempts=1, payload=b"{}"))
    undo.undo()
    shown = undo.view()
    assert shown is not None
    assert (session.place, shown.wrong) == (Place.RECEIPT, True)
    assert shown.text == "Fakturaen til F-000001 er alt på vei."
    assert till.ledger.count() == 1


def test_a_second_touch_does_nothing_and_neither_does_one_after_the_next_sale_began(
    root: RootPresenter, undo: UndoPart, session: Session, till: Till
) -> None:
    undo.undo()
    undo.undo()
    assert till.ledger.count() == 2
    root.payment.finish()
    root.sale.add("1002")
    assert undo.view() is None or not undo.view().open  # type: ignore[union-attr]
    undo.undo()
    assert [line.product.sku for line in session.cart.lines] == ["1002"]


def test_nothing_is_offered_after_a_sale_by_card_or_to_somebody_else(
    root: RootPresenter, undo: UndoPart, session: Session, till: Till
) -> None:
    session.operator = till.operator("kari")
    assert undo.view() is None
    root.receipt.new_sale()
    root.sale.add("1001")
    root.sale.pay()
    root.payment.choose(Channel.CARD)
    root.payment.finish()
    assert undo.view() is None


def test_undoing_waits_for_the_drawer_and_is_offered_again_when_it_is_closed(
    undo: UndoPart, session: Session, till: Till
) -> None:
    till.change_settings(WITH_DRAWER)
    till.drawer.told(OPEN)
    undo.undo()
    shown = undo.view()
    assert shown is not None
    assert (shown.wrong, shown.text, session.place) == (True, "Skuffen er åpen.", Place.RECEIPT)
    till.drawer.told(CLOSED)
    shown = undo.view()
    assert shown is not None
    assert (shown.wrong, shown.label) == (False, "Angre (5)")
    undo.undo()
    assert session.place is Place.PAYMENT
