"""The papers of the day on screen and on their way to the printer: X, Z, and the slips of money in and out.

Composed from what the journal keeps, never from what the screen shows. Window thread.
"""

from __future__ import annotations

from ..domain.problems import Trouble
from ..domain.records import record
from ..domain.settlement import CashMove, Report, ReportKind
from ..reports.entry_words import named, number_there
from ..reports.paper import Paper
from .day_names import named_day
from .day_standing import title_of
from .day_view import ReportView
from .session import Session
from .status import state_badge


@record
class PrintTold:
    """What became of a print: a sentence, its tone and its icon."""

    text: str
    tone: str
    icon: str = "print"


def paper_of(report: Report, session: Session) -> Paper:
    """The report as it is printed."""
    return session.till.prints.report_paper(report)


def print_report(report: Report, session: Session) -> PrintTold:
    """The report on its way to the printer, or why it is not: it is stored in any case."""
    try:
        session.till.prints.report(report, session.operator.id)
    except Trouble as trouble:
        return PrintTold(session.explain(trouble).message, "warn")
    return issued(session)


def issued(session: Session) -> PrintTold:
    """What becomes of a report that was just given to the printer, where there is one; a Z is as it is made."""
    say = session.texts.say
    session.prints_moved()
    if not session.till.prints.has_printer:
        return PrintTold(say("No printer: the report is stored here."), "neutral")
    return PrintTold(say("Being printed, and stored here."), "ok")


def print_slip(session: Session, move: CashMove) -> None:
    """The slip to sign and keep; without a printer there is none. What moved is stored already."""
    session.till.prints.slip(move, session.operator.id)
    session.prints_moved()


def report_view(report: Report, session: Session, told: PrintTold | None) -> ReportView:
    """The sheet with that report."""
    texts = session.texts
    told = told or _voucher_told(report, session)
    made = report.made_at.astimezone(session.now().tzinfo)
    return ReportView(
        title=title_of(report, texts),
        subtitle=f"{named_day(report.day, texts)} · {texts.moment(made, session.now())}",
        paper=paper_of(report, session),
        print_label=texts.say("Print again") if session.till.prints.has_printer else "",
        told="" if told is None else told.text,
        tone="neutral" if told is None else told.tone,
        icon="print" if told is None else told.icon,
    )


def _voucher_told(report: Report, session: Session) -> PrintTold | None:
    """Where the voucher of that Z stands; None for an X, and where no voucher is made of it."""
    number = report.number if report.kind is ReportKind.Z else None
    entry = None if number is None else session.till.outbox.of_settlement(number)
    if entry is None:
        return None
    texts = session.texts
    state = state_badge(entry, session.status, texts, session.now())
    there = None if entry.remote is None else entry.remote.order_no
    parts = [f"{named(entry, texts)}: {state.text}", *([] if there is None else [number_there(entry, texts, there)])]
    return PrintTold(" · ".join(parts), {"busy": "neutral"}.get(state.tone, state.tone), state.icon)
