"""The open period of the register: what the journal tells since the last Z, added up as it grows.

Only rows that are new since the last look are read, so that a sale late in a busy day costs what the first one did.
Reading only; `till.day` makes the reports. Caller's thread.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ..domain.money import ZERO, Money
from ..storage import journal, settlements
from ..storage.database import Database
from ..storage.journal_end import JournalEnd
from ..storage.settlements import Glance

if TYPE_CHECKING:
    from ..domain.settlement import Report
    from ..domain.settling import Settling


class LastClose(NamedTuple):
    """The day of the last Z, None before the first, and what it left in the drawer."""

    day: date | None
    left: Money


class OpenPeriod:
    """The open period of one till."""

    def __init__(self, database: Database, end: JournalEnd | None = None) -> None:
        self._database = database
        self._end = end or JournalEnd(database)
        self._settling: Settling | None = None
        self._link = ""
        """The hash of the last row that `_settling` knows: whether the journal still is what was added up."""

    def settled(self) -> Settling:
        """All of it added up, for a report or for what should be in the drawer."""
        from ..domain.settling import Settling  # a start and a sale ask for the glance alone

        database = self._database
        first = settlements.begins_after(database) + 1
        settling = self._settling
        if (
            settling is None
            or settling.first_row != first
            or journal.hash_of(database, settling.last_row) != self._link
        ):
            settling = Settling(first, first - 1)
        for row in journal.rows(database, settling.last_row):
            settling.add(row)
        self._settling, self._link = settling, journal.hash_of(database, settling.last_row)
        return settling

    def glance(self) -> Glance:
        """What a sale asks of it, without reading any facts."""
        return self._end.now().period

    def last_close(self) -> LastClose:
        """What the next day asks of the last Z, without reading the rest of it."""
        found = settlements.last_close(self._database)
        return LastClose(None, ZERO) if found is None else LastClose(*found)

    def last_z(self) -> Report | None:
        """The Z that it begins after, as it was made; None before the first."""
        from ..domain.report_facts import report_from

        found = settlements.last_z(self._database)
        return None if found is None else report_from(found.facts, found.number)
