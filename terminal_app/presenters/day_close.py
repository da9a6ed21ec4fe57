"""Closing the day step by step: what stands in the way, the count, the comparison, the last look, and the Z.

A part that the day's screen holds. Nothing is stored before the Z is made; going back loses nothing. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.channel import Channel
from ..domain.money import ZERO, Money
from ..domain.problems import Trouble
from ..domain.settlement import CashCount, DayStands, Report
from .day_count import CountPart
from .day_names import named_day
from .day_papers import PrintTold, issued, paper_of, print_report
from .day_standing import standing, title_of, unsent_told
from .day_view import CloseView, CompareView, DayStep, DoneView, FootView, Pair, Standing
from .reasons import Reasons
from .session import Notice, Session

USUAL, ALL, NONE, OWN = "usual", "all", "none", "own"


class DayClose:
    """The close of one day. `ask_left` opens the sheet in which what stays is typed, with the most that can."""

    def __init__(self, session: Session, changed: Callable[[], None], ask_left: Callable[[Money], None]) -> None:
        self._session = session
        self._changed = changed
        self._ask_left = ask_left
        self.count = CountPart(session, self._counted_anew)
        self.reasons = Reasons(session, changed, lambda: _causes(self._session))
        self.notice: Notice | None = None
        self.report: Report | None = None
        self.begin()

    def begin(self) -> None:
        """Nothing is counted, nothing is chosen."""
        self.step = DayStep.OVERVIEW
        self._skipped = False
        self._keeps, self._own = USUAL, ZERO
        self._told: PrintTold | None = None
        self.report = None
        self.notice = None
        self.count.clear()
        self.reasons.clear()

    def start(self, stands: DayStands) -> None:
        """The first step in which there is something to see or to do."""
        self.step = DayStep.IN_WAY if standing(self._session, stands) else DayStep.COUNT
        self.notice = None

    def go_on(self, stands: DayStands) -> None:
        """To the next step, once this one lets."""
        self.notice = None
        if not self.foot(stands).can:
            return
        match self.step:
            case DayStep.IN_WAY:
                self.step = DayStep.COUNT
            case DayStep.COUNT:
                self.step, self._skipped = DayStep.COMPARE, False
            case DayStep.COMPARE:
                self.step = DayStep.CLOSE
            case DayStep.CLOSE:
                self._close(stands)

    def skip(self) -> None:
        """Without a count: no cash was taken, or somebody else counts."""
        if self.step is DayStep.COUNT:
            self.step, self._skipped, self.notice = DayStep.CLOSE, True, None

    def go_back(self, stands: DayStands) -> None:
        """To the step before; out of the first one to the overview. What was counted stays."""
        self.notice = None
        before = {
            DayStep.COUNT: DayStep.IN_WAY if standing(self._session, stands) else DayStep.OVERVIEW,
            DayStep.COMPARE: DayStep.COUNT,
            DayStep.CLOSE: DayStep.COUNT if self._skipped else DayStep.COMPARE,
        }
        self.step = before.get(self.step, DayStep.OVERVIEW)

    def keep(self, name: str, amount: Money | None = None) -> None:
        """How much stays in the drawer: as usual, all of it, none, or another amount."""
        if name == OWN and amount is None:
            self._ask_left(self.count.amount or ZERO)
            return
        self._keeps, self._own = name, amount or ZERO
        self._changed()

    def print_again(self) -> None:
        """The Z once more."""
        if self.report is not None:
            self._told = print_report(self.report, self._session)
            self._changed()

    # how it reads

    def standing(self, stands: DayStands) -> tuple[Standing, ...]:
        """What is to be known before it; for its step alone."""
        return standing(self._session, stands) if self.step is DayStep.IN_WAY else ()

    def advice(self, stands: DayStands) -> tuple[str, str]:
        """What to do in a step, with its icon."""
        say = self._session.texts.say
        if self.step is DayStep.IN_WAY:
            if any(one.stops for one in standing(self._session, stands)):
                return "fact_check", say("Finish these first. What you have come to here is kept meanwhile.")
            return "task_alt", say("Nothing stands in the way.")
        if self.step is DayStep.CLOSE:
            return "point_of_sale", say("The Z report closes the day. It is made once, and cannot be undone.")
        return "", ""

    def foot(self, stands: DayStands) -> FootView:
        """The step's one button, and why it cannot be pressed yet."""
        texts, say, counted = self._session.texts, self._session.texts.say, self.count.amount
        match self.step:
            case DayStep.IN_WAY:
                stops = sum(one.stops for one in standing(self._session, stands))
                told = texts.count("{n} thing must be done first", "{n} things must be done first", stops)
                return FootView(say("Count the cash"), "arrow_forward", not stops, told=told if stops else "")
            case DayStep.COUNT:
                shown = "" if counted is None else texts.kroner(counted)
                return FootView(
                    say("Go on"), "arrow_forward", counted is not None, shown, say("Skip the count"), "chevron_right"
                )
            case DayStep.COMPARE:
                missing = "" if self._difference(stands) == ZERO or self.reasons.text else say("Choose why it differs")
                return FootView(say("Go on"), "arrow_forward", not missing, told=missing)
            case DayStep.CLOSE:
                return FootView(say("Make the Z report"), "task_alt", True, final=True)
            case DayStep.DONE:
                lock = say("Lock the till") if self._session.can_lock() else ""
                return FootView(say("Done"), "check", True, side_label=lock, side_icon="lock" if lock else "")
        return FootView(say("Close the day"), "task_alt", True)

    def compare(self, stands: DayStands) -> CompareView | None:
        """What should be there beside what is."""
        counted = self.count.amount
        if self.step is not DayStep.COMPARE or counted is None:
            return None
        texts, say, difference = self._session.texts, self._session.texts.say, self._difference(stands)
        verdict, hint, tone = self._verdict(difference)
        left = self._left(stands)
        return CompareView(
            expected_label=say("Should be there"),
            expected=texts.kroner(stands.expected_cash),
            counted_label=say("Counted"),
            counted=texts.kroner(counted),
            verdict=verdict,
            verdict_hint=hint,
            tone=tone,
            reasons=self.reasons.view() if difference else None,
            left_label=say("Stays as float for the next day"),
            left=self._choices(),
            split=(
                (say("Stays in the drawer"), texts.kroner(left)),
                (say("To the bank"), texts.kroner(counted - left)),
            ),
        )

    def close(self, stands: DayStands) -> CloseView | None:
        """The last look."""
        if self.step is not DayStep.CLOSE:
            return None
        texts, say = self._session.texts, self._session.texts.say
        facts: list[Pair] = [(say("Sales"), str(stands.sales)), *self._cash_facts(stands)]
        carried = ""
        if stands.unsent.number:
            carried = texts.count(
                "{n} invoice of {amount} goes along unsent. It stays in the queue.",
                "{n} invoices of {amount} go along unsent. They stay in the queue.",
                stands.unsent.number,
                amount=texts.kroner(stands.unsent.amount),
            )
        return CloseView(
            headline=named_day(stands.left_open or stands.day, texts),
            facts=tuple(facts),
            carried=carried,
        )

    def done(self) -> DoneView | None:
        """The day is settled."""
        report, session = self.report, self._session
        if self.step is not DayStep.DONE or report is None:
            return None
        texts, say = session.texts, session.texts.say
        told = self._told or PrintTold("", "neutral")
        return DoneView(
            headline=say("The day is settled"),
            subline=f"{title_of(report, texts)} · {named_day(report.day, texts)}",
            next_label=say("What is left to do"),
            steps=self._left_to_do(report),
            paper=paper_of(report, session),
            print_told=told.text,
            print_tone=told.tone,
            print_label=say("Print again") if session.till.prints.has_printer else "",
        )

    # inside

    def _close(self, stands: DayStands) -> None:
        """The Z, made once: what comes after it finds the day closed."""
        session, counted, said = self._session, self.count.amount, self.reasons.text
        count = None
        if counted is not None and not self._skipped:
            words = said if self._difference(stands) else ""
            count = CashCount(counted, self._left(stands), words)
        try:
            self.report = session.till.day.close(session.operator.id, count)
        except Trouble as trouble:
            self.notice = session.explain(trouble)
            return
        self.step = DayStep.DONE
        self._told = issued(session)

    def _counted_anew(self) -> None:
        """What was chosen for another sum no longer fits."""
        self._keeps, self._own = USUAL, ZERO
        self._changed()

    def _difference(self, stands: DayStands) -> Money:
        counted = self.count.amount
        return ZERO if counted is None else counted - stands.expected_cash

    def _verdict(self, difference: Money) -> tuple[str, str, str]:
        texts, say = self._session.texts, self._session.texts.say
        if not difference:
            return say("It is right to the krone."), "", "ok"
        if difference < ZERO:
            return (
                say("{amount} is missing", amount=texts.kroner(-difference)),
                say("Not sure? Go back and count again."),
                "bad",
            )
        return (
            say("{amount} too much", amount=texts.kroner(difference)),
            say("Not sure? Go back and count again."),
            "warn",
        )

    def _left(self, stands: DayStands) -> Money:
        """What stays in the drawer, never more than was counted."""
        counted = self.count.amount or ZERO
        wanted = {USUAL: stands.suggested_float, ALL: counted, NONE: ZERO, OWN: self._own}[self._keeps]
        return min(wanted, counted)

    def _choices(self) -> tuple[tuple[str, str, bool], ...]:
        texts, say = self._session.texts, self._session.texts.say
        own = say("Another amount")
        if self._keeps == OWN:
            own = texts.money(self._own)
        labels = {
            USUAL: say("As today"),
            ALL: say("Everything"),
            NONE: say("Nothing"),
            OWN: own,
        }
        return tuple((name, label, name == self._keeps) for name, label in labels.items())

    def _cash_facts(self, stands: DayStands) -> tuple[Pair, ...]:
        texts, say, counted = self._session.texts, self._session.texts.say, self.count.amount
        if self._skipped or counted is None:
            return ((say("Cash"), say("Not counted")),)
        difference, left = self._difference(stands), self._left(stands)
        return (
            (say("Cash counted"), texts.kroner(counted)),
            (say("Difference"), texts.kroner(difference) if difference else say("None")),
            (say("Stays in the drawer"), texts.kroner(left)),
            (say("To the bank"), texts.kroner(counted - left)),
        )

    def _left_to_do(self, report: Report) -> tuple[tuple[str, str], ...]:
        texts, say, steps, cash = self._session.texts, self._session.texts.say, [], report.cash
        if cash.counted is not None and cash.left is not None:
            bank = cash.counted - cash.left
            if bank:
                steps.append(("account_balance", say("{amount} goes to the bank.", amount=texts.kroner(bank))))
            if cash.left:
                steps.append(("wallet", say("{amount} stays in the drawer.", amount=texts.kroner(cash.left))))
        if any(one.channel is Channel.CARD for one in report.payments):
            steps.append(("credit_card", say("Close the day on the card terminal too.")))
        if report.number is not None and self._session.till.outbox.of_settlement(report.number) is not None:
            goes = say("Day settlement {number} goes to PowerOffice Go by itself.", number=report.number)
            steps.append(("schedule", goes))
        if report.unsent.number:
            count = texts.count("{n} invoice waits.", "{n} invoices wait.", report.unsent.number)
            steps.append(("schedule", f"{count} {unsent_told(self._session, report.unsent.number)}"))
        return tuple(steps)


def _causes(session: Session) -> tuple[str, ...]:
    """Why a drawer may differ."""
    say = session.texts.say
    return (say("Wrong change"), say("Not entered"), say("Not known"))
