"""The cash drawer: how it was last seen, what that forbids, and each opening and closing in the journal.

The printer's thread tells what it reads and takes the kicks that wait; the window's thread asks and opens. Knows
neither printers nor screens.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..domain import text
from ..domain.drawer import DrawerState, OpenSignal, Reading
from ..domain.operators import Right
from ..domain.problems import MoveRefused, Problem
from ..storage import drawer as told_of
from ..storage import journal

if TYPE_CHECKING:
    from .selling import Till

BY_HAND, ASKED_FOR = "by_hand", "asked_for"
"""Why it was opened without a sale: nobody commanded it, as with its key; and somebody did, without saying why."""
SIGNAL = "printer.drawer_open_signal"
SLOW_TO_OPEN = 2
"""So many readings after a kick may still say closed: the drawer is on its way."""


def nobody_asks() -> None:
    """What is called for a reading or a kick where no printer's thread runs, as in the verbs."""


class Drawer:
    """The drawer of one till. `wake` is called when there is something to ask of it or to do with it at once."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self.wake: Callable[[], None] = nobody_asks
        self.trouble: Problem | None = None
        """Why it could not be opened the last time; None when it could."""
        self._lock = threading.Lock()
        self._reading = Reading()
        self._is_asked = False
        self._kicks = 0
        self._doubts = 0
        self._believed_open: bool | None = None
        """What the journal says: None until it has been read."""
        self._silent = False

    # how it is

    @property
    def is_set_up(self) -> bool:
        """Whether the shop has a drawer that the till opens, on a printer that can tell how it is."""
        values = self._till.values
        return values.on("printer.drawer") and values.text("printer.kind") in ("network", "usb")

    @property
    def reports(self) -> bool:
        """Whether it is known what its signal means, so that it tells whether it is open."""
        return self.is_set_up and self._signal is not OpenSignal.NONE

    @property
    def is_asked(self) -> bool:
        """Whether somebody waits for a reading."""
        return self._is_asked

    @property
    def reading(self) -> Reading:
        """What the printer answered last."""
        return self._reading

    @property
    def state(self) -> DrawerState:
        """How it is now; UNKNOWN when it was not heard of for a few seconds, or does not report."""
        reading = self._reading
        if not self.reports or not reading.is_fresh(self._till.now()):
            return DrawerState.UNKNOWN
        return reading.state(self._signal)

    def require_closed(self) -> None:
        """Nothing unless the drawer says that it is open: then raises MoveRefused, and it is asked anew at once.

        Kassasystemforskrifta § 2-6 (5): no sale is registered while the drawer is open.
        """
        if self.state is DrawerState.OPEN:
            self.ask()
            raise MoveRefused("drawer_open")

    def flaw(self) -> Problem | None:
        """What is wrong with the drawer that is set up; None when it tells how it is, or there is none."""
        if not self.is_set_up:
            return None
        if not self.reports:
            return Problem("drawer_reports_nothing")
        return Problem("drawer_silent") if self._silent else None

    def ask(self) -> None:
        """Have it asked at once; returns at once, and the next reading is told to the screens."""
        self._is_asked = True
        self.wake()

    # opening it

    def open(self, operator_id: str | None = None, why: str = "", approved_by: str | None = None) -> None:
        """The drawer is opened without a sale: in the journal first, then by the printer's thread.

        Raises MoveRefused when the operator has no right to and nobody approved it, or no drawer is set up; BadInput
        for a `why` that cannot be written down.
        """
        till = self._till
        till.operators.require(operator_id, Right.OPEN_DRAWER, approved_by)
        if not self.is_set_up:
            raise MoveRefused("drawer_none")
        words = text.name(why, "why") or ASKED_FOR
        with till.database.telling(), till.operators.used_if_stored(), till.database.writing():
            till.day.close_left_open()
            approval = till.operators.use(operator_id, Right.OPEN_DRAWER, approved_by)
            who = till.operator(operator_id).id
            journal.append(till.database, till.now(), told_of.OPENED, {"why": words, **approval}, operator_id=who)
            till.database.once_durable(self._kick)
        self.ask()

    def _kick(self) -> None:
        with self._lock:
            self._kicks, self._believed_open, self.trouble = self._kicks + 1, True, None

    # the printer's thread

    def take_kick(self) -> bool:
        """Whether a kick waits; it is the caller's to send now."""
        with self._lock:
            if not self._kicks:
                return False
            self._kicks -= 1
            self._doubts = SLOW_TO_OPEN
        return True

    def kicked(self) -> None:
        """It is being opened with a sale, which the journal says already."""
        with self._lock:
            self._believed_open, self._doubts, self.trouble = True, SLOW_TO_OPEN, None

    def failed(self, problem: Problem) -> None:
        """A kick did not reach it."""
        self.trouble = problem

    def told(self, high: bool | None) -> bool:
        """Takes what the printer answered, None for nothing; whether somebody should look: it changed, or was asked.

        What happened to the drawer is in the journal when this returns.
        """
        before, was_silent = self._reading, self._silent
        now = Reading(high, self._till.now(), before.number + 1)
        self._reading = now
        asked, self._is_asked = self._is_asked, False
        signal = self._signal
        if self.reports:
            self._journal(now.state(signal))
        return asked or now.high is not before.high or was_silent is not self._silent

    def _journal(self, state: DrawerState) -> None:
        if state is DrawerState.UNKNOWN:
            if not self._silent:
                self._write(told_of.SILENT, {})
            return
        self._silent = False
        if self._believed_open is None:
            self._believed_open = told_of.left_open(self._till.database)
        is_open = state is DrawerState.OPEN
        if is_open:
            self._doubts = 0
        elif self._believed_open and self._doubts:
            self._doubts -= 1
            return
        if is_open is not self._believed_open:
            self._write(*((told_of.OPENED, {"why": BY_HAND}) if is_open else (told_of.CLOSED, {})))

    def _write(self, kind: str, facts: Mapping[str, object]) -> None:
        """That row, unless somebody had the drawer opened meanwhile, whose kick still waits."""
        database = self._till.database
        with database.writing():
            if not self._kicks:
                journal.append(database, self._till.now(), kind, facts)
                database.once_durable(lambda: self._written(kind))

    def _written(self, kind: str) -> None:
        if kind == told_of.SILENT:
            self._silent = True
        else:
            self._believed_open = kind == told_of.OPENED

    @property
    def _signal(self) -> OpenSignal:
        return OpenSignal(self._till.values.text(SIGNAL))
