"""Parking by touch: a cart is set aside under a name, comes back whole with its customer, and is never lost."""

from __future__ import annotations

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.operators import Right
from terminal_app.presenters.parked_view import HandView
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import TORGET, ShopClock


def ring_up(root: RootPresenter, *skus: str) -> None:
    for sku in skus:
        root.sale.add(sku)


def park(root: RootPresenter, name: str, *skus: str) -> None:
    ring_up(root, *(skus or ("1001",)))
    root.sale.parked.open()
    root.parked.park_as(name)


def hand(root: RootPresenter) -> HandView:
    shown = root.parked.view().hand
    assert shown is not None
    return shown


def names(root: RootPresenter) -> list[str]:
    return [row.name for row in root.parked.view().rows]


def test_two_touches_park_the_cart_at_the_next_free_table(root: RootPresenter, session: Session) -> None:
    park(root, "Bord 1")
    ring_up(root, "1001", "1002")
    root.sale.parked.open()
    assert session.place is Place.PARKED
    assert root.parked.view().asks
    assert hand(root).park_label == "Parker som «Bord 2»"
    assert [ready.name for ready in hand(root).ready if ready.taken] == ["Bord 1"]
    root.parked.park()
    assert session.place is Place.SALE
    assert not session.cart.lines
    assert root.sale.parked.view().count == "2"


def test_a_cart_comes_back_with_its_customer_and_nothing_of_it_can_be_undone(
    root: RootPresenter, session: Session
) -> None:
    ring_up(root, "1001", "1002")
    cart = session.cart
    root.sale.buyer.take(TORGET)
    session.approvals[Right.DISCOUNT] = "kari"
    root.sale.parked.open()
    assert hand(root).park_label == "Parker som «Torget Regnskap AS»"
    root.parked.park()
    assert (session.buyer, session.approvals, root.sale.view().undo.can) == (None, {}, False)
    root.sale.parked.open()
    root.parked.choose(session.parked.carts[0].id)
    assert (session.place, session.cart, session.buyer) == (Place.SALE, cart, TORGET)
    assert (session.approvals, root.sale.view().undo.can) == ({}, False)
    assert root.sale.parked.view().count == ""


def test_the_undo_of_the_cart_before_never_brings_a_parked_cart_back_twice(
    root: RootPresenter, session: Session
) -> None:
    park(root, "Anna", "1001", "1002")
    root.sale.undo()
    assert not session.cart.lines
    ring_up(root, "1003")
    root.sale.undo()
    assert not session.cart.lines
    assert session.buyer is None


def test_what_is_taken_up_waits_until_the_cart_in_hand_is_parked(root: RootPresenter, session: Session) -> None:
    park(root, "Anna", "1002")
    ring_up(root, "1001")
    root.sale.parked.open()
    root.parked.leave()
    root.parked.choose(session.parked.carts[0].id)
    assert [line.product.sku for line in session.cart.lines] == ["1001"]
    assert (hand(root).title, hand(root).told) == ("Parker denne kurven først", "Deretter tas «Anna» fram.")
    root.parked.park_as("Per")
    assert session.place is Place.SALE
    assert [line.product.sku for line in session.cart.lines] == ["1002"]
    assert names(root) == ["Per"]


def test_a_touch_that_is_thought_better_of_leaves_everything_as_it_was(root: RootPresenter, session: Session) -> None:
    park(root, "Anna", "1002")
    ring_up(root, "1001")
    root.sale.parked.open()
    root.parked.choose(session.parked.carts[0].id)
    root.parked.leave()
    root.parked.back()
    assert [line.product.sku for line in session.cart.lines] == ["1001"]
    assert names(root) == ["Anna"]


def test_a_name_that_is_taken_is_told_and_the_cart_stays_in_hand(root: RootPresenter, session: Session) -> None:
    park(root, "Anna")
    ring_up(root, "1002")
    root.sale.parked.open()
    root.parked.write("  anna ")
    root.parked.park()
    notice = root.parked.view().notice
    assert notice is not None
    assert notice.message == "En kurv er alt parkert som «anna»."
    assert [line.product.sku for line in session.cart.lines] == ["1002"]


def test_a_cart_that_is_partly_paid_is_not_parked(root: RootPresenter, session: Session) -> None:
    ring_up(root, "1001")
    root.sale.pay()
    root.payment.split_bill()
    root.payment.split.press("2")
    root.payment.split.press("0")
    root.payment.choose(Channel.CARD)
    root.payment.finish()
    assert root.payment.split.parts.taken
    root.payment.back()
    root.sale.parked.open()
    root.parked.park()
    notice = root.parked.view().notice
    assert notice is not None
    assert notice.message == "En del av dette salget er alt betalt."
    assert session.cart.lines
    assert root.payment.split.parts.taken
    assert names(root) == []


def test_the_list_says_who_what_and_how_long_and_warns_of_what_is_left_from_another_day(
    root: RootPresenter, session: Session, clock: ShopClock
) -> None:
    ring_up(root, "1001", "1001", "1002")
    root.sale.buyer.take(TORGET)
    root.sale.parked.open()
    root.parked.park()
    clock.advance(minutes=12)
    session.go(Place.PARKED)
    row = root.parked.view().rows[0]
    assert (row.detail, row.since, row.warning) == ("3 varer · Torget Regnskap AS · Amina Yusuf", "14:05 · 12 min", "")
    assert row.total.endswith("143,90")
    assert not root.sale.parked.view().warns
    clock.advance(days=1)
    assert root.parked.view().rows[0].warning == "Ligger igjen fra i går"
    assert root.sale.parked.view().warns
    clock.advance(days=1)
    assert root.parked.view().rows[0].warning == "Ligger igjen fra 23.11.2026"


def test_a_cart_of_training_is_marked_and_stays_out_of_real_sales(
    root: RootPresenter, session: Session, till: Till
) -> None:
    till.train(True, "kari")
    park(root, "Øving")
    till.train(False, "kari")
    session.go(Place.PARKED)
    assert root.parked.view().rows[0].mark == "Trening"
    root.parked.choose(session.parked.carts[0].id)
    notice = root.parked.view().notice
    assert notice is not None
    assert (notice.message, session.cart) == ("Den kurven ble slått inn i trening.", Cart())
    assert names(root) == ["Øving"]


def test_the_provisional_receipt_is_printed_for_a_parked_cart_and_for_the_one_in_hand(
    root: RootPresenter, session: Session, till: Till
) -> None:
    park(root, "Bord 4")
    assert root.parked.view().rows[0].print_label == ""
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere"})
    ring_up(root, "1002")
    root.sale.parked.open()
    assert hand(root).print_label == "Foreløpig kvittering"
    root.parked.print(session.parked.carts[0].id)
    root.parked.print_hand()
    notice = root.parked.view().notice
    assert notice is not None
    assert notice.tone == "ok"
    jobs = [till.prints.get(number) for number in (1, 2)]
    assert [till.prints.papers_of_job(job)[0].name for job in jobs if job is not None] == ["P-000001", "P-000002"]


@pytest.mark.parametrize("parked", [20, 60])
def test_the_ready_tables_are_a_block_with_the_next_free_one(root: RootPresenter, till: Till, parked: int) -> None:
    ring_up(root, "1001")
    for number in range(1, parked + 1):
        till.parking.park(root.session.cart, f"Bord {number}")
    root.sale.parked.open()
    ready = hand(root).ready
    assert ready[0].name == f"Bord {parked + 1}"
    assert [one.name for one in ready if one.proposed] == [f"Bord {parked + 1}"]


def test_the_table_that_stands_out_is_the_one_the_cart_would_be_called(root: RootPresenter) -> None:
    ring_up(root, "1001")
    root.sale.parked.open()
    for typed, standing_out in (("", ["Bord 1"]), ("bord 3", ["Bord 3"]), ("Anna", [])):
        root.parked.write(typed)
        assert [one.name for one in hand(root).ready if one.proposed] == standing_out
