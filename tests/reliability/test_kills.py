"""Tills killed in the middle of their work: every sale is in the books once, and told so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.kills import Nursery, rounds_of_kills


@pytest.mark.parametrize("unique", [True, False], ids=["unique references", "references not unique"])
def test_sixty_kills_under_faults_lose_and_double_nothing(tmp_path: Path, unique: bool) -> None:
    with Nursery() as nursery:
        tally = rounds_of_kills(60, 1 + unique, tmp_path / "shop", nursery, unique=unique)
    assert tally.breaches == []
    assert tally.rounds == 60
    assert 10 < tally.threaded < 50
    assert tally.sales > 0
    assert tally.returns > 0
    assert tally.closed > 0
    assert tally.settled > 0
    assert tally.faults > 0
