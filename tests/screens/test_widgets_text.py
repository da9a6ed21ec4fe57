"""What is drawn for a text: as typed, cut to its width, in fonts that have its letters."""

from __future__ import annotations

import pytest

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.usefixtures("till")
class TestText:
    def test_markup_is_as_wide_as_what_was_typed(self) -> None:
        from terminal_app.screens.widgets.text import text_texture, text_width

        texture = text_texture("[b]Fet[/b]", 20)
        assert texture is not None
        assert texture.width >= text_width("[b]Fet", 20) > text_width("Fet", 20)

    def test_a_long_name_ends_in_an_ellipsis_within_its_width(self) -> None:
        from terminal_app.screens.widgets.text import shortened, text_width

        name = shortened("Andelslaget Fjordgløtt Økologiske Meieri og Ysteri SA", 18, "medium", 200)
        assert name.endswith("…")
        assert text_width(name, 18, "medium") <= 200

    def test_two_lines_break_between_words_and_fit(self) -> None:
        from terminal_app.screens.widgets.text import text_width, wrapped

        lines = wrapped("Croissant med ost og skinke fra Bakeriet", 18, "medium", 150, 2).split("\n")
        assert lines[0] == "Croissant med ost"
        assert lines[1].endswith("…")
        assert all(text_width(line, 18, "medium") <= 150 for line in lines)

    def test_one_endless_word_is_broken_rather_than_lost(self) -> None:
        from terminal_app.screens.widgets.text import wrapped

        first, second = wrapped("menneskerettighetsorganisasjon", 18, "medium", 150, 2).split("\n")
        assert "menneskerettighetsorganisasjon".startswith(first)
        assert second

    @pytest.mark.parametrize(
        "text", ["Kaffe ☕", "Łódź", "Пётр", "日本", FAMILY, "e\u0301", "\U0001f1f3\U0001f1f4", "٣"]
    )
    def test_any_script_is_drawn_without_failing(self, text: str) -> None:
        from terminal_app.screens.widgets.text import text_texture

        texture = text_texture(text, 20, "medium", 300)
        assert texture is not None
        assert texture.width > 4

    def test_letters_the_text_font_lacks_come_from_another_font(self) -> None:
        from terminal_app.screens.widgets.text import font_runs

        assert font_runs("Å ☕ Ж") == [("", "Å "), ("emoji", "☕"), ("", " "), ("DejaVuSans", "Ж")]

    def test_control_and_bidi_characters_are_not_drawn(self) -> None:
        from terminal_app.screens.widgets.text import printable

        assert printable("Ola\u202e\x07 Nordmann\nAS\u200b") == "Ola Nordmann AS"

    def test_ten_thousand_characters_are_cut(self) -> None:
        from terminal_app.screens.widgets.text import MAX_CHARACTERS, printable, text_texture

        assert len(printable("å" * 10_000)) == MAX_CHARACTERS
        assert text_texture("å" * 10_000, 18, "medium", 300, 2) is not None

    def test_nothing_to_draw_gives_no_texture(self) -> None:
        from terminal_app.screens.widgets.text import text_texture

        assert text_texture(" \x00\u202e", 18) is None

    def test_all_figures_are_equally_wide(self) -> None:
        from terminal_app.screens.widgets.text import WEIGHTS, text_width

        for weight in WEIGHTS:
            assert len({text_width(figure * 8, 22, weight) for figure in "0123456789"}) == 1

    def test_the_same_text_is_made_once_and_the_cache_stays_bounded(self) -> None:
        from terminal_app.screens.widgets import text

        assert text.text_texture("Kaffe", 18) is text.text_texture("Kaffe", 18)
        for number in range(400):
            text.text_texture(f"Linje {number} med en ganske lang tekst i stor skrift", 40, "bold")
        assert text._cached_pixels <= text.CACHE_PIXELS

    def test_an_unknown_icon_is_an_error_and_a_known_one_is_square(self) -> None:
        from terminal_app.screens.widgets import UnknownIcon, icon
        from terminal_app.screens.widgets.text import icon_texture

        with pytest.raises(UnknownIcon):
            icon("no_such_icon")
        assert abs(icon_texture("coffee", 24).width - icon_texture("coffee", 24).height) <= 2
