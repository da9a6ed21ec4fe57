"""What a person mends: a customer for an invoice without one, another try, and the settings."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.outbox import OutboxEntry, Quarantine, Remote, State
from terminal_app.domain.problems import BadInput, MoveRefused, Problem
from terminal_app.i18n import texts
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import LATTE, TORGET, ListeningSync, ShopClock, entry_of, invoice


def last_journal_row(till: Till) -> tuple[str, str | None, dict[str, Any]]:
    ((kind, operator, facts),) = till.database.rows(
        "SELECT kind, operator_id, facts FROM journal ORDER BY id DESC LIMIT 1"
    )
    return kind, operator, json.loads(facts)


def without_customer(till: Till) -> OutboxEntry:
    till.change_settings({"channels.invoice.force_customer": "false"})
    return entry_of(invoice(till, None))


def stopped(till: Till, code: str = "order_refused", **marks: Any) -> OutboxEntry:
    entry = entry_of(invoice(till))
    entry = till.outbox.save(entry, replace(entry, state=State.SENDING, payload=b"{}"))
    return till.outbox.save(entry, replace(entry, state=State.NEEDS_ATTENTION, problem=Problem(code), **marks))


def in_state(till: Till, state: State) -> OutboxEntry:
    """An invoice that came to that state by allowed moves."""
    entry = entry_of(invoice(till))
    for step in {
        State.SENDING: [State.SENDING],
        State.UNKNOWN: [State.SENDING, State.UNKNOWN],
        State.ACCEPTED: [State.SENDING, State.ACCEPTED],
        State.INVOICED: [State.SENDING, State.ACCEPTED, State.INVOICED],
        State.PAID: [State.SENDING, State.ACCEPTED, State.INVOICED, State.PAID],
        State.HELD: [State.HELD],
        State.NEEDS_CUSTOMER: [State.NEEDS_CUSTOMER],
        State.NEEDS_ATTENTION: [State.NEEDS_ATTENTION],
    }.get(state, []):
        entry = till.outbox.save(entry, replace(entry, state=step))
    return entry


def outcomes(till: Till, entry: OutboxEntry) -> list[tuple[str, str]]:
    kept = till.outbox.get(entry.reference)
    assert kept is not None
    return [(attempt.outcome, attempt.detail) for attempt in kept.history]


def test_an_invoice_that_gets_its_customer_is_queued_journalled_and_the_sync_told(
    till: Till, sync: ListeningSync
) -> None:
    entry = without_customer(till)
    sync.asked.clear()
    saved = till.deliveries.assign_customer(entry.reference, 10002, "kari")
    assert (saved.state, saved.customer_number, saved.customer_name) == (State.QUEUED, 10002, "Kari Martin")
    assert till.outbox.get(entry.reference) == saved
    assert last_journal_row(till) == ("customer_assigned", "kari", {"reference": entry.reference, "customer": 10002})
    assert sync.asked == ["nudge"]


def test_a_held_invoice_without_a_customer_gets_one_and_stays_held(till: Till) -> None:
    till.change_settings({"channels.invoice.integration": "false"})
    entry = without_customer(till)
    assert till.deliveries.assign_customer(entry.reference, 10002).state is State.HELD
    with pytest.raises(BadInput, match="reason_missing"):
        till.deliveries.assign_customer(entry.reference, 10003)


@pytest.mark.parametrize(("number", "code"), [(10005, "customer_archived"), (1, "customer_unknown")])
def test_an_invoice_is_never_given_to_a_customer_that_cannot_be_invoiced(till: Till, number: int, code: str) -> None:
    entry = without_customer(till)
    with pytest.raises(BadInput, match=code):
        till.deliveries.assign_customer(entry.reference, number)
    assert till.outbox.get(entry.reference) == entry


@pytest.mark.parametrize("state", [State.SENDING, State.UNKNOWN, State.ACCEPTED, State.PAID])
def test_an_invoice_that_is_on_its_way_keeps_its_customer(till: Till, state: State) -> None:
    entry = in_state(till, state)
    with pytest.raises(MoveRefused, match="customer_is_final"):
        till.deliveries.assign_customer(entry.reference, 10002, reason="feil kunde")
    assert till.outbox.get(entry.reference) == entry


def test_a_stopped_invoice_gets_another_customer_and_new_bytes_under_the_same_reference(
    till: Till, sync: ListeningSync
) -> None:
    entry = stopped(till, "customer_refused")
    sync.asked.clear()
    saved = till.deliveries.assign_customer(entry.reference, 10002, "amina")
    assert saved.reference == entry.reference
    assert (saved.state, saved.customer_remote_id, saved.customer_number) == (State.QUEUED, "502", 10002)
    assert (saved.payload, saved.problem) == (None, None)
    assert till.outbox.get(entry.reference) == saved
    facts = {"reference": entry.reference, "customer": 10002, "instead_of": 10001}
    assert last_journal_row(till) == ("customer_assigned", "amina", facts)
    assert outcomes(till, entry) == [("assigned", "10002 Kari Martin")]
    assert sync.asked == ["nudge"]


def test_the_customer_of_a_stopped_invoice_stays_when_something_else_stops_it(till: Till) -> None:
    entry = stopped(till, "product_refused")
    with pytest.raises(MoveRefused, match="not_about_the_customer"):
        till.deliveries.assign_customer(entry.reference, 10002)
    assert till.outbox.get(entry.reference) == entry


@pytest.mark.parametrize("marks", [{"quarantine": Quarantine("boot", 1.0)}, {"remote": Remote("77", 1012)}])
def test_an_invoice_that_may_have_arrived_is_neither_given_away_nor_cancelled(
    till: Till, marks: dict[str, Any]
) -> None:
    entry = stopped(till, "customer_refused", **marks)
    with pytest.raises(MoveRefused, match="may_have_arrived"):
        till.deliveries.assign_customer(entry.reference, 10002)
    with pytest.raises(MoveRefused, match="may_have_arrived"):
        till.deliveries.cancel(entry.reference, "feil", "kari")
    assert till.outbox.get(entry.reference) == entry


def test_an_archived_customer_is_refused_for_an_invoice_with_words_about_the_invoice(till: Till) -> None:
    entry = stopped(till, "customer_refused")
    with pytest.raises(BadInput) as refused:
        till.deliveries.assign_customer(entry.reference, 10005)
    message, hint = texts("nb").problem(refused.value.problem)
    assert "10005 Nedlagt AS" in message
    assert "Fakturaen er som før" in hint
    assert "urv" not in hint


def test_a_manager_cancels_with_a_reason_that_stays_in_history_and_journal(till: Till, sync: ListeningSync) -> None:
    entry = stopped(till)
    sync.asked.clear()
    saved = till.deliveries.cancel(entry.reference, "  Fakturert for hånd ", "kari")
    assert saved.state is State.CANCELLED
    assert sync.asked == ["nudge"]
    assert till.outbox.get(entry.reference) == saved
    assert outcomes(till, entry) == [("cancelled", "Fakturert for hånd")]
    facts = {"reference": entry.reference, "reason": "Fakturert for hånd", "was": "needs_attention"}
    assert last_journal_row(till) == ("delivery_cancelled", "kari", facts)


def test_a_cashier_may_not_cancel(till: Till) -> None:
    entry = stopped(till)
    for who in ("amina", None):
        with pytest.raises(MoveRefused, match="right_missing"):
            till.deliveries.cancel(entry.reference, "Feil kunde", who)
    assert till.outbox.get(entry.reference) == entry


def test_in_a_shop_without_operators_whoever_stands_there_may_cancel(database: Database, clock: ShopClock) -> None:
    till = Till(database, clock)
    till.catalog.put_products([LATTE])
    till.catalog.put_customers([(TORGET, None)])
    company = {"shop.name": "Kaffebaren AS", "shop.organization_number": "999999999"}
    till.change_settings(company | {"channels.invoice.enabled": "true"})
    till.reload()
    entry = entry_of(invoice(till, cart=Cart().add(LATTE)))
    assert till.deliveries.cancel(entry.reference, "Betalt kontant").state is State.CANCELLED


@pytest.mark.parametrize("reason", ["", "   ", "\t\n"])
def test_nothing_is_cancelled_or_set_aside_without_a_reason(till: Till, reason: str) -> None:
    entry = stopped(till)
    for act in (till.deliveries.cancel, till.deliveries.set_aside):
        with pytest.raises(BadInput, match="reason_missing"):
            act(entry.reference, reason, "kari")
    assert till.outbox.get(entry.reference) == entry


@pytest.mark.parametrize("state", [State.HELD, State.NEEDS_CUSTOMER, State.QUEUED, State.NEEDS_ATTENTION])
def test_what_was_never_taken_can_be_cancelled(till: Till, state: State) -> None:
    entry = in_state(till, state)
    assert till.deliveries.cancel(entry.reference, "Dobbelt slått inn", "kari").state is State.CANCELLED


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.SENDING, "may_have_arrived"),
        (State.UNKNOWN, "may_have_arrived"),
        (State.ACCEPTED, "arrived_already"),
        (State.INVOICED, "arrived_already"),
        (State.PAID, "arrived_already"),
    ],
)
def test_what_is_or_may_be_in_the_accounts_is_never_cancelled(till: Till, state: State, code: str) -> None:
    entry = in_state(till, state)
    with pytest.raises(MoveRefused, match=code):
        till.deliveries.cancel(entry.reference, "Angret", "kari")
    assert till.outbox.get(entry.reference) == entry


def test_a_cancelled_invoice_is_cancelled_once(till: Till) -> None:
    entry = stopped(till)
    till.deliveries.cancel(entry.reference, "Feil", "kari")
    with pytest.raises(MoveRefused, match="outbox_move_refused"):
        till.deliveries.cancel(entry.reference, "Feil", "kari")
    assert [outcome for outcome, _ in outcomes(till, entry)] == ["cancelled"]


def test_what_is_set_aside_still_needs_a_person_and_comes_up_tomorrow_morning(till: Till) -> None:
    entry = stopped(till)
    saved = till.deliveries.set_aside(entry.reference, "Kunden ringer i morgen", "amina")
    assert saved.state is State.NEEDS_ATTENTION
    assert saved.problem == entry.problem
    assert saved.not_before == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    assert outcomes(till, entry) == [("set_aside", "Kunden ringer i morgen")]
    kind, operator, facts = last_journal_row(till)
    assert (kind, operator, facts["reason"]) == ("delivery_set_aside", "amina", "Kunden ringer i morgen")
    assert till.deliveries.retry(entry.reference).not_before is None


def test_what_goes_by_itself_is_not_set_aside(till: Till) -> None:
    entry = entry_of(invoice(till))
    with pytest.raises(MoveRefused, match="outbox_move_refused"):
        till.deliveries.set_aside(entry.reference, "Senere")
    assert till.outbox.get(entry.reference) == entry


def test_another_try_makes_new_bytes_under_the_same_reference(till: Till, sync: ListeningSync) -> None:
    entry = stopped(till)
    sync.asked.clear()
    again = till.deliveries.retry(entry.reference, "kari")
    assert again.reference == entry.reference
    assert (again.state, again.payload, again.problem, again.not_before) == (State.QUEUED, None, None, None)
    assert last_journal_row(till) == ("delivery_retried", "kari", {"reference": entry.reference})
    assert sync.asked == ["nudge"]


def test_only_what_needs_attention_is_tried_again(till: Till) -> None:
    entry = entry_of(invoice(till))
    with pytest.raises(MoveRefused, match="outbox_move_refused"):
        till.deliveries.retry(entry.reference)
    with pytest.raises(BadInput) as unknown:
        till.deliveries.retry("DSKnone")
    assert unknown.value.problem.values["field"] == "reference"


def test_settings_that_change_are_journalled_once_and_the_sync_reads_them_anew(till: Till, sync: ListeningSync) -> None:
    changes = {"till.name": "Kasse 3", "invoicing.client_key": "hemmelig", "shop.name": "Kaffebaren AS"}
    assert set(till.change_settings(changes, "kari")) == {"till.name", "invoicing.client_key"}
    assert last_journal_row(till) == (
        "settings",
        "kari",
        {"till.name": ["Kasse 1", "Kasse 3"], "invoicing.client_key": ["", "•••"]},
    )
    assert sync.asked == ["reconfigure"]
    assert till.values.shop().till_name == "Kasse 3"


def test_settings_that_are_as_before_leave_no_trace(till: Till, sync: ListeningSync) -> None:
    before = last_journal_row(till)
    assert till.change_settings({"shop.name": "Kaffebaren AS"}) == ()
    assert last_journal_row(till) == before
    assert sync.asked == []


def test_a_shop_delivers_when_it_has_a_system_and_the_integration_is_on(till: Till) -> None:
    assert till.delivers()
    till.change_settings({"invoicing.system": "none"})
    assert not till.delivers()
