"""Ringing up: tiles, cart rows, search and shelves, and what can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.catalog import Category
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import LARGEST_ORE, Money, Quantity
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.sale import SalePresenter
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
    assert sale.view().vat == ((f"Herav mva. 25{NBSP}%", "10,40"), (f"Herav mva. 11,11{NBSP}%", "19,90"))
    sale.serve(take_away=True)
    assert sale.view().takes_away
    assert sale.view().vat == ((f"Herav mva. 15{NBSP}%", "6,78"), (f"Herav mva. 11,11{NBSP}%", "19,90"))


def test_the_tiles_stay_the_same_object_until_other_products_are_shown(sale: SalePresenter) -> None:
    tiles = sale.view().tiles
    sale.add("1001")
    assert sale.view().tiles is tiles
    sale.search("latte")
    assert [tile.name for tile in sale.view().tiles] == ["Kaffe latte"]
    sale.search("")
    assert sale.view().tiles == tiles


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
    before = sale.view().tiles
    till.shelves.take_out("1002")
    till.shelves.change("1003", {"name": "Sei"})
    till.shelves.change_category("Kaffe", Category("Kaffe", "coffee", "coffee"))
    after = sale.view().tiles
    assert [tile.name for tile in after] == ["Kaffe latte", "Sei", "Museumsbillett", "Gavekort 200 kr"]
    assert (after[0].icon, after[2] is before[3]) == ("coffee", True)


def test_a_shelf_that_is_gone_gives_way_to_all_products(sale: SalePresenter, till: Till) -> None:
    sale.choose_shelf(3)
    till.shelves.change_category("Fisk", Category("Sjømat"))
    assert sale.view().shelves[0].selected
    assert len(sale.view().tiles) == 5


def test_a_search_without_a_match_says_what_was_searched(sale: SalePresenter) -> None:
    sale.search("[b]{x}")
    assert sale.view().tiles == ()
    assert sale.view().nothing_found == "Ingen vare passer med «[b]{x}»"


def test_a_line_steps_up_and_down_and_the_last_step_takes_it_out_so_that_it_can_be_undone(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.more(0)
    sale.fewer(0)
    assert rows(sale) == [("1", "Kaffe latte", "52,00")]
    sale.fewer(0)
    view = sale.view()
    assert view.rows == ()
    assert view.notice is not None
    assert (view.notice.message, view.notice.action) == ("Kaffe latte ble fjernet", "Angre")
    sale.undo()
    assert rows(sale) == [("1", "Kaffe latte", "52,00")]
    assert sale.view().notice is None


def test_an_emptied_cart_comes_back_whole_with_its_serving(sale: SalePresenter) -> None:
    sale.serve(take_away=True)
    sale.add("1001")
    sale.add("1002")
    before = rows(sale)
    sale.clear()
    assert rows(sale) == []
    sale.undo()
    assert rows(sale) == before
    assert sale.view().takes_away


def test_what_was_taken_out_cannot_be_brought_back_once_something_else_was_rung_up(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.remove(0)
    sale.add("1002")
    sale.undo()
    assert rows(sale) == [("1", "Skolebolle", "39,90")]


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


def test_a_line_opens_for_its_quantity_and_closes_again(sale: SalePresenter) -> None:
    sale.add("1001")
    sale.add("1002")
    sale.select(0)
    assert [row.selected for row in sale.view().rows] == [True, False]
    sale.select(0)
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
