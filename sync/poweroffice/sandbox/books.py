"""The company's books: tables of rows with look-up by key and by indexed field, and one lock around each change.

Knows no HTTP and no rules. Rows are never changed in place, so a reader may keep one after the lock is released.
Called from every server thread.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from .answers import Row

Key: TypeAlias = int | str
Change: TypeAlias = tuple[str, Key, Row | None]
"""Table name, key, and the row as it is now (None: gone)."""


class Table:
    """Rows of one kind, in the order of one of their properties.

    `indexed` names the properties that `find` answers without reading the whole table.
    """

    def __init__(self, name: str, key: str, order: str, indexed: Sequence[str] = ()) -> None:
        self.name = name
        self._key = key
        self._order = order
        self._rows: dict[Key, Row] = {}
        self._indexes: dict[str, dict[Any, dict[Key, None]]] = {field: {} for field in indexed}
        self._sorted: list[tuple[Any, Key]] | None = []

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, key: Key) -> Row | None:
        """The row with that key."""
        return self._rows.get(key)

    def find(self, field: str, value: Any) -> list[Row]:
        """Rows whose indexed property has that value, oldest first."""
        return [self._rows[key] for key in self._indexes[field].get(value, ())]

    def first(self, field: str, value: Any) -> Row | None:
        """The first row whose indexed property has that value."""
        found = self.find(field, value)
        return found[0] if found else None

    def all(self) -> list[Row]:
        """Every row, in order."""
        return [self._rows[key] for _, key in self._in_order()]

    def between(self, lowest: int, highest: int | None) -> list[Row]:
        """Rows whose ordering property is a whole number in that range, both ends included."""
        ordered = self._in_order()
        start = bisect_left(ordered, lowest, key=lambda pair: pair[0])
        end = len(ordered) if highest is None else bisect_left(ordered, highest + 1, key=lambda pair: pair[0])
        return [self._rows[key] for _, key in ordered[start:end]]

    def put(self, row: Row) -> Key:
        """Adds the row or takes the place of the one with its key."""
        key: Key = row[self._key]
        before = self._rows.get(key)
        if before is None:
            self._append(row[self._order], key)
        else:
            self._unindex(key, before)
            if before[self._order] != row[self._order]:
                self._sorted = None
        self._rows[key] = row
        for field, index in self._indexes.items():
            if row.get(field) is not None:
                index.setdefault(row[field], {})[key] = None
        return key

    def drop(self, key: Key) -> None:
        """Removes a row."""
        row = self._rows.pop(key, None)
        if row is not None:
            self._unindex(key, row)
            self._sorted = None

    def _append(self, place: Any, key: Key) -> None:
        if self._sorted is not None and (not self._sorted or self._sorted[-1][0] <= place):
            self._sorted.append((place, key))
        else:
            self._sorted = None

    def _unindex(self, key: Key, row: Row) -> None:
        for field, index in self._indexes.items():
            keys = index.get(row.get(field))
            if keys is not None:
                keys.pop(key, None)
                if not keys:
                    del index[row[field]]

    def _in_order(self) -> list[tuple[Any, Key]]:
        if self._sorted is None:
            self._sorted = sorted((row[self._order], key) for key, row in self._rows.items())
        return self._sorted


class Books:
    """Everything the company has in its accounting system."""

    def __init__(self, company: Row, subscriptions: Sequence[str], lock_date: str | None) -> None:
        self.company = company
        self.subscriptions = tuple(subscriptions)
        self._lock_date = lock_date
        self.customer_numbers = (10000, 99999)
        self.lock = threading.RLock()
        reference = "ExternalImportReference"
        self.customers = Table("customers", "Id", "Number", ("Number", "OrganizationNumber", reference))
        self.products = Table("products", "Id", "Id", ("Code",))
        self.groups = Table("product_groups", "Id", "Id", ("Code",))
        self.accounts = Table("accounts", "Id", "AccountNo", ("AccountNo",))
        self.vat_codes = Table("vat_codes", "Id", "Id", ("Code",))
        self.terms = Table("payment_terms", "Id", "CreditDays", ("CreditDays",))
        self.orders = Table("orders", "Id", "SalesOrderNo", (reference, "_queued"))
        self.invoices = Table("invoices", "Id", "InvoiceNo", (reference, "InvoiceNo"))
        self.vouchers = Table("vouchers", "Id", "VoucherNo", (reference,))
        self.transactions = Table("transactions", "Id", "Id", ("PostingDate", "VoucherId"))
        self.numbers = Table("numbers", "Name", "Name")
        self.settings = Table("settings", "Name", "Name")
        tables = (
            self.customers,
            self.products,
            self.groups,
            self.accounts,
            self.vat_codes,
            self.terms,
            self.orders,
            self.invoices,
            self.vouchers,
            self.transactions,
            self.numbers,
            self.settings,
        )
        self.tables = {table.name: table for table in tables}
        self.on_commit: Callable[[list[Change]], None] | None = None
        self._pending: list[Change] = []

    @property
    def lock_date(self) -> str | None:
        """Nothing can be posted on this day or before it; None: every day is open."""
        changed = self.settings.get("LockDate")
        return self._lock_date if changed is None else changed["Value"]

    def lock_until(self, day: str | None) -> None:
        """Moves the lock date; only inside `writing`."""
        self.put(self.settings, {"Name": "LockDate", "Value": day})

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the lock; on the way out all changes go to the state file as one, before anybody is answered.

        Checks come before the first `put` inside: there is no way back.
        """
        with self.lock:
            try:
                yield
            finally:
                pending, self._pending = self._pending, []
                if pending and self.on_commit is not None:
                    self.on_commit(pending)

    def put(self, table: Table, row: Row) -> None:
        """Adds or replaces a row; only inside `writing`."""
        self._pending.append((table.name, table.put(row), row))

    def drop(self, table: Table, key: Key) -> None:
        """Removes a row; only inside `writing`."""
        table.drop(key)
        self._pending.append((table.name, key, None))

    def apply(self, change: Change) -> None:
        """Replays one change out of a state file."""
        name, key, row = change
        if row is None:
            self.tables[name].drop(key)
        else:
            self.tables[name].put(row)

    def next_number(self, name: str, first: int) -> int:
        """The next number of a series; never given twice, also after a restart. Only inside `writing`."""
        row = self.numbers.get(name)
        number = first if row is None else int(row["Last"]) + 1
        self.put(self.numbers, {"Name": name, "Last": number})
        return number

    def vat_code_on(self, code: str, day: date) -> Row | None:
        """The VAT code as valid on that day."""
        for row in self.vat_codes.find("Code", code):
            ends = row["ValidTo"]
            if row["ValidFrom"] <= day.isoformat() and (ends is None or day.isoformat() <= ends):
                return row
        return None

    def term_of(self, *rows: Row) -> Row:
        """The first payment term that one of the rows sets, else the company's default."""
        for row in rows:
            term = self.terms.get(row["PaymentTermId"]) if row.get("PaymentTermId") is not None else None
            if term is not None:
                return term
        return next((term for term in self.terms.all() if term["IsDefault"]), self.terms.all()[0])


def stamp(moment: datetime) -> str:
    """A timestamp as the API writes it: ISO 8601 in UTC, microseconds, offset. Stamps sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def percent(value: Any) -> Decimal:
    """A stored percentage or amount as Decimal, nothing as 0."""
    return Decimal(value) if value is not None else Decimal(0)
