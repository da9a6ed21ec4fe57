"""A scanner and a person on one keyboard: told apart by their pace alone."""

from __future__ import annotations

import pytest

from terminal_app.presenters.scanner import TYPING, Ruling, Wedge

EAN = "7038010055720"
FRAME = 1 / 60


def type_on(wedge: Wedge, text: str, pace: float, start: float = 100.0) -> tuple[list[Ruling], float]:
    """Every ruling while those characters come at that pace, read as they come, and the moment of the last one."""
    rulings: list[Ruling] = []
    now = start
    for place, character in enumerate(text):
        now = start + place * pace
        before = wedge.wait(now) or wedge.before(now, now - FRAME)
        rulings += [before] if before is not None else []
        wedge.add(character, now, now - FRAME)
    return rulings, now


@pytest.mark.parametrize("pace", [0.0, 0.005, 0.01, 0.02, 0.03])
@pytest.mark.parametrize("code", ["4711", EAN, "01234565", "AB-12/x", "]E0" + EAN])
def test_what_comes_at_a_scanners_pace_and_ends_with_enter_is_one_code(code: str, pace: float) -> None:
    wedge = Wedge()
    rulings, _ = type_on(wedge, code, pace)
    assert rulings == []
    assert wedge.end() == Ruling(code)
    assert not wedge.is_holding


@pytest.mark.parametrize("pace", [0.005, 0.02])
def test_a_scanner_that_sends_no_enter_is_known_by_the_silence_after_it(pace: float) -> None:
    wedge = Wedge()
    _, last = type_on(wedge, EAN, pace)
    assert wedge.wait(last + 0.03) is None
    assert wedge.wait(last + 0.06) == Ruling(EAN)


@pytest.mark.parametrize("pace", [0.06, 0.1, 0.25])
@pytest.mark.parametrize("text", ["lat", "kaffe latte", "1001", "98765432109"])
def test_what_a_person_types_is_let_go_character_by_character(text: str, pace: float) -> None:
    wedge = Wedge()
    rulings, last = type_on(wedge, text, pace)
    assert rulings == [TYPING] * (len(text) - 1)
    assert wedge.wait(last + 0.06) == TYPING


def test_a_character_waits_for_no_longer_than_a_scanner_would_need_for_the_next_one() -> None:
    wedge = Wedge()
    wedge.add("l", 10.0, 10.0 - FRAME)
    assert wedge.wait(10.049) is None
    assert wedge.wait(10.051) == TYPING


def test_a_roll_over_a_few_keys_is_typing_also_when_enter_follows_fast() -> None:
    wedge = Wedge()
    type_on(wedge, "the", 0.03)
    assert wedge.end() == TYPING


def test_letters_that_somebody_rolls_over_are_typing_when_no_enter_follows() -> None:
    wedge = Wedge()
    _, last = type_on(wedge, "tion", 0.04)
    assert wedge.wait(last + 0.06) == TYPING


def test_two_codes_in_one_reading_are_two_codes() -> None:
    wedge = Wedge()
    type_on(wedge, EAN, 0.0)
    first = wedge.end()
    type_on(wedge, "4711", 0.0)
    assert (first, wedge.end()) == (Ruling(EAN), Ruling("4711"))


def test_a_code_is_whole_when_a_slow_frame_lies_in_the_midst_of_it() -> None:
    wedge = Wedge()
    type_on(wedge, EAN[:5], 0.0, start=10.0)
    for character in EAN[5:]:
        assert wedge.before(10.4, 10.02) is None
        wedge.add(character, 10.4, 10.02)
    assert wedge.end() == Ruling(EAN)


def test_what_a_person_typed_during_a_slow_frame_is_still_typing() -> None:
    wedge = Wedge()
    for character in "kaffe":
        assert wedge.before(10.6, 10.0) is None
        wedge.add(character, 10.6, 10.0)
    assert wedge.end() == TYPING


def test_what_a_slow_frame_leaves_in_doubt_is_a_code_where_typing_would_go_nowhere() -> None:
    for nobody_types, ruling in ((True, Ruling("1001")), (False, TYPING)):
        wedge = Wedge(lambda answer=nobody_types: answer)  # type: ignore[misc]
        for character in "1001":
            wedge.add(character, 10.3, 10.0)
        assert wedge.end() == ruling


def test_another_key_in_between_makes_it_typing() -> None:
    wedge = Wedge()
    type_on(wedge, "12345", 0.01)
    assert wedge.give_up() == TYPING
    assert wedge.end() is None


def test_an_enter_right_after_a_code_belongs_to_it_and_a_later_one_does_not() -> None:
    wedge = Wedge()
    _, last = type_on(wedge, EAN, 0.01)
    assert wedge.end() == Ruling(EAN)
    assert wedge.is_tail(last + 0.1, last + 0.1 - FRAME)
    assert not wedge.is_tail(last + 0.4, last + 0.4 - FRAME)


def test_no_enter_belongs_to_a_code_before_anything_was_scanned_or_after_typing() -> None:
    wedge = Wedge()
    assert not wedge.is_tail(1.0, 0.9)
    type_on(wedge, "ab", 0.01, start=1.0)
    assert wedge.end() == TYPING
    assert not wedge.is_tail(1.02, 1.01)


def test_the_systems_spelling_of_a_key_replaces_the_keys_own() -> None:
    wedge = Wedge()
    for typed, spelled in zip("]e0a", "]E0A", strict=True):
        wedge.add(typed, 5.0, 5.0)
        wedge.respell(spelled)
    assert wedge.end() == Ruling("]E0A")
