"""The Operators page, a cashier's visit to the desk and a new PIN of one's own, played by touches in every form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.domain.operators import Operator, Role
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, FORMS, PORTRAIT, TEXT_SCALES, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, faults
from tests.till.staff import CHEAP, KARI_PIN, OLA_PIN, give_pin, last_row

LONG_NAME = "Åse-Margrethe Østerdalen-Bjørnstjerne Kristoffersen"
FIELD = "desk.operators"


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path)
    opened.till.operators.pins.costs = CHEAP
    give_pin(opened.till, opened.till.operators.get("kari"), KARI_PIN)
    give_pin(opened.till, opened.till.operators.get("ola"), OLA_PIN)
    opened.session.arrive(opened.till.operator("kari"))
    yield opened
    opened.close()


def both_forms() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("size", FORMS, ids=lambda size: f"{size[0]}x{size[1]}")


def type_on(shop: DeskTill, pad: str, pin: str) -> None:
    shop.tap(*[f"{pad}.{digit}" for digit in pin], f"{pad}.enter")


def type_into(shop: DeskTill, field: str, pin: str) -> None:
    """Types on the on-screen keyboard and puts it away."""
    shop.touch(f"{FIELD}.{field}")
    shop.tap(*[f"keyboard/{digit}" for digit in pin])
    shop.hide_keyboard()


@both_forms()
def test_a_cashier_is_added_with_a_pin_and_logs_in_with_it(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "operators")
    shop.touch(f"{FIELD}.new")
    shop.write(f"{FIELD}.name", "Liv Berg")
    shop.hide_keyboard()
    type_into(shop, "pin", "7503")
    type_into(shop, "pin_again", "7503")
    shop.touch(f"{FIELD}.must_change", "desk.save")
    assert "Lagret 13:58" in shop.texts()
    shop.session.go(Place.MENU)
    shop.window.settle()
    shop.presenter.menu.hand_over("liv")
    shop.window.settle()
    type_on(shop, "login.pad", "7504")
    assert "Feil PIN." in shop.texts()
    type_on(shop, "login.pad", "7503")
    assert (shop.session.place, shop.session.operator.name) == (Place.SALE, "Liv Berg")


@both_forms()
def test_an_easy_pin_is_refused_in_words_before_saving(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "operators")
    shop.touch(f"{FIELD}.open:ola")
    type_into(shop, "pin", "1111")
    assert "Denne PIN-en er blant de første en tyv ville prøve." in shop.texts()
    assert not shop.finger.sees("desk.save")
    assert not [text for text in shop.texts() if "1111" in text and "ikke" not in text]


@both_forms()
def test_a_manager_gives_a_new_pin_to_somebody_who_has_to_wait(shop: DeskTill, size: tuple[int, int]) -> None:
    for _ in range(3):
        with pytest.raises(Exception, match="pin_"):
            shop.till.operators.pins.check("ola", "0000", "log_in").at_once()
    shop.at(size, "operators")
    shop.touch(f"{FIELD}.open:ola")
    type_into(shop, "pin", "7503")
    type_into(shop, "pin_again", "7503")
    shop.touch("desk.save")
    ola = shop.till.operators.pins.check("ola", "7503", "log_in").at_once()
    assert ola.must_change_pin


@both_forms()
def test_somebody_is_removed_after_a_question_and_the_last_manager_is_not(
    shop: DeskTill, size: tuple[int, int]
) -> None:
    shop.at(size, "operators")
    shop.touch(f"{FIELD}.open:amina", f"{FIELD}.remove")
    assert "Fjerne Amina Yusuf fra kassen?" in shop.texts()
    shop.touch("desk.answer.remove")
    assert "amina" not in [one.id for one in shop.till.operators.active()]
    shop.touch(f"{FIELD}.list", f"{FIELD}.open:kari")
    assert "Kari Nordmann er eneste leder: gjør en annen til leder først." in shop.texts()
    shop.reach(f"{FIELD}.role/cashier") if shop.finger.sees(f"{FIELD}.role/cashier") else None
    shop.tap("Kasserer")
    assert any(text.startswith("Kari Nordmann er butikkens siste leder") for text in shop.texts())
    assert not shop.finger.sees("desk.save")
    assert shop.till.operators.get("kari").role is Role.MANAGER


@both_forms()
def test_a_manager_approves_a_cashiers_visit_with_a_pin(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.session.arrive(shop.till.operator("amina"))
    shop.open(size).tap("root.menu")
    shop.tap("menu.desk")
    assert "En leder godkjenner" in shop.texts()
    assert "Betalingskanaler" not in shop.texts()
    type_on(shop, "step_up.pad", "000000")
    assert "Feil PIN." in shop.texts()
    type_on(shop, "step_up.pad", KARI_PIN)
    shop.window.settle(300)
    shop.touch("desk.page.operators", f"{FIELD}.till.lock_after_s.60" if size == PORTRAIT else "1 minutt")
    kind, who, facts = last_row(shop.till)
    assert (kind, who, facts["approved_by_name"]) == ("settings", "amina", "Kari Nordmann")
    if size == PORTRAIT:
        shop.touch("desk.back")
    shop.touch("desk.back")
    assert shop.session.place is Place.MENU
    shop.tap("menu.desk")
    assert "En leder godkjenner" in shop.texts()


def test_closing_the_approval_leads_back_to_the_menu(shop: DeskTill) -> None:
    shop.session.arrive(shop.till.operator("amina"))
    shop.open(COMPACT).tap("root.menu")
    shop.tap("menu.desk")
    shop.tap("step_up/close")
    shop.window.settle(300)
    assert shop.session.place is Place.MENU
    assert "En leder godkjenner" not in shop.texts()


@both_forms()
def test_a_cashier_changes_the_own_pin_from_the_menu(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.session.arrive(shop.till.operator("ola"))
    shop.open(size).tap("root.menu")
    shop.finger.reach("menu.pin", over="menu.desk")
    shop.tap("menu.pin")
    for pin in (OLA_PIN, "7503", "7503"):
        type_on(shop, "login.pad", pin)
    assert shop.session.place is Place.MENU
    assert shop.till.operators.pins.check("ola", "7503", "log_in").at_once().id == "ola"


@pytest.mark.parametrize(("size", "larger"), TEXT_SCALES, ids=lambda value: str(value))
@pytest.mark.parametrize(("language", "look"), [("nb", "light"), ("en", "contrast")])
def test_every_form_of_the_page_is_whole_with_long_names(
    shop: DeskTill, size: tuple[int, int], language: str, look: str, larger: float
) -> None:
    give_pin(shop.till, Operator("aase", LONG_NAME, Role.MANAGER), "750318")
    shop.till.operators.staff.put([Operator("per", f"{LONG_NAME} d.e.", active=False)])
    shop.till.operators.change("ola", must_change_pin=True, by="kari")
    shop.session.speak(language)
    shop.text_scale = larger
    shop.at(size, "operators")
    desk, wrong = shop.presenter.desk, []
    shop.session.look.dress(look)
    for key in ("list", "new", "open:aase", "open:per", "open:kari", "open:ola"):
        desk.press("list")
        desk.press(key)
        if key == "open:ola":
            desk.put("role", "manager")
            desk.put("pin", "1")
            desk.put("pin_again", "2")
        shop.window.settle(400)
        wrong += [f"{key}: {fault}" for fault in faults(shop.screen, size)]
    assert wrong == []
