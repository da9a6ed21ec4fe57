"""VAT: splits that add up per line and per code, and rates by date as Skatteetaten's tables have them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal_app.domain.money import Money, total
from terminal_app.domain.problems import BadInput
from terminal_app.domain.vat import (
    OUTSIDE_VAT,
    Split,
    VatCode,
    VatRate,
    code_for,
    split_lines,
    totals_per_code,
    vat_within,
)
from tests.domain.strategies import RATES, coded_amounts

Lines = list[tuple[VatCode, Money]]


@given(coded_amounts)
def test_every_line_splits_into_net_and_vat_that_give_its_gross(lines: Lines) -> None:
    for (_, gross), split in zip(lines, split_lines(lines), strict=True):
        assert split.net + split.vat == split.gross == gross
        assert split.vat >= Money(0)
        assert split.net >= Money(0)


@given(coded_amounts)
def test_the_lines_of_a_code_sum_to_the_vat_of_the_codes_total(lines: Lines) -> None:
    coded = zip((code for code, _ in lines), split_lines(lines), strict=True)
    for code_total in totals_per_code(coded):
        gross = total(amount for code, amount in lines if code == code_total.code)
        assert code_total.split.gross == gross
        assert code_total.split.vat == vat_within(gross, code_total.code.rate)


@given(coded_amounts)
def test_no_line_is_more_than_one_ore_from_its_own_exact_vat(lines: Lines) -> None:
    for (code, gross), split in zip(lines, split_lines(lines), strict=True):
        rate = code.rate.hundredths
        assert abs(split.vat.ore - Fraction(gross.ore * rate, 10_000 + rate)) <= 1


def test_many_small_lines_do_not_gather_a_rounding_error() -> None:
    code = code_for(VatRate(2500), date(2026, 1, 1))
    splits = split_lines([(code, Money(9))] * 100)
    assert total(split.vat for split in splits) == Money(180)


def test_a_split_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(ValueError, match=r"80\.00 \+ 19\.99 is not 100\.00"):
        Split(Money(80_00), Money(19_99), Money(100_00))


@pytest.mark.parametrize(
    ("hundredths", "day", "code"),
    [
        (2500, "2026-11-23", "3"),
        (1500, "2026-11-23", "31"),
        (1400, "2011-12-31", "31"),
        (1500, "2012-01-01", "31"),
        (1111, "2026-11-23", "32"),
        (1000, "2017-12-31", "33"),
        (1200, "2018-01-01", "33"),
        (1200, "2020-03-31", "33"),
        (600, "2020-04-01", "33"),
        (600, "2021-09-30", "33"),
        (1200, "2021-10-01", "33"),
        (0, "2026-11-23", "5"),
    ],
)
def test_a_rate_has_its_code_on_the_days_it_was_law(hundredths: int, day: str, code: str) -> None:
    assert code_for(VatRate(hundredths), date.fromisoformat(day)).code == code


@pytest.mark.parametrize(
    ("hundredths", "day"),
    [(1200, "2020-04-01"), (1200, "2021-09-30"), (600, "2021-10-01"), (1400, "2012-01-01"), (1300, "2026-11-23")],
)
def test_a_rate_that_was_not_law_that_day_is_refused(hundredths: int, day: str) -> None:
    with pytest.raises(BadInput, match="vat_rate_not_valid"):
        code_for(VatRate(hundredths), date.fromisoformat(day))


def test_the_sums_per_code_stand_highest_rate_first_and_a_tip_stays_out_of_the_zero_rate() -> None:
    day = date(2026, 11, 23)
    lines = [(code_for(VatRate(rate), day), Money(100_00)) for rate in (0, 1500, 2500, 1111)] + [
        (OUTSIDE_VAT, Money(5))
    ]
    sums = totals_per_code(zip((code for code, _ in lines), split_lines(lines), strict=True))
    assert [one.code.code for one in sums] == ["3", "31", "32", "5", "7"]


@given(st.sampled_from(RATES))
def test_a_rate_that_was_printed_reads_back_as_itself(hundredths: int) -> None:
    assert VatRate.parse(str(VatRate(hundredths))) == VatRate(hundredths)


@pytest.mark.parametrize("text", ["", "25%", "25,0", "-25", "100", "25.125", "٢٥", "abc"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="vat_rate_not_understood"):
        VatRate.parse(text)
