"""What is to be printed, and how far it has come: one job for each paper or pair of papers that the till issues.

A job is made in the transaction of what it tells of, so that no receipt is forgotten by a crash. Pure.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from .records import record

if TYPE_CHECKING:
    from .money import Money
    from .problems import Problem


class PrintKind(Enum):
    """What is printed; the value is stored."""

    RECEIPT = "receipt"
    COPY = "copy"
    PROVISIONAL = "provisional"
    TRIAL = "trial"
    REPORT = "report"
    SLIP = "slip"
    JOURNAL = "journal"
    PAPER = "paper"


class PrintState(Enum):
    """How far a job has come; the value is stored.

    SHOWN is on the screen alone until somebody asks for paper. UNKNOWN was being printed when the power went: only a
    person can see whether the paper came.
    """

    SHOWN = "shown"
    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    LEFT = "left"


NEEDING_PERSON = (PrintState.FAILED, PrintState.UNKNOWN)
OPEN = (PrintState.WAITING, PrintState.PRINTING, *NEEDING_PERSON)
MAY_PRINT_AGAIN = (PrintState.SHOWN, PrintState.LEFT, *NEEDING_PERSON)
MAY_BE_LEFT = (PrintState.WAITING, *NEEDING_PERSON)


@record
class PrintJob:
    """One job. `sale_id` and `receipt_no` are the sale's, None for what is printed of no sale.

    `given` is the cash that was handed over; `papers` holds the papers of a job without a sale, as they were stored.
    """

    id: int
    kind: PrintKind
    state: PrintState
    made_at: datetime
    tries: int = 0
    sale_id: str | None = None
    receipt_no: str | None = None
    problem: Problem | None = None
    printed_at: datetime | None = None
    given: Money | None = None
    papers: str | None = None

    @property
    def needs_person(self) -> bool:
        return self.state in NEEDING_PERSON

    @property
    def is_open(self) -> bool:
        """Whether a printer or a person still has to do something with it."""
        return self.state in OPEN
