"""The desk, played by touches: in both forms, with the on-screen keyboard and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.problems import Problem
from terminal_app.domain.sync_control import StatusChanged, SyncStatus
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, FORMS, LANDSCAPE, PORTRAIT, TillWindow
from tests.screens.desk.at_the_desk import DeskTill

ORGANISATION = "desk.shop.shop.organization_number"
ORDER = "desk.payment_channels.channels.order"


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path)
    yield opened
    opened.close()


def both_forms() -> Any:
    return pytest.mark.parametrize("size", FORMS, ids=lambda size: f"{size[0]}x{size[1]}")


def field(shop: DeskTill, page: str, key: str) -> Any:
    """The text field of that row."""
    (found,) = [w for w in shop.screen.walk() if getattr(w, "key", "") == f"desk.{page}.{key}" and hasattr(w, "entry")]
    return found


@both_forms()
def test_the_menu_leads_to_the_settings(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.open(size).tap("root.menu")
    shop.tap("menu.desk")
    assert shop.at_desk
    assert "Betalingskanaler" in shop.texts()


def test_a_counter_shows_list_and_page_side_by_side(shop: DeskTill) -> None:
    shop.at(LANDSCAPE, "")
    shop.touch("desk.page.shop")
    assert {"Denne kassen", "Organisasjonsnummer"} <= set(shop.texts())


def test_a_handheld_shows_one_at_a_time_and_leads_back(shop: DeskTill) -> None:
    shop.at(PORTRAIT, "")
    assert "Organisasjonsnummer" not in shop.texts()
    shop.touch("desk.page.shop")
    assert "Denne kassen" not in shop.texts()
    shop.touch("desk.back")
    assert "Denne kassen" in shop.texts()
    shop.touch("desk.back")
    assert shop.session.place is Place.SALE


@both_forms()
def test_a_cashier_sees_who_may_and_can_go_back(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.session.operator = shop.till.operator("amina")
    shop.at(size, "shop")
    assert "Bare en leder kan åpne innstillingene." in shop.texts()
    assert shop.keys("desk.page") == shop.keys("desk.shop") == []
    assert "En leder godkjenner" in shop.texts()
    shop.tap("step_up/close")
    assert shop.session.place is Place.SALE


@both_forms()
def test_a_channel_is_switched_off_by_touch_and_saved(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "payment_channels")
    shop.touch("desk.payment_channels.channels.vipps.enabled")
    assert Channel.VIPPS in shop.till.channels()
    shop.touch("desk.save")
    assert Channel.VIPPS not in shop.till.channels()
    assert any(text.startswith("Lagret ") for text in shop.texts())


@both_forms()
def test_what_is_wrong_stands_below_the_field_above_the_keyboard(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "shop")
    shop.write(ORGANISATION, "123456789")
    keys = {target.key: target for target in shop.finger.targets()}
    top_of_keyboard = max(target.y + target.height for key, target in keys.items() if key.startswith("keyboard"))
    below = [mark for mark in _words(shop) if "er ikke et organisasjonsnummer" in mark.text]
    assert below
    row = field(shop, "shop", "shop.organization_number").parent
    assert row.to_window(row.x, row.y)[1] >= top_of_keyboard
    assert keys[ORGANISATION].y > top_of_keyboard


def test_a_number_brings_the_number_pad_and_text_the_letters(shop: DeskTill) -> None:
    shop.at(COMPACT, "shop")
    shop.finger.tap(ORGANISATION)
    shop.window.settle(300)
    assert not shop.finger.sees("keyboard/q")
    for figure in "417":
        shop.finger.tap(f"keyboard/{figure}")
    assert field(shop, "shop", "shop.organization_number").text.endswith("417417")
    shop.hide_keyboard()
    shop.finger.tap("desk.shop.shop.name")
    shop.window.settle(300)
    assert shop.finger.sees("keyboard/å")


@both_forms()
def test_a_time_is_typed_on_its_own_pad_and_added(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "schedule")
    shop.touch("desk.schedule.schedule.times.new")
    for key in ("1", "6", ":", "4", "5", "enter"):
        shop.finger.tap(f"keyboard/{key}")
        shop.finger.frames(12)
    shop.window.settle(300)
    if shop.finger.sees("keyboard/hide"):
        shop.hide_keyboard()
    shop.touch("desk.save")
    assert shop.till.values.text("schedule.times") == "14:00,16:45,23:30"


def test_typing_keeps_the_focus_and_touches_no_other_row(shop: DeskTill) -> None:
    shop.at(LANDSCAPE, "shop")
    name, town = field(shop, "shop", "shop.name"), field(shop, "shop", "shop.address.city")
    filled: list[Any] = []
    town.parent.fill = filled.append
    shop.write("desk.shop.shop.name", "Kafé Ærlig")
    assert name.focused
    assert field(shop, "shop", "shop.name") is name
    assert filled == []


def test_a_row_that_appears_takes_no_focus_away(shop: DeskTill) -> None:
    shop.at(LANDSCAPE, "shop")
    footer = "desk.shop.receipt.footer"
    shop.reach(footer)
    shop.finger.tap(footer)
    shop.finger.type("Velkommen igjen")
    shop.window.settle(300)
    assert field(shop, "shop", "receipt.footer").focused
    assert shop.presenter.desk.pages["shop"].draft.text("receipt.footer") == "Velkommen igjen"


@both_forms()
def test_leaving_with_changes_asks_and_throwing_away_leads_on(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "payment_channels")
    shop.touch("desk.payment_channels.channels.vipps.enabled")
    shop.touch("desk.back")
    assert "Lagre endringene?" in shop.texts()
    assert set(shop.keys("desk.answer.")) == {"desk.answer.stay", "desk.answer.throw_away", "desk.answer.save"}
    shop.touch("desk.answer.stay")
    assert shop.at_desk
    shop.touch("desk.back", "desk.answer.throw_away")
    assert Channel.VIPPS in shop.till.channels()


@both_forms()
def test_channels_change_places_by_arrow(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "payment_channels")
    shop.touch(f"{ORDER}.up.invoice")
    shop.touch("desk.save")
    assert shop.till.channels()[-2:] == (Channel.INVOICE, Channel.GIFT_CARD)


@both_forms()
def test_a_channel_is_dragged_by_its_handle_to_the_top(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "payment_channels")
    shop.reach(f"{ORDER}.handle.giftcard")
    shop.reach(f"{ORDER}.handle.cash")
    giftcard, card = shop.finger.find(f"{ORDER}.handle.giftcard"), shop.finger.find(f"{ORDER}.handle.cash")
    before = shop.finger.find("desk.back").y, giftcard.y
    shop.finger.drag(giftcard.centre, (0, card.centre[1] - giftcard.centre[1] + 4), frames=12)
    shop.window.settle(300)
    assert (shop.finger.find("desk.back").y, shop.finger.find(f"{ORDER}.handle.vipps").y) == before
    shop.touch("desk.save")
    assert shop.till.channels()[:3] == (Channel.CARD, Channel.GIFT_CARD, Channel.CASH)


def test_the_payment_screen_follows_the_order(shop: DeskTill) -> None:
    shop.till.change_settings({"channels.order": "invoice,cash"})
    shop.open(LANDSCAPE).ring_up("1001")
    shop.tap("sale.pay")
    keys = shop.keys("payment.channel.")
    assert keys[:3] == ["payment.channel.invoice", "payment.channel.cash", "payment.channel.card"]


@both_forms()
def test_the_ruler_is_dragged_until_the_card_fits(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "this_till")
    shop.reach("desk.this_till.till.dpi.smaller")
    edge = shop.finger.find("desk.this_till.till.dpi.edge")
    shop.finger.drag(edge.centre, (-40, 0), frames=10)
    shop.window.settle(300)
    nominal, inches = (294, 53.98 / 25.4) if size == PORTRAIT else (96, 85.6 / 25.4)
    assert float(shop.till.values.text("till.dpi")) == pytest.approx(nominal - 40 / inches, abs=1)
    before = float(shop.till.values.text("till.dpi"))
    shop.touch("desk.this_till.till.dpi.larger")
    assert float(shop.till.values.text("till.dpi")) == pytest.approx(before + 1, abs=0.6)


def test_the_look_changes_at_once(shop: DeskTill) -> None:
    from terminal_app.screens.theme import T

    shop.at(LANDSCAPE, "this_till")
    shop.touch("desk.this_till.till.theme.dark")
    assert T.look == "dark"
    shop.touch("desk.this_till.till.language.en")
    assert "Payment channels" in shop.texts()


@both_forms()
def test_throwing_away_shows_what_is_stored_again(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, "shop")
    shop.write("desk.shop.shop.name", "Noe helt annet AS")
    shop.hide_keyboard()
    shop.touch("desk.throw_away")
    assert field(shop, "shop", "shop.name").text == "Kaffebaren Demo AS"


def _words(shop: DeskTill) -> list[Any]:
    from tests.screens.whole_till import words_on

    return words_on(shop.root)


@both_forms()
def test_the_queue_leads_to_the_setting_that_stops_it(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.open(size).tap("root.badge")
    blocked = SyncStatus(blocked=Problem("keys_refused", {"text": "Client key is not active"}))
    shop.session.take(StatusChanged(blocked))
    shop.window.settle(300)
    shop.touch("queue.notice/action")
    assert shop.at_desk
    assert shop.presenter.desk.view().page.stem == "invoicing_config"
