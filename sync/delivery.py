"""One pass over the outbox: claim, commit, call, save what came of it; and the headless use of it.

Owns the order of the steps; what they mean is decided in `engine`. What came of one order and the claim of the next
go to disk together, so that each order waits for the disk once; and the next one's body is made while this one's answer
is awaited. Never holds the write lock over a network call. Runs on the sync thread, or headless on the main thread.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from random import Random

from terminal_app.domain.outbox import Attempt, OutboxEntry, State
from terminal_app.domain.problems import MoveRefused, Problem
from terminal_app.domain.repair import was_reversed
from terminal_app.domain.settings import SettingValues
from terminal_app.storage.database import Database
from terminal_app.storage.outbox import Move, Outbox
from terminal_app.storage.settings import Settings
from terminal_app.storage.settlement_queue import day_of, queue_settlements

from . import engine
from .clock import Clock, SystemClock
from .documents import BOTH, Documents, Kind, Pass, documents_for, first_of, wanted
from .engine import Moment, Reach, Step, Verdict
from .gateway import (
    AccountingGateway,
    Found,
    NotSent,
    OutcomeUnknown,
    Sent,
    SettingIsWrong,
    SyncError,
    Throttled,
    TryAgainLater,
)

log = logging.getLogger(__name__)

NO_LINE = frozenset({"offline", "offline_name", "stopped"})
"""Codes of what has not even reached them."""
MOST_UNKNOWN_IN_A_ROW = 5
"""After that many POSTs in a row without a clear answer nothing more of the kind goes out: they are not well."""


@dataclass(frozen=True, slots=True)
class PassReport:
    """What one pass did. `still_queued` and `needs_attention` count how the outbox stands after it.

    `cut_short` is the problem that ended it early and that time will mend; `blocked` one that a person must, and
    `blocks` the same for each kind of document.
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
    blocks: Mapping[Kind, Problem] = field(default_factory=dict)


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
        self._database = database
        self._outbox = Outbox(database)
        self._settings = Settings(database)
        self._gateway = gateway
        self._clock = clock
        self._rng = rng
        self._on_change = on_change
        self._stopping = stopping
        self._documents: Mapping[Kind, Documents] = {}
        self._unsaved: Move | None = None
        """What came of the last entry while that is not on disk: it goes there with the next claim, before any call."""
        self._coming: OutboxEntry | None = None
        """The queued entry whose turn is next, while nothing has been made ready for it."""
        self._ready: tuple[OutboxEntry, OutboxEntry, bytes] | None = None
        """An entry as it was read, with what its document was made for, and its bytes: made ahead, nowhere on disk."""
        self.current: str | None = None
        """The reference that is being dealt with, while a pass runs or when one broke off."""

    def run(self, reach: Reach, kinds: frozenset[Kind] = BOTH) -> PassReport:
        """Deal with everything of those kinds that is due; the report says how it went.

        Raises only what nobody foresaw.
        """
        started = self._clock.monotonic()
        values = self._settings.read()
        queue_settlements(self._database, values, self._clock.now())
        tidy(self._database, values, self._clock, self._on_change)
        waiting, tally = self._outbox.in_states((State.QUEUED, State.UNKNOWN)), _Tally()
        going = kinds & wanted(values)
        due = [one for one in engine.due(waiting, self._clock.now(), reach) if Kind.of(one) in going]
        self._documents = documents_for(self._pass(values))
        quarantine_s = float(values.invoicing().unknown_quarantine_s)
        self._gateway.while_waiting(self._make_ready)
        try:
            for entry, coming in zip_longest(due, due[1:]):
                if self._stopping() or tally.is_over:
                    break
                self._coming = coming
                if Kind.of(entry) not in tally.ended:
                    self._deal_with(entry, quarantine_s, tally)
        finally:
            self._gateway.while_waiting(_nothing)
            self._settle()
        return tally.report(self._outbox.open_counts(self._clock.now())[0], self._clock.monotonic() - started)

    def _pass(self, values: SettingValues) -> Pass:
        return Pass(self._database, self._gateway, values, self._clock, self._settle, self._on_change)

    def _deal_with(self, entry: OutboxEntry, quarantine_s: float, tally: _Tally) -> None:
        """Take one entry as far as it goes now; the tally knows what of the pass is over with it."""
        self.current = entry.reference
        try:
            self._advance(entry, quarantine_s, tally)
        except MoveRefused as refusal:
            log.debug("%s is left alone: %s", entry.reference, refusal.problem)
        self.current = None

    def _advance(self, entry: OutboxEntry, quarantine_s: float, tally: _Tally) -> None:
        verdict = Verdict.LOOK_UP if entry.state is State.UNKNOWN else Verdict.SEND
        if engine.must_look_up_first(entry):
            entry, verdict = self._doubted(entry), Verdict.LOOK_UP
        while verdict in (Verdict.LOOK_UP, Verdict.SEND) and not self._stopping():
            outcome: Sent | Found | SyncError | None
            was_over = False
            if verdict is Verdict.SEND:
                try:
                    self._documents[Kind.of(entry)].prepare()
                except SyncError as error:
                    tally.prevented(Kind.of(entry), error)
                    return
                try:
                    entry = self._claim(entry)
                except SyncError as error:
                    self._unclaimed(entry, error, tally)
                    return
                outcome = self._call_send(entry)
            else:
                self._settle()
                was_over = engine.quarantine_is_over(entry, Moment.of(self._clock), quarantine_s)
                was_over = was_over or was_reversed(entry)  # nothing of it can be on its way
                outcome = self._call_find(entry)
            moment = Moment.of(self._clock)
            step = engine.after(entry, outcome, moment, self._rng, quarantine_s=quarantine_s, quarantine_over=was_over)
            tally.count(step, outcome)
            verdict, move = step.verdict, Move(entry, step.entry, step.attempt)
            if verdict is Verdict.GO_ON:
                self._unsaved = move
            else:
                entry = self._save(move)

    def _claim(self, entry: OutboxEntry) -> OutboxEntry:
        """The entry as SENDING on disk, its bytes with it. Raises SettingIsWrong or NeedsPerson before any change."""
        documents, payload, attempt = self._documents[Kind.of(entry)], entry.payload, None
        documents.require_sendable(entry)
        if payload is None:
            ready, self._ready = self._ready, None
            entry, payload = documents.made(entry) if ready is None or ready[0] is not entry else ready[1:]
            attempt = Attempt(self._clock.now(), "payload", "made", payload.decode("utf-8"))
        return self._save(Move(entry, engine.claim(entry, payload), attempt))

    def _make_ready(self) -> None:
        """Make the document of the entry that is next, while an answer is awaited; it is claimed when that is in."""
        entry, self._coming = self._coming, None
        if entry is None or entry.state is not State.QUEUED or entry.payload is not None:
            return
        try:
            made = self._documents[Kind.of(entry)].made_ahead(entry)
        except Exception as error:  # noqa: BLE001 - a call is under way; in its own turn it is met again, and told
            log.debug("%s could not be made ahead: %s", entry.reference, type(error).__name__)
            return
        self._ready = None if made is None else (entry, *made)

    def _unclaimed(self, entry: OutboxEntry, error: SyncError, tally: _Tally) -> None:
        """The document could not even be made: a setting stops others too, anything else stops this entry alone."""
        kind = Kind.of(entry)
        if isinstance(error, SettingIsWrong):
            tally.unmade(kind, error, stops_all=self._documents[kind].one_setting_stops_all)
        elif isinstance(error, TryAgainLater):
            tally.prevented(kind, error)
        else:
            step = engine.unmade(entry, error.problem, self._clock.now())
            tally.count(step, error)
            self._save(Move(entry, step.entry, step.attempt))

    def _doubted(self, entry: OutboxEntry) -> OutboxEntry:
        """A queued entry that may have arrived long ago, as UNKNOWN on disk: it is looked up before it is sent."""
        sending = self._outbox.save(entry, replace(entry, state=State.SENDING))
        step = engine.doubted(sending, Moment.of(self._clock))
        return self._save(Move(sending, step.entry, step.attempt))

    def _call_send(self, entry: OutboxEntry) -> Sent | SyncError:
        assert entry.payload is not None
        try:
            return self._documents[Kind.of(entry)].send(entry, entry.payload)
        except SyncError as error:
            became = "is in doubt" if isinstance(error, OutcomeUnknown) else "was not delivered"
            log.warning("%s %s: %s", entry.receipt_no, became, error.problem.code)
            return error

    def _call_find(self, entry: OutboxEntry) -> Found | SyncError | None:
        try:
            return self._documents[Kind.of(entry)].find(entry)
        except SyncError as error:
            log.warning("%s could not be looked up: %s", entry.receipt_no, error.problem.code)
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
        self.sent = self.already_there = self.stopped = 0
        self.unknown_in_a_row = dict.fromkeys(Kind, 0)
        self.blocks: dict[Kind, Problem] = {}
        self.cut_short: Problem | None = None
        self.changed: list[str] = []
        self.ended: set[Kind] = set()
        """Kinds of which nothing more is tried."""

    @property
    def is_over(self) -> bool:
        return self.ended == BOTH

    def count(self, step: Step, outcome: Sent | Found | SyncError | None) -> None:
        """What came of a call for an entry, or of a document that could not be made."""
        self.changed.append(step.entry.reference)
        kind, posted = Kind.of(step.entry), step.attempt.what == "send"
        if step.entry.state is State.ACCEPTED:
            self.sent += posted
            self.already_there += not posted
        elif step.entry.state is State.NEEDS_ATTENTION:
            self.stopped += 1
        if posted:
            self.unknown_in_a_row[kind] = self.unknown_in_a_row[kind] + 1 if step.entry.state is State.UNKNOWN else 0
        if not isinstance(outcome, SyncError):
            return
        if step.verdict in (Verdict.BLOCK, Verdict.STOP):
            self.prevented(kind, outcome)
        elif self.unknown_in_a_row[kind] >= MOST_UNKNOWN_IN_A_ROW:
            self.ended.add(kind)
            self.cut_short = outcome.problem

    def prevented(self, kind: Kind, error: SyncError) -> None:
        """Nothing more of the kind goes now; nor of the other where nobody answers at all."""
        if isinstance(error, SettingIsWrong):
            self.unmade(kind, error, stops_all=True)
            return
        self.cut_short = error.problem
        self.ended |= BOTH if _is_nobody_there(error) else {kind}

    def unmade(self, kind: Kind, error: SettingIsWrong, *, stops_all: bool) -> None:
        """A setting is wrong; with `stops_all` nothing of the kind can go before it is mended."""
        self.blocks.setdefault(kind, error.problem)
        if stops_all:
            self.ended.add(kind)

    def report(self, counts: Mapping[State, int], seconds: float) -> PassReport:
        """What is told of the pass."""
        return PassReport(
            sent=self.sent,
            already_there=self.already_there,
            stopped=self.stopped,
            needs_attention=counts.get(State.NEEDS_ATTENTION, 0),
            still_queued=_waiting(counts),
            blocked=first_of(self.blocks),
            cut_short=self.cut_short,
            seconds=seconds,
            changed=tuple(dict.fromkeys(self.changed)),
            blocks=self.blocks,
        )


def _is_nobody_there(error: SyncError) -> bool:
    """Whether no call at all comes through now, whatever it is about; else only one list of theirs may be ill."""
    return isinstance(error, Throttled) or (isinstance(error, NotSent) and error.problem.code in NO_LINE)


def tidy(
    database: Database,
    values: SettingValues,
    clock: Clock,
    on_change: Callable[[OutboxEntry], None] = lambda entry: None,
) -> None:
    """Bring the outbox in order before a pass: what a dead program was sending, what settings hold or let go.

    Only the one sender of the data folder may call it, between its calls.
    """
    outbox, moment = Outbox(database), Moment.of(clock)
    let_go = _release(database, values, moment)
    for entry in outbox.about_to_move(values.invoicing().enabled_since):
        step = engine.recover(entry, moment) if entry.state is State.SENDING else let_go(entry)
        if step is None:
            continue
        try:
            on_change(outbox.save(entry, step.entry, step.attempt))
        except MoveRefused:
            log.info("%s was changed by somebody else meanwhile and is left alone", entry.reference)


def _release(database: Database, values: SettingValues, moment: Moment) -> Callable[[OutboxEntry], Step | None]:
    """What settings hold back or let go, read once for all: an invoice by its sale's date, a settlement by its Z's."""
    integration, since = values.invoice_channel().integration, values.invoicing().enabled_since
    settlement = values.settlement()
    settled_since = settlement.enabled_since if settlement.enabled else None

    def let_go(entry: OutboxEntry) -> Step | None:
        if entry.settlement is not None:
            return engine.release(entry, settled_since, moment.now, day_of(database, entry.settlement))
        return engine.release(entry, since, moment.now) if integration else None

    return let_go


def deliver_once(
    database: Database,
    gateway: AccountingGateway,
    *,
    reach: Reach = Reach.EVERYTHING,
    clock: Clock | None = None,
    rng: Random | None = None,
) -> PassReport:
    """One pass now, without a thread: `disken sync`. The caller holds the data folder and closes the gateway.

    With the invoice integration and day settlements switched off nothing is sent; the report says so in `blocked`.
    """
    if not wanted(Settings(database).read()):
        off = Problem("integration_off", {"field": "channels.invoice.integration"})
        nothing = _Tally()
        nothing.blocks = dict.fromkeys(BOTH, off)
        return nothing.report(Outbox(database).counts(), 0.0)
    delivery = Delivery(database, gateway, clock=clock or SystemClock(), rng=rng or Random(time.monotonic_ns()))
    return delivery.run(reach)


def _nothing() -> None:
    """What is done while an answer is awaited when no pass is under way."""


def _waiting(counts: Mapping[State, int]) -> int:
    return sum(counts.get(state, 0) for state in (State.QUEUED, State.SENDING, State.UNKNOWN))
