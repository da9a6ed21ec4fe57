"""The size of things: the ruler's true millimetres and the size of texts, as the application takes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal_app.presenters.session import Place
from tests.kivy_window import LANDSCAPE, TillWindow
from tests.screens.desk.at_the_desk import DeskTill


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path)
    yield opened
    opened.close()


def touch_mm() -> float:
    from kivy.metrics import Metrics

    from terminal_app.screens.theme import T

    return float(T.touch / Metrics.dpi * 25.4)


def test_what_the_ruler_told_counts_when_one_leaves_the_desk(shop: DeskTill, started: Any) -> None:
    from kivy.metrics import Metrics

    app = started(LANDSCAPE)
    before = app._screen
    shop.session.open_desk("this_till")
    shop.presenter.desk.put("till.dpi", "141")
    shop.window.settle()
    assert (Metrics.dpi, app._screen) == (96, before)
    shop.session.go(Place.SALE)
    shop.window.settle()
    assert Metrics.dpi == 141
    assert app._screen is not before
    assert touch_mm() == pytest.approx(12, abs=0.2)


def test_the_measure_is_kept_for_the_next_start(shop: DeskTill, started: Any) -> None:
    from kivy.metrics import Metrics

    shop.session.look.measure("120.5")
    started(LANDSCAPE)
    assert Metrics.dpi == 120.5


def test_another_text_size_is_seen_at_once_and_everywhere_after(shop: DeskTill, started: Any) -> None:
    from terminal_app.screens.theme import T

    app = started(LANDSCAPE)
    usual = T.font("body")[0]
    before = app._screen
    shop.session.open_desk("this_till")
    shop.presenter.desk.put("till.text_scale", "130")
    shop.window.settle(300)
    assert T.font("body")[0] == pytest.approx(1.3 * usual, abs=0.6)
    assert app._screen is before
    shop.session.go(Place.SALE)
    shop.window.settle(300)
    assert app._screen is not before
    assert shop.till.values.text("till.text_scale") == "130"
