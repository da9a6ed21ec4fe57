"""Parking and training, played by touches on both forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.presenters.session import Place
from terminal_app.storage.books import disagreements
from tests.kivy_window import FORMS, PORTRAIT, TillWindow
from tests.screens.whole_till import WholeTill

LONG = "Herre med svart hatt og en hund utenfor"


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[WholeTill]:
    opened = WholeTill(till, tmp_path)
    yield opened
    assert disagreements(opened.database) == ()
    opened.close()


@pytest.mark.parametrize("size", FORMS)
def test_two_guests_are_parked_and_the_first_goes_on_while_the_second_waits(
    shop: WholeTill, size: tuple[int, int]
) -> None:
    shop.till.change_settings({"printer.kind": "file", "printer.address": str(shop.database.folder)})
    shop.open(size)
    shop.ring_up("1001")
    shop.tap("sale.park", "parked.name")
    shop.finger.type(LONG)
    shop.tap("parked.park")
    assert (shop.session.place, len(shop.session.cart.lines)) == (Place.SALE, 0)
    shop.ring_up("1003", "1004")
    shop.tap("sale.park")
    if size == PORTRAIT:
        shop.tap("parked.sheet/close")
    overlapping = [wrong for wrong in shop.wrongly_placed() if "/print lies over parked.row." not in wrong]
    assert overlapping == []
    shop.tap("parked.row.0/print")
    assert "Den foreløpige kvitteringen skrives ut." in shop.texts()
    shop.tap("parked.row.0")
    assert f"Deretter tas «{LONG}» fram." in shop.texts()
    shop.tap("Bord 2")
    assert shop.session.place is Place.SALE
    assert [line.product.sku for line in shop.session.cart.lines] == ["1001"]
    assert [parked.name for parked in shop.till.parking.every()] == ["Bord 2"]
    shop.tap("sale.pay", "payment.channel.card", "payment.finish", "receipt.new_sale", "sale.park", "parked.row.0")
    assert [line.product.sku for line in shop.session.cart.lines] == ["1003", "1004"]
    assert shop.till.parking.every() == ()


@pytest.mark.parametrize("size", FORMS)
def test_a_sale_of_training_is_played_and_nothing_of_it_is_sent_or_counted(
    shop: WholeTill, size: tuple[int, int]
) -> None:
    shop.open(size)
    shop.tap("root.menu", "menu.training", "training.switch")
    assert "TRENING – ikke ekte salg" in shop.texts()
    assert shop.wrongly_placed() == []
    shop.ring_up("1001")
    shop.tap("sale.pay", "payment.channel.invoice", "payment.search_customer", "customers.row.0")
    assert {"TRENING – ikke ekte salg", "Det lages ingen faktura.", "Fullfør (trening)"} <= set(shop.texts())
    assert shop.wrongly_placed() == []
    shop.tap("payment.finish")
    assert shop.session.last_sold is not None
    assert shop.session.last_sold.sale.is_training
    assert shop.till.outbox.latest() == []
    shop.tap("receipt.new_sale", "root.menu", "menu.training", "training.switch")
    assert "TRENING – ikke ekte salg" not in shop.texts()
    assert shop.root.ids.training.height == 0
