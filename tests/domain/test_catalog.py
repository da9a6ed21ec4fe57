"""The assortment in memory: found by what is typed, and by what is scanned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.catalog import Assortment, Product
from terminal_app.domain.money import Money
from terminal_app.domain.vat import VatRate

LATTE = Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe", barcode="2900000010017")
BUN = Product("1002", "SKOLEBOLLE", Money(39_00), VatRate(1500), "Bakst")
TEA = Product("2001", "Te, Ærlig grønn", Money(45_00), VatRate(2500), "Te")
SHOP = Assortment([LATTE, BUN, TEA])


def test_a_product_is_found_by_every_typed_word_in_name_sku_or_barcode_whatever_the_case() -> None:
    assert SHOP.search("LATTE kaf") == (LATTE,)
    assert SHOP.search("ærlig") == (TEA,)
    assert SHOP.search("1002") == (BUN,)
    assert SHOP.search("0010017") == (LATTE,)
    assert SHOP.search("latte bolle") == ()


def test_an_empty_search_shows_everything_and_a_limit_is_kept() -> None:
    assert SHOP.search("  ") == (LATTE, BUN, TEA)
    assert SHOP.search("e", limit=2) == (LATTE, BUN)


def test_a_shelf_holds_its_category_in_the_shops_order_and_an_unknown_one_nothing() -> None:
    assert SHOP.on_shelf("Kaffe") == (LATTE,)
    assert SHOP.on_shelf("Ukjent") == ()


def test_a_scan_finds_exactly_one_product_and_nothing_by_an_empty_code() -> None:
    assert SHOP.by_barcode("2900000010017") is LATTE
    assert SHOP.by_barcode("") is None
    assert SHOP.by_sku("9999") is None


def test_a_changed_product_keeps_its_place_and_the_assortment_before_stays_as_it_was() -> None:
    shop = SHOP.with_product(replace(LATTE, name="Cortado", barcode="1"))
    assert [product.name for product in shop.products] == ["Cortado", "SKOLEBOLLE", "Te, Ærlig grønn"]
    assert shop.search("cortado") == shop.search("1001")
    assert shop.search("latte") == ()
    assert (shop.by_barcode("2900000010017"), SHOP.by_barcode("2900000010017")) == (None, LATTE)
    assert [product.name for product in SHOP.on_shelf("Kaffe")] == ["Kaffe latte"]
    assert [product.name for product in shop.on_shelf("Kaffe")] == ["Cortado"]


def test_a_new_product_comes_last_and_is_found() -> None:
    new = Product("3001", "Ny", Money(1_00), VatRate(2500), "Te")
    shop = SHOP.with_product(new)
    assert shop.products == (LATTE, BUN, TEA, new)
    assert shop.by_sku("3001") is new
    assert SHOP.by_sku("3001") is None


def test_many_products_change_in_their_places_and_new_ones_come_last() -> None:
    new, dear = Product("3001", "Ny", Money(1_00), VatRate(2500), "Te"), replace(BUN, price=Money(41_00))
    assert SHOP.with_products([new, dear]).products == (LATTE, dear, TEA, new)


def test_what_is_taken_out_is_rung_up_no_more_and_stands_where_it_stood_when_it_comes_back() -> None:
    out = SHOP.with_product(replace(LATTE, hidden=True))
    assert out.products == (BUN, TEA)
    assert (out.by_sku("1001"), out.by_barcode("2900000010017"), out.search("latte"), out.on_shelf("Kaffe")) == (
        None, None, (), (),
    )  # fmt: skip
    assert [product.sku for product in out.search("latte", hidden=True)] == ["1001"]
    assert out.known("1001") == out.owner_of("2900000010017") == replace(LATTE, hidden=True)
    assert out.with_product(LATTE).products == (LATTE, BUN, TEA)


def test_the_favourites_are_those_that_are_marked_and_sold() -> None:
    shop = Assortment([replace(LATTE, favourite=True), BUN, replace(TEA, favourite=True, hidden=True)])
    assert [product.sku for product in shop.favourites] == ["1001"]


def found_by(text: str, *names: str) -> list[str]:
    """Which of these names a search finds, in its order."""
    shop = Assortment([Product(f"9{n}", name, Money(1_00), VatRate(2500), "A") for n, name in enumerate(names)])
    return [product.name for product in shop.search(text)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lat", "Kaffe latte"),
        ("blaabaer", "Blåbær"),
        ("blåbær", "Blaabaer"),
        ("BLABAER", "Blåbær"),
        ("rod", "Rødbete"),
        ("roed", "RØDBETE"),
        ("rødb", "Roedbete"),
        ("creme brulee", "Crème brûlée"),
        ("crème", "Creme fraiche"),
        ("a\u030al", "Ål, røkt"),
        ("tskjorte", "T-skjorte"),
        ("t-skjorte", "T skjorte"),
        ("skjorte t", "T-skjorte"),
        ("coca-cola", "Coca Cola 0,5"),
        ("sjøen", "Sjøens beste"),
    ],
)
def test_a_search_forgives_how_norwegian_letters_accents_and_hyphens_are_typed(typed: str, name: str) -> None:
    assert found_by(typed, "Noe annet", name) == [name]


def test_words_that_begin_as_typed_come_before_those_that_hold_it_in_their_midst() -> None:
    assert found_by("lat", "Sjokolatte", "Kaffe latte", "Plate", "Latte") == [
        "Kaffe latte", "Latte", "Sjokolatte", "Plate",
    ]  # fmt: skip
    assert found_by("kaf lat", "Plate kaffe", "Latte, iskaffe", "Latte kaffe") == [
        "Latte kaffe", "Plate kaffe", "Latte, iskaffe",
    ]  # fmt: skip


def test_the_product_whose_sku_or_barcode_was_typed_comes_first() -> None:
    six = Product("6", "Is", Money(1_00), VatRate(1500), "A", barcode="0012345678905")
    shop = Assortment([Product("16", "6 pk brus", Money(1_00), VatRate(1500), "A"), six])
    assert [product.sku for product in shop.search("6")] == ["6", "16"]
    assert shop.search("012345678905") == (six,)
    assert shop.search("00012345678905") == (six,)


def test_a_upc_a_is_found_by_its_ean_13_and_the_other_way_round() -> None:
    american, european = replace(LATTE, barcode="012345678905"), replace(BUN, barcode="0036000291452")
    shop = Assortment([american, european])
    assert shop.by_barcode("0012345678905") is american
    assert shop.by_barcode("036000291452") is european
    other = shop.with_product(replace(american, barcode=None))
    assert (other.by_barcode("012345678905"), other.by_barcode("036000291452")) == (None, european)
