"""What a keypad's keys come to: never more than fits, and what stands there is replaced by the first key."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from terminal_app.domain.money import Quantity
from terminal_app.presenters.figure import Figure

KEYS = st.lists(st.sampled_from([*"0123456789", "00", ",", "backspace"]), max_size=30)


def typed(keys: list[str] | str, whole: int = 5, decimals: int = 3) -> Figure:
    figure = Figure(whole, decimals)
    for key in keys:
        figure.key(key)
    return figure


@given(KEYS)
def test_whatever_is_typed_is_a_figure_that_fits_or_nothing(keys: list[str]) -> None:
    figure = typed(keys)
    whole, _, decimals = figure.plain.partition(".")
    assert len(whole) <= 5
    assert len(decimals) <= 3
    assert figure.milli == (Quantity.parse(figure.plain).milli if figure.milli else 0)


@given(KEYS)
def test_a_figure_without_decimals_has_no_comma(keys: list[str]) -> None:
    assert typed(keys, decimals=0).shown.isdigit() or not typed(keys, decimals=0).shown


@given(st.integers(1, 99_999_999))
def test_a_quantity_that_is_typed_key_by_key_is_that_quantity(milli: int) -> None:
    assert typed(str(Quantity(milli)).replace(".", ",")).milli == milli


def test_a_comma_first_is_nought_comma() -> None:
    assert typed(",35").shown == "0,35"


def test_what_stood_there_is_replaced_by_the_first_key_and_erased_whole() -> None:
    figure = Figure(8, 2)
    figure.set("52.00")
    assert (figure.shown, figure.is_typed) == ("52,00", False)
    figure.key("4")
    assert (figure.shown, figure.is_typed) == ("4", True)
    figure.set("52.00")
    figure.key("backspace")
    assert (figure.shown, figure.is_typed) == ("", True)


def test_leading_noughts_count_for_nothing() -> None:
    assert typed(["00", "0", "7"]).shown == "7"
