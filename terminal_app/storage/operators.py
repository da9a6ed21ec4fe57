"""The staff on disk: everybody who ever stood at the till, and the wrong PINs in a row of each.

Rows are never deleted, because receipts and journal name them. Any thread; writes inside `Database.writing()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..domain.operators import Operator, Role, Trials
from .database import Database
from .moments import from_optional, to_text


class Staff:
    """The shop's operators."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: tuple[list[tuple[Any, ...]], tuple[Operator, ...]] = ([], ())
        """The rows that were read last, and who they are: each sale asks, and they seldom differ."""

    def everybody(self) -> tuple[Operator, ...]:
        """All operators by id, also those who have left."""
        rows = self._database.rows("SELECT id, name, role, pin_hash, active, must_change_pin FROM operator ORDER BY id")
        read, known = self._read
        if rows != read:
            known = tuple(
                Operator(id_, name, Role(role), pin_hash, bool(active), bool(must_change))
                for id_, name, role, pin_hash, active, must_change in rows
            )
            self._read = rows, known
        return known

    def put(self, operators: Iterable[Operator]) -> None:
        """Add or change operators by id."""
        with self._database.writing():
            self._database.execute_many(
                "INSERT INTO operator (id, name, role, pin_hash, active, must_change_pin) VALUES (?,?,?,?,?,?) "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, "
                "pin_hash = excluded.pin_hash, active = excluded.active, must_change_pin = excluded.must_change_pin",
                [(o.id, o.name, o.role.value, o.pin_hash, int(o.active), int(o.must_change_pin)) for o in operators],
            )

    def file_hashes(self) -> dict[str, str]:
        """The hash of the PIN that the provisioning file gave each operator; those it gave none are left out."""
        rows = self._database.rows("SELECT id, file_pin_hash FROM operator WHERE file_pin_hash IS NOT NULL")
        return {str(id_): str(hashed) for id_, hashed in rows}

    def put_file_hashes(self, hashes: Mapping[str, str]) -> None:
        """Remember what the provisioning file gave."""
        with self._database.writing():
            self._database.execute_many(
                "UPDATE operator SET file_pin_hash = ? WHERE id = ?", [(hashed, id_) for id_, hashed in hashes.items()]
            )

    def trials(self, operator_id: str) -> Trials:
        """The wrong PINs in a row of that operator."""
        row = self._database.row("SELECT wrong, last_utc FROM pin_trial WHERE operator_id = ?", (operator_id,))
        return Trials() if row is None else Trials(int(row[0]), from_optional(row[1]))

    def put_trials(self, operator_id: str, trials: Trials) -> None:
        """Store them: what is counted outlives the program."""
        with self._database.writing():
            self._database.execute(
                "INSERT INTO pin_trial (operator_id, wrong, last_utc) VALUES (?,?,?) ON CONFLICT (operator_id) "
                "DO UPDATE SET wrong = excluded.wrong, last_utc = excluded.last_utc",
                (operator_id, trials.wrong, None if trials.last is None else to_text(trials.last)),
            )
