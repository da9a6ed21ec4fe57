"""Follows what became of our own orders over there: invoiced, paid, or gone. Reads only; makes nothing anew.

One list call in most passes, and only while there is something to follow. Runs on the sync thread or headless; the
write lock is held for one entry at a time, never over a network call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from terminal_app.domain.outbox import Attempt, OutboxEntry, Remote, State
from terminal_app.domain.problems import MoveRefused
from terminal_app.storage.database import Database
from terminal_app.storage.jobs import Jobs
from terminal_app.storage.outbox import Outbox
from terminal_app.storage.settings import Settings

from .clock import Clock, SystemClock
from .gateway import AccountingGateway, Awaited
from .timetable import is_due_tonight

log = logging.getLogger(__name__)

JOB = "invoice_states"
LATELY = timedelta(days=60)
SETTLED = timedelta(minutes=10)
"""An order that was taken more recently may be missing from a list only because reads lag behind writes."""

_FOLLOWED = (State.ACCEPTED, State.INVOICED)


@dataclass(frozen=True, slots=True)
class _Move:
    """One entry's next stand and what its history says of it."""

    entry: OutboxEntry
    attempt: Attempt


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

    Asks for invoices of the last 60 days' sales; with `everything`, and once a night without it, for all open ones and
    for orders that have been deleted over there.
    """
    outbox, jobs = Outbox(database), Jobs(database)
    now = (clock or SystemClock()).now()
    zone = Settings(database).read().shop().timezone
    everything = everything or is_due_tonight(jobs.get(JOB).last_ok, now, zone, spread)
    entries = [e for e in outbox.in_states(_FOLLOWED) if everything or now - e.sold_at < LATELY]
    if not entries:
        return 0
    stands = gateway.follow([_awaited(entry) for entry in entries], drafts=everything)
    moved = 0
    for entry in entries:
        if stopping():
            return moved
        if entry.reference in stands:
            moved += _note(outbox, entry, stands[entry.reference], now, on_change)
    if everything:
        jobs.save(replace(jobs.get(JOB), last_start=now, last_ok=now))
    return moved


def moves(entry: OutboxEntry, remote: Remote | None, now: datetime, history: Sequence[Attempt]) -> Iterator[_Move]:
    """The steps from where the entry stands to what they say of it; none when nothing is new. Pure.

    `remote` is None when both complete lists lack it: that is written down once, and the entry stays as it is.
    """
    if remote is None:
        if entry.state is State.ACCEPTED and history and _is_news(history[-1], "gone", now):
            yield _Move(entry, Attempt(now, "follow", "gone"))
        return
    if remote.invoice_no is None:
        return
    if entry.state is State.ACCEPTED:
        entry = replace(entry, state=State.INVOICED, remote=replace(remote, paid=False))
        yield _Move(entry, Attempt(now, "follow", "invoiced", str(remote.invoice_no)))
    if remote.paid:
        paid = replace(entry, state=State.PAID, remote=remote)
        yield _Move(paid, Attempt(now, "follow", "paid", str(remote.invoice_no)))


def _note(
    outbox: Outbox, entry: OutboxEntry, remote: Remote | None, now: datetime, on_change: Callable[[OutboxEntry], None]
) -> int:
    """Save what is new of one entry; 1 when its state moved."""
    history: Sequence[Attempt] = ()
    if remote is None:
        whole = outbox.get(entry.reference)
        history = () if whole is None else whole.history
    before = entry
    try:
        for move in moves(entry, remote, now, history):
            before = outbox.save(before, replace(move.entry, version=before.version), move.attempt)
            on_change(before)
    except MoveRefused:
        log.info("%s was changed by somebody else meanwhile and is left alone", entry.reference)
    return int(before.state is not entry.state)


def _is_news(last: Attempt, outcome: str, now: datetime) -> bool:
    return last.outcome != outcome and now - last.at >= SETTLED


def _awaited(entry: OutboxEntry) -> Awaited:
    order_id = "" if entry.remote is None else entry.remote.order_id
    return Awaited(entry.reference, order_id, entry.sold_at.date(), invoiced=entry.state is State.INVOICED)
