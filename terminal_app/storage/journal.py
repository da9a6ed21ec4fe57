"""The electronic journal: what was done, append-only, each row chained to the one before by its hash.

Rows are written inside the transaction of what they tell of. Triggers refuse any change of a row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ..domain.journal import JournalRow
from .database import Database
from .moments import from_text, to_text

FIRST_LINK = "0"
RARE = "kind NOT IN ('sale', 'line_corrected', 'drawer')"
"""As the index `journal_rare` has it: a query for a kind that is rare must say so, or it reads the whole journal."""
TRANSACTIONS = "('sale', 'return', 'sale_aborted', 'float', 'pay_in', 'pay_out', 'cash_difference')"
"""The kinds of rows that are numbered and signed."""
_quoted = json.encoder.encode_basestring
"""A text as `json.dumps` writes it without `ensure_ascii`: a walk over a million rows quotes six million of them."""
_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def append(
    database: Database,
    at: datetime,
    kind: str,
    facts: Mapping[str, Any],
    *,
    operator_id: str | None = None,
    sale_id: str | None = None,
    after: str | None = None,
) -> str:
    """The hash of one more row at the end of the journal; call inside `database.writing()`. Facts hold no secrets.

    `after` is the hash of the last row, from one who has asked for it in this transaction and written none since.
    """
    previous = after or last_hash(database)
    told, moment = written(facts), to_text(at)
    hashed = link(previous, moment, kind, operator_id, sale_id, told)
    database.execute(
        "INSERT INTO journal (at_utc, kind, operator_id, sale_id, facts, previous_hash, hash) VALUES (?,?,?,?,?,?,?)",
        (moment, kind, operator_id, sale_id, told, previous, hashed),
    )
    database.is_journalled()
    return hashed


def written(facts: Mapping[str, Any]) -> str:
    """The facts as a row holds them: JSON without spaces, its names in order, so that the same facts give one hash."""
    return _as_json(facts)


_ROW = "SELECT id, at_utc, kind, operator_id, sale_id, facts FROM journal "
_AT_ONCE = 500
"""Rows read at a time: the memory of a walk through the journal stays flat."""


def rows(database: Database, after: int = 0, until: int | None = None) -> Iterator[JournalRow]:
    """The rows beyond number `after`, to number `until` or the end, in order; read in small portions."""
    last = newest(database) if until is None else until
    while after < last:
        found = database.rows(f"{_ROW} WHERE id > ? AND id <= ? ORDER BY id LIMIT {_AT_ONCE}", (after, last))
        if not found:
            return
        yield from map(_read, found)
        after = int(found[-1][0])


def of_kinds(database: Database, *kinds: str, after: int = 0) -> Iterator[JournalRow]:
    """The rows of those rare kinds beyond number `after`, newest first."""
    marks = ",".join("?" * len(kinds))
    which = f"kind IN ({marks}) AND {RARE} AND id > ?"
    yield from map(_read, database.rows(f"{_ROW} WHERE {which} ORDER BY id DESC", (*kinds, after)))


def last_row(database: Database, kind: str) -> JournalRow | None:
    """The newest row of that rare kind; None for none."""
    found = database.rows(f"{_ROW} WHERE kind = ? AND {RARE} ORDER BY id DESC LIMIT 1", (kind,))
    return _read(found[0]) if found else None


def of_numbers(database: Database, numbers: Sequence[int]) -> Iterator[JournalRow]:
    """The rows of those numbers, in that order; read in small portions. Numbers without a row are left out."""
    for begin in range(0, len(numbers), _AT_ONCE):
        wanted = numbers[begin : begin + _AT_ONCE]
        marks = ",".join("?" * len(wanted))
        found = {row[0]: _read(row) for row in database.rows(f"{_ROW} WHERE id IN ({marks})", wanted)}
        yield from (found[number] for number in wanted if number in found)


def _read(row: tuple[Any, ...]) -> JournalRow:
    return JournalRow(row[0], from_text(row[1]), row[2], row[3], row[4], json.loads(row[5]))


def last_hash(database: Database) -> str:
    """The hash that the next row links to: the last row's, or `FIRST_LINK` before the first."""
    last = database.row("SELECT hash FROM journal ORDER BY id DESC LIMIT 1")
    return FIRST_LINK if last is None else str(last[0])


def hash_of(database: Database, number: int) -> str:
    """The hash of that row, which stands for it and all rows before; "" when there is none."""
    found = database.row("SELECT hash FROM journal WHERE id = ?", (number,))
    return "" if found is None else str(found[0])


def newest(database: Database) -> int:
    """The number of the last row; it grows with whatever is done. 0 for an empty journal."""
    row = database.row("SELECT MAX(id) FROM journal")
    return 0 if row is None or row[0] is None else int(row[0])


def link(previous: str, at: str, kind: str, operator_id: str | None, sale_id: str | None, facts: str) -> str:
    """The hash of a row: SHA-256, in hex, over the row before and its own fields as one JSON array."""
    who, sale = ("null" if field is None else _quoted(field) for field in (operator_id, sale_id))
    fields = f"[{_quoted(previous)}, {_quoted(at)}, {_quoted(kind)}, {who}, {sale}, {_quoted(facts)}]"
    return hashlib.sha256(fields.encode()).hexdigest()


def first_broken(database: Database) -> int | None:
    """The number of the first row whose chain does not hold, or None when the whole journal does."""
    previous, expected = FIRST_LINK, 0
    after = 0
    while rows := database.rows(
        "SELECT id, at_utc, kind, operator_id, sale_id, facts, previous_hash, hash FROM journal "
        "WHERE id > ? ORDER BY id LIMIT 1000",
        (after,),
    ):
        for number, at, kind, operator_id, sale_id, facts, claimed, hashed in rows:
            expected += 1
            whole = link(previous, at, kind, operator_id, sale_id, facts)
            if number != expected or claimed != previous or hashed != whole:
                return expected
            previous, after = hashed, number
    return None
