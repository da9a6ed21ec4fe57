"""Offers the latest snapshot to whoever looks: a small server on the loopback, on a thread of its own.

The till only puts a snapshot down and goes on; who reads slowly misses some, and gets the newest. Thread: "display".
"""

from __future__ import annotations

import secrets
import selectors
import socket
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType

from .door import FILE_NAME, LOOPBACK, Door
from .snapshot import Snapshot

_MOST_LOOKING = 8
_MOST_WAITING_BYTES = 200


class _Looking:
    """One who looks: what they still have to say, what is on its way to them, and which snapshot they have."""

    def __init__(self) -> None:
        self.said = b""
        self.is_known = False
        self.on_the_way = b""
        self.has: Snapshot | None = None


class Offer:
    """The till's side. `show` may be called from any thread and returns at once; use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._latest: Snapshot | None = None
        self._looking: dict[socket.socket, _Looking] = {}
        self._selector = selectors.DefaultSelector()
        self._bell, self._ring = socket.socketpair()
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, name="display", daemon=True)

    def __enter__(self) -> Offer:
        """Raises OSError, with nothing left open, when there is no place for it."""
        with ExitStack() as half_way:
            for one in (self._bell, self._ring, self._selector):
                half_way.callback(one.close)
            self._listener = half_way.enter_context(socket.create_server((LOOPBACK, 0), backlog=_MOST_LOOKING))
            for each in (self._listener, self._bell, self._ring):
                each.setblocking(False)
            self._selector.register(self._listener, selectors.EVENT_READ)
            self._selector.register(self._bell, selectors.EVENT_READ)
            self._door = Door(self._listener.getsockname()[1], secrets.token_hex(16))
            self._door.put_up(self._folder)
            half_way.pop_all()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._stopping = True
        self._wake()
        self._thread.join(2)
        if Door.find(self._folder) == self._door:
            (self._folder / FILE_NAME).unlink(missing_ok=True)
        for one in (*self._looking, self._listener, self._bell, self._ring):
            one.close()
        self._selector.close()

    @property
    def is_watched(self) -> bool:
        """Whether anybody looks: while nobody does, no snapshot has to be made."""
        return bool(self._looking)

    def show(self, snapshot: Snapshot | None) -> None:
        """This is what the customer sees from now on; None: whoever comes sees nothing until there is another."""
        self._latest = snapshot
        self._wake()

    def _wake(self) -> None:
        with suppress(BlockingIOError):  # a bell that was rung so often will be heard
            self._ring.send(b"!")

    # on the thread

    def _serve(self) -> None:
        while not self._stopping:
            for key, events in self._selector.select():
                one = key.fileobj
                if one is self._listener:
                    self._let_in()
                elif one is self._bell:
                    self._bell.recv(4096)
                elif isinstance(one, socket.socket):
                    self._serve_one(one, events)
            for one in tuple(self._looking):
                self._tell(one)

    def _let_in(self) -> None:
        try:
            one, _ = self._listener.accept()
        except OSError:
            return  # who knocked has gone
        if len(self._looking) >= _MOST_LOOKING:
            one.close()
            return
        one.setblocking(False)
        self._looking[one] = _Looking()
        self._selector.register(one, selectors.EVENT_READ)

    def _serve_one(self, one: socket.socket, events: int) -> None:
        looking = self._looking.get(one)
        if looking is None:
            return
        if events & selectors.EVENT_READ:
            try:
                said = one.recv(_MOST_WAITING_BYTES)
            except BlockingIOError:
                return
            except OSError:
                said = b""
            looking.said += said
            if not said or not self._is_welcome(looking):
                self._leave(one)

    def _is_welcome(self, looking: _Looking) -> bool:
        """Whether they said the word, or may still be about to."""
        if not looking.is_known and b"\n" in looking.said:
            looking.is_known = secrets.compare_digest(looking.said.partition(b"\n")[0] + b"\n", self._door.greeting)
            return looking.is_known
        return len(looking.said) <= _MOST_WAITING_BYTES

    def _tell(self, one: socket.socket) -> None:
        """As much as goes without waiting; a snapshot that was begun is finished before the newest is."""
        looking, latest = self._looking[one], self._latest
        if not looking.is_known:
            return
        if not looking.on_the_way and latest is not None and latest != looking.has:
            looking.on_the_way, looking.has = latest.line(), latest
        if looking.on_the_way:
            try:
                sent = one.send(looking.on_the_way)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._leave(one)
                return
            looking.on_the_way = looking.on_the_way[sent:]
        self._selector.modify(one, selectors.EVENT_READ | (selectors.EVENT_WRITE if looking.on_the_way else 0))

    def _leave(self, one: socket.socket) -> None:
        self._selector.unregister(one)
        self._looking.pop(one, None)
        one.close()
