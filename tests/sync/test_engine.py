"""The state machine as a table: what was, what came back, what is next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from sync import engine
from sync.engine import Moment, Reach, Verdict
from sync.gateway import (
    Found,
    NeedsPerson,
    NotSent,
    OutcomeUnknown,
    ReferenceTaken,
    Sent,
    SettingIsWrong,
    SyncError,
    Throttled,
    TryAgainLater,
)
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import OutboxEntry, Quarantine, Remote, State, may_follow
from terminal_app.domain.problems import Problem

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
MOMENT = Moment(NOW, "boot", 1000.0)
QUEUED = OutboxEntry("DSK1", "s1", "F-000001", NOW, "501", 10001, "Torget AS", Money(15600), State.QUEUED)
SENDING = engine.claim(QUEUED, b"{}")
UNKNOWN = replace(SENDING, state=State.UNKNOWN, quarantine=Quarantine("boot", 990.0), not_before=NOW)
RESENDING = replace(UNKNOWN, state=State.SENDING)
GOOD = Remote("id-1", 10001, total=Money(15600))
WRONG = Remote("id-1", 10001, total=Money(19500))


def after(
    entry: OutboxEntry, outcome: Sent | Found | SyncError | None, *, over: bool = False, moment: Moment = MOMENT
) -> engine.Step:
    return engine.after(entry, outcome, moment, Random(1), quarantine_s=600, quarantine_over=over)


@pytest.mark.parametrize(
    ("entry", "outcome", "state", "verdict", "attempts"),
    [
        (SENDING, Sent(GOOD), State.ACCEPTED, Verdict.GO_ON, 1),
        (SENDING, Sent(WRONG), State.NEEDS_ATTENTION, Verdict.GO_ON, 1),
        (SENDING, Sent(replace(GOOD, total=None)), State.NEEDS_ATTENTION, Verdict.GO_ON, 1),
        (SENDING, NeedsPerson("order_refused"), State.NEEDS_ATTENTION, Verdict.GO_ON, 1),
        (SENDING, OutcomeUnknown("no_answer"), State.UNKNOWN, Verdict.LOOK_UP, 1),
        (SENDING, ReferenceTaken("reference_in_use"), State.UNKNOWN, Verdict.LOOK_UP, 1),
        (SENDING, TryAgainLater("server_error"), State.UNKNOWN, Verdict.LOOK_UP, 1),
        (SENDING, SyncError("who_knows"), State.UNKNOWN, Verdict.LOOK_UP, 1),
        (SENDING, NotSent("offline"), State.QUEUED, Verdict.STOP, 1),
        (SENDING, Throttled(30), State.QUEUED, Verdict.STOP, 0),
        (SENDING, SettingIsWrong("keys_refused"), State.QUEUED, Verdict.BLOCK, 0),
        (RESENDING, Sent(GOOD), State.ACCEPTED, Verdict.GO_ON, 1),
        (RESENDING, NotSent("offline"), State.UNKNOWN, Verdict.STOP, 1),
        (RESENDING, Throttled(30), State.UNKNOWN, Verdict.STOP, 0),
        (RESENDING, SettingIsWrong("keys_refused"), State.UNKNOWN, Verdict.BLOCK, 0),
        (RESENDING, NeedsPerson("order_refused"), State.NEEDS_ATTENTION, Verdict.GO_ON, 1),
        (UNKNOWN, Found(GOOD, "501"), State.ACCEPTED, Verdict.GO_ON, 1),
        (UNKNOWN, Found(GOOD, None), State.ACCEPTED, Verdict.GO_ON, 1),
        (UNKNOWN, Found(WRONG, "501"), State.NEEDS_ATTENTION, Verdict.GO_ON, 1),
        (UNKNOWN, Found(GOOD, "502"), State.NEEDS_ATTENTION, Verdict.GO_ON, 1),
        (UNKNOWN, None, State.UNKNOWN, Verdict.GO_ON, 1),
        (UNKNOWN, NotSent("offline"), State.UNKNOWN, Verdict.STOP, 1),
        (UNKNOWN, TryAgainLater("answer_not_understood"), State.UNKNOWN, Verdict.STOP, 1),
        (UNKNOWN, SettingIsWrong("privilege_missing"), State.UNKNOWN, Verdict.BLOCK, 1),
    ],
)
def test_each_outcome_leads_to_one_state_and_one_way_on(
    entry: OutboxEntry, outcome: Sent | Found | SyncError | None, state: State, verdict: Verdict, attempts: int
) -> None:
    step = after(entry, outcome)
    assert (step.entry.state, step.verdict, step.entry.attempts) == (state, verdict, attempts)
    assert step.entry.state is entry.state or may_follow(entry.state, step.entry.state)


def test_what_needs_a_person_says_which_sale_it_is_about() -> None:
    problem = after(SENDING, Sent(WRONG)).entry.problem
    assert problem is not None
    assert problem == Problem(
        "total_mismatch", {"till": "156.00", "answered": "195.00", "order_no": "10001", "receipt_no": "F-000001"}
    )


def test_another_customers_order_under_the_reference_is_a_clash() -> None:
    problem = after(UNKNOWN, Found(GOOD, "502")).entry.problem
    assert problem is not None
    assert problem.code == "reference_clash"


def test_a_repeat_after_an_unknown_outcome_keeps_the_bytes_and_a_fresh_start_makes_new_ones() -> None:
    assert after(RESENDING, NotSent("offline")).entry.payload == b"{}"
    assert after(SENDING, NotSent("offline")).entry.payload is None


def test_nothing_is_posted_again_before_the_quarantine_is_over() -> None:
    assert after(UNKNOWN, None, over=False).verdict is Verdict.GO_ON
    assert after(UNKNOWN, None, over=True).verdict is Verdict.SEND


@pytest.mark.parametrize(
    ("quarantine", "boot_s", "over"),
    [
        (Quarantine("boot", 400.0), 1000.0, True),
        (Quarantine("boot", 401.0), 1000.0, False),
        (Quarantine("other boot", 0.0), 1000.0, False),
        (Quarantine("boot", 1200.0), 1000.0, False),
        (None, 1000.0, False),
    ],
)
def test_the_quarantine_counts_on_its_own_boot_only(quarantine: Quarantine | None, boot_s: float, over: bool) -> None:
    entry = replace(UNKNOWN, quarantine=quarantine)
    assert engine.quarantine_is_over(entry, Moment(NOW, "boot", boot_s), 600) is over


@pytest.mark.parametrize(("elapsed_s", "wait_s"), [(0, 5), (5, 25), (29, 1), (31, 29), (400, 200), (599, 1)])
def test_an_unknown_order_is_looked_up_soon_then_more_rarely_and_when_the_quarantine_ends(
    elapsed_s: float, wait_s: float
) -> None:
    step = after(replace(UNKNOWN, quarantine=Quarantine("boot", 1000.0 - elapsed_s)), None)
    assert step.entry.not_before == NOW + timedelta(seconds=wait_s)


def test_a_reference_that_is_taken_by_nothing_we_can_find_waits_for_a_person() -> None:
    taken = after(SENDING, ReferenceTaken("reference_in_use")).entry
    assert after(taken, None, over=False).entry.state is State.UNKNOWN
    assert after(taken, None, over=True).entry.state is State.NEEDS_ATTENTION


def test_a_throttled_order_waits_at_least_as_long_as_it_was_told() -> None:
    not_before = after(SENDING, Throttled(120)).entry.not_before
    assert not_before is not None
    assert timedelta(seconds=120) <= not_before - NOW <= timedelta(seconds=121)


def test_back_off_doubles_under_a_cap_with_full_jitter() -> None:
    longest = [max(engine.back_off_s(failures, Random(seed)) for seed in range(200)) for failures in (1, 2, 3, 40)]
    assert longest == sorted(longest)
    assert 3.5 < longest[0] <= 4
    assert 880 < longest[3] <= 900


def test_what_a_dead_program_was_sending_is_in_doubt() -> None:
    step = engine.recover(SENDING, MOMENT)
    assert (step.entry.state, step.entry.quarantine) == (State.UNKNOWN, Quarantine("boot", 1000.0))


NEW = replace(QUEUED, reference="new")
RETRY = replace(QUEUED, reference="retry", not_before=NOW)
LATER = replace(QUEUED, reference="later", not_before=NOW + timedelta(minutes=5))
SET_BACK = replace(QUEUED, reference="set back", not_before=NOW + timedelta(days=1))
DOUBT = replace(UNKNOWN, reference="doubt", not_before=None)


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        (Reach.RETRIES, ["doubt", "retry", "set back"]),
        (Reach.SCHEDULED, ["doubt", "new", "retry", "set back"]),
        (Reach.EVERYTHING, ["doubt", "new", "retry", "later", "set back"]),
    ],
)
def test_each_reach_takes_its_entries_the_doubtful_first(reach: Reach, expected: list[str]) -> None:
    entries = [NEW, RETRY, LATER, SET_BACK, DOUBT, replace(QUEUED, state=State.NEEDS_ATTENTION)]
    assert [entry.reference for entry in engine.due(entries, NOW, reach)] == expected


def test_the_next_retry_is_known_and_new_entries_have_none() -> None:
    assert engine.next_retry([NEW], NOW) is None
    assert engine.next_retry([NEW, LATER], NOW) == NOW + timedelta(minutes=5)
    assert engine.next_retry([LATER, DOUBT], NOW) == NOW


@pytest.mark.parametrize(
    ("entry", "since", "state"),
    [
        (replace(QUEUED, state=State.HELD), date(2026, 11, 22), State.QUEUED),
        (replace(QUEUED, state=State.HELD, customer_remote_id=None), date(2026, 11, 22), State.NEEDS_CUSTOMER),
        (replace(QUEUED, state=State.HELD), date(2026, 11, 23), None),
        (replace(QUEUED, state=State.HELD), None, None),
        (QUEUED, date(2026, 11, 23), State.HELD),
        (QUEUED, date(2026, 11, 1), None),
        (replace(QUEUED, attempts=1), date(2026, 11, 23), None),
    ],
)
def test_the_date_of_the_sale_decides_what_is_held(entry: OutboxEntry, since: date | None, state: State | None) -> None:
    step = engine.release(entry, since, NOW)
    assert (None if step is None else step.entry.state) is state


@pytest.mark.parametrize(
    ("entry", "first"),
    [
        (QUEUED, False),
        (replace(QUEUED, remote=WRONG), True),
        (replace(QUEUED, quarantine=Quarantine("boot", 1.0)), True),
        (UNKNOWN, False),
    ],
)
def test_a_queued_entry_that_may_have_arrived_is_looked_up_first(entry: OutboxEntry, first: bool) -> None:
    assert engine.must_look_up_first(entry) is first


def test_an_unforeseen_error_sets_the_entry_aside_and_a_retry_will_look_it_up() -> None:
    parked = engine.parked(SENDING, MOMENT, "ZeroDivisionError").entry
    assert parked.state is State.NEEDS_ATTENTION
    assert engine.must_look_up_first(replace(parked, state=State.QUEUED))
