"""The books of the demo's past days: its invoices and day settlements in the sandbox, and what a bookkeeper did there.

All of it goes the way that a shop's goes, through the sync and over HTTP; only the bookkeeper's hands are the sandbox's
own. One invoice was changed by hand, so that the VAT bridge has something to find. Main thread, before the window.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ..domain.outbox import OutboxEntry, State
from ..domain.settlement_accounts import USUAL
from ..till import Till
from .past_sales import DAYS

if TYPE_CHECKING:
    from sync.gateway import AccountingGateway
    from sync.poweroffice.sandbox import Sandbox

TAKEN_OFF = Decimal("0.9")
"""What the bookkeeper left of a price on an invoice, of their own accord."""
log = logging.getLogger(__name__)


def book_before_today(till: Till, gateway: AccountingGateway, sandbox: Sandbox) -> None:
    """Send what the past days left to send, invoice all but the newest order, and read what the ledger came to.

    Day settlements are on from the first of those days, each part on its usual account. What a sandbox that does not
    answer has not got goes with the next sending, as in any shop.
    """
    from sync.clock import SystemClock
    from sync.delivery import deliver_once
    from sync.gateway import SyncError
    from sync.invoice_states import follow_invoices
    from sync.ledger_mirror import bring_ledger
    from sync.products import refresh_products

    database, first = till.database, till.day.of(till.now()) - timedelta(days=DAYS)
    accounts = {slot.key: str(number) for slot, number in USUAL.items()}
    till.change_settings({"settlement.enabled": "true", "settlement.enabled_since": first.isoformat(), **accounts})
    try:
        refresh_products(database, gateway)
        deliver_once(database, gateway)
        _invoice(till.outbox.latest(states=(State.ACCEPTED,)), sandbox)
        follow_invoices(database, gateway, everything=True)
        bring_ledger(database, gateway, first.replace(day=1), SystemClock())
    except SyncError as error:
        log.warning("the demo's past days are not all booked: %s", error.problem)


def _invoice(accepted: list[OutboxEntry], sandbox: Sandbox) -> None:
    """Every order but the newest becomes an invoice, oldest first; the very oldest is changed by hand before that."""
    orders = [one.remote.order_id for one in accepted if one.remote is not None and not one.is_settlement]
    for place, order_id in enumerate(reversed(orders[1:])):
        if place == 0:
            _change(order_id, sandbox)
        sandbox.send_invoice(order_id)


def _change(order_id: str, sandbox: Sandbox) -> None:
    """Somebody takes a tenth off the order's first priced line."""
    order = next(one for one in sandbox.orders() if one["Id"] == order_id)
    lines = enumerate(order["SalesOrderLines"])
    place, line = next((place, line) for place, line in lines if line["LineType"] == "Normal")
    price = (line["ProductUnitPrice"] * TAKEN_OFF).quantize(Decimal("0.01"))
    sandbox.change_order(order_id, place, ProductUnitPrice=price)
