"""The lock screen, played by touches: who gets in, what a wrong PIN says, and that nothing else can be reached."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from terminal_app.domain.operators import Operator
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, FORMS, LANDSCAPE, TEXT_SCALES, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, cut_texts, small_targets
from tests.screens.whole_till import WholeTill, spilling
from tests.till.staff import CHEAP, KARI_PIN, OLA_PIN, give_pin

LONG_NAME = "Åse-Margrethe Østerdalen-Bjørnstjerne Kristoffersen"


AnyTill = TypeVar("AnyTill", bound=WholeTill)


def with_pins(opened: AnyTill) -> AnyTill:
    """The till after Kari, Ola and somebody with a long name got PINs; Amina has none."""
    opened.till.operators.pins.costs = CHEAP
    give_pin(opened.till, opened.till.operators.get("kari"), KARI_PIN)
    give_pin(opened.till, opened.till.operators.get("ola"), OLA_PIN)
    give_pin(opened.till, Operator("aase", LONG_NAME), "5093")
    return opened


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[WholeTill]:
    opened = with_pins(WholeTill(till, tmp_path))
    yield opened
    opened.close()


def both_forms() -> Any:
    return pytest.mark.parametrize("size", FORMS, ids=lambda size: f"{size[0]}x{size[1]}")


def type_pin(shop: WholeTill, pin: str) -> None:
    shop.tap(*[f"login.pad.{digit}" for digit in pin], "login.pad.enter")


def take_over(shop: WholeTill, who: str) -> None:
    shop.session.go(Place.MENU)
    shop.window.settle()
    shop.presenter.menu.hand_over(who)
    shop.window.settle()


@both_forms()
def test_whoever_has_a_pin_is_let_in_by_it_and_finds_the_cart(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size).ring_up("1001", "1002")
    take_over(shop, "ola")
    assert shop.session.place is Place.LOCK
    type_pin(shop, OLA_PIN)
    assert (shop.session.place, shop.session.operator.id) == (Place.SALE, "ola")
    assert len(shop.session.cart.lines) == 2


@both_forms()
def test_a_wrong_pin_is_said_and_the_third_shuts_the_pad_with_the_time_it_opens(
    shop: WholeTill, size: tuple[int, int]
) -> None:
    shop.open(size)
    take_over(shop, "ola")
    type_pin(shop, "0000")
    assert "Feil PIN." in shop.texts()
    type_pin(shop, "0000")
    type_pin(shop, "0000")
    assert "Neste forsøk er kl. 13:58:30." in shop.texts()
    assert not shop.finger.sees("login.pad.1")
    shop.moment = shop.moment.replace(minute=59)
    shop.window.step(70)
    assert shop.finger.sees("login.pad.1")


@both_forms()
def test_a_locked_till_leads_nowhere_but_in(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.session.arrive(shop.till.operators.get("ola"))
    shop.open(size).ring_up("1001")
    shop.session.lock()
    shop.window.settle()
    assert "Tilbake" not in shop.texts()
    shop.tap("root.menu")
    shop.tap("root.badge")
    assert shop.session.place is Place.LOCK
    type_pin(shop, OLA_PIN)
    assert shop.session.place is Place.SALE


@both_forms()
def test_somebody_else_is_one_touch_away(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.session.arrive(shop.till.operators.get("ola"))
    shop.open(size)
    take_over(shop, "kari")
    if not shop.finger.sees("login.person.amina"):
        shop.tap("login.back")
    shop.tap("login.person.amina")
    assert (shop.session.place, shop.session.operator.id) == (Place.SALE, "amina")


def test_digits_are_shown_as_dots_and_erased_one_by_one(shop: WholeTill) -> None:
    shop.open(COMPACT)
    take_over(shop, "kari")
    shop.tap("login.pad.4", "login.pad.7", "login.pad.1", "login.pad.backspace")
    pad = shop.presenter.login.view().pad
    assert pad is not None
    assert pad.dots == 2
    assert not [text for text in shop.texts() if "471" in text]


def test_a_real_keyboard_types_the_pin_as_well(shop: WholeTill) -> None:
    shop.open(LANDSCAPE)
    take_over(shop, "ola")
    window = shop.window.window
    for digit in OLA_PIN:
        window.dispatch("on_key_down", ord(digit), 0, digit, [])
    window.dispatch("on_key_down", 13, 0, None, [])
    shop.window.settle()
    assert shop.session.operator.id == "ola"


@pytest.mark.parametrize(("size", "larger"), TEXT_SCALES, ids=lambda value: str(value))
@pytest.mark.parametrize("language", ["nb", "en"])
def test_everything_touched_is_large_enough_and_no_word_of_ours_is_cut(
    till: TillWindow, tmp_path: Path, size: tuple[int, int], language: str, larger: float
) -> None:
    shop = with_pins(DeskTill(till, tmp_path))
    shop.session.speak(language)
    shop.text_scale = larger
    shop.open(size)
    shop.finger = till.finger()  # larger texts built the window anew, and the finger before it is gone
    shop.ring_up("1001")
    take_over(shop, "kari")
    found = []
    for pin in ("0000", "0000", "0000"):
        type_pin(shop, pin)
        found += faults(shop, size)
    shop.presenter.login.others()
    shop.window.settle()
    found += faults(shop, size)
    till_operators = shop.till.operators
    till_operators.staff.put([replace(till_operators.get("ola"), must_change_pin=True)])
    shop.presenter.login.choose("ola")
    for pin in (OLA_PIN, "1234", "6208", "6209"):
        type_pin(shop, pin)
        found += faults(shop, size)
    shop.close()
    assert found == []


def faults(shop: DeskTill, size: tuple[int, int]) -> list[str]:
    """What is too small, lies over something else, spills, or is cut though it is no name."""
    names = {operator.name for operator in shop.till.operators.active()} | {shop.till.values.shop().name}
    cut = [text for text in cut_texts(shop.root) if text not in names]
    return [*cut, *spilling(shop.root), *shop.wrongly_placed(), *small_targets(shop.root, size)]


def test_a_pin_is_checked_on_another_thread_and_the_window_goes_on_when_it_is_known(
    till: TillWindow, shop: WholeTill
) -> None:
    from terminal_app.background import OneWorker
    from terminal_app.event_bridge import on_window

    done = threading.Event()
    worker = OneWorker()
    wake = on_window(worker.deliver)

    def tell_and_wake() -> None:
        wake()
        done.set()

    worker.wake = tell_and_wake
    shop.session.background = worker
    shop.open(COMPACT)
    take_over(shop, "ola")
    shop.finger.tap("login.pad.8")
    for digit in OLA_PIN[1:]:
        shop.finger.tap(f"login.pad.{digit}")
    shop.presenter.login.enter()
    assert done.wait(10)
    assert shop.session.operator.id == "amina"
    till.step(3)
    assert shop.session.operator.id == "ola"
    worker.close()


@both_forms()
def test_the_menu_locks_the_till_for_who_has_a_pin_and_offers_it_to_nobody_else(
    shop: WholeTill, size: tuple[int, int]
) -> None:
    shop.open(size)
    shop.session.go(Place.MENU)
    shop.window.settle()
    assert "Lås kassen" not in shop.texts()
    shop.session.arrive(shop.till.operators.get("ola"))
    shop.window.settle()
    assert "Lås kassen" in shop.texts()
    assert shop.wrongly_placed() == []
    shop.presenter.menu.lock()
    shop.window.settle()
    assert (shop.session.locked, shop.session.place) == (True, Place.LOCK)
