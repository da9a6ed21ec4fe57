"""Which move may follow which on an invoice's way to the accounting system."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.outbox import OutboxEntry, State, may_follow
from terminal_app.domain.problems import MoveRefused


def entry(state: State) -> OutboxEntry:
    return OutboxEntry("DSK1", "s1", "F-000001", datetime(2026, 11, 23, tzinfo=UTC), None, None, None, Money(1), state)


def test_nothing_follows_what_is_paid_or_cancelled() -> None:
    for end in (State.PAID, State.CANCELLED):
        assert not any(may_follow(end, then) for then in State)


def test_only_a_claimed_or_looked_up_or_stopped_entry_can_become_accepted() -> None:
    assert {now for now in State if may_follow(now, State.ACCEPTED)} == {
        State.SENDING,
        State.UNKNOWN,
        State.NEEDS_ATTENTION,
    }


def test_what_the_accounting_system_may_have_is_never_cancelled_here() -> None:
    might_have_arrived = (State.SENDING, State.UNKNOWN, State.ACCEPTED, State.INVOICED, State.PAID)
    assert not any(may_follow(now, State.CANCELLED) for now in might_have_arrived)


def test_every_state_but_the_ends_leads_to_an_end() -> None:
    for start in State:
        reached, fresh = {start}, {start}
        while fresh:
            fresh = {then for now in fresh for then in State if may_follow(now, then)} - reached
            reached |= fresh
        assert reached & {State.PAID, State.CANCELLED}, start


def test_a_refused_move_names_the_entry_and_both_states() -> None:
    with pytest.raises(MoveRefused) as refused:
        entry(State.PAID).require_move(State.QUEUED)
    assert dict(refused.value.problem.values) == {"reference": "DSK1", "now": "paid", "then": "queued"}


def test_each_state_waits_for_the_sync_or_for_a_person_or_for_neither_but_never_both() -> None:
    waiting = {state for state in State if entry(state).is_open}
    for_person = {state for state in State if entry(state).needs_person}
    assert waiting == {State.QUEUED, State.SENDING, State.UNKNOWN}
    assert for_person == {State.NEEDS_CUSTOMER, State.NEEDS_ATTENTION}
