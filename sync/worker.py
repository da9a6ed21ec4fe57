"""The sync thread: commands in, events out. It alone speaks to the network while the window is open.

Knows no window: the composition root hands it the database, a way to connect, and where events go. What it
sends is decided by `timetable` and `engine`.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from random import Random

from terminal_app.domain.channel import CustomersRefreshed, EntryChanged, StatusChanged, SyncEvent, SyncStatus
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import MoveRefused, Problem, SettingWrong
from terminal_app.domain.settings import InvoicingSystem, SettingValues
from terminal_app.storage.database import Database
from terminal_app.storage.jobs import Jobs
from terminal_app.storage.outbox import Outbox
from terminal_app.storage.settings import Settings

from . import engine
from .clock import Clock, SystemClock
from .customers import refresh_customers
from .delivery import Delivery, PassReport, tidy
from .engine import Moment, Reach
from .gateway import AccountingGateway, SettingIsWrong, SyncError
from .invoice_states import follow_invoices
from .timetable import Metronome, Timetable

log = logging.getLogger(__name__)

Wait = Callable[[float], object]
Connect = Callable[[Wait], AccountingGateway]
"""Makes the gateway that the settings ask for; it waits (for pace and politeness) with the function it is given."""

CUSTOMERS_EVERY_S = 900.0
FOLLOW_EVERY_S = 900.0
START_JITTER_S = 30.0
AFTER_A_DEFECT_S = 60.0


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
    ) -> None:
        self._database = database
        self._connect = connect
        self._publish = publish
        self._clock = clock or SystemClock()
        self._rng = rng or Random()
        self._outbox = Outbox(database)
        self._inbox: queue.SimpleQueue[_Command] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="sync", daemon=True)
        self._gateway: AccountingGateway | None = None
        self._status = SyncStatus()
        self._send_all = False
        self._list_customers: bool | None = False  # None: not now, False: what changed, True: everybody
        self._customers_at_s = 0.0
        self._resume_at_s = 0.0
        self._failures = 0
        self._retry_at: datetime | None = None
        self._blocked: Problem | None = None
        self._blocked_until: datetime | None = None
        self._follow_at_s = 0.0
        self._follow_everything = False
        self._mirror_blocked: Problem | None = None
        self._follow_blocked: Problem | None = None
        self._jitter = timedelta(seconds=self._rng.random() * START_JITTER_S)
        self._delivery: Delivery | None = None

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
        gateway = self._gateway
        if self._thread.is_alive() and gateway is not None:
            gateway.cut()
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

    def status(self) -> SyncStatus:
        return self._status

    def _live(self) -> None:
        metronome = Metronome(self._beat)
        try:
            self._guarded(self._begin)
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
            self._disconnect()
            self._database.release_thread()

    def _begin(self) -> None:
        tidy(self._outbox, Settings(self._database).read(), self._clock, self._entry_changed)
        self._retry_at = self._next_retry()
        self._show()

    def _note(self, command: _Command) -> None:
        """Take a command to heart; the next beat acts on it."""
        if command is _Command.SEND_NOW:
            self._send_all = True
            self._follow_now()
        elif command is _Command.REFRESH_CUSTOMERS:
            self._list_customers = True
            self._follow_now()
        elif command is _Command.RECONFIGURE:
            self._disconnect()
            self._failures, self._resume_at_s = 0, 0.0
            self._blocked = self._mirror_blocked = self._follow_blocked = None
            self._list_customers = self._list_customers or False
            self._follow_at_s = 0.0
        if command in (_Command.NUDGE, _Command.RECONFIGURE):
            self._guarded(self._begin)

    def _follow_now(self) -> None:
        """Somebody asks: whatever waits for its time waits no longer."""
        self._resume_at_s = self._follow_at_s = 0.0
        self._follow_everything = True

    def _beat(self) -> None:
        if not self._stopping.is_set():
            self._guarded(self._act)

    def _guarded(self, act: Callable[[], None]) -> None:
        """The one place that catches everything: a defect sets one entry aside, the till goes on selling."""
        try:
            act()
        except Exception as error:
            log.exception("the sync met an error that nobody foresaw")
            self._resume_at_s = self._clock.monotonic() + AFTER_A_DEFECT_S
            self._park(type(error).__name__)

    def _park(self, error_name: str) -> None:
        delivery, self._delivery = self._delivery, None
        if delivery is None or delivery.current is None:
            return
        try:
            entry = self._outbox.get(delivery.current)
            if entry is not None and entry.is_open:
                step = engine.parked(entry, Moment.of(self._clock), error_name)
                self._entry_changed(self._outbox.save(entry, step.entry, step.attempt))
        except (MoveRefused, OSError) as error:
            log.error("%s could not be set aside: %s", delivery.current, error)

    def _act(self) -> None:
        """One beat: deliver if it is time, then bring customers if it is time."""
        values = Settings(self._database).read()
        if not _is_integrated(values):
            self._send_all = False
            self._blocked = self._mirror_blocked = self._follow_blocked = None
            self._show(next_run_at=None, offline_since=None)
            return
        now = self._clock.now()
        timetable = Timetable(Jobs(self._database), values.schedule(), values.shop().timezone)
        due = timetable.plan(now)
        reach = self._reach(now, due)
        if reach is not None:
            self._deliver(reach, timetable)
            due = timetable.plan(self._clock.now())
        self._bring_customers()
        self._follow()
        self._show(next_run_at=self._next_run(due))

    def _reach(self, now: datetime, due: datetime | None) -> Reach | None:
        if self._send_all:
            return Reach.EVERYTHING
        if self._blocked is not None and (self._blocked_until is None or now < self._blocked_until):
            return None
        if self._clock.monotonic() < self._resume_at_s:
            return None
        if due is not None and due + self._jitter <= now:
            return Reach.SCHEDULED
        return Reach.RETRIES if self._retry_at is not None and self._retry_at <= now else None

    def _deliver(self, reach: Reach, timetable: Timetable) -> None:
        full = reach is not Reach.RETRIES
        self._send_all = False
        self._show(sending=True)
        try:
            if full:
                timetable.began(self._clock.now())
            gateway = self._connected()
            self._delivery = Delivery(
                self._database,
                gateway,
                clock=self._clock,
                rng=self._rng,
                on_change=self._entry_changed,
                stopping=self._stopping.is_set,
            )
            report = self._delivery.run(reach)
            self._delivery = None
        except (SettingWrong, SettingIsWrong) as error:
            report = PassReport(blocked=error.problem)
        finally:
            self._show(sending=False)
        self._retry_at = self._next_retry()
        self._draw_conclusions(report, full, timetable)

    def _draw_conclusions(self, report: PassReport, full: bool, timetable: Timetable) -> None:
        now = self._clock.now()
        if report.blocked is not None:
            self._block(report.blocked)
            self._blocked_until = timetable.scheduled_after(now)
            if full:
                timetable.owed(now, now, report.blocked.code)
        elif report.cut_short is not None:
            self._went_offline(report.cut_short)
            if full:
                timetable.owed(now, now + self._outage_wait(), report.cut_short.code)
        elif not self._stopping.is_set():
            self._blocked = None
            self._came_through()
            self._show(last_ok_at=now)
            if full:
                timetable.done(now)
                self._jitter = timedelta(seconds=self._rng.random() * START_JITTER_S)

    def _bring_customers(self) -> None:
        now_s = self._clock.monotonic()
        if self._list_customers is None and now_s >= self._customers_at_s:
            self._list_customers = False
        if self._list_customers is None or self._blocked is not None or now_s < self._resume_at_s:
            return
        everybody, self._list_customers = self._list_customers, None
        self._customers_at_s = now_s + CUSTOMERS_EVERY_S
        try:
            changed = refresh_customers(
                self._database,
                self._connected(),
                full=everybody,
                clock=self._clock,
                stopping=self._stopping.is_set,
            )
        except (SettingWrong, SettingIsWrong) as error:
            # Orders may still go: a privilege for customers is not one for orders.
            self._mirror_blocked = error.problem
            log.error("customers cannot be brought until a setting is mended: %s", error.problem)
        except SyncError as error:
            self._list_customers = everybody
            self._went_offline(error.problem)
        else:
            self._mirror_blocked = None
            self._came_through()
            self._publish(CustomersRefreshed(changed))

    def _follow(self) -> None:
        """What became of the orders that they have taken; without any, nothing is asked."""
        now_s = self._clock.monotonic()
        if now_s < self._follow_at_s or now_s < self._resume_at_s or self._blocked is not None:
            return
        counts = self._outbox.counts()
        if not counts.get(State.ACCEPTED) and not counts.get(State.INVOICED):
            return
        everything, self._follow_everything = self._follow_everything, False
        self._follow_at_s = now_s + FOLLOW_EVERY_S
        try:
            follow_invoices(
                self._database,
                self._connected(),
                everything=everything,
                clock=self._clock,
                on_change=self._entry_changed,
                stopping=self._stopping.is_set,
            )
        except (SettingWrong, SettingIsWrong) as error:
            self._follow_blocked = error.problem
            log.error("invoices cannot be followed until a setting is mended: %s", error.problem)
        except SyncError as error:
            self._follow_at_s, self._follow_everything = 0.0, everything
            self._went_offline(error.problem)
        else:
            self._follow_blocked = None
            self._came_through()

    def _connected(self) -> AccountingGateway:
        if self._gateway is None:
            self._gateway = self._connect(self._stopping.wait)
        return self._gateway

    def _disconnect(self) -> None:
        gateway, self._gateway = self._gateway, None
        if gateway is not None:
            gateway.close()

    def _block(self, problem: Problem) -> None:
        if self._blocked != problem:
            log.error("deliveries stop until a setting is mended: %s", problem)
        self._blocked = problem
        self._show()

    def _went_offline(self, problem: Problem) -> None:
        self._failures += 1
        wait_s = max(1.0, engine.back_off_s(self._failures, self._rng))
        self._resume_at_s = self._clock.monotonic() + wait_s
        if problem.code not in ("throttled", "stopped") and self._status.offline_since is None:
            log.warning("the accounting system cannot be reached: %s", problem)
            self._show(offline_since=self._clock.now())

    def _came_through(self) -> None:
        if self._status.offline_since is not None:
            log.info("the accounting system can be reached again")
        self._failures, self._resume_at_s = 0, 0.0
        self._show(offline_since=None)

    def _outage_wait(self) -> timedelta:
        return timedelta(seconds=max(0.0, self._resume_at_s - self._clock.monotonic()))

    def _next_retry(self) -> datetime | None:
        return engine.next_retry(self._outbox.in_states((State.QUEUED, State.UNKNOWN)), self._clock.now())

    def _next_run(self, due: datetime | None) -> datetime | None:
        return min((moment for moment in (due, self._retry_at) if moment is not None), default=None)

    def _entry_changed(self, entry: OutboxEntry) -> None:
        self._publish(EntryChanged(entry.reference, entry.state))
        self._show()

    def _show(self, **changed: object) -> None:
        """Publish the status if anything of it is new."""
        blocked = self._blocked or self._mirror_blocked or self._follow_blocked
        counts = self._outbox.counts()
        status = replace(self._status, counts=counts, blocked=blocked, **changed)  # type: ignore[arg-type]
        if status != self._status:
            self._status = status
            self._publish(StatusChanged(status))


def _is_integrated(values: SettingValues) -> bool:
    return values.invoice_channel().integration and values.invoicing().system is not InvoicingSystem.NONE
