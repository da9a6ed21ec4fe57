"""The outbox on disk: entries, their attempts, and saves that refuse to overwrite each other.

A save compares the version that was read (compare-and-set), so of two who move the same entry one is told no.
Several can be saved with one wait for the disk, each for itself. No row is ever deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from ..domain.money import Money
from ..domain.outbox import Attempt, OutboxEntry, Quarantine, Remote, State
from ..domain.problems import MoveRefused, Problem
from ..domain.turnover import summed
from ..domain.vat_path import VatPath
from .database import Database
from .moments import from_optional, from_text, to_text

_COLUMNS = (
    "o.reference, o.sale_id, COALESCE(s.receipt_no, printf('Z-%06d', o.settlement)), "
    "COALESCE(s.sold_at, o.created_utc), o.customer_remote_id, o.customer_number, o.customer_name, "
    "o.total_ore, o.state, o.version, o.attempts, o.not_before_utc, o.payload, o.quarantine_boot, "
    "o.quarantine_since_s, o.problem_code, o.problem_values, o.remote_order_id, o.remote_order_no, "
    "o.remote_invoice_no, o.remote_total_ore, o.remote_paid, o.remote_vat_ore, o.settlement, o.vat_path, o.vat_ore"
)
OPEN = "('held', 'needs_customer', 'queued', 'sending', 'unknown', 'needs_attention')"
"""The states of what the accounting system does not have, for all the till knows; an index is on just these."""
# Out of an index alone: while a long queue goes out it is asked for each order.
_OPEN_COUNTS = f"SELECT state, COUNT(*) FROM outbox WHERE state IN {OPEN} GROUP BY state"
_COUNTS_UP_TO = " UNION ALL ".join(
    f"SELECT '{state.value}', COUNT(*) FROM (SELECT 1 FROM outbox WHERE state = '{state.value}' LIMIT ?)"
    for state in State
)
_NEVER = "Z"
"""Later than any moment that is stored."""
_FROM = f"SELECT {_COLUMNS} FROM outbox o LEFT JOIN sale s ON s.id = o.sale_id "


@dataclass(frozen=True, slots=True)
class Move:
    """What an entry, as it was read, is to become, and the line that tells of it in its history."""

    before: OutboxEntry
    after: OutboxEntry
    attempt: Attempt | None = None


def insert(database: Database, entry: OutboxEntry) -> None:
    """A new row for a sale or a Z that is being recorded; call inside `database.writing()`."""
    database.execute(
        "INSERT INTO outbox (reference, sale_id, created_utc, customer_remote_id, customer_number, customer_name, "
        "total_ore, state, not_before_utc, settlement, vat_path, version, attempts) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,0,0)",
        (
            entry.reference, entry.sale_id, to_text(entry.sold_at), entry.customer_remote_id,
            entry.customer_number, entry.customer_name, entry.total.ore, entry.state.value,
            None if entry.not_before is None else to_text(entry.not_before), entry.settlement,
            entry.vat_path and entry.vat_path.value,
        ),
    )  # fmt: skip


class Outbox:
    """What waits for, or has reached, the accounting system."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, reference: str) -> OutboxEntry | None:
        """The entry with its whole attempt history, or None."""
        if not reference.isascii():
            return None  # ours are; and what no text encoding holds would not reach SQLite
        row = self._database.row(_FROM + "WHERE o.reference = ?", (reference,))
        return None if row is None else replace(_entry(row), history=self._history(reference))

    def of_settlement(self, number: int) -> OutboxEntry | None:
        """The entry of the Z of that number, or None when its voucher is not Disken's to send."""
        row = self._database.row(_FROM + "WHERE o.settlement = ?", (number,))
        return None if row is None else _entry(row)

    def of_sale(self, sale_id: str) -> OutboxEntry | None:
        """The entry of that sale, or None when it was not paid by invoice."""
        row = self._database.row(_FROM + "WHERE o.sale_id = ?", (sale_id,))
        return None if row is None else _entry(row)

    def of_sales(self, sale_ids: Sequence[str]) -> dict[str, OutboxEntry]:
        """The entries of those sales by sale, without their history; sales not paid by invoice are left out."""
        marks = ",".join("?" * len(sale_ids))
        rows = self._database.rows(f"{_FROM}WHERE o.sale_id IN ({marks})", tuple(sale_ids))
        return {row[1]: _entry(row) for row in rows}

    def vouchers_accepted_as(self, ids: Iterable[str]) -> list[OutboxEntry]:
        """The day settlements that are accepted as one of those vouchers, by its id; without their history."""
        rows = self._database.rows(
            f"{_FROM}WHERE o.state = 'accepted' AND o.settlement IS NOT NULL "
            "AND o.remote_order_id IN (SELECT value FROM json_each(?)) ORDER BY o.settlement",
            (json.dumps(sorted(ids)),),
        )
        return [_entry(row) for row in rows]

    def taken_as(self, ids: Iterable[str], since: date) -> set[str]:
        """Those of the ids that the accounting system has called an entry of that day or later by."""
        rows = self._database.rows(
            "SELECT remote_order_id FROM outbox WHERE created_utc >= ? "
            "AND remote_order_id IN (SELECT value FROM json_each(?))",
            (to_text(datetime.combine(since, time.min, UTC)), json.dumps(sorted(ids))),
        )
        return {str(row[0]) for row in rows}

    def in_states(self, states: Iterable[State], limit: int | None = None) -> list[OutboxEntry]:
        """The entries in any of those states, oldest sale first, without their history."""
        return self._in_order(states, "o.created_utc, o.reference", limit)

    def latest(self, limit: int = 200, states: Iterable[State] = State) -> list[OutboxEntry]:
        """The newest entries in any of those states, newest first, without their history."""
        return self._in_order(states, "o.created_utc DESC, o.reference DESC", limit)

    def retried(self) -> list[OutboxEntry]:
        """The entries in doubt, and the queued ones that wait for a moment of their own; without their history."""
        return self._entries("o.state = 'unknown' OR (o.state = 'queued' AND o.not_before_utc IS NOT NULL)")

    def about_to_move(self, since: date | None) -> list[OutboxEntry]:
        """What may be let go or held back before a pass, where invoices go from that day on, and what is half sent.

        Of invoices no more than that may concern, give or take a day for the zone: a long queue is not read for each
        sale. None for the day lets none of them go. Oldest first, without their history.
        """
        return self._entries(
            "o.state = 'sending' OR (o.state IN ('held', 'queued') AND o.settlement IS NOT NULL) "
            "OR (o.state = 'held' AND o.created_utc >= ?) OR (o.state = 'queued' AND o.created_utc < ?)",
            *(_NEVER if since is None else _days_from(since, days) for days in (-2, 2)),
        )

    def _entries(self, which: str, *values: str) -> list[OutboxEntry]:
        rows = self._database.rows(f"{_FROM}WHERE {which} ORDER BY o.created_utc, o.reference", values)
        return [_entry(row) for row in rows]

    def _in_order(self, states: Iterable[State], order: str, limit: int | None) -> list[OutboxEntry]:
        wanted = [state.value for state in states]
        where = "" if len(wanted) == len(State) else f"WHERE o.state IN ({','.join('?' * len(wanted))}) "
        values = (*(wanted if where else ()), -1 if limit is None else limit)
        return [_entry(row) for row in self._database.rows(f"{_FROM}{where}ORDER BY {order} LIMIT ?", values)]

    def counts(self) -> dict[State, int]:
        """How many entries stand in each state; states with none are left out. Slower the longer the shop has sold."""
        rows = self._database.rows("SELECT state, COUNT(*) FROM outbox GROUP BY state")
        return {State(state): int(number) for state, number in rows}

    def counts_up_to(self, most: int) -> dict[State, int]:
        """The same, with no state counted further than that."""
        rows = self._database.rows(_COUNTS_UP_TO, (most,) * len(State))
        return {State(state): int(number) for state, number in rows if number}

    def open_counts(self, now: datetime) -> tuple[dict[State, int], int]:
        """As `counts`, without what they have taken or nobody wants any more, and as `count_set_aside`.

        That is little to count, however long the shop has sold.
        """
        counts = {State(state): int(number) for state, number in self._database.rows(_OPEN_COUNTS)}
        stopped = State.NEEDS_CUSTOMER in counts or State.NEEDS_ATTENTION in counts
        return counts, self.count_set_aside(now) if stopped else 0

    def has_any(self, *states: State) -> bool:
        """Whether any entry stands in one of those states."""
        marks = ",".join("?" * len(states))
        asked = f"SELECT EXISTS (SELECT 1 FROM outbox WHERE state IN ({marks}))"
        row = self._database.row(asked, tuple(state.value for state in states))
        return row is not None and bool(row[0])

    def count_set_aside(self, now: datetime) -> int:
        """How many that need a person have been put aside beyond that moment."""
        row = self._database.row(
            "SELECT COUNT(*) FROM outbox WHERE state IN ('needs_customer', 'needs_attention') AND not_before_utc > ?",
            (to_text(now),),
        )
        return 0 if row is None else int(row[0])

    def save(self, before: OutboxEntry, after: OutboxEntry, attempt: Attempt | None = None) -> OutboxEntry:
        """`after` as it now stands on disk (version + 1), with the attempt added to its history.

        Raises MoveRefused when the move is not allowed, or when the entry is no longer as `before` was read:
        then nothing is written.
        """
        (saved,) = self.save_each([Move(before, after, attempt)])
        if isinstance(saved, MoveRefused):
            raise saved
        return saved

    def save_each(self, moves: Sequence[Move]) -> list[OutboxEntry | MoveRefused]:
        """What `save` would return or raise for each of them, in their order, on disk in one transaction.

        A move that is refused writes nothing and takes none of the others with it; any other error takes them all.
        """
        with self._database.writing():
            return [self._moved(move) for move in moves]

    def _moved(self, move: Move) -> OutboxEntry | MoveRefused:
        before, after = move.before, move.after
        try:
            if after.state is not before.state:
                before.require_move(after.state)
            self._replace(before, after)
        except MoveRefused as refusal:
            return refusal
        if move.attempt is not None:
            self._add_attempt(before.reference, move.attempt)
        return replace(after, version=before.version + 1)

    def _replace(self, before: OutboxEntry, after: OutboxEntry) -> None:
        changed = self._database.execute(
            "UPDATE outbox SET customer_remote_id=?, customer_number=?, customer_name=?, state=?, "
            "version=version+1, attempts=?, not_before_utc=?, payload=?, quarantine_boot=?, quarantine_since_s=?, "
            "problem_code=?, problem_values=?, remote_order_id=?, remote_order_no=?, remote_invoice_no=?, "
            "remote_total_ore=?, remote_paid=?, remote_vat_ore=?, vat_path=?, vat_ore=?, total_ore=? "
            "WHERE reference=? AND version=? AND state=?",
            (*_changing(after), before.reference, before.version, before.state.value),
        )
        if changed != 1:
            raise MoveRefused("outbox_changed_meanwhile", reference=before.reference)

    def _add_attempt(self, reference: str, attempt: Attempt) -> None:
        self._database.execute(
            "INSERT INTO attempt (reference, position, at_utc, what, outcome, detail) VALUES (?, "
            "(SELECT COALESCE(MAX(position) + 1, 0) FROM attempt WHERE reference = ?), ?, ?, ?, ?)",
            (reference, reference, to_text(attempt.at), attempt.what, attempt.outcome, attempt.detail),
        )

    def _history(self, reference: str) -> tuple[Attempt, ...]:
        rows = self._database.rows(
            "SELECT at_utc, what, outcome, detail FROM attempt WHERE reference = ? ORDER BY position", (reference,)
        )
        return tuple(Attempt(from_text(at), what, outcome, detail) for at, what, outcome, detail in rows)


def _days_from(day: date, days: int) -> str:
    """The day so many days after that one, or the last or first that there is, in the order of the moments stored."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal())).isoformat()


def _changing(entry: OutboxEntry) -> Sequence[object]:
    quarantine, problem, remote = entry.quarantine, entry.problem, entry.remote
    return (
        entry.customer_remote_id,
        entry.customer_number,
        entry.customer_name,
        entry.state.value,
        entry.attempts,
        None if entry.not_before is None else to_text(entry.not_before),
        entry.payload,
        quarantine and quarantine.boot_id,
        quarantine and quarantine.since_s,
        problem and problem.code,
        None if problem is None else json.dumps(dict(problem.values), ensure_ascii=False),
        remote and remote.order_id,
        remote and remote.order_no,
        remote and remote.invoice_no,
        None if remote is None or remote.total is None else remote.total.ore,
        None if remote is None or remote.paid is None else int(remote.paid),
        None if remote is None or remote.vat is None else remote.vat.ore,
        entry.vat_path and entry.vat_path.value,
        None if entry.vat is None else entry.vat.ore,
        entry.total.ore,
    )


def _entry(row: tuple[Any, ...]) -> OutboxEntry:
    return OutboxEntry(
        reference=row[0],
        sale_id=row[1],
        receipt_no=row[2],
        sold_at=from_text(row[3]),
        customer_remote_id=row[4],
        customer_number=row[5],
        customer_name=row[6],
        total=summed(row[7]),
        state=State(row[8]),
        version=row[9],
        attempts=row[10],
        not_before=from_optional(row[11]),
        payload=row[12],
        quarantine=None if row[13] is None else Quarantine(row[13], row[14]),
        problem=None if row[15] is None else Problem(row[15], json.loads(row[16] or "{}")),
        remote=None if row[17] is None else _remote(row[17:23]),
        settlement=row[23],
        vat_path=None if row[24] is None else VatPath(row[24]),
        vat=None if row[25] is None else Money(row[25]),
    )


def _remote(row: tuple[Any, ...]) -> Remote:
    order_id, order_no, invoice_no, total_ore, paid, vat_ore = row
    return Remote(
        order_id=order_id,
        order_no=order_no,
        invoice_no=invoice_no,
        total=None if total_ore is None else Money(total_ore),
        paid=None if paid is None else bool(paid),
        vat=None if vat_ore is None else Money(vat_ore),
    )
