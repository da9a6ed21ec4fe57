"""The print of the receipt that is shown: how it stands in words, and what can be done about it.

A part that the receipt screen holds. What may be printed is the till's to say. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ..domain.print_job import OPEN, PrintJob, PrintKind, PrintState
from ..domain.problems import Trouble
from ..domain.records import record
from .session import Notice, Session


@record
class PrintView:
    """One strip: `tone` is ok, warn, bad or neutral; the label of what cannot be done now is empty."""

    text: str
    detail: str
    tone: str
    print_label: str
    leave_label: str
    copy_label: str


class PrintPart:
    """The print of what the receipt screen shows: the receipt, its copy, or a paper of no sale."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._refused: tuple[int | None, Notice] | None = None

    def view(self) -> PrintView | None:
        """None where there is no printer and nothing waits for one."""
        job, session = self.job(), self._session
        if not session.till.prints.has_printer and (job is None or not job.needs_person):
            return None
        if self._refused is not None and self._refused[0] == (None if job is None else job.id):
            notice = self._refused[1]
            return PrintView(notice.message, notice.hint, "bad", *self._labels(job))
        text, detail, tone = self._told(job)
        return PrintView(text, detail, tone, *self._labels(job))

    def job(self) -> PrintJob | None:
        """The print that the strip is about: a copy that is under way before the receipt itself."""
        session = self._session
        if session.prints.shown is not None:
            return session.prints.shown
        if session.last_sold is None:
            return None
        sale_id = session.last_sold.sale.id
        copy = session.till.prints.copied(sale_id)
        if copy is not None and copy.state is not PrintState.PRINTED:
            return copy
        return session.till.prints.original(sale_id)

    def print(self) -> None:
        """Print what is shown: for the first time, or once more after a mishap."""
        job = self.job()
        if job is not None:
            self._do(lambda: self._session.till.prints.again(job.id, self._session.operator.id))

    def leave(self) -> None:
        """It need not be printed, or it did come out."""
        job = self.job()
        if job is not None:
            self._do(lambda: self._session.till.prints.leave(job.id, self._session.operator.id))

    def copy(self) -> None:
        """The one copy."""
        sold = self._session.last_sold
        if sold is not None and sold.sale.receipt_no is not None:
            number = sold.sale.receipt_no
            self._do(lambda: self._session.till.prints.copy(number, self._session.operator.id))

    def _do(self, what: Callable[[], PrintJob]) -> None:
        self._refused = None
        try:
            what()
        except Trouble as trouble:
            job = self.job()
            self._refused = (None if job is None else job.id, self._session.explain(trouble))
        self._session.prints_moved()

    def _told(self, job: PrintJob | None) -> tuple[str, str, str]:
        """Text, detail and tone."""
        say = self._session.texts.say
        if job is None:
            return say("Sold before this till printed"), "", "neutral"
        copy = job.kind is PrintKind.COPY
        match job.state:
            case PrintState.SHOWN:
                return say("On the screen, not printed"), "", "neutral"
            case PrintState.WAITING:
                return say("The copy waits for the printer") if copy else say("Waits for the printer"), "", "neutral"
            case PrintState.PRINTING:
                return say("Printing the copy…") if copy else say("Printing…"), "", "neutral"
            case PrintState.PRINTED:
                return say("Printed {time}", time=self._moment(job.printed_at)), self._copied(job), "ok"
            case PrintState.LEFT:
                return say("The copy was left unprinted") if copy else say("Left unprinted"), "", "neutral"
        message, hint = ("", "") if job.problem is None else self._session.texts.problem(job.problem)
        return message, hint, "bad"

    def _labels(self, job: PrintJob | None) -> tuple[str, str, str]:
        """What can be done: print, leave, copy."""
        session, say = self._session, self._session.texts.say
        if not session.till.prints.has_printer:
            return "", say("Leave it") if job is not None and job.needs_person else "", ""
        if job is None:
            return "", "", say("Copy") if session.last_sold is not None and self._may_copy() else ""
        if job.needs_person:
            return say("Try again"), say("Leave it"), ""
        if job.state in (PrintState.SHOWN, PrintState.LEFT):
            return say("Print"), "", ""
        if job.state in OPEN or job.sale_id is None:
            return "", "", ""
        return "", "", say("Copy") if self._may_copy() else ""

    def _may_copy(self) -> bool:
        sold = self._session.last_sold
        return sold is not None and self._session.till.prints.copied(sold.sale.id) is None

    def _copied(self, job: PrintJob) -> str:
        made = None if job.sale_id is None else self._session.till.prints.copied(job.sale_id)
        if made is None or made.printed_at is None:
            return ""
        return self._session.texts.say("Copy printed {time}", time=self._moment(made.printed_at))

    def _moment(self, moment: datetime | None) -> str:
        return "" if moment is None else self._session.texts.moment(moment, self._session.now())
