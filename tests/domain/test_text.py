"""What may be written on a sale: free text stays as typed, what cannot be printed is refused by name."""

from __future__ import annotations

import pytest

from terminal_app.domain import text
from terminal_app.domain.problems import BadInput


@pytest.mark.parametrize(
    "typed",
    [
        "Levert på døra 👩‍👩‍👧 – takk!",
        "[b]fet[/b] [ref=x]lenke[/ref] &amp; <i>",
        "første linje\nandre linje",
        "Ünïcödé 日本語 ﷽",
        "x" * text.LONGEST_NOTE,
    ],
)
def test_a_note_is_kept_as_typed_with_emoji_and_markup(typed: str) -> None:
    assert text.note(typed) == typed


def test_outer_blanks_go_and_line_ends_become_one_kind() -> None:
    assert text.note(" \t en\r\nto\rtre \u00a0\n") == "en\nto\ntre"


@pytest.mark.parametrize("length", [text.LONGEST_NOTE + 1, 10_000])
def test_a_note_that_is_too_long_is_refused_with_its_length(length: int) -> None:
    with pytest.raises(BadInput) as refused:
        text.note("x" * length)
    assert dict(refused.value.problem.values) == {"field": "note", "length": str(length), "longest": "1000"}


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\x0b",
        "\x1c",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\ud83d",
        "\uffff",
    ],
)
@pytest.mark.parametrize("around", ["a{}b", "{}", "slutt{}"])
def test_a_control_a_surrogate_or_a_mark_that_turns_the_text_is_refused(character: str, around: str) -> None:
    with pytest.raises(BadInput) as refused:
        text.note(around.format(character), "internal_note")
    assert refused.value.problem.code == "text_not_printable"
    assert refused.value.problem.values["field"] == "internal_note"
    assert refused.value.problem.values["character"] == f"U+{ord(character):04X}"


def test_a_reference_is_one_line_of_at_most_a_hundred_characters() -> None:
    assert text.reference("PO 4711\n") == "PO 4711"
    with pytest.raises(BadInput, match="text_not_printable"):
        text.reference("to\nlinjer")
    with pytest.raises(BadInput, match="text_too_long"):
        text.reference("x" * 101)
