"""What the till knows of who buys on invoice: when they were here, and what of theirs has not been sent yet.

Written in the recording transaction of a sale; the customers themselves are `catalog`'s. Any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..domain.money import ZERO, Money
from .database import Database
from .moments import to_text
from .outbox import OPEN


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many documents of one customer wait in this till, and what they come to; credit notes count against it."""

    count: int = 0
    total: Money = ZERO


def remember(database: Database, remote_id: str, at: datetime) -> None:
    """That customer bought at that local moment; call inside `database.writing()`."""
    database.execute(
        "INSERT INTO customer_use (remote_id, last_used_utc, uses) VALUES (?,?,1) ON CONFLICT (remote_id) "
        "DO UPDATE SET last_used_utc = excluded.last_used_utc, uses = uses + 1",
        (remote_id, to_text(at)),
    )
    database.execute(
        "INSERT INTO customer_hour (hour, remote_id, uses) VALUES (?,?,1) ON CONFLICT (hour, remote_id) "
        "DO UPDATE SET uses = uses + 1",
        (at.hour, remote_id),
    )


def unsent(database: Database, remote_id: str) -> Unsent:
    """What this till has recorded for that customer and the accounting system does not have yet, for all it knows."""
    row = database.row(
        "SELECT COUNT(*), COALESCE(SUM(total_ore), 0) FROM outbox INDEXED BY outbox_unsent "
        f"WHERE customer_remote_id = ? AND state IN {OPEN}",
        (remote_id,),
    )
    return Unsent() if row is None else Unsent(int(row[0]), Money(int(row[1])))
