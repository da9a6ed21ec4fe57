"""The payment screen, played by touches: what it shows, what it lets be finished, and what ends on the sale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, LANDSCAPE, PORTRAIT, SIZES, TillWindow
from tests.screens.open_till import (
    LONG_NAME,
    MARKUP_NAME,
    OpenTill,
    badly_placed,
    spilling,
    texts_on,
)


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[OpenTill]:
    opened = OpenTill(till, tmp_path)
    yield opened
    opened.database.close()


def test_only_the_channels_that_are_on_are_offered(shop: OpenTill) -> None:
    shop.set(channels__card__enabled="false", channels__giftcard__enabled="false")
    shop.open(LANDSCAPE)
    shop.pay("1001")
    assert shop.keys("payment.channel.") == [
        "payment.channel.cash",
        "payment.channel.vipps",
        "payment.channel.invoice",
    ]


@pytest.mark.parametrize("size", SIZES)
def test_a_recent_customer_is_invoiced_in_three_taps(shop: OpenTill, size: tuple[int, int]) -> None:
    buyer = shop.customer(70001, "Nord AS", organization_number="987654321", city="Oslo")
    shop.invoice(buyer.number)
    shop.open(size)
    shop.pay("1001", "1004")
    for key in ("payment.channel.invoice", "payment.recent.0", "payment.finish"):
        shop.finger.tap(key)
    assert shop.session.place is Place.RECEIPT
    assert shop.last_sale().customer is not None
    assert shop.till.outbox.latest()[0].customer_number == 70001


def test_without_the_forced_customer_finish_is_off_and_the_reason_stands_by_it(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.invoice")
    assert not shop.finger.sees("payment.finish")
    assert "Velg kunde først" in texts_on(shop.screen)
    finish = shop.screen.body.ids.finish
    shop.finger.tap_at(*finish.center)
    assert shop.till.ledger.count() == 0


def test_without_force_the_sale_is_finished_and_its_invoice_waits_for_a_customer(shop: OpenTill) -> None:
    shop.set(channels__invoice__force_customer="false")
    shop.open(COMPACT)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.finish")
    assert [entry.state for entry in shop.till.outbox.latest()] == [State.NEEDS_CUSTOMER]


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_the_change_is_shown_before_and_after_the_cash_sale(shop: OpenTill, size: tuple[int, int]) -> None:
    shop.open(size)
    shop.pay("1001", "1004", "1004")
    due = shop.session.cart.total.ore // 100
    shop.tap("payment.channel.cash")
    for digit in str(due + 7):
        shop.tap(f"payment.pad/{digit}")
    assert "kr\u00a07,00" in texts_on(shop.screen)
    shop.tap("payment.finish")
    assert shop.session.place is Place.RECEIPT
    assert shop.screen.body.ids.change.amount == "kr\u00a07,00"
    assert [(paid.channel, paid.amount) for paid in shop.last_sale().payments] == [(Channel.CASH, Money(due * 100))]


def test_too_little_cash_says_what_is_missing_and_backspace_takes_a_digit_back(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.cash", "payment.pad/1", "payment.pad/0")
    assert "kr\u00a042,00 mangler" in texts_on(shop.screen)
    assert not shop.finger.sees("payment.finish")
    shop.tap("payment.pad/backspace", "payment.pad/00")
    assert shop.screen.body.ids.why.text == ""
    assert "kr\u00a048,00" in texts_on(shop.screen)


def test_a_suggested_amount_is_given_by_one_touch(shop: OpenTill) -> None:
    shop.open(PORTRAIT)
    shop.pay("1001")
    shop.tap("payment.channel.cash", "payment.cash.1")
    assert "kr\u00a048,00" in texts_on(shop.screen)


def test_the_whole_keypad_shows_on_a_handheld(shop: OpenTill) -> None:
    shop.open(PORTRAIT)
    shop.pay("1001")
    shop.tap("payment.channel.cash")
    assert len(shop.keys("payment.pad/")) == 12
    holder = shop.screen.body.ids.pane.children[0].children[0]
    assert holder.scroll.furthest == 0


def test_the_counters_keypad_has_keys_of_twenty_millimetres(shop: OpenTill) -> None:
    from kivy.metrics import mm

    shop.open(COMPACT)
    shop.pay("1001")
    shop.tap("payment.channel.cash")
    keys = [target for target in shop.finger.targets() if target.key.startswith("payment.pad/")]
    assert min(min(key.width, key.height) for key in keys) >= mm(20) - 1


def test_what_is_typed_on_hardware_keys_ends_on_the_sale(shop: OpenTill) -> None:
    buyer = shop.customer(70002, "Sør AS")
    shop.invoice(buyer.number)
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.recent.0", "payment.reference")
    shop.finger.type("Rekv. 4711")
    shop.tap("payment.note")
    shop.finger.type("Levert på døra\nTakk!")
    shop.tap("payment.internal_note")
    shop.finger.type("Betaler sent")
    shop.tap("payment.finish")
    words = shop.last_sale().words
    assert (words.reference, words.note, words.internal_note) == ("Rekv. 4711", "Levert på døra\nTakk!", "Betaler sent")


@pytest.mark.parametrize("size", SIZES)
def test_a_note_typed_on_the_screens_own_keyboard_is_in_sight_above_it(shop: OpenTill, size: tuple[int, int]) -> None:
    buyer = shop.customer(70003, "Øst AS")
    shop.invoice(buyer.number)
    shop.open(size, keyboard=True)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.recent.0")
    if size == PORTRAIT:
        shop.finger.drag("payment.change_customer", (0, 500))
        shop.window.settle(300)
    shop.tap("payment.internal_note" if shop.finger.sees("payment.internal_note") else "payment.note")
    field = next(
        target for target in shop.finger.targets() if target.key.startswith("payment.") and "note" in target.key
    )
    keyboard_top = max(t.y + t.height for t in shop.finger.targets() if t.key.startswith("keyboard/"))
    finish = shop.finger.find("payment.finish")
    assert field.y >= finish.y + finish.height
    assert finish.y >= keyboard_top
    for key in ("r", "e", "k", "v"):
        shop.tap(f"keyboard/{key}")
    shop.tap("keyboard/hide", "payment.finish")
    words = shop.last_sale().words
    assert "Rekv" in (words.note, words.internal_note)


def test_the_customer_that_was_searched_is_on_the_payment_screen_again(shop: OpenTill) -> None:
    shop.customer(70004, "Vestkanten Vaskeri AS", organization_number="987654321", city="Bergen", delivery="EHF")
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.search_customer")
    assert shop.session.place is Place.CUSTOMERS
    shop.finger.type("vestkanten")
    shop.tap("customers.row.0")
    shown = texts_on(shop.screen)
    assert shop.session.place is Place.PAYMENT
    assert {"Vestkanten Vaskeri AS", "987 654 321 · Bergen", "70004", "Sendes som EHF"} <= set(shown)
    assert shop.finger.sees("payment.finish")


def test_changing_the_customer_shows_the_recent_ones_again(shop: OpenTill) -> None:
    buyer = shop.customer(70005, "Nord AS")
    shop.invoice(buyer.number)
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.recent.0", "payment.change_customer")
    assert shop.finger.sees("payment.recent.0")
    assert not shop.finger.sees("payment.finish")


def test_a_second_press_of_finish_records_one_sale_only(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.card")
    place = shop.finger.find("payment.finish").centre
    shop.finger.tap_at(*place)
    shop.finger.tap_at(*place)
    shop.root.payment.finish()
    assert shop.till.ledger.count() == 1


def test_a_refused_sale_is_explained_over_the_pane_and_nothing_moves(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.card")
    before = {target.key: target.centre for target in shop.touchable()}
    shop.till.change_settings({"channels.card.enabled": "false"})
    shop.tap("payment.finish")
    assert shop.finger.sees("payment.notice/close")
    assert any("er slått av" in text for text in texts_on(shop.screen))
    after = {target.key: target.centre for target in shop.touchable()}
    assert before["payment.finish"] == after["payment.finish"]
    assert before["payment.back"] == after["payment.back"]
    assert shop.till.ledger.count() == 0
    shop.tap("payment.notice/close")
    assert not shop.finger.sees("payment.notice/close")


def test_a_refusal_that_is_long_takes_two_lines_on_a_handheld(shop: OpenTill) -> None:
    from terminal_app.screens.widgets import words_height

    shop.open(PORTRAIT)
    buyer = shop.customer(70007, "Nord AS")
    shop.pay("1001")
    shop.tap("payment.channel.invoice")
    shop.root.payment.take_customer(buyer)
    shop.root.payment.write(note="x" * 1200)
    shop.tap("payment.finish")
    said = shop.screen._notice._text
    assert said.text == "Teksten har 1200 tegn, høyst 1000 får plass."
    assert said.drawn_size[1] > words_height("label")
    assert spilling(shop.screen._notice) == []
    assert shop.till.ledger.count() == 0


def test_back_keeps_the_cart_and_what_was_written(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.note")
    shop.finger.type("Husk kvittering")
    shop.tap("payment.back")
    assert shop.session.place is Place.SALE
    shop.go(Place.PAYMENT)
    assert shop.session.cart.lines
    assert "Husk kvittering" in [target.text for target in shop.finger.targets()]


def test_the_next_sale_starts_with_empty_fields(shop: OpenTill) -> None:
    buyer = shop.customer(70006, "Nord AS")
    shop.invoice(buyer.number)
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.invoice", "payment.recent.0", "payment.note")
    shop.finger.type("Bare denne gangen")
    shop.tap("payment.finish")
    shop.root.receipt.new_sale()
    shop.pay("1004")
    shop.tap("payment.channel.invoice")
    assert shop.finger.find("payment.note").text == ""


def test_without_a_channel_that_is_on_it_says_where_to_switch_one_on(shop: OpenTill) -> None:
    shop.set(**{f"channels__{channel.value}__enabled": "false" for channel in Channel})
    shop.open(COMPACT)
    shop.pay("1001")
    assert "Ingen betalingskanal er på. Slå på en i innstillingene." in texts_on(shop.screen)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("channel", ["none", "cash", "card", "invoice"])
def test_everything_touched_is_large_enough_inside_and_apart(
    shop: OpenTill, size: tuple[int, int], channel: str
) -> None:
    for number in range(70010, 70014):
        shop.invoice(shop.customer(number, f"Kunde {number} AS").number)
    shop.open(size)
    shop.pay("1001")
    if channel != "none":
        shop.tap(f"payment.channel.{channel}")
    assert badly_placed(shop.touchable(), size) == []


@pytest.mark.parametrize("size", SIZES)
def test_long_names_and_markup_are_shown_as_typed_and_stay_in_their_place(
    shop: OpenTill, size: tuple[int, int]
) -> None:
    for number, name in ((70020, LONG_NAME), (70021, MARKUP_NAME)):
        shop.invoice(shop.customer(number, name, organization_number="987654321", city="Flå").number)
    shop.open(size)
    shop.pay("1001")
    shop.tap("payment.channel.invoice")
    assert MARKUP_NAME in texts_on(shop.screen)
    assert spilling(shop.screen) == []
    shop.tap("payment.recent.1")
    assert LONG_NAME in texts_on(shop.screen)
    assert spilling(shop.screen) == []


@pytest.mark.parametrize("size", SIZES)
def test_an_amount_of_seven_figures_is_shown_whole(shop: OpenTill, size: tuple[int, int]) -> None:
    shop.open(size)
    product = shop.till.assortment.by_sku("1001")
    assert product is not None
    shop.session.cart = shop.session.cart.add(product, unit_price=Money(987_654_320))
    shop.go(Place.PAYMENT)
    shop.tap("payment.channel.cash")
    for mark in [shop.screen.body.ids.total._amount, shop.screen.body.ids.finish._amount]:
        assert mark.text.startswith("kr\u00a09\u00a0876\u00a054")
        from terminal_app.screens.widgets import words_width

        assert words_width(mark.text, mark.role) <= mark.box.width + 1


def test_it_speaks_english_at_once(shop: OpenTill) -> None:
    shop.open(LANDSCAPE)
    shop.pay("1001")
    shop.tap("payment.channel.invoice")
    shop.session.speak("en")
    shop.window.settle()
    assert {"Choose a customer first", "Finish", "Invoice", "Note on the invoice"} <= set(texts_on(shop.screen))


def test_the_screen_comes_to_rest(shop: OpenTill) -> None:
    shop.open(PORTRAIT)
    shop.pay("1001")
    shop.tap("payment.channel.invoice")
    assert shop.window.settle() <= 3
