"""How far the till has come at least: kept in a file beside the signing keys, outside the database.

By it a database that was put back from an old copy is known as such. The file (`mark_file`) is written after each
commit and never waited for: one that is behind, unreadable or missing refuses nothing. Called under the database's
write lock.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import peewee

from ..domain.records import record
from . import journal, mark_file, register, series, settlements
from .database import Database
from .journal_end import JournalEnd

FILE_NAME = "done.json"
_log = logging.getLogger(__name__)
_as_json = json.JSONEncoder(separators=(",", ":")).encode


@record
class Done:
    """What was done at least: the journal's last row with its hash, the last transaction, the last of each series.

    `sales` and `returns` are the grand totals of the last Z, in øre.
    """

    row: int
    hash: str
    nr: int
    signature: str
    series: Mapping[str, int]
    sales: int = 0
    returns: int = 0

    def facts(self) -> dict[str, Any]:
        """As it stands in the file and in the journal."""
        return {
            "row": self.row, "hash": self.hash, "nr": self.nr, "signature": self.signature, "series": dict(self.series),
            "sales": self.sales, "returns": self.returns,
        }  # fmt: skip

    def or_further(self, other: Done) -> Done:
        """The further of both: number and signature go together, each series by itself; row and hash stay."""
        further = self if self.nr >= other.nr else other
        kinds = sorted({*self.series, *other.series})
        series = {kind: max(self.series.get(kind, 0), other.series.get(kind, 0)) for kind in kinds}
        sales, returns = max(self.sales, other.sales), max(self.returns, other.returns)
        return Done(self.row, self.hash, further.nr, further.signature, series, sales, returns)


def of(database: Database) -> Done:
    """What this database knows to be done, whatever else is wrong with it."""
    row = database.row("SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1")
    number, signature = register.last(database)
    grand = settlements.grand_totals(database)
    at = (0, "") if row is None else (int(row[0]), str(row[1]))
    return Done(*at, number, signature, series.every_last(database), grand.sales.ore, grand.returns.ore)


def done_from(facts: Any) -> Done:
    """What `facts` told; raises ValueError when it is nothing of the kind."""
    try:
        row, link, nr, signature, series = (facts[name] for name in ("row", "hash", "nr", "signature", "series"))
        counts = {str(kind): _count(last) for kind, last in series.items()}
        sales, returns = (_count(facts.get(name, 0)) for name in ("sales", "returns"))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no mark") from error
    if not isinstance(link, str) or not isinstance(signature, str):
        raise ValueError("no mark")
    return Done(_count(row), link, _count(nr), signature, counts, sales, returns)


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("no count")
    return value


def read(folder: Path) -> Done | None:
    """What the file beside the keys tells; None when there is none, or nothing that can be read."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[int, Done | None]:
    """The same behind the turn that it was written in."""
    try:
        turn, told = mark_file.read(folder / FILE_NAME)
        return turn, done_from(json.loads(told))
    except FileNotFoundError:
        return 0, None
    except (OSError, ValueError) as error:
        _log.warning("the mark of what was done cannot be read: %s", error)
        return 0, None


def write(folder: Path, done: Done) -> None:
    """That mark in the file beside the keys, where there are keys; raises OSError."""
    _write(folder, _read(folder)[0] + 1, done)


def _write(folder: Path, turn: int, done: Done) -> None:
    try:
        mark_file.write(f"{folder}/{FILE_NAME}", turn, _as_json(done.facts()))
    except FileNotFoundError:
        return  # no keys, nothing was signed: there is nothing to know again


def is_behind(database: Database, done: Done) -> bool:
    """Whether the database lacks something of what was done: rows, numbers, or the very row that was the last one."""
    here = journal.hash_of(database, done.row)
    if done.row and (not here or here != done.hash):
        return True
    now = of(database)
    return now.nr < done.nr or any(now.series.get(kind, 0) < last for kind, last in done.series.items())


class HighWater:
    """The mark of one open database. It never goes back: a database that is behind leaves it as it is."""

    def __init__(self, database: Database, folder: Path, end: JournalEnd) -> None:
        self._database = database
        self._end = end
        self._folder = folder
        self._turn, mark = _read(folder)
        self.missed: Done | None = mark if mark is not None and is_behind(database, mark) else None
        """What was done that the database knows nothing of; None when it is as it should be."""
        self._lost = False
        database.journalled = self._as_it_will_stand

    def _as_it_will_stand(self) -> Callable[[], None]:
        """What moves the mark to where the database stands inside this transaction, once that is on disk.

        Read before the commit, where it costs no transaction of its own. Neither this nor that ever raises, since a
        mark that stays behind does no harm.
        """
        if self.missed is not None:
            return lambda: None
        try:
            done = self._done()
        except (ValueError, peewee.DatabaseError) as error:
            self._is_lost(error)
            return lambda: None
        return lambda: self._keep(done)

    def _keep(self, done: Done) -> None:
        try:
            _write(self._folder, self._turn + 1, done)
        except OSError as error:
            self._is_lost(error)
        else:
            self._turn += 1
            self._lost = False

    def _is_lost(self, error: Exception) -> None:
        if not self._lost:
            _log.warning("the mark of what was done cannot be kept: %s", error)
        self._lost = True

    def _done(self) -> Done:
        """As `of`, from what is known of the journal's end already."""
        end, counts = self._end.now(), series.every_last(self._database)
        sales, returns = end.grand.sales.ore, end.grand.returns.ore
        return Done(end.period.until, end.period.link, end.nr, end.signature, counts, sales, returns)

    def taken_up(self) -> None:
        """From now on the mark follows this database."""
        self.missed = None
        self._as_it_will_stand()()
