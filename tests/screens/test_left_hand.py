"""The counter for the left hand: chosen by touch at the desk, mirrored at once, and sold on with real touches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, LANDSCAPE, PORTRAIT, SIZES, TillWindow
from tests.screens.desk.at_the_desk import DeskTill
from tests.screens.whole_till import spilling

counters = pytest.mark.parametrize("size", [LANDSCAPE, COMPACT], ids=lambda size: f"{size[0]}x{size[1]}")
every_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path)
    yield opened
    opened.close()


def take_in_hand(shop: DeskTill, size: tuple[int, int], hand: str) -> None:
    """Touches that hand on the page of this till, and goes on to the sale."""
    shop.at(size, "this_till")
    shop.touch(f"desk.this_till.till.hand.{hand}")
    shop.session.go(Place.SALE)
    shop.window.settle()


def side(shop: DeskTill, key: str) -> str:
    """On which half of the window the middle of that lies."""
    target = shop.finger.find(key)
    return "left" if target.x + target.width / 2 < shop.size[0] / 2 else "right"


def boxes(shop: DeskTill) -> dict[str, tuple[int, int, int, int]]:
    found: list[Any] = shop.finger.targets()
    return {one.key: (round(one.x), round(one.y), round(one.width), round(one.height)) for one in found}


@counters
def test_the_left_hand_finds_cart_and_pay_at_the_left_and_a_sale_goes_through(
    shop: DeskTill, size: tuple[int, int]
) -> None:
    take_in_hand(shop, size, "left")
    latte = shop.sku("Kaffe latte")
    shop.ring_up(latte, latte)
    tiles = [shop.finger.find(key) for key in shop.keys("sale.tile.")]
    pay = shop.finger.find("sale.pay")
    assert side(shop, "sale.pay") == "left"
    assert min(tile.x for tile in tiles) > pay.x + pay.width
    assert (shop.wrongly_placed(), spilling(shop.root)) == ([], [])
    shop.tap("sale.pay", "payment.channel.cash")
    assert side(shop, "payment.channel.cash") == "right"
    assert side(shop, "payment.pad/1") == "left"
    assert (shop.wrongly_placed(), spilling(shop.root)) == ([], [])
    shop.tap("payment.finish")
    assert shop.session.place is Place.RECEIPT
    assert shop.session.last_sold is not None
    assert shop.session.last_sold.sale.lines[0].sku == latte


@counters
@pytest.mark.parametrize("hand", ["left", "right"])
def test_the_keyboard_stays_beside_the_cart_and_types_into_the_search(
    shop: DeskTill, size: tuple[int, int], hand: str
) -> None:
    take_in_hand(shop, size, hand)
    shop.ring_up(shop.sku("Kaffe latte"))
    shop.tap("sale.search", "keyboard/r", "keyboard/ø")
    assert shop.presenter.sale.view().search == "rø"
    pay = shop.finger.find("sale.pay")
    keys = [target for target in shop.finger.targets() if target.key.startswith("keyboard")]
    if hand == "left":
        assert min(key.x for key in keys) > pay.x + pay.width
    else:
        assert max(key.x + key.width for key in keys) < pay.x
    assert all(key.x >= 0 and key.x + key.width <= size[0] for key in keys)


@every_size
def test_the_right_hand_gets_everything_back_where_it_was(shop: DeskTill, size: tuple[int, int]) -> None:
    take_in_hand(shop, size, "right")
    before = boxes(shop)
    take_in_hand(shop, size, "left")
    assert (boxes(shop) == before) is (size == PORTRAIT)
    take_in_hand(shop, size, "right")
    assert boxes(shop) == before


@counters
def test_a_till_that_starts_for_the_left_hand_is_mirrored_from_the_start(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.till.change_settings({"till.hand": "left"})
    shop.open(size).ring_up(shop.sku("Kaffe latte"))
    assert side(shop, "sale.pay") == "left"
