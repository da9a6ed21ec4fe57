"""The SAF-T page: a period and a folder, the export beside the till, and what it came to."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from terminal_app.background import OneWorker
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Choices, Heading, Lines, Meter, Note, Text
from terminal_app.presenters.session import Session
from terminal_app.till import Till
from tests.presenters.desk.reading import row, rows
from tests.till.counter import BY_CARD, a_cart


@pytest.fixture
def page(desk: DeskPresenter, tmp_path: Path) -> DeskPresenter:
    (tmp_path / "stick").mkdir()
    desk.open("saft")
    desk.put("folder", str(tmp_path / "stick"))
    return desk


def problem(page: DeskPresenter, key: str) -> str:
    return row(page, Text, key).problem


def test_the_files_are_named_and_said_to_be_good(page: DeskPresenter, till: Till, tmp_path: Path) -> None:
    till.sell(a_cart(), BY_CARD)
    page.press("export")
    (file,) = (tmp_path / "stick").iterdir()
    assert [line.detail for line in row(page, Lines, "files").lines] == [file.name]
    assert row(page, Note, "good").tone == "ok"


def test_without_a_stick_it_goes_into_a_folder_of_the_tills_own(desk: DeskPresenter, till: Till) -> None:
    desk.open("saft")
    desk.press("export")
    assert len(list((till.database.folder / "export").iterdir())) == 1


def test_what_is_wrong_with_period_or_folder_stands_below_its_field(page: DeskPresenter, tmp_path: Path) -> None:
    page.put("since", "31.12.2027")
    page.press("export")
    assert "31.12.2027" in problem(page, "since")
    page.put("since", "in the spring")
    page.press("export")
    assert "in the spring" in problem(page, "since")
    page.put("which", "all")
    page.put("folder", str(tmp_path / "gone"))
    page.press("export")
    assert str(tmp_path / "gone") in problem(page, "folder")
    page.put("which", "other")
    assert problem(page, "since") == ""
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_year_is_chosen_with_one_touch(page: DeskPresenter) -> None:
    page.put("which", "last_year")
    assert row(page, Heading, "period").detail == "01.01.2025 – 31.12.2025"
    assert row(page, Choices, "which").chosen == "last_year"


def test_other_days_are_written_from_those_of_the_period_before(page: DeskPresenter) -> None:
    page.put("which", "last_year")
    page.put("which", "other")
    assert [row(page, Text, key).value for key in ("since", "until")] == ["01.01.2025", "31.12.2025"]
    assert row(page, Choices, "which").chosen == "other"
    page.put("since", "02.01.2025")
    assert row(page, Choices, "which").chosen == "other"


def test_while_it_works_it_shows_how_far_it_is_and_the_till_sells_on(
    page: DeskPresenter, session: Session, till: Till, tmp_path: Path
) -> None:
    """A worker of its own: what it is doing waits here until the test has seen it."""
    done = threading.Semaphore(0)
    session.background = worker = OneWorker(done.release)
    try:
        page.press("export")
        assert (row(page, Meter, "progress").share, rows(page, Text)) == (0.0, [])
        answered: list[int | None] = []
        worker.run(lambda: 42, answered.append)  # such as a PIN that is checked
        till.sell(a_cart(), BY_CARD)
        while not rows(page, Lines):
            assert done.acquire(timeout=20)
            worker.deliver()
        while not answered:
            assert done.acquire(timeout=20)
            worker.deliver()
        assert len(list((tmp_path / "stick").iterdir())) == 1
    finally:
        worker.close()


def test_stopping_says_so_and_leaves_nothing(page: DeskPresenter, session: Session, till: Till, tmp_path: Path) -> None:
    till.sell(a_cart(), BY_CARD)
    done, held = threading.Semaphore(0), threading.Event()
    session.background = worker = OneWorker(done.release)
    try:
        worker.run_long(lambda reins: held.wait(20), lambda share: None, lambda answer: None)  # goes first
        page.press("export")
        page.press("stop")
        held.set()
        while (notice := page.view().notice) is None:
            assert done.acquire(timeout=20)
            worker.deliver()
        assert notice.message == "Eksporten ble stoppet."
        assert list((tmp_path / "stick").iterdir()) == []
    finally:
        worker.close()
