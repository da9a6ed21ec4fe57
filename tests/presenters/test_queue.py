"""The queue: what is listed, what is open, and the buttons that mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from terminal_app.domain.outbox import Attempt, OutboxEntry, Remote, State
from terminal_app.domain.problems import Problem
from terminal_app.domain.sync_control import StatusChanged, SyncStatus
from terminal_app.presenters.entry_card import EntryCard
from terminal_app.presenters.queue import Filter, QueuePresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import ListeningSync, ShopClock, entry_of, invoice


@pytest.fixture
def queue(root: RootPresenter) -> QueuePresenter:
    root.open_queue()
    return root.queue


def stopped(till: Till, code: str = "order_refused", **values: str) -> OutboxEntry:
    entry = entry_of(invoice(till))
    sending = till.outbox.save(entry, replace(entry, state=State.SENDING))
    refused = replace(sending, state=State.NEEDS_ATTENTION, problem=Problem(code, values))
    return till.outbox.save(sending, refused, Attempt(till.now(), "send", "refused", str(refused.problem)))


def card_of(queue: QueuePresenter) -> EntryCard:
    card = queue.view().card
    assert card is not None
    return card


def acts(queue: QueuePresenter) -> list[str]:
    """What the open card's buttons do, the main one first."""
    card = card_of(queue)
    return [button.act for button in ((card.main,) if card.main else ()) + card.others]


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


def test_the_list_reads_on_where_its_end_is_in_sight_and_a_chip_counts_no_further_than_it_has_room_for(
    queue: QueuePresenter, till: Till, clock: ShopClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal_app.presenters.queue.MOST_COUNTED", 4)
    monkeypatch.setattr("terminal_app.presenters.queue.ROWS_AT_ONCE", 2)
    for _ in range(5):
        clock.advance(minutes=1)
        invoice(till)
    queue.choose(Filter.ALL)
    listed = []
    for _ in range(4):
        listed.append([row.receipt_no[-1] for row in queue.view().rows])
        queue.more()
    assert listed == [["5", "4"], ["5", "4", "3", "2"], ["5", "4", "3", "2", "1"], ["5", "4", "3", "2", "1"]]
    assert [chip.label for chip in queue.view().filters] == ["Alle  4+", "Venter  4+", "Trenger deg  0", "Sendt  0"]


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
    assert [step.state for step in card.steps] == ["done", "problem", "waiting", "waiting", "waiting"]
    queue.select(entry.reference)
    assert queue.view().card is None


def test_details_for_support_are_folded_until_asked_for_and_never_hold_what_was_sent(
    queue: QueuePresenter, till: Till
) -> None:
    entry = stopped(till, "order_refused", text="Date is locked")
    till.outbox.save(entry, replace(entry, attempts=1), Attempt(till.now(), "payload", "made", '{"secret": 1}'))
    queue.select(entry.reference)
    assert card_of(queue).details == ()
    assert card_of(queue).theirs == "PowerOffice sier: Date is locked"
    queue.fold()
    assert card_of(queue).details == (
        f"Referanse {entry.reference}",
        "Kode order_refused",
        "14:05  Avvist · order_refused",
    )
    queue.fold()
    assert card_of(queue).details == ()


@pytest.mark.parametrize(
    ("code", "main", "label", "others"),
    [
        ("customer_refused", "assign", "Velg en annen kunde", ["retry", "set_aside", "cancel"]),
        ("product_refused", "settings", "Åpne innstillingene", ["retry", "set_aside", "cancel"]),
        ("order_refused", "retry", "Prøv igjen", ["set_aside", "cancel"]),
        ("vat_rate_without_product", "cancel", "Den er gjort for hånd", ["retry", "set_aside"]),
    ],
)
def test_a_stopped_invoice_has_one_main_button_by_its_problem(
    queue: QueuePresenter, till: Till, code: str, main: str, label: str, others: list[str]
) -> None:
    queue.select(stopped(till, code).reference)
    button = card_of(queue).main
    assert button is not None
    assert (button.act, button.label) == (main, label)
    assert acts(queue)[1:] == others


def test_what_may_have_arrived_is_only_looked_up_or_set_aside(queue: QueuePresenter, till: Till) -> None:
    entry = stopped(till, "total_mismatch")
    till.outbox.save(entry, replace(entry, remote=Remote("77", 1012)))
    queue.select(entry.reference)
    assert acts(queue) == ["retry", "settings", "set_aside"]
    assert card_of(queue).setting == "Send beløp uten mva. (Fakturering › Config)"


def test_what_goes_by_itself_has_no_main_button_and_no_red_box(queue: QueuePresenter, till: Till) -> None:
    entry = entry_of(invoice(till))
    waits = replace(entry, problem=Problem("offline"), not_before=till.now() + timedelta(minutes=4))
    till.outbox.save(entry, waits)
    queue.select(entry.reference)
    card = card_of(queue)
    assert (card.main, card.problem) == (None, None)
    assert (card.steps[1].text, card.steps[1].state) == ("Prøver igjen 14:09", "now")
    assert acts(queue) == ["change", "cancel"]


def test_a_reason_is_asked_for_before_a_manager_cancels(queue: QueuePresenter, session: Session, till: Till) -> None:
    entry = stopped(till)
    session.hand_over(till.operator("kari"))
    queue.select(entry.reference)
    queue.ask_cancel()
    asking = queue.view().asking
    assert asking is not None
    assert (asking.title, asking.can_confirm) == ("Kansellere fakturaen?", False)
    queue.confirm()
    assert till.outbox.counts() == {State.NEEDS_ATTENTION: 1}
    queue.write_reason("Fakturert for hånd")
    queue.confirm()
    assert queue.view().asking is None
    assert till.outbox.counts() == {State.CANCELLED: 1}
    assert card_of(queue).steps[1].detail == "14:05 · Fakturert for hånd"
    assert acts(queue) == []


def test_a_cashier_cancels_once_a_manager_has_approved_and_is_asked_for_it_before_the_reason(
    queue: QueuePresenter, session: Session, till: Till
) -> None:
    session.hand_over(till.operator("amina"))
    queue.select(stopped(till).reference)
    queue.ask_cancel()
    view = queue.view()
    assert view.asking is None
    assert view.step_up is not None
    assert view.step_up.subtitle == "Amina Yusuf kan ikke kansellere en faktura."
    queue.step_up.choose("kari")
    assert queue.view().step_up is None
    queue.write_reason("Feil kunde")
    queue.confirm()
    assert till.outbox.counts() == {State.CANCELLED: 1}
    queue.select(stopped(till).reference)
    queue.ask_cancel()
    assert queue.view().step_up is not None


def test_what_is_set_aside_turns_quiet_with_its_reason_until_tomorrow(
    queue: QueuePresenter, till: Till, clock: ShopClock
) -> None:
    queue.select(stopped(till).reference)
    queue.ask_set_aside()
    queue.write_reason("Kunden ringer")
    queue.confirm()
    (row,) = queue.view().rows
    assert (row.state.text, row.state.tone) == ("Satt til side", "busy")
    step = card_of(queue).steps[1]
    assert (step.text, step.detail) == ("Satt til side til i morgen 08:00", "14:05 · Kunden ringer")
    assert acts(queue) == ["retry", "cancel"]
    clock.advance(hours=20)
    (row,) = queue.view().rows
    assert (row.state.text, row.state.tone) == ("Trenger deg", "bad")


def test_an_invoice_is_kept_when_nobody_wants_to_say_why(queue: QueuePresenter, session: Session, till: Till) -> None:
    session.hand_over(till.operator("kari"))
    queue.select(stopped(till).reference)
    queue.ask_cancel()
    queue.write_reason("Ne")
    queue.keep()
    assert queue.view().asking is None
    queue.ask_cancel()
    asking = queue.view().asking
    assert asking is not None
    assert asking.reason == ""
    assert till.outbox.counts() == {State.NEEDS_ATTENTION: 1}


def test_a_stopped_invoice_gets_another_customer_from_the_picker(
    root: RootPresenter, queue: QueuePresenter, session: Session, till: Till
) -> None:
    entry = stopped(till, "customer_refused")
    queue.select(entry.reference)
    main = card_of(queue).main
    assert main is not None
    queue.act(main)
    root.customers.search("kari")
    root.customers.view()
    root.customers.pick(0)
    assert session.place is Place.QUEUE
    assert card_of(queue).customer == "Kari Martin"
    assert till.outbox.counts() == {State.QUEUED: 1}


def test_another_try_puts_the_open_invoice_back_and_tells_the_sync(
    queue: QueuePresenter, till: Till, sync: ListeningSync
) -> None:
    entry = stopped(till)
    sync.asked.clear()
    queue.retry()
    assert sync.asked == []
    queue.select(entry.reference)
    queue.retry()
    assert acts(queue) == ["change", "cancel"]
    assert card_of(queue).problem is None
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
    assert card.main is not None
    assert (card.main.act, card.main.label) == ("assign", "Velg kunde")
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
    assert entry.receipt_no in notice.message
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
    assert notice.hint.startswith("Klientnøkkel (Fakturering › Config) · ")


def test_what_stops_everything_leads_to_its_page_of_the_desk(
    root: RootPresenter, queue: QueuePresenter, session: Session
) -> None:
    root.take(StatusChanged(SyncStatus(blocked=Problem("key_missing", {"field": "invoicing.client_key"}))))
    notice = queue.view().notice
    assert notice is not None
    assert notice.action == "Åpne"
    queue.open_settings()
    assert (session.place, session.desk_page) == (Place.DESK, "invoicing_config")


def test_a_card_whose_setting_stops_it_leads_to_its_page(queue: QueuePresenter, session: Session, till: Till) -> None:
    queue.select(stopped(till, "product_refused").reference)
    main = card_of(queue).main
    assert main is not None
    queue.act(main)
    assert (session.place, session.desk_page) == (Place.DESK, "invoicing_config")
    assert [button.label for button in card_of(queue).others if button.act == "retry"] == ["Det er rettet, prøv igjen"]


def test_a_waiting_invoice_says_which_setting_it_waits_for(
    root: RootPresenter, queue: QueuePresenter, till: Till
) -> None:
    queue.select(entry_of(invoice(till)).reference)
    root.take(StatusChanged(SyncStatus(blocked=Problem("keys_refused", {"text": "Client key is not active"}))))
    card = card_of(queue)
    assert card.problem is not None
    assert (card.problem.message, card.problem.tone) == ("PowerOffice Go godtar ikke nøklene", "warn")
    assert card.setting == "Applikasjonsnøkkel, Klientnøkkel, Endepunkt (Fakturering › Config)"
    assert card.theirs == "PowerOffice sier: Client key is not active"
    assert (card.main, card.steps[1].state) == (None, "now")


def test_an_outage_says_when_it_is_tried_again(root: RootPresenter, queue: QueuePresenter, till: Till) -> None:
    now = till.now()
    root.take(StatusChanged(SyncStatus(offline_since=now, next_run_at=now + timedelta(minutes=2))))
    notice = queue.view().notice
    assert notice is not None
    assert notice.hint.endswith("Prøver igjen 14:07.")


def test_the_rows_stay_the_same_object_while_nothing_moves(queue: QueuePresenter, till: Till) -> None:
    invoice(till)
    assert queue.view().rows is queue.view().rows
