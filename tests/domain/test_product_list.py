"""A list compared with the assortment: what is new, changed and the same, and every wrong row of it."""

from __future__ import annotations

from dataclasses import replace

from terminal_app.domain.catalog import Product
from terminal_app.domain.money import Money
from terminal_app.domain.product_list import Change, Preview, ProductList, WrittenRow, compare
from terminal_app.domain.vat import VatRate
from tests.domain.listed_stock import ListedStock

LATTE = Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe", barcode="2900000010017")
BUN = Product("1002", "Skolebolle", Money(39_00), VatRate(1500), "Bakst", barcode="123")
TEA = Product("1003", "Te", Money(45_00), VatRate(2500), "Te", hidden=True)
SHOP = ListedStock([LATTE, BUN, TEA])
HEADINGS = {
    "sku": "varenr",
    "name": "navn",
    "price": "pris",
    "vat_rate": "mva",
    "category": "kategori",
    "barcode": "EAN",
}


def preview(*rows: str, shop: ListedStock = SHOP) -> Preview:
    """What rows of `sku;name;price;rate;category;barcode` would do; the first stands on line 2."""
    written = (WrittenRow(line, dict(zip(HEADINGS, row.split(";"), strict=True))) for line, row in enumerate(rows, 2))
    return compare(ProductList("x.csv", "UTF-8", ";", HEADINGS, (), tuple(written)), shop, ["Kaffe", "Bakst", "Te"])


def faults(found: Preview) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.problem.code) for fault in found.faults]


def test_it_tells_what_is_new_what_changes_and_what_stays() -> None:
    found = preview("1001;Kaffe latte;54;25;Kaffe;2900000010017", "1002;Skolebolle;39;15;Bakst;123", "7;Ny;1;25;Gaver;")
    assert found.changed == (Change(LATTE, replace(LATTE, price=Money(54_00))),)
    assert found.new == (Product("7", "Ny", Money(1_00), VatRate(2500), "Gaver"),)
    assert (found.unchanged, found.new_categories, found.faults) == (1, ("Gaver",), ())
    assert found.products == (replace(LATTE, price=Money(54_00)), *found.new)


def test_every_wrong_row_is_named_by_its_line_and_the_lists_own_heading() -> None:
    found = preview(";;x;7;;", "1001;Kaffe latte;54;25;Kaffe;", "8;Te;gratis;25;Te;")
    assert faults(found) == [
        (2, "varenr", "field_empty"),
        (2, "navn", "field_empty"),
        (2, "pris", "price_not_understood"),
        (2, "mva", "vat_rate_not_understood"),
        (2, "kategori", "field_empty"),
        (4, "pris", "price_not_understood"),
    ]


def test_one_sku_on_two_lines_is_a_fault_of_the_second_that_names_the_first() -> None:
    found = preview("8;Te;1;25;Te;", "9;Te;1;25;Te;", " 8 ;Te;2;25;Te;")
    assert faults(found) == [(4, "varenr", "row_twice")]
    assert found.faults[0].problem.values["line"] == "2"


def test_a_barcode_of_another_product_is_a_fault_that_names_it_hidden_or_further_up() -> None:
    shop = ListedStock([LATTE, BUN, replace(TEA, barcode="456")])
    found = preview("8;Te;1;25;Te;456", "9;Te;1;25;Te;789", "10;Te;1;25;Te;789", "11;Te;1;25;Te;123", shop=shop)
    assert faults(found) == [
        (2, "EAN", "barcode_of_other"),
        (4, "EAN", "barcode_of_other"),
        (5, "EAN", "barcode_of_other"),
    ]
    assert [fault.problem.values["sku"] for fault in found.faults] == ["1003", "9", "1002"]


def test_two_products_may_change_barcodes_in_one_list() -> None:
    found = preview("1001;Kaffe latte;52;25;Kaffe;123", "1002;Skolebolle;39;15;Bakst;2900000010017")
    assert found.faults == ()
    assert [change.after.barcode for change in found.changed] == ["123", "2900000010017"]


def test_a_product_that_was_taken_out_stays_out_unless_the_list_says_otherwise() -> None:
    assert preview("1003;Te;46;25;Te;").changed[0].after.hidden


def test_a_doubt_stops_nothing_and_has_its_line() -> None:
    found = preview("8;BrÃ¸d;1;25;Te;7038010000017")
    assert found.faults == ()
    assert [(doubt.line, doubt.column, doubt.problem.code) for doubt in found.doubts] == [
        (2, "EAN", "barcode_check_digit"),
        (2, "navn", "text_misread"),
    ]


def test_the_three_names_shown_are_those_that_tell_most_of_the_encoding() -> None:
    found = preview("1;Te;1;25;Te;", "2;Kaffe;1;25;Te;", "3;Blåbær;1;25;Te;", "4;Brød;1;25;Te;", "5;Te;1;25;Te;")
    assert found.samples == ("Blåbær", "Brød", "Te")
