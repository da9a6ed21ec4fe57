"""One touch that arrives twice counts once, two quick taps count twice; through Kivy's own input."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kivy_window import TillWindow


@pytest.fixture
def taps(till: TillWindow) -> list[int]:
    """A button in the window's corner; how often it was tapped."""
    from terminal_app.screens.widgets import Action

    counted: list[int] = []
    button: Any = till.show(lambda: Action(key="button", text="Pay", size_hint=(None, None), size=(300, 56)))
    button.bind(on_tap=lambda *_: counted.append(1))
    return counted


class Panel:
    """A panel's drivers: each reports what it is told, all that happens between two frames in one of them."""

    def __init__(self, till: TillWindow, drivers: int = 1) -> None:
        self._till = till
        self._fingers = [till.finger() for _ in range(drivers)]
        self._made = 0

    def report(self, *what: str, driver: int = 0, x: float = 100, y: float = 28) -> None:
        """Begin or end, in this order, before the next frame."""
        from terminal_app.screens.finger import Finger, _FingerTouch

        finger = self._fingers[driver]
        for kind in what:
            if kind == "begin":
                Finger._next_touch += 1
                place = finger._share(x, y)
                self._touch = _FingerTouch(f"panel-{driver}", Finger._next_touch, place, is_touch=True, type_id="touch")
            finger._provider.waiting.append((kind, self._touch))

    def frame(self, seconds: float = 1 / 60) -> None:
        self._till.step(dt=seconds)


def test_a_touch_that_two_drivers_report_counts_once(till: TillWindow, taps: list[int]) -> None:
    panel = Panel(till, drivers=2)
    for driver in (0, 1):
        panel.report("begin", "end", driver=driver, x=100 + driver)
    panel.frame()
    panel.frame()
    assert len(taps) == 1


def test_a_touch_that_two_drivers_report_counts_once_in_a_slow_frame_too(till: TillWindow, taps: list[int]) -> None:
    panel = Panel(till, drivers=2)
    for driver in (0, 1):
        panel.report("begin", "end", driver=driver)
    panel.frame(0.2)
    panel.frame()
    assert len(taps) == 1


def test_a_panel_that_lets_go_for_an_instant_taps_once(till: TillWindow, taps: list[int]) -> None:
    panel = Panel(till)
    panel.report("begin", "end")
    panel.frame()
    panel.frame()
    panel.report("begin", "end")
    panel.frame()
    panel.frame()
    assert len(taps) == 1


@pytest.mark.parametrize("frame_s", [1 / 60, 0.04])
def test_two_taps_80_ms_apart_count_twice(till: TillWindow, taps: list[int], frame_s: float) -> None:
    panel = Panel(till)
    for _ in range(2):
        panel.report("begin", "end")
        for _ in range(round(0.084 / frame_s)):
            panel.frame(frame_s)
    panel.frame()
    assert len(taps) == 2


def test_two_taps_of_a_person_that_one_slow_frame_held_up_count_twice(till: TillWindow, taps: list[int]) -> None:
    panel = Panel(till)
    panel.report("begin", "end")
    panel.report("begin", "end")
    panel.frame(0.15)
    panel.frame()
    assert len(taps) == 2


def test_a_touch_elsewhere_is_no_echo_however_soon_it_comes(till: TillWindow, taps: list[int]) -> None:
    panel = Panel(till)
    panel.report("begin", "end", x=60)
    panel.report("begin", "end", x=240)
    panel.frame()
    panel.frame()
    assert len(taps) == 2
