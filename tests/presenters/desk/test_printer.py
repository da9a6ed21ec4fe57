"""The printer's page: which printer, when receipts are printed, and a page to try it with."""

from __future__ import annotations

import pytest

from terminal_app.domain.print_job import PrintKind, PrintState
from terminal_app.domain.problems import Problem
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Action, Choices, Note, Text
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.presenters.desk.reading import row, rows, save_bar
from tests.till.counter import BY_CARD, a_cart


@pytest.fixture
def page(desk: DeskPresenter) -> DeskPresenter:
    desk.open("printer")
    return desk


def choose(page: DeskPresenter, kind: str, address: str) -> None:
    page.put("printer.kind", kind)
    page.put("printer.address", address)


def put(till: Till, job_id: int, state: PrintState, problem: Problem | None = None) -> None:
    job = till.prints.get(job_id)
    assert job is not None
    with till.database.writing():
        assert till.prints.jobs.move(job, state, problem=problem)


def test_without_a_printer_neither_address_nor_test_page_is_asked_for(page: DeskPresenter) -> None:
    assert row(page, Choices, "printer.kind").chosen == "none"
    assert rows(page, Text) == []
    assert rows(page, Action) == []


@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [
        ("network", "http://printer", "192.168.1.50"),
        ("network", "printer:99999", "printer.local:9100"),
        ("usb", "lp0", "04b8:0e15"),
        ("file", "prints", "/srv/prints"),
    ],
)
def test_an_address_must_fit_the_kind_of_printer(
    page: DeskPresenter, till: Till, kind: str, wrong: str, right: str
) -> None:
    choose(page, kind, wrong)
    assert row(page, Text, "printer.address").problem
    assert not save_bar(page).enabled
    choose(page, kind, right)
    page.save()
    assert (till.values.text("printer.kind"), till.values.text("printer.address")) == (kind, right)
    assert till.prints.has_printer


def test_a_test_page_is_printed_once_the_printer_is_saved_and_its_outcome_told(page: DeskPresenter, till: Till) -> None:
    choose(page, "file", "/srv/prints")
    assert not row(page, Action, "trial").enabled
    page.press("trial", "")
    assert till.prints.get(1) is None
    page.save()
    page.press("trial", "")
    job = till.prints.get(1)
    assert job is not None
    assert (job.kind, job.state) == (PrintKind.TRIAL, PrintState.WAITING)
    assert row(page, Note, "result").text == "Venter på skriveren"
    put(till, 1, PrintState.PRINTED)
    assert row(page, Note, "result").text == "Prøvesiden ble sendt til skriveren."


def test_a_print_that_needs_somebody_is_told_first_and_leads_to_it(
    page: DeskPresenter, session: Session, till: Till
) -> None:
    choose(page, "file", "/srv/prints")
    page.save()
    till.sell(a_cart(), BY_CARD)
    put(till, 1, PrintState.FAILED, Problem("printer_paper_out"))
    session.prints_moved()
    assert row(page, Note, "stuck").text == "S-000001: Skriveren er tom for papir."
    link = next(link for group in page.view().groups for link in group.pages if link.stem == "printer")
    assert link.state is not None
    assert link.state.text == "1 utskrift trenger deg"
    page.press("look", "")
    assert session.place is Place.RECEIPT


def test_the_page_says_what_the_law_wants_of_printing_and_offers_no_way_around_it(page: DeskPresenter) -> None:
    assert row(page, Note, "receipts").tone == "warn"
    choose(page, "file", "/srv/prints")
    told = row(page, Note, "receipts")
    assert (told.tone, "Loven" in told.detail) == ("ok", True)
    assert "receipt.print" not in [one.key for one in rows(page, Choices)]


WITH_DRAWER = {"printer.kind": "network", "printer.address": "127.0.0.1", "printer.drawer": "true"}


@pytest.fixture
def drawer(page: DeskPresenter, till: Till) -> DeskPresenter:
    """The page of a printer with a drawer whose signal nobody knows."""
    till.change_settings(WITH_DRAWER)
    return page


def answers(session: Session, high: bool | None) -> None:
    """What the printer's thread does with an answer."""
    if session.till.drawer.told(high):
        session.prints_moved()


@pytest.mark.parametrize(("closed", "signal"), [(False, "high"), (True, "low")])
def test_the_till_learns_the_drawers_signal_from_the_closed_and_the_open_drawer(
    drawer: DeskPresenter, session: Session, till: Till, closed: bool, signal: str
) -> None:
    assert row(drawer, Note, "drawer.flaw").tone == "bad"
    assert row(drawer, Action, "drawer.probe").label == "Den er lukket nå"
    drawer.press("drawer.probe")
    assert row(drawer, Note, "drawer.asking").text == "Spør skriveren …"
    answers(session, closed)
    assert row(drawer, Action, "drawer.probe").label == "Den er åpen nå"
    drawer.press("drawer.kick")
    assert till.drawer.take_kick()
    drawer.press("drawer.probe")
    answers(session, not closed)
    assert row(drawer, Note, "drawer.result").text == "Kassen ser at skuffen åpnes og lukkes."
    assert till.values.text("printer.drawer_open_signal") == signal
    assert row(drawer, Choices, "printer.drawer_open_signal").chosen == signal
    assert till.drawer.flaw() is None


def test_a_reading_from_before_the_touch_teaches_nothing(drawer: DeskPresenter, session: Session) -> None:
    answers(session, True)
    drawer.press("drawer.probe")
    session.announce()
    assert row(drawer, Note, "drawer.asking")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([True, True], "Skuffen meldte det samme åpen som lukket: den melder ingenting."),
        ([None], "Skuffen melder ikke om den er åpen."),
    ],
)
def test_a_drawer_that_tells_nothing_is_found_out(
    drawer: DeskPresenter, session: Session, till: Till, told: list[bool | None], words: str
) -> None:
    for high in told:
        drawer.press("drawer.probe")
        answers(session, high)
    told = [(note.text, note.tone) for note in rows(drawer, Note) if note.key != "receipts"]
    assert told == [(words, "bad")]
    assert till.values.text("printer.drawer_open_signal") == "none"
    link = next(link for group in drawer.view().groups for link in group.pages if link.stem == "printer")
    assert link.state is not None
    assert link.state.text == "Se til skuffen"


def test_the_signal_is_learned_only_of_a_printer_that_is_saved(drawer: DeskPresenter, till: Till) -> None:
    drawer.put("printer.paper", "58")
    assert not row(drawer, Action, "drawer.probe").enabled
    drawer.press("drawer.probe")
    assert not till.drawer.is_asked


def test_a_folder_has_no_drawer_to_ask(drawer: DeskPresenter) -> None:
    choose(drawer, "file", "/srv/prints")
    assert not [one for one in rows(drawer, Action) if one.key.startswith("drawer.")]
