"""The register's day: its float and cash moves (`cash_moves`), X reports, and the Z that closes it.

Each call one durable transaction. Reports are made from the journal's rows since the last Z alone. A day that was
forgotten is closed by itself before anything is sold on the next. Knows no screens; caller's thread.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from ..domain.business_day import DayOutlook, business_day
from ..domain.money import ZERO
from ..domain.operators import NOBODY, Right
from ..domain.problems import BadInput, MoveRefused
from ..domain.turnover import ReportKind
from ..storage import journal, series, settlements
from ..storage.settlements import REPORT_ROWS, Glance
from .open_period import OpenPeriod
from .training import require_no_training

if TYPE_CHECKING:
    from ..domain.cash_signature import Signer
    from ..domain.drawer import PayIn, PayOut
    from ..domain.money import Money
    from ..domain.settlement import CashCount, CashMove, DayStands, Report, ReportRef
    from ..domain.settling import Head
    from .cash_moves import CashMoves
    from .selling import Till

REGISTER_ID, DAY_ENDS = "till.register_id", "till.day_ends"
Z_SERIES = "z"
MOST_LISTED = 2_000


class Day:
    """The day of one till."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._period = OpenPeriod(till.database, till.journal_end)
        self._watched: date | None = None
        """The day that `watch` saw last."""

    @cached_property
    def _cash(self) -> CashMoves:
        from .cash_moves import CashMoves  # here and below: no start counts, closes or lists anything

        return CashMoves(self._till, self, self._period)

    # money that is no sale

    def open(self, amount: Money, operator_id: str | None = None, at: datetime | None = None) -> CashMove:
        """As `CashMoves.open`."""
        return self._cash.open(amount, operator_id, at)

    def pay_in(self, amount: Money, why: PayIn, words: str = "", operator_id: str | None = None) -> CashMove:
        """As `CashMoves.pay_in`."""
        return self._cash.pay_in(amount, why, words, operator_id)

    def pay_out(
        self,
        amount: Money,
        why: PayOut,
        words: str = "",
        operator_id: str | None = None,
        approved_by: str | None = None,
    ) -> CashMove:
        """As `CashMoves.pay_out`."""
        return self._cash.pay_out(amount, why, words, operator_id, approved_by)

    # how it stands

    def of(self, moment: datetime) -> date:
        """The day that what is rung up at that moment counts to."""
        values = self._till.values
        return business_day(moment.astimezone(values.shop().timezone), time.fromisoformat(values.text(DAY_ENDS)))

    def moment(self, at: datetime | None) -> datetime:
        """That moment in the shop's time; now when none is given."""
        return self._till.now() if at is None else at.astimezone(self._till.values.shop().timezone)

    def outlook(self) -> DayOutlook:
        """How the day stands at a glance, without reading what was sold; writes nothing."""
        till, glance = self._till, self._period.glance()
        today, (last, left) = self.of(till.now()), self._period.last_close()
        label = self._label(glance, today, last)
        return DayOutlook(
            day=today,
            opened=glance.has_float,
            closed_today=settlements.z_of_day(till.database, today) is not None,
            left_open=label if label < today else None,
            parked=tuple(one.name for one in till.parking.every()),
            suggested_float=ZERO if glance.has_float else left,
        )

    def stands(self) -> DayStands:
        """How the day stands now; writes nothing."""
        from ..domain.settlement import DayStands, ReportRef

        till, settling = self._till, self._period.settled()
        today, last = self.of(till.now()), self._period.last_z()
        glance, (last_day, left) = self._period.glance(), self._period.last_close()
        label = self._label(glance, today, last_day)
        return DayStands(
            day=today,
            opened=settling.has_float,
            opening_float=settling.opening,
            carried=settling.float_is_carried,
            expected_cash=settling.expected_cash if settling.has_float else left,
            sales=settling.sold,
            since=settling.since,
            last_z=None if last is None else ReportRef.of(last),
            closed_today=settlements.z_of_day(till.database, today) is not None,
            left_open=label if label < today else None,
            parked=tuple(one.name for one in till.parking.every()),
            unsent=settlements.unsent(till.database),
            suggested_float=settling.opening if settling.has_float else left,
        )

    # the day begins, is looked at, and is closed

    def begin(self, at: datetime | None = None, operator_id: str | None = None, *, training: bool = False) -> None:
        """What must be before a sale at that moment: the day before is closed, and a float stands; usually nothing.

        A forgotten day gets its Z by itself unless a cart is parked; the float is what the last Z left, when nobody
        has given one. What is rung up for a moment that is past counts now. Call inside the sale's transaction.
        """
        till, now = self._till, self._till.now()
        moment = min(self.moment(at), now)
        glance = self.close_before(moment)
        if not glance.has_float and not training:
            self._cash.carry_over(moment, till.operator(operator_id).id)

    def x(self, operator_id: str | None = None) -> Report:
        """The X report, kept in the journal; changes nothing else.

        Raises MoveRefused for one without the right.
        """
        till = self._till
        till.operators.require(operator_id, Right.X_REPORT)
        who = till.operator(operator_id).id
        with till.database.telling(), till.database.writing():
            return self._keep(self._period.settled().report(self.x_head(who)))

    def x_head(self, operator_id: str) -> Head:
        """What an X report that is made now begins with; stores nothing."""
        now = self._till.now()
        label = self._label(self._period.glance(), self.of(now), self._period.last_close().day)
        return self._head(ReportKind.X, None, now, label, operator_id)

    def close(
        self, operator_id: str | None = None, count: CashCount | None = None, at: datetime | None = None
    ) -> Report:
        """The Z report, durable, with the counted cash and its difference: the day is closed.

        Raises BadInput for a count that cannot be, MoveRefused for one without the right, while a sale is rung up or
        parked, when the day has its Z already, or in training: then nothing was stored. It is printed, but not with
        `at`, which is for a day of the past that is rung up afterwards.
        """
        till = self._till
        till.operators.require(operator_id, Right.Z_REPORT)
        require_no_training(self._till)
        counted = None if count is None else count.checked()
        now, who = self.moment(at), till.operator(operator_id).id
        with till.database.telling(), till.database.writing():
            till.ringing.require_none()
            till.parking.require_none()
            label = self._label(self._period.glance(), self.of(now), self._period.last_close().day)
            made = settlements.z_of_day(till.database, label)
            if made is not None:
                raise MoveRefused(
                    "day_closed_already",
                    day=f"{label:%d.%m.%Y}",
                    number=made.facts["number"],
                    time=f"{made.at.astimezone(now.tzinfo):%H:%M}",
                )
            report = self._z(now, label, who, counted)
            if at is None:
                till.prints.report(report, who)
        till.prints.wake()
        return report

    def close_forgotten(self) -> bool:
        """Whether an earlier day was closed just now: it had no Z, and nothing is parked or being rung up."""
        with self._till.database.telling(), self._till.database.writing():
            before = settlements.begins_after(self._till.database)
            return self.close_before(self._till.now()).after != before

    def close_left_open(self) -> None:
        """As `close_forgotten`, before what counts in a report and is no sale; not over what is being rung up.

        Call inside the transaction of what is told.
        """
        if not self._till.ringing.cart.lines and self._till.parking.in_hand is None:
            self.close_forgotten()

    def close_before(self, moment: datetime) -> Glance:
        """The period that is open at that moment: a new one when an earlier day was forgotten and got its Z just now.

        Nothing is closed while a cart is parked. Call inside a transaction.
        """
        till = self._till
        glance = self._period.glance()
        if glance.latest is None or self.of(glance.latest) >= self.of(moment):
            return glance
        label = self._label(glance, self.of(moment), self._period.last_close().day)
        if label >= self.of(moment) or till.parking.every():
            return glance
        self._z(moment, label, NOBODY, None, by_itself=True)
        return self._period.glance()

    def watch(self) -> bool:
        """As `close_forgotten`, once when the till starts and once when a night ends, as soon as nothing is rung up.

        For a clock that ticks: costs nothing in between.
        """
        today = self.of(self._till.now())
        if today == self._watched or self._till.ringing.cart.lines:
            return False
        closed = self.close_forgotten()
        self._watched = today
        return closed

    # the reports that were made

    def reports(self, most: int = MOST_LISTED, before: int | None = None) -> tuple[ReportRef, ...]:
        """The X and Z reports, newest first; those made before the one in that row of the journal."""
        return settlements.references(self._till.database, most, before)

    def report(self, row: int) -> Report:
        """The report in that row of the journal, as it was made; raises BadInput when there is none."""
        from ..domain.report_facts import report_from

        found = settlements.report_row(self._till.database, row)
        if found is None:
            raise BadInput("report_unknown", field="report", number=row)
        return report_from(found.facts, found.number)

    def z(self, number: int) -> Report:
        """The Z of that number, as it was made; raises BadInput when there is none."""
        from ..domain.report_facts import report_from

        found = settlements.z_row(self._till.database, number)
        if found is None:
            raise BadInput("report_unknown", field="report", number=number)
        return report_from(found.facts, found.number)

    # inside

    def _label(self, glance: Glance, today: date, last: date | None) -> date:
        """The day that a Z now would be of: the latest that was sold on and has none, else today."""
        if glance.latest is None:
            return today
        latest = min(self.of(glance.latest), today)
        return today if last is not None and latest <= last else latest

    def _z(
        self, now: datetime, label: date, operator_id: str, count: CashCount | None, *, by_itself: bool = False
    ) -> Report:
        from ..domain.transaction import Transaction, TransactionType
        from ..storage.settlement_queue import queue_settlement

        till = self._till
        who = None if by_itself else operator_id
        if self._period.last_close().left and not self._period.glance().has_float:
            self._cash.carry_over(now, operator_id)  # of a day without a sale, or it would be lost
        signer = till.signing.signer()  # the very first one writes a row of its own, which the report has to know
        expected = self._period.settled().expected_cash
        if count is not None and count.counted != expected:
            difference = count.counted - expected
            till.register.record(
                Transaction(TransactionType.CASH_DIFFERENCE, now, difference, difference),
                "cash_difference",
                {
                    "expected": str(expected),
                    "counted": str(count.counted),
                    "amount": str(difference),
                    "words": count.words,
                },
                operator_id=who,
                transaction_id=till.make_id(),
            )
        number = series.next_number(till.database, Z_SERIES)
        head = self._head(ReportKind.Z, number, now, label, operator_id, count=count, by_itself=by_itself)
        report = self._keep(self._period.settled().report(head), who, signer)
        if queue_settlement(till.database, number, till.values):
            till.database.once_durable(till.sync.nudge)
        return report

    def _head(
        self,
        kind: ReportKind,
        number: int | None,
        now: datetime,
        label: date,
        operator_id: str,
        *,
        count: CashCount | None = None,
        by_itself: bool = False,
    ) -> Head:
        from ..domain.settling import Head

        values = self._till.values
        shop = values.shop()
        return Head(
            kind=kind,
            number=number,
            shop_name=shop.name,
            organization_number=shop.organization_number,
            made_at=now,
            register_id=values.text(REGISTER_ID),
            day=label,
            operator_id=operator_id,
            carried=settlements.grand_totals(self._till.database),
            count=count,
            unsent=settlements.unsent(self._till.database),
            by_itself=by_itself,
        )

    def _keep(self, report: Report, operator_id: str | None = None, signer: Signer | None = None) -> Report:
        """The report with the row of the journal that it stands in from now on; a Z is sealed by `signer`."""
        from ..domain.report_facts import report_facts
        from ..storage import seal

        database = self._till.database
        who = operator_id if report.by_itself else report.operator_id
        facts = report_facts(report)
        if signer is not None:
            facts = seal.sealed(database, facts, signer)
        journal.append(database, report.made_at, REPORT_ROWS[report.kind], facts, operator_id=who)
        return replace(report, row=journal.newest(database))
