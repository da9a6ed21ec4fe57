"""What the sync does in one beat: deliver, bring customers, follow invoices; each if it is time and nothing forbids it.

Owns what forbids it: a wrong setting (`blocks`), an outage or another program that speaks to the company
(`reachability`, `lease`).
Knows no thread, inbox or window. Runs on the sync thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.problems import MoveRefused, Problem, SettingWrong
from terminal_app.domain.sync_control import CustomersRefreshed, EntryChanged, StatusChanged, SyncEvent, SyncStatus
from terminal_app.storage.database import Database
from terminal_app.storage.jobs import Jobs
from terminal_app.storage.outbox import Outbox
from terminal_app.storage.settings import Settings

from . import engine
from .blocks import Blocks
from .clock import Clock
from .customers import refresh_customers
from .delivery import Delivery, PassReport, tidy
from .documents import BOTH, Kind, wanted
from .engine import Moment, Reach
from .gateway import AccountingGateway, SettingIsWrong, SyncError, Throttled
from .history import History
from .home import settle_in
from .invoice_states import follow_invoices
from .lease import turn
from .looks import Look
from .nightly import bring_nightly
from .reachability import Reachability
from .timetable import QUIET_FOR, Timetable
from .turns import Turns

log = logging.getLogger(__name__)

START_JITTER_S = 30.0


class Rounds:
    """One shop's beats. `act` does whatever is due; the other verbs say that something is due, or what happened."""

    def __init__(
        self,
        database: Database,
        connect: Callable[[], AccountingGateway],
        publish: Callable[[SyncEvent], None],
        *,
        clock: Clock,
        rng: Random,
        stopping: Callable[[], bool],
        lease_folder: Path | None = None,
    ) -> None:
        self._database = database
        self._connect = connect
        self._publish = publish
        self._clock = clock
        self._rng = rng
        self._stopping = stopping
        self._lease_folder = lease_folder
        self._outbox = Outbox(database)
        self._settings = Settings(database)
        self._history = History(database)
        self._gateway: AccountingGateway | None = None
        self._delivery: Delivery | None = None
        self.status = SyncStatus()
        self._settled_in = False
        self._line = Reachability(clock, rng)
        self._send_all = False
        self._due: datetime | None = None
        self._retry_at: datetime | None = None
        self._wanted: frozenset[Kind] = frozenset()
        """The kinds that the settings send, as the beat has read them: the status is told for each entry anew."""
        self._blocks = Blocks()
        self._jitter = self._drawn(START_JITTER_S)
        self._night_spread = self._drawn(QUIET_FOR.total_seconds())
        self._customers = Look()
        self._everybody = False
        """Whether all customers are wanted, not only those that changed."""
        self._mirror_blocked: Problem | None = None
        self._invoices = Look()
        self._follow_everything = False
        self._follow_blocked: Problem | None = None
        self._sending = False
        self._turn = Turns()
        self._last_ok_at: datetime | None = None

    def begin(self) -> None:
        """Bring the outbox in order, and see what waits."""
        if not self._settled_in:
            settle_in(self._database, self._clock)
            self._settled_in = True
        values = self._settings.read()
        self._wanted = wanted(values)
        tidy(self._database, values, self._clock, self._entry_changed)
        self._retry_at = self._next_retry()
        self._show()

    def send_everything(self) -> None:
        """Somebody wants it sent now: whatever waits for its time, or for an outage to end, is tried."""
        self._send_all = True
        self._hurry()

    def list_customers(self) -> None:
        """Somebody wants all customers now."""
        self._everybody = True
        self._customers.at_once()
        self._hurry()

    def settings_changed(self) -> None:
        """Whatever was wrong may be right now: begin anew, with a new connection."""
        self.disconnect()
        self._line.begin_anew()
        self._try_the_blocked_again()
        self._mirror_blocked = self._follow_blocked = None
        self._customers.at_once()
        self._invoices.at_once()

    def _try_the_blocked_again(self) -> None:
        """What a wrong setting stopped is owed a run; where nothing else went, that has been written down already."""
        stopped, values, now = self._blocks.told, self._settings.read(), self._clock.now()
        self._blocks.clear()
        if stopped is not None and wanted(values):
            Timetable(Jobs(self._database), values.schedule(), values.shop().timezone).owed(now, now, stopped.code)

    def cut(self) -> None:
        """End a call that is under way. From any thread."""
        gateway = self._gateway
        if gateway is not None:
            gateway.cut()

    def disconnect(self) -> None:
        """Let the connection go; the next call makes a new one."""
        gateway, self._gateway = self._gateway, None
        if gateway is not None:
            gateway.close()

    def met_defect(self, error_name: str) -> None:
        """An error nobody foresaw broke the beat off: pause, and set the entry it was about aside for a person."""
        self._line.hold()
        self._sending = False
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

    def act(self) -> None:
        """One beat: deliver if it is time, then bring customers, then follow invoices."""
        values = self._settings.read()
        self._wanted = wanted(values)
        if not self._wanted:
            self._send_all, self._due = False, None
            self._retry_at = self._mirror_blocked = self._follow_blocked = None
            self._blocks.clear()
            self._line.forget()
            self._show()
            return
        timetable = Timetable(Jobs(self._database), values.schedule(), values.shop().timezone)
        self._due = timetable.plan(self._clock.now())
        reach = self._reach(self._clock.now(), self._due)
        if reach is not None:
            self._deliver(reach, timetable)
        self._bring_customers()
        self._follow()
        self._show()

    def _reach(self, now: datetime, due: datetime | None) -> Reach | None:
        if self._send_all:
            return Reach.EVERYTHING
        if self._line.is_paused:
            return None
        if due is not None and due + self._jitter <= now and self._may_go(now):
            return Reach.SCHEDULED
        return Reach.RETRIES if self._retry_at is not None and self._retry_at <= now else None

    def _deliver(self, reach: Reach, timetable: Timetable) -> None:
        full = reach is not Reach.RETRIES
        kinds = BOTH if reach is Reach.EVERYTHING else self._may_go(self._clock.now())
        due, began, again = self._due, self._clock.now(), timetable.is_owed()
        self._send_all = False
        try:
            with self._our_turn() as gateway:
                if full:
                    timetable.began(self._clock.now())
                self._sending = True
                self._show()
                self._delivery = Delivery(
                    self._database,
                    gateway,
                    clock=self._clock,
                    rng=self._rng,
                    on_change=self._entry_changed,
                    stopping=self._stopping,
                )
                report = self._delivery.run(reach, kinds)
            self._delivery = None
        except (SettingWrong, SettingIsWrong) as error:
            waiting, blocks = SyncStatus(self._counts()[0]).waiting, dict.fromkeys(kinds, error.problem)
            report = PassReport(still_queued=waiting, blocked=error.problem, blocks=blocks)
        except SyncError as error:
            report = PassReport(still_queued=SyncStatus(self._counts()[0]).waiting, cut_short=error.problem)
        self._sending = False
        self._blocks.found(report.blocks, kinds, timetable.scheduled_after(self._clock.now()))
        self._draw_conclusions(report, full, timetable)
        self._retry_at = self._next_retry()
        self._history.keep_pass(
            reach, report, began, self._clock.now(), due=due, again=again, interrupted=self._stopping()
        )
        self._due = timetable.plan(self._clock.now())
        self._show()

    def _draw_conclusions(self, report: PassReport, full: bool, timetable: Timetable) -> None:
        now, stopped = self._clock.now(), self._blocks.told
        if stopped is not None and not self._free_kinds():
            if full:
                timetable.owed(now, now, stopped.code)
        elif report.cut_short is not None:
            self._line.put_off(report.cut_short)
            if full:
                timetable.owed(now, now + self._line.pause, report.cut_short.code)
        elif not self._stopping():
            self._line.came_through()
            self._last_ok_at = now
            if full:
                timetable.done(now)
                self._jitter = self._drawn(START_JITTER_S)

    def _bring_customers(self) -> None:
        if not self._may_look(self._customers):
            return
        everybody, self._everybody = self._everybody, False
        self._customers.begins(self._clock.monotonic())
        try:
            with self._our_turn() as gateway:
                changed = refresh_customers(
                    self._database,
                    gateway,
                    full=everybody,
                    clock=self._clock,
                    stopping=self._stopping,
                    spread=self._night_spread,
                    turn=self._turn,
                )
                bring_nightly(
                    self._database, gateway, self._clock, self._night_spread, self._stopping, self._entry_changed
                )
        except (SettingWrong, SettingIsWrong) as error:
            # Orders may still go: a privilege for customers is not one for orders.
            self._mirror_blocked = error.problem
            log.error("customers cannot be brought until a setting is mended: %s", error.problem)
        except SyncError as error:
            self._everybody = everybody
            self._look_failed(self._customers, error, wanted=everybody)
        else:
            self._mirror_blocked = None
            self._line.came_through()
            self._customers.gives_way(self._clock.monotonic(), self._apart_s())
            self._publish(CustomersRefreshed(changed))

    def _follow(self) -> None:
        """What became of the orders that they have taken; without any, nothing is asked."""
        if not self._may_look(self._invoices) or not self._outbox.has_any(State.ACCEPTED, State.INVOICED):
            return
        everything, self._follow_everything = self._follow_everything, False
        self._invoices.begins(self._clock.monotonic())
        try:
            with self._our_turn() as gateway:
                follow_invoices(
                    self._database,
                    gateway,
                    everything=everything,
                    clock=self._clock,
                    on_change=self._entry_changed,
                    stopping=self._stopping,
                    spread=self._night_spread,
                )
        except (SettingWrong, SettingIsWrong) as error:
            self._follow_blocked = error.problem
            log.error("invoices cannot be followed until a setting is mended: %s", error.problem)
        except SyncError as error:
            self._follow_everything = everything
            self._look_failed(self._invoices, error, wanted=everything)
        else:
            self._follow_blocked = None
            self._line.came_through()
            self._invoices.gives_way(self._clock.monotonic(), self._apart_s())

    def _look_failed(self, look: Look, error: SyncError, *, wanted: bool) -> None:
        """Again as soon as anything goes out; refused in a crowd, and wanted by nobody, only when its time comes."""
        self._line.put_off(error.problem)
        gives_way = isinstance(error, Throttled) and not wanted
        look.failed(self._clock.monotonic(), self._apart_s() if gives_way else 0.0)

    def _may_look(self, look: Look) -> bool:
        paused = self._line.is_paused or self._are_invoices_blocked()
        return not paused and look.is_due(self._clock.monotonic())

    def _apart_s(self) -> float:
        return 0.0 if self._gateway is None else self._gateway.apart_s()

    @contextmanager
    def _our_turn(self) -> Iterator[AccountingGateway]:
        """The gateway, while nobody else on this machine speaks to the company; after an outage, once it answers.

        The call that finds out is a harmless one: an order that gets lost would be in doubt for minutes.
        """
        with turn(self._settings, self._lease_folder):
            self._line.our_turn()
            if self._gateway is None:
                self._gateway = self._connect()
                self._gateway.take_turns(self._turn)
            if self._line.wants_probe:
                self._gateway.company_name()
            yield self._gateway

    def _hurry(self) -> None:
        self._line.hurry()
        self._invoices.at_once()
        self._follow_everything = True

    def _may_go(self, now: datetime) -> frozenset[Kind]:
        """The kinds that a run tries now; with the same jitter as the run itself."""
        return self._blocks.free_at(now - self._jitter) & self._wanted

    def _free_kinds(self) -> frozenset[Kind]:
        """The kinds that are sent at all and that no wrong setting stops."""
        return self._blocks.free & self._wanted

    def _are_invoices_blocked(self) -> bool:
        return self._blocks.problem(Kind.INVOICE) is not None

    def _next_retry(self) -> datetime | None:
        free = self._free_kinds()
        return engine.next_retry((one for one in self._outbox.retried() if Kind.of(one) in free), self._clock.now())

    def _next_run(self) -> datetime | None:
        """When the next delivery is really tried, as far as anybody can say; never before something that forbids it."""
        planned = self._due
        if not self._free_kinds():
            until = self._blocks.until
            planned = None if planned is None or until is None else max(planned, until)
        planned = None if planned is None else planned + self._jitter
        moments = [moment for moment in (planned, self._retry_at) if moment is not None]
        probe = self._line.next_try()
        return max([min(moments), *([] if probe is None else [probe])]) if moments else None

    def _drawn(self, longest_s: float) -> timedelta:
        return timedelta(seconds=self._rng.random() * longest_s)

    def _entry_changed(self, entry: OutboxEntry) -> None:
        self._publish(EntryChanged(entry.reference, entry.state))
        if not (self._sending and entry.state is State.ACCEPTED):  # the next claim, or the end, comes at once after it
            self._show()

    def _counts(self) -> tuple[dict[State, int], int]:
        """How many entries stand in each state in which something is to be done, and how many of them are set aside."""
        return self._outbox.open_counts(self._clock.now())

    def _stopped(self, of_customers: Problem | None) -> Mapping[str, Problem] | None:
        """What stops each kind of document; None while nothing does, or both alike."""
        invoices = self._blocks.problem(Kind.INVOICE) or of_customers
        settlements = self._blocks.problem(Kind.SETTLEMENT)
        if invoices == settlements:
            return None
        told = {Kind.INVOICE.value: invoices, Kind.SETTLEMENT.value: settlements}
        return {kind: problem for kind, problem in told.items() if problem is not None}

    def _show(self) -> None:
        """Publish the status if anything of it is new."""
        of_customers = self._mirror_blocked or self._follow_blocked
        counts, set_aside = self._counts()
        status = SyncStatus(
            counts=counts,
            sending=self._sending,
            last_ok_at=self._last_ok_at,
            next_run_at=self._next_run(),
            offline_since=self._line.offline_since,
            blocked=self._blocks.told or of_customers,
            delayed=self._line.delayed,
            set_aside=set_aside,
            stopped=self._stopped(of_customers),
        )
        if status != self.status:
            self.status = status
            self._publish(StatusChanged(status))
