"""After the sale, played by touches: an invoice is found and taken back, and a wrong customer is put right.

Each leaves ledger, journal and outbox in agreement.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Quantity
from terminal_app.domain.outbox import State
from terminal_app.domain.tender import Tender
from terminal_app.presenters.session import Place
from terminal_app.storage.books import disagreements
from terminal_app.till import Sold
from terminal_app.till.history import PAGE
from tests.kivy_window import COMPACT, FORMS, PORTRAIT, TillWindow
from tests.screens.whole_till import WholeTill, cut_amounts


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[WholeTill]:
    opened = WholeTill(till, tmp_path)
    opened.session.operator = opened.till.operator("kari")
    yield opened
    assert disagreements(opened.database) == ()
    opened.close()


def invoice(shop: WholeTill, customer: int = 10001) -> Sold:
    """Three of one product and one of another, sold some minutes ago."""
    first, second = shop.till.assortment.products[:2]
    cart = Cart().add(first, Quantity.of(3)).add(second)
    sold = shop.till.sell(cart, (Tender(Channel.INVOICE),), customer_number=customer)
    shop.moment += timedelta(minutes=5)
    return sold


@pytest.mark.parametrize("size", FORMS)
def test_goods_of_an_invoice_come_back_by_touch_and_then_the_rest_stops_it(
    shop: WholeTill, size: tuple[int, int]
) -> None:
    sold = invoice(shop)
    shop.open(size)
    shop.tap("root.menu", "menu.history", "history.row.0")
    assert {"F-000001", "Fakturaens vei"} <= set(shop.texts_in_window())
    assert shop.wrongly_placed() == []
    shop.tap("history.refund", "refund.line.0/more", "refund.line.0/more", "refund.line.1/take", "refund.line.1/take")
    asked_why = size == PORTRAIT
    shop.tap(*(["refund.next"] if asked_why else []), "refund.reason.1")
    assert "Fakturaen går som den er; kreditnota lages når den er kommet fram." in shop.texts()
    assert [wrong for wrong in shop.wrongly_placed() if " lies over refund.line." not in wrong] == []
    shop.finger.tap("refund.confirm")
    shop.window.settle()
    assert shop.session.place is Place.RECEIPT
    back = shop.till.history.sale("R-000001")
    assert back is not None
    assert [line.quantity for line in back.sale.lines] == [Quantity.of(-2)]
    shop.session.open_history("F-000001")
    shop.window.settle()
    assert "Delvis returnert" in shop.texts_in_window()
    shop.tap("history.refund", "refund.everything", *(["refund.next"] if asked_why else []), "refund.reason.0")
    shop.tap("refund.confirm")
    assert sold.entry is not None
    entry = shop.till.outbox.get(sold.entry.reference)
    assert entry is not None
    assert entry.state is State.CANCELLED


@pytest.mark.parametrize("size", FORMS)
def test_a_wrong_customer_is_put_right_before_the_invoice_goes(shop: WholeTill, size: tuple[int, int]) -> None:
    sold = invoice(shop)
    assert sold.entry is not None
    shop.open(size)
    shop.session.open_history("F-000001")
    shop.window.settle()
    shop.tap("history.customer")
    assert shop.session.place is Place.CUSTOMERS
    wanted = shop.presenter.customers.view().rows[1]
    shop.tap("customers.row.1", "change.reason.0", "change.confirm")
    entry = shop.till.outbox.get(sold.entry.reference)
    assert entry is not None
    assert (str(entry.customer_number), entry.state) == (wanted.number, State.QUEUED)
    assert entry.history[-1].detail.endswith("Feil kunde")
    assert shop.session.place is Place.HISTORY
    assert wanted.name in shop.texts_in_window()


def test_the_rest_of_a_long_day_is_read_while_one_scrolls(shop: WholeTill) -> None:
    product = shop.till.assortment.products[0]
    with shop.database.writing():
        for _ in range(PAGE + 10):
            shop.moment += timedelta(seconds=1)
            shop.till.sell(Cart().add(product), (Tender(Channel.CARD),))
        shop.till.sell(Cart().add(product, Quantity.of(90_000)), (Tender(Channel.CARD),))
    shop.open(COMPACT)
    shop.session.open_history()
    shop.window.settle()
    assert cut_amounts(shop.root) == []
    assert len(shop.presenter.history.view().rows) == PAGE
    for _ in range(10):
        shop.finger.drag((400, 250), (0, 400))
        shop.window.settle(400)
    assert shop.finger.sees("S-000001")
