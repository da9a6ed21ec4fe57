"""Long work in small pieces: when the sync's thread stands back, and that a list is read row by row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sync.plain_json import parse_json, parse_rows
from sync.turns import PIECE_S, REST_S, Turns
from tests.sync.shop import Shop


def test_it_rests_whenever_it_has_computed_for_a_while_and_not_sooner() -> None:
    rests: list[float] = []
    computed_s = iter([PIECE_S / 2, PIECE_S, PIECE_S, PIECE_S * 1.5, PIECE_S * 2, PIECE_S * 2])
    turn = Turns(rests.append, lambda: next(computed_s))
    turn()
    assert rests == []
    turn()
    assert rests == [REST_S]
    turn()
    assert rests == [REST_S]
    turn()
    assert rests == [REST_S] * 2


def test_each_customer_that_is_read_and_kept_gives_the_window_a_chance(shop: Shop) -> None:
    calls: list[int] = []
    gateway = shop.gateway()
    gateway.take_turns(lambda: calls.append(1))
    rows = [row for page in gateway.customers(None) for row in page]
    gateway.close()
    assert len(calls) >= 2 * len(rows)


@pytest.mark.parametrize("text", ["[]", " [ ] ", "[1]", '[{"a": 1.10}, [2], "x"]\n', "\ufeff[1 , 2]"])
def test_a_list_read_row_by_row_is_the_list(text: str) -> None:
    assert list(parse_rows(text.encode())) == parse_json(text.encode())


def test_fractions_of_a_row_are_exact() -> None:
    assert list(parse_rows(b"[0.10]")) == [Decimal("0.10")]


BROKEN = ("", "{}", "null", '"x"', "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]]", "[1] x", "[NaN]", "[1e999]")


@pytest.mark.parametrize("text", [*BROKEN, "[" * 9000])
def test_what_is_no_whole_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        list(parse_rows(text.encode()))
