"""Follows a till's snapshots from another program: connects, reads, and connects again by itself when the till went.

Runs on a thread of its own; what came is kept until the window asks for it. Thread: "watch".
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from .door import LOOPBACK, Door
from .snapshot import Snapshot, UnreadableSnapshot

AGAIN_AFTER_S = 1.0
_LONGEST_LINE = 1_000_000


class Watch:
    """The display's side. `latest` is the newest snapshot, None while no till is there; use it in a `with`.

    `changed` is called on the watch's thread after each change.
    """

    def __init__(
        self, folder: Path, changed: Callable[[], None] = lambda: None, again_after_s: float = AGAIN_AFTER_S
    ) -> None:
        self._folder = folder
        self._changed = changed
        self._again_after_s = again_after_s
        self.latest: Snapshot | None = None
        self._stopping = threading.Event()
        self._connection: socket.socket | None = None
        self._thread = threading.Thread(target=self._follow, name="watch", daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._stopping.set()
        connection = self._connection
        if connection is not None:
            with suppress(OSError):  # it may have ended by itself
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(3)

    def _follow(self) -> None:
        while not self._stopping.is_set():
            door = Door.find(self._folder)
            if door is not None:
                with suppress(OSError, UnreadableSnapshot):  # the till went, or is of another version: look again
                    self._read_from(door)
            self._put(None)
            self._stopping.wait(self._again_after_s)

    def _read_from(self, door: Door) -> None:
        with socket.create_connection((LOOPBACK, door.port), timeout=5) as connection:
            self._connection = connection
            connection.settimeout(None)
            connection.sendall(door.greeting)
            with connection.makefile("rb") as lines:
                while not self._stopping.is_set():
                    line = lines.readline(_LONGEST_LINE)
                    if not line.endswith(b"\n"):
                        return
                    self._put(Snapshot.read(line))

    def _put(self, snapshot: Snapshot | None) -> None:
        if snapshot != self.latest:
            self.latest = snapshot
            self._changed()
