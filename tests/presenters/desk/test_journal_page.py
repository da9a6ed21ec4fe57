"""The journal's page: one day at a time, newest first, every row in words and with its facts."""

from __future__ import annotations

import pytest

from terminal_app.domain.print_job import PrintKind
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.journal_page import PAGE
from terminal_app.presenters.desk.rows import Action, Heading, Lines, Link, Note, Paper, Text
from terminal_app.presenters.session import Session
from terminal_app.storage import journal
from terminal_app.till import Till
from tests.presenters.desk.reading import page_of, row, rows
from tests.till.counter import BY_CARD, ShopClock, a_cart


@pytest.fixture
def page(desk: DeskPresenter) -> DeskPresenter:
    desk.open("journal")
    return desk


def told(page: DeskPresenter) -> list[str]:
    return [link.label for link in rows(page, Link)]


def open_newest(page: DeskPresenter) -> None:
    """Touch the row that stands first on what is shown."""
    newest = rows(page, Link)[0]
    page.press(newest.key, "")


def lines(page: DeskPresenter, key: str) -> dict[str, str]:
    return {line.left: line.right or line.detail for line in row(page, Lines, key).lines}


def test_the_day_is_read_newest_first_and_in_words(page: DeskPresenter, till: Till) -> None:
    till.sell(a_cart(), BY_CARD, operator_id="amina")
    newest = rows(page, Link)[0]
    assert newest.label == "Salg S-000001"
    assert "Amina Yusuf" in newest.detail
    assert newest.detail.endswith("kr 143,90")
    assert row(page, Heading, "of").text == "Mandag 23.11.2026"


def test_an_opened_row_shows_every_fact_and_the_receipt(page: DeskPresenter, till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    open_newest(page)
    facts = lines(page, "facts")
    kept = journal.last_row(till.database, "signing_key")
    assert kept is not None
    assert facts["Nøkkelversjon"] == kept.facts["version"]
    assert facts["Transaksjonsnummer"].isdecimal()
    assert facts["Beløp med mva."] == "143.90"
    assert "Kaffe latte" in facts["Linjer"]
    assert rows(page, Paper)[0].lines[0].left == "Salgskvittering"
    page.press("back", "")
    assert told(page)


def test_leaving_an_opened_row_leads_to_its_day(page: DeskPresenter, till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    open_newest(page)
    page.back()
    assert row(page, Heading, "of")


def test_a_report_is_read_whole_as_its_paper(page: DeskPresenter, till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    till.day.x("kari")
    open_newest(page)
    (paper,) = rows(page, Paper)
    assert paper.lines[0].left == "X-rapport"


def test_a_long_day_is_turned_page_by_page_and_loses_no_row(page: DeskPresenter, till: Till) -> None:
    with till.database.writing():
        for number in range(2 * PAGE):
            journal.append(till.database, till.now(), "copy", {"receipt_no": f"S-{number}", "total": "1.00"})
    seen: list[str] = []
    while True:
        seen += told(page)
        if not [one for one in rows(page, Action) if one.key == "older"]:
            break
        page.press("older", "")
    assert len(seen) == journal.newest(till.database)
    assert {f"Kopi av S-{number}" for number in range(2 * PAGE)} <= set(seen)
    page.press("newest", "")
    assert told(page)[0] == f"Kopi av S-{2 * PAGE - 1}"


def test_days_without_anything_are_passed_over_and_a_day_can_be_typed(
    page: DeskPresenter, till: Till, clock: ShopClock
) -> None:
    till.sell(a_cart(), BY_CARD)
    clock.advance(days=9)
    till.sell(a_cart(), BY_CARD)
    page.press("earlier", "")
    assert row(page, Heading, "of").text.endswith("23.11.2026")
    assert "Salg S-000001" in told(page)
    page.put("day", "24.11.2026")
    assert row(page, Note, "none").text == "Ingenting ble gjort denne dagen."
    page.put("day", "02.12.2026")
    assert "Salg S-000002" in told(page)


def test_what_is_no_day_changes_nothing_and_is_said(page: DeskPresenter, till: Till) -> None:
    page.put("day", "31.02.2026")
    assert row(page, Text, "day").problem == "Det er ingen dag."
    assert row(page, Heading, "of").text.endswith("23.11.2026")


def test_a_night_belongs_to_the_shops_own_day_and_not_to_utc(page: DeskPresenter, till: Till, clock: ShopClock) -> None:
    clock.advance(hours=10, minutes=30)  # 00:35 in Oslo, 23:35 in UTC
    till.sell(a_cart(), BY_CARD)
    page.put("day", "24.11.2026")
    assert "Salg S-000001" in told(page)


def test_the_day_is_printed_and_the_journal_tells_it(page: DeskPresenter, till: Till) -> None:
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere"})
    page.press("print", "")
    job = till.prints.jobs.next_waiting()
    assert job is not None
    assert job.kind is PrintKind.JOURNAL
    assert till.prints.papers_of_job(job)[0].heading == "Elektronisk journal"
    assert told(page)[0] == "Journal skrevet ut for 2026-11-23 til 2026-11-23"


def test_without_a_printer_nothing_can_be_printed_and_it_says_why(page: DeskPresenter) -> None:
    action = row(page, Action, "print")
    assert not action.enabled
    assert action.detail


def test_the_page_speaks_the_language_of_who_reads_it(page: DeskPresenter, session: Session, till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    session.speak("en")
    assert "Sale S-000001" in told(page)
    assert page_of(page).title == "Journal"
