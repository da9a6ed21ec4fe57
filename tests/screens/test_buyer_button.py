"""The customer before the first product, by touches: chosen at the cart's head, invoiced at the end."""

from __future__ import annotations

import pytest

from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, PORTRAIT
from tests.screens.whole_till import WholeTill


@pytest.mark.parametrize("size", [COMPACT, PORTRAIT])
def test_the_customer_who_was_chosen_first_is_invoiced_and_is_gone_at_the_next_sale(
    shop: WholeTill, size: tuple[int, int]
) -> None:
    shop.open(size)
    shop.tap("sale.buyer", "customers.row.0")
    buyer = shop.session.buyer
    assert buyer is not None
    assert buyer.name in shop.texts()
    shop.ring_up(shop.sku("Kaffe latte"))
    shop.tap("sale.pay", "payment.channel.invoice", "payment.finish")
    assert shop.session.place is Place.RECEIPT
    assert shop.session.last_sold is not None
    assert shop.session.last_sold.sale.customer is not None
    assert shop.session.last_sold.sale.customer.number == buyer.number
    shop.tap("receipt.new_sale")
    assert shop.session.buyer is None
    assert not shop.finger.sees("sale.buyer.drop")
