"""The frame of the window and the application round it: bar, places, keyboard, turning the window, and the end."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from terminal_app.domain.sync_control import StatusChanged, SyncEvent, SyncStatus
from terminal_app.presenters.look import THEMES
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, LANDSCAPE, PORTRAIT, SIZES
from tests.screens.whole_till import WholeTill, spilling, words_on

ROOT = Path(__file__).resolve().parent.parent.parent


def every_size() -> Any:
    return pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


# the bar


@every_size()
def test_the_bar_says_till_operator_time_and_state(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size)
    view = shop.presenter.view()
    assert {view.till, view.operator, view.clock, view.badge.text} <= set(shop.texts())


def test_the_clock_moves_with_the_tick(shop: WholeTill) -> None:
    shop.open(LANDSCAPE)
    assert "13:58" in shop.texts()
    shop.moment += timedelta(minutes=2)
    shop.presenter.tick()
    shop.window.settle()
    assert "14:00" in shop.texts()


def test_a_tick_that_changes_no_word_draws_nothing(shop: WholeTill) -> None:
    shop.open(LANDSCAPE)
    flips: list[int] = []
    shop.window.window.fbind("on_flip", lambda *_: flips.append(1))
    shop.presenter.tick()
    shop.window.step(3)
    assert flips == []


@every_size()
def test_a_till_at_rest_draws_nothing_for_a_second(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(PORTRAIT if size != PORTRAIT else LANDSCAPE)
    shop.open(size)
    assert [shop.window.settle() for _ in range(30)] == [2] * 30


@every_size()
def test_an_event_of_the_sync_moves_the_badge_and_no_word_of_it_is_cut(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size)
    offline = SyncStatus(offline_since=shop.moment - timedelta(minutes=12))
    shop.presenter.take(StatusChanged(offline))
    shop.window.settle()
    said = shop.presenter.view().badge.text
    assert said in shop.texts()
    badge = shop.root.ids.badge
    assert badge.right <= size[0]
    assert spilling(badge) == []
    assert _drawn_whole(next(mark for mark in words_on(badge)))


def _drawn_whole(mark: Any) -> bool:
    """Whether the lines that the mark breaks its text into hold all of it."""
    from terminal_app.screens.theme import T
    from terminal_app.screens.widgets.text import wrapped

    size, weight = T.font(mark.role)
    lines = wrapped(mark.text, size, weight, int(mark.box.width), int(mark.lines))
    return lines.replace("\n", " ") == mark.text


@every_size()
def test_the_badge_leads_to_the_queue_and_the_menu_button_opens_and_closes_the_menu(
    shop: WholeTill, size: tuple[int, int]
) -> None:
    shop.open(size).tap("root.badge")
    assert shop.session.place is Place.QUEUE
    shop.tap("root.menu")
    assert shop.session.place is Place.MENU
    shop.tap("root.menu")
    assert shop.session.place is Place.QUEUE


# the places


def test_a_hidden_screen_is_not_rendered_and_shows_the_present_when_it_comes_back(
    shop: WholeTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    from terminal_app.screens.sale import SaleScreen

    shop.open(LANDSCAPE).ring_up("1001")
    shop.tap("root.menu")
    rendered: list[str] = []
    render = SaleScreen.render
    monkeypatch.setattr(SaleScreen, "render", lambda screen: (rendered.append("sale"), render(screen)))
    shop.tap("menu.language.en")
    assert rendered == []
    shop.tap("menu.close")
    assert rendered
    assert shop.presenter.sale.view().labels.pay_label in shop.texts()
    assert "Betal" not in shop.texts()


@every_size()
@pytest.mark.parametrize("place", [place for place in Place if place not in (Place.SALE, Place.RECEIPT)])
def test_every_place_stands_under_the_bar(shop: WholeTill, size: tuple[int, int], place: Place) -> None:
    shop.open(size).ring_up("1001")
    shop.session.go(place)
    shop.window.settle()
    assert shop.screen.parent is shop.root.ids.place.__self__
    assert shop.screen.size == shop.root.ids.place.size
    assert shop.screen.top <= shop.root.ids.bar.y


def test_leaving_the_sale_takes_the_keyboard_away(shop: WholeTill) -> None:
    shop.open(LANDSCAPE).ring_up("1001")
    shop.tap("sale.search")
    assert shop.keys("keyboard")
    shop.session.go(Place.MENU)
    shop.window.settle()
    assert not shop.keys("keyboard")


def test_on_the_counter_the_keyboard_lies_beside_the_cart_and_elsewhere_over_the_whole_width(
    shop: WholeTill,
) -> None:
    shop.open(COMPACT).tap("sale.search")
    cart = shop.finger.find("sale.serving.in").x
    assert max(target.x + target.width for target in shop.finger.targets() if "keyboard" in target.key) < cart
    shop.session.go(Place.CUSTOMERS)
    shop.window.settle()
    if not shop.keys("keyboard"):
        shop.tap("customers.search")
    assert max(target.x + target.width for target in shop.finger.targets() if "keyboard" in target.key) > cart


@pytest.mark.parametrize("theme", THEMES)
def test_a_look_is_worn_at_once(shop: WholeTill, theme: str) -> None:
    from terminal_app.screens.palette import LOOKS
    from terminal_app.screens.theme import T

    shop.open(LANDSCAPE)
    shop.session.look.dress(theme)
    assert T.look == theme
    red = round(T.bg[0] * 255)
    assert f"{red:02X}" == LOOKS[theme]["bg"][1:3]


# the application


class Waiting:
    """A bridge whose events are delivered by hand."""

    def __init__(self) -> None:
        self.take: Any = None

    def lead_to(self, take: Any) -> None:
        self.take = take

    def deliver(self, event: SyncEvent) -> None:
        self.take(event)


def test_a_turned_window_gets_the_other_layout_with_the_same_cart(shop: WholeTill, started: Any) -> None:
    started(LANDSCAPE)
    shop.ring_up("1001", "1001")
    assert not shop.finger.sees("sale.cart")
    shop.window.resize(PORTRAIT)
    shop.window.settle()
    assert shop.finger.sees("sale.cart")
    assert shop.presenter.sale.view().total in shop.texts_in_window()
    shop.ring_up("1002")
    shop.window.resize(COMPACT)
    shop.window.settle()
    assert not shop.finger.sees("sale.cart")
    assert len(shop.session.cart.lines) == 2


def test_events_reach_the_badge_over_the_bridge(shop: WholeTill, started: Any) -> None:
    bridge = Waiting()
    started(LANDSCAPE, bridge=bridge)
    bridge.deliver(StatusChanged(SyncStatus(last_ok_at=shop.moment)))
    shop.window.settle()
    assert "Alt sendt 13:58" in shop.texts_in_window()


def test_it_says_when_it_is_ready(shop: WholeTill, started: Any) -> None:
    said: list[str] = []
    started(LANDSCAPE, on_ready=lambda: said.append("ready"))
    assert said == ["ready"]


def test_it_says_once_that_it_is_closed(shop: WholeTill, started: Any) -> None:
    said: list[str] = []
    app = started(LANDSCAPE, on_closed=lambda: said.append("closed"))
    app.dispatch("on_stop")
    app.dispatch("on_stop")
    assert said == ["closed"]


def test_only_a_kiosk_refuses_to_be_closed(shop: WholeTill, started: Any) -> None:
    started(LANDSCAPE, kiosk=True)
    assert shop.window.window.dispatch("on_request_close") is True


def test_a_window_on_a_desktop_may_be_closed(shop: WholeTill, started: Any) -> None:
    started(LANDSCAPE)
    assert not shop.window.window.dispatch("on_request_close")


def test_escape_and_f1_change_nothing(shop: WholeTill, started: Any) -> None:
    started(LANDSCAPE)
    shop.ring_up("1001")
    before = shop.texts_in_window()
    shop.finger.key("escape")
    shop.window.window.dispatch("on_key_down", 282, 58, None, [])
    shop.window.window.dispatch("on_keyboard", 282, 58, None, [])
    shop.window.settle()
    assert shop.texts_in_window() == before


def test_sigterm_ends_a_kiosk_with_exit_code_zero(tmp_path: Path) -> None:
    program = f"""
import os, signal
from datetime import UTC, datetime
from pathlib import Path
from terminal_app.app import run
from terminal_app.demo.set_up import set_up_demo
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session
from terminal_app.screens.window import Form
from terminal_app.storage.database import Database
from terminal_app.till import Till

with Database.open(Path({str(tmp_path)!r})) as database:
    till = Till(database, lambda: datetime.now(UTC))
    set_up_demo(till)
    code = run(
        RootPresenter(Session(till)),
        Form.COUNTER,
        size=(1280, 800),
        kiosk=True,
        on_ready=lambda: os.kill(os.getpid(), signal.SIGTERM),
        on_closed=lambda: print("closed"),
    )
    print("code", code)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split() == ["closed", "code", "0"], done.stderr
    assert done.returncode == 0
