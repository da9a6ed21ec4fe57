"""The circuit breaker alone: when it opens, how long for, and what closes it."""

from __future__ import annotations

from random import Random

import pytest

from sync.breaker import LONGEST_PAUSE_S, SHORTEST_PAUSE_S, Breaker


class Most(Random):
    """Draws the largest share there is."""

    def random(self) -> float:
        return 1.0


class Least(Random):
    """Draws zero."""

    def random(self) -> float:
        return 0.0


def opened(failures: int, rng: Random | None = None) -> Breaker:
    """A breaker after that many failures, all at the moment 100."""
    breaker = Breaker()
    for _ in range(failures):
        breaker = breaker.failed(100.0, rng or Most())
    return breaker


def test_a_fresh_breaker_lets_every_call_through_without_a_probe() -> None:
    assert not Breaker().is_open(0.0)
    assert not Breaker().wants_probe(0.0)


def test_a_failure_opens_it_until_its_pause_is_over_and_then_it_wants_a_probe() -> None:
    breaker = opened(1)
    assert breaker.pause_s(100.0) == 4.0
    assert breaker.is_open(103.9)
    assert not breaker.wants_probe(103.9)
    assert not breaker.is_open(104.0)
    assert breaker.wants_probe(104.0)


def test_the_pause_doubles_with_each_failure_up_to_a_quarter_of_an_hour() -> None:
    pauses = [opened(failures).pause_s(100.0) for failures in range(1, 12)]
    assert pauses[:4] == [4.0, 8.0, 16.0, 32.0]
    assert pauses[-3:] == [LONGEST_PAUSE_S] * 3


def test_chance_shortens_the_pause_to_a_second_and_no_further() -> None:
    assert opened(8, Least()).pause_s(100.0) == SHORTEST_PAUSE_S


def test_two_tills_that_fail_together_do_not_come_back_together() -> None:
    assert opened(5, Random(1)).until_s != opened(5, Random(2)).until_s


@pytest.mark.parametrize(("asked_s", "pause_s"), [(60.0, 60.0), (86_400.0, LONGEST_PAUSE_S), (0.0, SHORTEST_PAUSE_S)])
def test_it_stays_open_for_as_long_as_they_ask_within_the_cap(asked_s: float, pause_s: float) -> None:
    assert Breaker().failed(100.0, Least(), at_least_s=asked_s).pause_s(100.0) == pause_s


def test_success_closes_it_and_forgets_the_failures() -> None:
    assert opened(6).succeeded() == Breaker()


def test_a_try_that_somebody_asks_for_goes_at_once_behind_a_probe() -> None:
    hurried = opened(6).hurried()
    assert not hurried.is_open(100.0)
    assert hurried.wants_probe(100.0)


def test_a_try_in_vain_that_somebody_asked_for_does_not_lengthen_the_pause() -> None:
    again = opened(3)
    for _ in range(10):
        again = again.hurried().failed(100.0, Most())
    assert again.pause_s(100.0) == opened(3).pause_s(100.0)


def test_a_pause_of_our_own_is_no_outage_and_needs_no_probe() -> None:
    held = Breaker().held(100.0, 60.0)
    assert held.is_open(159.0)
    assert not held.wants_probe(160.0)


def test_a_pause_of_our_own_never_shortens_that_of_an_outage() -> None:
    assert opened(6).held(100.0, 5.0).until_s == opened(6).until_s
