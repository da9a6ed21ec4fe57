"""The customer of an invoice that still waits is exchanged for another, with a reason that is kept."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from terminal_app.domain.operators import Right
from terminal_app.domain.outbox import Quarantine, State
from terminal_app.domain.problems import BadInput, MoveRefused
from terminal_app.domain.repair import may_change_customer
from terminal_app.till import Till
from tests.till.counter import ListeningSync, entry_of, invoice


def test_the_customer_of_a_waiting_invoice_is_exchanged_with_a_reason_in_its_history_and_the_journal(
    till: Till, sync: ListeningSync
) -> None:
    entry = entry_of(invoice(till))
    sync.asked.clear()
    saved = till.deliveries.assign_customer(entry.reference, 10003, "amina", "Feil Martin ble valgt")
    assert (saved.state, saved.customer_number, saved.customer_remote_id) == (State.QUEUED, 10003, "503")
    kept = till.outbox.get(entry.reference)
    assert kept is not None
    assert kept == saved
    last = kept.history[-1]
    assert (last.outcome, last.detail) == ("reassigned", "10003 Martin Østby Bygg AS · Feil Martin ble valgt")
    ((kind, facts),) = till.database.rows("SELECT kind, facts FROM journal ORDER BY id DESC LIMIT 1")
    assert kind == "customer_assigned"
    assert json.loads(facts) == {
        "reference": entry.reference,
        "customer": 10003,
        "instead_of": 10001,
        "reason": "Feil Martin ble valgt",
    }
    assert sync.asked == ["nudge"]


@pytest.mark.parametrize(("number", "reason", "code"), [(10003, " ", "reason_missing"), (10001, "x", "is_the_same")])
def test_a_waiting_invoice_stays_without_a_reason_and_with_its_own_customer(
    till: Till, number: int, reason: str, code: str
) -> None:
    entry = entry_of(invoice(till))
    with pytest.raises(BadInput, match=code):
        till.deliveries.assign_customer(entry.reference, number, reason=reason)
    assert till.outbox.get(entry.reference) == entry


def test_a_recorded_invoice_with_a_customer_gets_another_and_stays_held(till: Till) -> None:
    till.change_settings({"channels.invoice.integration": "false"})
    entry = entry_of(invoice(till))
    saved = till.deliveries.assign_customer(entry.reference, 10002, reason="feil kunde")
    assert (saved.state, saved.customer_number) == (State.HELD, 10002)


def test_an_invoice_that_came_back_into_the_queue_but_may_have_arrived_keeps_its_customer(till: Till) -> None:
    entry = entry_of(invoice(till))
    entry = till.outbox.save(entry, replace(entry, quarantine=Quarantine("boot", 1.0)))
    with pytest.raises(MoveRefused, match="customer_is_final"):
        till.deliveries.assign_customer(entry.reference, 10002, reason="feil kunde")


def test_the_sync_that_claimed_it_first_wins_over_another_customer(till: Till) -> None:
    entry = entry_of(invoice(till))
    till.outbox.save(entry, replace(entry, state=State.SENDING, payload=b"{}"))
    with pytest.raises(MoveRefused, match="customer_is_final"):
        till.deliveries.require_assignable(entry.reference)


def test_a_return_that_waits_follows_its_sale_to_the_other_customer(till: Till) -> None:
    sold = invoice(till)
    entry = entry_of(sold)
    (line, *_) = till.returns.left(sold.sale.receipt_no or "")
    assert line.line.sku is not None
    chosen = till.returns.chosen(sold.sale.receipt_no or "", {"1002": till.returns.left("F-000001")[1].quantity})
    approver = till.operators.who_may(Right.REFUND)[0].id
    back = till.returns.refund("F-000001", chosen, reason="feil", operator_id=approver).entry
    assert back is not None
    till.deliveries.assign_customer(entry.reference, 10003, reason="feil kunde")
    followed = till.outbox.get(back.reference)
    assert followed is not None
    assert followed.customer_number == 10003


def test_a_credit_goes_to_nobody_but_the_customer_who_was_invoiced(till: Till) -> None:
    entry = entry_of(sold := invoice(till))
    sending = till.outbox.save(entry, replace(entry, state=State.SENDING, payload=b"{}"))
    till.outbox.save(sending, replace(sending, state=State.ACCEPTED))
    credit = entry_of(till.returns.refund(sold.sale.receipt_no or "", operator_id="kari"))
    assert not may_change_customer(credit)
    with pytest.raises(MoveRefused, match="return_follows_its_sale"):
        till.deliveries.assign_customer(credit.reference, 10002, reason="feil kunde")
    assert till.outbox.get(credit.reference) == credit
