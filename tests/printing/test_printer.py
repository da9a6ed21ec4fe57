"""The printer's thread: what waits is printed, what fails is told, and a power cut never makes a second original."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import peewee
import pytest

from terminal_app.domain.print_job import PrintJob, PrintState
from terminal_app.printing.devices import PrinterTrouble
from terminal_app.printing.printer import Printer
from terminal_app.reports.paper import Paper
from terminal_app.till import Till
from tests.printing.paper_printer import a_printer
from tests.till.conftest import clock, database, sync, till
from tests.till.counter import BY_CARD, BY_INVOICE, IN_CASH, a_cart

__all__ = ["clock", "database", "sync", "till"]


@pytest.fixture
def folder(till: Till, tmp_path: Path) -> Path:
    """Where the shop's prints go."""
    prints = tmp_path / "prints"
    till.change_settings({"printer.kind": "file", "printer.address": str(prints)})
    return prints


def printer_of(till: Till, **facts: Any) -> Printer:
    return Printer(till.database, till.now, **facts)


def texts_in(folder: Path) -> list[str]:
    """What was printed, by the number of its job."""
    found = sorted(folder.glob("*.txt"), key=lambda path: int(path.stem.rpartition("-")[2]))
    return [path.read_text(encoding="utf-8") for path in found]


def job_of(till: Till, number: int = 1) -> PrintJob:
    found = till.prints.get(number)
    assert found is not None
    return found


def test_what_waits_is_printed_in_order_and_each_only_once(till: Till, folder: Path) -> None:
    till.sell(a_cart(), BY_CARD)
    till.sell(a_cart(), BY_INVOICE, customer_number=10001)
    printer = printer_of(till)
    printer.print_waiting()
    printer.print_waiting()
    sale, delivery = texts_in(folder)
    assert "S-000001" in sale
    assert "Utleveringskvittering" in delivery
    assert [job_of(till, number).state for number in (1, 2)] == [PrintState.PRINTED] * 2
    assert job_of(till).printed_at == till.now()


def test_the_copy_and_the_bill_before_payment_are_printed_as_such(till: Till, folder: Path) -> None:
    printer = printer_of(till)
    till.sell(a_cart(), IN_CASH)
    printer.print_waiting()
    till.prints.copy("S-000001")
    till.prints.provisional(a_cart(), "Bord 4")
    printer.print_waiting()
    told = texts_in(folder)
    assert sorted("KOPI" in text for text in told) == [False, False, True]
    assert any("Foreløpig kvittering" in text and "Bord 4" in text for text in told)


def test_the_papers_of_the_thread_are_those_that_the_till_shows(till: Till, folder: Path) -> None:
    printed: list[Sequence[Paper]] = []

    class Keeper:
        def print(self, papers: Sequence[Paper], name: str, *, drawer: bool = False) -> None:
            printed.append(papers)

    sold = till.sell(a_cart(), IN_CASH, operator_id="kari")
    printer_of(till, device=lambda values: Keeper()).print_waiting()
    assert printed == [till.prints.papers(sold.sale)]


def test_out_of_paper_is_a_problem_in_words_and_the_next_sale_is_printed_all_the_same(till: Till, folder: Path) -> None:
    with a_printer(roll_ended=True) as on_network:
        till.change_settings({"printer.kind": "network", "printer.address": on_network.address})
        till.sell(a_cart(), BY_CARD)
        printer = printer_of(till)
        printer.print_waiting()
        stuck = till.prints.stuck()
        assert [(job.receipt_no, str(job.problem)) for job in stuck] == [("S-000001", "printer_paper_out")]
        on_network.roll_ended = False
        till.sell(a_cart(), BY_CARD)
        printer.print_waiting()
        assert till.prints.stuck() == stuck
        till.prints.again(stuck[0].id)
        printer.print_waiting()
        assert till.prints.stuck() == ()
    assert [job_of(till, number).tries for number in (1, 2)] == [2, 1]


def test_what_breaks_down_is_a_problem_too_and_does_not_end_the_printing(till: Till, folder: Path) -> None:
    class Broken:
        def print(self, papers: Sequence[Paper], name: str, *, drawer: bool = False) -> None:
            raise ZeroDivisionError("a defect")

    till.sell(a_cart(), BY_CARD)
    till.sell(a_cart(), BY_CARD)
    printer_of(till, device=lambda values: Broken()).print_waiting()
    assert [str(job.problem) for job in till.prints.stuck()] == ["print_broke_down (reason=a defect)"] * 2


def crash_in_the_middle(till: Till) -> None:
    """What is on disk when the power goes while a receipt is being printed."""

    class PowerCut(BaseException):
        pass

    class Dying:
        def print(self, papers: Sequence[Paper], name: str, *, drawer: bool = False) -> None:
            raise PowerCut

    with pytest.raises(PowerCut):
        printer_of(till, device=lambda values: Dying()).print_waiting()


def test_a_power_cut_before_the_print_leaves_a_job_that_is_printed_after_the_restart(till: Till, folder: Path) -> None:
    till.sell(a_cart(), BY_CARD)
    printer = printer_of(till)
    printer.recover()
    printer.print_waiting()
    assert len(texts_in(folder)) == 1


def test_a_power_cut_in_the_middle_of_a_print_asks_a_person_and_prints_nothing_by_itself(
    till: Till, folder: Path
) -> None:
    till.sell(a_cart(), BY_CARD)
    crash_in_the_middle(till)
    printer = printer_of(till)
    printer.recover()
    printer.print_waiting()
    assert texts_in(folder) == []
    assert [(job.state, str(job.problem)) for job in till.prints.stuck()] == [(PrintState.UNKNOWN, "print_interrupted")]
    till.prints.again(1, "kari")
    printer.print_waiting()
    assert len(texts_in(folder)) == 1


@pytest.mark.parametrize(
    ("pays_cash", "switched", "opens"), [(True, "true", True), (True, "false", False), (False, "true", False)]
)
def test_the_drawer_opens_for_cash_alone_where_it_is_wanted_and_the_journal_tells_it(
    till: Till, folder: Path, pays_cash: bool, switched: str, opens: bool
) -> None:
    till.change_settings({"printer.drawer": switched})
    till.sell(a_cart(), IN_CASH if pays_cash else BY_CARD)
    printer_of(till).print_waiting()
    kicked = next(folder.glob("*.bin")).read_bytes().startswith(b"\x1bp")
    rows = till.database.rows("SELECT facts FROM journal WHERE kind = 'drawer'")
    assert kicked is opens
    assert [json.loads(facts) for (facts,) in rows] == [{"receipt_no": "S-000001"}] * opens


def test_the_drawer_does_not_open_again_when_a_receipt_is_tried_again(till: Till, folder: Path) -> None:
    opened: list[bool] = []

    class OutOfPaper:
        def print(self, papers: Sequence[Paper], name: str, *, drawer: bool = False) -> None:
            opened.append(drawer)
            raise PrinterTrouble("printer_paper_out")

    till.change_settings({"printer.drawer": "true"})
    till.sell(a_cart(), IN_CASH)
    printer = printer_of(till, device=lambda values: OutOfPaper())
    printer.print_waiting()
    till.prints.again(1)
    printer.print_waiting()
    assert opened == [True, False]


def until(what: Callable[[], bool], changed: threading.Event) -> None:
    """Waits for the thread to say that something changed until that holds; fails after so many changes."""
    for _ in range(50):
        if what():
            return
        assert changed.wait(10)
        changed.clear()
    raise AssertionError("it never came to that")


def test_the_thread_prints_what_it_is_woken_for_and_ends_when_told(till: Till, folder: Path) -> None:
    changed = threading.Event()
    printer = printer_of(till, on_change=changed.set)
    till.prints.wake = printer.wake
    printer.start()
    try:
        till.sell(a_cart(), BY_CARD)
        until(lambda: job_of(till).state is PrintState.PRINTED, changed)
    finally:
        printer.stop()
    assert not printer._thread.is_alive()
    assert len(texts_in(folder)) == 1


def test_selling_does_not_wait_for_a_printer_that_hangs(till: Till, folder: Path) -> None:
    let_go, reached = threading.Event(), threading.Event()

    class Hanging:
        def print(self, papers: Sequence[Paper], name: str, *, drawer: bool = False) -> None:
            reached.set()
            assert let_go.wait(10)

    printer = printer_of(till, device=lambda values: Hanging())
    till.prints.wake = printer.wake
    printer.start()
    try:
        till.sell(a_cart(), BY_CARD)
        assert reached.wait(10)
        sold = till.sell(a_cart(), IN_CASH)
        assert sold.sale.receipt_no == "S-000002"
        assert [job_of(till, number).state for number in (1, 2)] == [PrintState.PRINTING, PrintState.WAITING]
    finally:
        let_go.set()
        printer.stop()


def test_a_disk_too_full_to_keep_how_a_print_went_asks_a_person_about_it_and_the_next_is_printed(
    till: Till, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    changed, refused = threading.Event(), threading.Event()

    def full(*statement: object) -> int:
        refused.set()
        raise peewee.OperationalError("database or disk is full")

    class FillsTheDisk:
        def print(self, papers: Sequence[Paper], name: str, *, drawer: bool = False) -> None:
            printed.append(papers[0].name)
            if len(printed) == 1:
                monkeypatch.setattr(till.database, "execute", full)

    printer = printer_of(till, on_change=changed.set, device=lambda values: FillsTheDisk())
    till.prints.wake = printer.wake
    printer.start()
    try:
        till.sell(a_cart(), BY_CARD)
        assert refused.wait(10)
        monkeypatch.undo()
        till.sell(a_cart(), BY_CARD)
        until(lambda: job_of(till, 2).state is PrintState.PRINTED, changed)
    finally:
        printer.stop()
    assert (job_of(till).state, str(job_of(till).problem)) == (PrintState.UNKNOWN, "print_interrupted")
    assert printed == ["S-000001", "S-000002"]


def test_a_paper_that_may_have_come_out_is_told_in_the_journal_also_when_it_was_left_in_between(
    till: Till, folder: Path
) -> None:
    till.sell(a_cart(), BY_CARD)
    crash_in_the_middle(till)
    printer_of(till).recover()
    till.prints.leave(1, "kari")
    till.prints.again(1, "kari")
    rows = till.database.rows("SELECT kind FROM journal WHERE kind LIKE 'print_%' ORDER BY rowid")
    assert rows == [("print_left",), ("print_again",)]


def test_no_drawer_opens_in_training(till: Till, folder: Path) -> None:
    till.change_settings({"printer.drawer": "true"})
    till.train(True, "kari")
    till.sell(a_cart(), IN_CASH)
    printer_of(till).print_waiting()
    assert not next(folder.glob("*.bin")).read_bytes().startswith(b"\x1bp")
    assert till.database.rows("SELECT facts FROM journal WHERE kind = 'drawer'") == []
