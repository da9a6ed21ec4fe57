"""The window the tests draw in: its pictures are whole, though other frames colour one pixel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.kivy_window import PORTRAIT, SIZES, TillWindow


def _corners(picture: Path, size: tuple[int, int]) -> set[tuple[float, ...]]:
    """The colours of the four corners."""
    from kivy.core.image import Image

    image = Image(str(picture), keep_data=True, nocache=True)
    assert image.size == size
    right, top = size[0] - 1, size[1] - 1
    return {tuple(image.read_pixel(x, y)) for x, y in ((0, 0), (right, 0), (0, top), (right, top))}


def _red(till: TillWindow) -> Any:
    from kivy.graphics import Color, Rectangle
    from kivy.uix.widget import Widget

    widget = Widget(size_hint=(None, None), size=till.window.size)
    with widget.canvas:
        Color(1, 0, 0, 1)
        Rectangle(size=till.window.size)
    return widget


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_picture_is_painted_to_its_corners(till: TillWindow, tmp_path: Path, size: tuple[int, int]) -> None:
    till.resize(size)
    till.show(lambda: _red(till))
    assert _corners(till.screenshot(tmp_path / "red.png"), size) == {(1, 0, 0, 1)}


def test_an_empty_window_has_the_ground_of_its_look(till: TillWindow, tmp_path: Path) -> None:
    from terminal_app.screens.theme import T

    till.resize(PORTRAIT)
    till.show(lambda: _red(till))
    till.clear()
    (corner,) = _corners(till.screenshot(tmp_path / "empty.png"), PORTRAIT)
    assert corner == pytest.approx(tuple(T.bg), abs=1 / 255)
