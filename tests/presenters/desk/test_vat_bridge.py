"""The VAT bridge on its page: the verdict, the days, each difference one touch from its sale, and reading again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal_app.background import Reins
from terminal_app.domain.cart import Cart
from terminal_app.domain.problems import Problem
from terminal_app.domain.sync_control import LedgerBrought
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Action, Heading, Meter, Note, Text, Toggles
from terminal_app.presenters.desk.table import Cell, Table
from terminal_app.presenters.session import Place, Session
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.demo.booked import booked_folder
from tests.demo.test_past_sales import NOON
from tests.presenters.desk.reading import page_of, row, rows
from tests.till.counter import BY_CARD, ListeningSync, a_cart


class Later:
    """A background that does long work when the test says so, as a slow till does it a while later."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        then(work())

    def run_long(
        self, work: Callable[[Reins], Any], told: Callable[[float], None], then: Callable[[Any], None]
    ) -> Reins:
        reins = Reins(told)
        self.waiting.append(lambda: then(work(reins)))
        return reins

    def do_all(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture
def booked(tmp_path: Path, sync: ListeningSync) -> Iterator[Till]:
    """That shop: an invoice was changed by hand in PowerOffice Go, and an order waits for its invoice."""
    shutil.copytree(booked_folder(), tmp_path / "booked")
    with Database.open(tmp_path / "booked") as database:
        yield Till(database, lambda: NOON, sync=sync)


@pytest.fixture
def page(booked: Till) -> DeskPresenter:
    session = Session(booked)
    session.operator = booked.operator("kari")
    session.open_desk("vat_bridge")
    shown = DeskPresenter(session)
    shown.view()
    return shown


def session_of(page: DeskPresenter) -> Session:
    return page._session


def first_words(table: Table) -> list[str]:
    return [cell.text if isinstance(cell := row.cells[0], Cell) else cell for row in table.rows]


def test_a_difference_is_red_and_says_how_many_there_are(page: DeskPresenter) -> None:
    verdict = row(page, Note, "verdict")
    assert (verdict.tone, verdict.text) == ("bad", "Én ting må rettes.")
    badge = page.pages["vat_bridge"].state()
    assert badge is not None
    assert badge.tone == "bad"


def test_a_day_of_which_all_is_proven_is_green(page: DeskPresenter) -> None:
    page.put("which", "other")
    page.put("since", "19.11.2026")
    page.put("until", "19.11.2026")
    assert row(page, Note, "verdict").tone == "ok"
    assert page.pages["vat_bridge"].state() is None


def test_a_touch_on_a_difference_opens_its_sale_in_the_history(page: DeskPresenter) -> None:
    (difference,) = row(page, Table, "findings.wrong").rows
    assert "F-000001" in (difference.cells[0].detail if isinstance(difference.cells[0], Cell) else "")
    page.press("findings.wrong", difference.key)
    session = session_of(page)
    assert (session.place, session.history_of) == (Place.HISTORY, "F-000001")


def test_faktura_kasse_is_explained_entry_by_entry_each_leading_to_its_sale(page: DeskPresenter) -> None:
    entries = row(page, Table, "clearing").rows
    assert len(entries) == 2
    page.press("clearing", entries[-1].key)
    assert session_of(page).place is Place.HISTORY


def test_each_rate_has_its_vat_on_every_side_and_a_sum_below(page: DeskPresenter) -> None:
    table = row(page, Table, "rates")
    assert [head.text for head in table.heads] == [
        "Sats", "Kassen", "Dagsoppgjør", "Ordre mottatt", "Fakturert", "Regnskapet", "Differanse",
    ]  # fmt: skip
    assert first_words(table)[:2] == ["25\u00a0%", "15\u00a0%"]
    assert first_words(Table("", (), table.sums)) == ["Sum"]


def test_the_days_are_chosen_and_only_their_own_figures_are_shown(page: DeskPresenter) -> None:
    assert [way.key for way in row(page, Toggles, "which").options if way.on] == ["month"]
    page.put("which", "last_month")
    assert row(page, Heading, "period").text == "01.10.2026 – 31.10.2026"
    assert row(page, Table, "rates").rows == ()


def test_days_that_are_chosen_while_others_are_worked_out_are_the_ones_that_are_shown(page: DeskPresenter) -> None:
    later = session_of(page).background = Later()
    page.put("which", "yesterday")
    page.put("which", "today")
    assert row(page, Meter, "working").share == 0
    assert not rows(page, Table)
    later.do_all()
    assert row(page, Heading, "period").text == "23.11.2026"
    assert not rows(page, Meter)
    assert row(page, Table, "rates").rows == ()


def test_work_that_is_stopped_shows_no_figures_and_can_be_begun_again(page: DeskPresenter) -> None:
    later = session_of(page).background = Later()
    page.put("which", "yesterday")
    page.press("stop")
    later.do_all()
    assert (rows(page, Table), rows(page, Meter)) == ([], [])
    page.put("which", "yesterday")
    later.do_all()
    assert row(page, Table, "rates").rows


def test_written_days_that_make_no_period_say_so_below_their_field(page: DeskPresenter) -> None:
    page.put("which", "other")
    page.put("until", "1.10.2026")
    assert row(page, Text, "until").problem == "Den er før den første dagen."
    assert not [one for one in rows(page, Table) if one.key == "rates"]
    page.put("until", "19.11.2026")
    assert row(page, Heading, "period").text == "01.11.2026 – 19.11.2026"
    assert row(page, Table, "rates").rows


def test_reading_again_asks_the_sync_from_the_first_day_on(page: DeskPresenter, sync: ListeningSync) -> None:
    page.press("again")
    assert sync.asked == ["read_ledger 2026-11-01"]
    again = row(page, Action, "again")
    assert (again.label, again.enabled) == ("PowerOffice Go leses…", False)
    session_of(page).take(LedgerBrought(None))
    assert row(page, Action, "again").enabled


def test_the_ledger_is_asked_for_from_the_first_day_that_is_shown(page: DeskPresenter, sync: ListeningSync) -> None:
    page.put("which", "today")
    page.press("again")
    assert sync.asked == [f"read_ledger {session_of(page).now():%Y-%m-%d}"]


def test_whoever_comes_back_from_a_screen_where_something_was_sold_sees_it(page: DeskPresenter, booked: Till) -> None:
    session, before = session_of(page), row(page, Table, "rates")
    session.go(Place.SALE)
    booked.sell(a_cart_of(booked), BY_CARD)
    session.open_desk("vat_bridge")
    assert row(page, Table, "rates") != before


def test_a_reading_that_fails_keeps_the_figures_and_says_why(page: DeskPresenter) -> None:
    page.press("again")
    session_of(page).take(LedgerBrought(None, Problem("offline")))
    assert row(page, Note, "trouble").tone == "warn"
    assert row(page, Note, "verdict").tone == "bad"


def test_what_was_sold_meanwhile_is_in_the_bridge_once_the_answer_has_come(page: DeskPresenter, booked: Till) -> None:
    before = row(page, Table, "rates")
    booked.sell(a_cart_of(booked), BY_CARD)
    assert row(page, Table, "rates") == before
    page.press("again")
    session_of(page).take(LedgerBrought(None))
    assert row(page, Table, "rates") != before


def test_a_shop_whose_ledger_was_never_read_is_not_said_to_be_proven(desk: DeskPresenter, till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    desk.open("vat_bridge")
    assert row(desk, Note, "verdict").tone != "ok"


def test_a_page_that_shows_nothing_wrong_has_no_table_for_it(desk: DeskPresenter) -> None:
    desk.open("vat_bridge")
    assert not [one for one in page_of(desk).rows if isinstance(one, Table) and one.key == "findings.wrong"]


def test_a_page_to_print_is_kept_and_says_where(page: DeskPresenter, booked: Till) -> None:
    page.press("print")
    (paper,) = (booked.database.folder / "papers").iterdir()
    assert row(page, Note, "kept").detail == str(paper)
    assert "F-000001" in paper.read_text("utf-8")


def a_cart_of(till: Till) -> Cart:
    return Cart().add(next(one for one in till.assortment.products if one.price and not one.open_price))


def test_a_shop_without_an_accounting_system_is_not_told_to_read_a_ledger(desk: DeskPresenter, till: Till) -> None:
    till.change_settings({"invoicing.system": "none"})
    till.sell(a_cart(), BY_CARD)
    desk.open("vat_bridge")
    assert row(desk, Note, "verdict").text == "Det er ikke valgt noe regnskapssystem."
    waits = [one for one in rows(desk, Table) if one.key == "findings.waits"]
    assert not any("ikke lest" in words for table in waits for words in first_words(table))
    assert desk.pages["vat_bridge"].state() is None
