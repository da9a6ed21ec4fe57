"""How far the journal has come: its last row, its last transaction, the open period at a glance, the grand totals.

Kept in memory and looked at again whenever it is asked for, in one statement: the last row that was known must still be
there with its hash, which stands for all rows before it, and only the rows after it are read. Reading only; any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import register, settlements
from .journal import FIRST_LINK, TRANSACTIONS
from .moments import from_text
from .settlements import Glance

if TYPE_CHECKING:
    from ..domain.turnover import GrandTotals
    from .database import Database

_NEWER = (
    f"SELECT id, hash, kind, at_utc, id > ?1 AND kind IN {TRANSACTIONS}, "
    f"CASE WHEN id > ?1 AND kind IN {TRANSACTIONS} THEN json_extract(facts, '$.nr') END, "
    f"CASE WHEN id > ?1 AND kind IN {TRANSACTIONS} THEN json_extract(facts, '$.signature') END "
    "FROM journal WHERE id >= ?1 ORDER BY id"
)
_TURNS = frozenset({"report_z", register.TAKEN_UP})
"""Kinds of rows after which a period begins anew, or numbers go on from elsewhere: then all is read from the start."""


@dataclass(frozen=True, slots=True)
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
        self._known: End | None = None

    def now(self) -> End:
        """Where it is now, with what the calling thread's transaction has written of it."""
        known = self._known
        if known is not None:
            last, *newer = self._database.rows(_NEWER, (known.period.until,)) or (None,)
            if last is None or last[1] != known.period.link or any(row[2] in _TURNS for row in newer):
                known = None
        if known is None:
            self._known = self._read()
        elif newer:
            self._known = _further(known, newer)
        assert self._known is not None
        return self._known

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
        if number is not None:
            nr, signature = int(number), str(signed)
    until, link = rows[-1][:2]
    return End(Glance(period.after, latest, has_float, until, link), nr, signature, end.grand)
