"""The sync thread: commands in, events out. It alone speaks to the network while the window is open.

Knows no window: the composition root hands it the database, a way to connect, and where events go. What it does in
a beat is in `rounds`.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from random import Random

from terminal_app.domain.setup import Missing
from terminal_app.domain.sync_control import EntryChanged, SyncEvent, SyncStatus
from terminal_app.storage.database import Database

from .clock import Clock, SystemClock
from .connectors import setup_desk as connectors_desk
from .errands import CheckSetup, DryRun, Errand, Errands, MakeMissing, OpenDesk, ReadLedger
from .gateway import AccountingGateway
from .rounds import Rounds
from .timetable import Metronome

log = logging.getLogger(__name__)

Wait = Callable[[float], object]
Connect = Callable[[Wait], AccountingGateway]
"""Makes the gateway that the settings ask for; it waits (for pace and politeness) with the function it is given."""


class _Command(Enum):
    NUDGE = "nudge"
    SEND_NOW = "send_now"
    REFRESH_CUSTOMERS = "refresh_customers"
    RECONFIGURE = "reconfigure"
    STOP = "stop"


class SyncWorker:
    """Implements `SyncControl`. `start` once, `stop` once; every other call returns at once, from any thread."""

    def __init__(
        self,
        database: Database,
        connect: Connect,
        publish: Callable[[SyncEvent], None],
        *,
        clock: Clock | None = None,
        rng: Random | None = None,
        lease_folder: Path | None = None,
        open_desk: OpenDesk | None = None,
    ) -> None:
        self._database = database
        self._publish = publish
        self._inbox: queue.SimpleQueue[_Command | Errand] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="sync", daemon=True)
        clock = clock or SystemClock()
        self._errands = Errands(
            database,
            open_desk or connectors_desk,
            clock=clock,
            connect=lambda: connect(self._stopping.wait),
            lease_folder=lease_folder,
            stopping=self._stopping.is_set,
            on_change=lambda entry: publish(EntryChanged(entry.reference, entry.state)),
        )
        self._rounds = Rounds(
            database,
            lambda: connect(self._stopping.wait),
            publish,
            clock=clock,
            rng=rng or Random(),
            stopping=self._stopping.is_set,
            lease_folder=lease_folder,
        )

    def start(self) -> None:
        """Begin: recover what a dead program left, look up what is unknown, catch up a missed run."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """End the thread; True when it has ended. A call under way gets half the time, then its line is cut."""
        self._stopping.set()
        if self._thread.ident is None:
            return True
        self._inbox.put(_Command.STOP)
        self._thread.join(timeout_s / 2)
        if self._thread.is_alive():
            self._rounds.cut()
            self._errands.cut()
        self._thread.join(timeout_s / 2)
        return not self._thread.is_alive()

    def nudge(self) -> None:
        self._inbox.put(_Command.NUDGE)

    def send_now(self) -> None:
        self._inbox.put(_Command.SEND_NOW)

    def refresh_customers(self) -> None:
        self._inbox.put(_Command.REFRESH_CUSTOMERS)

    def reconfigure(self) -> None:
        self._inbox.put(_Command.RECONFIGURE)

    def check_setup(self, changes: Mapping[str, str]) -> None:
        self._inbox.put(CheckSetup(dict(changes)))

    def make_missing(self, missing: Sequence[Missing], changes: Mapping[str, str]) -> None:
        self._inbox.put(MakeMissing(tuple(missing), dict(changes)))

    def dry_run(self, changes: Mapping[str, str]) -> None:
        self._inbox.put(DryRun(dict(changes)))

    def read_ledger(self, since: date) -> None:
        self._inbox.put(ReadLedger(since))

    def status(self) -> SyncStatus:
        return self._rounds.status

    def _live(self) -> None:
        metronome = Metronome(self._beat)
        try:
            self._guarded(self._rounds.begin)
            self._beat()
            while not self._stopping.is_set():
                try:
                    self._note(self._inbox.get(timeout=metronome.wait_s()))
                    while not self._inbox.empty():
                        self._note(self._inbox.get())
                    self._beat()
                except queue.Empty:
                    metronome.run()
        finally:
            self._rounds.disconnect()
            self._database.release_thread()

    def _note(self, command: _Command | Errand) -> None:
        """Take a command to heart, the next beat acts on it; an errand is run at once."""
        match command:
            case _Command.NUDGE:
                self._guarded(self._rounds.begin)
            case _Command.SEND_NOW:
                self._rounds.send_everything()
            case _Command.REFRESH_CUSTOMERS:
                self._rounds.list_customers()
            case _Command.RECONFIGURE:
                self._rounds.settings_changed()
                self._guarded(self._rounds.begin)
            case _Command.STOP:
                pass
            case errand if not self._stopping.is_set():
                self._guarded(lambda: self._publish(self._errands.run(errand)))

    def _beat(self) -> None:
        if not self._stopping.is_set():
            self._guarded(self._rounds.act)

    def _guarded(self, act: Callable[[], None]) -> None:
        """The one place that catches everything: a defect sets one entry aside, the till goes on selling."""
        try:
            act()
        except Exception as error:
            log.exception("the sync met an error that nobody foresaw")
            self._rounds.met_defect(type(error).__name__)
