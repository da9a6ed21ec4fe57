"""The one press that finishes: what it does once, what stops it, and what it says then."""

from __future__ import annotations

from dataclasses import replace

from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import ZERO, Money
from terminal_app.domain.operators import Right
from terminal_app.presenters.payment import PaymentPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.presenters.sounds import Sound
from terminal_app.storage.books import disagreements
from terminal_app.till import Till
from tests.till.counter import BUN, TORGET, ShopClock
from tests.till.staff import last_row

NBSP = "\u00a0"


def fill_the_disk(till: Till) -> None:
    """From here on SQLite finds no page for anything new: its own answer to a full disk."""
    pages = till.database.row("PRAGMA page_count")
    assert pages is not None
    till.database.execute(f"PRAGMA max_page_count = {pages[0]}")


def make_room(till: Till) -> None:
    till.database.execute("PRAGMA max_page_count = 1073741823")


def test_exact_cash_takes_two_touches_after_the_last_product(root: RootPresenter, session: Session, till: Till) -> None:
    root.sale.add("1001")
    root.sale.pay()
    assert root.payment.view().quick == ("52,00", "100,00", "200,00", "500,00")
    root.payment.pay_cash(0)
    assert session.place is Place.RECEIPT
    assert (session.change_due, till.ledger.count()) == (ZERO, 1)


def test_a_note_takes_two_touches_too_and_tells_the_change(payment: PaymentPresenter, session: Session) -> None:
    payment.pay_cash(2)
    assert session.last_sold is not None
    assert (session.last_sold.sale.payments[0].amount, session.change_due) == (Money(144_00), Money(56_00))


def test_cash_at_once_is_offered_only_before_anything_was_begun(payment: PaymentPresenter, till: Till) -> None:
    assert payment.view().quick
    payment.choose(Channel.CARD)
    assert payment.view().quick == ()
    payment.pay_cash(0)
    assert till.ledger.count() == 0
    payment.split_bill()
    assert payment.view().quick == ()
    payment.split_bill()
    assert payment.view().quick
    till.change_settings({"channels.cash.enabled": "false"})
    assert payment.view().quick == ()


def test_a_press_while_the_sale_is_being_recorded_does_nothing(
    payment: PaymentPresenter, till: Till, session: Session
) -> None:
    payment.choose(Channel.CARD)
    pressed: list[bool] = []

    def press_again(*_: object) -> None:
        pressed.append(payment.view().can_finish)
        payment.finish()

    session.loudspeaker = press_again
    till.change_settings({"till.sounds": "true"})
    payment.finish()
    assert pressed == [False]
    assert till.ledger.count() == 1


def test_a_full_disk_stores_nothing_says_so_and_lets_finish_be_pressed_again(
    payment: PaymentPresenter, till: Till, session: Session
) -> None:
    heard: list[Sound] = []
    session.loudspeaker = heard.append
    till.change_settings({"till.sounds": "true"})
    for number in range(200):
        session.cart = session.cart.add(replace(BUN, sku=f"X{number}"))
    payment.choose(Channel.CARD)
    fill_the_disk(till)
    payment.finish()
    view = payment.view()
    assert view.notice is not None
    assert (view.notice.message, view.notice.hint) == (
        "Disken er full: ingenting ble lagret.",
        "Gjør plass på disken, og prøv igjen.",
    )
    assert (session.place, session.last_sold, till.ledger.count()) == (Place.PAYMENT, None, 0)
    assert (view.can_finish, len(session.cart.lines)) == (True, 202)
    assert heard == [Sound.ATTENTION]
    make_room(till)
    payment.finish()
    assert (session.place, till.ledger.count()) == (Place.RECEIPT, 1)
    assert disagreements(till.database) == ()


def test_an_approval_that_became_too_old_is_asked_for_at_the_till_and_the_sale_goes_on(
    payment: PaymentPresenter, till: Till, session: Session, clock: ShopClock
) -> None:
    till.operators.approve(Right.DISCOUNT, "kari", "amina")
    session.approvals[Right.DISCOUNT] = "kari"
    session.cart = session.cart.discounted(Discount.per_cent(10_00))
    payment.choose(Channel.CARD)
    clock.advance(minutes=6)
    payment.finish()
    asked = payment.view().step_up
    assert asked is not None
    assert [person.name for person in asked.approvers] == ["Kari Nordmann"]
    assert (session.place, till.ledger.count()) == (Place.PAYMENT, 0)
    payment.step_up.choose("kari")
    assert (session.place, till.ledger.count()) == (Place.RECEIPT, 1)
    assert last_row(till)[2]["approvals"][0]["approved_by"] == "kari"


def test_an_approval_that_nobody_gives_leaves_everything_as_it_was(
    payment: PaymentPresenter, till: Till, session: Session
) -> None:
    session.cart = session.cart.discounted(Discount.per_cent(10_00))
    payment.choose(Channel.CARD)
    payment.finish()
    assert payment.view().step_up is not None
    payment.step_up.close()
    assert (payment.view().step_up, payment.view().can_finish, till.ledger.count()) == (None, True, 0)


def test_a_manager_needs_nobody(payment: PaymentPresenter, till: Till, session: Session) -> None:
    session.operator = till.operator("kari")
    session.cart = session.cart.discounted(Discount.per_cent(10_00))
    payment.choose(Channel.CARD)
    payment.finish()
    assert till.ledger.count() == 1


def test_a_sale_of_nothing_is_finished_without_choosing_how_to_pay(
    payment: PaymentPresenter, till: Till, session: Session
) -> None:
    session.operator = till.operator("kari")
    session.cart = session.cart.discounted(Discount.per_cent(100_00))
    session.announce()
    view = payment.view()
    assert (view.total, view.can_finish, view.can_split) == (f"kr{NBSP}0,00", True, False)
    assert (view.nothing_chosen, view.quick) == ("Det er ingenting igjen å betale.", ())
    payment.choose(Channel.CARD)
    assert payment.view().instruction == ""
    payment.choose(Channel.CASH)
    assert payment.cash.view(ZERO).notes == ()
    payment.finish()
    assert session.last_sold is not None
    assert (session.last_sold.sale.total, session.change_due) == (ZERO, ZERO)
    assert disagreements(till.database) == ()


def test_a_sale_of_nothing_cannot_be_invoiced(payment: PaymentPresenter, till: Till, session: Session) -> None:
    session.operator = till.operator("kari")
    session.cart = session.cart.discounted(Discount.per_cent(100_00))
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    payment.finish()
    assert payment.view().notice is not None
    assert till.ledger.count() == 0
