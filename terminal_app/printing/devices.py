"""The ways to paper: a receipt printer on the network or on USB, and a folder that gets files instead.

Each asks the printer how it is where it answers, and gives up within seconds. Knows papers, no jobs. Thread "printer".
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from ..domain.printer_address import network_address, usb_numbers
from ..domain.problems import Trouble
from ..domain.settings import SettingValues
from ..reports.columns import plain_text
from ..reports.paper import Paper
from .escpos_bytes import (
    ASK_OFFLINE_CAUSE,
    ASK_PAPER,
    ASK_PRINTER,
    ASK_WHEN_DONE,
    COLUMNS,
    COVER,
    DRAWER_HIGH,
    ERROR,
    KICK,
    PAPER_END,
    ROLL_END,
    STATUS,
    STATUS_MASK,
    receipt_bytes,
)
from .pdf import pdf_bytes

_log = logging.getLogger(__name__)


class PrinterTrouble(Trouble):
    """The printer cannot print now; nothing else of the till is held up by it."""


class Device(Protocol):
    """Where papers are printed."""

    def print(self, papers: Sequence[Paper], name: str, *, drawer: bool = False) -> None:
        """Print the papers, opening the drawer first if wanted; raises PrinterTrouble when they did not come out."""

    def open_drawer(self) -> None:
        """Open the drawer that hangs on it, and nothing else; raises PrinterTrouble when it could not be told to."""

    def drawer_signal(self) -> bool | None:
        """Whether the drawer's switch is high now; None when no answer comes in time."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a printer is waited for, in seconds: to connect, to say how it is, to take bytes, and to be done.

    `ask_s` is for the connection over which nothing but the drawer is asked for, time and again.
    """

    connect_s: float = 3.0
    ask_s: float = 1.0
    status_s: float = 0.7
    send_s: float = 8.0
    done_s: float = 15.0


class NetworkPrinter:
    """A printer that takes ESC/POS on a TCP port; `host` or `host:port`. One connection for each print."""

    def __init__(self, address: str, width_mm: str, patience: Patience | None = None) -> None:
        self._where = network_address(address)
        self._address, self._width_mm = address, width_mm
        self._patience = patience or Patience()

    def print(self, papers: Sequence[Paper], name: str, *, drawer: bool = False) -> None:
        payload = receipt_bytes(papers, self._width_mm, drawer=drawer)
        with self._connected() as connection:
            answers = self._require_ready(connection)
            try:
                connection.settimeout(self._patience.send_s)
                connection.sendall(payload + (ASK_WHEN_DONE if answers else b""))
            except OSError as error:
                self._ask_why(connection)
                raise PrinterTrouble("printer_stopped_midway", address=self._address) from error
            if answers:
                self._wait_until_done(connection)
            self._hang_up(connection)

    def open_drawer(self) -> None:
        with self._connected() as connection:
            self._require_ready(connection)
            try:
                connection.settimeout(self._patience.send_s)
                connection.sendall(KICK)
            except OSError as error:
                raise PrinterTrouble("printer_not_reached", address=self._address) from error
            self._hang_up(connection)

    def drawer_signal(self) -> bool | None:
        try:
            with socket.create_connection(self._where, self._patience.ask_s) as connection:
                told = self._asked(connection, ASK_PRINTER)
        except OSError as error:
            _log.debug("the printer does not tell of its drawer: %s", error)
            return None
        return None if told is None else bool(told & DRAWER_HIGH)

    def _connected(self) -> socket.socket:
        try:
            return socket.create_connection(self._where, self._patience.connect_s)
        except OSError as error:
            raise PrinterTrouble("printer_not_reached", address=self._address) from error

    def _hang_up(self, connection: socket.socket) -> None:
        """Ends the connection in order: closed over an unread answer it would be cut, with what the printer has not
        taken yet."""
        try:
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(self._patience.status_s)
            while connection.recv(64):
                pass
        except OSError as error:
            _log.debug("the printer was gone before the connection was: %s", error)

    def _require_ready(self, connection: socket.socket) -> bool:
        """Whether the printer tells how it is; raises PrinterTrouble when it says that it cannot print."""
        try:
            told = self._asked(connection, ASK_OFFLINE_CAUSE)
        except OSError as error:
            raise PrinterTrouble("printer_not_reached", address=self._address) from error
        if told is None:
            return False
        _require_fine(told)
        sensor = self._asked(connection, ASK_PAPER)
        if sensor is not None and sensor & ROLL_END == ROLL_END:
            raise PrinterTrouble("printer_paper_out")
        return True

    def _asked(self, connection: socket.socket, question: bytes) -> int | None:
        """The status byte that answers; None when nothing that looks like one comes in time."""
        connection.settimeout(self._patience.status_s)
        connection.sendall(question)
        try:
            while answer := connection.recv(1):
                if answer[0] & STATUS_MASK == STATUS:
                    return answer[0]
        except TimeoutError:
            return None
        return None

    def _ask_why(self, connection: socket.socket) -> None:
        """Raises PrinterTrouble naming the cause when the printer still tells one."""
        try:
            told = self._asked(connection, ASK_OFFLINE_CAUSE)
        except OSError:
            return
        if told is not None:
            _require_fine(told)

    def _wait_until_done(self, connection: socket.socket) -> None:
        """Until the printer says that all is printed. One that never does, and has no trouble, is taken to be done."""
        end = monotonic() + self._patience.done_s
        connection.settimeout(self._patience.status_s)
        while monotonic() < end:
            try:
                answer = connection.recv(1)
                if not answer:
                    raise PrinterTrouble("printer_stopped_midway", address=self._address)
                if answer[0] & 0x90 == 0:
                    return
                _require_fine(answer[0])
            except TimeoutError:
                connection.sendall(ASK_OFFLINE_CAUSE)
            except OSError as error:
                raise PrinterTrouble("printer_stopped_midway", address=self._address) from error


def _require_fine(cause: int) -> None:
    """Raises PrinterTrouble for what the answer to DLE EOT 2 tells of."""
    if cause & PAPER_END:
        raise PrinterTrouble("printer_paper_out")
    if cause & COVER:
        raise PrinterTrouble("printer_cover_open")
    if cause & ERROR:
        raise PrinterTrouble("printer_offline")


class UsbPrinter:
    """A printer on USB, by its vendor and product number in hexadecimal: "04b8:0e15"."""

    def __init__(self, address: str, width_mm: str) -> None:
        self._ids = usb_numbers(address)
        self._address, self._width_mm = address, width_mm

    def print(self, papers: Sequence[Paper], name: str, *, drawer: bool = False) -> None:
        with self._opened() as printer:
            payload = receipt_bytes(papers, self._width_mm, drawer=drawer)
            if printer.paper_status() == 0:
                raise PrinterTrouble("printer_paper_out")
            printer._raw(payload)

    def open_drawer(self) -> None:
        with self._opened() as printer:
            printer._raw(KICK)

    def drawer_signal(self) -> bool | None:
        try:
            with self._opened() as printer:
                answers = bytes(printer.query_status(ASK_PRINTER))
        except PrinterTrouble as trouble:
            _log.debug("the printer does not tell of its drawer: %s", trouble)
            return None
        told = next((one for one in answers if one & STATUS_MASK == STATUS), None)
        return None if told is None else bool(told & DRAWER_HIGH)

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        """The printer, open for the block; raises PrinterTrouble for whatever USB says against it."""
        try:
            import usb.core
            from escpos.exceptions import Error
            from escpos.printer import Usb
        except ImportError as error:
            raise PrinterTrouble("printer_usb_missing") from error
        try:
            printer = Usb(*self._ids, timeout=4000)
            printer.open()
            try:
                yield printer
            finally:
                printer.close()
        except usb.core.NoBackendError as error:
            raise PrinterTrouble("printer_usb_missing") from error
        except (Error, usb.core.USBError, OSError) as error:
            raise PrinterTrouble("printer_not_reached", address=self._address) from error


class FolderPrinter:
    """A folder that gets each print as text, as PDF and as the bytes that a receipt printer would get."""

    def __init__(self, address: str, width_mm: str) -> None:
        self._folder, self._width_mm = Path(address), width_mm

    def print(self, papers: Sequence[Paper], name: str, *, drawer: bool = False) -> None:
        columns = COLUMNS[self._width_mm]
        text = "\n".join(plain_text(paper, columns) for paper in papers)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"{name}.txt").write_text(text, encoding="utf-8")
            (self._folder / f"{name}.pdf").write_bytes(pdf_bytes(papers))
            (self._folder / f"{name}.bin").write_bytes(receipt_bytes(papers, self._width_mm, drawer=drawer))
        except OSError as error:
            raise PrinterTrouble("printer_folder_failed", address=self._folder) from error

    def open_drawer(self) -> None:
        """Raises PrinterTrouble: no drawer hangs on a folder."""
        raise PrinterTrouble("drawer_none")

    def drawer_signal(self) -> bool | None:
        return None


DeviceFor = Callable[[SettingValues], Device]


def device_for(values: SettingValues) -> Device:
    """The shop's printer as its settings say; raises Trouble for none, or an address that cannot be one."""
    kind, address, width_mm = (values.text(f"printer.{key}") for key in ("kind", "address", "paper"))
    if kind == "network":
        return NetworkPrinter(address, width_mm)
    if kind == "usb":
        return UsbPrinter(address, width_mm)
    if kind == "file":
        if not address:
            raise PrinterTrouble("printer_folder_failed", address="")
        return FolderPrinter(address, width_mm)
    raise PrinterTrouble("printer_none")
