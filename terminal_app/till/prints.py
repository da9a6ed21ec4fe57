"""What the till prints: receipts as they are issued, the one copy, bills before payment, and what got stuck.

A call makes or moves a job and returns at once; the printer's own thread prints it. Every paper is in Norwegian,
whatever the screens speak. X, Z, slips and the journal are made in `day_prints`. Knows neither printers nor screens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ..domain import text
from ..domain.print_job import MAY_BE_LEFT, MAY_PRINT_AGAIN, PrintKind, PrintState
from ..domain.problems import BadInput, MoveRefused
from ..i18n import texts
from ..reports.headings import NORWEGIAN
from ..storage import journal
from ..storage.prints import PrintJobs
from ..storage.series import next_number
from .training import require_same_world

if TYPE_CHECKING:
    from ..domain.cart import Cart
    from ..domain.print_job import PrintJob
    from ..domain.sale import Sale
    from ..domain.settlement import CashMove, Report
    from ..i18n import Texts
    from ..reports.paper import Paper
    from .day_prints import DayPrints
    from .selling import Till

PROVISIONAL_SERIES, TRAINING_SERIES = ("provisional", "P"), ("provisional_training", "TP")
"""The series of bills before payment, and the letters of their numbers; training has its own, as for its receipts."""


def nobody_prints() -> None:
    """What is called for a new job where no printer's thread runs, as in the verbs."""


class Prints:
    """What one till prints. `wake` is called when there is something new for the printer's thread."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self.jobs = PrintJobs(till.database)
        self.wake: Callable[[], None] = nobody_prints

    @cached_property
    def _day(self) -> DayPrints:
        from .day_prints import DayPrints

        return DayPrints(self._till, self.jobs)

    @property
    def has_printer(self) -> bool:
        """Whether the shop has set up a printer."""
        return self._till.values.text("printer.kind") != "none"

    def original(self, sale_id: str) -> PrintJob | None:
        """How it stands with the sale's own receipt; None for a sale from before there were print jobs."""
        return self.jobs.receipt_of(sale_id)

    def copied(self, sale_id: str) -> PrintJob | None:
        """The copy that was made of that sale's receipt, if there is one."""
        return self.jobs.copy_of(sale_id)

    def stuck(self) -> tuple[PrintJob, ...]:
        """What a person has to look at, oldest first: what the printer refused, and what a power cut interrupted."""
        return self.jobs.needing_person()

    def unfinished(self) -> PrintJob | None:
        """The last receipt that was neither printed nor left, after a restart: what the till was doing."""
        return self.jobs.newest_open()

    def papers(self, sale: Sale, words: Texts | None = None, *, copy: bool = False) -> tuple[Paper, ...]:
        """The papers of a recorded sale: in Norwegian, as they are printed, unless other words are asked for."""
        from ..reports.receipt_paper import Facts, papers_of  # here and below: no start makes a paper
        from ..storage.beside_sale import beside_sale

        till = self._till
        facts = Facts(till.values, till.operator_name(sale.operator_id), *beside_sale(till.database, sale.id))
        return papers_of(sale, facts, words or texts(NORWEGIAN), copy=copy)

    def papers_of_job(self, job: PrintJob, words: Texts | None = None) -> tuple[Paper, ...]:
        """What that job prints."""
        from ..reports.paper import from_json

        if job.papers is not None:
            return from_json(job.papers)
        sale = None if job.sale_id is None else self._till.ledger.sale(job.sale_id)
        return () if sale is None else self.papers(sale, words, copy=job.kind is PrintKind.COPY)

    def copy(self, receipt_no: str, operator_id: str | None = None) -> PrintJob:
        """The job that prints KOPI of that sale's papers, made once in the sale's life, with its journal row.

        Raises BadInput for an unknown receipt number, MoveRefused when there is a copy already, the receipt itself is
        still on its way, one of till and sale is in training and the other is not, or the shop has no printer.
        """
        self._require_printer()
        with self._till.database.writing():
            sale = self._till.ledger.sale_by_receipt(receipt_no) if receipt_no.isascii() else None
            if sale is None:
                raise BadInput("receipt_unknown", field="receipt_no", receipt_no=receipt_no[:40])
            require_same_world(self._till, sale)
            made = self.jobs.copy_of(sale.id)
            if made is not None:
                raise MoveRefused("copy_made_already", receipt_no=receipt_no, time=self._clock(made.made_at))
            first = self.jobs.receipt_of(sale.id)
            if first is not None and first.state in (PrintState.WAITING, PrintState.PRINTING):
                raise MoveRefused("receipt_not_printed_yet", receipt_no=receipt_no)
            self._till.day.close_left_open()
            number = self.jobs.add(PrintKind.COPY, self._till.now(), sale_id=sale.id)
            facts = {"receipt_no": sale.receipt_no, "kind": sale.kind.value, "total": str(sale.total)}
            if sale.paid_receipt_no is not None:
                facts["paid_receipt_no"] = sale.paid_receipt_no
            self._journal("copy", facts, operator_id, sale.id)
        return self._woken(number)

    def provisional(self, cart: Cart, name: str = "", operator_id: str | None = None) -> PrintJob:
        """The job that prints the bill of a cart before it is paid, with its own number and journal row.

        In training it says so, in a series of its own.
        Raises BadInput for an empty cart or a name that cannot be printed, MoveRefused without a printer, SettingWrong
        when the database is older than what the till has done.
        """
        from ..reports.paper import to_json
        from ..reports.provisional_paper import provisional_paper

        self._require_printer()
        if not cart.lines:
            raise BadInput("cart_empty", field="item")
        till, whom = self._till, text.name(name, "name")
        who, now, training = till.operator(operator_id), till.now(), till.training
        series, letters = TRAINING_SERIES if training else PROVISIONAL_SERIES
        with till.database.writing():
            till.signing.require_numbers()
            issued = f"{letters}-{next_number(till.database, series):06d}"
            paper = provisional_paper(
                cart, whom, issued, till.values, who.name, now, texts(NORWEGIAN), training=training
            )
            number = self.jobs.add(PrintKind.PROVISIONAL, now, papers=to_json([paper]))
            facts = {
                "number": issued,
                "total": str(cart.total),
                "name": whom,
                **({"training": True} if training else {}),
            }
            self._journal("provisional", facts, who.id, till.ringing.told_of(cart, whom))
        return self._woken(number)

    def report(self, report: Report, operator_id: str | None = None) -> PrintJob | None:
        """The job that prints that X or Z, headed KOPI when it was printed before; None without a printer."""
        return self._issued(self._day.report(report, operator_id) if self.has_printer else None)

    def slip(self, move: CashMove, operator_id: str | None = None) -> PrintJob | None:
        """The job that prints the slip of that float, pay-in or pay-out, KOPI the second time; None without one."""
        return self._issued(self._day.slip(move, operator_id) if self.has_printer else None)

    def journal(self, since: date, until: date, operator_id: str | None = None) -> PrintJob:
        """The job that prints the electronic journal of those days; raises MoveRefused without a printer."""
        self._require_printer()
        return self._woken(self._day.journal(since, until, operator_id))

    def report_paper(self, report: Report) -> Paper:
        """That X or Z as it is printed the first time, to be shown."""
        return self._day.report_paper(report)

    def slip_paper(self, move: CashMove) -> Paper:
        """The slip of that float, pay-in or pay-out as it is printed the first time, to be shown."""
        return self._day.slip_paper(move)

    def paper(self, paper: Paper) -> PrintJob:
        """The job that prints a paper that is no receipt or report and that no rule speaks of, such as a voucher.

        Raises MoveRefused without a printer.
        """
        from ..reports.paper import to_json

        self._require_printer()
        with self._till.database.writing():
            number = self.jobs.add(PrintKind.PAPER, self._till.now(), papers=to_json([paper]))
        return self._woken(number)

    def trial(self) -> PrintJob:
        """The job that prints a page to try the printer with; raises MoveRefused without a printer."""
        from ..reports.paper import to_json
        from ..reports.provisional_paper import trial_paper

        self._require_printer()
        with self._till.database.writing():
            paper = trial_paper(self._till.values, self._till.now(), texts(NORWEGIAN))
            number = self.jobs.add(PrintKind.TRIAL, self._till.now(), papers=to_json([paper]))
        return self._woken(number)

    def again(self, job_id: int, operator_id: str | None = None) -> PrintJob:
        """That job, waiting for the printer once more. The journal tells it of a receipt that may have come out, and of
        one that was not meant to: it was shown alone, or left.

        Raises MoveRefused for what was printed (a copy is what one makes then) or is on its way, or without a printer.
        """
        self._require_printer()
        job = self._job(job_id)
        with self._till.database.writing():
            if job.state not in MAY_PRINT_AGAIN or not self.jobs.move(job, PrintState.WAITING):
                raise MoveRefused("print_not_again", receipt_no=job.receipt_no or "")
            if job.sale_id is not None:
                self._tell_again(job, job.sale_id, operator_id)
        return self._woken(job.id)

    def _tell_again(self, job: PrintJob, sale_id: str, operator_id: str | None) -> None:
        if _may_have_come_out(job):
            self._journal("print_again", _named(job), operator_id, sale_id)
        elif job.state in (PrintState.SHOWN, PrintState.LEFT):
            sale = self._till.ledger.sale(sale_id)
            assert sale is not None, "the job's own"
            facts = _named(job) | {"sale": sale.kind.value, "was": job.state.value}
            if sale.paid_receipt_no is not None:
                facts["paid_receipt_no"] = sale.paid_receipt_no
            self._journal("printed_later", facts, operator_id, sale_id)

    def leave(self, job_id: int, operator_id: str | None = None) -> PrintJob:
        """That job, given up by a person: nobody wanted the paper, or it did come out. The journal tells it.

        Raises MoveRefused for what is printed or being printed.
        """
        job = self._job(job_id)
        with self._till.database.writing():
            if job.state not in MAY_BE_LEFT or not self.jobs.move(job, PrintState.LEFT, problem=job.problem):
                raise MoveRefused("print_not_left", receipt_no=job.receipt_no or "")
            if job.sale_id is not None:
                self._journal("print_left", {**_named(job), "was": job.state.value}, operator_id, job.sale_id)
        return self._job(job.id)

    def get(self, job_id: int) -> PrintJob | None:
        """That job as it stands."""
        return self.jobs.get(job_id)

    def _job(self, job_id: int) -> PrintJob:
        job = self.jobs.get(job_id)
        if job is None:
            raise BadInput("print_unknown", field="job", number=job_id)
        return job

    def _issued(self, job_id: int | None) -> PrintJob | None:
        return None if job_id is None else self._woken(job_id)

    def _woken(self, job_id: int) -> PrintJob:
        self.wake()
        return self._job(job_id)

    def _require_printer(self) -> None:
        if not self.has_printer:
            raise MoveRefused("printer_none")

    def _journal(
        self, kind: str, facts: Mapping[str, object], operator_id: str | None, sale_id: str | None = None
    ) -> None:
        who = self._till.operator(operator_id).id
        journal.append(self._till.database, self._till.now(), kind, facts, operator_id=who, sale_id=sale_id)

    def _clock(self, moment: datetime) -> str:
        local = moment.astimezone(self._till.values.shop().timezone)
        return f"{local:%d.%m.%Y %H:%M}"


def _may_have_come_out(job: PrintJob) -> bool:
    """Whether the paper may lie in the printer all the same, whatever was made of it since."""
    return job.problem is not None and job.problem.code in ("print_interrupted", "printer_stopped_midway")


def _named(job: PrintJob) -> dict[str, object]:
    return {"receipt_no": job.receipt_no, "kind": job.kind.value}
