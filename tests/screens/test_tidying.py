"""When memory goes back to the machine: half a minute without a hand, or five minutes with one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kivy_window import LANDSCAPE
from tests.screens.whole_till import WholeTill

MADE_AHEAD = 400


@pytest.fixture
def given_back(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line each time the heap was tidied, and one each time what is kept for speed alone was let go of."""
    told: list[str] = []
    monkeypatch.setattr("terminal_app.screens.tidying.give_memory_back", lambda: told.append("heap"))
    monkeypatch.setattr("terminal_app.screens.tidying.quiet_the_collector", lambda: told.append("garbage"))
    monkeypatch.setattr("terminal_app.storage.database.Database.forget_pages", lambda _: told.append("pages"))
    return told


@pytest.fixture
def app(shop: WholeTill, started: Any, given_back: list[str]) -> Any:
    """The application, with all made that is made ahead."""
    app = started(LANDSCAPE)
    shop.window.step(MADE_AHEAD)
    return app


def work_for(shop: WholeTill, seconds: int) -> None:
    """Somebody touches the empty cart each five seconds."""
    for _ in range(seconds // 5):
        shop.window.step(dt=5.0)
        shop.finger.up(shop.finger.down(5, 5))


def test_a_till_at_rest_gives_back_all_it_needs_no_more(shop: WholeTill, app: Any, given_back: list[str]) -> None:
    shop.window.step(6, dt=5.0)
    assert given_back == ["pages", "heap"]


def test_a_till_looks_for_garbage_once_it_rests_and_not_again_before_somebody_has_worked(
    shop: WholeTill, app: Any, given_back: list[str]
) -> None:
    work_for(shop, 30)
    shop.window.step(6, dt=5.0)
    assert given_back == ["pages", "garbage", "heap"]
    shop.window.step(6, dt=5.0)
    assert given_back[3:] == ["pages", "heap"]
    work_for(shop, 5)
    shop.window.step(6, dt=5.0)
    assert given_back[5:] == ["pages", "garbage", "heap"]


def test_under_busy_hands_it_gives_back_the_heap_after_five_minutes_and_keeps_what_makes_it_quick(
    shop: WholeTill, app: Any, given_back: list[str]
) -> None:
    work_for(shop, 270)
    assert given_back == []
    work_for(shop, 60)
    assert given_back == ["heap"]
    work_for(shop, 240)
    assert given_back == ["heap"]


def test_an_application_that_has_ended_gives_nothing_back(shop: WholeTill, app: Any, given_back: list[str]) -> None:
    app.dispatch("on_stop")
    shop.window.step(20, dt=5.0)
    assert given_back == []
