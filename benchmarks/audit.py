"""What an audit of the whole journal takes, its hash chain and all signatures, beside reading its rows raw.

The journal is the big shop's: a million signed transactions in a whole run. Each is verified by its public key, so the
floors say what is left of it when nothing is verified, and when nothing but the JSON of its rows is read.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure, in_turn
from benchmarks.memory import peak_mb
from benchmarks.raw_rows import BESIDE_PARSED, PARSED, RAW, parse_journal, read_journal
from terminal_app.storage.audit import Audit, audit
from terminal_app.storage.database import Database
from terminal_app.till import Till

MOST_S_A_MILLION = 60.0
MOST_GROWTH_MB = 8.0
_FEW = 1_000


def figures(ask: Ask) -> list[Figure]:
    """The audit beside the reading, and how much more memory its walk takes at the most."""
    folder = shops.copied(shops.big(ask), ask)
    _audited(shops.copied(shops.big(ask, _FEW), ask))  # what it works with is in memory afterwards
    read_journal(folder)
    before = peak_mb()
    works = lambda: _audited(folder), lambda: read_journal(folder), lambda: parse_journal(folder)
    audited, read, parsed = in_turn(1, *works, warm=0)
    grown, found = peak_mb() - before, _audited(folder)
    limit = Budget() if ask.quick else Budget(limit=MOST_S_A_MILLION * found.transactions / 1e6)
    name = f"audit of {found.rows} rows, {found.transactions} of them signed"
    detail = {**audited.detail(), **read.detail("floor_"), "with_json": parsed.median}
    took_s, beside_parsed = audited.median / 1000, f"{name}, {BESIDE_PARSED}"
    return [
        Figure(name, "s", took_s, RAW, read.median / 1000, limit, detail, own=True),
        Figure(beside_parsed, "s", took_s, PARSED, parsed.median / 1000, detail=parsed.detail("floor_"), own=True),
        Figure("memory that an audit adds", "MB", grown, "none", 0.0, Budget(limit=MOST_GROWTH_MB), own=True),
    ]


def _audited(folder: Path) -> Audit:
    with Database.open(folder, read_only=True) as database:
        found = audit(database, Till(database, lambda: shops.NOON).signing.store)
    assert found.holds, found
    return found
