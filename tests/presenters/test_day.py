"""The day's overview: what it tells, the float, money in and out of the drawer, X reports and the earlier ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from terminal_app.domain.money import Money
from terminal_app.presenters.day import DayPresenter
from terminal_app.presenters.day_view import MoneyView, OverviewView
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place
from terminal_app.storage import journal
from terminal_app.till import Till
from tests.till.counter import BY_CARD, IN_CASH, ShopClock, a_cart

NBSP = "\u00a0"


@pytest.fixture
def day(root: RootPresenter) -> DayPresenter:
    """At the day's screen."""
    root.session.go(Place.DAY)
    return root.day


def overview(day: DayPresenter) -> OverviewView:
    view = day.view().overview
    assert view is not None
    return view


def money(day: DayPresenter) -> MoneyView:
    view = day.view().money
    assert view is not None
    return view


def press(day: DayPresenter, keys: str) -> None:
    for key in keys:
        day.money.key(key)


def kinds(till: Till, *kinds_wanted: str) -> list[str]:
    return [row.kind for row in journal.of_kinds(till.database, *kinds_wanted)]


def test_a_fresh_day_says_what_it_knows_and_not_what_should_be_in_the_drawer(day: DayPresenter, till: Till) -> None:
    assert overview(day).facts == (
        ("Vekslepenger", "Ikke oppgitt ennå"),
        ("Salg så langt", "0"),
        ("Forrige Z-rapport", "Ingen ennå"),
    )
    till.day.open(Money(1_000_00))
    till.sell(a_cart(), IN_CASH)
    day.back()
    day._session.go(Place.DAY)
    facts = dict(overview(day).facts)
    assert (facts["Vekslepenger"], facts["Salg så langt"], facts["Begynte"]) == (f"kr{NBSP}1{NBSP}000,00", "1", "14:05")
    assert "1 144" not in str(day.view()).replace(NBSP, " ")


def test_the_float_is_typed_and_corrected_and_each_is_a_signed_row(day: DayPresenter, till: Till) -> None:
    day.act("float")
    assert (money(day).missing, money(day).can_confirm) == ("Skriv beløpet", False)
    press(day, "1000")
    assert money(day).typed == f"kr{NBSP}1{NBSP}000"
    day.money.confirm()
    assert day.view().money is None
    notice = day.view().notice
    assert notice is not None
    assert (notice.message, notice.tone) == (f"Vekslepengene er kr{NBSP}1{NBSP}000,00.", "ok")
    assert overview(day).actions[0].label == "Rett veksel"
    day.act("float")
    assert money(day).same_label == ""
    press(day, "950,5")
    day.money.confirm()
    assert till.day.stands().opening_float == Money(950_50)
    assert kinds(till, "float") == ["float", "float"]


def test_the_float_of_last_time_is_taken_with_one_touch(day: DayPresenter, till: Till, clock: ShopClock) -> None:
    till.day.open(Money(1_200_50))
    till.sell(a_cart(), BY_CARD)
    till.day.close()
    clock.advance(days=1)
    day._session.announce()
    day.act("float")
    assert money(day).same_label == f"Som sist: kr{NBSP}1{NBSP}200,50"
    day.money.take_suggested()
    assert till.day.stands().opening_float == Money(1_200_50)


def test_money_is_put_in_with_a_reason_and_words_where_the_reason_says_too_little(
    day: DayPresenter, till: Till
) -> None:
    day.act("pay_in")
    assert money(day).missing == "Velg hva det gjelder"
    day.money.choose("other")
    press(day, "200")
    assert (money(day).missing, money(day).asks_words) == ("Skriv hva det gjelder", True)
    day.money.write("Fant to hundrelapper")
    day.money.key("enter")
    (row,) = journal.of_kinds(till.database, "pay_in")
    assert (row.facts["amount"], row.facts["why"], row.facts["words"]) == ("200.00", "other", "Fant to hundrelapper")
    assert day.view().money is None


def test_a_cashier_takes_money_out_once_a_manager_approves(day: DayPresenter, root: RootPresenter, till: Till) -> None:
    till.day.open(Money(1_000_00))
    day.act("pay_out")
    day.money.choose("bank")
    press(day, "500")
    day.money.confirm()
    step_up = day.view().step_up
    assert step_up is not None
    assert step_up.subtitle.startswith("Amina Yusuf kan ikke")
    day.step_up.choose("kari")
    assert (day.view().step_up, day.view().money) == (None, None)
    (row,) = journal.of_kinds(till.database, "pay_out")
    assert (row.facts["amount"], row.operator_id) == ("500.00", "amina")
    assert till.day.stands().expected_cash == Money(500_00)


def test_nothing_is_taken_out_when_the_manager_turns_it_down(day: DayPresenter, till: Till) -> None:
    till.day.open(Money(1_000_00))
    day.act("pay_out")
    day.money.choose("bank")
    press(day, "500")
    day.money.confirm()
    day.step_up.close()
    assert money(day).typed == f"kr{NBSP}500"
    assert kinds(till, "pay_out") == []


def test_more_than_lies_in_the_drawer_is_refused_in_the_sheet(day: DayPresenter, root: RootPresenter) -> None:
    root.session.operator = root.session.till.operator("kari")
    day.act("pay_out")
    day.money.choose("bank")
    press(day, "1")
    day.money.confirm()
    notice = money(day).notice
    assert notice is not None
    assert notice.message
    day.money.key("backspace")
    assert money(day).notice is None


def test_an_x_report_opens_as_its_paper_and_stays_in_the_list(day: DayPresenter, till: Till) -> None:
    till.sell(a_cart(), IN_CASH)
    day.act("x")
    report = day.view().report
    assert report is not None
    assert (report.title, report.paper.heading) == ("X-rapport", "X-rapport")
    assert report.told == "Ingen skriver: rapporten er lagret her."
    day.close_report()
    assert [(row.kind, row.title) for row in overview(day).reports] == [("x", "X-rapport")]
    day.open_report(overview(day).reports[0].row)
    report = day.view().report
    assert report is not None
    assert (report.told, report.print_label) == ("", "")


def test_the_reports_of_earlier_are_read_on_where_the_end_of_their_list_is_in_sight(
    day: DayPresenter, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal_app.presenters.day.REPORTS_AT_ONCE", 2)
    made = [till.day.x() for _ in range(5)]
    day._session.go(Place.SALE)
    day._session.go(Place.DAY)
    assert len(overview(day).reports) == 2
    for _ in range(3):
        day.more_reports()
    rows = [row.row for row in overview(day).reports]
    assert rows == sorted(set(rows), reverse=True)
    assert len(rows) == len(made)


def test_a_report_of_earlier_is_printed_again_where_there_is_a_printer(
    day: DayPresenter, till: Till, tmp_path: Path
) -> None:
    till.change_settings({"printer.kind": "file", "printer.address": str(tmp_path)})
    till.sell(a_cart(), IN_CASH)
    day.act("x")
    assert day.view().report is not None
    day.print_report()
    report = day.view().report
    assert report is not None
    assert (report.print_label, report.told, report.tone) == ("Skriv ut på nytt", "Skrives ut, og er lagret her.", "ok")


def test_whoever_may_not_make_an_x_report_is_told_so(day: DayPresenter, root: RootPresenter, till: Till) -> None:
    root.session.operator = replace(root.session.operator, id="nobody")
    day.act("x")
    notice = day.view().notice
    assert notice is not None
    assert notice.tone == "bad"
    day.dismiss()
    assert day.view().notice is None


def test_in_training_the_overview_says_that_the_day_is_not_settled_there(
    day: DayPresenter, root: RootPresenter, till: Till
) -> None:
    till.train(True, "kari")
    root.session.go(Place.DAY)
    told = overview(day).told
    assert told is not None
    assert told.message == "Trening er på"


def test_an_earlier_day_that_is_open_is_named_with_what_keeps_it(
    day: DayPresenter, till: Till, clock: ShopClock
) -> None:
    till.sell(a_cart(), IN_CASH)
    till.parking.park(a_cart(), "Bord 4")
    clock.advance(days=1)
    day._session.parked.refresh()
    day._session.announce()
    told = overview(day).told
    assert told is not None
    assert (told.message, told.hint) == (
        "Mandag 23.11.2026 er ikke gjort opp",
        "Den gjøres opp når det som er parkert, er solgt eller tømt: Bord 4.",
    )


def test_the_menu_leads_to_the_day_and_back(root: RootPresenter) -> None:
    root.session.go(Place.MENU)
    assert root.menu.view().day_label == "Kasseoppgjør"
    root.menu.open_day()
    assert root.session.place is Place.DAY
    root.day.back()
    assert root.session.place is Place.MENU
