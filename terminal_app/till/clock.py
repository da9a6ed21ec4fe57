"""Whether the till's clock was set back: journalled once, and warned of until the time it showed has come again.

Compared with the newest row of the journal when the till opens, and with the machine's monotonic clock from then on.
Window thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ..domain.problems import FolderTrouble
from ..domain.records import record
from ..storage import journal

if TYPE_CHECKING:
    from .selling import Till

ROW = "clock_back"
SLACK = timedelta(minutes=1)
"""Clocks that are set by the network move by less than this; nobody is told of it."""


@record
class SetBack:
    """What the clock should have shown, and what it was set to, in UTC."""

    was: datetime
    became: datetime


class Clock:
    """The clock of one till. `monotonic` counts seconds and is never set."""

    def __init__(self, till: Till, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._till = till
        self._monotonic = monotonic
        self._anchor: tuple[datetime, float] | None = None
        self._set_back: SetBack | None = None

    @property
    def set_back(self) -> SetBack | None:
        """What to warn of: the clock was set back and has not been where it was since; None when it is right."""
        return self._set_back

    def watch(self) -> bool:
        """Whether there is something else to warn of than before; call it when the till opens and often after that.

        A clock set back by more than `SLACK` is one row `clock_back` with `from` and `to`. With a full disk it is
        warned of all the same, and the row is written as soon as there is room. Where the till was closed meanwhile,
        the clock counts as set back when the newest row is ahead of it; a row that was given a moment ahead of its
        writing (`ahead`) says when that was. Summer time ends without a word: moments are kept in UTC.
        """
        now = self._till.now().astimezone(UTC)  # in the shop's zone an hour's difference may be none
        counted, before = self._monotonic(), self._set_back
        expected = self._expected(now, counted)
        if now < expected - SLACK:
            was = expected if before is None else max(expected, before.was)
            self._set_back = SetBack(was, now)
            with suppress(FolderTrouble):
                self._tell(self._set_back)
                self._anchor = (now, counted)
        else:
            self._anchor = (now, counted)
            if before is not None and now >= before.was:
                self._set_back = None
        return self._set_back != before

    def _expected(self, now: datetime, counted: float) -> datetime:
        if self._anchor is not None:
            wall, then = self._anchor
            return wall + timedelta(seconds=counted - then)
        newest = last_written(self._till)
        told = journal.last_row(self._till.database, ROW)
        if told is not None:
            was, became = (datetime.fromisoformat(told.facts[name]) for name in ("from", "to"))
            self._set_back = SetBack(was, became) if now < was else None
        return now if newest is None else newest

    def _tell(self, back: SetBack) -> None:
        database, zone = self._till.database, self._till.values.shop().timezone
        facts = {
            name: moment.astimezone(zone).isoformat(timespec="seconds")
            for name, moment in (("from", back.was), ("to", back.became))
        }
        with database.telling(), database.writing():
            journal.append(database, back.became, ROW, facts)


def ahead(at: datetime | None, now: datetime) -> dict[str, object]:
    """What the journal's row of a sale has to say beside the moment `at` that it was given: when it was written, where
    that was before it. Otherwise the clock would seem to have been set back as soon as the till opens.
    """
    return {"written_at": now.isoformat(timespec="seconds")} if at is not None and at > now else {}


def last_written(till: Till) -> datetime | None:
    """When the journal's last row was written."""
    for row in journal.rows(till.database, journal.newest(till.database) - 1):
        return datetime.fromisoformat(row.facts["written_at"]) if "written_at" in row.facts else row.at
    return None
