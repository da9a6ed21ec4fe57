"""Products, and the customers' mirror as it is searched at the till."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from terminal_app.domain.catalog import Category, Customer
from terminal_app.domain.money import Money
from terminal_app.domain.problems import BadInput
from terminal_app.till import Till
from tests.till.counter import BUN, CLOSED, CUSTOMERS, LATTE, MARTIN_AS, MARTIN_KARI, TORGET, ShopClock, invoice

BRACES = Customer("601", 10601, 'Bar "Å Nei" [b]Fet[/b] 👍 AS', city="Tromsø")


def found(till: Till, text: str, *, archived: bool = False) -> list[int]:
    return sorted(customer.number for customer in till.catalog.search_customers(text, archived=archived))


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("tor", [10001]),
        ("regn TORGET", [10001]),
        ("martin", [10002, 10003]),
        ("Martin BODØ", [10003]),
        ("østby", [10003]),
        ("ÅLESUND", [10002]),
        (unicodedata.normalize("NFD", "ålesund"), [10002]),
        ("aalesund", [10002]),
        ("ostby", [10003]),
        ("martin bodoe", [10003]),
        ("mårtin", []),
        ("10001", [10001]),
        ("1000", [10001, 10002, 10003]),
        ("901270384", [10001]),
        ("901 270 384", [10001]),
        ("91234567", [10001]),
        ("912 34 567", [10001]),
        ("+47 912 34 567", [10001]),
        ("0047 91234567", [10001]),
        ("47 12 34", [10003]),
        ("4712 3456", [10003]),
        ("kari@martin.no", [10002]),
        ("orget", []),
        ("martin oslo", []),
    ],
)
def test_a_customer_is_found_by_how_words_and_numbers_begin(till: Till, typed: str, numbers: list[int]) -> None:
    assert found(till, typed) == numbers


@pytest.mark.parametrize(
    "typed", ['"', "*", "NOT", "AND", "NEAR(a b)", "-", "^", "words:x", "(", "\x00", "😀", "_", "';--", "\udcff", "%"]
)
def test_nothing_typed_is_read_as_search_syntax(till: Till, typed: str) -> None:
    assert found(till, typed) == []


def test_odd_names_are_found_and_kept_as_they_are(till: Till) -> None:
    till.catalog.put_customers([(BRACES, None)])
    for typed in ('"å nei', "nei fet", "fet", '"Å Nei" [b]', "👍 fet"):
        assert found(till, typed) == [10601]
    assert till.catalog.customer(10601) == BRACES


def test_ten_thousand_typed_characters_find_nothing_and_break_nothing(till: Till) -> None:
    assert found(till, "x" * 10_000) == []
    assert found(till, "martin " * 1_500) == [10002, 10003]


def test_an_archived_customer_shows_only_where_it_is_asked_for(till: Till) -> None:
    assert found(till, "nedlagt") == []
    assert found(till, "nedlagt", archived=True) == [10005]
    assert CLOSED not in till.catalog.search_customers("")
    assert till.catalog.customer_count() == 3
    assert till.catalog.customer_count(archived=True) == 4


def test_a_renamed_customer_is_found_by_the_new_name_alone(till: Till) -> None:
    assert till.catalog.put_customers([(replace(TORGET, name="Plassen Bokføring AS"), None)]) == 1
    assert found(till, "plassen") == [10001]
    assert found(till, "torget regn") == []
    assert found(till, "91234567") == [10001]


def test_a_customer_that_is_as_before_counts_as_no_change(till: Till) -> None:
    moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert till.catalog.put_customers((customer, None) for customer in CUSTOMERS) == 0
    assert till.catalog.put_customers([(TORGET, moment)]) == 1
    assert till.catalog.customers_changed_until() == moment


def test_who_is_archived_is_not_deleted_and_lives_no_longer(till: Till) -> None:
    living = till.catalog.living_customers(0, 10)
    till.catalog.archive_customers([number for number, remote_id in living if remote_id != "501"])
    assert till.catalog.living_customers(0, 10) == living[:1]
    assert found(till, "martin") == []
    assert found(till, "martin", archived=True) == [10002, 10003]


def test_of_two_with_one_number_the_living_customer_is_meant(till: Till) -> None:
    till.catalog.put_customers([(Customer("900", 10005, "Gjenåpnet AS"), None)])
    assert till.catalog.customer(10005) == Customer("900", 10005, "Gjenåpnet AS")
    assert till.catalog.customer(4711) is None


def test_the_customer_who_bought_last_stands_first_and_each_only_once(till: Till, clock: ShopClock) -> None:
    for number in (10001, 10002, 10003, 10001):
        invoice(till, number)
        clock.advance(minutes=1)
    assert till.catalog.recent_customers() == (TORGET, MARTIN_AS, MARTIN_KARI)
    assert till.catalog.recent_customers(1) == (TORGET,)
    till.catalog.put_customers([(replace(TORGET, archived=True), None)])
    assert till.catalog.recent_customers() == (MARTIN_AS, MARTIN_KARI)


def test_products_keep_the_shops_order_when_one_changes_and_a_new_one_comes_last(till: Till) -> None:
    before = [product.sku for product in till.catalog.products()]
    tea = replace(BUN, sku="2001", name="Te", category="Te og sånt")
    till.catalog.put_products([tea, replace(LATTE, price=Money(54_00))])
    assert [product.sku for product in till.catalog.products()] == [*before, "2001"]
    assert till.assortment.known("1001") == replace(LATTE, price=Money(54_00))
    assert till.catalog.categories()[-1] == Category("Te og sånt")


def test_a_barcode_is_on_one_product_only_and_a_refusal_stores_nothing(till: Till) -> None:
    before = till.catalog.products()
    new = replace(BUN, sku="2001", barcode=LATTE.barcode)
    with pytest.raises(BadInput) as refused:
        till.catalog.put_products([replace(BUN, name="Bolle"), new])
    assert dict(refused.value.problem.values) == {"field": "barcode", "barcode": "2900000010017", "sku": "1001"}
    assert till.catalog.products() == before


def test_two_products_may_change_barcodes_in_one_go(till: Till) -> None:
    till.catalog.put_products([replace(BUN, barcode="123")])
    till.catalog.put_products([replace(BUN, barcode=LATTE.barcode), replace(LATTE, barcode="123")])
    assert {p.sku: p.barcode for p in till.catalog.products()[:2]} == {"1001": "123", "1002": "2900000010017"}


def test_categories_not_named_stay_behind_those_that_are(till: Till) -> None:
    till.catalog.put_categories([Category("Gaver", "redeem", "gift"), Category("Kaffe")])
    assert [category.name for category in till.catalog.categories()] == ["Gaver", "Kaffe", "Bakst", "Fisk"]
