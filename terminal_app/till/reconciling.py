"""The VAT bridge of a period, for screens, papers and the command line. Reads only; brings nothing anew.

Caller's thread: a month of sales takes about a second, so a window asks on a thread of its own. What works the bridge
out is loaded by the first that asks for one, not by each start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..domain.bridge import Bridge
from ..domain.chart import LedgerRead
from ..domain.problems import BadInput, Problem
from ..storage.jobs import Jobs
from ..storage.remote_ledger import RemoteLedger

if TYPE_CHECKING:
    from .selling import Till

_LEDGER, _PRIVILEGE = "ledger", "AccountTransaction"
"""What `sync.ledger_mirror` calls its job, and what PowerOffice Go calls the privilege for it."""
LONGEST = timedelta(days=400)
Progress = Callable[[int, int], None]


def _untold(done: int, of: int) -> None:
    """Nobody wants to know."""


class Reconciling:
    """The bridges of one till."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def bridge(self, since: date, until: date, progress: Progress = _untold) -> Bridge:
        """The bridge of those days, both included, with what is kept of the accounting system's ledger.

        `progress` is told how many of how many days are added up. Raises BadInput when the days are in the wrong
        order, or more than `LONGEST`.
        """
        from ..domain import bridging
        from ..storage import bridge_rows

        require_period(since, until)
        till = self._till
        facts = bridge_rows.gather(till.database, till.values, since, until, till.now(), progress)
        return replace(bridging.bridge(facts), trouble=self._not_read())

    def ledger_read(self) -> LedgerRead | None:
        """Which days of the ledger are kept, and since when; None as long as nobody has read any."""
        return RemoteLedger(self._till.database).read()

    def _not_read(self) -> Problem | None:
        """Why the ledger could not be read at night, when that is the last that is known of it."""
        job, read = Jobs(self._till.database).get(_LEDGER), self.ledger_read()
        if job.last_problem is None or (read is not None and job.last_start is not None and read.at > job.last_start):
            return None
        return Problem(job.last_problem, {"privilege": _PRIVILEGE} if job.last_problem == "privilege_missing" else {})

    def today(self) -> date:
        """The shop's own day, whose night belongs to it."""
        return self._till.day.of(self._till.now())


def require_period(since: date, until: date) -> None:
    """Nothing when a bridge can be made of those days; raises BadInput naming the field otherwise."""
    if until < since:
        raise BadInput("bridge_days_wrong", field="from", first=since.isoformat(), last=until.isoformat())
    if until - since > LONGEST:
        raise BadInput("bridge_too_long", field="from", most=LONGEST.days)


def this_month(today: date) -> tuple[date, date]:
    """From the month's first day until today."""
    return today.replace(day=1), today


def month_before(today: date) -> tuple[date, date]:
    """The whole of the last month."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
