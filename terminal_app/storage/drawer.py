"""What the journal says of the cash drawer: whether the last that was done with it was to open it. Any thread."""

from __future__ import annotations

from .database import Database

OPENED_WITH_SALE, OPENED, CLOSED, SILENT = "drawer", "drawer_opened", "drawer_closed", "drawer_silent"
"""The journal's kinds of what happens to the drawer; SILENT is a drawer that stopped telling how it is."""


def left_open(database: Database) -> bool:
    """Whether the drawer was opened after it was last seen closed."""
    row = database.row(
        "SELECT kind FROM journal WHERE kind IN (?,?,?) ORDER BY id DESC LIMIT 1", (OPENED_WITH_SALE, OPENED, CLOSED)
    )
    return row is not None and row[0] != CLOSED
