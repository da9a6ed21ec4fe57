"""The receipt screen, reached by touches: headline, change, slip, the invoice's lifeline, and the way on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from terminal_app.domain.catalog import Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Remote, State
from terminal_app.domain.print_job import PrintState
from terminal_app.domain.problems import Problem
from terminal_app.domain.sync_control import EntryChanged
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, LANDSCAPE, PORTRAIT, SIZES, TillWindow
from tests.screens.open_till import LONG_NAME, OpenTill, badly_placed, spilling, texts_on


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[OpenTill]:
    opened = OpenTill(till, tmp_path)
    yield opened
    opened.database.close()


def sell(shop: OpenTill, channel: str, *skus: str, customer: int | None = None, note: str = "") -> None:
    """A sale by touches; for an invoice the customer is taken by the presenter."""
    shop.pay(*(skus or ("1001", "1001", "1004")))
    shop.tap(f"payment.channel.{channel}")
    if customer is not None:
        found = shop.till.catalog.customer(customer)
        assert found is not None
        shop.root.payment.take_customer(found)
    if note:
        shop.root.payment.write(note=note)
    shop.tap("payment.finish")
    assert shop.session.place is Place.RECEIPT


def slip_texts(shop: OpenTill) -> list[str]:
    return texts_on(shop.screen.body.ids.slip)


def test_it_says_what_was_saved_and_shows_the_same_number_on_the_slip(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    sell(shop, "card")
    number = shop.last_sale().receipt_no
    assert f"Lagret {number}" in texts_on(shop.screen)
    assert {number, "Salgskvittering", "Kaffebaren Demo AS", "Kort"} <= set(slip_texts(shop))


@pytest.mark.parametrize("size", SIZES)
def test_the_change_is_the_largest_figure_after_cash(shop: OpenTill, size: tuple[int, int]) -> None:
    from terminal_app.screens.widgets import Words, words_height

    shop.open(size)
    shop.pay("1001")
    shop.tap("payment.channel.cash", "payment.cash.1", "payment.finish")
    mark = next(
        mark
        for mark in shop.screen.body.ids.change.draw.marks
        if isinstance(mark, Words) and mark.text == "kr\u00a048,00"
    )
    assert words_height(mark.role) > words_height("total")
    assert mark.drawn_size[0] <= mark.box.width


def test_without_change_nothing_is_said_of_it(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    sell(shop, "card")
    assert "Veksel" not in texts_on(shop.screen)


def test_a_cash_sale_after_an_invoice_shows_no_lifeline_and_no_queue(shop: OpenTill) -> None:
    buyer = shop.customer(70001, "Nord AS")
    shop.open(PORTRAIT)
    sell(shop, "invoice", customer=buyer.number)
    assert shop.finger.sees("receipt.queue")
    shop.tap("receipt.new_sale")
    sell(shop, "cash")
    assert not shop.finger.sees("receipt.queue")
    assert "Fakturaens vei" not in texts_on(shop.screen)


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_the_lifeline_moves_on_when_the_sync_reports(shop: OpenTill, size: tuple[int, int]) -> None:
    buyer = shop.customer(70002, "Nord AS")
    shop.open(size)
    sell(shop, "invoice", customer=buyer.number)
    lifeline = shop.screen.body.ids.lifeline
    assert [step.state for step in lifeline.steps] == ["done", "now", "waiting", "waiting", "waiting"]
    entry = shop.move(shop.till.outbox.latest()[0], State.SENDING)
    accepted = replace(entry, state=State.ACCEPTED, remote=Remote("order-1", order_no=20034))
    shop.till.outbox.save(entry, accepted)
    shop.root.take(EntryChanged(entry.reference, State.ACCEPTED))
    shop.window.settle()
    assert [step.state for step in lifeline.steps] == ["done", "done", "done", "waiting", "waiting"]
    assert {"Mottatt i PowerOffice", "Ordre 20034"} <= set(texts_on(lifeline))


def test_every_step_of_the_lifeline_stands_below_the_one_before(shop: OpenTill) -> None:
    buyer = shop.customer(70003, "Nord AS")
    shop.open(COMPACT)
    sell(shop, "invoice", customer=buyer.number)
    lifeline = shop.screen.body.ids.lifeline
    labels = {step.text for step in lifeline.steps}
    places: list[Any] = [mark.box for mark in lifeline.draw.marks if getattr(mark, "text", "") in labels]
    assert len(places) == 5
    assert all(above.y > below.top - 1 for above, below in pairwise(places))
    assert lifeline.y <= places[-1].y
    assert places[0].top <= lifeline.top + 1


def test_the_note_and_the_customer_stand_on_the_slip(shop: OpenTill) -> None:
    buyer = shop.customer(70004, "Nord AS")
    shop.open(LANDSCAPE)
    sell(shop, "invoice", customer=buyer.number, note="Hentes av Kari")
    shown = slip_texts(shop)
    assert "Utleveringskvittering" in shown
    assert {"Kunde 70004", "Nord AS"} <= set(shown)
    assert any("Hentes av Kari" in text for text in shown)


@pytest.mark.parametrize("size", SIZES)
def test_a_long_name_and_a_long_note_stay_on_the_paper(shop: OpenTill, size: tuple[int, int]) -> None:
    buyer = shop.customer(70005, LONG_NAME)
    shop.open(size)
    note = "Varene hentes på lageret bak bygget mellom klokken åtte og elleve på mandag. " * 4
    sell(shop, "invoice", customer=buyer.number, note=note)
    assert spilling(shop.screen) == []
    written = " ".join(slip_texts(shop))
    assert all(word in written for word in LONG_NAME.split())
    assert all(word in written for word in note.split())


def test_a_receipt_of_two_hundred_lines_keeps_each_line_and_scrolls_to_the_last(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    for number in range(200):
        product = Product(f"x{number}", f"Vare nummer {number}", Money(1_050), VatRate(2500), "Mat")
        shop.session.cart = shop.session.cart.add(product)
    sell(shop, "card", "1001")
    slip = shop.screen.body.ids.slip
    assert {"Vare nummer 0", "Vare nummer 199"} <= set(slip_texts(shop))
    scroller = slip.parent.parent
    assert scroller.scroll.furthest == pytest.approx(slip.parent.height - scroller.height, abs=2)
    assert shop.finger.sees("receipt.new_sale")


def test_new_sale_is_one_touch_and_the_queue_another(shop: OpenTill) -> None:
    buyer = shop.customer(70006, "Nord AS")
    shop.open(LANDSCAPE)
    sell(shop, "invoice", customer=buyer.number)
    shop.tap("receipt.queue")
    assert shop.session.place is Place.QUEUE
    shop.tap("queue.back", "receipt.new_sale")
    assert shop.session.place is Place.SALE
    assert not shop.session.cart.lines


@pytest.mark.parametrize("size", SIZES)
def test_everything_touched_is_large_enough_inside_and_apart(shop: OpenTill, size: tuple[int, int]) -> None:
    buyer = shop.customer(70007, "Nord AS")
    shop.open(size)
    sell(shop, "invoice", customer=buyer.number)
    assert {"receipt.queue", "receipt.new_sale", "receipt.undo"} == {target.key for target in shop.touchable()}
    assert badly_placed(shop.touchable(), size) == []


def test_the_paper_is_white_in_the_dark_look_too(shop: OpenTill) -> None:
    from terminal_app.screens.theme import T

    shop.open(LANDSCAPE)
    sell(shop, "card")
    T.look = "dark"
    shop.window.settle()
    paper = shop.screen.body.ids.slip._paper
    assert min(T.colour(paper.tone)[:3]) > 0.9


def test_it_speaks_english_at_once_and_its_paper_stays_norwegian(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    sell(shop, "card")
    shop.session.speak("en")
    shop.window.settle()
    assert {"New sale", "Salgskvittering", "Sum"} <= set(texts_on(shop.screen))


def test_before_the_first_sale_it_shows_nothing_and_does_not_fail(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    shop.go(Place.RECEIPT)
    assert shop.touchable() == []


def test_the_print_is_tried_again_and_left_by_touches(shop: OpenTill) -> None:
    shop.open(PORTRAIT)
    shop.set(printer__kind="file", printer__address="/nowhere")
    sell(shop, "card")
    job = shop.till.prints.original(shop.last_sale().id)
    assert job is not None
    for state in (PrintState.PRINTING, PrintState.FAILED):
        with shop.database.writing():
            assert shop.till.prints.jobs.move(job, state, problem=Problem("printer_paper_out"))
        job = replace(job, state=state)
    shop.session.prints_moved()
    shop.window.settle()
    assert "Skriveren er tom for papir." in texts_on(shop.screen)
    assert badly_placed(shop.touchable(), PORTRAIT) == []
    assert spilling(shop.screen) == []
    shop.tap("receipt.leave", "receipt.print")
    assert "Venter på skriveren" in texts_on(shop.screen)
    assert {"receipt.history", "receipt.new_sale"} == {target.key for target in shop.touchable()}


def test_two_papers_of_a_split_sale_stand_below_each_other_each_in_its_own_slip(shop: OpenTill) -> None:
    buyer = shop.customer(70008, "Nord AS")
    shop.open(COMPACT)
    shop.ring_up("1001")
    tenders = (Tender(Channel.CARD, Money(20_00)), Tender(Channel.INVOICE))
    shop.session.last_sold = shop.till.sell(shop.session.cart, tenders, customer_number=buyer.number)
    shop.go(Place.RECEIPT)
    first, second = shop.screen.body.ids.slip, shop.screen.body.ids.second_slip
    assert "Salgskvittering" in texts_on(first)
    assert {"Utleveringskvittering", "IKKE KVITTERING FOR KJØP"} <= set(texts_on(second))
    assert second.top < first.y
    assert spilling(shop.screen) == []
