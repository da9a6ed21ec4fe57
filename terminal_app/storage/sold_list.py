"""What was sold, as lists: by day, by receipt number, by customer, by amount; newest first, a page at a time.

Every query walks an index from a given place and stops after a page, so that a million sales take as long as a
thousand. What a row says beside the sale itself is read for the rows of the page alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from ..domain.channel import Channel
from ..domain.money import Money
from ..domain.receipt import ReceiptKind
from .database import Database
from .moments import from_text, to_text

_ROW = (
    "SELECT s.id, s.receipt_no, s.paid_receipt_no, s.kind, s.sold_at, s.operator_id, s.total_ore, "
    "s.customer_name, (SELECT receipt_no FROM sale o WHERE o.id = s.original_id), "
    "(SELECT name FROM sale_line l WHERE l.sale_id = s.id ORDER BY position LIMIT 1), "
    "(SELECT COUNT(*) FROM sale_line l WHERE l.sale_id = s.id AND l.kind = 'item'), "
    "(SELECT group_concat(channel ORDER BY position) FROM payment p WHERE p.sale_id = s.id), "
    "EXISTS (SELECT 1 FROM print_job j WHERE j.sale_id = s.id AND j.kind = 'copy'), "
    "EXISTS (SELECT 1 FROM sale r WHERE r.original_id = s.id) FROM sale s WHERE s.id = ?"
)
_TAKEN_BACK = (
    "SELECT (SELECT SUM(quantity_milli) FROM sale_line WHERE sale_id = ?) + "
    "(SELECT SUM(l.quantity_milli) FROM sale r JOIN sale_line l ON l.sale_id = r.id WHERE r.original_id = ?)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the next one goes on with what was sold before it."""

    sold_utc: str
    sale_id: str


@dataclass(frozen=True, slots=True)
class SoldRow:
    """One sale or return in a list. `article` is its first line's name, `lines` how many lines of goods it has."""

    sale_id: str
    receipt_no: str
    paid_receipt_no: str | None
    kind: ReceiptKind
    sold_at: datetime
    operator_id: str
    total: Money
    customer_name: str | None
    original_receipt_no: str | None
    article: str
    lines: int
    channels: tuple[Channel, ...]
    copied: bool
    returned: bool
    """Whether anything of it has been taken back."""
    returned_whole: bool


@dataclass(frozen=True, slots=True)
class SoldPage:
    """Rows, newest first, and where the next page begins: None when these are the last."""

    rows: tuple[SoldRow, ...]
    next: Place | None = None


_NOTHING = SoldPage(())


class SoldList:
    """Finds sales and returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def between(self, start: datetime, end: datetime, after: Place | None, limit: int) -> SoldPage:
        """What was sold from `start` and before `end`."""
        found = self._keys(
            "FROM sale WHERE sold_utc >= ? AND sold_utc < ?", (to_text(start), to_text(end)), after, limit
        )
        return self._page(found, limit)

    def count_between(self, start: datetime, end: datetime, most: int) -> int:
        """How many there are from `start` and before `end`; stops counting at `most`."""
        row = self._database.row(
            "SELECT COUNT(*) FROM (SELECT 1 FROM sale WHERE sold_utc >= ? AND sold_utc < ? LIMIT ?)",
            (to_text(start), to_text(end), most),
        )
        return 0 if row is None else int(row[0])

    def any_between(self, start: datetime, end: datetime) -> bool:
        """Whether anything was sold from `start` and before `end`."""
        return self.count_between(start, end, 1) > 0

    def last_before(self, moment: datetime) -> datetime | None:
        """When something was last sold before that moment, in UTC."""
        row = self._database.row("SELECT MAX(sold_utc) FROM sale WHERE sold_utc < ?", (to_text(moment),))
        return None if row is None or row[0] is None else from_text(row[0])

    def numbered(self, receipt_nos: Sequence[str]) -> tuple[SoldRow, ...]:
        """The sales of those receipt numbers, in their order; also by the sales receipt of a part that was paid."""
        found: list[str] = []
        for number in receipt_nos:
            for column in ("receipt_no", "paid_receipt_no"):
                row = self._database.row(f"SELECT id FROM sale WHERE {column} = ?", (number,))
                if row is not None and row[0] not in found:
                    found.append(row[0])
        return tuple(self._row(sale_id) for sale_id in found)

    def matching(self, customers: Iterable[str], amounts: Iterable[Money], after: Place | None, limit: int) -> SoldPage:
        """What was sold to any of those customers (remote ids), now or at the sale, or came to any of those amounts.

        As flat as there are customers and amounts: each is a walk of its own, cut at a page.
        """
        walks = []
        for remote_id in dict.fromkeys(customers):
            walks.append(self._keys("FROM sale WHERE customer_remote_id = ?", (remote_id,), after, limit))
            walks.append(self._invoiced_to(remote_id, after, limit))
        for amount in dict.fromkeys(amounts):
            walks.append(self._keys("FROM sale WHERE total_ore = ?", (amount.ore,), after, limit))
        merged = dict.fromkeys(heapq.merge(*walks, key=lambda at: (at.sold_utc, at.sale_id), reverse=True))
        return self._page(list(islice(merged, limit + 1)), limit)

    def _keys(self, which: str, values: tuple[object, ...], after: Place | None, limit: int) -> list[Place]:
        """A page of places and one more, newest first, from an index that ends in the moment and the id."""
        onward = "" if after is None else "AND (sold_utc, id) < (?, ?) "
        place = () if after is None else (after.sold_utc, after.sale_id)
        rows = self._database.rows(
            f"SELECT sold_utc, id {which} {onward}ORDER BY sold_utc DESC, id DESC LIMIT ?", (*values, *place, limit + 1)
        )
        return [Place(*row) for row in rows]

    def _invoiced_to(self, remote_id: str, after: Place | None, limit: int) -> list[Place]:
        """The same of the invoices that go to that customer now, whoever the sale was to.

        An entry's reference is the same few letters and its sale's id, so that references stand in the order of ids.
        """
        onward = "" if after is None else "AND (created_utc, sale_id) <= (?, ?) "
        place = () if after is None else (after.sold_utc, after.sale_id)
        rows = self._database.rows(
            f"SELECT created_utc, sale_id FROM outbox WHERE customer_remote_id = ? {onward}"
            "ORDER BY created_utc DESC, reference DESC LIMIT ?",
            (remote_id, *place, limit + 2),
        )
        return [at for row in rows if (at := Place(*row)) != after][: limit + 1]

    def _page(self, found: Sequence[Place], limit: int) -> SoldPage:
        if not found:
            return _NOTHING
        shown = found[:limit]
        rows = tuple(self._row(place.sale_id) for place in shown)
        return SoldPage(rows, shown[-1] if len(found) > limit else None)

    def _row(self, sale_id: str) -> SoldRow:
        row = self._database.row(_ROW, (sale_id,))
        assert row is not None, sale_id
        whole = False
        if row[13]:
            left = self._database.row(_TAKEN_BACK, (sale_id, sale_id))
            whole = left is not None and left[0] == 0
        return _sold_row(row, whole)


def _sold_row(row: tuple[Any, ...], whole: bool) -> SoldRow:
    return SoldRow(
        sale_id=row[0],
        receipt_no=row[1],
        paid_receipt_no=row[2],
        kind=ReceiptKind(row[3]),
        sold_at=datetime.fromisoformat(row[4]),
        operator_id=row[5],
        total=Money(row[6]),
        customer_name=row[7],
        original_receipt_no=row[8],
        article=row[9] or "",
        lines=int(row[10]),
        channels=tuple(Channel(name) for name in (row[11] or "").split(",") if name),
        copied=bool(row[12]),
        returned=bool(row[13]),
        returned_whole=whole,
    )
