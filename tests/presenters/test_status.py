"""The badge and the lifeline in words, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Attempt, OutboxEntry, Remote, State
from terminal_app.domain.problems import Problem
from terminal_app.domain.sync_control import SyncStatus
from terminal_app.i18n import texts
from terminal_app.presenters.status import badge, lifeline, state_badge

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=timezone(timedelta(hours=1)))
NB, EN = texts("nb"), texts("en")
SENT_AT = NOW.replace(hour=13, minute=58)
ENTRY = OutboxEntry("DSK1", "s1", "F-000412", NOW, "501", 10001, "Torget", Money(143_90), State.QUEUED)
WRONG = Problem("key_missing")
Q, S, U, NC, NA = State.QUEUED, State.SENDING, State.UNKNOWN, State.NEEDS_CUSTOMER, State.NEEDS_ATTENTION


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return NOW.replace(day=day, hour=hour, minute=minute)


@pytest.mark.parametrize(
    ("status", "norwegian", "english", "tone"),
    [
        (SyncStatus(), "Ingenting å sende", "Nothing to send", "ok"),
        (SyncStatus({State.HELD: 4, State.PAID: 2}), "Ingenting å sende", "Nothing to send", "ok"),
        (SyncStatus(last_ok_at=SENT_AT), "Alt sendt 13:58", "All sent 13:58", "ok"),
        (SyncStatus(last_ok_at=at(23, 31, 22)), "Alt sendt 22.11.2026 23:31", "All sent 22 Nov 2026 23:31", "ok"),
        (SyncStatus({Q: 1}), "1 venter", "1 waiting", "warn"),
        (SyncStatus({Q: 3}, next_run_at=at(14)), "3 venter, 14:00", "3 waiting, 14:00", "warn"),
        (SyncStatus({U: 2}, next_run_at=at(6, 0, 24)), "2 venter, i morgen 06:00", "2 waiting, tomorrow 06:00", "warn"),
        (SyncStatus({Q: 1}, next_run_at=at(6, 0, 26)), "1 venter, torsdag 06:00", "1 waiting, Thursday 06:00", "warn"),
        (SyncStatus({NC: 1, Q: 9}, sending=True), "1 trenger deg", "1 needs you", "bad"),
        (SyncStatus({NC: 1, NA: 1}, blocked=WRONG), "2 trenger deg", "2 need you", "bad"),
        (SyncStatus({NA: 2, Q: 1}, set_aside=1), "1 trenger deg", "1 needs you", "bad"),
        (SyncStatus({NA: 1, Q: 1}, set_aside=1), "1 venter", "1 waiting", "warn"),
        (SyncStatus({Q: 1, S: 1}, sending=True), "Sender 2", "Sending 2", "busy"),
        (SyncStatus({Q: 1}, blocked=WRONG, offline_since=NOW), "Sjekk innstillingene", "Check the settings", "bad"),
    ],
)
def test_the_badge_says_the_most_urgent_thing_in_words(
    status: SyncStatus, norwegian: str, english: str, tone: str
) -> None:
    assert (badge(status, NB, NOW).text, badge(status, EN, NOW).text) == (norwegian, english)
    assert badge(status, NB, NOW).tone == tone


@pytest.mark.parametrize(
    ("length", "norwegian", "english"),
    [
        (timedelta(minutes=12, seconds=40), "12 min", "12 min"),
        (timedelta(hours=47, minutes=59), "47 t", "47 h"),
        (timedelta(days=3), "3 dager", "3 days"),
        (timedelta(minutes=-1), "0 min", "0 min"),
    ],
)
def test_without_network_the_badge_says_for_how_long_and_that_selling_works(
    length: timedelta, norwegian: str, english: str
) -> None:
    status = SyncStatus({Q: 1}, offline_since=NOW - length)
    assert badge(status, NB, NOW).text == f"Uten nett {norwegian}, salg virker"
    assert badge(status, EN, NOW).text == f"Offline {english}, sales work"


def test_every_state_of_an_invoice_has_words_and_an_icon_of_its_own_language() -> None:
    for state in State:
        shown = [state_badge(replace(ENTRY, state=state), SyncStatus(), language, NOW) for language in (NB, EN)]
        assert shown[0].icon == shown[1].icon
        assert shown[0].text
        assert shown[0].text != shown[1].text


def test_a_queued_invoice_says_when_it_goes() -> None:
    assert state_badge(ENTRY, SyncStatus(next_run_at=at(23, 30)), NB, NOW).text == "Sendes 23:30"


@pytest.mark.parametrize(
    ("state", "stations"),
    [
        (State.QUEUED, ["done", "now", "waiting", "waiting", "waiting"]),
        (State.UNKNOWN, ["done", "now", "waiting", "waiting", "waiting"]),
        (State.NEEDS_CUSTOMER, ["done", "problem", "waiting", "waiting", "waiting"]),
        (State.NEEDS_ATTENTION, ["done", "problem", "waiting", "waiting", "waiting"]),
        (State.ACCEPTED, ["done", "done", "done", "waiting", "waiting"]),
        (State.INVOICED, ["done", "done", "done", "done", "waiting"]),
        (State.PAID, ["done"] * 5),
        (State.HELD, ["done", "now"]),
        (State.CANCELLED, ["done", "problem"]),
    ],
)
def test_the_lifeline_shows_how_far_an_invoice_has_come(state: State, stations: list[str]) -> None:
    steps = lifeline(replace(ENTRY, state=state), SyncStatus(), NB, NOW)
    assert [step.state for step in steps] == stations
    assert steps[0].detail == "F-000412  14:05"


def test_the_lifeline_names_the_numbers_of_the_accounting_system() -> None:
    invoiced = replace(ENTRY, state=State.INVOICED, remote=Remote("77", 1012, 30044))
    details = [step.detail for step in lifeline(invoiced, SyncStatus(), NB, NOW)]
    assert details[2:4] == ["Ordre 1012", "Faktura 30044"]


def test_an_invoice_that_was_changed_over_there_says_both_amounts() -> None:
    changed = replace(ENTRY, state=State.INVOICED, remote=Remote("77", 1012, 30044, total=Money(139_40)))
    detail = lifeline(changed, SyncStatus(), NB, NOW)[3].detail.replace("\u00a0", " ")
    assert detail == "Faktura 30044 · kr 139,40 der, kr 143,90 her"


def test_what_stops_an_invoice_is_told_where_it_stands() -> None:
    stopped = replace(ENTRY, state=State.NEEDS_ATTENTION, problem=Problem("customer_missing"))
    assert "kunde" in lifeline(stopped, SyncStatus(), NB, NOW)[1].detail
    waiting = lifeline(ENTRY, SyncStatus(offline_since=NOW), NB, NOW)[1]
    assert (waiting.state, waiting.detail) == ("now", "Uten nett; den sendes av seg selv når nettet er tilbake.")


def test_every_station_that_was_reached_says_when() -> None:
    history = (
        Attempt(at(14, 6), "send", "unknown"),
        Attempt(at(14, 7), "look_up", "found", "1012"),
        Attempt(at(23, 31), "states", "invoiced", "30044"),
    )
    invoiced = replace(ENTRY, state=State.INVOICED, remote=Remote("77", 1012, 30044), history=history)
    details = [step.detail for step in lifeline(invoiced, SyncStatus(), NB, NOW)]
    assert details == ["F-000412  14:05", "14:06", "14:07 · Ordre 1012", "23:31 · Faktura 30044", ""]


def test_an_unknown_outcome_is_being_checked_and_never_a_failure() -> None:
    unknown = replace(
        ENTRY,
        state=State.UNKNOWN,
        problem=Problem("reference_in_use", {"text": "in use"}),
        not_before=at(14, 10),
        history=(Attempt(at(14, 6), "send", "unknown"),),
    )
    shown = state_badge(unknown, SyncStatus(), EN, NOW)
    assert (shown.text, shown.tone) == ("Checking", "busy")
    step = lifeline(unknown, SyncStatus(), EN, NOW)[1]
    assert step.state == "now"
    assert step.detail == "Sent 14:06; it is looked up whether it arrived, and never sent twice. Looks again 14:10."


def test_a_wait_is_a_time_of_day_with_its_reason() -> None:
    later = replace(ENTRY, not_before=at(14, 9), problem=Problem("throttled", {"seconds": "30"}))
    step = lifeline(later, SyncStatus(next_run_at=at(23, 30)), NB, NOW)[1]
    assert (step.text, step.state) == ("Prøver igjen 14:09", "now")
    assert "30" in step.detail


def test_a_fresh_invoice_that_may_still_be_undone_says_when_it_goes() -> None:
    fresh = replace(ENTRY, not_before=at(14, 9))
    assert state_badge(fresh, SyncStatus(next_run_at=at(23, 30)), NB, NOW).text == "Sendes 14:09"


def test_a_wait_that_is_over_goes_with_the_next_run() -> None:
    over = replace(ENTRY, not_before=at(14, 1))
    assert state_badge(over, SyncStatus(next_run_at=at(23, 30)), NB, NOW).text == "Sendes 23:30"


def test_a_wrong_setting_makes_the_invoices_wait_and_says_so() -> None:
    step = lifeline(ENTRY, SyncStatus(blocked=WRONG, next_run_at=at(23, 30)), NB, NOW)[1]
    assert (step.text, step.detail) == ("Venter", "Den venter til en innstilling er rettet.")
