"""One pass over the outbox: claim, commit, call, save what came of it; and the headless use of it.

Owns the order of the steps; what they mean is decided in `engine`. What came of one order and the claim of the next
go to disk together, so that each order waits for the disk once. Never holds the write lock over a network call. Runs
on the sync thread, or on the main thread of a headless program.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from terminal_app.domain.invoice import InvoiceOrder, order_from
from terminal_app.domain.outbox import Attempt, OutboxEntry, State
from terminal_app.domain.problems import MoveRefused, Problem
from terminal_app.domain.settings import Invoicing, SettingValues
from terminal_app.storage.database import Database
from terminal_app.storage.ledger import Ledger
from terminal_app.storage.outbox import Move, Outbox
from terminal_app.storage.settings import Settings

from . import engine
from .clock import Clock, SystemClock
from .credits import credited, link_was_refused, waiting
from .engine import Moment, Reach, Step, Verdict
from .gateway import AccountingGateway, Found, NeedsPerson, OutcomeUnknown, Sent, SettingIsWrong, SyncError

log = logging.getLogger(__name__)

MOST_UNKNOWN_IN_A_ROW = 5
"""After that many POSTs in a row without a clear answer the pass ends: the other side is not well."""


@dataclass(frozen=True, slots=True)
class PassReport:
    """What one pass did. `still_queued` and `needs_attention` count how the outbox stands after it.

    `cut_short` is the problem that ended it early and that time will mend; `blocked` one that a person must.
    """

    sent: int = 0
    already_there: int = 0
    stopped: int = 0
    needs_attention: int = 0
    still_queued: int = 0
    blocked: Problem | None = None
    cut_short: Problem | None = None
    seconds: float = 0.0
    changed: tuple[str, ...] = ()


class Delivery:
    """Sends what is due, one entry at a time."""

    def __init__(
        self,
        database: Database,
        gateway: AccountingGateway,
        *,
        clock: Clock,
        rng: Random,
        on_change: Callable[[OutboxEntry], None] = lambda entry: None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._outbox = Outbox(database)
        self._ledger = Ledger(database)
        self._settings = Settings(database)
        self._gateway = gateway
        self._clock = clock
        self._rng = rng
        self._on_change = on_change
        self._stopping = stopping
        self._unsaved: Move | None = None
        """What came of the last entry while that is not on disk: it goes there with the next claim, before any call."""
        self.current: str | None = None
        """The reference that is being dealt with, while a pass runs or when one broke off."""

    def run(self, reach: Reach) -> PassReport:
        """Deal with everything that is due; the report says how it went. Raises only what nobody foresaw."""
        started = self._clock.monotonic()
        values = self._settings.read()
        tidy(self._outbox, values, self._clock, self._on_change)
        due = engine.due(self._outbox.in_states((State.QUEUED, State.UNKNOWN)), self._clock.now(), reach)
        tally, invoicing = _Tally(), values.invoicing()
        try:
            for entry in due:
                if self._stopping() or not self._deal_with(entry, invoicing, tally):
                    break
        finally:
            self._settle()
        counts = self._outbox.counts()
        return PassReport(
            sent=tally.sent,
            already_there=tally.already_there,
            stopped=tally.stopped,
            needs_attention=counts.get(State.NEEDS_ATTENTION, 0),
            still_queued=_waiting(counts),
            blocked=tally.blocked,
            cut_short=tally.cut_short,
            seconds=self._clock.monotonic() - started,
            changed=tuple(dict.fromkeys(tally.changed)),
        )

    def _deal_with(self, entry: OutboxEntry, invoicing: Invoicing, tally: _Tally) -> bool:
        """Take one entry as far as it goes now; False when the pass has to end."""
        self.current = entry.reference
        try:
            goes_on = self._advance(entry, invoicing, tally)
        except MoveRefused:
            goes_on = True
        self.current = None
        return goes_on

    def _advance(self, entry: OutboxEntry, invoicing: Invoicing, tally: _Tally) -> bool:
        quarantine_s = float(invoicing.unknown_quarantine_s)
        verdict = Verdict.LOOK_UP if entry.state is State.UNKNOWN else Verdict.SEND
        if engine.must_look_up_first(entry):
            entry, verdict = self._doubted(entry), Verdict.LOOK_UP
        while verdict in (Verdict.LOOK_UP, Verdict.SEND) and not self._stopping():
            outcome: Sent | Found | SyncError | None
            was_over = False
            if verdict is Verdict.SEND:
                try:
                    entry = self._claim(entry, invoicing)
                except SyncError as error:
                    return self._unclaimed(entry, error, tally)
                outcome = self._call_send(entry)
            else:
                self._settle()
                was_over = engine.quarantine_is_over(entry, Moment.of(self._clock), quarantine_s)
                outcome = self._call_find(entry)
            moment = Moment.of(self._clock)
            step = engine.after(entry, outcome, moment, self._rng, quarantine_s=quarantine_s, quarantine_over=was_over)
            tally.count(step, outcome)
            verdict, move = step.verdict, Move(entry, step.entry, step.attempt)
            if verdict is Verdict.GO_ON:
                self._unsaved = move
            else:
                entry = self._save(move)
        return verdict not in (Verdict.STOP, Verdict.BLOCK) and tally.unknown_in_a_row < MOST_UNKNOWN_IN_A_ROW

    def _claim(self, entry: OutboxEntry, invoicing: Invoicing) -> OutboxEntry:
        """The entry as SENDING on disk, its bytes with it. Raises SettingIsWrong or NeedsPerson before any change."""
        payload, attempt = entry.payload, None
        if payload is None:
            body = self._gateway.payload_for(self._order(entry, invoicing))
            entry, payload = replace(entry, vat=body.vat), body.content
            attempt = Attempt(self._clock.now(), "payload", "made", payload.decode("utf-8"))
        return self._save(Move(entry, engine.claim(entry, payload), attempt))

    def _order(self, entry: OutboxEntry, invoicing: Invoicing) -> InvoiceOrder:
        """What the entry is to send. A return whose sale has not arrived is left where it stands, by MoveRefused."""
        sale, of_sale = None if entry.sale_id is None else self._ledger.sale(entry.sale_id), None
        if sale is not None and sale.return_of is not None:
            self._settle()  # the sale may have been taken just before, in this very pass
            unlinked = link_was_refused(self._outbox.get(entry.reference))
            of_sale = credited(sale.return_of, self._ledger, self._outbox, unlinked=unlinked)
            if of_sale is None:
                if entry.state is State.UNKNOWN:  # looked up to the end of its quarantine: certainly not there
                    entry = self._outbox.save(entry, replace(entry, state=State.SENDING))
                held = waiting(entry, sale.return_of, self._clock.now())
                if held is not None:
                    self._on_change(self._outbox.save(entry, *held))
                raise MoveRefused("original_not_arrived", original=sale.return_of.receipt_no)
        if sale is None or entry.customer_remote_id is None or entry.customer_number is None:
            raise NeedsPerson("entry_without_customer")
        try:
            return order_from(
                sale,
                entry.reference,
                entry.customer_remote_id,
                entry.customer_number,
                invoicing.line_detail,
                of_sale,
            )
        except ValueError as error:
            raise NeedsPerson("not_an_invoice_sale") from error

    def _unclaimed(self, entry: OutboxEntry, error: SyncError, tally: _Tally) -> bool:
        """The order could not even be written: a setting stops everything, anything else stops this entry alone."""
        now = self._clock.now()
        if isinstance(error, SettingIsWrong):
            tally.blocked = error.problem
            return False
        problem = Problem(error.problem.code, {**error.problem.values, "receipt_no": entry.receipt_no})
        changed = replace(entry, state=State.NEEDS_ATTENTION, problem=problem, not_before=None)
        step = Step(changed, Verdict.GO_ON, Attempt(now, "payload", "refused", str(problem)))
        tally.count(step, error)
        self._save(Move(entry, step.entry, step.attempt))
        return True

    def _doubted(self, entry: OutboxEntry) -> OutboxEntry:
        """A queued entry that may have arrived long ago, as UNKNOWN on disk: it is looked up before it is sent."""
        sending = self._outbox.save(entry, replace(entry, state=State.SENDING))
        step = engine.doubted(sending, Moment.of(self._clock))
        return self._save(Move(sending, step.entry, step.attempt))

    def _call_send(self, entry: OutboxEntry) -> Sent | SyncError:
        assert entry.payload is not None
        try:
            return self._gateway.send_order(entry.reference, entry.payload)
        except SyncError as error:
            became = "is in doubt" if isinstance(error, OutcomeUnknown) else "was not delivered"
            log.warning("sale %s %s: %s", entry.receipt_no, became, error.problem.code)
            return error

    def _call_find(self, entry: OutboxEntry) -> Found | SyncError | None:
        try:
            return self._gateway.find_order(entry.reference, entry.customer_number)
        except SyncError as error:
            log.warning("sale %s could not be looked up: %s", entry.receipt_no, error.problem.code)
            return error

    def _save(self, move: Move) -> OutboxEntry:
        """The entry as it now stands on disk, and what came of the one before it there as well.

        Raises MoveRefused when somebody else changed this one meanwhile; the other is saved all the same.
        """
        saved = self._write(move)[-1]
        if isinstance(saved, MoveRefused):
            raise saved
        return saved

    def _settle(self) -> None:
        """Put what came of the last entry on disk, if it is not there yet."""
        if self._unsaved is not None:
            meanwhile, self.current = self.current, self._unsaved.before.reference
            self._write()
            self.current = meanwhile

    def _write(self, *moves: Move) -> list[OutboxEntry | MoveRefused]:
        """What is not saved yet, and these moves after it, in one transaction; the news of them when it is on disk."""
        waiting = () if self._unsaved is None else (self._unsaved,)
        saved = self._outbox.save_each((*waiting, *moves))
        self._unsaved = None
        for entry in saved:
            if isinstance(entry, MoveRefused):
                log.info("left alone, because somebody else changed it meanwhile: %s", entry.problem)
            else:
                self._on_change(entry)
        return saved


class _Tally:
    """What happened so far in a pass."""

    def __init__(self) -> None:
        self.sent = self.already_there = self.stopped = self.unknown_in_a_row = 0
        self.blocked: Problem | None = None
        self.cut_short: Problem | None = None
        self.changed: list[str] = []

    def count(self, step: Step, outcome: Sent | Found | SyncError | None) -> None:
        self.changed.append(step.entry.reference)
        posted = step.attempt.what == "send"
        if step.entry.state is State.ACCEPTED:
            self.sent += posted
            self.already_there += not posted
        elif step.entry.state is State.NEEDS_ATTENTION:
            self.stopped += 1
        if posted:
            self.unknown_in_a_row = self.unknown_in_a_row + 1 if step.entry.state is State.UNKNOWN else 0
        if isinstance(outcome, SyncError):
            if step.verdict is Verdict.BLOCK:
                self.blocked = outcome.problem
            elif step.verdict is Verdict.STOP or self.unknown_in_a_row >= MOST_UNKNOWN_IN_A_ROW:
                self.cut_short = outcome.problem


def tidy(
    outbox: Outbox, values: SettingValues, clock: Clock, on_change: Callable[[OutboxEntry], None] = lambda entry: None
) -> None:
    """Bring the outbox in order before a pass: what a dead program was sending, what settings hold or let go.

    Only the one sender of the data folder may call it, between its calls.
    """
    moment = Moment.of(clock)
    since = values.invoicing().enabled_since
    for entry in outbox.in_states((State.SENDING, State.HELD, State.QUEUED)):
        step = engine.recover(entry, moment) if entry.state is State.SENDING else None
        if step is None and values.invoice_channel().integration:
            step = engine.release(entry, since, moment.now)
        if step is None:
            continue
        try:
            on_change(outbox.save(entry, step.entry, step.attempt))
        except MoveRefused:
            log.info("%s was changed by somebody else meanwhile and is left alone", entry.reference)


def deliver_once(
    database: Database,
    gateway: AccountingGateway,
    *,
    reach: Reach = Reach.EVERYTHING,
    clock: Clock | None = None,
    rng: Random | None = None,
) -> PassReport:
    """One pass now, without a thread: `disken sync`. The caller holds the data folder and closes the gateway.

    With the invoice integration switched off nothing is sent, and the report says so in `blocked`.
    """
    if not Settings(database).read().invoice_channel().integration:
        counts = Outbox(database).counts()
        return PassReport(
            needs_attention=counts.get(State.NEEDS_ATTENTION, 0),
            still_queued=_waiting(counts),
            blocked=Problem("integration_off", {"field": "channels.invoice.integration"}),
        )
    delivery = Delivery(database, gateway, clock=clock or SystemClock(), rng=rng or Random(time.monotonic_ns()))
    return delivery.run(reach)


def _waiting(counts: Mapping[State, int]) -> int:
    return sum(counts.get(state, 0) for state in (State.QUEUED, State.SENDING, State.UNKNOWN))
