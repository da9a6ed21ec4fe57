"""What is to be known and done before a day is closed, each in a row that leads there, and the day's facts in words.

Pure functions of how the day stands and of what the session knows. Window thread.
"""

from __future__ import annotations

from datetime import datetime

from ..domain.print_job import PrintJob
from ..domain.settlement import DayStands, Report, ReportKind, ReportRef
from ..i18n import Texts
from .day_names import named_day
from .day_view import Pair, ReportRow, Standing
from .parked_view import summary_of
from .session import Session
from .status import soon

MOST_NAMED = 4
"""So many parked carts have a row of their own; more are counted."""
TRAINING, CART, PARKED, QUEUE, PRINTS = "training", "cart", "parked", "queue", "prints"


def standing(session: Session, stands: DayStands) -> tuple[Standing, ...]:
    """All of it, what stops the close first; empty when nothing is to be said."""
    return (*_stops(session), *_known(session, stands))


def _stops(session: Session) -> tuple[Standing, ...]:
    """What must be finished or emptied before a Z can be made."""
    texts, say, found = session.texts, session.texts.say, []
    if session.till.training:
        found.append(
            Standing("menu_book", "warn", say("Training is on"), say("Switch it off: training is not settled."), "",
                     TRAINING, say("To the menu"), stops=True)
        )  # fmt: skip
    if session.cart.lines:
        found.append(
            Standing("shopping_basket", "warn", say("A cart is open"),
                     say("{items}: sell it, park it or empty it.", items=summary_of(session.cart, texts)),
                     texts.kroner(session.cart.total), CART, say("To the cart"), stops=True)
        )  # fmt: skip
    carts = session.parked.carts
    for parked in carts[:MOST_NAMED]:
        since = texts.moment(parked.parked_at, session.now())
        found.append(
            Standing("pause", "warn", say("Parked: {name}", name=parked.name),
                     say("{items}, since {time}", items=summary_of(parked.cart, texts), time=since),
                     texts.kroner(parked.cart.total), PARKED, say("To the parked carts"), stops=True)
        )  # fmt: skip
    more = len(carts) - MOST_NAMED
    if more > 0:
        found.append(
            Standing("pause", "warn", texts.count("{n} more cart is parked", "{n} more carts are parked", more), "", "",
                     PARKED, say("To the parked carts"), stops=True)
        )  # fmt: skip
    return tuple(found)


def _known(session: Session, stands: DayStands) -> tuple[Standing, ...]:
    """What stops nothing, and a person should know."""
    texts, say, found = session.texts, session.texts.say, []
    if stands.left_open is not None:
        found.append(
            Standing("event", "neutral", say("{day} has not been settled", day=named_day(stands.left_open, texts)),
                     say("This Z report is for that day. What is sold after it belongs to today."), "", "", "",
                     stops=False)
        )  # fmt: skip
    if stands.unsent.number:
        found.append(
            Standing("schedule", "neutral",
                     texts.count("{n} invoice is not sent yet", "{n} invoices are not sent yet", stands.unsent.number),
                     unsent_told(session, stands.unsent.number), texts.kroner(stands.unsent.amount), QUEUE,
                     say("To the queue"), stops=False)
        )  # fmt: skip
    stuck = session.prints.stuck
    if stuck:
        found.append(
            Standing("print", "neutral", texts.count("{n} print is stuck", "{n} prints are stuck", len(stuck)),
                     _first_print(stuck[0], session), "", PRINTS, say("To the print"), stops=False)
        )  # fmt: skip
    return tuple(found)


def unsent_told(session: Session, number: int) -> str:
    """When so many invoices that wait are sent; that they stay in the queue whatever is done about the day."""
    status, texts = session.status, session.texts
    if status.next_run_at is None or status.blocked is not None:
        return texts.count(
            "It stays in the queue and is sent from there.", "They stay in the queue and are sent from there.", number
        )
    time = soon(status.next_run_at, texts, session.now())
    return texts.count(
        "It stays in the queue and is sent {time}.", "They stay in the queue and are sent {time}.", number, time=time
    )


def day_facts(stands: DayStands, texts: Texts, now: datetime) -> tuple[Pair, ...]:
    """What is known of the day so far; not what should be in the drawer, which is said when it has been counted."""
    say = texts.say
    opening = say("Not given yet")
    if stands.opened:
        opening = texts.kroner(stands.opening_float)
        if stands.carried:
            opening = say("{amount}, carried over", amount=opening)
    facts = [(say("Opening float"), opening), (say("Sales so far"), str(stands.sales))]
    if stands.since is not None:
        facts.append((say("Begun"), texts.moment(stands.since, now)))
    last = stands.last_z
    facts.append((say("Last Z report"), say("None yet") if last is None else report_named(last, now, texts)))
    return tuple(facts)


def report_named(report: ReportRef, now: datetime, texts: Texts) -> str:
    """Which one, and when it was made: "Z 41, i går 22:38"."""
    local = report.made_at.astimezone(now.tzinfo)
    day = texts.near(local.date(), now.date()) or texts.day(local.date())
    return f"Z {report.number}, {day} {texts.clock(local)}"


def title_of(report: Report | ReportRef, texts: Texts) -> str:
    """Such as "Z-rapport 42"."""
    if report.kind is ReportKind.X:
        return texts.say("X report")
    return texts.say("Z report {number}", number=report.number)


def report_row(report: ReportRef, session: Session) -> ReportRow:
    """The report in a row of the list."""
    texts, say = session.texts, session.texts.say
    who = say("made by the till itself") if report.by_itself else session.till.operator_name(report.operator_id)
    local = report.made_at.astimezone(session.now().tzinfo)
    made = texts.clock(local) if local.date() == report.day else f"{texts.day(local.date())} {texts.clock(local)}"
    return ReportRow(
        row=report.row,
        kind=report.kind.value,
        title=title_of(report, texts),
        detail=f"{named_day(report.day, texts)} · {made} · {who}",
    )


def _first_print(job: PrintJob, session: Session) -> str:
    """What is stuck first, and why."""
    if job.problem is None:
        return ""
    return session.texts.problem(job.problem)[0]
