"""A run of the sync that is over, in one line: when, what came of it, and what made it begin."""

from __future__ import annotations

from datetime import datetime

from ...domain.problems import Problem
from ...domain.runs import Run, RunKind
from ...i18n import Texts
from ...reports.setting_words import told_problem
from .rows import Line

_NO_NETWORK = ("offline", "offline_name")
_PASSES_BY_ITSELF = (*_NO_NETWORK, "stopped", "throttled", "company_in_use")


def run_told(run: Run, texts: Texts, now: datetime) -> Line:
    """ "today 14:00 · 12 sent", "yesterday 23:30 · offline, 3 waiting"; its detail is what made it begin."""
    started = run.started.astimezone(now.tzinfo)
    told = f"{_day(started, texts, now)} · {_outcome(run, texts)}"
    return Line(told, detail=_cause(run, texts, now), tone=_tone(run))


def _day(started: datetime, texts: Texts, now: datetime) -> str:
    clock, days = texts.clock(started), (now.date() - started.date()).days
    if days == 0:
        return texts.say("today {time}", time=clock)
    if days == 1:
        return texts.say("yesterday {time}", time=clock)
    return f"{texts.weekday(started.date())} {clock}" if 1 < days < 7 else f"{texts.day(started.date())} {clock}"


def _outcome(run: Run, texts: Texts) -> str:
    say, count, parts = texts.say, texts.count, []
    offline = run.problem is not None and run.problem.code in _NO_NETWORK
    if offline:
        parts.append(say("offline"))
    if run.sent:
        parts.append(count("{n} sent", "{n} sent", run.sent))
    if run.already_there:
        parts.append(count("{n} was there already", "{n} were there already", run.already_there))
    if run.stopped:
        parts.append(count("{n} needs you", "{n} need you", run.stopped))
    if run.still_queued:
        parts.append(count("{n} waiting", "{n} waiting", run.still_queued))
    if run.problem is not None and not offline:
        return " · ".join([", ".join(parts), _why(run.problem, texts)] if parts else [_why(run.problem, texts)])
    return ", ".join(parts) or say("nothing to send")


def _why(problem: Problem, texts: Texts) -> str:
    return texts.say("stopped: {reason}", reason=told_problem(problem, texts)[0])


def _cause(run: Run, texts: Texts, now: datetime) -> str:
    say = texts.say
    if run.planned is not None and run.was_missed:
        planned = run.planned.astimezone(now.tzinfo)
        return say("Made up for the run of {time}, which was missed.", time=_day(planned, texts, now))
    match run.kind:
        case RunKind.SCHEDULED:
            return ""
        case RunKind.ASKED:
            return say("With Send now")
        case RunKind.RETRIES:
            return say("Tried again by itself")
        case RunKind.HEADLESS:
            return say("With “disken sync”")


def _tone(run: Run) -> str:
    if run.problem is not None:
        return "warn" if run.problem.code in _PASSES_BY_ITSELF else "bad"
    return "warn" if run.stopped else "ok"
