"""The sale screen, played by touches in the real window: ringing up, searching, changing one's mind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal_app.domain.cart import Serving
from terminal_app.domain.catalog import Category, Unit
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.operators import Right
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, FORMS, LANDSCAPE, PORTRAIT, SIZES, TillWindow
from tests.screens.whole_till import WholeTill, cut_amounts, spilling

LONG_NAME = "Økologisk og rettferdig kaffe med havremelk og sirup av bringebær!!"


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[WholeTill]:
    opened = WholeTill(till, tmp_path)
    yield opened
    opened.close()


def every_size() -> Any:
    return pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def latte(shop: WholeTill) -> str:
    return shop.sku("Kaffe latte")


# ringing up


@every_size()
def test_a_touched_tile_is_in_the_cart_with_its_count_and_the_new_total(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size).ring_up(latte(shop), latte(shop))
    view = shop.presenter.sale.view()
    assert shop.session.cart.quantity_of(latte(shop)) == Quantity(2000)
    assert view.total in shop.texts()
    tile = next(cell for cell in shop.screen.ids.tiles.visible().values() if cell.item.sku == latte(shop))
    assert (tile.count.text, tile.dot.shown) == ("2", True)


def test_a_tap_draws_its_tile_and_its_line_and_nothing_else(shop: WholeTill, monkeypatch: pytest.MonkeyPatch) -> None:
    from terminal_app.screens.cells_sale import LineCell, TileCell

    shop.open(LANDSCAPE).ring_up(*[product.sku for product in shop.till.assortment.products[:5]])
    shop.ring_up(latte(shop))
    drawn: list[tuple[str, str]] = []
    for cell in (TileCell, LineCell):
        monkeypatch.setattr(cell, "show", _telling(cell.show, drawn))
    shop.presenter.sale.add(latte(shop))
    assert set(drawn) == {("TileCell", "Kaffe latte"), ("LineCell", "Kaffe latte")}


def _telling(show: Any, drawn: list[tuple[str, str]]) -> Any:
    def shown(cell: Any, item: Any, box: Any, state: Any) -> None:
        drawn.append((type(cell).__name__, cell.text_of(item)))
        show(cell, item, box, state)

    return shown


def test_a_category_without_a_look_of_its_own_has_tiles_to_touch(shop: WholeTill) -> None:
    named = shop.till.categories[0].name
    shop.till.shelves.change_category(named, Category(named))  # as a shop from a provisioning file has them
    product = next(one for one in shop.till.assortment.products if one.category == named)
    shop.open(COMPACT).ring_up(product.sku)
    assert shop.session.cart.quantity_of(product.sku) == Quantity(1000)


def test_pay_is_shut_while_the_cart_is_empty_and_leads_to_the_payment_after(shop: WholeTill) -> None:
    shop.open(COMPACT)
    assert not shop.finger.sees("sale.pay")
    shop.ring_up(latte(shop))
    shop.tap("sale.pay")
    assert shop.session.place is Place.PAYMENT


def test_taking_away_changes_the_vat_line(shop: WholeTill) -> None:
    shop.open(LANDSCAPE).ring_up(shop.sku("Kanelbolle"))
    assert any("25" in words for words, _ in shop.presenter.sale.view().sums)
    shop.tap("sale.serving.away")
    assert shop.session.cart.serving is Serving.TAKE_AWAY
    words, amount = shop.presenter.sale.view().sums[0]
    assert "15" in words
    assert words in shop.texts()
    assert amount in shop.texts()


def test_a_counter_that_is_made_narrower_drops_the_icons_of_how_it_is_served(shop: WholeTill) -> None:
    from terminal_app.screens.theme import T

    shop.open(LANDSCAPE)
    assert [len(option) for option in shop.screen.ids.serving.options] == [3, 3]
    shop.window.window.size = COMPACT
    T.fit(COMPACT[0])
    shop.session.announce()
    assert [len(option) for option in shop.screen.ids.serving.options] == [2, 2]


# changing one's mind


@every_size()
def test_minus_to_nothing_takes_the_line_out_and_undo_brings_it_back(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size).ring_up(latte(shop))
    shop.tap("sale.line.0.plus", "sale.line.0.minus", "sale.line.0.minus")
    assert shop.session.cart.lines == ()
    assert shop.presenter.sale.view().labels.cart_empty in shop.texts()
    shop.tap("sale.undo")
    assert [line.product.sku for line in shop.session.cart.lines] == [latte(shop)]


def test_the_bin_takes_out_the_open_line_and_no_other(shop: WholeTill) -> None:
    shop.open(COMPACT).ring_up(latte(shop), shop.sku("Cappuccino"), shop.sku("Americano"))
    shop.tap("sale.line.1", "sale.line.1.remove")
    assert [line.product.name for line in shop.session.cart.lines] == ["Kaffe latte", "Americano"]


def test_emptying_the_cart_can_be_undone(shop: WholeTill) -> None:
    shop.open(LANDSCAPE).ring_up(latte(shop), shop.sku("Cappuccino"))
    shop.tap("sale.clear")
    assert shop.session.cart.lines == ()
    shop.tap("sale.undo")
    assert len(shop.session.cart.lines) == 2


def test_an_undo_stands_where_it_stood_and_nothing_moves(shop: WholeTill) -> None:
    shop.open(LANDSCAPE).ring_up(latte(shop), shop.sku("Cappuccino"))
    keys = (*shop.keys("sale.shelf."), "sale.pay", "sale.serving.in", "sale.undo", "sale.times")
    before = {key: shop.finger.find(key).centre for key in keys}
    shop.tap("sale.line.0", "sale.line.0.remove")
    assert {key: shop.finger.find(key).centre for key in before} == before


# what can be done with a line


@pytest.mark.parametrize("size", FORMS, ids=str)
def test_three_times_a_tile_and_a_discount_on_its_line_by_touches(shop: WholeTill, size: tuple[int, int]) -> None:
    """Each of the panes leaves Pay in sight, and every key is large enough."""
    shop.session.operator = shop.till.operators.who_may(Right.DISCOUNT)[0]
    shop.open(size).tap("sale.times")
    shop.finger.type("3")
    shop.window.settle()
    assert shop.finger.sees("3 ×")
    assert shop.wrongly_placed() == []
    shop.ring_up(latte(shop))
    assert not shop.keys("sale.times.pad")
    shop.tap("sale.line.0", "sale.sheet.tab.discount", "sale.sheet.tab.quantity")
    assert shop.keys("sale.sheet.")[-2:] == ["sale.sheet.away", "sale.sheet.enter"]  # they never change places
    shop.tap("sale.sheet.tab.discount", "sale.sheet.pad.1", "sale.sheet.pad.0")
    assert shop.wrongly_placed() == []
    assert shop.finger.sees("sale.pay")
    shop.tap("sale.sheet.enter")
    assert shop.session.cart.lines[0].discount == Discount.per_cent(10_00)
    assert "−15,60" in shop.presenter.sale.view().rows[0].taken_off
    shop.tap("sale.undo")
    assert not shop.session.cart.has_discount
    shop.tap("sale.undo")
    assert shop.session.cart.lines == ()


def test_a_note_is_typed_on_the_screens_own_keyboard_which_leaves_its_field_in_sight(shop: WholeTill) -> None:
    shop.open(PORTRAIT).ring_up(latte(shop))
    shop.tap("sale.line.0", "sale.sheet.tab.note", "keyboard/o", "keyboard/k")
    assert shop.finger.sees("sale.sheet.note")
    assert shop.wrongly_placed() == []
    shop.tap("sale.sheet.enter")
    assert shop.session.cart.lines[0].note == "Ok"
    assert not shop.keys("keyboard")


def test_a_weighed_product_asks_how_much_and_is_added_by_touches(shop: WholeTill) -> None:
    shop.open(LANDSCAPE)
    weighed = shop.change_product(0, unit=Unit.KILO)
    shop.ring_up(weighed)
    shop.tap("sale.sheet.pad.,", "sale.sheet.pad.3", "sale.sheet.pad.5", "sale.sheet.enter")
    assert shop.session.cart.quantity_of(weighed) == Quantity(350)
    assert "sale.line.0.plus" not in shop.keys("sale.line.")


# finding


def test_another_category_shows_other_tiles(shop: WholeTill) -> None:
    shop.open(LANDSCAPE)
    everything = shop.keys("sale.tile.")
    shop.tap("Bakst")
    baked = shop.keys("sale.tile.")
    assert baked
    assert set(baked) < set(everything)
    shop.tap("sale.shelf.0")
    assert shop.keys("sale.tile.") == everything


@every_size()
def test_typing_lat_on_the_hardware_keyboard_finds_kaffe_latte(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size).tap("sale.search")
    shop.finger.type("lat")
    shop.window.settle()
    assert f"sale.tile.{latte(shop)}" in shop.keys("sale.tile.")
    assert all("lat" in shop.finger.find(key).text.lower() for key in shop.keys("sale.tile."))


@every_size()
def test_norwegian_letters_are_typed_on_the_screens_own_keyboard(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size).tap("sale.search", "keyboard/r", "keyboard/ø")
    found = [shop.finger.find(key).text for key in shop.keys("sale.tile.")]
    assert found
    assert all("rø" in name.lower() or "ro" in name.lower() for name in found)
    shop.tap("keyboard/backspace", "keyboard/backspace", "keyboard/å")
    assert shop.presenter.sale.view().search == "å"


def test_a_search_without_result_says_so_and_its_cross_ends_it(shop: WholeTill) -> None:
    shop.open(COMPACT).tap("sale.search")
    shop.finger.type("qqq")
    shop.window.settle()
    assert any("qqq" in text and text != "qqq" for text in shop.texts())
    shop.tap("sale.search/clear")
    assert shop.presenter.sale.view().search == ""
    assert not shop.keys("keyboard")
    assert shop.keys("sale.tile.")


@every_size()
def test_the_keyboard_leaves_pay_the_total_and_what_was_found_in_sight(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size).ring_up(latte(shop))
    shop.tap("sale.search")
    keyboard = max(target.y + target.height for target in shop.finger.targets() if target.key.startswith("keyboard"))
    pay = shop.finger.find("sale.pay")
    assert size != PORTRAIT or pay.y >= keyboard
    assert shop.presenter.sale.view().total in shop.texts()
    assert all(shop.finger.find(key).centre[1] > keyboard for key in shop.keys("sale.tile."))
    assert len(shop.keys("sale.tile.")) >= 6


# the handheld's sheet


def test_the_head_of_the_sheet_lays_the_whole_cart_over_the_tiles_and_folds_it_again(shop: WholeTill) -> None:
    shop.open(PORTRAIT).ring_up(*[product.sku for product in shop.till.assortment.products[:3]])
    assert "sale.line.0" not in shop.keys("sale.line.")
    shop.tap("sale.cart")
    assert {f"sale.line.{index}" for index in range(3)} <= set(shop.keys("sale.line."))
    assert not shop.keys("sale.tile.")
    assert shop.finger.sees("sale.clear")
    shop.tap("sale.cart")
    assert shop.keys("sale.tile.")
    assert not shop.finger.sees("sale.clear")


# what is too much


@every_size()
def test_two_hundred_lines_keep_pay_and_the_newest_line_in_sight(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size).fill(200)
    shop.ring_up(latte(shop))
    newest = [key for key in shop.keys("sale.line.200") if key == "sale.line.200"]
    assert newest == ["sale.line.200"]
    assert shop.finger.find("sale.pay").height > 0
    assert len(shop.screen.ids.lines.visible()) < 20


@every_size()
def test_a_name_of_67_characters_and_an_amount_of_seven_figures_stay_in_their_places(
    shop: WholeTill, size: tuple[int, int]
) -> None:
    shop.open(size)
    named = shop.change_product(0, name=LONG_NAME)
    dear = shop.change_product(1, price=Money(123_456_750))
    shop.ring_up(named, dear, dear)
    assert spilling(shop.root) == []
    assert cut_amounts(shop.root) == []
    if size == PORTRAIT:
        shop.tap("sale.cart")
        assert spilling(shop.root) == []
        assert cut_amounts(shop.root) == []


@every_size()
def test_markup_and_emoji_in_a_name_are_shown_as_typed(shop: WholeTill, size: tuple[int, int]) -> None:
    shop.open(size)
    shop.ring_up(shop.change_product(0, name="[b]x[/b] ☕ [ref=y]z"))
    assert shop.texts().count("[b]x[/b] ☕ [ref=y]z") == 2


# fingers


@every_size()
@pytest.mark.parametrize("language", ["nb", "en"])
def test_everything_touched_is_large_enough_inside_the_window_and_beside_each_other(
    shop: WholeTill, size: tuple[int, int], language: str
) -> None:
    shop.session.speak(language)
    shop.open(size)
    assert shop.wrongly_placed() == []
    shop.ring_up(latte(shop), shop.sku("Cappuccino"), shop.sku("Americano"))
    assert shop.wrongly_placed() == []
    shop.tap("sale.search")
    assert shop.wrongly_placed() == []
    if size == PORTRAIT:
        shop.tap("keyboard/hide", "sale.cart")
        assert shop.wrongly_placed() == []
