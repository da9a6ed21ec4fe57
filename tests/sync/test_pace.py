"""Calls go apart as far as the shared key wants it, and find back."""

from __future__ import annotations

from random import Random

import pytest

from sync.pace import LONGEST_S, LONGEST_WHEN_UNWELL_S, Pace
from tests.sync.shop import HandClock


def _paced(clock: HandClock, seed: int = 1) -> Pace:
    return Pace(clock, clock.wait, 10.0, Random(seed))


def test_calls_that_are_taken_go_evenly() -> None:
    clock = HandClock()
    pace, started = _paced(clock), clock.monotonic()
    for _ in range(11):
        pace.keep()
        pace.went_well()
    assert clock.monotonic() - started == pytest.approx(1.0)
    assert not pace.is_crowded


def test_a_refused_call_is_not_made_again_before_they_want_it() -> None:
    clock = HandClock()
    pace = _paced(clock)
    pace.keep()
    pace.refused(3.0)
    pace.keep()
    assert clock.waits[-1] == pytest.approx(3.0)


def test_a_wait_that_is_called_off_lets_no_call_go_and_is_waited_for_the_next_time() -> None:
    clock = HandClock()
    called_off = [True, False]

    def wait(seconds: float) -> bool:
        clock.advance(1.0 if called_off[0] else seconds)
        return called_off.pop(0)

    pace = Pace(clock, wait, 10.0, Random(1))
    pace.refused(30.0)
    began_s = clock.monotonic()
    assert pace.keep() == pytest.approx(29.0)
    assert pace.keep() == 0.0
    assert clock.monotonic() - began_s == pytest.approx(30.0)


def test_each_refusal_sends_calls_twice_as_far_apart_up_to_three_minutes() -> None:
    clock = HandClock()
    pace, apart = _paced(clock), []
    for _ in range(12):
        pace.refused(1.0)
        apart.append(pace.interval_s)
    assert apart[:3] == pytest.approx([0.2, 0.4, 0.8])
    assert apart[-1] == LONGEST_S
    assert pace.is_crowded


def test_calls_that_are_taken_again_bring_the_old_pace_back() -> None:
    pace = _paced(HandClock())
    for _ in range(12):
        pace.refused(1.0)
    for _ in range(11):
        pace.went_well()
    assert not pace.is_crowded


def test_two_tills_that_were_refused_together_do_not_come_back_together() -> None:
    waits = []
    for seed in (1, 2):
        clock = HandClock()
        pace = _paced(clock, seed)
        for _ in range(8):
            pace.refused(1.0)
        pace.keep()
        waits.append(clock.waits[-1])
    assert abs(waits[0] - waits[1]) > 1.0


def test_a_server_that_is_unwell_slows_calls_down_by_seconds_and_never_speeds_them_up() -> None:
    pace = _paced(HandClock())
    for _ in range(12):
        pace.unwell()
    assert pace.interval_s == LONGEST_WHEN_UNWELL_S
    for _ in range(8):
        pace.refused(1.0)
    crowded = pace.interval_s
    pace.unwell()
    assert pace.interval_s == crowded
