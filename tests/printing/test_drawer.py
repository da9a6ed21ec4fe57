"""The cash drawer on an emulated printer: asked by DLE EOT, opened by a kick, and what the till makes of both."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest

from terminal_app.domain.drawer import DrawerState
from terminal_app.domain.problems import MoveRefused
from terminal_app.printing.devices import NetworkPrinter, Patience, PrinterTrouble, UsbPrinter
from terminal_app.printing.drawer import EACH_S, SILENT_S, WHILE_OPEN_S, DrawerWatch
from terminal_app.printing.printer import Printer
from terminal_app.till import Till
from tests.printing.paper_printer import PAPER_END, PaperPrinter, a_printer
from tests.till.conftest import clock, database, sync, till
from tests.till.counter import BY_CARD, IN_CASH, a_cart
from tests.till.test_drawer import kinds, rows

__all__ = ["clock", "database", "sync", "till"]

BRISK = Patience(connect_s=2, ask_s=2, status_s=0.15, send_s=2, done_s=0.6)


@pytest.mark.parametrize(("high_when_open", "is_open"), [(True, True), (True, False), (False, True), (False, False)])
def test_the_printer_tells_the_signal_of_its_drawer(high_when_open: bool, is_open: bool) -> None:
    with a_printer(high_when_open=high_when_open, drawer_open=is_open) as printer:
        assert NetworkPrinter(printer.address, "80", BRISK).drawer_signal() is (high_when_open is is_open)


def test_a_printer_that_does_not_answer_or_is_not_there_gives_no_signal() -> None:
    with a_printer(answers=False) as printer:
        device = NetworkPrinter(printer.address, "80", BRISK)
        assert device.drawer_signal() is None
    assert device.drawer_signal() is None


def test_a_kick_opens_the_drawer_and_prints_nothing() -> None:
    with a_printer() as printer:
        NetworkPrinter(printer.address, "80", BRISK).open_drawer()
        assert printer.finished.wait(5)
        assert printer.drawer_open
        assert printer.printed == [b"\x1bp\x0022"]


def test_a_printer_without_paper_says_so_instead_of_opening_the_drawer_later() -> None:
    with a_printer(cause=PAPER_END) as printer, pytest.raises(PrinterTrouble) as caught:
        NetworkPrinter(printer.address, "80", BRISK).open_drawer()
    assert (caught.value.problem.code, printer.drawer_open) == ("printer_paper_out", False)


class OnUsb:
    """What python-escpos gives of a printer on USB, whose answers wait behind an automatic status of four bytes."""

    sent: ClassVar[list[bytes]] = []
    answer: ClassVar[bytes] = b""

    def __init__(self, *ids: int, timeout: int) -> None:
        self.is_open = False

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def query_status(self, mode: bytes) -> bytes:
        self._raw(mode)
        return self.answer

    def _raw(self, sent: bytes) -> None:
        assert self.is_open
        self.sent.append(sent)


@pytest.mark.parametrize(
    ("answer", "high"),
    [(b"\x16", True), (b"\x12", False), (b"\x10\x00\x00\x0f\x1e", True), (b"\x14\x00\x00\x0f", None), (b"", None)],
)
def test_a_printer_on_usb_is_asked_the_same_and_its_automatic_status_is_not_mistaken_for_an_answer(
    monkeypatch: pytest.MonkeyPatch, answer: bytes, high: bool | None
) -> None:
    monkeypatch.setattr("escpos.printer.Usb", OnUsb)
    monkeypatch.setattr(OnUsb, "sent", [])
    monkeypatch.setattr(OnUsb, "answer", answer)
    device = UsbPrinter("04b8:0e15", "80")
    device.open_drawer()
    assert device.drawer_signal() is high
    assert OnUsb.sent == [b"\x1bp\x0022", b"\x10\x04\x01"]


class OnTheCounter:
    """A till whose drawer hangs on that printer, and the printer's thread as it runs; tells when something changed."""

    def __init__(self, till: Till, printer: PaperPrinter) -> None:
        self.till, self.printer = till, printer
        self.changed = threading.Event()
        till.change_settings(
            {
                "printer.kind": "network",
                "printer.address": printer.address,
                "printer.drawer": "true",
                "printer.drawer_open_signal": "high" if printer.high_when_open else "low",
            }
        )
        self.thread = Printer(till.database, till.now, self.changed.set, drawer=till.drawer)
        till.prints.wake = till.drawer.wake = self.thread.wake

    def until(self, what: Callable[[], bool]) -> None:
        """Has the drawer asked until that holds; fails after so many answers."""
        for _ in range(50):
            if what():
                return
            self.till.drawer.ask()
            assert self.changed.wait(10)
            self.changed.clear()
        raise AssertionError("it never came to that")

    def until_it_is(self, state: DrawerState) -> None:
        self.until(lambda: self.till.drawer.state is state)


@contextmanager
def on_the_counter(till: Till, **facts: bool) -> Iterator[OnTheCounter]:
    with a_printer(**facts) as printer:
        counter = OnTheCounter(till, printer)
        counter.thread.start()
        try:
            yield counter
        finally:
            counter.thread.stop()


@pytest.mark.parametrize("high_when_open", [True, False])
def test_a_sale_waits_for_the_drawer_that_the_cash_sale_before_it_opened(till: Till, high_when_open: bool) -> None:
    with on_the_counter(till, high_when_open=high_when_open) as counter:
        counter.until_it_is(DrawerState.CLOSED)
        till.sell(a_cart(), IN_CASH, operator_id="amina")
        counter.until_it_is(DrawerState.OPEN)
        with pytest.raises(MoveRefused) as refused:
            till.sell(a_cart(), BY_CARD)
        assert refused.value.problem.code == "drawer_open"
        counter.printer.drawer_open = False
        counter.until_it_is(DrawerState.CLOSED)
        assert till.sell(a_cart(), BY_CARD).sale.receipt_no == "S-000002"
    assert rows(till) == [("drawer", {"receipt_no": "S-000001"}, "amina"), ("drawer_closed", {}, None)]


def test_the_drawer_is_opened_without_a_sale_by_the_printers_thread(till: Till) -> None:
    with on_the_counter(till) as counter:
        counter.until_it_is(DrawerState.CLOSED)
        till.drawer.open("amina", "Veksling")
        counter.until_it_is(DrawerState.OPEN)
        counter.printer.drawer_open = False
        counter.until_it_is(DrawerState.CLOSED)
    assert rows(till) == [("drawer_opened", {"why": "Veksling"}, "amina"), ("drawer_closed", {}, None)]


def test_a_drawer_that_cannot_be_opened_says_why(till: Till) -> None:
    with on_the_counter(till) as counter:
        counter.until_it_is(DrawerState.CLOSED)
        counter.printer.cause = PAPER_END
        till.drawer.open("amina")
        counter.until(lambda: till.drawer.trouble is not None)
    assert str(till.drawer.trouble) == "printer_paper_out"
    assert not counter.printer.drawer_open


def test_a_drawer_that_stays_shut_in_spite_of_the_kick_is_closed_in_the_journal(till: Till) -> None:
    with on_the_counter(till, jammed=True) as counter:
        counter.until_it_is(DrawerState.CLOSED)
        till.drawer.open("amina")
        counter.until(lambda: len(kinds(till)) > 1)
    assert kinds(till) == ["drawer_opened", "drawer_closed"]


def test_a_printer_that_is_switched_off_leaves_the_drawer_unknown_and_sales_go_on(till: Till) -> None:
    with on_the_counter(till) as counter:
        counter.until_it_is(DrawerState.CLOSED)
        counter.printer.answers = False
        counter.until_it_is(DrawerState.UNKNOWN)
        assert till.sell(a_cart(), BY_CARD).sale.receipt_no == "S-000001"
    assert kinds(till) == ["drawer_silent"]


def test_a_drawer_that_breaks_down_does_not_end_the_printing(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(self: NetworkPrinter) -> bool | None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(NetworkPrinter, "drawer_signal", breaks)
    with on_the_counter(till) as counter:
        till.sell(a_cart(), BY_CARD)
        assert counter.printer.finished.wait(10)
    assert any(b"Salgskvittering" in page for page in counter.printer.printed)


class Watched:
    """A drawer on a printer as a test has it, and a clock that the test moves."""

    is_set_up = True
    is_asked = False

    def __init__(self) -> None:
        self.seconds = 100.0
        self.signal: bool | None = False
        self.state = DrawerState.CLOSED
        self.readings: list[bool | None] = []

    def take_kick(self) -> bool:
        return False

    def told(self, high: bool | None) -> bool:
        self.readings.append(high)
        return False

    def drawer_signal(self) -> bool | None:
        return self.signal

    def watch(self) -> DrawerWatch:
        return DrawerWatch(self, lambda: self, lambda: None, lambda: self.seconds)  # type: ignore[arg-type, return-value]


def test_the_drawer_is_asked_about_once_a_second_more_often_while_it_is_open_and_seldom_while_it_is_silent() -> None:
    watched = Watched()
    watch = watched.watch()
    assert watch.pause() == 0
    watch.attend()
    assert watch.pause() == EACH_S
    watched.state = DrawerState.OPEN
    assert watch.pause() == WHILE_OPEN_S
    watched.signal = None
    watch.attend()
    assert watch.pause() == SILENT_S
    watched.seconds += 3
    assert watch.pause() == SILENT_S - 3


def test_a_silent_drawer_does_not_hold_up_the_next_print_but_is_asked_when_somebody_waits() -> None:
    watched = Watched()
    watch = watched.watch()
    watched.signal = None
    watch.attend()
    watch.attend()
    assert watched.readings == [None]
    watched.is_asked = True
    watch.attend()
    assert watched.readings == [None, None]
    watched.is_asked = False
    watched.seconds += SILENT_S
    watch.attend()
    assert len(watched.readings) == 3


def test_where_no_drawer_is_set_up_nothing_is_asked() -> None:
    watched = Watched()
    watched.is_set_up = False
    watch = watched.watch()
    watch.attend()
    assert (watch.pause(), watched.readings) == (None, [])
