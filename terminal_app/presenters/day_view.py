"""What the day's screen is told to show: the overview, the steps that close a day, and the sheets over them.

Frozen, every text ready to show. Pure.
"""

from __future__ import annotations

from enum import Enum

from ..domain.records import record
from ..reports.paper import Paper
from .reasons import ReasonsView
from .session import Notice
from .step_up import StepUpView

Pick = tuple[str, str, bool]
"""Something to choose: its name, its words, whether it is chosen."""
Pair = tuple[str, str]


class DayStep(Enum):
    """Where in the day's screen one is; the value is the step's number in the close, 0 outside it."""

    OVERVIEW = 0
    IN_WAY = 1
    COUNT = 2
    COMPARE = 3
    CLOSE = 4
    DONE = 5


CLOSING = (DayStep.IN_WAY, DayStep.COUNT, DayStep.COMPARE, DayStep.CLOSE)


@record
class FootView:
    """The one thing to do next, what it comes to, and another way beside it; `told` says why it cannot be done yet."""

    main_label: str
    main_icon: str
    can: bool
    main_amount: str = ""
    side_label: str = ""
    side_icon: str = ""
    told: str = ""
    final: bool = False
    """Whether it cannot be undone: drawn as Pay is."""


@record
class DayAction:
    """One thing that is done about the drawer or the day; `name` is what `DayPresenter.act` takes."""

    name: str
    label: str
    icon: str


@record
class ReportRow:
    """One earlier report in the list."""

    row: int
    kind: str
    """"x" or "z"."""
    title: str
    detail: str


@record
class Standing:
    """Something that is to be known before the day is closed; `stops` when it must be done first.

    `act` names where a touch leads, "" where there is nowhere to go.
    """

    icon: str
    tone: str
    title: str
    detail: str
    amount: str
    act: str
    act_label: str
    stops: bool


@record
class OverviewView:
    """The day so far. `told` is what a person must know first."""

    day: str
    facts: tuple[Pair, ...]
    told: Notice | None
    actions: tuple[DayAction, ...]
    reports_label: str
    reports: tuple[ReportRow, ...]
    no_reports: str
    no_reports_hint: str


@record
class CoinRow:
    """One kind of note or coin: how many there are of it, and what they come to."""

    face: int
    label: str
    pieces: str
    amount: str
    selected: bool
    can_less: bool
    widest: str


@record
class CountView:
    """The cash as it is counted; `by_coin` shows the kinds of notes and coins, else the sum is typed."""

    modes: tuple[Pick, ...]
    other_mode: str
    by_coin: bool
    coins: tuple[CoinRow, ...]
    sum_label: str
    sum: str
    hint: str


@record
class CompareView:
    """What should be there, what is, and what becomes of it."""

    expected_label: str
    expected: str
    counted_label: str
    counted: str
    verdict: str
    verdict_hint: str
    tone: str
    reasons: ReasonsView | None
    left_label: str
    left: tuple[Pick, ...]
    split: tuple[Pair, ...]


@record
class CloseView:
    """The last look before the Z is made."""

    headline: str
    facts: tuple[Pair, ...]
    carried: str
    """The invoices that go along unsent, in a sentence; "" when there are none."""


@record
class DoneView:
    """The day is settled: its Z, and what is left to do with one's hands."""

    headline: str
    subline: str
    next_label: str
    steps: tuple[tuple[str, str], ...]
    """What is to be done or known, each with its icon."""
    paper: Paper
    print_told: str
    print_tone: str
    print_label: str


@record
class MoneyView:
    """The sheet in which an amount is typed: float, pay-in, pay-out, or what stays in the drawer."""

    title: str
    subtitle: str
    typed: str
    empty: bool
    same_label: str
    why_label: str
    why: tuple[Pick, ...]
    asks_words: bool
    words: str
    words_hint: str
    missing: str
    confirm_label: str
    can_confirm: bool
    notice: Notice | None


@record
class ReportView:
    """The sheet with one report as its paper. `told` says what becomes of its print, or of its voucher."""

    title: str
    subtitle: str
    paper: Paper
    print_label: str
    told: str
    tone: str
    icon: str = "print"


@record
class DayView:
    """All that the screen shows: exactly the part of its step is there, beside the sheets that lie over it."""

    step: DayStep
    title: str
    subtitle: str
    back_label: str
    steps: tuple[str, ...]
    """The names of the steps that close a day."""
    foot: FootView
    overview: OverviewView | None
    standing: tuple[Standing, ...]
    advice: tuple[str, str]
    """What to do in this step, with its icon; ("", "") where the step says it itself."""
    count: CountView | None
    compare: CompareView | None
    close: CloseView | None
    done: DoneView | None
    money: MoneyView | None
    report: ReportView | None
    step_up: StepUpView | None
    notice: Notice | None
