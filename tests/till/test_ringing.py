"""What is rung up and taken away again: told in the journal at once, counted by line, and never shown unless told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal_app.domain.cart import Cart
from terminal_app.domain.corrections import Kind, corrections
from terminal_app.domain.discount import Discount
from terminal_app.domain.journal import JournalRow
from terminal_app.domain.money import Money, Quantity, total
from terminal_app.domain.problems import MoveRefused
from terminal_app.presenters.session import Session
from terminal_app.storage import journal
from terminal_app.storage.books import disagreements
from terminal_app.till import Till
from tests.domain.strategies import busy_carts
from tests.till.counter import BUN, BY_CARD, COD, LATTE, ShopClock

THREE = Cart().add(LATTE, Quantity.of(3)).add(BUN).add(COD, Quantity(1_350))
TOLD = ("line_corrected", "sale_aborted", "sale", "park", "resume", "parked_dropped")


def told(till: Till) -> list[JournalRow]:
    return [row for row in journal.rows(till.database) if row.kind in TOLD]


def in_hand(till: Till, cart: Cart) -> Session:
    session = Session(till)
    session.cart = cart
    return session


def test_a_line_that_is_taken_out_is_told_at_once_with_what_and_how_much(till: Till) -> None:
    in_hand(till, THREE).cart = THREE.without(0)
    (row,) = told(till)
    assert (row.kind, row.operator_id, row.facts) == (
        "line_corrected",
        till.operator().id,
        {
            "what": "removed",
            "sku": LATTE.sku,
            "name": LATTE.name,
            "group": LATTE.category,
            "quantity": "3",
            "amount": str(-LATTE.price.times(Quantity.of(3))),
        },
    )


def test_five_cut_to_one_is_one_correction_of_four(till: Till) -> None:
    session = in_hand(till, Cart().add(LATTE, Quantity.of(5)))
    session.cart = session.cart.with_quantity(0, Quantity.of(1))
    (row,) = told(till)
    assert (row.facts["what"], row.facts["quantity"]) == ("reduced", "4")
    assert row.facts["amount"] == str(-LATTE.price.times(Quantity.of(4)))


def test_more_of_it_another_price_a_discount_or_a_note_is_no_correction(till: Till) -> None:
    session, before = in_hand(till, THREE), journal.newest(till.database)
    session.cart = session.cart.add(LATTE).add(BUN)
    session.cart = session.cart.with_price(1, Money(1_00)).with_line_discount(0, Discount.per_cent(10_00))
    session.cart = session.cart.with_note(0, "uten sukker").discounted(Discount.kroner(Money(5_00)))
    assert journal.newest(till.database) == before


@settings(max_examples=40)
@given(cart=busy_carts(), data=st.data())
def test_taking_out_line_by_line_tells_each_line_and_all_that_they_came_to(cart: Cart, data: st.DataObject) -> None:
    now, found = cart, []
    while now.lines:
        after = now.without(data.draw(st.integers(0, len(now.lines) - 1)))
        found += corrections(now, after)
        now = after
    assert {one.kind for one in found} == ({Kind.REMOVED} if cart.lines else set())
    assert len(found) == len(cart.lines)
    assert total(one.amount for one in found) == -cart.before_discount


def test_the_corrections_of_a_sale_stand_under_its_own_id(till: Till) -> None:
    session = in_hand(till, THREE)
    session.cart = THREE.without(0)
    session.cart = session.cart.without(0)
    sold = till.sell(session.cart, BY_CARD)
    assert {row.sale_id for row in told(till)} == {sold.sale.id}
    assert till.sell(THREE, BY_CARD).sale.id != sold.sale.id
    assert disagreements(till.database) == ()


def test_a_sale_that_is_refused_keeps_the_carts_id(till: Till) -> None:
    session = in_hand(till, THREE)
    session.cart = THREE.without(0)
    with pytest.raises(MoveRefused):
        till.sell(session.cart.discounted(Discount.per_cent(50_00)), BY_CARD, operator_id="amina")
    assert till.sell(session.cart, BY_CARD).sale.id == told(till)[0].sale_id


def test_a_cart_that_is_sold_or_parked_is_neither_corrected_nor_aborted(till: Till) -> None:
    session = in_hand(till, THREE)
    till.sell(session.cart, BY_CARD)
    session.cart = Cart()
    session.cart = THREE
    till.parking.park(session.cart, "Bord 4")
    session.cart = Cart()
    assert [row.kind for row in told(till)] == ["sale", "park"]


def test_a_parked_cart_takes_its_id_along(till: Till) -> None:
    session = in_hand(till, THREE)
    session.cart = THREE.without(0)
    parked = till.parking.park(session.cart, "Bord 4")
    session.cart = Cart()
    session.cart = till.parking.resume(parked.id).cart
    session.cart = session.cart.without(0)
    sold = till.sell(session.cart, BY_CARD)
    assert [row.kind for row in told(till)] == ["line_corrected", "park", "resume", "line_corrected", "sale"]
    assert {row.sale_id for row in told(till)} == {sold.sale.id}


def test_a_cart_that_was_parked_and_is_emptied_is_aborted_too(till: Till) -> None:
    session = in_hand(till, Cart())
    session.cart = till.parking.resume(till.parking.park(THREE, "Bord 4").id).cart
    session.take_cart(Cart(), dropped=True)
    rows = told(till)
    assert [row.kind for row in rows] == ["park", "resume", "sale_aborted", "parked_dropped"]
    assert rows[2].facts["why"] == "parked_dropped"
    assert len({row.sale_id for row in rows}) == 1


def test_what_is_corrected_and_aborted_in_training_says_so(till: Till) -> None:
    till.train(True)
    session = in_hand(till, THREE)
    session.cart = THREE.without(0)
    session.take_cart(Cart(), dropped=True)
    assert [row.facts["training"] for row in told(till)] == [True, True]


def test_closing_the_till_over_a_cart_aborts_it_unless_it_is_parked(till: Till) -> None:
    in_hand(till, THREE)
    till.ringing.stop()
    till.ringing.take_up(till.parking.resume(till.parking.park(THREE, "Bord 4").id))
    till.ringing.stop()
    assert [row.facts.get("why") for row in told(till)] == ["stopped", None, None]


def test_a_day_is_not_closed_over_an_open_sale_and_it_is_said_how_much_is_open(till: Till) -> None:
    till.ringing.require_none()
    in_hand(till, THREE)
    with pytest.raises(MoveRefused, match="sale_open") as refused:
        till.ringing.require_none()
    assert refused.value.problem.values == {"lines": "3", "amount": str(THREE.total)}


def test_z_counts_the_lines_and_the_sales_that_were_dropped_and_no_turnover_of_them(till: Till) -> None:
    session = in_hand(till, THREE)
    session.cart = THREE.with_quantity(0, Quantity.of(1))
    session.cart = session.cart.without(1)
    session.take_cart(Cart(), dropped=True)
    session.cart = Cart().add(BUN)
    with pytest.raises(MoveRefused, match="sale_open"):
        till.day.close("kari")
    till.sell(session.cart, BY_CARD)
    session.cart = Cart()
    report = till.day.close("kari")
    reduced, removed = -LATTE.price.times(Quantity.of(2)), -BUN.price
    assert {(one.type, one.number, one.amount) for one in report.line_corrections} == {
        ("reduced", 1, reduced),
        ("removed", 1, removed),
    }
    assert (report.aborted.number, report.aborted.amount) == (1, THREE.total + reduced + removed)
    assert report.cash_sales == BUN.price


def test_what_is_taken_away_the_morning_after_a_forgotten_close_is_of_the_new_day(till: Till, clock: ShopClock) -> None:
    till.sell(THREE, BY_CARD)
    clock.advance(days=1)
    in_hand(till, THREE).cart = THREE.without(0)
    assert till.day.z(1).line_corrections == ()
    assert [one.number for one in till.day.x("kari").line_corrections] == [1]
