"""The close of a day on screen: what stands in the way, the count, the comparison, the last look, and one Z."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.money import Money
from terminal_app.domain.sync_control import SyncStatus
from terminal_app.presenters.day import DayPresenter
from terminal_app.presenters.day_view import CompareView, DayStep
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place
from terminal_app.storage import journal
from terminal_app.storage.books import disagreements
from terminal_app.till import Till
from tests.till.counter import BUN, BY_CARD, IN_CASH, LATTE, ShopClock, a_cart, invoice
from tests.till.staff import with_pins

NBSP = "\u00a0"


@pytest.fixture
def day(root: RootPresenter) -> DayPresenter:
    """At the day's screen, with a float of a thousand and two sales: 144 in cash, one by card."""
    till = root.session.till
    till.day.open(Money(1_000_00))
    till.sell(a_cart(), IN_CASH)
    till.sell(Cart().add(BUN), BY_CARD)
    root.session.go(Place.DAY)
    return root.day


def type_sum(day: DayPresenter, keys: str) -> None:
    day.closing.count.choose_mode("sum")
    for key in keys:
        day.closing.count.key(key)


def compare(day: DayPresenter) -> CompareView:
    view = day.view().compare
    assert view is not None
    return view


def test_a_day_with_nothing_in_the_way_begins_with_the_count(day: DayPresenter) -> None:
    day.main()
    view = day.view()
    assert (view.step, view.subtitle) == (DayStep.COUNT, "Steg 2 av 4")
    assert view.foot.can is False
    day.back()
    assert day.view().step is DayStep.OVERVIEW


def test_what_stands_in_the_way_is_named_leads_there_and_holds_the_close_up(
    day: DayPresenter, root: RootPresenter, till: Till
) -> None:
    till.parking.park(a_cart(), "Bord 4")
    root.session.parked.refresh()
    root.session.cart = Cart().add(LATTE)
    day.main()
    view = day.view()
    assert [(one.title, one.stops) for one in view.standing] == [("En kurv er åpen", True), ("Parkert: Bord 4", True)]
    assert (view.foot.can, view.foot.told) == (False, "2 ting må gjøres først")
    day.main()
    assert day.view().step is DayStep.IN_WAY
    day.look(view.standing[1].act)
    assert root.session.place is Place.PARKED
    root.session.cart = Cart()
    root.session.cart = till.parking.resume(till.parking.every()[0].id).cart
    root.session.cart = Cart()
    root.session.parked.refresh()
    root.session.go(Place.DAY)
    view = day.view()
    assert (view.step, view.standing, view.foot.can) == (DayStep.IN_WAY, (), True)
    assert view.advice[1] == "Ingenting står i veien."


def test_many_parked_carts_are_named_in_part_and_counted(
    day: DayPresenter, root: RootPresenter, till: Till, clock: ShopClock
) -> None:
    for number in range(6):
        clock.advance(minutes=1)
        till.parking.park(a_cart(), f"Bord {number + 1}")
    root.session.parked.refresh()
    day.main()
    assert [one.title for one in day.view().standing][3:] == ["Parkert: Bord 4", "2 kurver til er parkert"]


def test_unsent_invoices_are_named_and_never_a_stop(day: DayPresenter, root: RootPresenter, till: Till) -> None:
    invoice(till)
    root.session.status = SyncStatus(next_run_at=datetime(2026, 11, 23, 21, 0, tzinfo=UTC))
    day.main()
    (one,) = day.view().standing
    assert (one.title, one.amount, one.stops) == ("1 faktura er ikke sendt ennå", f"kr{NBSP}143,90", False)
    assert one.detail == "Den blir liggende i køen og sendes 22:00."
    assert day.view().foot.can
    day.look(one.act)
    assert root.session.place is Place.QUEUE


def test_training_holds_the_close_up(day: DayPresenter, root: RootPresenter, till: Till) -> None:
    till.train(True, "kari")
    root.session.announce()
    day.main()
    (one,) = day.view().standing
    assert (one.title, one.stops) == ("Trening er på", True)
    day.look(one.act)
    assert root.session.place is Place.MENU


def test_coins_are_typed_one_kind_after_the_other_and_summed(day: DayPresenter) -> None:
    day.main()
    count = day.closing.count
    for key in ("1", "enter", "enter", "enter", "1", "2", "backspace"):
        count.key(key)
    count.more(20)
    count.more(20)
    count.less(20)
    count.select(1)
    count.key("4")
    view = day.view().count
    assert view is not None
    assert {row.face: row.pieces for row in view.coins if row.pieces != "–"} == {
        1000: "1", 500: "0", 200: "0", 100: "1", 20: "1", 1: "4"
    }  # fmt: skip
    assert view.sum == f"kr{NBSP}1{NBSP}124,00"
    assert day.view().foot.main_amount == view.sum
    count.key("2")
    count.key("backspace")
    count.select(1)
    assert [row.face for row in day.view().count.coins if row.selected] == [1000]  # type: ignore[union-attr]


def test_a_number_of_coins_never_grows_beyond_four_digits(day: DayPresenter) -> None:
    day.main()
    for _ in range(6):
        day.closing.count.key("9")
    assert day.closing.count.amount == Money(9_999 * 1_000_00)


def test_a_count_that_is_right_needs_no_reason_and_keeps_the_usual_float(day: DayPresenter, till: Till) -> None:
    day.main()
    type_sum(day, "1144")
    day.main()
    view = compare(day)
    assert (view.expected, view.counted) == (f"kr{NBSP}1{NBSP}144,00",) * 2
    assert (view.verdict, view.tone, view.reasons) == ("Det stemmer på krona.", "ok", None)
    assert view.split == (
        ("Blir i skuffen", f"kr{NBSP}1{NBSP}000,00"),
        ("Til banken", f"kr{NBSP}144,00"),
    )
    day.main()
    day.main()
    z = till.day.z(1)
    assert (z.cash.counted, z.cash.left, z.cash.difference) == (Money(1_144_00), Money(1_000_00), Money(0))


def test_a_difference_asks_why_and_is_kept_in_the_z(day: DayPresenter, till: Till) -> None:
    day.main()
    type_sum(day, "1124")
    day.main()
    assert (compare(day).verdict, compare(day).tone) == (f"kr{NBSP}20,00 mangler", "bad")
    assert (day.view().foot.can, day.view().foot.told) == (False, "Velg hvorfor det ikke stemmer")
    day.main()
    assert day.view().step is DayStep.COMPARE
    day.closing.reasons.choose("0")
    day.main()
    close = day.view().close
    assert close is not None
    assert ("Differanse", f"kr{NBSP}\u221220,00") in close.facts
    day.main()
    z = till.day.z(1)
    assert (z.cash.difference, z.cash.words) == (Money(-20_00), "Vekslet feil")
    assert disagreements(till.database) == ()


def test_too_much_is_told_as_well_and_the_words_may_be_ones_own(day: DayPresenter, till: Till) -> None:
    day.main()
    type_sum(day, "1145,5")
    day.main()
    assert (compare(day).verdict, compare(day).tone) == (f"kr{NBSP}1,50 for mye", "warn")
    day.closing.reasons.choose("own")
    day.closing.reasons.write("Tips som ble lagt i skuffen")
    day.main()
    day.main()
    assert till.day.z(1).cash.words == "Tips som ble lagt i skuffen"


def test_what_stays_can_be_all_none_or_another_amount_and_never_more_than_was_counted(day: DayPresenter) -> None:
    day.main()
    type_sum(day, "1144")
    day.main()
    closing = day.closing
    closing.keep("all")
    assert compare(day).split[1] == ("Til banken", f"kr{NBSP}0,00")
    closing.keep("none")
    assert compare(day).split[0] == ("Blir i skuffen", f"kr{NBSP}0,00")
    closing.keep("own")
    for key in "2000":
        day.money.key(key)
    sheet = day.view().money
    assert sheet is not None
    assert (sheet.missing, sheet.can_confirm) == (f"Høyst kr{NBSP}1{NBSP}144,00", False)
    day.money.key("backspace")
    day.money.confirm()
    assert compare(day).split[0] == ("Blir i skuffen", f"kr{NBSP}200,00")
    day.back()
    type_sum(day, "0")
    day.main()
    assert compare(day).left[0][2]


def test_whoever_empties_the_drawer_is_told_of_the_bank_alone(day: DayPresenter) -> None:
    day.main()
    type_sum(day, "1144")
    day.main()
    day.closing.keep("none")
    day.main()
    day.main()
    done = day.view().done
    assert done is not None
    told = [text for _, text in done.steps if "kr" in text]
    assert told == [f"kr{NBSP}1{NBSP}144,00 skal til banken."]


def test_a_day_without_cash_is_closed_without_a_count(day: DayPresenter, till: Till) -> None:
    day.main()
    day.side()
    close = day.view().close
    assert close is not None
    assert ("Kontant", "Ikke talt") in close.facts
    day.back()
    assert day.view().step is DayStep.COUNT
    day.side()
    day.main()
    assert till.day.z(1).cash.counted is None


def test_a_z_that_becomes_a_voucher_says_so_and_any_other_does_not(day: DayPresenter, till: Till) -> None:
    till.change_settings({"settlement.enabled": "true", "settlement.enabled_since": "2026-11-23"})
    day.main()
    day.side()
    day.main()
    done = day.view().done
    assert done is not None
    assert "Dagsoppgjør 1 går av seg selv til PowerOffice Go." in [text for _, text in done.steps]


def test_the_z_is_made_once_however_often_the_button_is_pressed(day: DayPresenter, root: RootPresenter) -> None:
    till = root.session.till
    day.main()
    day.side()
    day.main()
    done = day.view().done
    assert done is not None
    assert (done.headline, done.subline) == ("Kassen er gjort opp", "Z-rapport 1 · Mandag 23.11.2026")
    assert [text for _, text in done.steps] == ["Ta oppgjør på kortterminalen også."]
    assert done.paper.heading == "Z-rapport nr 1"
    day.main()
    assert root.session.place is Place.SALE
    assert len(till.day.reports()) == 1
    root.session.go(Place.DAY)
    assert (day.view().foot.can, day.view().foot.told) == (False, "Kassen er allerede gjort opp i dag.")
    day.main()
    assert day.view().step is DayStep.OVERVIEW


def test_a_z_goes_to_the_printer_once_and_as_a_copy_when_it_is_asked_for_again(
    day: DayPresenter, till: Till, tmp_path: Path
) -> None:
    till.change_settings({"printer.kind": "file", "printer.address": str(tmp_path)})
    day.main()
    day.side()
    day.main()
    done = day.view().done
    assert done is not None
    assert (done.print_told, done.print_tone) == ("Skrives ut, og er lagret her.", "ok")
    assert [row.facts.get("copy") for row in journal.of_kinds(till.database, "report_printed")] == [None]
    day.closing.print_again()
    assert [row.facts.get("copy") for row in journal.of_kinds(till.database, "report_printed")] == [True, None]


def test_a_z_that_is_refused_says_why_and_nothing_was_made(day: DayPresenter, till: Till) -> None:
    day.main()
    day.side()
    till.parking.park(a_cart(), "Bord 9")
    day.main()
    notice = day.view().notice
    assert notice is not None
    assert notice.message
    assert (day.view().step, till.day.reports()) == (DayStep.CLOSE, ())
    day.dismiss()
    assert day.view().notice is None


def test_unsent_invoices_are_named_once_more_at_the_end(day: DayPresenter, till: Till) -> None:
    invoice(till)
    invoice(till)
    day.main()
    day.main()
    day.side()
    close = day.view().close
    assert close is not None
    assert close.carried == f"2 fakturaer på kr{NBSP}287,80 er ikke sendt ennå. De blir liggende i køen."
    day.main()
    done = day.view().done
    assert done is not None
    assert "2 fakturaer venter. De blir liggende i køen og sendes derfra." in [text for _, text in done.steps]
    assert till.day.z(1).unsent.number == 2


def test_a_forgotten_day_is_closed_as_the_day_it_was(day: DayPresenter, till: Till, clock: ShopClock) -> None:
    clock.advance(days=1)
    day._session.announce()
    day.main()
    (one,) = day.view().standing
    assert (one.title, one.stops) == ("Mandag 23.11.2026 er ikke gjort opp", False)
    day.main()
    day.side()
    day.main()
    assert f"{till.day.z(1).day:%d.%m.%Y}" == "23.11.2026"


def test_a_close_that_was_left_for_something_else_is_gone_on_with(day: DayPresenter, root: RootPresenter) -> None:
    day.main()
    type_sum(day, "1144")
    root.session.go(Place.SALE)
    root.session.go(Place.DAY)
    assert day.view().step is DayStep.COUNT
    assert day.closing.count.amount == Money(1_144_00)


def test_the_till_can_be_locked_once_the_day_is_settled(day: DayPresenter, root: RootPresenter, till: Till) -> None:
    with_pins(till)
    root.session.operator = till.operator("kari")
    day.main()
    day.side()
    day.main()
    assert day.view().foot.side_label == "Lås kassen"
    day.side()
    assert root.session.locked
    assert day.view().step is DayStep.OVERVIEW
