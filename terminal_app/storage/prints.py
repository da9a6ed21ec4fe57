"""The print jobs on disk: made with what they tell of, moved by compare-and-set, never deleted.

`paper` is JSON: what a receipt has to say beside its sale, or the papers of a job that has none. Any thread.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..domain.money import Money
from ..domain.print_job import NEEDING_PERSON, OPEN, PrintJob, PrintKind, PrintState
from ..domain.problems import Problem
from ..domain.settings import setting
from .moments import from_optional, from_text, to_text

if TYPE_CHECKING:
    from ..domain.sale import Sale
    from .database import Database

_FROM = (
    "SELECT p.id, p.kind, p.state, p.made_utc, p.tries, p.sale_id, s.receipt_no, p.problem_code, p.problem_values, "
    "p.printed_utc, p.paper FROM print_job p LEFT JOIN sale s ON s.id = p.sale_id "
)


def _listed(states: Sequence[PrintState]) -> str:
    return ",".join(f"'{state.value}'" for state in states)


def insert_receipt(database: Database, sale: Sale, given: Money | None) -> bool:
    """Whether the recorded sale's receipt is printed at once; its job is made. Call inside the sale's own `writing()`.

    It waits for the printer where the shop has one, whatever it was paid with: no switch may finish a sale without its
    receipt (kassasystemforskrifta § 2-6 (4)). Without a printer it is on the screen until there is one.
    """
    at_once = _stored(database, "printer.kind") != "none"
    state = PrintState.WAITING if at_once else PrintState.SHOWN
    facts = None if given is None else json.dumps({"given_ore": given.ore})
    database.execute(_INSERT, _row(PrintKind.RECEIPT, state, sale.sold_at, sale.id, facts))
    return at_once


def _stored(database: Database, key: str) -> str:
    row = database.row("SELECT value FROM setting WHERE key = ?", (key,))
    return setting(key).default if row is None else str(row[0])


_INSERT = "INSERT INTO print_job (sale_id, kind, made_utc, state, tries, paper) VALUES (?,?,?,?,0,?)"


def _row(
    kind: PrintKind, state: PrintState, at: datetime, sale_id: str | None, paper: str | None
) -> tuple[str | None, ...]:
    return sale_id, kind.value, to_text(at), state.value, paper


class PrintJobs:
    """What was printed and what waits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: PrintKind, at: datetime, *, sale_id: str | None = None, papers: str | None = None) -> int:
        """The number of a new job that waits for the printer; call inside `writing()`."""
        row = self._database.row(_INSERT + " RETURNING id", _row(kind, PrintState.WAITING, at, sale_id, papers))
        assert row is not None
        return int(row[0])

    def get(self, job_id: int) -> PrintJob | None:
        return self._one("WHERE p.id = ?", job_id)

    def receipt_of(self, sale_id: str) -> PrintJob | None:
        """The job of that sale's own receipt; None for a sale from before there were jobs."""
        return self._one("WHERE p.sale_id = ? AND p.kind = 'receipt'", sale_id)

    def copy_of(self, sale_id: str) -> PrintJob | None:
        """The one copy that was made of it, if any."""
        return self._one("WHERE p.sale_id = ? AND p.kind = 'copy'", sale_id)

    def needing_person(self) -> tuple[PrintJob, ...]:
        """The jobs that somebody has to look at, oldest first."""
        rows = self._database.rows(
            f"{_FROM}WHERE p.state IN ({_listed(OPEN)}) AND p.state IN ({_listed(NEEDING_PERSON)}) ORDER BY p.id"
        )
        return tuple(_job(row) for row in rows)

    def newest_open(self) -> PrintJob | None:
        """The last sale's receipt that is not finished with, if any is."""
        return self._one(f"WHERE p.state IN ({_listed(OPEN)}) AND p.kind = 'receipt' ORDER BY p.id DESC LIMIT 1")

    def next_waiting(self) -> PrintJob | None:
        """The oldest job that waits for the printer."""
        return self._one(f"WHERE p.state IN ({_listed(OPEN)}) AND p.state = 'waiting' ORDER BY p.id LIMIT 1")

    def move(
        self,
        job: PrintJob,
        state: PrintState,
        *,
        problem: Problem | None = None,
        printed_at: datetime | None = None,
        tries: int | None = None,
    ) -> bool:
        """Whether the job was still as it was read, and is now in that state; call inside `writing()`."""
        changed = self._database.execute(
            "UPDATE print_job SET state = ?, tries = ?, problem_code = ?, problem_values = ?, printed_utc = ? "
            "WHERE id = ? AND state = ? AND tries = ?",
            (
                state.value,
                job.tries if tries is None else tries,
                None if problem is None else problem.code,
                None if problem is None else json.dumps(dict(problem.values), ensure_ascii=False),
                None if printed_at is None else to_text(printed_at),
                job.id,
                job.state.value,
                job.tries,
            ),
        )
        return changed == 1

    def interrupted(self) -> tuple[PrintJob, ...]:
        """What was being printed when the program ended without saying how it went."""
        rows = self._database.rows(f"{_FROM}WHERE p.state IN ({_listed(OPEN)}) AND p.state = 'printing' ORDER BY p.id")
        return tuple(_job(row) for row in rows)

    def _one(self, which: str, *values: object) -> PrintJob | None:
        row = self._database.row(_FROM + which, values)
        return None if row is None else _job(row)


def _job(row: tuple[Any, ...]) -> PrintJob:
    paper = json.loads(row[10]) if row[10] else None
    given = paper.get("given_ore") if isinstance(paper, dict) else None
    return PrintJob(
        id=row[0],
        kind=PrintKind(row[1]),
        state=PrintState(row[2]),
        made_at=from_text(row[3]),
        tries=row[4],
        sale_id=row[5],
        receipt_no=row[6],
        problem=None if row[7] is None else Problem(row[7], json.loads(row[8] or "{}")),
        printed_at=from_optional(row[9]),
        given=None if given is None else Money(given),
        papers=row[10] if isinstance(paper, list) else None,
    )
