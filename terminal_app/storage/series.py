"""The number series: one row for each kind of receipt, slip or report; a number is given out once and none is left out.

Triggers refuse that a series goes back. Any thread; whoever takes a number writes what it is for in the same
transaction.
"""

from __future__ import annotations

from .database import Database


def next_number(database: Database, kind: str) -> int:
    """The next number of that series, 1 for its first; call inside `writing()`."""
    row = database.row(
        "INSERT INTO series (kind, last) VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET last = last + 1 RETURNING last",
        (kind,),
    )
    assert row is not None
    return int(row[0])


def go_on_after(database: Database, kind: str, number: int) -> None:
    """The series goes on after that number, which is further than it has come; call inside `writing()`."""
    database.execute(
        "INSERT INTO series (kind, last) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET last = ?",
        (kind, number, number),
    )


def last(database: Database, kind: str) -> int:
    """The last number that was given out; 0 before the first."""
    row = database.row("SELECT last FROM series WHERE kind = ?", (kind,))
    return 0 if row is None else int(row[0])


def every_last(database: Database) -> dict[str, int]:
    """The last number of each series that has begun, by its kind."""
    return {str(kind): int(number) for kind, number in database.rows("SELECT kind, last FROM series ORDER BY kind")}
