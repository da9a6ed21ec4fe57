"""The outbox on disk: two who move one entry, what comes back whole, and the order of the lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Attempt, Quarantine, Remote, State
from terminal_app.domain.problems import MoveRefused, Problem
from terminal_app.storage.outbox import Move
from terminal_app.till import Till
from tests.till.counter import ShopClock, entry_of, invoice


def test_of_two_who_move_the_same_entry_the_second_is_told_and_changes_nothing(till: Till) -> None:
    read = entry_of(invoice(till))
    sending = till.outbox.save(read, replace(read, state=State.SENDING), Attempt(till.now(), "send", "begun"))
    with pytest.raises(MoveRefused, match="outbox_changed_meanwhile"):
        till.outbox.save(read, replace(read, state=State.CANCELLED), Attempt(till.now(), "cancel", "done"))
    now = till.outbox.get(read.reference)
    assert now == sending
    assert now is not None
    assert [attempt.what for attempt in now.history] == ["send"]


def test_a_move_that_is_not_allowed_is_refused_before_anything_is_written(till: Till) -> None:
    read = entry_of(invoice(till))
    with pytest.raises(MoveRefused, match="outbox_move_refused"):
        till.outbox.save(read, replace(read, state=State.PAID), Attempt(till.now(), "pay", "done"))
    assert till.outbox.get(read.reference) == read


def test_of_several_saved_together_one_that_is_refused_takes_no_other_with_it(till: Till) -> None:
    first, second, third = (entry_of(invoice(till)) for _ in range(3))
    till.outbox.save(second, replace(second, state=State.CANCELLED))
    made = Attempt(till.now(), "payload", "made")
    moves = [Move(read, replace(read, state=State.SENDING), made) for read in (first, second, third)]
    saved = till.outbox.save_each([*moves, Move(first, replace(first, state=State.PAID))])
    assert [isinstance(one, MoveRefused) for one in saved] == [False, True, False, True]
    now = [till.outbox.get(read.reference) for read in (first, second, third)]
    assert [entry and (entry.state, len(entry.history)) for entry in now] == [
        (State.SENDING, 1),
        (State.CANCELLED, 0),
        (State.SENDING, 1),
    ]
    assert [now[0], now[2]] == [saved[0], saved[2]]


def test_an_entry_comes_back_with_everything_it_was_saved_with(till: Till) -> None:
    read = entry_of(invoice(till))
    full = replace(
        read,
        state=State.SENDING,
        attempts=3,
        not_before=till.now() + timedelta(minutes=5),
        payload='{"a":"å"}'.encode(),
        quarantine=Quarantine("boot-1", 12.25),
        problem=Problem("offline", {"text": "ingen nett"}),
        remote=Remote("77", 12, 900, Money(143_90), paid=False),
    )
    saved = till.outbox.save(read, full, Attempt(till.now(), "send", "unknown", "tapt svar"))
    again = till.outbox.get(read.reference)
    assert saved.version == read.version + 1
    assert again == saved == replace(full, version=saved.version)
    assert again is not None
    assert again.history == (Attempt(till.now(), "send", "unknown", "tapt svar"),)
    assert till.outbox.of_sale(read.sale_id) == again


def test_attempts_are_kept_in_the_order_they_were_made(till: Till) -> None:
    entry = entry_of(invoice(till))
    for outcome in ("a", "b", "c"):
        entry = till.outbox.save(
            entry, replace(entry, attempts=entry.attempts + 1), Attempt(till.now(), "send", outcome)
        )
    again = till.outbox.get(entry.reference)
    assert again is not None
    assert [attempt.outcome for attempt in again.history] == ["a", "b", "c"]


def test_lists_go_by_the_time_of_sale_and_a_short_one_keeps_the_right_end(till: Till, clock: ShopClock) -> None:
    numbers = []
    for _ in range(4):
        numbers.append(entry_of(invoice(till)).receipt_no)
        clock.advance(minutes=1)
    states = (State.QUEUED, State.HELD)
    assert [e.receipt_no for e in till.outbox.in_states(states)] == numbers
    assert [e.receipt_no for e in till.outbox.in_states(states, limit=2)] == numbers[:2]
    assert [e.receipt_no for e in till.outbox.latest(2, states)] == numbers[:1:-1]
    assert till.outbox.latest(2, (State.PAID,)) == []
    assert till.outbox.counts() == {State.QUEUED: 4}


@pytest.mark.parametrize("reference", ["", "DSK", "DSK\x00", "\udcff", "' OR 1=1 --"])
def test_a_reference_that_is_none_of_ours_finds_nothing(till: Till, reference: str) -> None:
    invoice(till)
    assert till.outbox.get(reference) is None


def test_what_is_put_aside_is_counted_until_its_time_comes(till: Till) -> None:
    till.change_settings({"channels.invoice.force_customer": "false"})
    entry = entry_of(invoice(till, None))
    until = till.deliveries.set_aside(entry.reference, "Spør i morgen").not_before
    assert until is not None
    assert till.outbox.count_set_aside(till.now()) == 1
    assert till.outbox.count_set_aside(until) == 0
    assert till.outbox.open_counts(till.now()) == ({State.NEEDS_CUSTOMER: 1}, 1)
    assert till.outbox.open_counts(until) == ({State.NEEDS_CUSTOMER: 1}, 0)


def test_only_what_the_day_may_concern_is_looked_at_before_a_pass(till: Till) -> None:
    entry = entry_of(invoice(till))
    day = entry.sold_at.date()
    assert entry.state is State.QUEUED
    looked_at = {days: till.outbox.about_to_move(day + timedelta(days)) for days in (-10, 0, 1, 10)}
    assert looked_at == {-10: [], 0: [entry], 1: [entry], 10: [entry]}
    held = till.outbox.save(entry, replace(entry, state=State.HELD))
    looked_at = {days: till.outbox.about_to_move(day + timedelta(days)) for days in (-10, 0, 1, 10)}
    assert looked_at == {-10: [held], 0: [held], 1: [held], 10: []}


@pytest.mark.parametrize("extreme", [date.min, date.max])
def test_any_day_at_all_can_be_the_first(till: Till, extreme: date) -> None:
    entry = entry_of(invoice(till))
    assert till.outbox.about_to_move(extreme) == ([entry] if extreme == date.max else [])


def test_without_a_first_day_all_that_is_queued_may_be_held_back_and_nothing_is_let_go(till: Till) -> None:
    queued, other = entry_of(invoice(till)), entry_of(invoice(till))
    till.outbox.save(other, replace(other, state=State.HELD))
    assert till.outbox.about_to_move(None) == [queued]


def test_what_waits_for_its_own_moment_or_is_in_doubt_is_retried_and_nothing_else(till: Till) -> None:
    waits, doubted, _ = (entry_of(invoice(till)) for _ in range(3))
    waits = till.outbox.save(waits, replace(waits, not_before=till.now()))
    doubted = till.outbox.save(doubted, replace(doubted, state=State.SENDING))
    doubted = till.outbox.save(doubted, replace(doubted, state=State.UNKNOWN))
    assert {one.reference: one for one in till.outbox.retried()} == {one.reference: one for one in (waits, doubted)}


def test_what_they_have_taken_is_not_counted_as_open(till: Till) -> None:
    taken, waiting = entry_of(invoice(till)), entry_of(invoice(till))
    sending = till.outbox.save(taken, replace(taken, state=State.SENDING))
    assert not till.outbox.has_any(State.ACCEPTED, State.INVOICED)
    till.outbox.save(sending, replace(sending, state=State.ACCEPTED))
    assert till.outbox.has_any(State.ACCEPTED, State.INVOICED)
    assert till.outbox.open_counts(till.now()) == ({waiting.state: 1}, 0)
