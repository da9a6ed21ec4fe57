"""What a person mends: a customer for an invoice without one, another try, and the settings."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import BadInput, MoveRefused, Problem
from terminal_app.till import Till
from tests.till.counter import ListeningSync, entry_of, invoice


def last_journal_row(till: Till) -> tuple[str, str | None, dict[str, Any]]:
    ((kind, operator, facts),) = till.database.rows(
        "SELECT kind, operator_id, facts FROM journal ORDER BY id DESC LIMIT 1"
    )
    return kind, operator, json.loads(facts)


def without_customer(till: Till) -> OutboxEntry:
    till.change_settings({"channels.invoice.force_customer": "false"})
    return entry_of(invoice(till, None))


def stopped(till: Till) -> OutboxEntry:
    entry = entry_of(invoice(till))
    entry = till.outbox.save(entry, replace(entry, state=State.SENDING, payload=b"{}"))
    return till.outbox.save(entry, replace(entry, state=State.NEEDS_ATTENTION, problem=Problem("order_refused")))


def test_an_invoice_that_gets_its_customer_is_queued_journalled_and_the_sync_told(
    till: Till, sync: ListeningSync
) -> None:
    entry = without_customer(till)
    sync.asked.clear()
    saved = till.assign_customer(entry.reference, 10002, "kari")
    assert (saved.state, saved.customer_number, saved.customer_name) == (State.QUEUED, 10002, "Kari Martin")
    assert till.outbox.get(entry.reference) == saved
    assert last_journal_row(till) == ("customer_assigned", "kari", {"reference": entry.reference, "customer": 10002})
    assert sync.asked == ["nudge"]


def test_a_held_invoice_without_a_customer_gets_one_and_stays_held(till: Till) -> None:
    till.change_settings({"channels.invoice.integration": "false"})
    entry = without_customer(till)
    assert till.assign_customer(entry.reference, 10002).state is State.HELD
    with pytest.raises(MoveRefused):
        till.assign_customer(entry.reference, 10003)


@pytest.mark.parametrize(("number", "code"), [(10005, "customer_archived"), (1, "customer_unknown")])
def test_an_invoice_is_never_given_to_a_customer_that_cannot_be_invoiced(till: Till, number: int, code: str) -> None:
    entry = without_customer(till)
    with pytest.raises(BadInput, match=code):
        till.assign_customer(entry.reference, number)
    assert till.outbox.get(entry.reference) == entry


def test_an_invoice_that_is_on_its_way_keeps_its_customer(till: Till) -> None:
    entry = entry_of(invoice(till))
    with pytest.raises(MoveRefused, match="outbox_move_refused"):
        till.assign_customer(entry.reference, 10002)
    assert till.outbox.get(entry.reference) == entry


def test_another_try_makes_new_bytes_under_the_same_reference(till: Till, sync: ListeningSync) -> None:
    entry = stopped(till)
    sync.asked.clear()
    again = till.retry(entry.reference, "kari")
    assert again.reference == entry.reference
    assert (again.state, again.payload, again.problem, again.not_before) == (State.QUEUED, None, None, None)
    assert last_journal_row(till) == ("delivery_retried", "kari", {"reference": entry.reference})
    assert sync.asked == ["nudge"]


def test_only_what_needs_attention_is_tried_again(till: Till) -> None:
    entry = entry_of(invoice(till))
    with pytest.raises(MoveRefused, match="outbox_move_refused"):
        till.retry(entry.reference)
    with pytest.raises(BadInput) as unknown:
        till.retry("DSKnone")
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
