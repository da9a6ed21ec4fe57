"""Products as people write them: prices, rates, barcodes, and every wrong text named at once."""

from __future__ import annotations

import pytest

from terminal_app.domain.catalog import Product, Unit
from terminal_app.domain.money import Money
from terminal_app.domain.problems import BadInput
from terminal_app.domain.vat import VatRate
from terminal_app.domain.written_product import (
    barcode_from,
    doubts_about,
    has_wrong_check_digit,
    price_from,
    rate_from,
    read_product,
    unit_from,
)

TEA = {"sku": "2001", "name": "Te", "price": "45,50", "vat_rate": "25", "category": "Te"}


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("52", 5200),
        ("52,00", 5200),
        ("52.5", 5250),
        ("0", 0),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1\u202f234", 123400),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1 234 567,89", 123456789),
        ("1234567,89", 123456789),
        ("kr 52,-", 5200),
        ("52,00 kr", 5200),
        (" NOK 52 ", 5200),
    ],
)
def test_a_price_is_read_as_norwegians_and_spreadsheets_write_it(written: str, ore: int) -> None:
    assert price_from(written) == Money(ore)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "x",
        "1.234",
        "1,234",
        "12,345",
        "1 23,00",
        "1.234.50",
        "5,2,0",
        "1e3",
        "٣",
        "NaN",
        "5-",
        "=1+1",
        "kr",
        ",-",
        "1 2345",
    ],
)
def test_what_may_mean_two_prices_or_none_is_refused(written: str) -> None:
    with pytest.raises(BadInput) as refused:
        price_from(written, "pris")
    assert refused.value.problem.code == "price_not_understood"
    assert refused.value.problem.values["field"] == "pris"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("-5", "price_below_zero"),
        ("-0,01", "price_below_zero"),
        ("\u22125", "price_below_zero"),
        ("999999999", "amount_too_large"),
    ],
)
def test_a_price_below_zero_or_beyond_the_till_is_refused_as_such(written: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        price_from(written)
    assert refused.value.problem.code == code


@pytest.mark.parametrize(
    ("written", "hundredths"),
    [("25", 2500), ("25 %", 2500), ("15,0%", 1500), ("11,11", 1111), ("0", 0), ("12.00", 1200)],
)
def test_a_rate_is_read_with_or_without_its_sign(written: str, hundredths: int) -> None:
    assert rate_from(written) == VatRate(hundredths)


@pytest.mark.parametrize("written", ["", "24", "0,25", "x", "25,555", "-25", "14"])
def test_a_rate_that_does_not_hold_is_refused(written: str) -> None:
    with pytest.raises(BadInput, match="vat_rate_not_understood"):
        rate_from(written)


@pytest.mark.parametrize("barcode", ["7038010000010", "96385074", "036000291452", "00012345600012", "2900000010017"])
def test_a_barcode_with_the_right_check_digit_is_no_doubt(barcode: str) -> None:
    assert not has_wrong_check_digit(barcode)


@pytest.mark.parametrize("barcode", ["7038010000017", "96385075", "036000291453", "00012345600013"])
def test_a_barcode_with_a_wrong_check_digit_is_a_doubt(barcode: str) -> None:
    product, problems = read_product({**TEA, "barcode": barcode})
    assert product is not None
    assert problems == ()
    assert [doubt.code for doubt in doubts_about(product)] == ["barcode_check_digit"]


@pytest.mark.parametrize("barcode", ["123", "A-17", "٧٠٣٨٠١٠٠٠٠٠١٧"])
def test_a_code_of_the_shops_own_has_no_check_digit_to_doubt(barcode: str) -> None:
    assert not has_wrong_check_digit(barcode)


def test_a_barcode_is_one_number_whatever_stands_between_its_digits() -> None:
    assert barcode_from("7 038010-000010") == "7038010000010"
    assert barcode_from("  ") is None
    assert barcode_from("A-17 B") == "A-17 B"


@pytest.mark.parametrize("column", ["sku", "barcode"])
def test_a_number_that_a_spreadsheet_has_shortened_is_refused(column: str) -> None:
    _, problems = read_product({**TEA, column: "7,03801E+12"})
    assert [(problem.code, problem.values["field"]) for problem in problems] == [("number_shortened", column)]


def test_every_wrong_text_is_named_not_only_the_first() -> None:
    product, problems = read_product(
        {
            "sku": "",
            "name": "Te\x07",
            "price": "gratis",
            "vat_rate": "7",
            "takeaway_vat_rate": "x",
            "category": " ",
            "favourite": "?",
        }
    )
    assert product is None
    assert [(problem.values["field"], problem.code) for problem in problems] == [
        ("sku", "field_empty"),
        ("name", "text_not_printable"),
        ("price", "price_not_understood"),
        ("vat_rate", "vat_rate_not_understood"),
        ("category", "field_empty"),
        ("takeaway_vat_rate", "vat_rate_not_understood"),
        ("favourite", "not_yes_or_no"),
    ]


def test_a_column_that_is_not_given_stays_and_an_empty_one_is_cleared() -> None:
    known = Product("2001", "Te", Money(1), VatRate(2500), "Te", VatRate(1500), "123", favourite=True, hidden=True)
    kept, _ = read_product(TEA, known)
    assert kept == Product(
        "2001", "Te", Money(4550), VatRate(2500), "Te", VatRate(1500), "123", favourite=True, hidden=True
    )
    cleared, _ = read_product({**TEA, "barcode": "", "takeaway_vat_rate": "", "favourite": "", "hidden": "nei"}, known)
    assert cleared == Product("2001", "Te", Money(4550), VatRate(2500), "Te")


def test_a_new_product_needs_every_column_that_it_cannot_do_without() -> None:
    _, problems = read_product({"sku": "1"})
    assert [problem.values["field"] for problem in problems] == ["name", "price", "vat_rate", "category"]


@pytest.mark.parametrize("name", ["KjÃ¸leskap", "BlÃ¥bÃ¦r", "Bl†b‘r", "Br›d", "RŒkost", "Br¿d"])
def test_a_name_whose_letters_were_read_wrongly_is_a_doubt(name: str) -> None:
    product, _ = read_product({**TEA, "name": name})
    assert product is not None
    assert [doubt.code for doubt in doubts_about(product)] == ["text_misread"]


@pytest.mark.parametrize(
    "name", ["Kjøleskap", "Blåbær", "Crème brûlée", "Söta bär", "‘Sitat’ 5", "ŒUVRE", "São Paulo", "Ål"]
)
def test_a_name_of_another_language_is_no_doubt(name: str) -> None:
    product, _ = read_product({**TEA, "name": name})
    assert product is not None
    assert doubts_about(product) == ()


def test_a_text_with_letters_that_are_lost_is_refused() -> None:
    _, problems = read_product({**TEA, "name": "Bl\ufffdb\ufffdr"})
    assert [problem.code for problem in problems] == ["text_damaged"]


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("", Unit.PIECE),
        ("Stk.", Unit.PIECE),
        ("KG", Unit.KILO),
        ("liter", Unit.LITRE),
        ("m", Unit.METRE),
        ("time", Unit.HOUR),
    ],
)
def test_a_unit_is_read_as_shops_write_it(written: str, unit: Unit) -> None:
    assert unit_from(written) is unit


def test_a_unit_that_nobody_sells_by_is_refused_by_column() -> None:
    product, problems = read_product({**TEA, "unit": "favn"})
    assert product is None
    assert [(problem.code, problem.values["field"]) for problem in problems] == [("unit_unknown", "unit")]


def test_a_product_whose_price_is_asked_for_needs_none_and_any_other_does() -> None:
    without = {**TEA, "price": ""}
    product, problems = read_product({**without, "open_price": "ja"})
    assert (problems, product and (product.open_price, product.price)) == ((), (True, Money(0)))
    assert [problem.code for problem in read_product(without)[1]] == ["field_empty"]


def test_unit_and_open_price_stay_as_they_are_where_a_list_says_nothing_of_them() -> None:
    known = Product("2001", "Te", Money(45_50), VatRate(2500), "Te", unit=Unit.KILO, open_price=True)
    product, _ = read_product({"sku": "2001", "name": "Grønn te"}, known)
    assert product is not None
    assert (product.unit, product.open_price) == (Unit.KILO, True)
