"""Till, store and engine in a lying world: 300 seeds here, as many as asked in `make soak`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.simulation import Simulation

SEEDS = 300
BLOCK = 50


@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
def test_no_seed_loses_doubles_or_misreports_a_sale(template: Path, tmp_path: Path, first: int) -> None:
    stories = [Simulation(seed, template, tmp_path).run() for seed in range(first, first + BLOCK)]
    assert {story.seed: story.breaches for story in stories if story.breaches} == {}
    # A block in which nothing went wrong would prove nothing.
    assert sum(story.sales for story in stories) > BLOCK
    assert sum(story.returns for story in stories) > BLOCK / 2
    assert sum(story.closed for story in stories) > BLOCK / 4
    assert sum(story.settled for story in stories) > BLOCK / 4
    assert sum(story.crashes for story in stories) > BLOCK / 2
    assert sum(story.faults for story in stories) > BLOCK


def test_a_seed_tells_the_same_story_each_time(template: Path, tmp_path: Path) -> None:
    once, again = (Simulation(7, template, tmp_path).run() for _ in range(2))
    assert once == again
