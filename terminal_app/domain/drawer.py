"""The cash drawer as its printer tells of it: a signal that is high or low, and what that means in this shop. Pure.

The law wants a drawer that reports whether it is open, and no sale while it is (kassasystemforskrifta § 2-6).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from .records import record

FRESH = timedelta(seconds=5)
"""So long a reading says how the drawer is now."""


class DrawerState(Enum):
    """How the drawer is."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class OpenSignal(Enum):
    """What pin 3 of the printer's drawer connector is while the drawer is open; the value is stored.

    It depends on the drawer's switch. NONE is a drawer that reports nothing, or one that nobody has tried yet.
    """

    NONE = "none"
    HIGH = "high"
    LOW = "low"


@record
class Reading:
    """What the printer answered last: the signal, None when it gave no answer. `number` grows with each answer."""

    high: bool | None = None
    at: datetime | None = None
    number: int = 0

    def is_fresh(self, now: datetime) -> bool:
        """Whether it still says how the drawer is; never when the clock was set back since."""
        return self.at is not None and timedelta() <= now - self.at <= FRESH

    def state(self, signal: OpenSignal) -> DrawerState:
        """How the drawer was then, in a shop where it is open at that signal."""
        if self.high is None or signal is OpenSignal.NONE:
            return DrawerState.UNKNOWN
        return DrawerState.OPEN if self.high is (signal is OpenSignal.HIGH) else DrawerState.CLOSED


def signal_of(closed_high: bool, open_high: bool) -> OpenSignal:
    """Which signal means open, of what was read at the closed drawer and at the open one; NONE when they are alike."""
    if closed_high is open_high:
        return OpenSignal.NONE
    return OpenSignal.HIGH if open_high else OpenSignal.LOW


class PayIn(Enum):
    """Why money is put into the drawer without a sale."""

    CHANGE = "change"
    INVOICE_PAID = "invoice_paid"
    GIFT_CARD = "gift_card"
    OTHER = "other"


class PayOut(Enum):
    """Why money is taken out of the drawer without a return."""

    BANK = "bank"
    EXPENSE = "expense"
    OTHER = "other"
