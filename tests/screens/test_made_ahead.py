"""What is made after the first frame: all that a sale may need, never under a hand, and again for a new root."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from terminal_app.presenters.session import Place
from tests.kivy_window import LANDSCAPE
from tests.screens.wedge import Wedge
from tests.screens.whole_till import WholeTill

SELDOM = {Place.QUEUE, Place.HISTORY, Place.REFUND, Place.DAY, Place.DESK}
ALL_STEPS = 400
"""More frames than all steps take."""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A line for each step that was taken; none of them makes anything."""
    taken: list[int] = []

    def counted(_: Any) -> Iterator[None]:
        for number in range(10_000):
            taken.append(number)
            yield

    monkeypatch.setattr("terminal_app.screens.ahead.steps", counted)
    return taken


def made(app: Any) -> set[Place]:
    return set(app._screen._screens)


def test_what_a_sale_may_need_is_made_when_nobody_asks_for_anything(shop: WholeTill, started: Any) -> None:
    app = started(LANDSCAPE)
    assert made(app) == {Place.SALE}
    shop.window.step(ALL_STEPS)
    assert made(app) == set(Place) - SELDOM


def test_nothing_is_made_while_a_finger_is_on_its_way(shop: WholeTill, started: Any, steps: list[int]) -> None:
    started(LANDSCAPE)
    shop.window.step(60)
    before = len(steps)
    shop.finger.drag((400, 500), (0, 120), frames=60)
    assert len(steps) <= before + 1  # the step that was under way when the finger came down
    shop.window.step(60)
    assert len(steps) > before


def test_nothing_is_made_between_two_scans(shop: WholeTill, started: Any, steps: list[int]) -> None:
    started(LANDSCAPE)
    shop.window.step(60)
    with Wedge(shop.window) as keys:
        keys.scan("2900000010017")
        before = len(steps)
        for _ in range(6):
            keys.rest()
            keys.scan("2900000010017")
    assert len(shop.session.cart.lines) == 1
    assert len(steps) == before


def test_a_root_that_is_built_anew_has_all_made_ahead_again_and_the_old_one_is_let_go(
    shop: WholeTill, started: Any
) -> None:
    app = started(LANDSCAPE)
    shop.window.step(ALL_STEPS)
    old = weakref.ref(app._screen)
    shop.session.look.enlarge("115")
    shop.window.step(ALL_STEPS)
    assert app._screen is not old()
    assert made(app) == set(Place) - SELDOM
    gc.collect()
    assert old() is None


def test_what_cannot_be_made_ahead_ends_no_till(
    shop: WholeTill, started: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Any) -> Iterator[None]:
        yield
        raise RuntimeError("a damaged file")

    monkeypatch.setattr("terminal_app.screens.ahead.steps", broken)
    started(LANDSCAPE)
    shop.window.step(60)
    assert "a damaged file" in caplog.text
    assert gc.isenabled()
    shop.ring_up("1001")
    assert len(shop.session.cart.lines) == 1
