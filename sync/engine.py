"""Decides what becomes of an outbox entry: pure functions from what was and what came back to what is next.

The protocol is docs/reliability.md. Knows no storage, HTTP or thread; time and chance are parameters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from random import Random

from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Attempt, OutboxEntry, Quarantine, Remote, State
from terminal_app.domain.problems import Problem

from .clock import Clock
from .gateway import (
    Found,
    NeedsPerson,
    NotSent,
    ReferenceTaken,
    Sent,
    SettingIsWrong,
    SyncError,
    Throttled,
    TryAgainLater,
)

LONGEST_WAIT_S = 900.0
FIRST_WAIT_S = 2.0
REVERSED = "reversed"
"""The outcome, in an entry's history, of seeing that its vouchers were reversed; its detail is their ids."""
_LOOK_AGAIN_AFTER_S = (5.0, 30.0, 60.0, 120.0, 300.0)


class Verdict(Enum):
    """What the pass does after an entry has been dealt with."""

    GO_ON = "go_on"
    LOOK_UP = "look_up"
    SEND = "send"
    STOP = "stop"
    BLOCK = "block"


class Reach(Enum):
    """Which queued entries a pass takes: those with a retry that has come due, new ones too, or all at once."""

    RETRIES = "retries"
    SCHEDULED = "scheduled"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Moment:
    """The present on both clocks."""

    now: datetime
    boot_id: str
    boot_s: float

    @classmethod
    def of(cls, clock: Clock) -> Moment:
        return cls(clock.now(), clock.boot_id(), clock.monotonic())


@dataclass(frozen=True, slots=True)
class Step:
    """An entry's next stand, what to write into its history, and how the pass goes on."""

    entry: OutboxEntry
    verdict: Verdict
    attempt: Attempt


def release(entry: OutboxEntry, enabled_since: date | None, now: datetime, day: date | None = None) -> Step | None:
    """A held entry let into the queue, or a fresh queued one held back, by the date of its sale; None: as it is.

    `day` is a settlement's, which is that of its Z. Call it for an invoice only while the invoice integration is on.
    Without a date nothing is let go: nobody said from when on.
    """
    before = enabled_since is None or (entry.sold_at.date() if day is None else day) < enabled_since
    if entry.state is State.HELD and not before:
        ready = entry.is_settlement or entry.customer_remote_id is not None
        state = State.QUEUED if ready else State.NEEDS_CUSTOMER
        return Step(replace(entry, state=state), Verdict.GO_ON, Attempt(now, "release", state.value))
    if entry.state is State.QUEUED and before and entry.attempts == 0 and entry.payload is None:
        return Step(replace(entry, state=State.HELD), Verdict.GO_ON, Attempt(now, "release", "held"))
    return None


def recover(entry: OutboxEntry, moment: Moment) -> Step:
    """What an entry is that was being sent when the program ended: its outcome is unknown."""
    changed = replace(entry, state=State.UNKNOWN, quarantine=_begun(moment), not_before=None)
    return Step(changed, Verdict.LOOK_UP, Attempt(moment.now, "recover", "unknown"))


def doubted(entry: OutboxEntry, moment: Moment) -> Step:
    """A queued entry that may have arrived already, as one that is looked up before anything else."""
    # What they answered for is in no danger of being still on its way, only of not being listed yet: that wait runs on.
    begun = entry.quarantine if entry.remote is not None else _begun(moment)
    changed = replace(entry, state=State.UNKNOWN, quarantine=begun, not_before=None)
    return Step(changed, Verdict.LOOK_UP, Attempt(moment.now, "recover", "unknown"))


def due(entries: Iterable[OutboxEntry], now: datetime, reach: Reach) -> list[OutboxEntry]:
    """The entries to deal with now: unknown ones first, then the queue, oldest sale first."""
    chosen = [entry for entry in entries if _is_due(entry, now, reach)]
    return sorted(chosen, key=lambda entry: (entry.state is not State.UNKNOWN, entry.sold_at, entry.receipt_no))


def next_retry(entries: Iterable[OutboxEntry], now: datetime) -> datetime | None:
    """When the first entry that waits for a retry or a look-up comes due; `now` for one that is, None without any."""
    waits = [
        now if _is_due(entry, now, Reach.RETRIES) else entry.not_before
        for entry in entries
        if entry.state is State.UNKNOWN or (entry.state is State.QUEUED and entry.not_before is not None)
    ]
    return min((wait for wait in waits if wait is not None), default=None)


def _is_due(entry: OutboxEntry, now: datetime, reach: Reach) -> bool:
    if entry.state not in (State.QUEUED, State.UNKNOWN):
        return False
    if reach is Reach.EVERYTHING:
        return True
    if entry.not_before is None:
        return entry.state is State.UNKNOWN or reach is Reach.SCHEDULED
    # No wait is longer than the cap: a moment further away was written before the wall clock was set back.
    return entry.not_before <= now or entry.not_before > now + timedelta(seconds=LONGEST_WAIT_S)


def must_look_up_first(entry: OutboxEntry) -> bool:
    """Whether a queued entry may already have reached the other side, whoever queued it again."""
    return entry.state is State.QUEUED and (entry.quarantine is not None or entry.remote is not None)


def claim(entry: OutboxEntry, payload: bytes) -> OutboxEntry:
    """The entry marked as being sent, with the bytes that go out: save it before any of them does."""
    return replace(
        entry, state=State.SENDING, payload=payload, attempts=entry.attempts + 1, not_before=None, remote=None
    )


def quarantine_is_over(entry: OutboxEntry, moment: Moment, length_s: float) -> bool:
    """Whether an unknown order has been left in peace for long enough, on the boot's own clock.

    Ask before a look-up: only a look-up that began after the quarantine proves that no order is still coming.
    """
    begun = entry.quarantine
    if begun is None:
        return False
    if begun.boot_id != moment.boot_id or begun.since_s > moment.boot_s:
        return False
    return moment.boot_s - begun.since_s >= length_s


def in_quarantine(entry: OutboxEntry, moment: Moment) -> OutboxEntry:
    """The entry with a quarantine that counts on this boot; begun anew when the old one cannot be counted on."""
    begun = entry.quarantine
    if begun is not None and begun.boot_id == moment.boot_id and begun.since_s <= moment.boot_s:
        return entry
    return replace(entry, quarantine=_begun(moment))


def after(
    entry: OutboxEntry,
    outcome: Sent | Found | SyncError | None,
    moment: Moment,
    rng: Random,
    *,
    quarantine_s: float,
    quarantine_over: bool = False,
) -> Step:
    """The entry's next stand after a call for it came back with `outcome`; never raises.

    While it is SENDING the outcome is that of the POST, while UNKNOWN that of the look-up (None: it is not
    there). `quarantine_over` is what `quarantine_is_over` said before the look-up began.
    """
    if entry.state is State.SENDING:
        return _after_send(entry, outcome, moment, rng)
    return _after_look_up(entry, outcome, moment, rng, quarantine_s, quarantine_over)


def parked(entry: OutboxEntry, moment: Moment, error_name: str) -> Step:
    """The entry set aside for a person after an error nobody foresaw; it is looked up before it is sent again."""
    problem = _about(entry, Problem("unexpected_error", {"error": error_name}))
    changed = replace(entry, state=State.NEEDS_ATTENTION, problem=problem, not_before=None, quarantine=_begun(moment))
    return Step(changed, Verdict.GO_ON, Attempt(moment.now, _what(entry), "unexpected", error_name))


def unmade(entry: OutboxEntry, problem: Problem, now: datetime) -> Step:
    """The entry that stops before it is claimed, because its document cannot be made or may not go out.

    If it was in doubt, a complete look-up has just shown that they have nothing of it, and nothing is on its way.
    """
    changed = replace(
        entry,
        state=State.NEEDS_ATTENTION,
        problem=_about(entry, problem),
        not_before=None,
        quarantine=None,
        remote=None,
    )
    return Step(changed, Verdict.GO_ON, Attempt(now, "payload", "refused", str(changed.problem)))


def reversed_there(entry: OutboxEntry, remote: Remote, ids: Iterable[str], what: str, now: datetime) -> Step:
    """The entry whose vouchers have all been reversed over there, for a person: nothing of it stands in the ledger.

    Its history keeps their ids: one that is sent anew under the same reference is told apart from them by it.
    """
    told = Problem("voucher_reversed", {"order_no": _shown(remote.order_no), "z": _shown(entry.settlement)})
    changed = replace(
        entry, state=State.NEEDS_ATTENTION, problem=_about(entry, told), remote=remote, quarantine=None, not_before=None
    )
    return Step(changed, Verdict.GO_ON, Attempt(now, what, REVERSED, " ".join(ids)))


def back_off_s(failures: int, rng: Random) -> float:
    """How long to wait after that many failures in a row: full jitter under a doubling cap of 15 minutes."""
    return rng.random() * min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(failures, 30))


def _after_send(entry: OutboxEntry, outcome: Sent | Found | SyncError | None, moment: Moment, rng: Random) -> Step:
    if isinstance(outcome, Sent):
        return _arrived(entry, Found(outcome.remote, entry.customer_remote_id), moment, "sent")
    if isinstance(outcome, NeedsPerson):
        return _stopped(entry, outcome.problem, moment, "refused")
    if isinstance(outcome, SettingIsWrong):
        return Step(
            replace(_as_before(entry), attempts=entry.attempts - 1),
            Verdict.BLOCK,
            Attempt(moment.now, "send", "setting_wrong", str(outcome.problem)),
        )
    if not isinstance(outcome, NotSent):
        return _doubtful(entry, outcome, moment)
    wait_s = max(1.0, min(outcome.wait_s or 0.0, LONGEST_WAIT_S - 1.0))
    attempts = entry.attempts
    if isinstance(outcome, Throttled):
        wait_s, attempts = wait_s + rng.random(), attempts - 1
    else:
        wait_s = max(wait_s, back_off_s(attempts, rng))
    changed = replace(
        _as_before(entry),
        attempts=attempts,
        not_before=moment.now + timedelta(seconds=wait_s),
        problem=_about(entry, outcome.problem),
    )
    return Step(changed, Verdict.STOP, Attempt(moment.now, "send", "not_sent", str(outcome.problem)))


def _doubtful(entry: OutboxEntry, outcome: Found | SyncError | None, moment: Moment) -> Step:
    """Whatever does not say clearly that they have not got it: it is looked up, and never sent again unseen."""
    taken = outcome.problem if isinstance(outcome, ReferenceTaken) else None
    changed = replace(
        entry,
        state=State.UNKNOWN,
        quarantine=_begun(moment),
        not_before=moment.now,
        problem=None if taken is None else _about(entry, taken),
    )
    detail = str(outcome.problem) if isinstance(outcome, SyncError) else ""
    return Step(changed, Verdict.LOOK_UP, Attempt(moment.now, "send", "unknown", detail))


def _after_look_up(
    entry: OutboxEntry,
    outcome: Sent | Found | SyncError | None,
    moment: Moment,
    rng: Random,
    quarantine_s: float,
    quarantine_over: bool,
) -> Step:
    if isinstance(outcome, Found) and not outcome.taken_back:
        return _arrived(entry, outcome, moment, "found")
    if outcome is None or isinstance(outcome, Found):
        return _missing(entry, outcome, moment, quarantine_s, quarantine_over)
    assert isinstance(outcome, SyncError), outcome
    attempt = Attempt(moment.now, "look_up", "failed", str(outcome.problem))
    if isinstance(outcome, SettingIsWrong):
        return Step(replace(entry, not_before=moment.now), Verdict.BLOCK, attempt)
    if isinstance(outcome, NeedsPerson):
        return _stopped(entry, outcome.problem, moment, "refused", keep_quarantine=True)
    wait_s = max(1.0, back_off_s(entry.attempts, rng))
    if isinstance(outcome, TryAgainLater) and outcome.wait_s is not None:
        wait_s = max(wait_s, min(outcome.wait_s, LONGEST_WAIT_S - 1.0))
    changed = replace(entry, not_before=moment.now + timedelta(seconds=wait_s))
    return Step(changed, Verdict.STOP, attempt)


def _missing(
    entry: OutboxEntry, found: Found | None, moment: Moment, quarantine_s: float, quarantine_over: bool
) -> Step:
    """Nothing of it stands there, though `found` may have been reversed; as long as it may be on its way it waits."""
    attempt = Attempt(moment.now, "look_up", "not_found")
    if quarantine_over and found is not None:
        return reversed_there(entry, found.remote, found.taken_back, "look_up", moment.now)
    if quarantine_over and entry.problem is not None and entry.problem.code == "reference_in_use":
        return _stopped(entry, entry.problem, moment, "not_found", keep_quarantine=True)
    if quarantine_over:
        return Step(entry, Verdict.SEND, attempt)
    quarantined = in_quarantine(entry, moment)
    assert quarantined.quarantine is not None
    elapsed = moment.boot_s - quarantined.quarantine.since_s
    marks = sorted((*_LOOK_AGAIN_AFTER_S, quarantine_s))
    wait_s = next((mark - elapsed for mark in marks if mark > elapsed), 0.0)
    wait_s = min(max(wait_s, 0.1), LONGEST_WAIT_S - 1.0)
    return Step(replace(quarantined, not_before=moment.now + timedelta(seconds=wait_s)), Verdict.GO_ON, attempt)


def _arrived(entry: OutboxEntry, found: Found, moment: Moment, outcome: str) -> Step:
    remote = found.remote
    if entry.customer_remote_id is not None and found.customer_remote_id not in (None, entry.customer_remote_id):
        problem = Problem("reference_clash", {"order_no": _shown(remote.order_no)})
        return _stopped(replace(entry, remote=remote), problem, moment, "clash", keep_quarantine=True)
    if remote.total != entry.total:
        problem = Problem(
            "total_mismatch",
            {"order_no": _shown(remote.order_no), "till": str(entry.total), "answered": _shown(remote.total)},
        )
        # Their lists may lag behind their answer: a retry must not take "not listed yet" for "taken away by somebody".
        stopped = replace(entry, remote=remote, quarantine=_begun(moment))
        return _stopped(stopped, problem, moment, "total_mismatch", keep_quarantine=True)
    if entry.vat is not None and remote.vat is not None and remote.vat != entry.vat:
        problem = Problem(
            "vat_mismatch",
            {"order_no": _shown(remote.order_no), "till": str(entry.vat), "answered": str(remote.vat)},
        )
        stopped = replace(entry, remote=remote, quarantine=_begun(moment))
        return _stopped(stopped, problem, moment, "vat_mismatch", keep_quarantine=True)
    changed = replace(entry, state=State.ACCEPTED, remote=remote, problem=None, not_before=None, quarantine=None)
    return Step(changed, Verdict.GO_ON, Attempt(moment.now, _what(entry), outcome, _shown(remote.order_no)))


def _stopped(
    entry: OutboxEntry, problem: Problem, moment: Moment, outcome: str, *, keep_quarantine: bool = False
) -> Step:
    changed = replace(
        entry,
        state=State.NEEDS_ATTENTION,
        problem=_about(entry, problem),
        not_before=None,
        quarantine=entry.quarantine if keep_quarantine else None,
    )
    return Step(changed, Verdict.GO_ON, Attempt(moment.now, _what(entry), outcome, str(problem)))


def _as_before(entry: OutboxEntry) -> OutboxEntry:
    """The state before the claim. What was never unknown gets new bytes next time, so that mended settings count."""
    if entry.quarantine is not None:
        return replace(entry, state=State.UNKNOWN)
    return replace(entry, state=State.QUEUED, payload=None)


def _about(entry: OutboxEntry, problem: Problem) -> Problem:
    return Problem(problem.code, {**problem.values, "receipt_no": entry.receipt_no})


def _begun(moment: Moment) -> Quarantine:
    return Quarantine(moment.boot_id, moment.boot_s)


def _what(entry: OutboxEntry) -> str:
    return "look_up" if entry.state is State.UNKNOWN else "send"


def _shown(value: int | Money | None) -> str:
    return "" if value is None else str(value)
