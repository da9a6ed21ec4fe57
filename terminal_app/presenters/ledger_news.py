"""When PowerOffice Go's ledger was asked for since the till was opened, and what came of it.

Asks the sync and takes its answers; what was read is kept by the sync, not here. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from ..domain.problems import Problem
from ..domain.sync_control import LedgerBrought
from ..till import Till

PATIENCE = timedelta(minutes=5)
"""So long an answer is waited for: a busy quarter has many thousand postings. What comes later is taken too."""


class LedgerNews:
    """The readings of the ledger of one open till."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._since: datetime | None = None
        self._then: Callable[[], None] = lambda: None
        self.problem: Problem | None = None
        """Why the last reading brought nothing; None when it went well, or while one is under way."""

    def is_asking(self) -> bool:
        """Whether a reading is under way and has not taken too long."""
        return self._since is not None and timedelta(0) <= self._till.now() - self._since < PATIENCE

    def gave_up(self) -> bool:
        """Whether an answer was waited for in vain."""
        return self._since is not None and not self.is_asking()

    def ask(self, since: date, then: Callable[[], None]) -> None:
        """Read the ledger from that day on; `then` is called before anybody is told that it was read."""
        self._since, self._then, self.problem = self._till.now(), then, None
        self._till.sync.read_ledger(since)

    def take(self, event: LedgerBrought) -> None:
        """The ledger was read, or was not."""
        then, self._then = self._then, lambda: None
        self._since, self.problem = None, event.problem
        then()
