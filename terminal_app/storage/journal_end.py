"""How far the journal has come: its last row, its last transaction, the open period at a glance, the grand totals.

Kept in memory and looked at again whenever it is asked for, in one statement: the last row that was known must still be
there with its hash, which stands for all rows before it, and only the rows after it are read. Reading only; any thread.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..domain.records import record
from . import register, settlements
from .journal import FIRST_LINK, TRANSACTIONS
from .moments import from_text, to_text
from .settlements import Glance

if TYPE_CHECKING:
    from ..domain.turnover import GrandTotals
    from .database import Database

_LOOK = "SELECT id, hash FROM journal WHERE id >= ? ORDER BY id LIMIT 2"
_NEWER = (
    f"SELECT id, hash, kind, at_utc, kind IN {TRANSACTIONS}, json_extract(facts, '$.nr'), "
    "json_extract(facts, '$.signature') FROM journal WHERE id > ? ORDER BY id"
)
_TURNS = frozenset({"report_z", register.TAKEN_UP})
"""Kinds of rows after which a period begins anew, or numbers go on from elsewhere: then all is read from the start."""


@record
class End:
    """The end of the journal: the open period, whose last row is the last one, and the last transaction's numbers."""

    period: Glance
    nr: int
    signature: str
    grand: GrandTotals

    @property
    def link(self) -> str:
        """The hash that the next row links to."""
        return self.period.link or FIRST_LINK


class JournalEnd:
    """The end of one database's journal."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[End, int | None] | None = None
        """With the database's turn when it was looked at, or went on: within the same one nothing can have changed."""

    def now(self) -> End:
        """Where it is now, with what the calling thread's transaction has written of it."""
        known, turn = self._known, self._database.turn
        if known is not None and turn is not None and known[1] == turn:
            return known[0]
        end = self._read() if known is None else self._looked_at(known[0])
        self._known = end, turn
        return end

    def _looked_at(self, known: End) -> End:
        until, link = known.period.until, known.period.link
        there = self._database.rows(_LOOK, (until,))
        if not there or there[0] != (until, link):
            return self._read()
        newer = self._database.rows(_NEWER, (until,)) if len(there) > 1 else []
        if any(row[2] in _TURNS for row in newer):
            return self._read()
        return _further(known, newer) if newer else known

    def goes_on(self, end: End, link: str, kind: str, at: datetime, nr: int, signature: str) -> None:
        """One more transaction was written right after that end: its row need not be read to know it.

        As with every row, it counts only while the journal has a row of that number and hash.
        """
        row = (end.period.until + 1, link, kind, to_text(at), True, nr, signature)
        self._known = _further(end, [row]), self._database.turn

    def _read(self) -> End:
        database = self._database
        period = settlements.glance(database)
        return End(period, *register.last(database), settlements.grand_totals(database))


def _further(end: End, rows: list[tuple[Any, ...]]) -> End:
    """The end after those rows more, none of which begins a period or takes numbers up."""
    period, nr, signature = end.period, end.nr, end.signature
    latest, has_float = period.latest, period.has_float
    for _, _, kind, at, is_transaction, number, signed in rows:
        if is_transaction:
            moment = from_text(at)
            latest = moment if latest is None or moment > latest else latest
            has_float = has_float or kind == "float"
        if is_transaction and number is not None:
            nr, signature = int(number), str(signed)
    until, link = rows[-1][:2]
    return End(Glance(period.after, latest, has_float, until, link), nr, signature, end.grand)
