"""The thread that prints: takes the oldest job that waits, prints it, and says how it went.

Owns the moves of the jobs that wait; selling never waits for it. What was being printed when the program ended becomes
a question to a person: a second original is never printed unasked. Thread "printer".
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from ..domain.channel import Channel
from ..domain.print_job import PrintJob, PrintKind, PrintState
from ..domain.problems import FolderTrouble, Problem, Trouble
from ..domain.sale import Sale
from ..domain.settings import SettingValues
from ..i18n import texts
from ..reports.headings import NORWEGIAN
from ..reports.paper import Paper, from_json
from ..reports.receipt_paper import Facts, papers_of
from ..storage import journal
from ..storage.beside_sale import beside_sale
from ..storage.database import Database
from ..storage.drawer import OPENED_WITH_SALE
from ..storage.ledger import Ledger
from ..storage.operators import Staff
from ..storage.prints import PrintJobs
from ..storage.settings import Settings
from .devices import Device, DeviceFor, PrinterTrouble, device_for
from .drawer import Drawer, DrawerWatch
from .escpos_bytes import receipt_bytes

STOPPING_S = 3.0
"""How long a print that is under way may hold up the program's end; one that takes longer is asked about after."""
LOADING_S = 5.0
"""So long after the start, when the window has long been shown, what printing needs is loaded."""
HELD_UP_S = 30.0
"""After so long it is tried again when the disk was full or broken; every new print tries it too."""
_log = logging.getLogger(__name__)


def _tell_nobody() -> None:
    """What is called after a change where nobody looks."""


class Printer:
    """Prints the jobs of one shop. `on_change` is called on the printer's thread after each move of a job."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        on_change: Callable[[], None] = _tell_nobody,
        device: DeviceFor = device_for,
        drawer: Drawer | None = None,
    ) -> None:
        self._database = database
        self._now = now
        self.on_change = on_change
        self._device = device
        self._drawer = None if drawer is None else DrawerWatch(drawer, self._device_now, self._changed)
        self._jobs = PrintJobs(database)
        self._awake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    def start(self) -> None:
        """Begin: what was interrupted becomes a question, what waits is printed."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to print; returns at once, from any thread."""
        self._awake.set()

    def stop(self) -> None:
        """End after the print that is under way, or without it when that takes too long."""
        self._stopping = True
        self._awake.set()
        if self._thread.ident is not None:
            self._thread.join(STOPPING_S)

    def recover(self) -> None:
        """Turns what was being printed when the program ended into a question to a person."""
        for job in self._jobs.interrupted():
            self._move(job, PrintState.UNKNOWN, problem=Problem("print_interrupted"))

    def print_waiting(self) -> None:
        """Print all that waits, oldest first, each by itself: one that fails does not hold up the next."""
        while not self._stopping and (job := self._jobs.next_waiting()) is not None:
            self._print(job)
            self.attend_drawer()

    def attend_drawer(self) -> None:
        """Open the drawer where that is waited for, and ask how it is; before and after each print, and in between."""
        if self._drawer is None:
            return
        try:
            with self._database.telling():
                self._drawer.attend()
        except FolderTrouble:
            raise
        except Exception:  # noqa: BLE001 - a drawer that breaks down must not end the printing
            _log.exception("the drawer broke down")

    def _run(self) -> None:
        try:
            loading: float | None = LOADING_S
            while not self._stopping:
                self._awake.clear()
                if not self._printed_what_waits():
                    self._awake.wait(HELD_UP_S)
                    continue
                pause = None if self._drawer is None else self._drawer.pause()
                waits = [wait for wait in (loading, pause) if wait is not None]
                if self._awake.wait(min(waits, default=None)) or loading is None:
                    continue
                loading -= min(waits)
                if loading <= 0:
                    self._load()
                    loading = None
        finally:
            self._database.release_thread()

    def _printed_what_waits(self) -> bool:
        """Whether all went through; False when the disk could not keep what came of a print, which is asked about then.

        Nothing is being printed while this thread stands here, so that what is told as such was interrupted.
        """
        try:
            with self._database.telling():
                self.recover()
                self.attend_drawer()
                self.print_waiting()
        except FolderTrouble as trouble:
            _log.error("printing waits: %s", trouble)
            return False
        return True

    def _load(self) -> None:
        """Fetches the libraries of a printer that is set up, so that the first customer does not wait for them."""
        if Settings(self._database).read().text("printer.kind") != "none":
            receipt_bytes((), "80")

    def _print(self, job: PrintJob) -> None:
        if not self._move(job, PrintState.PRINTING, tries=job.tries + 1):
            return
        running = replace(job, state=PrintState.PRINTING, tries=job.tries + 1)
        try:
            values = Settings(self._database).read()
            device = self._device(values)
            self._print_on(device, running, values)
        except Trouble as trouble:
            _log.warning("print %d not out: %s", job.id, trouble)
            self._move(running, PrintState.FAILED, problem=trouble.problem)
        except Exception as error:  # noqa: BLE001 - a paper that breaks down must not stop those after it
            _log.exception("print %d broke down", job.id)
            self._move(running, PrintState.FAILED, problem=Problem("print_broke_down", {"reason": str(error)[:200]}))
        else:
            self._move(running, PrintState.PRINTED, printed_at=self._now())

    def _print_on(self, device: Device, job: PrintJob, values: SettingValues) -> None:
        papers, sale = self._papers(job, values)
        first = values.on("printer.drawer") and job.kind is PrintKind.RECEIPT and job.tries == 1
        opens = sale if first and sale is not None and _in_cash(sale) else None
        if opens is not None:
            with self._database.writing():
                facts, who = {"receipt_no": job.receipt_no}, opens.operator_id
                journal.append(self._database, self._now(), OPENED_WITH_SALE, facts, operator_id=who, sale_id=opens.id)
            if self._drawer is not None:
                self._drawer.kicked()
        number = "-".join(paper.name for paper in papers)
        made = job.made_at.astimezone(values.shop().timezone)
        copy = "-KOPI" if job.kind is PrintKind.COPY else ""
        device.print(papers, f"{made:%Y%m%d-%H%M%S}-{number}{copy}-{job.id}", drawer=opens is not None)

    def _device_now(self) -> Device:
        return self._device(Settings(self._database).read())

    def _changed(self) -> None:
        self.on_change()

    def _papers(self, job: PrintJob, values: SettingValues) -> tuple[tuple[Paper, ...], Sale | None]:
        """What the job prints, and the sale it is of; none of papers that were stored as they are."""
        if job.papers is not None:
            return from_json(job.papers), None
        sale = None if job.sale_id is None else Ledger(self._database).sale(job.sale_id)
        if sale is None:
            raise PrinterTrouble("print_unknown", number=job.id)
        names = {one.id: one.name for one in Staff(self._database).everybody()}
        name = names.get(sale.operator_id, sale.operator_id)
        facts = Facts(values, name, *beside_sale(self._database, sale.id))
        return papers_of(sale, facts, texts(NORWEGIAN), copy=job.kind is PrintKind.COPY), sale

    def _move(
        self,
        job: PrintJob,
        state: PrintState,
        *,
        problem: Problem | None = None,
        printed_at: datetime | None = None,
        tries: int | None = None,
    ) -> bool:
        with self._database.writing():
            moved = self._jobs.move(job, state, problem=problem, printed_at=printed_at, tries=tries)
        self.on_change()
        return moved


def _in_cash(sale: Sale) -> bool:
    """Whether cash changed hands for it: in training none does."""
    return not sale.is_training and any(one.channel is Channel.CASH and one.amount for one in sale.payments)
