"""Scanned codes: what scanners add is taken off, and equal codes are equal."""

from __future__ import annotations

import pytest

from terminal_app.domain.barcodes import canonical, forms, read


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("7038010055720", "7038010055720"),
        ("]E07038010055720", "7038010055720"),
        ("]E4 01234565", "01234565"),
        ("\x1d7038010055720\r", "7038010055720"),
        ("]C10107038010055720\x1d10ABC", "07038010055720"),
        ("0107038010055720\x1d1726", "07038010055720"),
        ("]C010-AB\x1d", "10-AB"),
        ("0107038010055720", "0107038010055720"),
        ("AB 12", "AB 12"),
        ("]E0", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_without_what_the_scanner_put_round_it(scanned: str, code: str) -> None:
    assert read(scanned) == code


def test_a_upc_a_and_the_ean_13_with_a_zero_before_it_are_the_same_code() -> None:
    assert canonical("012345678905") == canonical("0012345678905") == canonical("00012345678905")


def test_other_codes_are_only_equal_to_themselves() -> None:
    assert canonical("4711") == "4711"
    assert canonical("AB2345678901") == "AB2345678901"
    assert canonical("012345678905") != canonical("123456789050")


@pytest.mark.parametrize(
    "code", ["12345670", "012345678905", "0012345678905", "00000012345670", "036000291452", "4711", ""]
)
def test_the_forms_of_a_code_are_all_that_equal_it(code: str) -> None:
    same = {canonical(code)[drop:] for drop in range(15)} | {code}
    assert set(forms(code)) - {code} == {one for one in same if canonical(one) == canonical(code)} - {code}
