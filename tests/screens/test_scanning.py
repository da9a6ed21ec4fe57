"""Scanning on the whole till, whatever lies over the cart or has the focus; by real keys and touches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.domain.operators import Right
from terminal_app.domain.problems import Problem
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, PORTRAIT, TillWindow
from tests.screens.wedge import Wedge
from tests.screens.whole_till import WholeTill, spilling
from tests.till.staff import KARI_PIN, with_pins

LATTE, CAPPUCCINO = "2900000010017", "2900000010024"


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[WholeTill]:
    from terminal_app.screens.scanner_input import ScannerInput

    opened = WholeTill(till, tmp_path / "shop")
    scans = opened.presenter.scans
    scanner = ScannerInput(scans.take, scans.expects_typing)
    scanner.install()
    yield opened
    scanner.uninstall()
    opened.close()


def cart(shop: WholeTill) -> list[tuple[str, str]]:
    return [(str(line.quantity), line.product.name) for line in shop.session.cart.lines]


def test_a_burst_while_an_approval_is_asked_for_adds_the_goods_and_leaves_the_pin_alone(shop: WholeTill) -> None:
    with_pins(shop.till)
    shop.open(COMPACT)
    refused = Problem("right_missing", {"name": "Amina", "right": "discount", "who": "Kari"})
    granted: list[str] = []
    shop.presenter.sale.step_up.ask(Right.DISCOUNT, refused, granted.append)
    shop.window.settle()
    with Wedge(shop.window) as keys:
        keys.type(KARI_PIN[:2])
        for code in (LATTE, CAPPUCCINO, LATTE, "7038010055720"):
            keys.scan(code)
        shop.window.settle()
        view = shop.presenter.sale.step_up.view()
        assert view is not None
        assert view.pad is not None
        assert view.pad.dots == 2
        assert cart(shop) == [("2", "Kaffe latte"), ("1", "Cappuccino")]
        assert "Ingen vare har koden 7038010055720" in shop.texts_in_window()
        shop.tap("scan.notice/close")
        assert "Ingen vare har koden 7038010055720" not in shop.texts_in_window()
        keys.type(KARI_PIN[2:] + "\n")
    assert granted == ["kari"]


def test_a_burst_into_the_search_is_rung_up_and_an_unknown_code_leads_to_its_product(shop: WholeTill) -> None:
    shop.open(PORTRAIT)
    shop.tap("sale.search")
    with Wedge(shop.window) as keys:
        keys.type("kanel")
        keys.scan(LATTE)
        keys.scan("7038010055720")
        keys.rest()
    assert (shop.screen.search.text, cart(shop)) == ("kanel", [("1", "Kaffe latte")])
    assert shop.session.place is Place.SALE
    assert spilling(shop.window.window.children[0]) == []
    shop.session.hand_over(shop.till.operator("kari"))
    with Wedge(shop.window) as keys:
        keys.scan("7038010055720")
        keys.rest()
    shop.tap("scan.notice/action")
    assert shop.session.place is Place.DESK
    assert shop.presenter.desk.pages["products"].draft.text("barcode") == "7038010055720"
