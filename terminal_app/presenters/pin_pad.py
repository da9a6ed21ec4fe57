"""A PIN as it is typed: dots, what went wrong, and until when nothing can be tried. Never shows or keeps a PIN.

Part of the log-in and of the approval on the spot. Window thread.
"""

from __future__ import annotations

from ..domain.operators import LEAST_DIGITS, MOST_DIGITS
from ..domain.problems import Trouble
from ..domain.records import record
from .session import Notice, Session


@record
class Person:
    """Somebody to choose; `note` says what a touch leads to."""

    id: str
    name: str
    note: str
    has_pin: bool
    selected: bool


@record
class PinView:
    """What a PIN pad shows; `dots` is how many digits are typed, `locked` that nothing can be tried for now."""

    title: str
    explanation: str
    dots: int
    notice: Notice | None
    can_type: bool
    can_enter: bool
    locked: bool
    enter_label: str
    erase_label: str


class PinPad:
    """The digits that are typed, and what came of the last ones."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._typed = ""
        self.trouble: Trouble | None = None
        self.checking = False

    def digit(self, digit: str) -> None:
        """One more digit; what went wrong before is read and gone."""
        if digit.isdecimal() and not self.checking and len(self._typed) < MOST_DIGITS:
            self._typed += digit
            self.trouble = None

    def erase(self) -> None:
        """The last digit gone."""
        if not self.checking:
            self._typed = self._typed[:-1]

    def clear(self) -> None:
        """Nothing typed, nothing wrong."""
        self._typed, self.trouble, self.checking = "", None, False

    def take(self) -> str:
        """What was typed, which is then gone; empty when it is too short for any PIN."""
        if self.checking or len(self._typed) < min(LEAST_DIGITS.values()):
            return ""
        typed, self._typed = self._typed, ""
        return typed

    def view(self, title: str, explanation: str, operator_id: str | None) -> PinView:
        """The pad; with an operator, also how long their wrong PINs keep it shut."""
        say, notice = self._session.texts.say, None
        until = None if operator_id is None else self._session.till.operators.pins.locked_until(operator_id)
        if until is not None:
            time = self._session.texts.exact_clock(until)
            notice = Notice(say("Too many wrong PINs."), say("The next try is at {time}.", time=time), "warn")
        elif self.trouble is not None:
            notice = self._session.explain(self.trouble)
        elif self.checking:
            notice = Notice(say("Checking…"), tone="neutral")
        ready = until is None and not self.checking
        return PinView(
            title=title,
            explanation=explanation,
            dots=len(self._typed),
            notice=notice,
            can_type=ready,
            can_enter=ready and len(self._typed) >= min(LEAST_DIGITS.values()),
            locked=until is not None,
            enter_label=say("OK"),
            erase_label=say("Erase"),
        )
