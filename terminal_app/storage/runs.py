"""The history of the sync's runs: appended to, never changed, and bounded, because it is no record of sales."""

from __future__ import annotations

import json
from typing import Any

from ..domain.problems import Problem
from ..domain.runs import Run, RunKind
from .database import Database
from .moments import from_optional, from_text, to_text

KEPT = 2000
"""How many runs are kept: at two a day, nearly three years."""

_COLUMNS = (
    "kind, planned_utc, started_utc, ended_utc, sent, already_there, stopped, still_queued, problem_code, "
    "problem_values"
)


class Runs:
    """The runs of this shop."""

    def __init__(self, database: Database, kept: int = KEPT) -> None:
        self._database = database
        self._kept = kept

    def append(self, run: Run) -> None:
        """Keep this run as the newest one; the oldest beyond the bound go."""
        problem = run.problem
        values = (
            run.kind.value,
            None if run.planned is None else to_text(run.planned),
            to_text(run.started),
            to_text(run.ended),
            run.sent,
            run.already_there,
            run.stopped,
            run.still_queued,
            None if problem is None else problem.code,
            None if problem is None else json.dumps(dict(problem.values), ensure_ascii=False),
        )
        with self._database.writing():
            self._database.execute(f"INSERT INTO run ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)", values)
            self._database.execute("DELETE FROM run WHERE id <= (SELECT MAX(id) FROM run) - ?", (self._kept,))

    def newest(self, most: int) -> tuple[Run, ...]:
        """The last runs in the order in which they were written, newest first; at most `most` of them."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM run ORDER BY id DESC LIMIT ?", (most,))
        return tuple(_run(row) for row in rows)


def _run(row: tuple[Any, ...]) -> Run:
    kind, planned, started, ended, sent, already_there, stopped, still_queued, code, values = row
    return Run(
        RunKind(kind),
        from_text(started),
        from_text(ended),
        sent=sent,
        already_there=already_there,
        stopped=stopped,
        still_queued=still_queued,
        problem=None if code is None else Problem(code, json.loads(values or "{}")),
        planned=from_optional(planned),
    )
