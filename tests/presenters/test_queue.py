"""The queue: what is listed, what is open, and the buttons that mend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.channel import StatusChanged, SyncStatus
from terminal_app.domain.outbox import Attempt, OutboxEntry, State
from terminal_app.domain.problems import Problem
from terminal_app.presenters.queue import Filter, QueuePresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import ListeningSync, ShopClock, entry_of, invoice


@pytest.fixture
def queue(root: RootPresenter) -> QueuePresenter:
    root.open_queue()
    return root.queue


def stopped(till: Till) -> OutboxEntry:
    entry = entry_of(invoice(till))
    sending = till.outbox.save(entry, replace(entry, state=State.SENDING))
    refused = replace(sending, state=State.NEEDS_ATTENTION, problem=Problem("customer_missing"))
    return till.outbox.save(sending, refused, Attempt(till.now(), "send", "refused", "x"))


def test_the_list_shows_the_newest_first_and_each_chip_how_many(
    queue: QueuePresenter, till: Till, clock: ShopClock
) -> None:
    stopped(till)
    clock.advance(minutes=1)
    invoice(till, 10002)
    view = queue.view()
    assert [(row.receipt_no, row.customer, row.total, row.when) for row in view.rows] == [
        ("F-000002", "Kari Martin", "143,90", "14:06"),
        ("F-000001", "Torget Regnskap AS", "143,90", "14:05"),
    ]
    assert [chip.label for chip in view.filters] == ["Alle  2", "Venter  1", "Trenger deg  1", "Sendt  0"]


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [(Filter.WAITING, ["F-000002"]), (Filter.NEEDS_PERSON, ["F-000001"]), (Filter.DONE, [])],
)
def test_a_chip_lists_only_its_own(queue: QueuePresenter, till: Till, choice: Filter, numbers: list[str]) -> None:
    stopped(till)
    invoice(till)
    queue.choose(choice)
    assert [row.receipt_no for row in queue.view().rows] == numbers
    assert [chip.filter for chip in queue.view().filters if chip.selected] == [choice]


def test_an_invoice_opens_with_its_way_its_problem_and_its_history(queue: QueuePresenter, till: Till) -> None:
    entry = stopped(till)
    queue.select(entry.reference)
    card = queue.view().card
    assert card is not None
    assert (card.title, card.customer) == ("F-000001", "Torget Regnskap AS")
    assert card.problem is not None
    assert card.problem.hint
    assert (bool(card.retry_label), card.assign_label) == (True, "")
    assert len(card.details) == 1
    queue.select(entry.reference)
    assert queue.view().card is None


def test_what_was_sent_is_not_spelled_out_on_the_card(queue: QueuePresenter, till: Till) -> None:
    entry = entry_of(invoice(till))
    till.outbox.save(entry, replace(entry, attempts=1), Attempt(till.now(), "payload", "made", '{"secret": 1}'))
    queue.select(entry.reference)
    card = queue.view().card
    assert card is not None
    assert card.details == ()


def test_another_try_puts_the_open_invoice_back_and_tells_the_sync(
    queue: QueuePresenter, till: Till, sync: ListeningSync
) -> None:
    entry = stopped(till)
    sync.asked.clear()
    queue.retry()
    assert sync.asked == []
    queue.select(entry.reference)
    queue.retry()
    card = queue.view().card
    assert card is not None
    assert (card.retry_label, card.problem) == ("", None)
    assert sync.asked == ["nudge"]


def test_an_invoice_without_a_customer_gets_one_from_the_picker_and_the_queue_returns(
    root: RootPresenter, queue: QueuePresenter, session: Session, till: Till
) -> None:
    till.change_settings({"channels.invoice.force_customer": "false"})
    entry = entry_of(invoice(till, None))
    assert queue.view().rows[0].customer == "Ingen kunde"
    queue.select(entry.reference)
    card = queue.view().card
    assert card is not None
    assert card.assign_label == "Velg kunde"
    queue.assign()
    root.customers.search("torget")
    root.customers.view()
    root.customers.pick(0)
    assert session.place is Place.QUEUE
    assert queue.view().rows[0].customer == "Torget Regnskap AS"
    assert till.outbox.counts() == {State.QUEUED: 1}


def test_an_invoice_that_moved_meanwhile_is_explained_and_left_alone(queue: QueuePresenter, till: Till) -> None:
    entry = stopped(till)
    queue.select(entry.reference)
    till.outbox.save(entry, replace(entry, state=State.ACCEPTED))
    queue.retry()
    notice = queue.view().notice
    assert notice is not None
    assert entry.reference in notice.message
    assert till.outbox.counts() == {State.ACCEPTED: 1}
    queue.dismiss()
    assert queue.view().notice is None


def test_send_now_asks_the_sync_once_and_is_closed_while_it_sends(
    root: RootPresenter, queue: QueuePresenter, sync: ListeningSync
) -> None:
    queue.send_now()
    assert sync.asked == ["send_now"]
    root.take(StatusChanged(SyncStatus({State.QUEUED: 1}, sending=True)))
    assert (queue.view().can_send, queue.view().send_label) == (False, "Sender …")


def test_a_setting_that_stops_everything_stands_above_the_list(root: RootPresenter, queue: QueuePresenter) -> None:
    root.take(StatusChanged(SyncStatus(blocked=Problem("key_missing", {"field": "invoicing.client_key"}))))
    notice = queue.view().notice
    assert notice is not None
    assert "invoicing.client_key" in notice.message


def test_the_rows_stay_the_same_object_while_nothing_moves(queue: QueuePresenter, till: Till) -> None:
    invoice(till)
    assert queue.view().rows is queue.view().rows
