"""Marks and texts look exactly as Kivy's own instructions and labels would draw them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.kivy_window import COMPACT, TillWindow

TEXTS = ("Kaffe latte", "kr\u00a01\u00a0234,50", "Økologisk sjokolade\nmed havsalt", "−12,00", " fi AV To ", "i")


def _words_and_their_block(marked: bool) -> Any:
    """A word on a red block over a hidden one, by marks or by plain instructions."""
    from kivy.graphics import Color, Rectangle
    from kivy.uix.widget import Widget

    from terminal_app.screens.theme import T
    from terminal_app.screens.widgets.drawing import Box, Drawing
    from terminal_app.screens.widgets.text import text_texture

    widget, place = Widget(), Box(40, 40, 200, 60)
    if marked:
        draw = Drawing(widget.canvas)
        draw.block("fill", 12, "brand")
        ground, words, icon = draw.line("bad"), draw.words("title", "surface"), draw.icon("close")
        for shown in (True, False, True):  # what was hidden comes back
            ground.place(place if shown else place._replace(height=0))
            words.place(place, "Betal" if shown else "")
        icon.place(place)
        icon.place(place, "")
        return widget
    texture = text_texture("Betal", *T.font("title"))
    assert texture is not None
    with widget.canvas:
        Color(*T.bad)
        Rectangle(pos=place[:2], size=place[2:])
        Color(*T.surface)
        Rectangle(texture=texture, pos=(40, round(40 + (60 - texture.height) / 2)), size=texture.size)
    return widget


def test_marks_that_come_and_go_look_as_plain_instructions_do(till: TillWindow, tmp_path: Path) -> None:
    till.resize(COMPACT)
    pictures = []
    for marked in (True, False):
        till.show(lambda marked=marked: _words_and_their_block(marked))  # type: ignore[misc]
        pictures.append(till.screenshot(tmp_path / f"{marked}.png").read_bytes())
    till.show(lambda: _nothing())
    assert pictures[0] == pictures[1]
    assert pictures[0] != till.screenshot(tmp_path / "nothing.png").read_bytes()


def _nothing() -> Any:
    from kivy.uix.widget import Widget

    return Widget()


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_a_plain_text_has_the_pixels_of_kivys_own_label(till: TillWindow, align: str) -> None:
    from terminal_app.screens.widgets.text import MixedLabel, font_name, text_texture

    for text in TEXTS:
        label = MixedLabel(text=text, font_size=20, font_name=font_name("bold"), halign=align)
        label.refresh()
        label.texture.bind()
        ours = text_texture(text, 20, "bold", lines=2, align=align)
        assert ours is not None
        assert (text, ours.size, ours.pixels) == (text, label.texture.size, label.texture.pixels)


def test_a_rim_that_gets_thicker_or_thinner_is_drawn_anew_in_its_place(till: TillWindow) -> None:
    from kivy.uix.widget import Widget

    from terminal_app.screens.widgets.drawing import Box, Drawing

    rim = Drawing(Widget().canvas).block("outline", 10, "line")
    thin, place = rim.thickness, Box(0, 0, 200, 48)
    seen = []
    for thickness in (thin, 2 * thin, thin):
        rim.thickness = thickness
        rim.place(place)
        seen.append(rim._quad.texture)
    assert seen[0] is seen[2]
    assert seen[0] is not seen[1]
