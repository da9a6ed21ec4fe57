"""Finish is pressed once, and exact cash takes two touches: by real touches on the whole till, in both forms."""

from __future__ import annotations

import pytest

from terminal_app.presenters.session import Place
from terminal_app.storage.books import disagreements
from tests.kivy_window import FORMS
from tests.screens.whole_till import WholeTill


@pytest.mark.parametrize("size", FORMS)
def test_double_presses_two_thumbs_and_enter_record_one_sale_each_and_its_receipt_stays(
    shop: WholeTill, size: tuple[int, int]
) -> None:
    shop.open(size)
    shop.ring_up("1001")
    pay = shop.finger.find("sale.pay").centre
    shop.finger.tap_at(*pay)
    shop.finger.tap_at(*pay)
    assert shop.session.place is Place.PAYMENT
    shop.tap("payment.channel.card")
    finish = shop.finger.find("payment.finish")
    shop.finger.tap_at(*finish.centre)
    shop.finger.tap_at(*finish.centre)
    shop.finger.key("enter")
    assert (shop.session.place, shop.till.ledger.count()) == (Place.RECEIPT, 1)
    shop.tap("receipt.new_sale")
    assert shop.session.place is Place.SALE

    shop.ring_up("1001")
    shop.tap("sale.pay", "payment.channel.card")
    finish = shop.finger.find("payment.finish")
    thumbs = [shop.finger.down(finish.x + share * finish.width, finish.centre[1]) for share in (0.2, 0.8)]
    for thumb in thumbs:
        shop.finger.up(thumb)
    assert (shop.session.place, shop.till.ledger.count()) == (Place.RECEIPT, 2)


@pytest.mark.parametrize("size", FORMS)
def test_cash_is_paid_with_two_touches_after_the_last_product(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size)
    shop.ring_up("1001", "1004")
    for touches, (first, second, change) in enumerate(
        [("sale.pay", "payment.quick.0", 0), ("sale.pay", "payment.quick.1", 46_00)], start=1
    ):
        shop.finger.tap(first)
        shop.finger.tap(second)
        assert (shop.session.place, shop.till.ledger.count()) == (Place.RECEIPT, touches)
        assert shop.session.change_due.ore == change
        shop.tap("receipt.new_sale")
        shop.ring_up("1001", "1004")
    assert disagreements(shop.database) == ()
