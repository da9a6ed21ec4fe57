"""Tips: only where the shop takes them, on what is paid by card, Vipps or invoice, and told before Finish."""

from __future__ import annotations

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import LARGEST_ORE, ZERO, Money
from terminal_app.domain.sale import LineKind
from terminal_app.presenters.payment import PaymentPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session
from terminal_app.presenters.tip_part import TipView
from terminal_app.storage.books import disagreements
from terminal_app.till import Till
from tests.till.counter import LATTE

NBSP = "\u00a0"


@pytest.fixture
def payment(root: RootPresenter, till: Till) -> PaymentPresenter:
    """At the payment of two lattes and a bun, 143.90, in a shop that takes tips."""
    till.change_settings({"channels.tips.enabled": "true"})
    for sku in ("1001", "1001", "1002"):
        root.sale.add(sku)
    root.sale.pay()
    return root.payment


def tip(payment: PaymentPresenter) -> TipView:
    shown = payment.view().tip
    assert shown is not None
    return shown


def tipped(session: Session) -> list[Money]:
    assert session.last_sold is not None
    return [line.split.gross for line in session.last_sold.sale.lines if line.kind is LineKind.TIP]


def test_a_shop_that_takes_no_tips_is_not_asked(payment: PaymentPresenter, till: Till) -> None:
    till.change_settings({"channels.tips.enabled": "false"})
    payment.choose(Channel.CARD)
    assert payment.view().tip is None


def test_a_tip_stands_in_the_total_before_the_sale_is_finished(
    payment: PaymentPresenter, session: Session, till: Till
) -> None:
    payment.choose(Channel.CARD)
    assert tip(payment).choices == (
        ("none", "Uten tips"),
        ("10", f"10{NBSP}%: 14,39"),
        ("15", f"15{NBSP}%: 21,59"),
        ("other", "Annet beløp"),
    )
    payment.tip.choose("10")
    view = payment.view()
    assert (view.total, view.finish_amount) == (f"kr{NBSP}158,29", f"kr{NBSP}158,29")
    assert f"kr{NBSP}158,29" in view.instruction
    payment.finish()
    assert tipped(session) == [Money(14_39)]
    assert disagreements(till.database) == ()


def test_another_amount_is_typed_and_kept_when_its_keypad_is_closed(
    payment: PaymentPresenter, session: Session
) -> None:
    payment.choose(Channel.VIPPS)
    payment.tip.choose("other")
    for key in "20,5":
        payment.tip.press(key)
    shown = tip(payment).pad
    assert shown is not None
    assert shown.amount == f"kr{NBSP}20,5"
    payment.tip.done()
    assert (tip(payment).pad, tip(payment).choices[-1]) == (None, ("other", "Tips 20,50"))
    payment.finish()
    assert tipped(session) == [Money(20_50)]


def test_no_other_amount_is_no_tip(payment: PaymentPresenter, session: Session) -> None:
    payment.choose(Channel.CARD)
    payment.tip.choose("other")
    payment.tip.done()
    assert tip(payment).chosen == "none"
    payment.finish()
    assert tipped(session) == []


@pytest.mark.parametrize("channel", [Channel.CASH, Channel.GIFT_CARD])
def test_cash_and_gift_cards_take_no_tip_even_when_one_was_chosen_before(
    payment: PaymentPresenter, session: Session, till: Till, channel: Channel
) -> None:
    till.change_settings({"channels.giftcard.enabled": "true"})
    payment.choose(Channel.CARD)
    payment.tip.choose("15")
    payment.choose(channel)
    assert (payment.view().tip, payment.view().total) == (None, f"kr{NBSP}143,90")
    payment.finish()
    assert tipped(session) == []


def test_each_part_of_a_split_bill_has_its_own_tip(payment: PaymentPresenter, session: Session, till: Till) -> None:
    payment.split_bill()
    payment.split.press("5")
    payment.split.press("0")
    payment.choose(Channel.CARD)
    payment.tip.choose("10")
    assert payment.view().finish_amount == f"kr{NBSP}55,00"
    payment.finish()
    shown = payment.view()
    assert shown.split is not None
    assert (shown.split.parts[0].amount, shown.split.parts[0].detail) == ("55,00", "Tips 5,00")
    assert (shown.total, shown.of_total) == (f"kr{NBSP}93,90", f"av kr{NBSP}148,90")
    payment.choose(Channel.CARD)
    assert tip(payment).chosen == "none"
    payment.tip.choose("10")
    payment.finish()
    assert tipped(session) == [Money(14_39)]
    assert disagreements(till.database) == ()


def test_a_tip_goes_with_the_part_that_is_taken_away(payment: PaymentPresenter) -> None:
    payment.split_bill()
    payment.split.press("5")
    payment.split.press("0")
    payment.choose(Channel.CARD)
    payment.tip.choose("10")
    payment.finish()
    payment.split.take_away(0)
    assert payment.view().total == f"kr{NBSP}143,90"


def test_a_discount_takes_nothing_off_the_tip(payment: PaymentPresenter, session: Session, till: Till) -> None:
    session.operator = till.operator("kari")
    session.cart = session.cart.discounted(Discount.per_cent(50_00))
    payment.choose(Channel.CARD)
    payment.tip.choose("other")
    for key in "20":
        payment.tip.press(key)
    payment.finish()
    assert tipped(session) == [Money(20_00)]
    assert session.last_sold is not None
    assert session.last_sold.sale.total == Money(71_95 + 20_00)


def test_the_next_customer_gives_no_tip_by_itself(root: RootPresenter, payment: PaymentPresenter) -> None:
    payment.choose(Channel.CARD)
    payment.tip.choose("15")
    payment.finish()
    root.receipt.new_sale()
    root.sale.add("1001")
    root.sale.pay()
    payment.choose(Channel.CARD)
    assert (tip(payment).chosen, payment.view().total) == ("none", f"kr{NBSP}52,00")


def test_a_tip_that_no_sale_could_hold_is_left_out(root: RootPresenter, session: Session, till: Till) -> None:
    till.change_settings({"channels.tips.enabled": "true"})
    session.cart = session.cart.add(LATTE, unit_price=Money(LARGEST_ORE))
    root.sale.pay()
    root.payment.choose(Channel.CARD)
    root.payment.tip.choose("15")
    assert root.payment.view().total == f"kr{NBSP}99{NBSP}999{NBSP}999,99"
    assert root.payment.split.parts.tips == ZERO
