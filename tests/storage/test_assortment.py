"""The assortment straight from its file: found by what is typed, scanned and touched, in the shop's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from terminal_app.domain.catalog import Product
from terminal_app.domain.money import Money
from terminal_app.domain.vat import VatRate
from terminal_app.storage.assortment import PAGE, Assortment
from terminal_app.storage.catalog import Catalog
from terminal_app.storage.database import Database

LATTE = Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe", barcode="2900000010017")
BUN = Product("1002", "SKOLEBOLLE", Money(39_00), VatRate(1500), "Bakst")
TEA = Product("2001", "Te, Ærlig grønn", Money(45_00), VatRate(2500), "Te")
Shop = Callable[..., Assortment]


@pytest.fixture(params=[False, True], ids=["at once", "warm"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """Makes the assortment of those products, asked for at once or after its order and text were read."""
    with Database.open(tmp_path) as database:

        def made(*products: Product) -> Assortment:
            Catalog(database).put_products(products)
            assortment = Assortment(database)
            if request.param:
                work, keep = assortment.warming()
                keep(work())
            return assortment

        yield made


@pytest.fixture
def change(tmp_path: Path) -> Callable[..., Assortment]:
    """Stores a changed or new product and gives the assortment after that."""

    def stored(before: Assortment, product: Product) -> Assortment:
        was = before.known(product.sku)
        Catalog(before.database).put_products([product])
        return before.after(was, product)

    return stored


def numbered(many: int, **facts: Any) -> list[Product]:
    return [replace(BUN, sku=f"N{n}", name=f"Vare {n}", **facts) for n in range(many)]


def test_a_product_is_found_by_every_typed_word_in_name_sku_or_barcode_whatever_the_case(shop: Shop) -> None:
    all_three = shop(LATTE, BUN, TEA)
    assert all_three.search("LATTE kaf") == (LATTE,)
    assert all_three.search("ærlig") == (TEA,)
    assert all_three.search("1002") == (BUN,)
    assert all_three.search("0010017") == (LATTE,)
    assert all_three.search("latte bolle") == ()


@pytest.mark.parametrize("nothing", ["", "  ", "-"])
def test_an_empty_search_shows_everything_and_a_limit_is_kept(shop: Shop, nothing: str) -> None:
    all_three = shop(LATTE, BUN, TEA)
    assert all_three.search(nothing) == (LATTE, BUN, TEA)
    assert all_three.search("e", limit=2) == (LATTE, BUN)


def test_a_shelf_holds_its_category_in_the_shops_order_and_an_unknown_one_nothing(shop: Shop) -> None:
    espresso = replace(LATTE, sku="3", barcode=None)
    assert shop(LATTE, BUN, espresso).on_shelf("Kaffe") == (LATTE, espresso)
    assert shop().on_shelf("Ukjent") == ()


def test_a_scan_finds_exactly_one_product_and_nothing_by_an_empty_code(shop: Shop) -> None:
    all_three = shop(LATTE, BUN, TEA)
    assert all_three.by_barcode("2900000010017") == LATTE
    assert all_three.by_barcode("") is None
    assert all_three.by_sku("9999") is None


def test_a_code_with_half_a_character_is_no_products(shop: Shop) -> None:
    goods = shop(LATTE, BUN)
    assert (goods.by_sku("x\udcff"), goods.by_barcode("\udcff"), len(goods.search("\udcff"))) == (None, None, 0)


def test_all_of_many_pages_can_be_looked_at_in_any_order(shop: Shop) -> None:
    many = numbered(2 * PAGE + 3)
    products = shop(*many).products
    assert len(products) == len(many)
    assert [products[place].sku for place in (0, -1, PAGE, PAGE - 1)] == [
        "N0", many[-1].sku, f"N{PAGE}", f"N{PAGE - 1}",
    ]  # fmt: skip
    assert list(products) == list(products[:]) == many
    for beyond in (len(many), -len(many) - 1, -5 * PAGE):
        with pytest.raises(IndexError):
            products[beyond]


def test_what_a_first_screen_and_a_scan_ask_for_is_there_before_the_order_of_all_is_read(tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        Catalog(database).put_products([LATTE, *numbered(2 * PAGE)])
        assortment = Assortment(database)
        assert (len(assortment.products), len(assortment.favourites), assortment.products[PAGE - 1].sku) == (
            2 * PAGE + 1, 0, f"N{PAGE - 2}",
        )  # fmt: skip
        assert assortment.by_barcode("2900000010017") == assortment.by_sku("1001") == LATTE
        assert not assortment.is_warm
        assert assortment.products[PAGE].sku == f"N{PAGE - 1}"
        assert assortment.is_warm


def test_a_long_way_through_the_products_keeps_only_some_of_them(shop: Shop) -> None:
    many = numbered(12 * PAGE)
    products = shop(*many).products
    assert [products[place] for place in range(len(many))] == many
    assert len(products._pages) < 12


def test_a_changed_product_keeps_its_place_and_is_found_by_its_new_name(
    shop: Shop, change: Callable[..., Assortment]
) -> None:
    after = change(shop(LATTE, BUN, TEA), replace(LATTE, name="Cortado", barcode="1"))
    assert [product.name for product in after.products] == ["Cortado", "SKOLEBOLLE", "Te, Ærlig grønn"]
    assert [product.sku for product in after.search("cortado")] == ["1001"]
    assert after.search("latte") == ()
    assert after.by_barcode("2900000010017") is None
    assert [product.name for product in after.on_shelf("Kaffe")] == ["Cortado"]


def test_a_new_product_comes_last_and_is_found(shop: Shop, change: Callable[..., Assortment]) -> None:
    new = Product("3001", "Ny", Money(1_00), VatRate(2500), "Te")
    newer = replace(new, sku="3002", name="Nyere")
    after = change(change(shop(LATTE, BUN, TEA), new), newer)
    assert after.products == (LATTE, BUN, TEA, new, newer)
    assert (after.by_sku("3001"), after.search("nyere"), after.search("ny")) == (new, (newer,), (new, newer))


def test_what_is_taken_out_is_rung_up_no_more_and_stands_where_it_stood_when_it_comes_back(
    shop: Shop, change: Callable[..., Assortment]
) -> None:
    gone = replace(LATTE, hidden=True)
    out = change(shop(LATTE, BUN, TEA), gone)
    assert (out.products, out.everything) == ((BUN, TEA), (gone, BUN, TEA))
    assert (out.by_sku("1001"), out.by_barcode("2900000010017"), out.search("latte"), out.on_shelf("Kaffe")) == (
        None, None, (), (),
    )  # fmt: skip
    assert [product.sku for product in out.search("latte", hidden=True)] == ["1001"]
    assert out.known("1001") == out.owner_of("2900000010017") == gone
    assert change(out, LATTE).products == (LATTE, BUN, TEA)


def test_a_product_of_another_category_stands_on_its_other_shelf(shop: Shop, change: Callable[..., Assortment]) -> None:
    after = change(shop(LATTE, BUN, TEA), replace(BUN, category="Te"))
    assert [product.sku for product in after.on_shelf("Te")] == ["1002", "2001"]
    assert (after.on_shelf("Bakst"), dict(after.counts())) == ((), {"Kaffe": 1, "Te": 2})


def test_the_favourites_are_those_that_are_marked_and_sold(shop: Shop, change: Callable[..., Assortment]) -> None:
    some = shop(replace(LATTE, favourite=True), BUN, replace(TEA, favourite=True, hidden=True))
    assert [product.sku for product in some.favourites] == ["1001"]
    assert [product.sku for product in change(some, replace(BUN, favourite=True)).favourites] == ["1001", "1002"]


def test_several_are_read_by_their_skus_or_barcodes_at_once(shop: Shop) -> None:
    all_three = shop(LATTE, BUN, replace(TEA, hidden=True))
    assert dict(all_three.among(["2001", "9", "1001"])) == {"2001": replace(TEA, hidden=True), "1001": LATTE}
    assert dict(all_three.owners(["2900000010017", "9"])) == {"2900000010017": LATTE}
    assert (all_three.among([]), all_three.owners([])) == ({}, {})


def test_the_rates_are_those_of_any_product_eaten_here_or_taken_away(shop: Shop) -> None:
    food = replace(BUN, takeaway_vat_rate=VatRate(1111))
    assert shop(LATTE, food).vat_rates() == {VatRate(2500), VatRate(1500), VatRate(1111)}


def test_the_product_whose_sku_or_barcode_was_typed_comes_first(shop: Shop) -> None:
    six = Product("6", "Is", Money(1_00), VatRate(1500), "A", barcode="0012345678905")
    two = shop(Product("16", "6 pk brus", Money(1_00), VatRate(1500), "A"), six)
    assert [product.sku for product in two.search("6")] == ["6", "16"]
    assert two.search("012345678905") == (six,)
    assert two.search("00012345678905") == (six,)


def test_a_upc_a_is_found_by_its_ean_13_and_the_other_way_round(shop: Shop, change: Callable[..., Assortment]) -> None:
    american, european = replace(LATTE, barcode="012345678905"), replace(BUN, barcode="0036000291452")
    both = shop(american, european)
    assert both.by_barcode("0012345678905") == american
    assert both.by_barcode("036000291452") == european
    other = change(both, replace(american, barcode=None))
    assert (other.by_barcode("012345678905"), other.by_barcode("036000291452")) == (None, european)
