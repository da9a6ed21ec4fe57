"""What is read over there once each night, besides customers: products with the chart of accounts, and the ledger.

None of it is waited for by orders or vouchers; what goes wrong with one stops nothing else. Runs on the sync thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from terminal_app.domain.outbox import OutboxEntry
from terminal_app.storage.database import Database

from .clock import Clock
from .gateway import AccountingGateway
from .ledger_mirror import bring_ledger_when_due
from .products import bring_products_when_due


def bring_nightly(
    database: Database,
    gateway: AccountingGateway,
    clock: Clock,
    spread: timedelta,
    stopping: Callable[[], bool],
    on_change: Callable[[OutboxEntry], None] = lambda entry: None,
) -> None:
    """Each of them brought if it is due by the quiet hour and this till's `spread`."""
    bring_products_when_due(database, gateway, clock=clock, spread=spread)
    bring_ledger_when_due(database, gateway, clock=clock, stopping=stopping, spread=spread, on_change=on_change)
