"""Which runs the history keeps: every one that somebody would ask about, and none that only tried once more.

Knows what a pass reported, nothing of how it came about. Runs on the sync thread, or on the main thread of a headless
program; one small transaction for each run that is kept, after it is over.
"""

from __future__ import annotations

from datetime import datetime

from terminal_app.domain.problems import Problem
from terminal_app.domain.runs import Run, RunKind
from terminal_app.storage.database import Database
from terminal_app.storage.runs import Runs

from .delivery import PassReport
from .engine import Reach
from .lease import CompanyInUse

_KINDS = {
    Reach.EVERYTHING: RunKind.ASKED,
    Reach.SCHEDULED: RunKind.SCHEDULED,
    Reach.RETRIES: RunKind.RETRIES,
}


class History:
    """Writes the history of one shop's runs."""

    def __init__(self, database: Database) -> None:
        self._runs = Runs(database)

    def keep_pass(
        self,
        reach: Reach,
        report: PassReport,
        began: datetime,
        now: datetime,
        *,
        due: datetime | None,
        again: bool,
        interrupted: bool,
    ) -> None:
        """Keep a pass of the sync thread, if it is one to tell of.

        `due` is when a scheduled run was to go; `again` says that it is one that was cut short before, tried once
        more; `interrupted` that the till closes, perhaps before all was sent. A try that moved nothing is told of when
        somebody asked for it, or when it is the first of its scheduled run; waiting for another program's turn is none.
        """
        kind = _KINDS[reach]
        planned = due if kind is RunKind.SCHEDULED and not again else None
        cut = Problem("stopped") if interrupted and report.still_queued else None
        problem = report.blocked or report.cut_short or cut
        run = _run(kind, report, problem, began, now, planned)
        if run.moved or (kind is not RunKind.RETRIES and not self._is_nothing_new(run, again)):
            self._runs.append(run)

    def keep_headless(self, report: PassReport, began: datetime, now: datetime) -> None:
        """Keep a pass of `disken sync`, whatever came of it: somebody asked for it."""
        self._runs.append(_run(RunKind.HEADLESS, report, report.blocked or report.cut_short, began, now, None))

    def _is_nothing_new(self, run: Run, again: bool) -> bool:
        """Whether a run that moved nothing only says once more what the last one said, or has not been tried."""
        if run.problem is None:
            return False
        if run.problem.code in ("stopped", CompanyInUse().problem.code):
            return True
        last = self._runs.newest(1)
        told = last[0].problem if last else None
        return run.kind is RunKind.SCHEDULED and again and told is not None and told.code == run.problem.code


def _run(
    kind: RunKind, report: PassReport, problem: Problem | None, began: datetime, now: datetime, planned: datetime | None
) -> Run:
    return Run(
        kind,
        began,
        now,
        sent=report.sent,
        already_there=report.already_there,
        stopped=report.stopped,
        still_queued=report.still_queued,
        problem=problem,
        planned=planned,
    )
