"""The sync in words: the badge in the bar, an entry's state, and the lifeline of one invoice or day settlement."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..domain.outbox import Attempt, OutboxEntry, State
from ..domain.records import record
from ..domain.sync_control import SyncStatus
from ..i18n import Texts
from ..reports.entry_words import number_there, state_word
from ..reports.setting_words import told_problem

_ARRIVED = {State.ACCEPTED: 1, State.INVOICED: 2, State.PAID: 3}
"""How many stations after the sending an invoice in that state has reached."""


@record
class Badge:
    """A state as icon and words; `tone` is ok, busy, warn or bad and only supports the words."""

    text: str
    icon: str
    tone: str


@record
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
            say("Offline {time}, sales work", time=lasting(now - status.offline_since, texts)), "cloud_off", "warn"
        )
    if status.sending:
        return Badge(count("Sending {n}", "Sending {n}", max(status.waiting, 1)), "cloud_sync", "busy")
    if status.waiting:
        when = "" if status.next_run_at is None else f", {soon(status.next_run_at, texts, now)}"
        return Badge(count("{n} waiting", "{n} waiting", status.waiting) + when, "schedule", "warn")
    if status.last_ok_at is not None:
        return Badge(say("All sent {time}", time=texts.moment(status.last_ok_at, now)), "cloud_done", "ok")
    return Badge(say("Nothing to send"), "cloud_done", "ok")


def state_badge(entry: OutboxEntry, status: SyncStatus, texts: Texts, now: datetime) -> Badge:
    """What an entry's state means to a cashier."""
    say, word = texts.say, state_word(entry, texts)
    match entry.state:
        case State.HELD:
            return Badge(word, "inventory", "busy")
        case State.NEEDS_CUSTOMER | State.NEEDS_ATTENTION if entry.is_set_aside(now):
            return Badge(say("Put aside"), "schedule", "busy")
        case State.NEEDS_CUSTOMER:
            return Badge(word, "person_add", "bad")
        case State.QUEUED:
            if entry.not_before is not None and entry.not_before > now and not entry.attempts and not entry.problem:
                return Badge(say("Goes {time}", time=soon(entry.not_before, texts, now)), "schedule", "warn")
            if entry.not_before is not None and entry.not_before > now:
                return Badge(say("Tries again {time}", time=soon(entry.not_before, texts, now)), "schedule", "warn")
            if status.next_run_at is None or status.stops(settlement=entry.is_settlement) is not None:
                return Badge(word, "schedule", "warn")
            return Badge(say("Goes {time}", time=soon(status.next_run_at, texts, now)), "schedule", "warn")
        case State.SENDING:
            return Badge(word, "cloud_sync", "busy")
        case State.UNKNOWN:
            return Badge(word, "search", "busy")
        case State.ACCEPTED:
            return Badge(word, "check_circle", "ok")
        case State.INVOICED:
            return Badge(word, "check_circle", "ok")
        case State.PAID:
            return Badge(word, "check_circle", "ok")
        case State.NEEDS_ATTENTION:
            return Badge(word, "error", "bad")
        case State.CANCELLED:
            return Badge(word, "close", "busy")


def lifeline(
    entry: OutboxEntry, status: SyncStatus, texts: Texts, now: datetime, *, reasons: bool = True
) -> tuple[Step, ...]:
    """The whole life of one invoice, from saved to paid, each station with its time, and where it stands now.

    A day settlement's life ends where it is posted. The times come from the entry's history; one that was read without
    it shows its stations without times. Without `reasons` the problem that stops it is left out.
    """
    say = texts.say
    saved = Step(say("Saved here"), f"{entry.receipt_no}  {texts.moment(entry.sold_at, now)}", "done")
    if entry.state is State.CANCELLED:
        given_up = _last(entry, "cancelled")
        return (saved, Step(say("Cancelled"), "" if given_up is None else _with_time(given_up, texts, now), "problem"))
    if entry.state is State.HELD:
        why = say("The integration is off, or the sale is from before it.")
        if entry.is_settlement:
            why = say("Day settlements are off, or the day is from before they were switched on.")
        return (saved, Step(say("Only recorded here"), why, "now"))
    remote = entry.remote
    order = "" if remote is None or remote.order_no is None else number_there(entry, texts, remote.order_no)
    reached, arrived = _ARRIVED.get(entry.state, 0), _last(entry, "sent", "found")
    sending = _sending_step(entry, status, texts, now, reasons)
    if entry.is_settlement:
        return (saved, sending, _station(say("Posted in PowerOffice"), order, reached >= 1, arrived, texts, now))
    invoice = "" if remote is None or remote.invoice_no is None else say("Invoice {number}", number=remote.invoice_no)
    if invoice and remote is not None and remote.total is not None and remote.total != entry.total:
        amounts = say("{theirs} there, {ours} here", theirs=texts.kroner(remote.total), ours=texts.kroner(entry.total))
        invoice = f"{invoice} · {amounts}"
    return (
        saved,
        sending,
        _station(say("Accepted in PowerOffice"), order, reached >= 1, arrived, texts, now),
        _station(say("Invoiced"), invoice, reached >= 2, _last(entry, "invoiced"), texts, now),
        _station(say("Paid"), "", reached >= 3, _last(entry, "paid", "credited"), texts, now),
    )


def tried(attempt: Attempt, texts: Texts, now: datetime, *, of_settlement: bool = False) -> str:
    """One line of an entry's history: when, and what came of it. An outcome without words is shown as it is."""
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
        "assigned": say("Customer chosen: {customer}", customer=attempt.detail),
        "reassigned": say("Customer changed: {customer}", customer=attempt.detail),
        "retried": say("Put back in the queue"),
        "waits": say("Waits for its sale to arrive"),
        "set_aside": say("Set aside: {reason}", reason=attempt.detail),
        "cancelled": say("Cancelled: {reason}", reason=attempt.detail),
        "invoiced": say("Invoice {number}", number=number),
        "paid": say("Paid"),
        "credited": say("Taken back whole by a credit note"),
        "gone": say("Deleted in PowerOffice"),
    }
    if of_settlement:
        words |= {
            "sent": say("Posted, voucher {number}", number=number),
            "found": say("Found in PowerOffice, voucher {number}", number=number),
            "clash": say("The reference belongs to another voucher"),
            "waits": say("Waits till it may be sent"),
            "reversed": say("Reversed in PowerOffice"),
        }
    return f"{texts.moment(attempt.at, now)}  {words.get(attempt.outcome, attempt.outcome)}"


def _sending_step(entry: OutboxEntry, status: SyncStatus, texts: Texts, now: datetime, reasons: bool) -> Step:
    say = texts.say
    if entry.state in _ARRIVED:
        sent = next((attempt for attempt in reversed(entry.history) if attempt.what == "send"), None)
        return Step(say("Sent"), "" if sent is None else texts.moment(sent.at, now), "done")
    words = state_badge(entry, status, texts, now).text
    if entry.needs_person:
        put_aside = _last(entry, "set_aside") if entry.is_set_aside(now) else None
        if put_aside is not None and entry.not_before is not None:
            words = say("Put aside till {time}", time=soon(entry.not_before, texts, now))
            return Step(words, _with_time(put_aside, texts, now), "now")
        since = texts.moment(entry.history[-1].at, now) if entry.history else ""
        reason = " ".join(told_problem(entry.problem, texts)) if reasons and entry.problem is not None else ""
        return Step(words, " · ".join(part for part in (since, reason) if part), "problem")
    return Step(words, " ".join(_why_it_waits(entry, status, texts, now)), "now")


def _why_it_waits(entry: OutboxEntry, status: SyncStatus, texts: Texts, now: datetime) -> list[str]:
    """What keeps an invoice that goes by itself, in sentences; none when it is only not its time yet."""
    say, told = texts.say, []
    if entry.state is State.UNKNOWN:
        sent = next((attempt for attempt in reversed(entry.history) if attempt.what == "send"), None)
        if sent is None:
            told.append(say("It is looked up in PowerOffice, so that it is never sent twice."))
        else:
            time = texts.moment(sent.at, now)
            told.append(say("Sent {time}; it is looked up whether it arrived, and never sent twice.", time=time))
        if entry.not_before is not None and entry.not_before > now:
            told.append(say("Looks again {time}.", time=soon(entry.not_before, texts, now)))
    if status.offline_since is not None:
        told.append(say("Offline; it goes by itself when the network is back."))
    elif status.stops(settlement=entry.is_settlement) is not None:
        told.append(say("It waits until a setting is mended."))
    elif status.delayed is not None:
        told.append(told_problem(status.delayed, texts)[0])
    elif entry.state is State.QUEUED and entry.problem is not None:
        told.append(told_problem(entry.problem, texts)[0])
    return told


def _station(text: str, number: str, reached: bool, arrival: Attempt | None, texts: Texts, now: datetime) -> Step:
    """One stop after the sending; when it was reached is told with the number that it gave."""
    time = texts.moment(arrival.at, now) if reached and arrival is not None else ""
    return Step(text, " · ".join(part for part in (time, number) if part), "done" if reached else "waiting")


def _last(entry: OutboxEntry, *outcomes: str) -> Attempt | None:
    """The last thing in the history that came out so."""
    return next((attempt for attempt in reversed(entry.history) if attempt.outcome in outcomes), None)


def _with_time(attempt: Attempt, texts: Texts, now: datetime) -> str:
    return " · ".join(part for part in (texts.moment(attempt.at, now), attempt.detail) if part)


def soon(moment: datetime, texts: Texts, now: datetime) -> str:
    """A coming run as one says it: the time today, with the weekday after that."""
    local = moment.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    if days <= 0:
        return texts.clock(local)
    if days == 1:
        return texts.say("tomorrow {time}", time=texts.clock(local))
    return f"{texts.weekday(local.date())} {texts.clock(local)}"


def lasting(length: timedelta, texts: Texts) -> str:
    """How long something has lasted, in its largest unit: "12 min", "3 t", "2 dager"."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return texts.say("{n} min", n=minutes)
    return texts.say("{n} h", n=minutes // 60) if minutes < 48 * 60 else texts.say("{n} days", n=minutes // 1440)
