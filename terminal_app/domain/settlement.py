"""An X or Z report as data: the fields a-z of kassasystemforskrifta § 2-8-2, its second paragraph, and the cash count.

Pure. `domain.settling` makes it from the journal; papers, screens, SAF-T and the command line show it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from . import text
from .channel import Channel
from .drawer import PayIn as PayIn
from .drawer import PayOut as PayOut
from .money import ZERO, Money
from .problems import BadInput
from .turnover import NO_TOTALS, carried
from .turnover import GrandTotals as GrandTotals
from .turnover import ReportKind as ReportKind


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of something, and what they come to."""

    number: int = 0
    amount: Money = ZERO


@dataclass(frozen=True, slots=True)
class GroupTally:
    """Cash sales less returns in one article group; the group is the category's name, "" for what has none."""

    group: str
    number: int
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentTally:
    """What was paid in one channel, less what was paid back; the number is sales less returns."""

    channel: Channel
    number: int
    amount: Money


@dataclass(frozen=True, slots=True)
class TypedTally:
    """How many of one type, such as a line correction or a pay-out, and what they come to."""

    type: str
    number: int
    amount: Money


@dataclass(frozen=True, slots=True)
class RateTally:
    """Cash sales less returns at one VAT code: net amount and VAT; `rate` in per cent such as "25"."""

    code: str
    rate: str
    net: Money
    vat: Money


@dataclass(frozen=True, slots=True)
class OperatorTally:
    """Fields f, g and k for one operator."""

    operator_id: str
    payments: tuple[PaymentTally, ...] = ()
    groups: tuple[GroupTally, ...] = ()
    opening_float: Money = ZERO


@dataclass(frozen=True, slots=True)
class CashCount:
    """The cash that somebody counted at a day's close. `left` stays in the drawer for the next day."""

    counted: Money
    left: Money
    words: str = ""
    """Why it differs from what was expected, in the person's own words."""

    def checked(self) -> CashCount:
        """The count as it is kept; raises BadInput naming the field when it cannot be."""
        if self.counted < ZERO:
            raise BadInput("count_negative", field="counted")
        if not ZERO <= self.left <= self.counted:
            raise BadInput("left_more_than_counted", field="left", counted=self.counted)
        return replace(self, words=text.name(self.words, "words"))


@dataclass(frozen=True, slots=True)
class CashBox:
    """The drawer's reckoning: what should be in it, and what was counted, None as long as nobody has."""

    expected: Money
    counted: Money | None = None
    left: Money | None = None
    words: str = ""

    @property
    def difference(self) -> Money | None:
        """Counted less expected."""
        return None if self.counted is None else self.counted - self.expected

    @property
    def carried(self) -> Money:
        """What the next day begins with: what was left, else what should be there."""
        return carried(self.expected, self.left)


@dataclass(frozen=True, slots=True)
class Report:
    """One X or Z report; the letters are those of the regulation. Amounts are with VAT where nothing else is said.

    `first_row` and `last_row` are the journal's rows it was made from; `row` is its own, 0 before it is stored.
    """

    kind: ReportKind  # a
    number: int | None
    """Of a Z, without gaps; None for an X."""
    shop_name: str  # b
    organization_number: str
    made_at: datetime  # c
    register_id: str  # d
    day: date
    operator_id: str
    first_row: int
    last_row: int
    cash_sales: Money = ZERO  # e
    groups: tuple[GroupTally, ...] = ()  # f
    payments: tuple[PaymentTally, ...] = ()  # g
    operators: tuple[OperatorTally, ...] = ()  # h, and k for each
    tips: Tally = Tally()  # i
    vat: tuple[RateTally, ...] = ()  # j
    opening_float: Money = ZERO  # k
    receipts: int = 0  # l
    drawer_openings: int = 0  # m
    copies: Tally = Tally()  # n
    provisional: Tally = Tally()  # o
    returns: Tally = Tally()  # p
    discounts: Tally = Tally()  # q
    aborted: Tally = Tally()  # r
    line_corrections: tuple[TypedTally, ...] = ()  # s
    price_inquiries: tuple[GroupTally, ...] = ()  # t
    other_corrections: tuple[TypedTally, ...] = ()  # u
    deliveries: Tally = Tally()  # v
    training: Tally = Tally()  # w
    grand: GrandTotals = NO_TOTALS  # x, y, z
    credit_sales: tuple[TypedTally, ...] = ()  # second paragraph
    credit_memos: tuple[TypedTally, ...] = ()
    pay_ins: tuple[TypedTally, ...] = ()
    pay_outs: tuple[TypedTally, ...] = ()
    rounding: Money = ZERO
    """Cash rounded to krone: cash sales + tips + rounding = what all channels but invoice took in."""
    cash: CashBox = CashBox(ZERO)
    unsent: Tally = Tally()
    """Invoices that had not reached the accounting system when the report was made: carried, never lost."""
    by_itself: bool = False
    """Whether the till closed a forgotten day by itself."""
    row: int = 0


@dataclass(frozen=True, slots=True)
class ReportRef:
    """One stored report in the list of them; `row` is its row in the journal, `number` that of a Z."""

    row: int
    kind: ReportKind
    number: int | None
    made_at: datetime
    day: date
    operator_id: str
    by_itself: bool = False

    @classmethod
    def of(cls, report: Report) -> ReportRef:
        """That report in the list."""
        return cls(
            report.row, report.kind, report.number, report.made_at, report.day, report.operator_id, report.by_itself
        )


@dataclass(frozen=True, slots=True)
class CashMove:
    """A float, a pay-in or a pay-out as it stands in the journal, for its slip.

    `amount` is what was put in or, of a pay-out, taken out; `total` is the opening float so far, else the amount.
    """

    kind: str
    """The row's kind: float, pay_in or pay_out."""
    row: int
    nr: int
    at: datetime
    operator_id: str
    amount: Money
    total: Money
    number: str | None = None
    """Such as "I-000012"; a float has none."""
    why: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DayStands:
    """How the register's day stands: what the screen of the day shows before anything is done."""

    day: date
    opened: bool
    """Whether a float stands for what is sold now, given by a person or carried over."""
    opening_float: Money
    carried: bool
    """Whether the till took the float over by itself, and nobody has said what is in the drawer."""
    expected_cash: Money
    sales: int
    """Sales and deliveries since the last Z, training left out."""
    since: datetime | None
    """The first transaction since the last Z."""
    last_z: ReportRef | None
    closed_today: bool
    """Whether this day has its Z: what is sold now comes on the next one."""
    left_open: date | None
    """An earlier day that was sold on and has no Z yet."""
    parked: tuple[str, ...]
    unsent: Tally
    suggested_float: Money
