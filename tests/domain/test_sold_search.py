"""What is typed to find a sale: a receipt number with or without its letter, an amount, a customer."""

from __future__ import annotations

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.sold_search import sought

HUNDRED = (Money(147_00), Money(-147_00))


@pytest.mark.parametrize("typed", ["F-000412", "f412", "F 412", " f-412 "])
def test_a_number_with_its_letter_is_that_receipt_and_nothing_else(typed: str) -> None:
    found = sought(typed)
    assert found.receipt_nos == ("F-000412",)
    assert (found.amounts, found.customer_number, found.customer_words) == ((), None, "")


def test_a_bare_number_is_a_receipt_of_every_kind_an_amount_and_a_customers_number() -> None:
    found = sought("412")
    assert found.receipt_nos == ("S-000412", "F-000412", "R-000412", "T-000412")
    assert found.amounts == (Money(412_00), Money(-412_00))
    assert (found.customer_number, found.customer_words) == (412, "")


@pytest.mark.parametrize("typed", ["147", "147,00", "147.00", "kr 147,00", "147,0", "-147", "\u2212147,00"])
def test_an_amount_is_found_as_it_is_written_whichever_way_it_went(typed: str) -> None:
    assert sought(typed).amounts == HUNDRED


@pytest.mark.parametrize("typed", ["147,005", "1e5", "kr", "", "1" * 12, "0"])
def test_what_is_no_amount_is_not_looked_for_as_one(typed: str) -> None:
    assert sought(typed).amounts == ()


def test_an_amount_with_thousands_apart_is_one_amount() -> None:
    assert sought("1 234,50").amounts[0] == Money(1234_50)


@pytest.mark.parametrize("typed", ["Bakke & Sønn", "901 270 384", "post@torget.no", "[b]"])
def test_words_and_long_numbers_are_looked_for_among_the_customers(typed: str) -> None:
    assert sought(typed).customer_words == typed
