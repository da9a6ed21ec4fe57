"""What no invoice waits for is asked each quarter of an hour, and leaves a crowded key to the orders."""

from __future__ import annotations

import pytest

from sync.looks import CALLS_LEFT_TO_OTHERS, EVERY_S, Look


def test_a_look_is_due_at_once_and_then_each_quarter_of_an_hour() -> None:
    look = Look()
    assert look.is_due(0.0)
    look.begins(10.0)
    assert not look.is_due(10.0 + EVERY_S - 1)
    assert look.is_due(10.0 + EVERY_S)


def test_a_look_that_did_not_come_through_is_made_as_soon_as_anything_goes_out() -> None:
    look = Look()
    look.begins(10.0)
    look.failed(11.0, 0.0)
    assert look.is_due(11.0)


@pytest.mark.parametrize("came_through", [True, False])
def test_in_a_crowd_a_look_leaves_time_for_many_calls_of_others(came_through: bool) -> None:
    look = Look()
    look.begins(0.0)
    if came_through:
        look.gives_way(1.0, 60.0)
    else:
        look.failed(1.0, 60.0)
    assert not look.is_due(60.0 * CALLS_LEFT_TO_OTHERS)
    assert look.is_due(1.0 + 60.0 * CALLS_LEFT_TO_OTHERS)


def test_a_small_crowd_never_makes_looks_more_frequent() -> None:
    look = Look()
    look.begins(0.0)
    look.gives_way(1.0, 0.2)
    assert not look.is_due(EVERY_S)


def test_somebody_who_wants_it_now_is_not_put_off() -> None:
    look = Look()
    look.gives_way(0.0, 60.0)
    look.at_once()
    assert look.is_due(1.0)


def test_how_long_a_look_waits_is_told() -> None:
    look = Look()
    look.begins(100.0)
    assert look.wait_s(200.0) == EVERY_S - 100.0
    assert look.wait_s(100.0 + 2 * EVERY_S) == 0.0
