"""Carts that are parked: kept whole through a restart, taken up once, and never past a day's close."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from terminal_app.domain.cart import Cart, Serving
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.parked import MOST_PARKED
from terminal_app.domain.problems import BadInput, MoveRefused
from terminal_app.domain.tender import Tender
from terminal_app.presenters.session import Session
from terminal_app.storage import journal
from terminal_app.storage.books import disagreements
from terminal_app.storage.database import Database
from terminal_app.storage.parked import ParkedCarts
from terminal_app.till import Till
from tests.domain.strategies import busy_carts
from tests.till.counter import BUN, BY_CARD, COD, LATTE, TORGET, ListeningSync, ShopClock, set_up

CART = Cart().add(LATTE).add(BUN, Quantity.of(3)).add(COD, Quantity(350))


def test_a_parked_cart_survives_a_restart_whole(tmp_path: Path) -> None:
    cart = (
        CART.with_line_discount(0, Discount.per_cent(12_50))
        .with_note(1, "uten sukker")
        .with_price(2, Money(150_00))
        .discounted(Discount.kroner(Money(5_00)))
        .served(Serving.TAKE_AWAY)
    )
    with Database.open(tmp_path) as first:
        parked = set_up(first, ShopClock(), ListeningSync()).parking.park(
            cart, "  Bord   4 ", "kari", customer_number=TORGET.number
        )
    with Database.open(tmp_path) as second:
        till = Till(second, ShopClock(), sync=ListeningSync())
        assert till.parking.every() == (parked,)
        again = till.parking.resume(parked.id)
    assert (again.name, again.cart, again.customer_number, again.operator_id) == ("Bord 4", cart, 10001, "kari")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cart=busy_carts())
def test_every_cart_comes_back_as_it_was(till: Till, cart: Cart) -> None:
    assert till.parking.resume(till.parking.park(cart, "Bord 1").id).cart == cart


def test_a_product_that_changes_meanwhile_changes_nothing_in_a_parked_cart(till: Till) -> None:
    parked = till.parking.park(CART, "Bord 4")
    till.shelves.take_out(LATTE.sku, "kari")
    assert till.parking.resume(parked.id).cart == CART


def test_a_cart_is_taken_up_once(till: Till) -> None:
    parked = till.parking.park(CART, "Bord 4")
    till.parking.resume(parked.id)
    assert till.parking.every() == ()
    with pytest.raises(MoveRefused, match="parked_gone"):
        till.parking.resume(parked.id)


@pytest.mark.parametrize(
    ("cart", "name", "code"),
    [
        (Cart(), "Bord 4", "cart_empty"),
        (CART, "  ", "parked_name_missing"),
        (CART, "Bord 4" * 10, "text_too_long"),
        (CART, "Bord\x07", "text_not_printable"),
        (CART, "bord 9", "parked_name_taken"),
    ],
)
def test_what_cannot_be_parked_is_refused_and_nothing_is_stored(till: Till, cart: Cart, name: str, code: str) -> None:
    waiting = till.parking.park(CART, "Bord 9")
    with pytest.raises(BadInput, match=code):
        till.parking.park(cart, name)
    assert till.parking.every() == (waiting,)


def test_a_cart_that_was_taken_up_is_back_as_it_was_parked_after_a_power_cut(tmp_path: Path) -> None:
    with Database.open(tmp_path) as first:
        till = set_up(first, ShopClock(), ListeningSync())
        parked = till.parking.park(CART, "Bord 4")
        till.parking.resume(parked.id)
        assert till.parking.every() == ()
    with Database.open(tmp_path) as second:
        again = Till(second, ShopClock(), sync=ListeningSync())
        assert again.parking.every() == (parked,)
        assert again.parking.resume(parked.id).cart == CART
        assert disagreements(second) == ()


def test_a_cart_that_was_taken_up_is_gone_for_good_with_its_sale(tmp_path: Path) -> None:
    with Database.open(tmp_path) as first:
        till = set_up(first, ShopClock(), ListeningSync())
        till.sell(till.parking.resume(till.parking.park(CART, "Bord 4").id).cart, BY_CARD)
    with Database.open(tmp_path) as second:
        assert Till(second, ShopClock(), sync=ListeningSync()).parking.every() == ()
        assert disagreements(second) == ()


def test_a_sale_that_is_refused_leaves_the_cart_that_was_taken_up_on_disk(till: Till) -> None:
    parked = till.parking.park(CART, "Bord 4")
    till.parking.resume(parked.id)
    with pytest.raises(BadInput, match="channel_off"):
        till.sell(parked.cart, (Tender(Channel.GIFT_CARD),))
    assert ParkedCarts(till.database).every() == (parked,)


def test_a_cart_that_is_parked_again_is_there_once(till: Till) -> None:
    parked = till.parking.park(CART, "Bord 4")
    more = till.parking.resume(parked.id).cart.add(LATTE)
    again = till.parking.park(more, "Bord 4")
    assert ParkedCarts(till.database).every() == till.parking.every() == (again,)


def test_a_cart_that_was_taken_up_and_emptied_is_parked_no_more(till: Till) -> None:
    session = Session(till)
    session.cart = till.parking.resume(till.parking.park(CART, "Bord 4").id).cart
    session.cart = Cart()
    assert ParkedCarts(till.database).every() == ()
    assert till.database.row("SELECT operator_id FROM journal WHERE kind = 'parked_dropped'") == (session.operator.id,)


def test_no_more_carts_are_parked_than_anyone_can_look_through(till: Till) -> None:
    for number in range(MOST_PARKED):
        till.parking.park(CART, f"Bord {number}")
    with pytest.raises(BadInput, match="parked_full"):
        till.parking.park(CART, "Ett til")


def test_parking_and_taking_up_are_journalled_with_who_did_it(till: Till) -> None:
    till.parking.resume(till.parking.park(CART, "Bord 4", "kari").id, "amina")
    rows = till.database.rows("SELECT kind, operator_id FROM journal WHERE kind IN ('park', 'resume') ORDER BY id")
    assert rows == [("park", "kari"), ("resume", "amina")]
    assert journal.first_broken(till.database) is None


def test_a_day_cannot_be_closed_over_a_parked_cart_and_each_is_named(till: Till, clock: ShopClock) -> None:
    till.parking.require_none()
    for name in ("Bord 4", "Ola"):
        till.parking.park(CART, name)
        clock.advance(minutes=1)
    with pytest.raises(MoveRefused) as refused:
        till.parking.require_none()
    assert refused.value.problem.values["names"] == "Bord 4, Ola"


def test_a_cart_of_yesterday_is_known_as_left_over(till: Till, clock: ShopClock) -> None:
    parked = till.parking.park(CART, "Bord 4")
    assert not parked.is_left_over(clock())
    clock.wall += timedelta(days=1)
    assert parked.is_left_over(clock())


def test_a_cart_of_training_stays_out_of_real_sales(till: Till) -> None:
    till.train(True, "kari")
    parked = till.parking.park(CART, "Øving")
    till.train(False, "kari")
    with pytest.raises(MoveRefused, match="parked_in_training"):
        till.parking.resume(parked.id)
    till.train(True, "kari")
    assert till.parking.resume(parked.id).cart == CART
