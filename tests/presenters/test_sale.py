"""Ringing up: tiles, cart rows, search and shelves, and what can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Category
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import LARGEST_ORE, Money, Quantity
from terminal_app.presenters.category_look import ICONS, TONES
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.sale import Rung, SalePresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import BUN, COD, LATTE

NBSP = "\u00a0"


@pytest.fixture
def sale(root: RootPresenter) -> SalePresenter:
    return root.sale


def rows(sale: SalePresenter) -> list[tuple[str, str, str]]:
    return [(row.quantity, row.name, row.total) for row in sale.view().rows]


def test_a_product_that_is_touched_again_grows_its_line_and_is_counted_on_its_tile(sale: SalePresenter) -> None:
    for sku in ("1001", "1002", "1001"):
        sale.add(sku)
    view = sale.view()
    assert rows(sale) == [("2", "Kaffe latte", "104,00"), ("1", "Skolebolle", "39,90")]
    assert view.counts == {"1001": "2", "1002": "1"}
    assert (view.cart_count, view.total, view.can_pay) == ("3 varer", f"kr{NBSP}143,90", True)
    assert [row.selected for row in view.rows] == [True, False]
    assert view.scroll_to == 0


def test_the_vat_is_shown_per_rate_and_take_away_moves_the_coffee_to_the_food_rate(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.add("1003")
    assert sale.view().sums == ((f"Herav mva. 25{NBSP}%", "10,40"), (f"Herav mva. 11,11{NBSP}%", "19,90"))
    sale.serve(take_away=True)
    assert sale.view().takes_away
    assert sale.view().sums == ((f"Herav mva. 15{NBSP}%", "6,78"), (f"Herav mva. 11,11{NBSP}%", "19,90"))


def test_the_tiles_stay_the_same_object_until_other_products_are_shown(sale: SalePresenter) -> None:
    tiles = sale.view().tiles
    sale.add("1001")
    assert sale.view().tiles is tiles
    sale.search("latte")
    assert [tile.name for tile in sale.view().tiles] == ["Kaffe latte"]
    sale.search("")
    assert list(sale.view().tiles) == list(tiles)


def test_a_new_price_shows_on_its_tile_as_soon_as_the_catalogue_was_read_anew(sale: SalePresenter, till: Till) -> None:
    assert sale.view().tiles[0].price == "52,00"
    till.catalog.put_products([replace(LATTE, price=Money(60_00))])
    till.reload()
    assert sale.view().tiles[0].price == "60,00"


def test_a_shelf_shows_its_products_and_a_search_goes_over_all_of_them(sale: SalePresenter) -> None:
    assert [shelf.name for shelf in sale.view().shelves] == ["Alle", "Kaffe", "Bakst", "Fisk", "Gaver"]
    sale.choose_shelf(3)
    assert [tile.sku for tile in sale.view().tiles] == ["1003"]
    assert [shelf.selected for shelf in sale.view().shelves] == [False, False, False, True, False]
    sale.search("kaffe")
    assert [tile.sku for tile in sale.view().tiles] == ["1001"]
    assert not any(shelf.selected for shelf in sale.view().shelves)
    sale.choose_shelf(0)
    assert len(sale.view().tiles) == 5
    assert sale.view().search == ""


def test_favourites_are_the_first_shelf_as_soon_as_there_are_some_and_no_longer(
    sale: SalePresenter, till: Till
) -> None:
    till.shelves.mark("1003", True)
    assert [shelf.name for shelf in sale.view().shelves][:3] == ["Favoritter", "Alle", "Kaffe"]
    assert sale.view().shelves[0].selected
    assert [tile.sku for tile in sale.view().tiles] == ["1003"]
    sale.choose_shelf(1)
    assert len(sale.view().tiles) == 5
    sale.choose_shelf(0)
    till.shelves.mark("1003", False)
    assert [(shelf.name, shelf.selected) for shelf in sale.view().shelves][:2] == [("Alle", True), ("Kaffe", False)]
    assert len(sale.view().tiles) == 5


def test_what_is_taken_out_of_the_assortment_has_no_tile_and_a_changed_tile_is_made_anew(
    sale: SalePresenter, till: Till
) -> None:
    ticket = sale.view().tiles[3]
    till.shelves.take_out("1002")
    till.shelves.change("1003", {"name": "Sei"})
    till.shelves.change_category("Kaffe", Category("Kaffe", "coffee", "coffee"))
    after = sale.view().tiles
    assert [tile.name for tile in after] == ["Kaffe latte", "Sei", "Museumsbillett", "Gavekort 200 kr"]
    assert (after[0].icon, after[2] is ticket) == ("coffee", True)


@pytest.mark.parametrize("category", [Category("Kaffe"), Category("Kaffe", "espresso_machine_3", "turquoise")])
def test_a_category_whose_look_is_unknown_has_tiles_that_can_be_drawn(
    sale: SalePresenter, till: Till, category: Category
) -> None:
    till.shelves.change_category("Kaffe", category)
    view = sale.view()
    assert {(tile.icon in ICONS, tile.tone in TONES) for tile in view.tiles} == {(True, True)}
    assert next(shelf.icon for shelf in view.shelves if shelf.name == "Kaffe") == "category"


def test_a_shelf_that_is_gone_gives_way_to_all_products(sale: SalePresenter, till: Till) -> None:
    sale.choose_shelf(3)
    till.shelves.change_category("Fisk", Category("Sjømat"))
    assert sale.view().shelves[0].selected
    assert len(sale.view().tiles) == 5


def test_a_search_without_a_match_says_what_was_searched(sale: SalePresenter) -> None:
    sale.search("[b]{x}")
    assert not sale.view().tiles
    assert sale.view().nothing_found == "Ingen vare passer med «[b]{x}»"


def test_a_line_steps_up_and_down_and_the_last_step_takes_it_out_so_that_it_can_be_undone(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.more(0)
    sale.fewer(0)
    assert rows(sale) == [("1", "Kaffe latte", "52,00")]
    assert not sale.view().undo.stands_out
    sale.fewer(0)
    undo = sale.view().undo
    assert sale.view().rows == ()
    assert (undo.label, undo.words, undo.can, undo.stands_out) == ("Angre", "− Kaffe latte", True, True)
    sale.undo()
    assert rows(sale) == [("1", "Kaffe latte", "52,00")]


def test_an_emptied_cart_comes_back_whole_with_its_serving(sale: SalePresenter) -> None:
    sale.serve(take_away=True)
    sale.add("1001")
    sale.add("1002")
    before = rows(sale)
    sale.clear()
    assert rows(sale) == []
    assert sale.view().undo.words == "Tømt"
    sale.undo()
    assert rows(sale) == before
    assert sale.view().takes_away


def test_each_of_the_last_steps_is_taken_back_in_turn_and_named_before(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.more(0)
    sale.add("1002")
    sale.serve(take_away=True)
    sale.remove(0)
    names = []
    while sale.view().undo.can:
        names.append(sale.view().undo.words)
        sale.undo()
    assert names == ["− Kaffe latte", "Ta med", "+ Skolebolle", "2 × Kaffe latte", "+ Kaffe latte"]
    assert rows(sale) == []


def test_at_least_twenty_steps_can_be_taken_back(sale: SalePresenter) -> None:
    sale.add("1001")
    for _ in range(30):
        sale.more(0)
    for _ in range(20):
        sale.undo()
    assert rows(sale) == [("11", "Kaffe latte", "572,00")]


def test_nothing_of_a_cart_that_went_elsewhere_comes_back(sale: SalePresenter, session: Session) -> None:
    sale.add("1001")
    session.cart = Cart()
    session.announce()
    assert not sale.view().undo.can
    sale.undo()
    assert rows(sale) == []


def test_an_emptied_cart_keeps_no_discount_for_the_next_customer(sale: SalePresenter, session: Session) -> None:
    session.cart = Cart().add(LATTE).discounted(Discount.per_cent(10_00))
    session.announce()
    sale.remove(0)
    sale.add("1001")
    assert session.cart.discount is None


# "3 ×" before a product


def test_a_number_before_a_product_rings_up_that_many_and_is_used_up(sale: SalePresenter) -> None:
    sale.open_times()
    sale.times("1")
    sale.times("2")
    assert (sale.view().times.armed, sale.view().times.is_open) == ("12 ×", True)
    sale.add("1001")
    assert rows(sale) == [("12", "Kaffe latte", "624,00")]
    assert sale.view().undo.words == "+ 12 × Kaffe latte"
    assert (sale.view().times.armed, sale.view().times.is_open) == ("", False)
    sale.add("1002")
    assert rows(sale)[1] == ("1", "Skolebolle", "39,90")


def test_the_keypad_stays_open_on_a_counter_with_room_for_it(sale: SalePresenter) -> None:
    sale.keypad_stays = True
    sale.open_times()
    sale.times("3")
    sale.add("1001")
    assert (sale.view().times.armed, sale.view().times.is_open) == ("", True)


def test_there_is_one_keypad_at_a_time_and_that_of_a_line_comes_before_the_one_that_stays(sale: SalePresenter) -> None:
    sale.keypad_stays = True
    sale.add("1001")
    sale.open_times()
    sale.select(0)
    assert (sale.sheet.is_open, sale.view().times.is_open) == (True, False)
    sale.close_sheet()
    assert sale.view().times.is_open
    sale.select(0)
    sale.open_times()
    assert (sale.sheet.is_open, sale.view().times.is_open) == (False, True)


def test_a_number_is_erased_or_put_away_with_its_keypad(sale: SalePresenter) -> None:
    sale.open_times()
    for key in ("4", "0", "backspace", "backspace"):
        sale.times(key)
    assert sale.view().times.armed == ""
    sale.times("5")
    sale.open_times()
    assert sale.view().times.armed == ""


def test_a_number_that_cannot_be_sold_is_explained(sale: SalePresenter, till: Till) -> None:
    till.catalog.put_products([replace(BUN, price=Money(LARGEST_ORE))])
    till.reload()
    sale.open_times()
    sale.times("2")
    assert sale.scan("1002") is Rung.REFUSED
    assert sale.view().notice is not None
    assert rows(sale) == []


def test_a_sum_that_no_longer_fits_is_explained_and_leaves_the_cart_as_it_was(sale: SalePresenter, till: Till) -> None:
    till.catalog.put_products([replace(BUN, price=Money(LARGEST_ORE))])
    till.reload()
    sale.add("1002")
    before = rows(sale)
    sale.more(0)
    sale.add("1001")
    assert rows(sale) == before
    assert sale.view().notice is not None
    sale.dismiss()
    assert sale.view().notice is None


def test_touches_on_lines_and_products_that_are_gone_do_nothing(sale: SalePresenter) -> None:
    for touch in (sale.more, sale.fewer, sale.remove):
        touch(3)
    sale.add("no such")
    sale.clear()
    sale.undo()
    sale.pay()
    assert rows(sale) == []
    assert not sale.view().can_pay


def test_a_line_opens_for_all_that_can_be_done_with_it_and_closes_again(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.add("1002")
    sale.select(0)
    sheet = sale.view().sheet
    assert sheet is not None
    assert sheet.title == "Kaffe latte"
    assert [row.selected for row in sale.view().rows] == [True, False]
    sale.select(0)
    assert sale.view().sheet is None
    assert not any(row.selected for row in sale.view().rows)


def test_after_a_finished_sale_nothing_of_its_lines_is_selected_or_scrolled_to(
    root: RootPresenter, sale: SalePresenter, session: Session
) -> None:
    sale.add("1001")
    sale.pay()
    assert session.place is Place.PAYMENT
    root.payment.choose(Channel.CARD)
    root.payment.finish()
    assert (sale.view().rows, sale.view().scroll_to, sale.view().total) == ((), None, f"kr{NBSP}0,00")


def test_a_weighed_line_counts_as_one_item(sale: SalePresenter, session: Session) -> None:
    session.cart = session.cart.add(COD, Quantity(1_350)).add(LATTE, Quantity.of(2))
    assert sale.view().cart_count == "3 varer"
    assert rows(sale)[0] == ("1,35", "Fersk torsk, løsvekt", "268,65")
