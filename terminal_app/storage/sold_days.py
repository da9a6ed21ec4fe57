"""How many invoice sales are held back, or wait and were never tried, by the day on which they were sold."""

from __future__ import annotations

from datetime import date

from ..domain.outbox import State
from .database import Database


class SoldDays:
    """Counts of the outbox by the shop's own day of the sale."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def held(self) -> dict[date, int]:
        """The sales that are only recorded."""
        return self._counted("o.state = ?", State.HELD)

    def untried(self) -> dict[date, int]:
        """The sales that wait in the queue and that nobody has tried to send."""
        return self._counted("o.state = ? AND o.attempts = 0 AND o.payload IS NULL", State.QUEUED)

    def _counted(self, which: str, state: State) -> dict[date, int]:
        rows = self._database.rows(
            "SELECT substr(s.sold_at, 1, 10), COUNT(*) FROM outbox o JOIN sale s ON s.id = o.sale_id "
            f"WHERE {which} GROUP BY 1",
            (state.value,),
        )
        return {date.fromisoformat(day): int(number) for day, number in rows}
