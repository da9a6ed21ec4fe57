"""Money in the drawer that is no sale: the opening float, and cash that is put in or taken out.

Each a signed transaction of its own, a pay-in and a pay-out with a number of their own. `Day` has these among its use
cases. Knows no screens; caller's thread.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..domain import text
from ..domain.money import ZERO, Money
from ..domain.operators import Right
from ..domain.problems import BadInput
from ..domain.settlement import CashMove, PayIn, PayOut
from ..domain.transaction import Transaction, TransactionType
from ..storage import journal, series
from .open_period import OpenPeriod
from .training import require_no_training

if TYPE_CHECKING:
    from .day import Day
    from .selling import Till

PAY_IN_SERIES, PAY_OUT_SERIES = "pay_in", "pay_out"
_IN_ADVANCE = (PayIn.INVOICE_PAID, PayIn.GIFT_CARD)
"""What a customer pays that is no sale: the receipt of a payment, in SAF-T's words."""


class CashMoves:
    """The cash moves of one till's day."""

    def __init__(self, till: Till, day: Day, period: OpenPeriod) -> None:
        self._till = till
        self._day = day
        self._period = period

    def open(self, amount: Money, operator_id: str | None = None, at: datetime | None = None) -> CashMove:
        """The opening float that somebody has counted; again, it is corrected, and the difference is recorded.

        Raises BadInput for an amount below nothing, MoveRefused in training. `at` as for `Day.close`.
        """
        require_no_training(self._till)
        if amount < ZERO:
            raise BadInput("float_negative", field="amount")
        till, now = self._till, self._day.moment(at)
        with till.database.telling(), till.database.writing():
            self._day.close_before(now)
            return self._float(amount, now, till.operator(operator_id).id)

    def carry_over(self, at: datetime, operator_id: str) -> None:
        """What the last Z left becomes the opening float, as nobody has given one. Call inside a transaction."""
        self._float(self._period.last_close().left, at, operator_id, carried=True)

    def pay_in(self, amount: Money, why: PayIn, words: str = "", operator_id: str | None = None) -> CashMove:
        """Cash that came into the drawer without a sale, with a number of its own.

        Raises BadInput for nothing or less, or when nobody says what for, MoveRefused in training.
        """
        require_no_training(self._till)
        said = _said(amount, words, needed=why is PayIn.OTHER)
        till, now = self._till, self._till.now()
        who = till.operator(operator_id).id
        with till.database.telling(), till.database.writing():
            self._day.begin(now, who)
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
        require_no_training(self._till)
        said = _said(amount, words, needed=why is not PayOut.BANK)
        who = till.operator(operator_id).id
        with till.operators.used_if_stored(), till.database.telling(), till.database.writing():
            self._day.begin(now, who)
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


def _said(amount: Money, words: str, *, needed: bool) -> str:
    """What the money was for; raises BadInput when it is no money, or when nobody says what for."""
    if amount <= ZERO:
        raise BadInput("cash_move_of_nothing", field="amount")
    said = text.name(words, "words")
    if needed and not said:
        raise BadInput("cash_move_unsaid", field="words")
    return said
