"""The floor of whatever is made from the journal: its rows read by plain `sqlite3` and their facts as JSON, no more.

Nothing of the till is above it, and no row is kept.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from terminal_app.storage.database import FILE_NAME

_JOURNAL = "SELECT id, at_utc, kind, operator_id, sale_id, facts FROM journal WHERE id > ? AND id <= ? ORDER BY id"
WHOLE = 1 << 62


def read_journal(shop: Path, after: int = 0, until: int = WHOLE) -> int:
    """How many rows of the journal those are, when each was read and its facts parsed."""
    rows = 0
    with closing(opened(shop)) as connection:
        for row in connection.execute(_JOURNAL, (after, until)):
            json.loads(row[5])
            rows += 1
    return rows


def read(connection: sqlite3.Connection, sql: str, values: tuple[object, ...] = ()) -> int:
    """How many rows the query gives, when all were read."""
    return sum(1 for _ in connection.execute(sql, values))


def opened(shop: Path) -> sqlite3.Connection:
    """The shop's file, for reading."""
    return sqlite3.connect(f"file:{shop / FILE_NAME}?mode=ro", uri=True)
