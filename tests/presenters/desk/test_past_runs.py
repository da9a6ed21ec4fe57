"""What the Schedule page tells of runs that are over, in Norwegian and in English."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from terminal_app.domain.problems import Problem
from terminal_app.domain.runs import Run, RunKind
from terminal_app.i18n import Texts
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.past_runs import run_told
from terminal_app.presenters.desk.rows import Lines
from terminal_app.presenters.session import Session
from terminal_app.till import Till
from tests.presenters.desk.reading import row

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=OSLO)
TWO = datetime(2026, 11, 23, 14, 0, tzinfo=OSLO)
LAST_NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=OSLO)
OFFLINE = Problem("offline")
WRONG_KEYS = Problem("keys_refused", {"text": "invalid_client"})


def ran(started: datetime, kind: RunKind = RunKind.SCHEDULED, **facts: object) -> Run:
    return Run(kind, started, started + timedelta(seconds=4), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("run", "norwegian", "english"),
    [
        (ran(TWO, sent=12), "i dag 14:00 · 12 sendt", "today 14:00 · 12 sent"),
        (
            ran(LAST_NIGHT, problem=OFFLINE, still_queued=3),
            "i går 23:30 · uten nett, 3 venter",
            "yesterday 23:30 · offline, 3 waiting",
        ),
        (ran(TWO), "i dag 14:00 · ingenting å sende", "today 14:00 · nothing to send"),
        (
            ran(TWO, sent=1, already_there=1, stopped=2),
            "i dag 14:00 · 1 sendt, 1 var der fra før, 2 trenger deg",
            "today 14:00 · 1 sent, 1 was there already, 2 need you",
        ),
        (
            ran(LAST_NIGHT, problem=WRONG_KEYS, still_queued=2),
            "i går 23:30 · 2 venter · stoppet: PowerOffice Go godtar ikke nøklene: invalid_client",
            "yesterday 23:30 · 2 waiting · stopped: PowerOffice Go does not accept the keys: invalid_client",
        ),
        (ran(LAST_NIGHT - timedelta(days=2), sent=1), "fredag 23:30 · 1 sendt", "Friday 23:30 · 1 sent"),
    ],
)
def test_a_run_is_told_in_one_line(run: Run, norwegian: str, english: str) -> None:
    assert run_told(run, Texts("nb"), NOW).left == norwegian
    assert run_told(run, Texts("en"), NOW).left == english


def test_a_run_that_was_missed_says_which_one_it_made_up_for() -> None:
    late = ran(TWO, planned=LAST_NIGHT, sent=4)
    assert run_told(late, Texts("nb"), NOW).detail == "Tok igjen sendingen i går 23:30, som ikke ble gjort."
    assert run_told(late, Texts("en"), NOW).detail == "Made up for the run of yesterday 23:30, which was missed."


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (RunKind.SCHEDULED, ""),
        (RunKind.ASKED, "Med Send nå"),
        (RunKind.RETRIES, "Prøvd igjen av seg selv"),
        (RunKind.HEADLESS, "Med «disken sync»"),
    ],
)
def test_what_made_a_run_begin_is_told_if_it_was_not_its_time(kind: RunKind, cause: str) -> None:
    assert run_told(ran(TWO, kind), Texts("nb"), NOW).detail == cause


@pytest.mark.parametrize(
    ("run", "tone"),
    [
        (ran(TWO, sent=1), "ok"),
        (ran(TWO, stopped=1), "warn"),
        (ran(TWO, problem=OFFLINE), "warn"),
        (ran(TWO, problem=WRONG_KEYS), "bad"),
    ],
)
def test_only_what_somebody_must_mend_is_told_as_bad(run: Run, tone: str) -> None:
    assert run_told(run, Texts("nb"), NOW).tone == tone


def test_the_page_shows_the_ten_newest_runs(desk: DeskPresenter, session: Session, till: Till) -> None:
    desk.open("schedule")
    assert row(desk, Lines, "history").lines == ()
    for number in range(12):
        till.runs.append(ran(session.now() - timedelta(minutes=12 - number), sent=number + 1))
    told = [line.left.partition(" · ")[2] for line in row(desk, Lines, "history").lines]
    assert told == [f"{number} sendt" for number in range(12, 2, -1)]
