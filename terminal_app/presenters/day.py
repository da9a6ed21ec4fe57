"""The day on screen: its float, money in and out of the drawer, the X report, the close, and the earlier reports.

Holds the parts, and what is asked over them. Plain Python; window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.money import Money
from ..domain.operators import Right
from ..domain.problems import Trouble
from ..domain.settlement import DayStands, PayIn, PayOut, Report
from .day_close import OWN, DayClose
from .day_money import MoneyKind, MoneyPart
from .day_names import named_day
from .day_papers import PrintTold, print_report, print_slip, report_view
from .day_standing import CART, PARKED, PRINTS, QUEUE, TRAINING, day_facts, report_row
from .day_view import CLOSING, DayAction, DayStep, DayView, FootView, OverviewView, ReportRow
from .session import Notice, Place, Session
from .sounds import Sound
from .step_up import StepUp

FLOAT, PAY_IN, PAY_OUT, X_REPORT = "float", "pay_in", "pay_out", "x"
REPORTS_AT_ONCE = 50


class DayPresenter:
    """One day of one till."""

    def __init__(self, session: Session, on_change: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self.on_change = on_change
        self.money = MoneyPart(session, lambda: self.on_change(), self._amount_typed)
        self.closing = DayClose(session, lambda: self.on_change(), self._ask_left)
        self.step_up = StepUp(session, lambda: self.on_change())
        self._stands: DayStands | None = None
        self._reports: tuple[ReportRow, ...] = ()
        self._has_older = False
        self._open: Report | None = None
        self._told: PrintTold | None = None
        self._notice: Notice | None = None
        self._home_after = False
        """Whether one came from the sale for the float alone, and goes back there."""
        self._was_here = False
        session.listen(self._session_changed)

    def view(self) -> DayView:
        session, closing, stands = self._session, self.closing, self._read()
        say, step = session.texts.say, closing.step
        names = (say("First"), say("Count"), say("Compare"), say("Settle"))
        # Outside the steps the day, which may be an earlier one, stands large below.
        subtitle = say("Register {id}", id=session.till.values.text("till.register_id"))
        if step in CLOSING:
            subtitle = say("Step {n} of {m}", n=step.value, m=len(CLOSING))
        overview = step is DayStep.OVERVIEW
        return DayView(
            step=step,
            title=say("Day's settlement") if overview or step is DayStep.DONE else self._step_title(step),
            subtitle=subtitle,
            back_label=say("Back"),
            steps=names if step in CLOSING else (),
            foot=self._foot(stands),
            overview=self._overview(stands) if overview else None,
            standing=closing.standing(stands),
            advice=closing.advice(stands),
            count=closing.count.view() if step is DayStep.COUNT else None,
            compare=closing.compare(stands),
            close=closing.close(stands),
            done=closing.done(),
            money=self.money.view(),
            report=None if self._open is None else report_view(self._open, session, self._told),
            step_up=self.step_up.view(),
            notice=self._notice or closing.notice,
        )

    # what is touched

    def act(self, name: str) -> None:
        """One of the overview's actions."""
        self._notice = None
        if name == FLOAT:
            self.ask_float()
        elif name == PAY_IN:
            self.money.ask(MoneyKind.PAY_IN)
        elif name == PAY_OUT:
            self.money.ask(MoneyKind.PAY_OUT)
        elif name == X_REPORT:
            self._make_x()

    def ask_float(self) -> None:
        """Ask for the opening float; from the sale screen, one goes back there when it is given."""
        session = self._session
        self._home_after = session.place is Place.SALE
        if self._home_after:
            session.go(Place.DAY)
        stands = self._read()
        self.money.ask(MoneyKind.FLOAT, None if stands.opened else stands.suggested_float)

    def main(self) -> None:
        """The one button below: begin to close, go on, make the Z, done. Pressed twice, the Z is made once."""
        closing, self._notice = self.closing, None
        if closing.step is DayStep.DONE:
            closing.begin()
            self._session.go(Place.SALE)
            return
        self._stands = None
        stands = self._read()
        if closing.step is DayStep.OVERVIEW:
            if self._foot(stands).can:
                closing.start(stands)
        else:
            closing.go_on(stands)
            if closing.notice is not None:
                self._session.let_hear(Sound.ATTENTION)
            elif closing.report is not None:
                self._session.let_hear(Sound.FINISHED)
                self._list_anew()
        self._moved()

    def side(self) -> None:
        """The way beside it: without a count, or lock the till once the day is closed."""
        if self.closing.step is DayStep.DONE:
            self.closing.begin()
            self._session.go(Place.SALE)
            self._session.lock()
        else:
            self.closing.skip()
            self._moved()

    def look(self, act: str) -> None:
        """Go where that which stands in the way is dealt with; one comes back to the same step."""
        session = self._session
        places = {CART: Place.SALE, PARKED: Place.PARKED, TRAINING: Place.MENU}
        if act == QUEUE:
            session.open_queue()
        elif act == PRINTS:
            session.open_stuck_print()
        elif act in places:
            session.go(places[act])

    def back(self) -> None:
        """The step before, else the screen before; from a day that is settled, to the sale."""
        self._notice = None
        if self.closing.step is DayStep.DONE:
            self.main()
            return
        if self.closing.step in CLOSING:
            self.closing.go_back(self._read())
            self._moved()
            return
        self.closing.begin()
        self._session.back()

    def dismiss(self) -> None:
        """Close the notice."""
        self._notice = self.closing.notice = None
        self.on_change()

    def close_money(self) -> None:
        """Nothing is asked any more."""
        self.money.close()
        if self._home_after:
            self._home_after = False
            self._session.go(Place.SALE)

    def open_report(self, row: int) -> None:
        """Show that report as its paper."""
        try:
            self._open, self._told = self._session.till.day.report(row), None
        except Trouble as trouble:
            self._notice = self._session.explain(trouble)
        self.on_change()

    def print_report(self) -> None:
        """The report that is shown, once more."""
        if self._open is not None:
            self._told = print_report(self._open, self._session)
            self.on_change()

    def more_reports(self) -> None:
        """The end of their list is in sight: the earlier ones."""
        if self._has_older:
            self._reports += self._page_of_reports(self._reports[-1].row)
            self.on_change()

    def close_report(self) -> None:
        self._open = None
        self.on_change()

    # inside

    def _read(self) -> DayStands:
        if self._stands is None:
            self._stands = self._session.till.day.stands()
        return self._stands

    def _moved(self) -> None:
        self._stands = None
        self.on_change()

    def _list_anew(self) -> None:
        self._reports = self._page_of_reports(None)

    def _page_of_reports(self, before: int | None) -> tuple[ReportRow, ...]:
        found = self._session.till.day.reports(REPORTS_AT_ONCE, before)
        self._has_older = len(found) == REPORTS_AT_ONCE
        return tuple(report_row(one, self._session) for one in found)

    def _step_title(self, step: DayStep) -> str:
        say = self._session.texts.say
        return {
            DayStep.IN_WAY: say("Before the day is closed"),
            DayStep.COUNT: say("Count the cash"),
            DayStep.COMPARE: say("Does it add up?"),
            DayStep.CLOSE: say("Close the day"),
        }[step]

    def _foot(self, stands: DayStands) -> FootView:
        foot = self.closing.foot(stands)
        if self.closing.step is DayStep.OVERVIEW and stands.closed_today and stands.left_open is None:
            told = self._session.texts.say("The day is settled already.")
            return FootView(foot.main_label, foot.main_icon, False, told=told)
        return foot

    def _overview(self, stands: DayStands) -> OverviewView:
        session, say = self._session, self._session.texts.say
        return OverviewView(
            day=named_day(stands.day, session.texts),
            facts=day_facts(stands, session.texts, session.now()),
            told=self._day_told(stands),
            actions=(
                DayAction(FLOAT, say("Correct the float") if stands.opened else say("Opening float"), "wallet"),
                DayAction(X_REPORT, say("X report"), "bar_chart"),
                DayAction(PAY_IN, say("Pay in"), "login"),
                DayAction(PAY_OUT, say("Pay out"), "logout"),
            ),
            reports_label=say("Earlier reports"),
            reports=self._reports,
            no_reports=say("No reports yet"),
            no_reports_hint=say("Each X and Z report is kept here, and can be printed again."),
        )

    def _day_told(self, stands: DayStands) -> Notice | None:
        session, say = self._session, self._session.texts.say
        if session.till.training:
            return Notice(say("Training is on"), say("Switch it off to settle the day."), "warn")
        if stands.left_open is not None:
            day = named_day(stands.left_open, session.texts)
            hint = say("Close it now, then today begins.")
            if stands.parked:
                hint = say("It closes when what is parked is sold or emptied: {names}.", names=", ".join(stands.parked))
            return Notice(say("{day} has not been settled", day=day), hint, "warn")
        if stands.closed_today:
            return Notice(say("The day is settled."), say("What is sold now comes on the next Z report."), "ok")
        return None

    def _make_x(self) -> None:
        session = self._session
        try:
            report = session.till.day.x(session.operator.id)
        except Trouble as trouble:
            self._refuse(trouble)
            return
        self._open, self._told = report, print_report(report, session)
        self._list_anew()
        self._moved()

    def _ask_left(self, most: Money) -> None:
        self.money.ask(MoneyKind.LEFT, most=most)

    def _amount_typed(self, kind: MoneyKind) -> None:
        """What was typed in the sheet is done; refused, the sheet stays and says why."""
        amount = self.money.amount
        if amount is None:
            return
        if kind is MoneyKind.LEFT:
            self.money.close()
            self.closing.keep(OWN, amount)
        else:
            self._move_cash(kind, amount)

    def _move_cash(self, kind: MoneyKind, amount: Money, approved_by: str | None = None) -> None:
        session, money = self._session, self.money
        day, who = session.till.day, session.operator.id
        try:
            if kind is MoneyKind.FLOAT:
                move = day.open(amount, who)
            elif kind is MoneyKind.PAY_IN:
                move = day.pay_in(amount, PayIn(money.why), money.words, who)
            else:
                move = day.pay_out(amount, PayOut(money.why), money.words, who, approved_by)
        except Trouble as trouble:
            if trouble.problem.code == "right_missing" and approved_by is None and kind is MoneyKind.PAY_OUT:
                self.step_up.ask(Right.PAY_OUT, trouble.problem, lambda manager: self._move_cash(kind, amount, manager))
                return
            money.notice = session.explain(trouble)
            session.let_hear(Sound.ATTENTION)
            self.on_change()
            return
        self._cash_moved(kind, amount)
        print_slip(session, move)
        self._moved()

    def _cash_moved(self, kind: MoneyKind, amount: Money) -> None:
        """It is stored: say so, and go back to where it was asked for."""
        session, say, shown = self._session, self._session.texts.say, self._session.texts.kroner(amount)
        sentences = {
            MoneyKind.FLOAT: say("The float is {amount}.", amount=shown),
            MoneyKind.PAY_IN: say("{amount} was paid in.", amount=shown),
            MoneyKind.PAY_OUT: say("{amount} was paid out.", amount=shown),
        }
        home, self._home_after = self._home_after, False
        self.money.close()
        self._stands = None
        if home:
            session.go(Place.SALE)
        else:
            self._notice = Notice(sentences[kind], tone="ok")

    def _refuse(self, trouble: Trouble) -> None:
        self._notice = self._session.explain(trouble)
        self._session.let_hear(Sound.ATTENTION)
        self.on_change()

    def _session_changed(self) -> None:
        """Whoever comes here sees the day as it is; a close that was begun is gone on with."""
        session, was_here = self._session, self._was_here
        self._was_here = session.place is Place.DAY
        if session.locked:
            if self.step_up.is_open:
                self.step_up.forget()
            self.money.close()
        if not self._was_here:
            return
        self._stands = None
        if not was_here:
            self._open = self._notice = None
            self._list_anew()
            if self.closing.step is DayStep.DONE:
                self.closing.begin()
        self._take_wanted()
        self.on_change()

    def _take_wanted(self) -> None:
        """The Z report that another screen sent one to."""
        wanted, self._session.z_at = self._session.z_at, None
        if wanted is None:
            return
        try:
            self._open, self._told = self._session.till.day.z(wanted), None
        except Trouble as trouble:
            self._notice = self._session.explain(trouble)
