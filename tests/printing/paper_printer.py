"""A receipt printer on loopback: takes ESC/POS, answers how it is, runs out of paper when a test says so.

A cash drawer hangs on it, which a kick opens and a test opens by its key or closes.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

COVER, PAPER_END = 0x04, 0x20
PIN_HIGH = 0x04
KICK = b"\x1bp\x00"


@dataclass
class PaperPrinter:
    """What the printer is like; `printed` are the bytes of each connection without the questions in them, if any."""

    port: int = 0
    answers: bool = True
    confirms: bool = True
    cause: int = 0
    """What DLE EOT 2 tells beside its fixed bits."""
    roll_ended: bool = False
    ends_after: int | None = None
    """So many bytes after which its paper is out."""
    drawer_open: bool = False
    high_when_open: bool = True
    """Which signal the drawer's switch gives; it differs from drawer to drawer."""
    has_switch: bool = True
    jammed: bool = False
    """A kick does not open the drawer."""
    printed: list[bytes] = field(default_factory=list)
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def talk(self, connection: Any) -> None:
        """One connection, until the till closes it."""
        kept, waiting = bytearray(), b""
        while data := connection.recv(4096):
            waiting += data
            while waiting:
                if waiting.startswith(b"\x10\x04") and len(waiting) < 3:
                    break
                if waiting.startswith(b"\x10\x04"):
                    self._tell(connection, waiting[2])
                    waiting = waiting[3:]
                elif waiting.startswith(b"\x1dr\x01"):
                    waiting = waiting[3:]
                    if self.answers and self.confirms:
                        connection.sendall(b"\x00")
                else:
                    kept += waiting[:1]
                    waiting = waiting[1:]
                    if kept.endswith(KICK) and not self.jammed:
                        self.drawer_open = True
                    if self.ends_after is not None and len(kept) == self.ends_after:
                        self.cause, self.confirms = self.cause | PAPER_END, False
        if kept:
            self.printed.append(bytes(kept))
            self.finished.set()

    def _tell(self, connection: Any, about: int) -> None:
        if not self.answers:
            return
        high = self.has_switch and self.drawer_open is self.high_when_open
        told = {1: PIN_HIGH if high else 0, 2: self.cause, 4: 0x60 if self.roll_ended else 0}[about]
        connection.sendall(bytes([0x12 | told]))


@contextmanager
def a_printer(**facts: Any) -> Iterator[PaperPrinter]:
    """A printer that listens on a port of its own."""
    printer = PaperPrinter(**facts)

    class Connection(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            printer.talk(self.request)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Connection) as server:
        server.daemon_threads = True
        printer.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield printer
        finally:
            server.shutdown()
            thread.join()
