"""Follows what became of our own orders over there: invoiced, paid, credited or gone. Reads only; makes nothing anew.

One list call in most passes, and only while there is something to follow. Runs on the sync thread or headless; the
write lock is held for one entry at a time, never over a network call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from terminal_app.domain.outbox import Attempt, OutboxEntry, State
from terminal_app.domain.problems import MoveRefused, Problem
from terminal_app.storage.database import Database
from terminal_app.storage.jobs import Jobs
from terminal_app.storage.outbox import Outbox
from terminal_app.storage.settings import Settings

from . import engine
from .clock import Clock, SystemClock
from .engine import Moment
from .gateway import AccountingGateway, Awaited, Stand
from .timetable import is_due_tonight

log = logging.getLogger(__name__)

JOB = "invoice_states"
LATELY = timedelta(days=60)
SETTLED = timedelta(minutes=10)
"""For how long an order may be missing from the lists only because reads lag behind writes."""
MOST_ASKED_FOR = 20
MANY = 3

_FOLLOWED = (State.ACCEPTED, State.INVOICED)


@dataclass(frozen=True, slots=True)
class _Move:
    """One entry's next stand and what its history says of it; nothing when it only waits to be looked at again."""

    entry: OutboxEntry
    attempt: Attempt | None


def follow_invoices(
    database: Database,
    gateway: AccountingGateway,
    *,
    everything: bool = False,
    clock: Clock | None = None,
    on_change: Callable[[OutboxEntry], None] = lambda entry: None,
    stopping: Callable[[], bool] = lambda: False,
    spread: timedelta = timedelta(0),
) -> int:
    """How many entries moved on; each move is saved with its attempt. Raises SyncError as the gateway does.

    Asks for invoices of the last 60 days' sales; with `everything`, and once a night without it, for all open ones
    and for orders that have been deleted over there; also while one is missing and has to be looked at again.
    """
    outbox, jobs, clock = Outbox(database), Jobs(database), clock or SystemClock()
    now, zone = clock.now(), Settings(database).read().shop().timezone
    followed = [entry for entry in outbox.in_states(_FOLLOWED) if not entry.is_settlement]  # those are posted, and done
    everything = (
        everything
        or any(entry.quarantine is not None for entry in followed)
        or is_due_tonight(jobs.get(JOB).last_ok, now, zone, spread)
    )
    entries = [entry for entry in followed if everything or now - entry.sold_at < LATELY]
    if not entries:
        return 0
    stands = gateway.follow([_awaited(entry) for entry in entries], drafts=everything)
    if _is_another_company(stands):
        log.warning("none of %d orders is found over there: are these the keys of another company?", len(stands))
        stands = {}
    moved, walk = 0, _Walk(outbox, gateway, clock, on_change)
    for entry in entries:
        if stopping():
            return moved
        if entry.reference in stands:
            moved += walk.note(entry, stands[entry.reference])
    if everything:
        jobs.save(replace(jobs.get(JOB), last_start=now, last_ok=now))
    return moved


def moves(entry: OutboxEntry, stand: Stand | None, moment: Moment) -> Iterator[_Move]:
    """The steps from where the entry stands to what they say of it; none when nothing is new. Pure.

    `stand` is None when both complete lists lack it. Lists lag behind: an order counts as gone only when it is still
    missing `SETTLED` later, counted on the boot's own clock; then a person has to know, for the goods are gone too.
    """
    if stand is None:
        if entry.state is State.ACCEPTED:
            yield _gone(entry, moment.now) if _is_settled(entry, moment) else _missing(entry, moment)
        return
    if entry.quarantine is not None:
        entry = replace(entry, quarantine=None)
        yield _Move(entry, None)
    number = stand.remote.invoice_no
    if number is None:
        return
    if entry.state is State.ACCEPTED:
        entry = replace(entry, state=State.INVOICED, remote=replace(stand.remote, paid=False))
        yield _Move(entry, Attempt(moment.now, "follow", "invoiced", str(number)))
    if stand.remote.paid:
        settled = replace(entry, state=State.PAID, remote=stand.remote)
        yield _Move(settled, Attempt(moment.now, "follow", "credited" if stand.credited else "paid", str(number)))


class _Walk:
    """One look at the entries, with what it takes to save what came of it."""

    def __init__(
        self, outbox: Outbox, gateway: AccountingGateway, clock: Clock, on_change: Callable[[OutboxEntry], None]
    ) -> None:
        self._outbox = outbox
        self._gateway = gateway
        self._clock = clock
        self._on_change = on_change
        self._asked = 0

    def note(self, entry: OutboxEntry, stand: Stand | None) -> int:
        """Save what is new of one entry; 1 when its state moved."""
        moment = Moment.of(self._clock)
        steps = list(moves(entry, stand, moment))
        if any(step.entry.state is State.NEEDS_ATTENTION for step in steps):
            if self._asked == MOST_ASKED_FOR:
                return 0  # at the next look
            self._asked += 1
            found = self._gateway.find_order(entry.reference, entry.customer_number)
            if found is not None:
                steps = list(moves(entry, Stand(found.remote), moment))
        return self._save(entry, steps)

    def _save(self, entry: OutboxEntry, steps: list[_Move]) -> int:
        before = entry
        try:
            for step in steps:
                if step.entry == before:
                    continue
                before = self._outbox.save(before, replace(step.entry, version=before.version), step.attempt)
                if step.attempt is not None:
                    self._on_change(before)
        except MoveRefused:
            log.info("%s was changed by somebody else meanwhile and is left alone", entry.reference)
        return int(before.state is not entry.state)


def _gone(entry: OutboxEntry, now: datetime) -> _Move:
    number = "" if entry.remote is None or entry.remote.order_no is None else str(entry.remote.order_no)
    problem = Problem("order_deleted", {"order_no": number, "receipt_no": entry.receipt_no})
    stopped = replace(entry, state=State.NEEDS_ATTENTION, problem=problem, quarantine=None)
    return _Move(stopped, Attempt(now, "follow", "gone", number))


def _missing(entry: OutboxEntry, moment: Moment) -> _Move:
    return _Move(engine.in_quarantine(entry, moment), None)


def _is_settled(entry: OutboxEntry, moment: Moment) -> bool:
    return engine.quarantine_is_over(entry, moment, SETTLED.total_seconds())


def _is_another_company(stands: Mapping[str, Stand | None]) -> bool:
    """Whether so many are asked for and none is there that it cannot be somebody's deleting."""
    return len(stands) >= MANY and all(stand is None for stand in stands.values())


def _awaited(entry: OutboxEntry) -> Awaited:
    order_id = "" if entry.remote is None else entry.remote.order_id
    return Awaited(entry.reference, order_id, entry.sold_at.date(), invoiced=entry.state is State.INVOICED)
