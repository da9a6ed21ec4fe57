"""The history: a day's sales and the search, the open sale with its ways on, and the customer that is exchanged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import State
from terminal_app.domain.print_job import PrintState
from terminal_app.domain.refund import Chosen
from terminal_app.domain.signature import Signature
from terminal_app.domain.tender import Tender
from terminal_app.presenters.history import HistoryPresenter, HistoryRow
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.presenters.sold_card import SaleAction
from terminal_app.till import Till
from terminal_app.till.history import PAGE
from tests.till.counter import BY_CARD, IN_CASH, ShopClock, a_cart, entry_of, invoice


@pytest.fixture
def history(root: RootPresenter) -> HistoryPresenter:
    return root.history


def rows(history: HistoryPresenter) -> dict[str, HistoryRow]:
    return {row.receipt_no: row for row in history.view().rows}


def test_today_lists_sales_and_returns_newest_first_in_words(
    till: Till, clock: ShopClock, history: HistoryPresenter
) -> None:
    invoice(till)
    clock.advance(minutes=1)
    till.sell(a_cart(), IN_CASH)
    clock.advance(minutes=1)
    till.returns.refund("S-000001", [Chosen(0, Quantity.of(1))], reason="Angret", operator_id="kari")
    view = history.view()
    assert [row.receipt_no for row in view.rows] == ["R-000001", "S-000001", "F-000001"]
    back, sale, invoiced = view.rows
    assert (back.total, back.marks) == ("\u221252,00", ("Retur av S-000001",))
    assert (sale.title, sale.detail, sale.marks) == ("Kaffe latte og 1 til", "Kontant", ("Delvis returnert",))
    assert (invoiced.title, invoiced.detail) == ("Torget Regnskap AS", "Kaffe latte og 1 til · Faktura")
    assert invoiced.state is not None
    assert invoiced.state.text == "Venter"
    assert (view.day, view.day_note, view.heading) == ("23.11.2026", "i dag", "3 kvitteringer")


def test_the_days_before_are_a_touch_away_and_tomorrow_is_not(
    till: Till, clock: ShopClock, history: HistoryPresenter
) -> None:
    till.sell(a_cart(), BY_CARD)
    clock.advance(days=3)
    view = history.view()
    assert (view.rows, view.can_next, view.empty_action) == ((), False, "Gå til mandag 23.11.2026")
    history.previous_day()
    assert history.view().day_note == "i går"
    history.go_to_last_day()
    assert list(rows(history)) == ["S-000001"]
    history.next_day()
    history.next_day()
    history.next_day()
    history.next_day()
    assert history.view().day_note == "i dag"


def test_the_calendar_marks_the_days_with_sales_and_refuses_days_to_come(
    till: Till, clock: ShopClock, history: HistoryPresenter
) -> None:
    till.sell(a_cart(), BY_CARD)
    clock.advance(days=10)
    history.pick_day()
    history.calendar.previous_month()
    calendar = history.view().calendar
    assert calendar is not None
    assert calendar.month == "november 2026"
    assert [day.day.day for day in calendar.days if day.has_sales] == [23]
    history.calendar.pick(calendar.days[-1].day)
    assert history.view().calendar is not None
    history.calendar.pick(next(day.day for day in calendar.days if day.has_sales))
    assert history.view().calendar is None
    assert list(rows(history)) == ["S-000001"]


def test_a_sale_is_found_by_its_number_its_customer_and_its_amount(till: Till, history: HistoryPresenter) -> None:
    invoice(till)
    invoice(till, 10003)
    till.sell(a_cart(), BY_CARD)
    for typed, found in {
        "2": {"F-000002"},
        "s-1": {"S-000001"},
        "1": {"F-000001", "S-000001"},
        "torget": {"F-000001"},
        "901 270 384": {"F-000001"},
        "10003": {"F-000002"},
        "143,90": {"F-000001", "F-000002", "S-000001"},
        "ingen": set(),
    }.items():
        history.search(typed)
        assert set(rows(history)) == found, typed
    assert history.view().empty == "Ingen salg passer med «ingen»"


def test_the_end_of_the_list_brings_the_next_page_until_there_is_none(
    till: Till, clock: ShopClock, history: HistoryPresenter
) -> None:
    with till.database.writing():
        for _ in range(PAGE + 5):
            clock.advance(seconds=1)
            till.sell(a_cart(), BY_CARD)
    assert len(history.view().rows) == PAGE
    history.more()
    assert len(rows(history)) == PAGE + 5
    history.more()
    assert len(history.view().rows) == PAGE + 5


def test_an_open_sale_shows_its_paper_its_way_and_its_returns_and_each_is_one_touch_away(
    till: Till, root: RootPresenter, history: HistoryPresenter
) -> None:
    invoice(till)
    till.returns.refund("F-000001", [Chosen(1, Quantity.of(1))], reason="Angret", operator_id="kari")
    root.session.open_history("F-000001")
    assert root.session.place is Place.HISTORY
    card = history.view().card
    assert card is not None
    assert (card.title, card.total, card.customer) == ("F-000001", "kr\u00a0143,90", "Torget Regnskap AS")
    assert card.lifeline[0].text == "Lagret her"
    assert any("Kaffe latte" in line.left for line in card.papers[0].lines)
    (link,) = card.links
    assert (link.receipt_no, link.amount) == ("R-000001", "\u221239,90")
    history.follow(link.receipt_no)
    card = history.view().card
    assert card is not None
    assert (card.title, [link.receipt_no for link in card.links]) == ("R-000001", ["F-000001"])
    assert [action.act for action in card.actions] == []


def test_the_queue_leads_to_the_sale_and_the_sale_to_the_queue(
    till: Till, root: RootPresenter, history: HistoryPresenter
) -> None:
    till.change_settings({"channels.invoice.force_customer": "false"})
    entry = entry_of(invoice(till, None))
    root.session.open_queue(entry.reference)
    card = root.queue.view().card
    assert card is not None
    root.queue.act(card.sale)
    opened = history.view().card
    assert opened is not None
    assert opened.title == "F-000001"
    history.act(next(action for action in opened.actions if action.act == "queue"))
    assert root.session.place is Place.QUEUE
    assert root.queue.view().card is not None


@pytest.mark.parametrize("place", ["history", "queue"])
def test_another_customer_is_picked_and_asked_why_from_the_sale_and_from_the_queue(
    till: Till, root: RootPresenter, place: str
) -> None:
    entry = entry_of(invoice(till))
    if place == "history":
        root.session.open_history("F-000001")
        card = root.history.view().card
        assert card is not None
        root.history.act(next(action for action in card.actions if action.act == "customer"))
        change = root.history.change
    else:
        root.session.open_queue(entry.reference)
        shown = root.queue.view().card
        assert shown is not None
        root.queue.act(next(button for button in shown.others if button.act == "change"))
        change = root.queue.change
    assert root.session.place is Place.CUSTOMERS
    root.customers.search("østby")
    root.customers.view()
    root.customers.pick(0)
    asked = change.view()
    assert asked is not None
    assert (asked.before, asked.after) == ("10001 Torget Regnskap AS", "10003 Martin Østby Bygg AS")
    assert not asked.can_confirm
    change.confirm()
    assert till.outbox.get(entry.reference) == entry
    change.reasons.choose("0")
    change.confirm()
    change.confirm()
    kept = till.outbox.get(entry.reference)
    assert kept is not None
    assert (kept.customer_number, len(kept.history)) == (10003, 1)
    assert change.view() is None


def test_a_customer_that_is_final_says_what_to_do_instead(till: Till, root: RootPresenter) -> None:
    entry = entry_of(invoice(till))
    before = till.outbox.get(entry.reference)
    assert before is not None
    till.outbox.save(before, replace(before, state=State.SENDING, payload=b"{}"))
    root.session.open_history("F-000001")
    card = root.history.view().card
    assert card is not None
    root.history.act(next(action for action in card.actions if action.act == "customer"))
    notice = root.history.view().notice
    assert root.session.place is Place.HISTORY
    assert notice is not None
    assert "Ta varene i retur" in notice.hint


def test_leaving_the_history_forgets_the_search_and_the_day(till: Till, root: RootPresenter) -> None:
    till.sell(a_cart(), BY_CARD)
    root.session.open_history()
    root.history.search("xyz")
    root.history.back()
    root.session.open_history()
    view = root.history.view()
    assert (view.search, view.day_note) == ("", "i dag")
    assert len(view.rows) == 1


def test_a_receipt_that_no_paper_shows_is_printed_itself_before_there_is_a_copy(
    till: Till, history: HistoryPresenter, session: Session
) -> None:
    sold = till.sell(a_cart(), BY_CARD)
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere"})
    history.select("S-000001")
    (itself,) = printing(history)
    assert itself.label == "Skriv ut"
    history.act(itself)
    assert printing(history) == []
    for state in (PrintState.PRINTING, PrintState.PRINTED):
        job = till.prints.original(sold.sale.id)
        assert job is not None
        with till.database.writing():
            till.prints.jobs.move(job, state, printed_at=till.now())
    session.prints_moved()
    assert [action.label for action in printing(history)] == ["Skriv ut kopi"]
    assert till.prints.copied(sold.sale.id) is None


def printing(history: HistoryPresenter) -> list[SaleAction]:
    """What can be printed of the open sale."""
    card = history.view().card
    assert card is not None
    return [action for action in card.actions if action.act in ("print", "copy")]


def test_a_sale_partly_on_an_invoice_shows_both_its_papers_with_the_signature_on_its_own(
    till: Till, history: HistoryPresenter
) -> None:
    split = (Tender(Channel.CARD, Money(20_00)), Tender(Channel.INVOICE))
    signature = Signature((((100, 100), (600, 300)),), "Kari")
    sold = till.sell(a_cart(), split, customer_number=10001, signature=signature)
    history.select(sold.sale.receipt_no or "")
    card = history.view().card
    assert card is not None
    assert [paper.heading for paper in card.papers] == ["Salgskvittering", "Utleveringskvittering"]
    assert [bool(paper.strokes) for paper in card.papers] == [False, True]
