"""Taking payment: cash with its change, the invoice with its customer, and a finish that happens once."""

from __future__ import annotations

from dataclasses import replace

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.presenters.payment import PaymentPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import COD, MARTIN_AS, TORGET, ShopClock, invoice

NBSP = "\u00a0"


def recorded(till: Till) -> int:
    return till.ledger.count()


def test_only_the_channels_that_are_on_are_shown_and_none_is_chosen(payment: PaymentPresenter, till: Till) -> None:
    assert [(b.channel, b.label, b.selected) for b in payment.view().channels] == [
        (Channel.CARD, "Kort", False),
        (Channel.CASH, "Kontant", False),
        (Channel.VIPPS, "Vipps", False),
        (Channel.INVOICE, "Faktura", False),
    ]
    assert (payment.view().can_finish, payment.view().why_not) == (False, "Velg betalingsmåte")
    till.change_settings({f"channels.{channel.value}.enabled": "false" for channel in Channel})
    assert payment.view().channels == ()
    assert payment.view().no_channels


def test_three_touches_finish_an_invoice_for_a_customer_who_was_here_before(
    root: RootPresenter, session: Session, till: Till
) -> None:
    invoice(till, TORGET.number)
    root.sale.add("1001")
    root.sale.pay()
    root.payment.choose(Channel.INVOICE)
    root.payment.choose_recent(0)
    root.payment.finish()
    assert session.place is Place.RECEIPT
    sold = session.last_sold
    assert sold is not None
    assert sold.entry is not None
    assert (sold.entry.customer_number, sold.entry.state, sold.sale.total) == (10001, State.QUEUED, Money(52_00))
    assert session.cart.lines == ()


def test_no_customer_is_ever_chosen_by_itself(payment: PaymentPresenter, till: Till) -> None:
    invoice(till)
    payment.choose(Channel.INVOICE)
    shown = payment.view().invoice
    assert shown is not None
    assert shown.customer is None
    assert [recent.name for recent in shown.recents] == ["Torget Regnskap AS"]
    assert (payment.view().can_finish, payment.view().why_not) == (False, "Velg kunde først")
    payment.finish()
    assert recorded(till) == 1


def test_the_chosen_customer_stands_with_what_tells_two_apart_and_can_be_dropped(
    payment: PaymentPresenter, till: Till
) -> None:
    till.catalog.put_customers([(replace(MARTIN_AS, delivery="EHF"), None)])
    payment.choose(Channel.INVOICE)
    payment.take_customer(MARTIN_AS)
    shown = payment.view().invoice
    assert shown is not None
    assert shown.customer is not None
    assert (shown.customer.name, shown.customer.detail) == ("Martin Østby Bygg AS", "974 760 673 · Bodø")
    assert shown.card is not None
    assert shown.card.facts[0].text == "Sendes som EHF"
    assert payment.view().can_finish
    payment.drop_customer()
    assert not payment.view().can_finish


def test_the_picker_hands_its_customer_to_the_payment_and_returns(
    root: RootPresenter, payment: PaymentPresenter, session: Session
) -> None:
    payment.choose(Channel.INVOICE)
    payment.open_picker()
    assert session.place is Place.CUSTOMERS
    root.customers.search("østby")
    assert len(root.customers.view().rows) == 1
    root.customers.pick(0)
    assert session.place is Place.PAYMENT
    shown = payment.view().invoice
    assert shown is not None
    assert shown.customer is not None
    assert shown.customer.number == "10003"


def test_without_forced_customer_an_invoice_can_be_finished_without_one(
    payment: PaymentPresenter, till: Till, session: Session
) -> None:
    till.change_settings({"channels.invoice.force_customer": "false"})
    payment.choose(Channel.INVOICE)
    assert payment.view().can_finish
    payment.finish()
    assert session.last_sold is not None
    assert session.last_sold.entry is not None
    assert session.last_sold.entry.state is State.NEEDS_CUSTOMER


def test_what_is_written_goes_with_the_invoice_and_is_not_left_for_the_next(
    root: RootPresenter, payment: PaymentPresenter, session: Session
) -> None:
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    payment.write(note="Takk 👍")
    payment.write(reference="PO 1", internal_note="bare her")
    payment.finish()
    assert session.last_sold is not None
    words = session.last_sold.sale.words
    assert (words.note, words.internal_note, words.reference) == ("Takk 👍", "bare her", "PO 1")
    root.receipt.new_sale()
    root.sale.add("1001")
    root.sale.pay()
    root.payment.choose(Channel.INVOICE)
    shown = root.payment.view().invoice
    assert shown is not None
    assert (shown.customer, shown.note, shown.internal_note, shown.reference) == (None, "", "", "")


def test_an_emptied_cart_takes_the_chosen_customer_and_note_with_it(
    root: RootPresenter, payment: PaymentPresenter
) -> None:
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    payment.write(note="for Torget")
    payment.back()
    root.sale.clear()
    root.sale.add("1003")
    root.sale.pay()
    assert payment.view().invoice is None
    payment.choose(Channel.INVOICE)
    shown = payment.view().invoice
    assert shown is not None
    assert (shown.customer, shown.note) == (None, "")


def test_going_back_for_one_more_keeps_the_customer_and_forgets_the_cash(
    root: RootPresenter, payment: PaymentPresenter
) -> None:
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    payment.choose(Channel.CASH)
    payment.cash.give_note(1)
    payment.back()
    root.sale.add("1001")
    root.sale.pay()
    cash = payment.view().cash
    assert cash is not None
    assert cash.given == "–"
    payment.choose(Channel.INVOICE)
    shown = payment.view().invoice
    assert shown is not None
    assert shown.customer is not None


def test_cash_is_due_in_whole_kroner_and_gives_change(payment: PaymentPresenter, session: Session) -> None:
    payment.choose(Channel.CASH)
    cash = payment.view().cash
    assert cash is not None
    assert (cash.due, cash.rounding) == (f"kr{NBSP}144,00", "Avrunding 0,10")
    assert cash.notes == ("144,00", "150,00", "200,00", "500,00")
    for digit in ("2", "00"):
        payment.cash.digit(digit)
    cash = payment.view().cash
    assert cash is not None
    assert (cash.given, cash.change) == (f"kr{NBSP}200,00", f"kr{NBSP}56,00")
    payment.finish()
    assert session.change_due == Money(56_00)
    assert session.last_sold is not None
    assert session.last_sold.sale.payments[0].amount == Money(144_00)
    assert session.last_sold.sale.rounding == Money(10)


def test_too_little_cash_says_what_is_missing_and_a_wrong_digit_is_taken_back(
    payment: PaymentPresenter, till: Till
) -> None:
    payment.choose(Channel.CASH)
    for digit in ("1", "0", "0"):
        payment.cash.digit(digit)
    assert payment.view().why_not == f"kr{NBSP}44,00 mangler"
    payment.finish()
    assert recorded(till) == 0
    payment.cash.erase()
    cash = payment.view().cash
    assert cash is not None
    assert cash.given == f"kr{NBSP}10,00"
    for _ in range(12):
        payment.cash.digit("9")
    cash = payment.view().cash
    assert cash is not None
    assert cash.given == f"kr{NBSP}10{NBSP}999,00"


def test_cash_without_a_given_amount_is_paid_exactly(payment: PaymentPresenter, session: Session) -> None:
    payment.choose(Channel.CASH)
    payment.finish()
    assert session.change_due == Money(0)
    assert session.last_sold is not None


def test_a_sum_that_cash_rounds_to_nothing_is_finished_with_all_of_it_as_change(
    root: RootPresenter, session: Session, till: Till
) -> None:
    till.catalog.put_products([replace(COD, price=Money(40))])
    till.reload()
    root.sale.add(COD.sku)
    root.sale.pay()
    root.payment.choose(Channel.CASH)
    root.payment.cash.digit("1")
    root.payment.finish()
    assert session.place is Place.RECEIPT
    assert session.change_due == Money(1_00)
    assert recorded(till) == 1


def test_finish_touched_twice_records_one_sale(payment: PaymentPresenter, till: Till) -> None:
    payment.choose(Channel.CARD)
    payment.finish()
    payment.finish()
    assert recorded(till) == 1
    assert payment.view().why_not == "Kurven er tom"


def test_a_sale_that_cannot_be_is_explained_and_everything_is_kept(
    payment: PaymentPresenter, session: Session, till: Till
) -> None:
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    payment.write(note="Takk")
    till.catalog.put_customers([(replace(TORGET, archived=True), None)])
    payment.finish()
    view = payment.view()
    assert view.notice is not None
    assert view.notice.message == "Kunde 10001 Torget Regnskap AS er arkivert i regnskapssystemet."
    assert view.notice.hint
    assert session.place is Place.PAYMENT
    assert len(session.cart.lines) == 2
    assert view.invoice is not None
    assert view.invoice.note == "Takk"
    assert recorded(till) == 0
    payment.take_customer(MARTIN_AS)
    assert payment.view().notice is None
    payment.finish()
    assert recorded(till) == 1


def test_the_notice_of_one_sale_is_gone_at_the_next(root: RootPresenter, payment: PaymentPresenter, till: Till) -> None:
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    payment.write(note="x" * 10_000)
    payment.finish()
    assert payment.view().notice is not None
    payment.write(note="kort")
    payment.finish()
    assert recorded(till) == 1
    root.receipt.new_sale()
    root.sale.add("1001")
    root.sale.pay()
    assert payment.view().notice is None


def test_the_payments_vat_and_total_are_those_of_the_cart(payment: PaymentPresenter) -> None:
    view = payment.view()
    assert (view.total, view.items) == (f"kr{NBSP}143,90", "2 linjer")
    assert view.vat == ((f"Herav mva. 25{NBSP}%", "20,80"), (f"Herav mva. 15{NBSP}%", "5,20"))


def test_who_paid_last_stands_first_among_the_recents(payment: PaymentPresenter, till: Till, clock: ShopClock) -> None:
    for number in (10001, 10002, 10003):
        invoice(till, number)
        clock.advance(minutes=1)
    payment.choose(Channel.INVOICE)
    shown = payment.view().invoice
    assert shown is not None
    assert [recent.number for recent in shown.recents] == ["10003", "10002", "10001"]
    payment.choose_recent(7)
    assert not payment.view().can_finish
