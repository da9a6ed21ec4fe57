"""The register's day: the float, money in and out of the drawer, X reports, and the Z that closes it.

Each call one durable transaction. Reports are made from the journal's rows since the last Z alone. A day that was
forgotten is closed by itself before anything is sold on the next. Knows no screens; caller's thread.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from ..domain import text
from ..domain.business_day import business_day
from ..domain.cash_signature import Signer
from ..domain.money import ZERO, Money
from ..domain.operators import NOBODY, Right
from ..domain.problems import BadInput, MoveRefused
from ..domain.report_facts import report_facts, report_from
from ..domain.settlement import (
    CashCount,
    CashMove,
    DayStands,
    PayIn,
    PayOut,
    Report,
    ReportKind,
    ReportRef,
)
from ..domain.settling import Head
from ..domain.transaction import Transaction, TransactionType
from ..storage import journal, seal, series, settlements
from ..storage.settlement_queue import queue_settlement
from ..storage.settlements import REPORT_ROWS, Glance
from .open_period import OpenPeriod

if TYPE_CHECKING:
    from .selling import Till

REGISTER_ID, DAY_ENDS = "till.register_id", "till.day_ends"
Z_SERIES, PAY_IN_SERIES, PAY_OUT_SERIES = "z", "pay_in", "pay_out"
_IN_ADVANCE = (PayIn.INVOICE_PAID, PayIn.GIFT_CARD)
"""What a customer pays that is no sale: the receipt of a payment, in SAF-T's words."""
MOST_LISTED = 2_000


class Day:
    """The day of one till."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._period = OpenPeriod(till.database)
        self._watched: date | None = None
        """The day that `watch` saw last."""

    # how it stands

    def of(self, moment: datetime) -> date:
        """The day that what is rung up at that moment counts to."""
        values = self._till.values
        return business_day(moment.astimezone(values.shop().timezone), time.fromisoformat(values.text(DAY_ENDS)))

    def stands(self) -> DayStands:
        """How the day stands now; writes nothing."""
        till, settling = self._till, self._period.settled()
        today, last = self.of(till.now()), self._period.last_z()
        glance = self._period.glance()
        label = self._label(glance, today, last)
        return DayStands(
            day=today,
            opened=settling.has_float,
            opening_float=settling.opening,
            carried=settling.float_is_carried,
            expected_cash=settling.expected_cash if settling.has_float else _left_by(last),
            sales=settling.sold,
            since=settling.since,
            last_z=None if last is None else ReportRef.of(last),
            closed_today=settlements.z_of_day(till.database, today) is not None,
            left_open=label if label < today else None,
            parked=tuple(one.name for one in till.parking.every()),
            unsent=settlements.unsent(till.database),
            suggested_float=settling.opening if settling.has_float else _left_by(last),
        )

    # money in the drawer

    def open(self, amount: Money, operator_id: str | None = None, at: datetime | None = None) -> CashMove:
        """The opening float that somebody has counted; again, it is corrected, and the difference is recorded.

        Raises BadInput for an amount below nothing, MoveRefused in training. `at` as for `close`.
        """
        self._require_no_training()
        if amount < ZERO:
            raise BadInput("float_negative", field="amount")
        till, now = self._till, self._moment(at)
        with till.database.telling(), till.database.writing():
            self._close_forgotten(now)
            return self._float(amount, now, till.operator(operator_id).id)

    def pay_in(self, amount: Money, why: PayIn, words: str = "", operator_id: str | None = None) -> CashMove:
        """Cash that came into the drawer without a sale, with a number of its own.

        Raises BadInput for nothing or less, or when nobody says what for, MoveRefused in training.
        """
        self._require_no_training()
        said = _said(amount, words, needed=why is PayIn.OTHER)
        till, now = self._till, self._till.now()
        who = till.operator(operator_id).id
        with till.database.telling(), till.database.writing():
            self.begin(now, who)
            number = f"I-{series.next_number(till.database, PAY_IN_SERIES):06d}"
            kind = TransactionType.RECEIVED if why in _IN_ADVANCE else TransactionType.PAY_IN
            facts = {"amount": str(amount), "why": why.value, "words": said, "number": number}
            nr = till.register.record(
                Transaction(kind, now, amount, amount), "pay_in", facts, operator_id=who, transaction_id=till.make_id()
            )
            row = journal.newest(till.database)
        return CashMove("pay_in", row, nr, now, who, amount, amount, number, why.value, said)

    def pay_out(
        self,
        amount: Money,
        why: PayOut,
        words: str = "",
        operator_id: str | None = None,
        approved_by: str | None = None,
    ) -> CashMove:
        """Cash that was taken out of the drawer without a return, with a number of its own.

        Raises BadInput for nothing or less, for more than should be in the drawer, or when nobody says what for;
        MoveRefused for one without the right and without approval, or in training.
        """
        till, now = self._till, self._till.now()
        till.operators.require(operator_id, Right.PAY_OUT, approved_by)
        self._require_no_training()
        said = _said(amount, words, needed=why is not PayOut.BANK)
        who = till.operator(operator_id).id
        with till.operators.used_if_stored(), till.database.telling(), till.database.writing():
            self.begin(now, who)
            expected = self._period.settled().expected_cash
            if amount > expected:
                raise BadInput("pay_out_too_much", field="amount", amount=amount, expected=expected)
            number = f"U-{series.next_number(till.database, PAY_OUT_SERIES):06d}"
            facts = {"amount": str(amount), "why": why.value, "words": said, "number": number}
            nr = till.register.record(
                Transaction(TransactionType.PAY_OUT, now, -amount, -amount),
                "pay_out",
                facts | till.operators.use(operator_id, Right.PAY_OUT, approved_by),
                operator_id=who,
                transaction_id=till.make_id(),
            )
            row = journal.newest(till.database)
        return CashMove("pay_out", row, nr, now, who, amount, amount, number, why.value, said)

    # the day begins, is looked at, and is closed

    def begin(self, at: datetime | None = None, operator_id: str | None = None, *, training: bool = False) -> None:
        """What must be before a sale at that moment: the day before is closed, and a float stands; usually nothing.

        A forgotten day gets its Z by itself unless a cart is parked; the float is what the last Z left, when nobody
        has given one. What is rung up for a moment that is past counts now. Call inside the sale's transaction.
        """
        till, now = self._till, self._till.now()
        moment = min(self._moment(at), now)
        with till.database.writing():
            glance = self._close_forgotten(moment)
            if not glance.has_float and not training:
                left = _left_by(self._period.last_z())
                self._float(left, moment, till.operator(operator_id).id, carried=True)

    def x(self, operator_id: str | None = None) -> Report:
        """The X report, kept in the journal; changes nothing else.

        Raises MoveRefused for one without the right.
        """
        till = self._till
        till.operators.require(operator_id, Right.X_REPORT)
        now, who = till.now(), till.operator(operator_id).id
        with till.database.telling(), till.database.writing():
            label = self._label(self._period.glance(), self.of(now), self._period.last_z())
            return self._keep(self._period.settled().report(self._head(ReportKind.X, None, now, label, who)))

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
        self._require_no_training()
        counted = None if count is None else count.checked()
        now, who = self._moment(at), till.operator(operator_id).id
        with till.database.telling(), till.database.writing():
            till.ringing.require_none()
            till.parking.require_none()
            label = self._label(self._period.glance(), self.of(now), self._period.last_z())
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
            return self._close_forgotten(self._till.now()).after != before

    def close_left_open(self) -> None:
        """As `close_forgotten`, before what counts in a report and is no sale; not over what is being rung up.

        Call inside the transaction of what is told.
        """
        if not self._till.ringing.cart.lines and self._till.parking.in_hand is None:
            self.close_forgotten()

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

    def reports(self, most: int = MOST_LISTED) -> tuple[ReportRef, ...]:
        """The X and Z reports, newest first."""
        return settlements.references(self._till.database, most)

    def report(self, row: int) -> Report:
        """The report in that row of the journal, as it was made; raises BadInput when there is none."""
        found = settlements.report_row(self._till.database, row)
        if found is None:
            raise BadInput("report_unknown", field="report", number=row)
        return report_from(found.facts, found.number)

    def z(self, number: int) -> Report:
        """The Z of that number, as it was made; raises BadInput when there is none."""
        found = settlements.z_row(self._till.database, number)
        if found is None:
            raise BadInput("report_unknown", field="report", number=number)
        return report_from(found.facts, found.number)

    # inside

    def _close_forgotten(self, moment: datetime) -> Glance:
        """The open period, which is a new one when the one before was closed by itself."""
        till = self._till
        glance = self._period.glance()
        if glance.latest is None or self.of(glance.latest) >= self.of(moment):
            return glance
        label = self._label(glance, self.of(moment), self._period.last_z())
        if label >= self.of(moment) or till.parking.every():
            return glance
        self._z(moment, label, NOBODY, None, by_itself=True)
        return self._period.glance()

    def _label(self, glance: Glance, today: date, last: Report | None) -> date:
        """The day that a Z now would be of: the latest that was sold on and has none, else today."""
        if glance.latest is None:
            return today
        latest = min(self.of(glance.latest), today)
        return today if last is not None and latest <= last.day else latest

    def _z(
        self, now: datetime, label: date, operator_id: str, count: CashCount | None, *, by_itself: bool = False
    ) -> Report:
        till = self._till
        who = None if by_itself else operator_id
        self._take_over_float(now, operator_id)
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
        database = self._till.database
        who = operator_id if report.by_itself else report.operator_id
        facts = report_facts(report)
        if signer is not None:
            facts = seal.sealed(database, facts, signer)
        journal.append(database, report.made_at, REPORT_ROWS[report.kind], facts, operator_id=who)
        return replace(report, row=journal.newest(database))

    def _float(self, opening: Money, at: datetime, operator_id: str, *, carried: bool = False) -> CashMove:
        till = self._till
        amount = opening - self._period.settled().opening
        facts: dict[str, object] = {"amount": str(amount), "total": str(opening)}
        if carried:
            facts["carried"] = True
        nr = till.register.record(
            Transaction(TransactionType.FLOAT, at, amount, amount),
            "float",
            facts,
            operator_id=operator_id,
            transaction_id=till.make_id(),
        )
        return CashMove("float", journal.newest(till.database), nr, at, operator_id, amount, opening)

    def _take_over_float(self, at: datetime, operator_id: str) -> None:
        """A Z of a day without a sale has the float that stands in the drawer all the same, or it would be lost."""
        left = _left_by(self._period.last_z())
        if left and not self._period.glance().has_float:
            self._float(left, at, operator_id, carried=True)

    def _moment(self, at: datetime | None) -> datetime:
        return self._till.now() if at is None else at.astimezone(self._till.values.shop().timezone)

    def _require_no_training(self) -> None:
        if self._till.training:
            raise MoveRefused("day_in_training")


def _left_by(last: Report | None) -> Money:
    """What the last Z left in the drawer."""
    return ZERO if last is None else last.cash.carried


def _said(amount: Money, words: str, *, needed: bool) -> str:
    """What the money was for; raises BadInput when it is no money, or when nobody says what for."""
    if amount <= ZERO:
        raise BadInput("cash_move_of_nothing", field="amount")
    said = text.name(words, "words")
    if needed and not said:
        raise BadInput("cash_move_unsaid", field="words")
    return said
