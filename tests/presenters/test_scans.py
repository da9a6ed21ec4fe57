"""Scanned codes at every place of the till: goods come into the cart, or somebody is told why they did not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.catalog import Unit
from terminal_app.domain.channel import Channel
from terminal_app.domain.operators import Right
from terminal_app.domain.problems import Problem
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Notice, Place, Session
from terminal_app.presenters.sounds import Sound
from terminal_app.till import Till
from tests.till.counter import BUN, COD, LATTE, ShopClock
from tests.till.staff import KARI_PIN, with_pins

LATTE_CODE = "2900000010017"


@pytest.fixture
def heard(session: Session) -> list[Sound]:
    session.sound("true")
    sounds: list[Sound] = []
    session.loudspeaker = sounds.append
    return sounds


def cart(session: Session) -> list[tuple[str, str]]:
    return [(str(line.quantity), line.product.name) for line in session.cart.lines]


def notice(root: RootPresenter) -> Notice:
    shown = root.view().notice
    assert shown is not None
    return shown


def test_a_scanned_product_is_rung_up_and_heard(root: RootPresenter, session: Session, heard: list[Sound]) -> None:
    for scanned in (LATTE_CODE, "]E0" + LATTE_CODE, "1002"):
        root.scans.take(scanned)
    assert cart(session) == [("2", "Kaffe latte"), ("1", "Skolebolle")]
    assert heard == [Sound.SCANNED] * 3
    assert root.view().notice is None


def test_a_barcode_goes_before_an_sku_that_reads_the_same(root: RootPresenter, session: Session, till: Till) -> None:
    till.catalog.put_products([replace(BUN, barcode="1001")])
    till.reload()
    root.scans.take("1001")
    assert cart(session) == [("1", "Skolebolle")]


def test_a_weighed_product_is_asked_about_as_when_its_tile_is_touched(
    root: RootPresenter, session: Session, till: Till, heard: list[Sound]
) -> None:
    till.catalog.put_products([replace(COD, barcode="4711", unit=Unit.KILO)])
    till.reload()
    root.scans.take("4711")
    assert (cart(session), heard) == ([], [Sound.SCANNED])
    sheet = root.sale.view().sheet
    assert sheet is not None
    assert sheet.title == "Fersk torsk, løsvekt"


def test_an_unknown_code_is_named_and_a_manager_makes_its_product_with_the_barcode_filled_in(
    root: RootPresenter, session: Session, heard: list[Sound]
) -> None:
    session.hand_over(session.till.operator("kari"))
    root.scans.take("7038010055720")
    assert notice(root) == Notice("Ingen vare har koden 7038010055720", "", "warn", "Lag vare")
    assert heard == [Sound.UNKNOWN]
    root.scans.act()
    assert (session.place, root.view().notice) == (Place.DESK, None)
    page = root.desk.view().page
    assert page is not None
    assert root.desk.pages["products"].draft.text("barcode") == "7038010055720"


def test_who_may_not_make_products_is_told_whom_to_ask_and_a_manager_can_approve_it_there(
    root: RootPresenter, session: Session, till: Till
) -> None:
    with_pins(till)
    root.scans.take("4711")
    assert notice(root).hint == "Kari Nordmann kan godkjenne det."
    root.scans.act()
    assert session.place is Place.DESK
    for digit in KARI_PIN:
        root.desk.step_up.digit(digit)
    root.desk.step_up.enter()
    assert root.desk.view().page is not None
    assert root.desk.pages["products"].draft.text("barcode") == "4711"


def test_a_code_for_which_no_product_was_made_after_all_is_forgotten(root: RootPresenter, session: Session) -> None:
    session.hand_over(session.till.operator("kari"))
    root.scans.take("4711")
    root.scans.act()
    session.go(Place.SALE)
    session.open_desk("products")
    root.desk.view()
    root.desk.press("list")
    root.desk.throw_away()
    session.go(Place.SALE)
    assert session.unknown_code == ""


def test_what_is_taken_out_of_the_assortment_is_said_so(
    root: RootPresenter, session: Session, till: Till, heard: list[Sound]
) -> None:
    till.catalog.put_products([replace(LATTE, hidden=True)])
    till.reload()
    root.scans.take(LATTE_CODE)
    assert notice(root).message == "Kaffe latte er tatt ut av sortimentet"
    assert (cart(session), heard) == ([], [Sound.UNKNOWN])


def test_a_scan_on_the_receipt_begins_the_next_sale(root: RootPresenter, session: Session) -> None:
    root.scans.take(LATTE_CODE)
    root.sale.pay()
    root.payment.choose(Channel.CARD)
    root.payment.finish()
    assert session.place is Place.RECEIPT
    root.scans.take("999999")
    assert (session.place, notice(root).action) == (Place.RECEIPT, "Lag vare")
    root.scans.take("1002")
    assert (session.place, cart(session)) == (Place.SALE, [("1", "Skolebolle")])


def test_a_scan_while_one_pays_is_not_added_until_somebody_says_so(
    root: RootPresenter, session: Session, heard: list[Sound]
) -> None:
    root.scans.take(LATTE_CODE)
    root.sale.pay()
    root.scans.take("1002")
    assert (session.place, cart(session)) == (Place.PAYMENT, [("1", "Kaffe latte")])
    assert notice(root) == Notice(
        "Skolebolle ble ikke lagt til",
        "Betalingen er i gang: gå tilbake til kurven først.",
        "warn",
        "Gå tilbake og legg til",
    )
    assert heard[-1] is Sound.ATTENTION
    root.scans.act()
    assert (session.place, cart(session)) == (Place.SALE, [("1", "Kaffe latte"), ("1", "Skolebolle")])


@pytest.mark.parametrize("place", [Place.CUSTOMERS, Place.QUEUE, Place.MENU, Place.DESK])
def test_goods_are_refused_in_words_and_sound_where_none_are_rung_up(
    root: RootPresenter, session: Session, heard: list[Sound], place: Place
) -> None:
    session.go(place)
    root.scans.take(LATTE_CODE)
    assert (session.place, cart(session)) == (place, [])
    assert notice(root) == Notice("Kaffe latte ble ikke lagt til", "Varer skannes i salgsbildet.", "warn")
    assert heard == [Sound.ATTENTION]
    session.go(Place.SALE)
    assert root.view().notice is None


def test_a_locked_till_only_lets_a_scan_be_heard(root: RootPresenter, session: Session, till: Till) -> None:
    session.sound("true")
    with_pins(till)
    session.operator = till.operator("ola")
    session.lock()
    heard: list[Sound] = []
    session.loudspeaker = heard.append
    root.scans.take(LATTE_CODE)
    assert (session.locked, cart(session), root.view().notice, heard) == (True, [], None, [Sound.ATTENTION])


def test_a_scan_fills_the_barcode_of_the_product_that_is_open_at_the_desk(
    root: RootPresenter, session: Session, heard: list[Sound]
) -> None:
    session.hand_over(session.till.operator("kari"))
    session.open_desk("products")
    root.desk.view()
    page = root.desk.pages["products"]
    root.scans.take(LATTE_CODE)
    assert page.draft.text("name") == "Kaffe latte"
    root.scans.take("]E07038010055720")
    assert page.draft.text("barcode") == "7038010055720"
    assert heard == [Sound.SCANNED] * 2


def test_an_approval_that_is_asked_for_stays_and_what_is_scanned_meanwhile_is_in_the_cart(
    root: RootPresenter, session: Session
) -> None:
    refused = Problem("right_missing", {"name": "Amina", "right": "discount", "who": "Kari"})
    root.sale.step_up.ask(Right.DISCOUNT, refused, lambda manager: None)
    root.sale.step_up.digit("4")
    root.scans.take(LATTE_CODE)
    view = root.sale.step_up.view()
    assert view is not None
    assert view.pad is None or view.pad.dots == 1
    assert cart(session) == [("1", "Kaffe latte")]


def test_a_notice_goes_after_a_while_and_when_it_was_read(
    root: RootPresenter, session: Session, clock: ShopClock
) -> None:
    root.scans.take("4711")
    clock.advance(seconds=19)
    root.tick()
    assert notice(root).tone == "warn"
    clock.advance(seconds=2)
    root.tick()
    assert root.view().notice is None
    root.scans.take("4711")
    root.scans.dismiss()
    assert root.view().notice is None


def test_the_till_does_not_lock_while_goods_are_scanned(
    root: RootPresenter, session: Session, till: Till, clock: ShopClock
) -> None:
    with_pins(till)
    session.operator = till.operator("ola")
    till.change_settings({"till.lock_after_s": "60"})
    for _ in range(3):
        clock.advance(seconds=40)
        root.scans.take(LATTE_CODE)
        root.tick()
    assert not session.locked


def test_a_line_that_is_open_and_untouched_shows_what_was_scanned_onto_it(
    root: RootPresenter, session: Session
) -> None:
    root.scans.take(LATTE_CODE)
    root.sale.select(0)
    root.scans.take(LATTE_CODE)
    sheet = root.sale.view().sheet
    assert sheet is not None
    assert (sheet.title, sheet.figure) == ("Kaffe latte", "2")
    root.scans.take("1002")
    assert root.sale.view().sheet == sheet
    root.sale.sheet.enter()
    assert cart(session) == [("2", "Kaffe latte"), ("1", "Skolebolle")]


def test_goods_that_are_scanned_while_a_manager_approves_a_discount_are_in_the_cart_that_was_approved(
    root: RootPresenter, session: Session, till: Till
) -> None:
    with_pins(till)
    session.operator = till.operator("ola")
    root.scans.take(LATTE_CODE)
    root.sale.discount()
    for key in "50":
        root.sale.sheet.key(key)
    root.sale.sheet.enter()
    assert root.sale.step_up.is_open
    root.scans.take("1002")
    for digit in KARI_PIN:
        root.sale.step_up.digit(digit)
    root.sale.step_up.enter()
    assert cart(session) == [("1", "Kaffe latte"), ("1", "Skolebolle")]
    assert session.cart.has_discount
