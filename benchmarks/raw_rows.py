"""The floor of whatever is made from the journal: its rows read by plain `sqlite3`, and nothing else.

What a row says stands in it as JSON, and whoever adds it up must read that: what the same rows take with it read stands
beside the floor, as a second one that is ours. Nothing of the till is above either, and no row is kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Budget, Figure, Samples, beside
from terminal_app.storage.database import FILE_NAME

_JOURNAL = "SELECT id, at_utc, kind, operator_id, sale_id, facts FROM journal WHERE id > ? AND id <= ? ORDER BY id"
WHOLE = 1 << 62
RAW, PARSED = "its rows read raw", "its rows read with their JSON"
BESIDE_PARSED = "beside its rows read with their JSON"


@dataclass(slots=True)
class Floors:
    """Reading the same rows raw, and with the JSON that stands in them."""

    raw: Samples
    parsed: Samples


def read_journal(shop: Path, after: int = 0, until: int = WHOLE) -> None:
    """Those rows of the journal, each handed over once and let go."""
    with closing(opened(shop)) as connection:
        read(connection, _JOURNAL, (after, until))


def parse_journal(shop: Path, after: int = 0, until: int = WHOLE) -> None:
    """The same rows, and what each says read as JSON."""
    with closing(opened(shop)) as connection:
        for row in connection.execute(_JOURNAL, (after, until)):
            json.loads(row[5])


def read(connection: sqlite3.Connection, sql: str, values: tuple[object, ...] = ()) -> None:
    """All that the query gives, as `fetchall` reads it, but no row is kept: that would cost memory and time."""
    deque(connection.execute(sql, values), maxlen=0)


def opened(shop: Path) -> sqlite3.Connection:
    """The shop's file, for reading."""
    return sqlite3.connect(f"file:{shop / FILE_NAME}?mode=ro", uri=True)


def beside_its_rows(name: str, ours: Samples, floors: Floors, ratio: float, **detail: float) -> list[Figure]:
    """The figure beside its rows, as the issue asks, and the same measurement beside them with their JSON read."""
    raw, parsed = floors.raw, floors.parsed
    told = {"with_json": parsed.median, "with_json_in_floors": parsed.median / raw.median, **detail}
    budget = Budget(ratio=ratio)
    return [
        beside(name, ours, RAW, raw, budget, cpu_ratio=ours.cpu / raw.cpu, **told),
        beside(f"{name}, {BESIDE_PARSED}", ours, PARSED, parsed, budget, own=True, cpu_ratio=ours.cpu / parsed.cpu),
    ]
