"""Whether the journal is what was written: its hash chain, and the chain of signatures over its transactions.

One pass in small portions, whatever the journal's length. Reads only, mends nothing; any thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from ..domain.cash_signature import FIRST, joined
from . import high_water, journal, seal
from .database import Database
from .high_water import Done
from .register import KEY_ROW, TAKEN_UP

_AT_ONCE = 1000
_COLUMNS = ("at_utc", "kind", "operator_id", "sale_id", "facts", "previous_hash", "hash")
_ROWS = f"SELECT id, {{}} FROM journal WHERE id > ? AND id <= ? ORDER BY id LIMIT {_AT_ONCE}"
_AS_TEXT = _ROWS.format(", ".join(_COLUMNS))
_AS_BYTES = _ROWS.format(", ".join(f"CAST({column} AS BLOB)" for column in _COLUMNS))


class KeysHere(Protocol):
    """The keys that verify; `terminal_app.signing.KeyStore` is one."""

    folder: Path

    def check(self, version: str, method: str, public: str) -> Callable[[str, str], bool] | None:
        """Whether a signature is that of a text, by the key of that version; None when nothing here can tell."""


class Fault(Enum):
    """What is wrong with a row."""

    MISSING = "missing"
    """There is no row of that number, but there are later ones."""
    CHANGED = "changed"
    """It is not what was written: its hash, or its link to the row before, does not fit."""
    NUMBER = "number"
    """Its transaction number does not follow the one before."""
    SIGNATURE = "signature"
    """Its signature is not that of its transaction, in this place of the chain."""
    KEY = "key"
    """Nothing here can verify its key: the journal names none of that version, or the kept key is another or gone."""
    SEAL = "seal"
    """This Z does not vouch for the rows before it: one of them, or the Z itself, is not what was written."""
    CUT_OFF = "cut_off"
    """The till had come further: this row was there and is not any more."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first row that something is wrong with. `nr` is its transaction's number, 0 for an event."""

    row: int
    fault: Fault
    nr: int = 0


@dataclass(frozen=True, slots=True)
class KnownGap:
    """Numbers that a manager took up after an old database was put back: what is between is known to be gone."""

    row: int
    before: Done
    after: Done


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found: each `Wrong` is the first of its sort, None where there is none."""

    rows: int
    transactions: int
    broken: Wrong | None
    """In the hash chain, over all rows."""
    wrong_signature: Wrong | None
    """In the chain of numbers and signatures, over the transactions."""
    cut_off: Wrong | None
    """At the end, by what the file beside the keys knows; never found without it."""
    gaps: tuple[KnownGap, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.first is None

    @property
    def first(self) -> Wrong | None:
        """The first row of all that something is wrong with."""
        found = [wrong for wrong in (self.broken, self.wrong_signature, self.cut_off) if wrong is not None]
        return min(found, key=lambda wrong: wrong.row, default=None)


def no_progress(share: float) -> None:
    """Tells nobody."""


def audit(database: Database, keys: KeysHere, progress: Callable[[float], None] = no_progress) -> Audit:
    """What the whole journal says, as far as it reached when this began; `progress` is told the share that is done.

    After a break both chains are followed on from what stands there, so that each tells its own first fault.
    """
    end = journal.newest(database)
    links, signatures = _Links(), _Signatures(keys)
    after = 0
    while rows := _portion(database, after, end):
        for number, at, kind, operator_id, sale_id, facts, claimed, hashed in rows:
            links.follow(number, claimed, hashed, (at, kind, operator_id, sale_id, facts))
            if isinstance(facts, str) and ('"nr":' in facts or kind in _TOLD):
                signatures.follow(number, kind, facts, claimed)
        after = int(rows[-1][0])
        progress(after / end)
    return Audit(
        rows=links.rows,
        transactions=signatures.transactions,
        broken=links.wrong,
        wrong_signature=signatures.wrong,
        cut_off=_cut_off(database, high_water.read(keys.folder)),
        gaps=tuple(signatures.gaps),
    )


_TOLD = (KEY_ROW, TAKEN_UP, seal.SEALED_ROW)


def _portion(database: Database, after: int, end: int) -> list[tuple[Any, ...]]:
    """The next rows; what is no text any more, because somebody changed its bytes, with marks where it is damaged."""
    try:
        return database.rows(_AS_TEXT, (after, end))
    except UnicodeDecodeError:
        damaged = database.rows(_AS_BYTES, (after, end))
        return [(row[0], *(bytes(part).decode("utf-8", "replace") if part is not None else None for part in row[1:]))
                for row in damaged]  # fmt: skip


class _Links:
    """Follows the hash chain."""

    def __init__(self) -> None:
        self.rows = 0
        self.wrong: Wrong | None = None
        self._number = 0
        self._hash = journal.FIRST_LINK

    def follow(
        self, number: int, claimed: str, hashed: str, fields: tuple[str, str, str | None, str | None, str]
    ) -> None:
        self.rows += 1
        if self.wrong is None:
            if number != self._number + 1:
                self.wrong = Wrong(self._number + 1, Fault.MISSING)
            elif claimed != self._hash or _link(claimed, fields) != hashed:
                self.wrong = Wrong(number, Fault.CHANGED)
        self._number, self._hash = number, hashed


def _link(claimed: str, fields: tuple[str, str, str | None, str | None, str]) -> str:
    """The hash that the row should have; "" when one of its fields is not even text."""
    try:
        return journal.link(claimed, *fields)
    except (TypeError, UnicodeError):
        return ""


class _Signatures:
    """Follows the numbers and signatures of the transactions, and the keys that the rows between them tell of."""

    def __init__(self, keys: KeysHere) -> None:
        self.transactions = 0
        self.wrong: Wrong | None = None
        self.gaps: list[KnownGap] = []
        self._keys = keys
        self._nr = 0
        self._signature = FIRST
        self._version = ""
        self._check: Callable[[str, str], bool] | None = None

    def follow(self, number: int, kind: str, written: str, before: str) -> None:
        """One more row that tells of signatures; `before` is the hash of the row before, as this one claims it."""
        facts = _facts(written)
        if facts is None:
            self._found(number, Fault.CHANGED, 0)
        elif kind == KEY_ROW:
            self._version = str(facts.get("version", ""))
            self._check = self._keys.check(self._version, str(facts.get("method", "")), str(facts.get("public", "")))
        elif kind == TAKEN_UP:
            self._take_up(number, facts)
        elif kind == seal.SEALED_ROW:
            self._sealed(number, facts, before)
        elif "nr" in facts:
            self._transaction(number, facts)

    def _take_up(self, number: int, facts: Mapping[str, Any]) -> None:
        try:
            before, after = high_water.done_from(facts.get("from")), high_water.done_from(facts.get("to"))
        except ValueError:
            return self._found(number, Fault.CHANGED, 0)
        if (before.nr, before.signature) != (self._nr, self._signature) or after.nr < before.nr:
            self._found(number, Fault.NUMBER, 0)
        self.gaps.append(KnownGap(number, before, after))
        self._nr, self._signature = after.nr, after.signature
        return None

    def _sealed(self, number: int, facts: Mapping[str, Any], before: str) -> None:
        """A Z vouches for all rows before it."""
        if self.wrong is not None:
            return
        if (
            self._check is None
            or facts.get(seal.SEALED_BY) != self._version
            or not self._check(seal.text(before, facts), str(facts.get(seal.SEAL, "")))
        ):
            self._found(number, Fault.SEAL, 0)

    def _transaction(self, number: int, facts: Mapping[str, Any]) -> None:
        self.transactions += 1
        nr, signature = facts["nr"], str(facts.get("signature", ""))
        if self.wrong is None:
            signed = (str(facts.get(name, "")) for name in ("date", "time", "nr", "amount_in", "amount_ex"))
            text = joined(self._signature, *signed)
            if nr != self._nr + 1:
                self._found(number, Fault.NUMBER, nr)
            elif self._check is None or facts.get("key") != self._version:
                self._found(number, Fault.KEY, nr)
            elif not self._check(text, signature):
                self._found(number, Fault.SIGNATURE, nr)
        self._nr, self._signature = nr, signature

    def _found(self, number: int, fault: Fault, nr: object) -> None:
        if self.wrong is None:
            self.wrong = Wrong(number, fault, nr if isinstance(nr, int) else 0)


def _facts(written: str) -> Mapping[str, Any] | None:
    try:
        facts = json.loads(written)
    except ValueError:
        return None
    return facts if isinstance(facts, dict) else None


def _cut_off(database: Database, done: Done | None) -> Wrong | None:
    """The first row of the end that is gone; of a till that went on from an older copy, the row where they part."""
    if done is None or not high_water.is_behind(database, done):
        return None
    newest = journal.newest(database)
    return Wrong(newest + 1 if newest < done.row else done.row, Fault.CUT_OFF, 0)
