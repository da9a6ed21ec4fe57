"""Money in whole øre and quantities in thousandths: what is read, what is refused, how it rounds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal_app.domain.money import LARGEST_ORE, Money, Quantity, divide_half_up, total
from terminal_app.domain.problems import BadInput
from tests.domain.strategies import any_money

NO_AMOUNT = ["", ".", "1.", ".50", "1.234", "1,50", " 1", "1 ", "1 000", "1\n", "+1", "--1", "1-", "1e5", "NaN", "inf",
             "0x10", "1_000", "١٢", "１２", "12.٣", "kr 5", "1.5.0", "−5"]  # fmt: skip


@given(any_money)
def test_an_amount_that_was_printed_reads_back_as_itself(amount: Money) -> None:
    assert Money.parse(str(amount)) == amount


@pytest.mark.parametrize(("text", "ore"), [("52", 5200), ("52.5", 5250), ("0.05", 5), ("-0.05", -5), ("007.10", 710)])
def test_an_amount_is_read_in_kroner_with_a_dot(text: str, ore: int) -> None:
    assert Money.parse(text).ore == ore


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_what_is_no_amount_is_refused_by_the_fields_name(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        Money.parse(text, "price")
    assert refused.value.problem.code == "amount_not_understood"
    assert refused.value.problem.values["field"] == "price"


def test_an_amount_with_more_digits_than_fit_is_refused_when_read_and_when_summed() -> None:
    largest = Money(LARGEST_ORE)
    with pytest.raises(BadInput, match="amount_too_large"):
        Money.parse("100000000.00")
    with pytest.raises(BadInput, match="amount_too_large"):
        largest + Money(1)
    with pytest.raises(BadInput, match="amount_too_large"):
        total([largest, largest, -largest, Money(1)])


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounding_is_to_the_nearest_and_the_same_on_both_sides_of_zero(numerator: int, denominator: int) -> None:
    rounded = divide_half_up(numerator, denominator)
    exact = Fraction(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    assert divide_half_up(-numerator, denominator) == -rounded


@pytest.mark.parametrize(("numerator", "rounded"), [(5, 1), (-5, -1), (15, 2), (-15, -2), (25, 3), (4, 0), (-4, 0)])
def test_a_half_is_rounded_away_from_zero(numerator: int, rounded: int) -> None:
    assert divide_half_up(numerator, 10) == rounded


@given(st.integers(0, 10_000_000).map(Money))
def test_cash_is_a_whole_krone_at_most_fifty_ore_away(amount: Money) -> None:
    due = amount.rounded_to_krone()
    assert due.ore % 100 == 0
    assert abs((due - amount).ore) <= 50


def test_half_a_krone_in_cash_is_rounded_up() -> None:
    assert Money(150_50).rounded_to_krone() == Money(151_00)
    assert Money(150_49).rounded_to_krone() == Money(150_00)


@given(st.integers(1, 99_999_999).map(Quantity))
def test_a_quantity_that_was_printed_reads_back_as_itself(quantity: Quantity) -> None:
    assert Quantity.parse(str(quantity)) == quantity


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "quantity_not_positive"),
        ("0.000", "quantity_not_positive"),
        ("-1", "quantity_not_positive"),
        ("10000000", "quantity_too_large"),
        ("100000", "quantity_too_large"),
        ("1.2345", "quantity_not_understood"),
        ("1,5", "quantity_not_understood"),
        ("NaN", "quantity_not_understood"),
        ("٣", "quantity_not_understood"),
        ("", "quantity_not_understood"),
    ],
)
def test_a_quantity_that_cannot_be_sold_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        Quantity.parse(text)
    assert refused.value.problem.code == code
    assert refused.value.problem.values["field"] == "quantity"


def test_a_weighed_price_rounds_to_the_nearest_ore() -> None:
    assert Money(199_00).times(Quantity.parse("0.345")) == Money(68_66)
    assert Money(1).times(Quantity.parse("0.5")) == Money(1)
