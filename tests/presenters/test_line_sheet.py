"""What can be done with a line: how much, at what price, how much off, a note; and who has to approve it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.catalog import Operator, Role, Unit
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.operators import Right
from terminal_app.domain.tender import Tender
from terminal_app.presenters.approvals import right_to_ask_for, when_allowed
from terminal_app.presenters.line_changes import Field
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.sale import Rung, SalePresenter
from terminal_app.presenters.sale_view import LineSheetView
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import BUN, COD, TICKET, ShopClock

NBSP = "\u00a0"
CARD = (Tender(Channel.CARD),)


@pytest.fixture
def sale(root: RootPresenter, till: Till) -> SalePresenter:
    """With a product by weight, one without a price, and one with neither known; Amina, a cashier, stands there."""
    weighed = replace(COD, unit=Unit.KILO)
    till.catalog.put_products([weighed, replace(BUN, open_price=True)])
    till.catalog.put_products([replace(TICKET, unit=Unit.HOUR, open_price=True)])
    till.reload()
    return root.sale


@pytest.fixture
def manager(till: Till, session: Session) -> None:
    """Kari stands there."""
    session.operator = till.operator("kari")


def sheet(sale: SalePresenter) -> LineSheetView:
    view = sale.view().sheet
    assert view is not None
    return view


def press(sale: SalePresenter, keys: str) -> None:
    for key in keys:
        sale.sheet.key(key)


def give(sale: SalePresenter, index: int, field: Field, keys: str) -> None:
    """Open that line, turn to that field, type and take it."""
    sale.select(index)
    sale.sheet.choose(field.value)
    press(sale, keys)
    sale.sheet.enter()


def row(sale: SalePresenter, index: int = 0) -> tuple[str, str, str]:
    shown = sale.view().rows[index]
    return shown.quantity, shown.detail, shown.total


# how much, and a note


def test_the_quantity_of_a_line_is_typed_and_reckoned_meanwhile(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.select(0)
    assert (sheet(sale).figure, sheet(sale).waiting, sheet(sale).comma) == ("1", True, "")
    press(sale, "12")
    assert sheet(sale).reckoned == "12 × 52,00 = 624,00"
    sale.sheet.enter()
    assert sale.view().sheet is None
    assert row(sale) == ("12", "52,00", "624,00")


def test_a_quantity_of_nought_takes_the_line_out(sale: SalePresenter) -> None:
    sale.add("1001")
    give(sale, 0, Field.QUANTITY, "0")
    assert sale.view().rows == ()
    assert sale.view().undo.words == "− Kaffe latte"


def test_ok_without_a_key_changes_nothing_that_would_have_to_be_undone(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.select(0)
    sale.sheet.enter()
    assert sale.view().sheet is None
    assert sale.view().undo.words == "+ Kaffe latte"


def test_a_note_is_written_on_the_line_and_taken_away_again(sale: SalePresenter, session: Session) -> None:
    sale.add("1001")
    sale.select(0)
    sale.sheet.choose("note")
    sale.sheet.write("uten melk")
    sale.sheet.enter()
    assert row(sale) == ("1", "52,00 · uten melk", "52,00")
    sale.select(0)
    sale.sheet.choose("note")
    assert sheet(sale).away_label == "Uten notat"
    sale.sheet.away()
    assert session.cart.lines[0].note == ""


def test_what_was_typed_counts_when_something_else_is_touched(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.select(0)
    press(sale, "5")
    sale.add("1005")
    assert [r.quantity for r in sale.view().rows] == ["5", "1"]
    sale.select(0)
    press(sale, "6")
    sale.pay()
    assert sale.view().rows[0].quantity == "6"


# weights and open prices


def test_a_weighed_product_is_asked_how_much_before_it_is_in_the_cart(sale: SalePresenter) -> None:
    assert sale.scan("1003") is Rung.ASKED
    assert sale.view().rows == ()
    assert (sheet(sale).reckoned, sheet(sale).unit, sheet(sale).can_enter) == ("199,00 per kg", "kg", False)
    press(sale, ",35")
    assert sheet(sale).reckoned == "0,350 kg × 199,00 = 69,65"
    sale.sheet.enter()
    assert row(sale) == ("kg", "0,350 kg × 199,00", "69,65")
    assert not sale.view().rows[0].stepped


def test_each_weighing_is_a_line_of_its_own(sale: SalePresenter) -> None:
    for weight in ("1", "2"):
        sale.add("1003")
        press(sale, weight)
        sale.sheet.enter()
    assert [r.total for r in sale.view().rows] == ["199,00", "398,00"]
    assert [r.selected for r in sale.view().rows] == [False, True]


def test_a_product_without_a_price_is_asked_for_it_and_as_many_as_were_typed_before_are_rung_up(
    sale: SalePresenter, session: Session
) -> None:
    assert sale.view().tiles[1].price == "Åpen pris"
    sale.open_times()
    sale.times("3")
    sale.add("1002")
    assert sheet(sale).reckoned == "Hva koster det?"
    press(sale, "25,5")
    assert sheet(sale).reckoned == "3 × 25,50 = 76,50"
    sale.sheet.enter()
    assert row(sale) == ("3", "25,50", "76,50")
    assert not session.cart.has_other_price


def test_what_has_neither_is_asked_for_both_in_turn(sale: SalePresenter) -> None:
    sale.add("1004")
    assert (sheet(sale).reckoned, sheet(sale).unit) == ("Hvor mye er det?", "t")
    press(sale, "1,5")
    sale.sheet.enter()
    assert (sheet(sale).field, sheet(sale).reckoned) == (Field.PRICE, "Hva koster det?")
    press(sale, "800")
    sale.sheet.enter()
    assert row(sale)[2] == "1 200,00".replace(" ", NBSP)


def test_a_question_that_is_put_away_leaves_the_cart_alone(sale: SalePresenter) -> None:
    sale.add("1003")
    sale.sheet.away()
    assert (sale.view().sheet, sale.view().rows) == (None, ())


def test_a_scan_never_pushes_a_question_aside(sale: SalePresenter) -> None:
    sale.add("1003")
    assert sale.scan("1001") is Rung.ADDED
    assert sale.scan("1002") is Rung.WAITS
    assert sheet(sale).title == COD.name
    press(sale, "1")
    sale.sheet.enter()
    assert [r.name for r in sale.view().rows] == ["Kaffe latte", COD.name]


# prices and discounts, by who may


@pytest.mark.usefixtures("manager")
def test_a_discount_on_a_line_shows_its_share_and_what_it_takes_off(sale: SalePresenter) -> None:
    sale.add("1001")
    give(sale, 0, Field.DISCOUNT, "10")
    assert row(sale) == ("1", f"52,00 · Rabatt 10{NBSP}%", "46,80")
    assert sale.view().rows[0].taken_off == "−5,20"
    sale.select(0)
    sale.sheet.choose("discount")
    assert (sheet(sale).figure, sheet(sale).away_label) == ("10", "Uten rabatt")
    sale.sheet.away()
    assert row(sale) == ("1", "52,00", "52,00")


@pytest.mark.usefixtures("manager")
def test_another_price_shows_what_it_was_before_and_can_be_taken_back(sale: SalePresenter) -> None:
    sale.add("1001")
    give(sale, 0, Field.PRICE, "45")
    assert row(sale) == ("1", "45,00 · før 52,00", "45,00")
    sale.select(0)
    sale.sheet.choose("price")
    assert sheet(sale).away_label == "52,00"
    sale.sheet.away()
    assert row(sale) == ("1", "52,00", "52,00")


@pytest.mark.usefixtures("manager")
def test_the_whole_sale_is_discounted_in_kroner_and_no_more_than_it_costs(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.discount()
    sale.sheet.choose_kind("amount")
    press(sale, "60")
    sale.sheet.enter()
    assert sheet(sale).problem
    sale.sheet.key("backspace")
    sale.sheet.enter()
    assert sale.view().sums[0] == ("Rabatt", "−6,00")
    assert sale.view().total == f"kr{NBSP}46,00"
    sale.discount()
    assert (sheet(sale).kind, sheet(sale).figure) == ("amount", "6,00")
    sale.sheet.away()
    assert sale.view().total == f"kr{NBSP}52,00"


def test_a_cashier_is_asked_for_a_managers_approval_on_the_spot_and_once_for_a_cart(
    sale: SalePresenter, session: Session, till: Till
) -> None:
    sale.add("1001")
    sale.add("1005")
    give(sale, 0, Field.DISCOUNT, "10")
    assert sale.view().step_up is not None
    assert not session.cart.has_discount
    sale.step_up.choose("kari")
    assert (sale.view().step_up, sale.view().sheet) == (None, None)
    assert session.approvals == {Right.DISCOUNT: "kari"}
    give(sale, 1, Field.DISCOUNT, "5")
    assert sale.view().step_up is None
    till.sell(session.cart, CARD, operator_id="amina", approvals=session.approvals)
    session.cart = type(session.cart)()
    assert session.approvals == {}


def test_an_approval_of_ten_per_cent_gives_nobody_a_hundred(sale: SalePresenter, session: Session) -> None:
    sale.add("1001")
    give(sale, 0, Field.DISCOUNT, "10")
    sale.step_up.choose("kari")
    give(sale, 0, Field.DISCOUNT, "100")
    assert sale.view().step_up is not None
    sale.step_up.close()
    assert row(sale)[2] == "46,80"
    assert right_to_ask_for(session, session.cart) is None


def test_kroner_off_that_fewer_goods_make_more_of_are_approved_again_before_the_payment(
    sale: SalePresenter, session: Session
) -> None:
    sale.add("1001")
    sale.add("1005")
    sale.discount()
    sale.sheet.choose_kind("amount")
    press(sale, "50")
    sale.sheet.enter()
    sale.step_up.choose("kari")
    sale.remove(1)
    sale.pay()
    assert (session.place, sale.view().step_up is not None) == (Place.SALE, True)


def test_an_approval_that_is_turned_down_leaves_the_line_as_it_was(sale: SalePresenter) -> None:
    sale.add("1001")
    give(sale, 0, Field.PRICE, "1")
    sale.step_up.close()
    assert row(sale) == ("1", "52,00", "52,00")
    assert sheet(sale).field is Field.PRICE


def test_an_approval_that_became_too_old_is_asked_for_again_before_the_payment(
    sale: SalePresenter, session: Session, clock: ShopClock
) -> None:
    sale.add("1001")
    give(sale, 0, Field.DISCOUNT, "10")
    sale.step_up.choose("kari")
    clock.advance(minutes=6)
    sale.pay()
    assert (session.place, sale.view().step_up is not None) == (Place.SALE, True)
    sale.step_up.choose("kari")
    assert session.place is Place.PAYMENT


def test_what_is_scanned_while_the_manager_is_on_the_way_is_kept(sale: SalePresenter) -> None:
    sale.add("1001")
    give(sale, 0, Field.DISCOUNT, "10")
    assert sale.scan("1005") is Rung.ADDED
    sale.step_up.choose("kari")
    assert [(r.name, r.total) for r in sale.view().rows] == [("Kaffe latte", "46,80"), ("Gavekort 200 kr", "200,00")]


def test_another_operator_has_nothing_from_the_approvals_of_the_one_before(
    sale: SalePresenter, session: Session, till: Till
) -> None:
    till.operators.staff.put([Operator("ola", "Ola Nord"), Operator("kari", "Kari Nordmann", Role.MANAGER)])
    sale.add("1001")
    give(sale, 0, Field.DISCOUNT, "10")
    sale.step_up.choose("kari")
    session.hand_over(till.operator("ola"))
    asked = right_to_ask_for(session, session.cart)
    assert asked is not None
    assert asked[0] is Right.DISCOUNT


def test_a_cart_that_asks_for_two_rights_is_approved_one_after_the_other(sale: SalePresenter, session: Session) -> None:
    sale.add("1001")
    cart = session.cart.with_price(0, Money(40_00)).discounted(Discount.per_cent(5_00))
    done: list[str] = []
    when_allowed(session, sale.step_up, cart, lambda: done.append("sold"))
    sale.step_up.choose("kari")
    assert done == []
    sale.step_up.choose("kari")
    assert done == ["sold"]
    assert set(session.approvals) == {Right.DISCOUNT, Right.PRICE_OVERRIDE}


def test_the_undone_emptying_brings_the_approvals_back(sale: SalePresenter, session: Session) -> None:
    sale.add("1001")
    give(sale, 0, Field.DISCOUNT, "10")
    sale.step_up.choose("kari")
    sale.clear()
    assert session.approvals == {}
    sale.undo()
    assert session.approvals == {Right.DISCOUNT: "kari"}


def test_a_locked_till_shows_no_sheet_that_asks_a_manager(sale: SalePresenter, session: Session) -> None:
    sale.add("1001")
    give(sale, 0, Field.DISCOUNT, "10")
    session.locked = True
    session.announce()
    assert sale.view().step_up is None


def test_everything_reads_in_english_too(sale: SalePresenter, session: Session) -> None:
    session.speak("en")
    session.cart = session.cart.add(replace(COD, unit=Unit.KILO), Quantity(1_250))
    session.announce()
    sale.select(0)
    assert sheet(sale).comma == "."
    assert [label for _, label in sheet(sale).tabs] == ["Weight", "Price", "Discount", "Line note"]
    assert row(sale)[1] == "1.250 kg × 199.00"
