"""The marks that widgets draw themselves with: what shows nothing costs no frame anything."""

from __future__ import annotations

from tests.kivy_window import TillWindow


def test_a_mark_that_shows_nothing_is_not_in_the_canvas_and_comes_back_in_its_place(till: TillWindow) -> None:
    from kivy.graphics import InstructionGroup, Rectangle

    from terminal_app.screens.widgets.drawing import Box, Drawing

    canvas = InstructionGroup()
    draw = Drawing(canvas)
    under, words, over = draw.line(), draw.words(), draw.line()

    def drawn() -> list[float]:
        return [one.size[1] for mark in canvas.children for one in mark.children if isinstance(one, Rectangle)]

    assert drawn() == []
    over.place(Box(0, 0, 5, 500))
    assert drawn() == [500]
    under.place(Box(0, 0, 5, 300))
    words.place(Box(0, 0, 90, 40), "Betal")
    tall = words.drawn_size[1]
    assert drawn() == [300, tall, 500]
    under.shown, over.strength = False, 0
    assert drawn() == [tall]
    words.hide()
    under.shown, over.strength = True, 0.5
    assert drawn() == [300, 500]
    words.place(Box(0, 0, 90, 40), "Betal")
    over.place(Box(0, 0, 5, 0))
    assert drawn() == [300, tall]


def test_a_mark_is_drawn_with_its_own_texture_however_often_it_came_and_went(till: TillWindow) -> None:
    from kivy.graphics import BindTexture, InstructionGroup, Rectangle

    from terminal_app.screens.widgets.drawing import Box, Drawing

    canvas = InstructionGroup()
    words = Drawing(canvas).words()
    for text in ("Betal", "", "Faktura"):
        words.place(Box(0, 0, 90, 40), text)
    kinds = [type(one) for mark in canvas.children for one in mark.children]
    assert kinds.index(BindTexture) < kinds.index(Rectangle)
