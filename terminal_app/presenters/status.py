"""The sync in words: the badge in the bar, an entry's state, and the lifeline of one invoice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..domain.channel import SyncStatus
from ..domain.outbox import Attempt, OutboxEntry, State
from ..i18n import Texts


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as icon and words; `tone` is ok, busy, warn or bad and only supports the words."""

    text: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class Step:
    """One station of a lifeline; `state` is done, now, waiting or problem."""

    text: str
    detail: str
    state: str


def badge(status: SyncStatus, texts: Texts, now: datetime) -> Badge:
    """The most urgent thing there is to say of the deliveries, in at most five words or so."""
    say, count = texts.say, texts.count
    if status.needing_person:
        return Badge(count("{n} needs you", "{n} need you", status.needing_person), "error", "bad")
    if status.blocked is not None:
        return Badge(say("Check the settings"), "settings", "bad")
    if status.offline_since is not None:
        return Badge(
            say("Offline {time}, sales work", time=_lasting(now - status.offline_since, texts)), "cloud_off", "warn"
        )
    if status.sending:
        return Badge(count("Sending {n}", "Sending {n}", max(status.waiting, 1)), "cloud_sync", "busy")
    if status.waiting:
        when = "" if status.next_run_at is None else f", {_soon(status.next_run_at, texts, now)}"
        return Badge(count("{n} waiting", "{n} waiting", status.waiting) + when, "schedule", "warn")
    if status.last_ok_at is not None:
        return Badge(say("All sent {time}", time=texts.moment(status.last_ok_at, now)), "cloud_done", "ok")
    return Badge(say("Nothing to send"), "cloud_done", "ok")


def state_badge(entry: OutboxEntry, status: SyncStatus, texts: Texts, now: datetime) -> Badge:
    """What an entry's state means to a cashier."""
    say = texts.say
    match entry.state:
        case State.HELD:
            return Badge(say("Only recorded here"), "inventory", "busy")
        case State.NEEDS_CUSTOMER:
            return Badge(say("Needs a customer"), "person_add", "bad")
        case State.QUEUED:
            if status.next_run_at is None:
                return Badge(say("Waiting"), "schedule", "warn")
            return Badge(say("Goes {time}", time=_soon(status.next_run_at, texts, now)), "schedule", "warn")
        case State.SENDING:
            return Badge(say("Being sent"), "cloud_sync", "busy")
        case State.UNKNOWN:
            return Badge(say("Being looked up"), "search", "warn")
        case State.ACCEPTED:
            return Badge(say("Accepted"), "check_circle", "ok")
        case State.INVOICED:
            return Badge(say("Invoiced"), "check_circle", "ok")
        case State.PAID:
            return Badge(say("Paid"), "check_circle", "ok")
        case State.NEEDS_ATTENTION:
            return Badge(say("Needs you"), "error", "bad")
        case State.CANCELLED:
            return Badge(say("Cancelled"), "close", "busy")


def lifeline(entry: OutboxEntry, status: SyncStatus, texts: Texts, now: datetime) -> tuple[Step, ...]:
    """The whole life of one invoice, from saved to paid, with where it stands now."""
    say = texts.say
    saved = Step(say("Saved here"), f"{entry.receipt_no}  {texts.moment(entry.sold_at, now)}", "done")
    if entry.state is State.CANCELLED:
        return (saved, Step(say("Cancelled"), "", "problem"))
    if entry.state is State.HELD:
        return (
            saved,
            Step(say("Only recorded here"), say("The integration is off, or the sale is from before it."), "now"),
        )
    steps = [saved, _sending_step(entry, status, texts, now)]
    remote = entry.remote
    reached = entry.state in (State.ACCEPTED, State.INVOICED, State.PAID)
    order = "" if remote is None or remote.order_no is None else say("Order {number}", number=remote.order_no)
    steps.append(Step(say("Accepted in PowerOffice"), order, "done" if reached else "waiting"))
    invoice = "" if remote is None or remote.invoice_no is None else say("Invoice {number}", number=remote.invoice_no)
    invoiced = entry.state in (State.INVOICED, State.PAID)
    steps.append(Step(say("Invoiced"), invoice, "done" if invoiced else "waiting"))
    steps.append(Step(say("Paid"), "", "done" if entry.state is State.PAID else "waiting"))
    return tuple(steps)


def tried(attempt: Attempt, texts: Texts, now: datetime) -> str:
    """One line of an invoice's history: when, and what came of it. An outcome without words is shown as it is."""
    say = texts.say
    number = attempt.detail
    words = {
        "sent": say("Sent, order {number}", number=number),
        "found": say("Found in PowerOffice, order {number}", number=number),
        "not_sent": say("Did not get through"),
        "unknown": say("Was sent, but no clear answer came"),
        "not_found": say("Looked up: not there"),
        "failed": say("Could not be looked up"),
        "refused": say("Refused"),
        "setting_wrong": say("Stopped: a setting is wrong"),
        "total_mismatch": say("The totals differ"),
        "clash": say("The reference belongs to another order"),
        "queued": say("Let go for sending"),
        "needs_customer": say("Let go, but it needs a customer"),
        "held": say("Held back by the settings"),
        "unexpected": say("An unexpected error"),
    }
    return f"{texts.moment(attempt.at, now)}  {words.get(attempt.outcome, attempt.outcome)}"


def _sending_step(entry: OutboxEntry, status: SyncStatus, texts: Texts, now: datetime) -> Step:
    say = texts.say
    if entry.state in (State.ACCEPTED, State.INVOICED, State.PAID):
        return Step(say("Sent"), "", "done")
    words = state_badge(entry, status, texts, now).text
    if entry.needs_person:
        detail = "" if entry.problem is None else " ".join(texts.problem(entry.problem))
        return Step(words, detail, "problem")
    if status.offline_since is not None:
        return Step(words, say("Offline; it goes by itself when the network is back."), "now")
    return Step(words, "", "now")


def _soon(moment: datetime, texts: Texts, now: datetime) -> str:
    """A coming run as one says it: the time today, with the weekday after that."""
    local = moment.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    if days <= 0:
        return texts.clock(local)
    if days == 1:
        return texts.say("tomorrow {time}", time=texts.clock(local))
    return f"{texts.weekday(local.date())} {texts.clock(local)}"


def _lasting(length: timedelta, texts: Texts) -> str:
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return texts.say("{n} min", n=minutes)
    return texts.say("{n} h", n=minutes // 60) if minutes < 48 * 60 else texts.say("{n} days", n=minutes // 1440)
