"""A bill paid in several parts: what remains is told, each part can be taken away, and the sale is one in the books."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.vat import VatRate
from terminal_app.presenters.payment import PaymentPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.presenters.split_part import SplitView
from terminal_app.storage.books import disagreements
from terminal_app.till import Till
from tests.till.counter import TORGET

NBSP = "\u00a0"
FEE = RemoteProduct("7095", "1605", "Fakturagebyr", Money(50_00), 1950, "0", VatRate(0))


@pytest.fixture(autouse=True)
def takes_gift_cards(till: Till) -> None:
    till.change_settings({"channels.giftcard.enabled": "true"})


def kr(amount: str) -> str:
    return f"kr{NBSP}{amount}"


def split(payment: PaymentPresenter) -> SplitView:
    shown = payment.view().split
    assert shown is not None
    return shown


def take(payment: PaymentPresenter, channel: Channel, amount: str = "") -> None:
    """Takes a part of that amount, all that the pane proposes without one."""
    for key in amount:
        payment.split.press(key)
    payment.choose(channel)
    payment.finish()


def paid(session: Session) -> list[tuple[Channel, Money]]:
    assert session.last_sold is not None
    return [(payment.channel, payment.amount) for payment in session.last_sold.sale.payments]


def begin_a_hundred_on_invoice(payment: PaymentPresenter, till: Till) -> None:
    """In a shop that charges a fee for invoices, 100 kroner of the bill are about to go on one."""
    till.change_settings({"invoicing.products.fee": "7095"})
    till.remote_products.replace_all([FEE])
    payment.split_bill()
    for key in "100":
        payment.split.press(key)
    payment.choose(Channel.INVOICE)


def test_part_card_part_gift_card_and_cash_for_the_rest_is_one_sale(
    payment: PaymentPresenter, session: Session, till: Till
) -> None:
    payment.split_bill()
    take(payment, Channel.CARD, "50,20")
    take(payment, Channel.GIFT_CARD, "30")
    view = payment.view()
    assert (view.total_label, view.total, view.of_total) == ("Gjenstår", kr("63,70"), f"av {kr('143,90')}")
    assert [(part.name, part.amount) for part in split(payment).parts] == [("Kort", "50,20"), ("Gavekort", "30,00")]
    payment.choose(Channel.CASH)
    assert (payment.view().finish_label, payment.view().finish_amount) == ("Fullfør", kr("64,00"))
    payment.cash.give_note(1)
    payment.finish()
    assert session.place is Place.RECEIPT
    assert paid(session) == [
        (Channel.CARD, Money(50_20)),
        (Channel.GIFT_CARD, Money(30_00)),
        (Channel.CASH, Money(64_00)),
    ]
    assert (session.change_due, till.ledger.count()) == (Money(36_00), 1)
    assert disagreements(till.database) == ()


def test_a_part_is_confirmed_and_finishes_nothing(payment: PaymentPresenter, till: Till) -> None:
    payment.split_bill()
    for key in "50":
        payment.split.press(key)
    payment.choose(Channel.CARD)
    view = payment.view()
    assert (view.is_last, view.finish_label, view.finish_amount) == (False, "Bekreft del", kr("50,00"))
    assert view.instruction == f"Ta {kr('50,00')} på kortterminalen. Bekreft når den er godkjent."
    payment.finish()
    payment.finish()
    assert len(split(payment).parts) == 1
    assert (payment.view().can_finish, payment.view().why_not) == (False, "Velg betalingsmåte")
    assert till.ledger.count() == 0


def test_a_part_that_is_taken_away_is_owed_again(payment: PaymentPresenter) -> None:
    payment.split_bill()
    take(payment, Channel.CARD, "50")
    take(payment, Channel.VIPPS, "40")
    payment.split.take_away(0)
    assert payment.view().total == kr("103,90")
    assert [part.name for part in split(payment).parts] == ["Vipps"]
    payment.split.take_away(0)
    assert (payment.view().total_label, payment.view().total) == ("Å betale", kr("143,90"))


def test_three_who_share_equally_pay_the_bill_to_the_ore(payment: PaymentPresenter, session: Session) -> None:
    payment.split_bill()
    payment.split.equally(3)
    assert (split(payment).amount, split(payment).hint) == (kr("47,97"), "Del 1 av 3")
    take(payment, Channel.CARD)
    assert (split(payment).amount, split(payment).hint) == (kr("47,97"), "Del 2 av 3")
    take(payment, Channel.CARD)
    take(payment, Channel.VIPPS)
    assert paid(session) == [(Channel.CARD, Money(95_94)), (Channel.VIPPS, Money(47_96))]


def test_cash_in_the_middle_is_whole_kroner_and_leaves_the_ore_to_the_last(
    payment: PaymentPresenter, session: Session
) -> None:
    payment.split_bill()
    payment.split.equally(3)
    payment.choose(Channel.CASH)
    assert payment.view().finish_amount == kr("48,00")
    payment.cash.give_note(1)
    payment.finish()
    assert split(payment).parts[0].detail == "Veksel 2,00"
    take(payment, Channel.CARD)
    take(payment, Channel.CARD)
    assert paid(session) == [(Channel.CASH, Money(48_00)), (Channel.CARD, Money(95_90))]
    assert session.last_sold is not None
    assert (session.last_sold.sale.rounding, session.change_due) == (Money(0), Money(2_00))


def test_too_little_cash_becomes_a_part_when_the_bill_is_split(payment: PaymentPresenter) -> None:
    payment.choose(Channel.CASH)
    for digit in "100":
        payment.cash.digit(digit)
    assert payment.view().why_not == f"{kr('44,00')} mangler"
    payment.split_bill()
    view = payment.view()
    assert (view.finish_label, view.finish_amount, view.can_finish) == ("Bekreft del", kr("100,00"), True)
    payment.finish()
    assert payment.view().total == kr("43,90")


def test_more_than_what_remains_cannot_be_taken(payment: PaymentPresenter) -> None:
    payment.split_bill()
    for key in "200":
        payment.split.press(key)
    payment.choose(Channel.CARD)
    assert (payment.view().can_finish, payment.view().why_not) == (False, f"Bare {kr('143,90')} gjenstår")
    payment.split_bill()
    for _ in range(3):
        payment.split.press("backspace")
    assert split(payment).amount == kr("143,90")


def test_a_part_of_nothing_cannot_be_taken(payment: PaymentPresenter) -> None:
    payment.split_bill()
    payment.split.press("0")
    payment.choose(Channel.CARD)
    assert payment.view().why_not == "Skriv et beløp"
    payment.split_bill()
    for key in ",40":
        payment.split.press(key)
    payment.choose(Channel.CASH)
    assert payment.view().why_not == "For lite til å betales kontant"


def test_splitting_is_left_again_until_something_was_paid(payment: PaymentPresenter) -> None:
    payment.split_bill()
    payment.split.equally(2)
    payment.split_bill()
    assert (payment.view().splitting, payment.view().split) == (False, None)
    payment.choose(Channel.CARD)
    assert payment.view().finish_amount == kr("143,90")
    payment.split_bill()
    take(payment, Channel.CARD, "50")
    payment.split_bill()
    assert payment.view().splitting


def test_what_was_paid_stays_when_the_cart_changes_and_goes_with_it(
    root: RootPresenter, payment: PaymentPresenter
) -> None:
    payment.split_bill()
    take(payment, Channel.CARD, "50")
    payment.back()
    root.sale.add("1002")
    root.sale.pay()
    assert payment.view().total == kr("133,80")
    payment.back()
    root.sale.clear()
    root.sale.add("1002")
    root.sale.pay()
    assert (payment.view().splitting, payment.view().total) == (False, kr("39,90"))


@pytest.mark.parametrize("told", [True, False])
def test_what_was_paid_of_a_cart_that_was_emptied_by_mistake_comes_back_with_it_alone(
    root: RootPresenter, payment: PaymentPresenter, session: Session, told: bool
) -> None:
    payment.split_bill()
    take(payment, Channel.CARD, "50")
    payment.back()
    cart = session.cart
    root.sale.clear()
    if told:
        session.announce()
        assert payment.view().split is None
    session.cart = cart
    root.sale.pay()
    assert (payment.view().total_label, payment.view().total) == ("Gjenstår", kr("93,90"))
    payment.choose(Channel.CARD)
    payment.finish()
    session.cart = cart
    root.sale.pay()
    assert (payment.view().total_label, payment.view().total) == ("Å betale", kr("143,90"))


def test_a_cart_that_costs_less_than_what_was_paid_says_so(root: RootPresenter, session: Session) -> None:
    root.sale.add("1001")
    root.sale.add("1002")
    root.sale.pay()
    root.payment.split_bill()
    take(root.payment, Channel.CARD, "60")
    session.cart = session.cart.without(0)
    session.announce()
    view = root.payment.view()
    assert (view.can_finish, view.why_not) == (False, f"{kr('20,10')} for mye er betalt. Ta bort en del.")


def test_a_cart_that_came_to_what_was_paid_is_finished_without_another_part(
    root: RootPresenter, session: Session, till: Till
) -> None:
    root.sale.add("1001")
    root.sale.add("1002")
    root.sale.pay()
    root.payment.split_bill()
    take(root.payment, Channel.CARD, "52")
    session.cart = session.cart.without(1)
    session.announce()
    assert root.payment.view().can_finish
    root.payment.finish()
    assert paid(session) == [(Channel.CARD, Money(52_00))]
    assert disagreements(till.database) == ()


def test_the_invoiced_part_carries_the_fee_and_the_customer(
    payment: PaymentPresenter, session: Session, till: Till
) -> None:
    begin_a_hundred_on_invoice(payment, till)
    assert payment.view().why_not == "Velg kunde først"
    payment.take_customer(TORGET)
    view = payment.view()
    assert (view.finish_label, view.finish_amount, view.total) == ("Sett på faktura", kr("150,00"), kr("193,90"))
    payment.finish()
    assert (split(payment).parts[0].amount, split(payment).parts[0].detail) == ("150,00", "Fakturagebyr 50,00")
    assert payment.view().total == kr("43,90")
    payment.choose(Channel.CASH)
    payment.finish()
    sold = session.last_sold
    assert sold is not None
    assert sold.entry is not None
    assert paid(session) == [(Channel.INVOICE, Money(150_00)), (Channel.CASH, Money(44_00))]
    assert (sold.entry.total, sold.entry.customer_number) == (Money(150_00), TORGET.number)
    assert disagreements(till.database) == ()


def test_a_fee_that_changed_after_its_part_was_taken_is_told_before_it_is_charged(
    payment: PaymentPresenter, session: Session, till: Till
) -> None:
    begin_a_hundred_on_invoice(payment, till)
    payment.take_customer(TORGET)
    payment.finish()
    payment.choose(Channel.CARD)
    till.remote_products.replace_all([replace(FEE, price=Money(65_00))])
    payment.finish()
    assert payment.view().notice is not None
    assert till.ledger.count() == 0
    payment.finish()
    assert paid(session) == [(Channel.INVOICE, Money(165_00)), (Channel.CARD, Money(43_90))]


def test_back_at_the_cart_it_says_what_is_paid_already(payment: PaymentPresenter, root: RootPresenter) -> None:
    assert root.sale.view().sums[0][0].startswith("Herav mva.")
    payment.split_bill()
    take(payment, Channel.CARD, "100")
    payment.back()
    assert root.sale.view().sums[0] == ("Betalt hittil", "100,00")
    assert root.sale.view().total_label == "Sum"
    root.sale.clear()
    assert root.sale.view().sums == ()
    root.sale.undo()
    assert root.sale.view().sums[0] == ("Betalt hittil", "100,00")
