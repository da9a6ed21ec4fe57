"""The assortment in memory: found by what is typed, and by what is scanned."""

from __future__ import annotations

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
