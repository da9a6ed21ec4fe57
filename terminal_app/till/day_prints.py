"""The papers of the day beside its receipts: X and Z, slips of cash in and out, the electronic journal.

Each is made once as it will be printed and stored with its job; what is printed again says KOPI, and the journal tells
each time. Knows neither printers nor screens.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ..domain.print_job import PrintKind
from ..domain.settlement import CashMove, Report
from ..i18n import texts
from ..reports.headings import NORWEGIAN
from ..reports.journal_paper import journal_paper
from ..reports.paper import Paper, to_json
from ..reports.settlement_paper import settlement_paper
from ..reports.slips import slip_paper
from ..storage import journal, journal_days
from ..storage.prints import PrintJobs
from ..storage.register import system_id

if TYPE_CHECKING:
    from .selling import Till

REPORT_PRINTED, SLIP_PRINTED, JOURNAL_PRINTED = "report_printed", "slip_printed", "journal_printed"


class DayPrints:
    """Makes the jobs; the caller wakes the printer, and asks only where there is one."""

    def __init__(self, till: Till, jobs: PrintJobs) -> None:
        self._till = till
        self._jobs = jobs

    def report(self, report: Report, operator_id: str | None) -> int:
        """The number of the job that prints that report."""
        with self._till.database.writing():
            copy = self._was_printed(REPORT_PRINTED, report.row)
            paper = self.report_paper(report, copy=copy)
            facts = {"row": report.row, "report": report.kind.value, "number": paper.name}
            return self._issue(PrintKind.REPORT, paper, REPORT_PRINTED, facts, operator_id, copy=copy)

    def report_paper(self, report: Report, *, copy: bool = False) -> Paper:
        till = self._till
        system = system_id(till.database)
        return settlement_paper(report, self._names(), till.values, texts(NORWEGIAN), copy=copy, system_id=system)

    def slip(self, move: CashMove, operator_id: str | None) -> int:
        """The number of the job that prints that slip."""
        with self._till.database.writing():
            copy = self._was_printed(SLIP_PRINTED, move.row)
            paper = self.slip_paper(move, copy=copy)
            facts = {"row": move.row, "kind": move.kind, "number": paper.name}
            return self._issue(PrintKind.SLIP, paper, SLIP_PRINTED, facts, operator_id, copy=copy)

    def slip_paper(self, move: CashMove, *, copy: bool = False) -> Paper:
        till = self._till
        name = till.operator_name(move.operator_id)
        return slip_paper(move, name, till.values, texts(NORWEGIAN), copy=copy)

    def journal(self, since: date, until: date, operator_id: str | None) -> int:
        """The number of the job that prints the journal of those days, the last one with them."""
        till = self._till
        with till.database.writing():
            rows = journal_days.rows_between(till.database, since, until, till.values.shop().timezone)
            paper = journal_paper(rows, since, until, self._names(), till.values, texts(NORWEGIAN))
            facts = {"from": since.isoformat(), "to": until.isoformat()}
            return self._issue(PrintKind.JOURNAL, paper, JOURNAL_PRINTED, facts, operator_id, copy=False)

    def _issue(
        self,
        kind: PrintKind,
        paper: Paper,
        told: str,
        facts: Mapping[str, object],
        operator_id: str | None,
        *,
        copy: bool,
    ) -> int:
        till = self._till
        said = {**facts, "copy": True} if copy else facts
        job = self._jobs.add(kind, till.now(), papers=to_json([paper]))
        journal.append(till.database, till.now(), told, said, operator_id=till.operator(operator_id).id)
        return job

    def _was_printed(self, kind: str, row: int) -> bool:
        """Whether the journal tells, after that row itself, that its paper was issued."""
        return any(told.facts.get("row") == row for told in journal.of_kinds(self._till.database, kind, after=row))

    def _names(self) -> dict[str, str]:
        return {one.id: one.name for one in self._till.operators.everybody()}
