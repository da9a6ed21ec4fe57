"""Taking an invoice sale back in the seconds after it: cancelled in place, and everything is on the counter again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sync.engine import Reach, due, next_retry
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.domain.print_job import PrintState
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.receipt import ReceiptKind
from terminal_app.domain.sale import Words
from terminal_app.domain.sync_control import SyncStatus
from terminal_app.storage.books import disagreements
from terminal_app.till import Sold, Till
from terminal_app.till.undo import SHOWN_FOR, SLACK, Undone
from tests.till.counter import BY_CARD, BY_INVOICE, TORGET, ListeningSync, ShopClock, a_cart, entry_of, invoice

WORDS = Words("Takk", "bare her", "PO 7")


def take_back(till: Till, sold: Sold, operator: str = "amina") -> Undone:
    return till.undo.take_back(sold.sale.receipt_no or "", operator, "Angret")


def refused(till: Till, sold: Sold, operator: str = "amina") -> str:
    count = till.ledger.count()
    with pytest.raises(MoveRefused) as caught:
        take_back(till, sold, operator)
    assert till.ledger.count() == count
    return caught.value.problem.code


def test_what_was_on_the_counter_comes_back_and_the_invoice_is_never_sent(till: Till, clock: ShopClock) -> None:
    sold = invoice(till, words=WORDS)
    clock.advance(seconds=3)
    undone = take_back(till, sold)
    assert (undone.cart, undone.customer, undone.words) == (a_cart(), TORGET, WORDS)
    entry = till.outbox.get(entry_of(sold).reference)
    assert entry is not None
    assert entry.state is State.CANCELLED
    assert entry.history[-1].detail == "R-000001 Angret"


def test_the_sale_stays_and_a_whole_return_says_why(till: Till) -> None:
    sold = invoice(till)
    undone = take_back(till, sold)
    assert till.ledger.sale_by_receipt("F-000001") is not None
    (returned,) = till.ledger.returns_of(sold.sale.id)
    assert returned.id == undone.returned.id
    assert (returned.kind, returned.total) == (ReceiptKind.RETURN, -sold.sale.total)
    assert returned.return_of is not None
    assert returned.return_of.reason == "Angret"
    assert till.outbox.of_sale(returned.id) is None


def test_a_cashier_needs_nobodys_approval_for_it(till: Till) -> None:
    till.change_settings({"channels.invoice.enabled": "true"})
    sold = till.sell(a_cart(), BY_INVOICE, operator_id="amina", customer_number=TORGET.number)
    assert take_back(till, sold).returned.operator_id == "amina"


def test_it_is_offered_for_five_seconds_and_a_touch_in_time_may_arrive_a_little_later(
    till: Till, clock: ShopClock
) -> None:
    sold = invoice(till)
    assert till.undo.offered("amina") is not None
    clock.wall += SHOWN_FOR
    assert till.undo.offered("amina") is None
    clock.wall += SLACK - timedelta(seconds=1)
    assert take_back(till, sold).returned.receipt_no == "R-000001"


def test_too_late_is_too_late(till: Till, clock: ShopClock) -> None:
    sold = invoice(till)
    clock.wall += SHOWN_FOR + SLACK
    assert refused(till, sold) == "undo_too_late"


def test_a_clock_that_is_set_back_offers_nobody_minutes(till: Till, clock: ShopClock) -> None:
    sold = invoice(till)
    clock.advance(hours=-1)
    assert till.undo.offered("amina") is None
    assert refused(till, sold) == "undo_too_late"


def test_nobody_else_can_undo_it(till: Till) -> None:
    sold = invoice(till)
    assert till.undo.offered("kari") is None
    assert refused(till, sold, "kari") == "undo_not_yours"


def test_it_is_undone_once(till: Till) -> None:
    sold = invoice(till)
    take_back(till, sold)
    assert refused(till, sold) == "undo_not_yours"


@pytest.mark.parametrize("came_back", [False, True])
def test_an_invoice_that_was_ever_claimed_is_not_undone(till: Till, came_back: bool) -> None:
    entry = entry_of(sold := invoice(till))
    claimed = replace(entry, state=State.SENDING, attempts=1, payload=b"{}")
    claimed = till.outbox.save(entry, claimed)
    if came_back:
        till.outbox.save(claimed, replace(claimed, state=State.QUEUED, payload=None))
    assert refused(till, sold) == "undo_on_its_way"


def test_a_sale_that_was_returned_meanwhile_is_not_undone(till: Till) -> None:
    till.change_settings({"channels.invoice.integration": "false"})
    sold = invoice(till)
    till.returns.refund(sold.sale.receipt_no or "", operator_id="kari")
    assert refused(till, sold) == "undo_on_its_way"


def test_only_the_last_sale_is_offered_and_only_one_by_invoice(till: Till) -> None:
    first = invoice(till)
    till.sell(a_cart(), BY_CARD)
    assert till.undo.offered("amina") is None
    assert refused(till, first) == "undo_not_yours"


def test_an_invoice_without_a_customer_is_undone_as_well(till: Till) -> None:
    till.change_settings({"channels.invoice.force_customer": "false"})
    sold = invoice(till, customer=None)
    assert take_back(till, sold).customer is None


@pytest.mark.parametrize(
    "status",
    [lambda now: SyncStatus(next_run_at=now + timedelta(seconds=4)), lambda now: SyncStatus(sending=True)],
)
def test_a_run_that_falls_into_the_seconds_leaves_the_sale_till_after_them(
    till: Till, sync: ListeningSync, status: object
) -> None:
    sync.now = status(till.now())  # type: ignore[operator]
    entry = till.outbox.get(entry_of(invoice(till)).reference)
    assert entry is not None
    assert entry.not_before == till.now() + SHOWN_FOR + SLACK


def test_the_sync_passes_over_it_till_its_seconds_are_over_and_then_takes_it_by_itself(
    till: Till, clock: ShopClock, sync: ListeningSync
) -> None:
    sync.now = SyncStatus(next_run_at=till.now() + timedelta(seconds=1))
    invoice(till)
    entries = till.outbox.in_states([State.QUEUED])
    assert due(entries, till.now() + timedelta(seconds=2), Reach.SCHEDULED) == []
    over = till.now() + SHOWN_FOR + SLACK
    assert next_retry(entries, till.now()) == over
    assert [entry.receipt_no for entry in due(entries, over, Reach.RETRIES)] == ["F-000001"]


def test_a_sale_whose_run_is_further_off_goes_with_it(till: Till, sync: ListeningSync) -> None:
    sync.now = SyncStatus(next_run_at=till.now() + timedelta(minutes=5))
    entry = till.outbox.get(entry_of(invoice(till)).reference)
    assert entry is not None
    assert entry.not_before is None


def test_the_books_say_that_it_was_undone(till: Till) -> None:
    take_back(till, invoice(till))
    rows = till.database.rows("SELECT kind, facts FROM journal ORDER BY rowid DESC LIMIT 2")
    assert [kind for kind, _ in rows] == ["delivery_cancelled", "return"]
    assert '"undone":true' in rows[1][1].replace(" ", "")
    assert till.ledger.sale_by_receipt("F-000001") is not None
    assert till.preflight.unsent(TORGET).total == Money(0)
    assert disagreements(till.database) == ()


@pytest.mark.parametrize("printed", ["at once", "when asked for"])
def test_the_return_is_printed_where_the_receipt_was(till: Till, printed: str) -> None:
    with_printer = {"printer.kind": "file", "printer.address": "prints"}
    if printed == "at once":
        till.change_settings(with_printer)
    sold = invoice(till)
    first = till.prints.original(sold.sale.id)
    assert first is not None
    if printed == "when asked for":
        till.change_settings(with_printer)
        till.prints.again(first.id, "amina")
    woken: list[PrintState] = []
    till.prints.wake = lambda: woken.extend(job.state for job in [till.prints.original(undone_id(till))] if job)
    take_back(till, sold)
    assert woken == [PrintState.WAITING]


def test_what_was_only_on_the_screen_prints_no_return(till: Till) -> None:
    returned = take_back(till, invoice(till)).returned
    job = till.prints.original(returned.id)
    assert job is not None
    assert job.state is PrintState.SHOWN


def undone_id(till: Till) -> str:
    row = till.database.row("SELECT id FROM sale WHERE original_id IS NOT NULL")
    return "" if row is None else str(row[0])


def test_a_sale_is_not_undone_once_training_has_begun(till: Till) -> None:
    sold = invoice(till)
    till.train(True, "kari")
    assert till.undo.offered("amina") is None
    assert refused(till, sold) == "sale_not_of_training"
