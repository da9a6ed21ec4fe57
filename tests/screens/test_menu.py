"""The menu, played by touches: what changes at once, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal_app.domain.sync_control import NoSync, SyncStatus
from terminal_app.presenters.session import Place
from tests.kivy_window import LANDSCAPE, SIZES, TillWindow
from tests.screens.whole_till import WholeTill, spilling


class Asked(NoSync):
    """A sync that remembers what the window asked of it."""

    def __init__(self) -> None:
        self.refreshes = 0

    def refresh_customers(self) -> None:
        self.refreshes += 1

    def status(self) -> SyncStatus:
        return SyncStatus()


@pytest.fixture
def sync() -> Asked:
    return Asked()


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path, sync: Asked) -> Iterator[WholeTill]:
    opened = WholeTill(till, tmp_path, sync)
    yield opened
    opened.close()


def every_size() -> Any:
    return pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def reach(shop: WholeTill, key: str) -> None:
    """Scrolls the menu until this can be touched, and touches it."""
    for _ in range(8):
        if shop.finger.sees(key):
            break
        shop.finger.drag((shop.size[0] / 2, shop.size[1] / 3), by=(0, shop.size[1] / 4), frames=20)
        shop.window.settle(300)
    shop.tap(key)


@every_size()
def test_another_language_is_spoken_at_once_and_everywhere(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size).ring_up("1001")
    shop.tap("root.menu")
    assert "Språk" in shop.texts()
    reach(shop, "menu.language.en")
    assert "Language" in shop.texts()
    assert "Språk" not in shop.texts()
    shop.tap("menu.close")
    assert "Pay" in shop.texts()
    assert shop.till.values.text("till.language") == "en"


@every_size()
def test_another_look_is_worn_at_once_and_kept_for_the_next_start(shop: WholeTill, size: tuple[int, int]) -> None:
    from terminal_app.screens.theme import T

    shop.open(size).tap("root.menu")
    reach(shop, "menu.look.dark")
    assert T.look == "dark"
    assert shop.till.values.text("till.theme") == "dark"


def test_another_operator_takes_over(shop: WholeTill) -> None:
    shop.open(LANDSCAPE).tap("root.menu", "menu.operator.kari")
    assert shop.session.operator.name == "Kari Nordmann"
    assert shop.root.ids.operator.name == "Kari Nordmann"
    assert [row.name for row in shop.screen.ids.operators.children if row.chosen] == ["Kari Nordmann"]


def test_customers_are_fetched_when_asked_for(shop: WholeTill, sync: Asked) -> None:
    shop.open(LANDSCAPE).tap("root.menu", "menu.refresh")
    assert sync.refreshes == 1


def test_the_queue_shows_its_state_and_is_one_touch_away(shop: WholeTill) -> None:
    shop.open(LANDSCAPE).tap("root.menu")
    assert shop.screen.ids.queue.state == shop.presenter.view().badge
    shop.tap("menu.queue")
    assert shop.session.place is Place.QUEUE


def test_back_leads_where_one_came_from(shop: WholeTill) -> None:
    shop.open(LANDSCAPE).ring_up("1001")
    shop.tap("sale.pay", "root.menu", "menu.close")
    assert shop.session.place is Place.PAYMENT


def test_it_says_which_shop_and_which_version_this_is(shop: WholeTill) -> None:
    shop.open(LANDSCAPE).tap("root.menu")
    about = shop.screen.ids.about.text
    assert "Kaffebaren Demo AS" in about
    assert "1.2.3" in about


@every_size()
@pytest.mark.parametrize("language", ["nb", "en"])
def test_everything_touched_is_large_enough_and_nothing_spills(
    shop: WholeTill, size: tuple[int, int], language: str
) -> None:
    shop.session.speak(language)
    shop.open(size).tap("root.menu")
    assert shop.wrongly_placed() == []
    assert spilling(shop.root) == []


def test_the_drawer_has_a_row_where_there_is_one_and_a_touch_opens_it(shop: WholeTill) -> None:
    shop.open(LANDSCAPE)
    shop.tap("root.menu")
    assert not shop.finger.sees("menu.drawer")
    shop.till.change_settings({"printer.kind": "network", "printer.address": "127.0.0.1", "printer.drawer": "true"})
    shop.session.announce()
    shop.window.settle()
    shop.tap("menu.drawer")
    assert shop.till.drawer.take_kick()
    assert shop.finger.sees("menu.day")
    assert shop.finger.sees("menu.training")
    shop.till.change_settings({"printer.drawer": "false"})
    shop.session.announce()
    shop.window.settle()
    assert not shop.finger.sees("menu.drawer")
