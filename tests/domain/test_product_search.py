"""Lines found by what is typed: however Norwegian letters, accents and hyphens are written."""

from __future__ import annotations

import pytest

from terminal_app.domain.product_search import SearchText, line_of, words_of


def text_of(*names: str) -> SearchText:
    return SearchText([[line_of(name, f"9{number}", None)] for number, name in enumerate(names)])


def found_by(typed: str, *names: str) -> list[str]:
    """Which of these names a search finds, in its order."""
    return [names[place] for place in text_of(*names).places(words_of(typed), 200)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lat", "Kaffe latte"),
        ("blaabaer", "Blåbær"),
        ("blåbær", "Blaabaer"),
        ("BLABAER", "Blåbær"),
        ("rod", "Rødbete"),
        ("roed", "RØDBETE"),
        ("rødb", "Roedbete"),
        ("creme brulee", "Crème brûlée"),
        ("crème", "Creme fraiche"),
        ("a\u030al", "Ål, røkt"),
        ("tskjorte", "T-skjorte"),
        ("t-skjorte", "T skjorte"),
        ("skjorte t", "T-skjorte"),
        ("coca-cola", "Coca Cola 0,5"),
        ("sjøen", "Sjøens beste"),
    ],
)
def test_a_search_forgives_how_norwegian_letters_accents_and_hyphens_are_typed(typed: str, name: str) -> None:
    assert found_by(typed, "Noe annet", name) == [name]


def test_words_that_begin_as_typed_come_before_those_that_hold_it_in_their_midst() -> None:
    assert found_by("lat", "Sjokolatte", "Kaffe latte", "Plate", "Latte") == [
        "Kaffe latte", "Latte", "Sjokolatte", "Plate",
    ]  # fmt: skip
    assert found_by("kaf lat", "Plate kaffe", "Latte, iskaffe", "Latte kaffe") == [
        "Latte kaffe", "Plate kaffe", "Latte, iskaffe",
    ]  # fmt: skip


def test_every_word_has_to_stand_in_the_same_line() -> None:
    assert found_by("kaffe te", "Kaffe", "Te", "Kaffe eller te") == ["Kaffe eller te"]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_line_changed_in_its_place_or_put_last_is_as_if_it_had_always_stood_so(place: int) -> None:
    names = ["Kaffe latte", "Blåbær", "Te"]
    changed = text_of(*names).with_line(place, line_of("Rødbete-suppe", f"9{place}", None))
    names[place : place + 1] = ["Rødbete-suppe"]
    for typed in ("suppe", "latte", "bl", "te", "90", "93", "e"):
        assert changed.places(words_of(typed), 9) == text_of(*names).places(words_of(typed), 9)


def test_the_text_before_a_change_stays_as_it_was() -> None:
    before = text_of("Kaffe", "Te")
    before.with_line(0, line_of("Kakao", "90", None))
    assert (before.places(["kaffe"], 9), before.places(["kakao"], 9)) == ([0], [])


def test_what_is_left_out_is_not_found_and_makes_room_for_others() -> None:
    assert text_of("Te", "Te", "Te").places(["te"], 2, frozenset({0})) == [1, 2]
