"""Makes a journal as long as a benchmark wants it.

Its rows are chained and signed as the till's own, and written with plain SQL past its use cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from terminal_app.domain.cash_signature import Stamp, signed_text
from terminal_app.domain.journal import JournalRow
from terminal_app.domain.transaction import Transaction
from terminal_app.storage import journal, register
from terminal_app.storage.moments import to_text
from terminal_app.till import Till

_INSERT = "INSERT INTO journal (at_utc, kind, operator_id, sale_id, facts, previous_hash, hash) VALUES (?,?,?,?,?,?,?)"


class LongJournal:
    """The rows that follow what a till's journal has already; none of them is stored before `keep`."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._zone = till.values.shop().timezone
        self._signer = till.signing.signer()
        self._nr, self._signature = register.last(till.database)
        self.number, self._link = journal.newest(till.database), journal.last_hash(till.database)
        self._waiting: list[tuple[Any, ...]] = []

    def event(
        self, at: datetime, kind: str, facts: Mapping[str, Any], who: str | None, about: str | None
    ) -> JournalRow:
        """One more row, `about` the sale of that id."""
        written, moment = journal.written(facts), to_text(at)
        hashed = journal.link(self._link, moment, kind, who, about, written)
        self._waiting.append((moment, kind, who, about, written, self._link, hashed))
        self._link = hashed
        self.number += 1
        return JournalRow(self.number, at, kind, who, about, facts)

    def transaction(
        self, done: Transaction, kind: str, facts: Mapping[str, Any], who: str | None, about: str
    ) -> JournalRow:
        """One more row with the next number and its signature."""
        local = done.at.astimezone(self._zone)
        stamp = Stamp.of(self._nr + 1, local, done.amount_in, done.amount_ex)
        self._nr, self._signature = stamp.nr, self._signer.sign(signed_text(self._signature, stamp))
        signed = {
            "nr": stamp.nr, "type": done.type.value, "date": stamp.date, "time": stamp.time,
            "amount_in": stamp.amount_in, "amount_ex": stamp.amount_ex, "signature": self._signature,
            "key": self._signer.key_version,
        }  # fmt: skip
        return self.event(done.at, kind, {**facts, **signed}, who, about)

    def keep(self) -> None:
        """Store what was added."""
        with self._till.database.writing():
            self._till.database.execute_many(_INSERT, self._waiting)
        self._waiting.clear()
