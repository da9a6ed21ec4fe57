"""What a page knows of a reading of the ledger that it asked for."""

from __future__ import annotations

from datetime import date

import pytest

from terminal_app.domain.problems import Problem
from terminal_app.domain.sync_control import LedgerBrought
from terminal_app.presenters.ledger_news import PATIENCE
from terminal_app.presenters.session import Session
from tests.till.counter import ShopClock

FIRST = date(2026, 11, 1)


@pytest.mark.parametrize("problem", [None, Problem("offline")])
def test_a_reading_is_under_way_until_the_sync_says_what_came_of_it(session: Session, problem: Problem | None) -> None:
    told: list[str] = []
    session.ledger.ask(FIRST, lambda: told.append("read"))
    assert session.ledger.is_asking()
    session.take(LedgerBrought(None, problem))
    assert (session.ledger.is_asking(), session.ledger.problem, told) == (False, problem, ["read"])
    session.take(LedgerBrought(None))
    assert told == ["read"]


def test_a_reading_that_nobody_answers_is_given_up_and_may_be_asked_for_again(
    session: Session, clock: ShopClock
) -> None:
    session.ledger.ask(FIRST, lambda: None)
    clock.wall += PATIENCE
    assert session.ledger.gave_up()
    assert not session.ledger.is_asking()
    session.ledger.ask(FIRST, lambda: None)
    assert not session.ledger.gave_up()
