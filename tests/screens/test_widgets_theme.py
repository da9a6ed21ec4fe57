"""The looks and the measures of the two forms."""

from __future__ import annotations

import pytest

from terminal_app.screens.palette import LOOKS, TEXT_PAIRS, contrast_ratio
from tests.kivy_window import COMPACT, LANDSCAPE, PORTRAIT, TillWindow


@pytest.mark.parametrize(("look", "least"), [("light", 4.5), ("dark", 4.5), ("contrast", 7.0)])
def test_every_text_stands_out_from_its_ground(look: str, least: float) -> None:
    colours = LOOKS[look]
    weak = {pair for pair in TEXT_PAIRS if contrast_ratio(colours[pair[0]], colours[pair[1]]) < least}
    assert weak == set()


@pytest.mark.parametrize("look", LOOKS)
def test_the_edge_of_a_field_can_be_seen(look: str) -> None:
    assert contrast_ratio(LOOKS[look]["outline"], LOOKS[look]["surface"]) >= 3


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("size", "form", "wide", "least_mm"),
    [(LANDSCAPE, "counter", True, 12), (COMPACT, "counter", False, 12), (PORTRAIT, "handheld", False, 9)],
)
def test_the_form_follows_the_width_and_targets_keep_their_millimetres(
    till: TillWindow, size: tuple[int, int], form: str, wide: bool, least_mm: int
) -> None:
    from kivy.metrics import mm

    from terminal_app.screens.theme import T

    till.resize(size)
    assert (T.form, T.wide) == (form, wide)
    assert T.touch >= mm(least_mm) - 0.5


@pytest.mark.parametrize("size", [LANDSCAPE, COMPACT, PORTRAIT])
@pytest.mark.parametrize("keyboard", [False, True])
def test_everything_touchable_in_the_gallery_is_large_enough(
    till: TillWindow, size: tuple[int, int], keyboard: bool
) -> None:
    from kivy.metrics import mm

    from terminal_app.screens.gallery import gallery_page
    from terminal_app.screens.widgets import Keyboard, T

    till.resize(size)
    till.show(gallery_page)
    if keyboard:
        Keyboard.install()
        till.finger().tap("search")
    least = mm(9 if T.handheld else 12) - 1
    targets = till.finger().targets()
    letters = {target.key for target in targets if target.key.startswith("keyboard/")} if T.handheld else set()
    too_small = [t for t in targets if t.height < least or (t.width < least and t.key not in letters)]
    assert len(targets) > 15
    assert too_small == []


def test_a_change_of_look_recolours_what_is_on_the_screen(till: TillWindow) -> None:
    from terminal_app.screens.widgets import Action, T

    button = till.show(lambda: Action(text="Betal", kind="pay", size_hint=(None, None), size=(300, 80)))
    before = tuple(button.draw.marks[0]._colour.rgba)
    T.look = "dark"
    till.settle()
    assert tuple(button.draw.marks[0]._colour.rgba) != before
    assert tuple(button.draw.marks[0]._colour.rgba) == pytest.approx(tuple(T.pay))
