"""The queue screen, played by touches: what waits, what needs somebody, and the buttons that mend it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import Problem
from terminal_app.domain.sync_control import NoSync, StatusChanged
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, LANDSCAPE, PORTRAIT, SIZES, TillWindow
from tests.screens.open_till import LONG_NAME, MARKUP_NAME, OpenTill, badly_placed, spilling, texts_on

ARCHIVED = Problem("customer_archived", {"number": "70001", "name": "Nord AS"})


class AskedSync(NoSync):
    """A sync that only remembers how often it was told to send."""

    def __init__(self) -> None:
        self.sent = 0

    def send_now(self) -> None:
        self.sent += 1


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[OpenTill]:
    opened = OpenTill(till, tmp_path)
    opened.set(channels__invoice__force_customer="false")
    yield opened
    opened.database.close()


def open_queue(shop: OpenTill, size: tuple[int, int]) -> None:
    shop.open(size)
    shop.go(Place.QUEUE)


def needing_attention(shop: OpenTill) -> OutboxEntry:
    """An entry that the accounting system refused."""
    entry = shop.invoice(shop.customer(70001, "Nord AS").number)
    return shop.move(entry, State.SENDING, State.NEEDS_ATTENTION, problem=ARCHIVED)


@pytest.mark.parametrize("size", SIZES)
def test_a_row_says_number_customer_total_and_state_in_words(shop: OpenTill, size: tuple[int, int]) -> None:
    entry = shop.invoice(shop.customer(70001, "Nord AS").number, "1001", "1004")
    open_queue(shop, size)
    total = shop.session.texts.money(entry.total)
    assert {entry.receipt_no, "Nord AS", total, "Venter"} <= set(texts_on(shop.screen))


def test_the_newest_invoice_stands_first(shop: OpenTill) -> None:
    buyer = shop.customer(70001, "Nord AS")
    for _ in range(3):
        shop.invoice(buyer.number)
    open_queue(shop, LANDSCAPE)
    rows = {target.key: target.text for target in shop.finger.targets() if target.key.startswith("queue.row.")}
    assert [rows[key] for key in shop.keys("queue.row.")] == ["F-000003", "F-000002", "F-000001"]


def test_the_chips_count_and_list_what_they_say(shop: OpenTill) -> None:
    needing_attention(shop)
    shop.invoice(None)
    shop.invoice(70001)
    open_queue(shop, LANDSCAPE)
    chips = [target.text for target in shop.finger.targets() if target.key.startswith("queue.filter/")]
    assert sorted(chips) == ["Alle  3", "Sendt  0", "Trenger deg  2", "Venter  1"]
    shop.tap("queue.filter/needs_person")
    assert len(shop.keys("queue.row.")) == 2
    shop.tap("queue.filter/done")
    assert shop.keys("queue.row.") == []
    assert "Ingenting her" in texts_on(shop.screen)


@pytest.mark.parametrize("size", SIZES)
def test_an_invoice_without_a_customer_is_sent_on_its_way_from_its_card(shop: OpenTill, size: tuple[int, int]) -> None:
    shop.customer(70002, "Zebra Zoo AS")
    entry = shop.invoice(None)
    open_queue(shop, size)
    shop.tap("queue.row.0", "queue.assign")
    assert shop.session.place is Place.CUSTOMERS
    shop.finger.type("zebra")
    shop.tap("customers.row.0")
    assert shop.session.place is Place.QUEUE
    saved = shop.till.outbox.get(entry.reference)
    assert saved is not None
    assert (saved.state, saved.customer_number) == (State.QUEUED, 70002)
    assert not shop.finger.sees("queue.assign")
    assert "Zebra Zoo AS" in texts_on(shop.screen)


@pytest.mark.parametrize("size", SIZES)
def test_a_refused_invoice_says_why_and_what_next_and_is_tried_again(shop: OpenTill, size: tuple[int, int]) -> None:
    entry = needing_attention(shop)
    open_queue(shop, size)
    shop.tap("queue.row.0")
    shown = texts_on(shop.screen)
    assert "Kunde 70001 Nord AS er arkivert i regnskapssystemet." in shown
    assert any(text.startswith("Velg en annen kunde") for text in shown)
    shop.finger.reach("queue.retry", over="queue.assign")
    shop.tap("queue.retry")
    saved = shop.till.outbox.get(entry.reference)
    assert saved is not None
    assert saved.state is State.QUEUED
    assert not shop.finger.sees("queue.retry")


def test_the_reason_is_said_once_on_the_card(shop: OpenTill) -> None:
    needing_attention(shop)
    open_queue(shop, LANDSCAPE)
    shop.tap("queue.row.0")
    reasons = [text for text in texts_on(shop.screen) if "er arkivert i regnskapssystemet" in text]
    assert len(reasons) == 1


def test_a_retry_that_comes_too_late_is_explained_and_can_be_closed(shop: OpenTill) -> None:
    entry = needing_attention(shop)
    open_queue(shop, LANDSCAPE)
    shop.tap("queue.row.0")
    shop.move(entry, State.CANCELLED)
    shop.finger.reach("queue.retry", over="queue.assign")
    shop.tap("queue.retry")
    assert shop.finger.sees("queue.notice/close")
    shop.tap("queue.notice/close")
    assert not shop.finger.sees("queue.notice/close")


def test_the_card_on_the_counter_stands_beside_the_list_which_stays(shop: OpenTill) -> None:
    shop.invoice(shop.customer(70001, "Nord AS").number)
    open_queue(shop, COMPACT)
    before = shop.finger.find("queue.row.0")
    shop.tap("queue.row.0")
    assert shop.finger.find("queue.row.0") == before
    assert "Lagret her" in texts_on(shop.screen)
    shop.tap("queue.row.0")
    assert "Lagret her" not in texts_on(shop.screen)


def test_the_card_on_a_handheld_is_a_sheet_with_a_way_back(shop: OpenTill) -> None:
    shop.invoice(shop.customer(70001, "Nord AS").number)
    open_queue(shop, PORTRAIT)
    shop.tap("queue.row.0")
    assert not shop.finger.sees("queue.row.0")
    shop.tap("queue.card/close")
    assert shop.finger.sees("queue.row.0")
    shop.tap("queue.row.0")
    assert shop.finger.sees("queue.card/close")


def test_send_now_asks_the_sync(shop: OpenTill) -> None:
    sync = shop.till.sync = AskedSync()
    shop.invoice(shop.customer(70001, "Nord AS").number)
    open_queue(shop, LANDSCAPE)
    shop.tap("queue.send")
    assert sync.sent == 1


def test_while_it_sends_it_cannot_be_told_to_send(shop: OpenTill) -> None:
    shop.invoice(shop.customer(70001, "Nord AS").number)
    open_queue(shop, LANDSCAPE)
    shop.session.take(StatusChanged(shop.status(sending=True)))
    shop.window.settle()
    assert not shop.finger.sees("queue.send")
    shop.session.take(StatusChanged(shop.status()))
    shop.window.settle()
    assert shop.finger.sees("queue.send")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("trouble", ["offline", "blocked"])
def test_what_stops_every_delivery_is_said_on_top_and_nothing_moves(
    shop: OpenTill, size: tuple[int, int], trouble: str
) -> None:
    shop.invoice(shop.customer(70001, "Nord AS").number)
    open_queue(shop, size)
    before = {target.key: target.centre for target in shop.touchable()}
    if trouble == "offline":
        status = shop.status(offline_since=shop.moment - timedelta(minutes=12))
    else:
        status = shop.status(blocked=Problem("invoicing_not_set_up", {}))
    shop.session.take(StatusChanged(status))
    shop.window.settle()
    notice = next(child for child in shop.screen.children if type(child).__name__ == "Notice")
    assert " " in notice.text
    assert notice.detail
    assert spilling(notice) == []
    after = {target.key: target.centre for target in shop.touchable()}
    assert {key: centre for key, centre in after.items() if not key.startswith("queue.notice/")} == before
    assert ("queue.notice/action" in after) is (trouble == "blocked")
    shop.session.take(StatusChanged(shop.status()))
    shop.window.settle()
    assert not any(type(child).__name__ == "Notice" for child in shop.screen.children)


def test_the_next_run_is_said_with_its_day(shop: OpenTill) -> None:
    open_queue(shop, LANDSCAPE)
    shop.session.take(StatusChanged(shop.status(next_run_at=shop.moment + timedelta(hours=2))))
    shop.window.settle()
    assert "Neste sending mandag 15:58" in texts_on(shop.screen)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("card", [False, True])
def test_everything_touched_is_large_enough_inside_and_apart(shop: OpenTill, size: tuple[int, int], card: bool) -> None:
    needing_attention(shop)
    for _ in range(12):
        shop.invoice(70001)
    open_queue(shop, size)
    shop.tap("queue.filter/all")
    if card:
        shop.root.queue.select(shop.till.outbox.latest()[-1].reference)
        shop.window.settle()
    assert badly_placed(shop.touchable(), size) == []


@pytest.mark.parametrize("size", SIZES)
def test_long_names_and_markup_are_shown_as_typed_and_stay_in_their_place(
    shop: OpenTill, size: tuple[int, int]
) -> None:
    for number, name in ((70010, LONG_NAME), (70011, MARKUP_NAME)):
        shop.invoice(shop.customer(number, name).number)
    open_queue(shop, size)
    assert {LONG_NAME, MARKUP_NAME} <= set(texts_on(shop.screen))
    shop.tap("queue.row.1")
    assert spilling(shop.screen) == []


def test_hundreds_of_invoices_need_no_more_cells_than_fit_the_list(shop: OpenTill) -> None:
    buyer = shop.customer(70001, "Nord AS")
    for _ in range(60):
        shop.invoice(buyer.number)
    open_queue(shop, PORTRAIT)
    rows = shop.screen._rows
    assert len(rows.items) == 60
    assert len(rows.visible()) <= rows.height / rows.cell_height + 2


def test_the_first_invoice_of_many_is_read_while_one_scrolls(shop: OpenTill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("terminal_app.presenters.queue.ROWS_AT_ONCE", 20)
    buyer = shop.customer(70001, "Nord AS")
    for _ in range(45):
        shop.invoice(buyer.number)
    open_queue(shop, PORTRAIT)
    assert len(shop.screen._rows.items) < 45
    for _ in range(12):
        shop.finger.drag((360, 500), (0, 500))
        shop.window.settle(400)
    assert len(shop.screen._rows.items) == 45
    last = max(shop.keys("queue.row."), key=lambda key: int(key.rpartition(".")[2]))
    shop.tap(last)
    assert "F-000001" in texts_on(shop.screen)


def test_an_empty_queue_says_what_comes_here(shop: OpenTill) -> None:
    open_queue(shop, PORTRAIT)
    assert {"Ingenting her", "Fakturaer vises her når de er solgt."} <= set(texts_on(shop.screen))


def test_it_speaks_english_at_once(shop: OpenTill) -> None:
    shop.invoice(None)
    open_queue(shop, LANDSCAPE)
    shop.tap("queue.row.0")
    shop.session.speak("en")
    shop.window.settle()
    assert {"Needs a customer", "Choose customer", "Send now", "Saved here"} <= set(texts_on(shop.screen))
