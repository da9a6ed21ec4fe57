"""The sync thread: commands in, events out. It alone speaks to the network while the window is open.

Knows no window: the composition root hands it the database, a way to connect, and where events go. What it does in
a beat is in `rounds`. A shell that costs a starting till nothing: what the sync works with is imported on its thread.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from terminal_app.domain.sync_control import EntryChanged, StatusChanged, SyncEvent, SyncStatus
from terminal_app.storage.database import Database

from .clock import Clock, SystemClock
from .pace import PATIENCE_S

if TYPE_CHECKING:
    from terminal_app.domain.setup import Missing

    from .errands import Errand, Errands, OpenDesk
    from .gateway import AccountingGateway
    from .rounds import Rounds

log = logging.getLogger(__name__)

Wait = Callable[[float], object]
Connect: TypeAlias = "Callable[[Wait], AccountingGateway]"
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
        self._connect = connect
        self._publish = publish
        self._clock = clock or SystemClock()
        self._rng = rng or Random()
        self._lease_folder = lease_folder
        self._open_desk = open_desk
        self._status = SyncStatus()
        self._inbox: queue.SimpleQueue[_Command | Errand] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._wanted = threading.Event()
        """Somebody asked for something that should not wait for a call whose turn is minutes away."""
        self._thread = threading.Thread(target=self._live, name="sync", daemon=True)

    def start(self) -> None:
        """Begin: recover what a dead program left, look up what is unknown, catch up a missed run."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """End the thread; True when it has ended. A call under way gets half the time, then its line is cut."""
        self._stopping.set()
        self._wanted.set()
        if self._thread.ident is None:
            return True
        self._inbox.put(_Command.STOP)
        self._thread.join(timeout_s / 2)
        if self._thread.is_alive():
            for part in ("_rounds", "_errands"):
                if part in self.__dict__:  # a thread that is still importing has no call under way
                    getattr(self, part).cut()
        self._thread.join(timeout_s / 2)
        return not self._thread.is_alive()

    def nudge(self) -> None:
        self._inbox.put(_Command.NUDGE)

    def send_now(self) -> None:
        self._want(_Command.SEND_NOW)

    def refresh_customers(self) -> None:
        self._want(_Command.REFRESH_CUSTOMERS)

    def reconfigure(self) -> None:
        self._want(_Command.RECONFIGURE)

    def check_setup(self, changes: Mapping[str, str]) -> None:
        from .errands import CheckSetup

        self._want(CheckSetup(dict(changes)))

    def make_missing(self, missing: Sequence[Missing], changes: Mapping[str, str]) -> None:
        from .errands import MakeMissing

        self._want(MakeMissing(tuple(missing), dict(changes)))

    def dry_run(self, changes: Mapping[str, str]) -> None:
        from .errands import DryRun

        self._want(DryRun(dict(changes)))

    def read_ledger(self, since: date) -> None:
        from .errands import ReadLedger

        self._want(ReadLedger(since))

    def status(self) -> SyncStatus:
        return self._status

    def _want(self, command: _Command | Errand) -> None:
        self._wanted.set()  # before it is there to be taken, which ends the wanting
        self._inbox.put(command)

    def _wait(self, seconds: float) -> bool:
        """Pause between calls; True, sooner, when the till ends, or when a long wait keeps somebody waiting."""
        return (self._stopping if seconds <= PATIENCE_S else self._wanted).wait(seconds)

    @cached_property
    def _rounds(self) -> Rounds:
        from .rounds import Rounds

        return Rounds(
            self._database,
            lambda: self._connect(self._wait),
            self._tell,
            clock=self._clock,
            rng=self._rng,
            stopping=self._stopping.is_set,
            lease_folder=self._lease_folder,
        )

    @cached_property
    def _errands(self) -> Errands:
        from .connectors import setup_desk
        from .errands import Errands

        return Errands(
            self._database,
            self._open_desk or setup_desk,
            clock=self._clock,
            connect=lambda: self._connect(self._wait),
            lease_folder=self._lease_folder,
            stopping=self._stopping.is_set,
            on_change=lambda entry: self._tell(EntryChanged(entry.reference, entry.state)),
        )

    def _tell(self, event: SyncEvent) -> None:
        if isinstance(event, StatusChanged):
            self._status = event.status
        self._publish(event)

    def _live(self) -> None:
        from .timetable import Metronome

        metronome = Metronome(self._beat)
        try:
            self._guarded(self._rounds.begin)
            self._beat()
            while not self._stopping.is_set():
                try:
                    self._note(self._taken(metronome.wait_s()))
                    while not self._inbox.empty():
                        self._note(self._taken())
                    self._beat()
                except queue.Empty:
                    metronome.run()
        finally:
            self._rounds.disconnect()
            self._database.release_thread()

    def _taken(self, timeout_s: float | None = None) -> _Command | Errand:
        """The next command, which keeps nobody waiting any more; raises Empty when none comes in time."""
        command = self._inbox.get(timeout=timeout_s)
        if not self._stopping.is_set():
            self._wanted.clear()
        return command

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
                self._guarded(lambda: self._tell(self._errands.run(errand)))

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
