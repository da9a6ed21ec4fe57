"""Lists of products at the desk: looked at whole, brought in whole or not at all, written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from terminal_app.background import AtOnce, OneWorker
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Heading, Line, Lines, Link, Note, Picker
from terminal_app.presenters.session import Session
from terminal_app.storage import journal
from terminal_app.till import Till
from tests.presenters.desk.reading import page_of, row, rows, save_bar
from tests.till.counter import invoice

HEADER = "varenr;navn;pris;mva;kategori\n"


@pytest.fixture
def lists(desk: DeskPresenter, folder: Path) -> DeskPresenter:
    desk.open("product_lists")
    return desk


@pytest.fixture
def folder(till: Till) -> Path:
    """The shop's folder for lists."""
    folder = till.shelves.folder()
    folder.mkdir()
    return folder


def open_picker(desk: DeskPresenter) -> Picker:
    picker = desk.view().picker
    assert picker is not None
    return picker


def notice(desk: DeskPresenter) -> str:
    shown = desk.view().notice
    assert shown is not None
    return shown.message


def test_the_folders_lists_are_offered_and_a_list_is_looked_at_before_it_is_brought_in(
    lists: DeskPresenter, till: Till, folder: Path
) -> None:
    assert row(lists, Note, "none").text
    (folder / "vår.csv").write_text(HEADER + "1001;Kaffe latte;54;25;Kaffe\n2001;Grønn te;45;25;Te\n", "cp1252")
    lists.press("again")
    lists.press("file:vår.csv")
    assert page_of(lists).rows[0] == Heading("vår.csv", "Lest som Windows-1252, delt med semikolon.", key="list")
    assert row(lists, Note, "samples").tone == "warn"
    assert "Grønn te" in row(lists, Note, "samples").text
    assert row(lists, Lines, "changed").lines == (Line("Kaffe latte", "", "52,00 → 54,00"),)
    assert till.assortment.known("2001") is None
    assert (save_bar(lists).label, save_bar(lists).enabled) == ("Hent inn 2 varer", True)
    lists.save()
    assert till.assortment.by_sku("2001") is not None
    assert notice(lists) == "2 varer er hentet inn"


def test_every_fault_of_a_list_can_be_read_and_nothing_can_be_brought_in(
    lists: DeskPresenter, till: Till, folder: Path
) -> None:
    (folder / "feil.csv").write_text(
        HEADER + "".join(f"{n};Vare;gratis;25;Te\n" for n in range(500)) + "1001;A;1;25;Te\n"
    )
    lists.press("file:feil.csv")
    assert (save_bar(lists).enabled, save_bar(lists).told) == (False, "500 feil")
    assert len(row(lists, Lines, "faults").lines) == 6
    lists.press("all:faults")
    picker = open_picker(lists)
    assert (picker.title, len(picker.options)) == ("Feil", 500)
    assert picker.options[499].label == "Linje 501, pris: «gratis» er ikke en pris."
    lists.search("linje 500,")
    assert [option.key for option in open_picker(lists).options] == ["498"]
    before = till.assortment
    lists.close_picker()
    lists.save()
    assert till.assortment is before


def test_a_mended_file_is_looked_at_again(lists: DeskPresenter, folder: Path) -> None:
    (folder / "liste.csv").write_text(HEADER + "2001;Te;x;25;Te\n")
    lists.press("file:liste.csv")
    (folder / "liste.csv").write_text(HEADER + "2001;Te;1;25;Te\n")
    lists.press("again")
    assert save_bar(lists).enabled
    lists.back()
    assert row(lists, Link, "file:liste.csv").label == "liste.csv"


@pytest.mark.parametrize("name", ["../disken.db", "/etc/passwd", "ut.csv"])
def test_a_file_outside_the_folder_is_refused_on_the_screen(lists: DeskPresenter, folder: Path, name: str) -> None:
    (folder / "ut.csv").symlink_to("/etc/passwd")
    lists.press(f"file:{name}")
    assert notice(lists).startswith("Filen ligger ikke i ")
    assert page_of(lists).save is None


def test_a_file_that_is_no_list_says_what_it_needs(lists: DeskPresenter, folder: Path) -> None:
    (folder / "kunder.csv").write_text("navn;telefon\nA;1\n")
    lists.press("file:kunder.csv")
    assert "varenr/sku, pris/price" in notice(lists)


def test_a_list_that_was_looked_at_before_somebody_changed_a_price_is_refused(
    lists: DeskPresenter, till: Till, folder: Path
) -> None:
    (folder / "liste.csv").write_text(HEADER + "1001;Kaffe latte;54;25;Kaffe\n")
    lists.press("file:liste.csv")
    till.shelves.change("1001", {"price": "60"})
    lists.save()
    assert notice(lists).startswith("Varene er endret")
    assert str(till.assortment.by_sku("1001").price) == "60.00"  # type: ignore[union-attr]


def test_all_products_are_written_and_offered_as_a_list_that_changes_nothing(
    lists: DeskPresenter, till: Till, folder: Path
) -> None:
    till.shelves.take_out("1002")
    lists.press("export")
    assert notice(lists) == "5 varer er skrevet"
    (link,) = rows(lists, Link)
    assert link.label == "varer-2026-11-23-140500.csv"
    lists.press(link.key)
    assert row(lists, Note, "same").tone == "ok"
    assert not save_bar(lists).enabled


def test_a_folder_that_cannot_be_made_is_named(desk: DeskPresenter, till: Till, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    till.change_settings({"catalogue.folder": str(tmp_path / "fil" / "mappe")})
    desk.open("product_lists")
    assert str(tmp_path / "fil" / "mappe") in notice(desk)


class Waiting(AtOnce):
    """A background whose work is done when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self.asked.append((work, then))

    def finish(self) -> None:
        work, then = self.asked.pop()
        then(work())

    def break_down(self) -> None:
        self.asked.pop()[1](None)


def test_while_a_list_is_read_the_page_says_so_and_takes_no_second_touch(
    lists: DeskPresenter, session: Session, folder: Path
) -> None:
    (folder / "liste.csv").write_text(HEADER + "2001;Te;1;25;Te\n")
    waiting = Waiting()
    session.background = waiting
    lists.press("file:liste.csv")
    lists.press("file:liste.csv")
    lists.press("export")
    assert len(waiting.asked) == 1
    assert row(lists, Note, "busy").text == "Leser liste.csv …"
    assert page_of(lists).save is None
    waiting.finish()
    assert save_bar(lists).enabled


def test_work_that_broke_down_is_told_and_the_page_goes_on(
    lists: DeskPresenter, session: Session, folder: Path
) -> None:
    (folder / "liste.csv").write_text(HEADER + "2001;Te;1;25;Te\n")
    lists.press("again")
    waiting = Waiting()
    session.background = waiting
    lists.press("file:liste.csv")
    waiting.break_down()
    assert notice(lists) == "Det gikk ikke."
    assert row(lists, Link, "file:liste.csv").label == "liste.csv"


def test_a_list_is_brought_in_on_another_thread_while_the_till_goes_on_selling(
    lists: DeskPresenter, session: Session, till: Till, folder: Path
) -> None:
    (folder / "liste.csv").write_text(HEADER + "2001;Te;1;25;Te\n")
    done = threading.Semaphore(0)
    worker = OneWorker(wake=lambda: done.release())
    session.background = worker
    try:
        lists.press("file:liste.csv")
        assert done.acquire(timeout=10)
        worker.deliver()
        lists.save()
        invoice(till)
        assert done.acquire(timeout=10)
        worker.deliver()
    finally:
        worker.close()
    assert till.assortment.by_sku("2001") is not None
    assert notice(lists) == "1 vare er hentet inn"
    assert journal.first_broken(till.database) is None
