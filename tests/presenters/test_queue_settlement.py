"""A day's settlement in the queue: what it is called, its way, and which repairs make sense for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.engine import reversed_there
from terminal_app.cli.lifeline import reference_of, told
from terminal_app.cli.output import entry_document
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Attempt, OutboxEntry, Remote, State
from terminal_app.domain.problems import BadInput, Problem
from terminal_app.domain.sync_control import StatusChanged, SyncStatus
from terminal_app.domain.vat_path import VatPath
from terminal_app.presenters.entry_card import EntryCard
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.presenters.status import lifeline
from terminal_app.storage.outbox import insert
from terminal_app.till import Till
from tests.till.counter import IN_CASH, a_cart, entry_of, invoice


@pytest.fixture
def entry(till: Till) -> OutboxEntry:
    """The voucher of the day's Z, which waits."""
    till.sell(a_cart(), IN_CASH)
    till.day.close("kari")
    made = OutboxEntry(
        reference="DSKZ0123456789abcdef0123456789abcdef",
        sale_id=None,
        receipt_no="Z-000001",
        sold_at=till.now(),
        customer_remote_id=None,
        customer_number=None,
        customer_name=None,
        total=Money(144_00),
        state=State.QUEUED,
        settlement=1,
        vat_path=VatPath.DAY_SETTLEMENT,
    )
    with till.database.writing():
        insert(till.database, made)
    return made


def card_of(root: RootPresenter, entry: OutboxEntry) -> EntryCard:
    root.session.open_queue(entry.reference)
    card = root.queue.view().card
    assert card is not None
    return card


def stopped(till: Till, entry: OutboxEntry, problem: Problem) -> None:
    sending = till.outbox.save(entry, replace(entry, state=State.SENDING))
    after = replace(sending, state=State.NEEDS_ATTENTION, problem=problem)
    till.outbox.save(sending, after, Attempt(till.now(), "send", "refused", str(problem)))


def posted(till: Till, entry: OutboxEntry) -> None:
    sending = till.outbox.save(entry, replace(entry, state=State.SENDING))
    there = replace(sending, state=State.ACCEPTED, remote=Remote("9c1b", 1204, total=entry.total))
    till.outbox.save(sending, there, Attempt(till.now(), "send", "sent", "1204"))


def test_the_list_calls_it_the_day_settlement_of_its_z(root: RootPresenter, entry: OutboxEntry) -> None:
    root.open_queue()
    (row,) = root.queue.view().rows
    assert (row.receipt_no, row.customer, row.state.text) == ("Z-000001", "Dagsoppgjør 1", "Venter")


def test_one_that_was_reversed_says_so_and_is_posted_anew_or_cancelled(
    root: RootPresenter, session: Session, till: Till, entry: OutboxEntry
) -> None:
    session.operator = till.operator("kari")
    posted(till, entry)
    accepted = till.outbox.get(entry.reference)
    assert accepted is not None
    assert accepted.remote is not None
    step = reversed_there(accepted, accepted.remote, ["9c1b"], "follow", till.now())
    till.outbox.save(accepted, step.entry, step.attempt)
    card = card_of(root, entry)
    assert card.problem is not None
    assert card.problem.message.startswith("Bilag 1204 for Z 1 er reversert i PowerOffice Go")
    assert card.main is not None
    assert (card.main.label, [button.act for button in card.others]) == ("Prøv igjen", ["set_aside", "cancel"])
    assert [one.state for one in card.steps] == ["done", "problem", "waiting"]
    root.queue.fold()
    unfolded = root.queue.view().card
    assert unfolded is not None
    assert any(line.endswith("Reversert i PowerOffice") for line in unfolded.details)
    root.queue.ask_cancel()
    sheet = root.queue.view().asking
    assert sheet is not None
    assert sheet.explanation.startswith("Det føres ikke på nytt.")


def test_its_way_ends_where_it_is_posted(root: RootPresenter, till: Till, entry: OutboxEntry) -> None:
    assert [step.state for step in card_of(root, entry).steps] == ["done", "now", "waiting"]
    posted(till, entry)
    (*_, last) = card_of(root, entry).steps
    assert (last.text, last.state) == ("Bokført i PowerOffice", "done")
    assert last.detail.endswith("Bilag 1204")
    assert root.queue.view().rows[0].state.text == "Bokført"


@pytest.mark.parametrize("code", ["order_refused", "customer_refused", "total_mismatch"])
def test_no_repair_of_it_is_about_a_customer(root: RootPresenter, till: Till, entry: OutboxEntry, code: str) -> None:
    stopped(till, entry, Problem(code))
    card = card_of(root, entry)
    assert card.main is not None
    assert not {"assign", "change"} & {card.main.act, *(one.act for one in card.others)}


def test_an_account_that_is_missing_is_called_by_its_name_and_never_by_its_key(
    root: RootPresenter, session: Session, till: Till, entry: OutboxEntry
) -> None:
    problem = Problem("settlement_account_missing", {"field": "settlement.accounts.sale_25"})
    stopped(till, entry, problem)
    card = card_of(root, entry)
    assert card.problem is not None
    now = till.outbox.get(entry.reference)
    assert now is not None
    way = lifeline(now, session.status, session.texts, till.now())
    explained = session.explain(BadInput(problem.code, **problem.values))
    words = [card.problem.message, explained.message, *(step.detail for step in way)]
    assert "settlement.accounts" not in " ".join(words)
    assert "Salg med 25 prosent mva." in card.problem.message


def test_one_that_certainly_did_not_arrive_can_be_tried_again_set_aside_and_cancelled(
    root: RootPresenter, till: Till, entry: OutboxEntry
) -> None:
    stopped(till, entry, Problem("order_refused"))
    card = card_of(root, entry)
    assert card.main is not None
    assert (card.main.act, [one.act for one in card.others]) == ("retry", ["set_aside", "cancel"])


def test_cancelling_it_says_that_its_vat_would_never_be_reported(
    root: RootPresenter, session: Session, till: Till, entry: OutboxEntry
) -> None:
    session.operator = till.operator("kari")
    card_of(root, entry)
    root.queue.ask_cancel()
    asking = root.queue.view().asking
    assert asking is not None
    assert asking.title == "Kansellere bilaget?"
    assert "mva." in asking.explanation


def test_its_card_leads_to_its_z_report(root: RootPresenter, session: Session, entry: OutboxEntry) -> None:
    card = card_of(root, entry)
    assert card.sale.label == "Vis Z-rapporten"
    root.queue.act(card.sale)
    assert session.place is Place.DAY
    report = root.day.view().report
    assert report is not None
    assert "Z" in report.title


def test_the_terminal_says_posted_with_its_voucher_number(till: Till, entry: OutboxEntry, session: Session) -> None:
    posted(till, entry)
    now = till.outbox.get(entry.reference)
    assert now is not None
    line = told(now, session.texts, till.now())
    assert line.startswith("Z-000001")
    assert "Bokført, Bilag 1204" in line
    assert line.endswith("Dagsoppgjør 1")


def test_the_terminal_finds_it_by_the_number_of_its_z(till: Till, entry: OutboxEntry) -> None:
    assert reference_of("Z-000001", till) == reference_of("Z-1", till) == entry.reference


def test_its_document_names_the_z_and_no_customer(till: Till, entry: OutboxEntry, session: Session) -> None:
    document = entry_document(entry, till.values.shop().timezone, session.texts)
    assert (document["settlement"], document["customer"]) == (1, None)


def test_a_z_report_says_where_its_voucher_stands(
    session: Session, root: RootPresenter, till: Till, entry: OutboxEntry
) -> None:
    posted(till, entry)
    session.open_z(1)
    report = root.day.view().report
    assert report is not None
    assert (report.told, report.tone) == ("Dagsoppgjør 1: Bokført · Bilag 1204", "ok")


def test_a_setting_that_stops_day_settlements_alone_is_no_matter_of_an_invoice(
    root: RootPresenter, session: Session, till: Till, entry: OutboxEntry
) -> None:
    missing = Problem("settlement_account_missing", {"field": "settlement.accounts.card"})
    session.take(StatusChanged(SyncStatus({State.QUEUED: 2}, blocked=missing, stopped={"settlement": missing})))
    voucher, waiting = card_of(root, entry), entry_of(invoice(till))
    assert voucher.problem is not None
    assert "settings" in [button.act for button in voucher.others]
    assert card_of(root, waiting).problem is None
