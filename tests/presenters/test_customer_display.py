"""What the customer sees beside the till, from the first line to the word of thanks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.customer_display import DisplayLine, Scene
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.tender import Tender
from terminal_app.presenters.customer_display import MOST_LINES, CustomerDisplayPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import BUN, LATTE, TORGET, ShopClock, a_cart

NBSP = "\u00a0"


@pytest.fixture
def display(root: RootPresenter, session: Session) -> CustomerDisplayPresenter:
    return CustomerDisplayPresenter(session, root.payment)


def test_an_idle_till_welcomes_with_the_shops_name(display: CustomerDisplayPresenter) -> None:
    shown = display.snapshot()
    assert (shown.scene, shown.headline, shown.shop, shown.lines) == (
        Scene.WELCOME, "Velkommen", "Kaffebaren AS", (),
    )  # fmt: skip


def test_the_lines_are_shown_as_they_are_rung_up_with_the_total(
    display: CustomerDisplayPresenter, root: RootPresenter
) -> None:
    root.sale.add("1001")
    root.sale.add("1002")
    root.sale.add("1001")
    shown = display.snapshot()
    assert shown.scene is Scene.CART
    assert shown.lines == (
        DisplayLine("2", "Kaffe latte", "2 × 52,00", "104,00"), DisplayLine("1", "Skolebolle", "", "39,90"),
    )  # fmt: skip
    assert (shown.total_label, shown.total) == ("Sum", f"kr{NBSP}143,90")
    assert display.snapshot() is shown


def test_discounts_are_shown_and_neither_notes_nor_the_customer_are(
    display: CustomerDisplayPresenter, root: RootPresenter, session: Session
) -> None:
    cart = session.cart.add(BUN).add(LATTE).with_note(1, "til Torget, hemmelig")
    session.cart = cart.with_line_discount(0, Discount.per_cent(1000)).discounted(Discount.kroner(Money(10_00)))
    root.sale.pay()
    root.payment.choose(Channel.INVOICE)
    session.buyer = TORGET
    shown = display.snapshot()
    assert shown.lines[0].detail == f"Rabatt 10{NBSP}%"
    assert shown.facts[0] == ("Rabatt", "−10,00")
    assert b"hemmelig" not in shown.line()
    assert b"Torget" not in shown.line()


def test_of_a_long_cart_the_newest_lines_are_shown(display: CustomerDisplayPresenter, session: Session) -> None:
    for n in range(MOST_LINES + 3):
        session.cart = session.cart.add(replace(BUN, sku=f"B{n}", name=f"Bolle {n}"))
    shown = display.snapshot()
    assert (len(shown.lines), shown.has_earlier) == (MOST_LINES, True)
    assert (shown.lines[0].name, shown.lines[-1].name) == ("Bolle 3", f"Bolle {MOST_LINES + 2}")


def test_what_is_weighed_says_how_much_and_at_what_price(display: CustomerDisplayPresenter, session: Session) -> None:
    session.cart = session.cart.add(BUN, Quantity.parse("3"))
    assert display.snapshot().lines[0] == DisplayLine("3", "Skolebolle", "3 × 39,90", "119,70")


def test_at_the_payment_cash_is_shown_as_due_and_then_as_change(
    display: CustomerDisplayPresenter, root: RootPresenter
) -> None:
    root.sale.add("1002")
    root.sale.pay()
    assert (display.snapshot().scene, display.snapshot().total) == (Scene.PAYMENT, f"kr{NBSP}39,90")
    root.payment.choose(Channel.CASH)
    assert (display.snapshot().total_label, display.snapshot().total) == ("Å betale kontant", f"kr{NBSP}40,00")
    root.payment.cash.given = Money(100_00)
    shown = display.snapshot()
    assert (shown.total_label, shown.total) == ("Veksel", f"kr{NBSP}60,00")
    assert shown.facts[-1][1] == f"kr{NBSP}100,00"


def test_after_the_sale_it_thanks_with_the_change_and_then_waits_for_the_next_customer(
    display: CustomerDisplayPresenter, session: Session, clock: ShopClock
) -> None:
    session.last_sold = session.till.sell(a_cart(), (Tender(Channel.CASH),))
    session.change_due = Money(8_00)
    session.go(Place.RECEIPT)
    shown = display.snapshot()
    assert (shown.scene, shown.headline) == (Scene.THANKS, "Takk for handelen!")
    assert (shown.total_label, shown.total) == ("Veksel", f"kr{NBSP}8,00")
    clock.advance(seconds=60)
    assert display.snapshot().scene is Scene.WELCOME


def test_language_and_look_follow_the_till(display: CustomerDisplayPresenter, session: Session, till: Till) -> None:
    display.snapshot()
    session.speak("en")
    session.look.dress("dark")
    shown = display.snapshot()
    assert (shown.headline, shown.theme) == ("Welcome", "dark")


def test_training_is_marked_on_every_picture(
    display: CustomerDisplayPresenter, root: RootPresenter, session: Session
) -> None:
    session.till.train(True, session.operator.id)
    assert display.snapshot().mark == "Trening: dette er ikke et salg"
    root.sale.add("1001")
    assert display.snapshot().mark == "Trening: dette er ikke et salg"


def test_the_desk_switches_it_on_at_once_and_keeps_where_it_stands(root: RootPresenter, session: Session) -> None:
    session.hand_over(session.till.operator("kari"))
    session.open_desk("this_till")
    root.desk.view()
    root.desk.put("display.enabled", "true")
    assert session.till.values.on("display.enabled")
    root.desk.put("display.corner", "til høyre")
    root.desk.save()
    assert session.till.values.text("display.corner") == ""
    root.desk.put("display.corner", "1920, 0")
    root.desk.save()
    assert session.till.values.text("display.corner") == "1920,0"
