"""Which way of reporting VAT is under way: what has gone out on it, and what still waits to.

Reading only; `till.vat_choice` decides what follows. Any thread.
"""

from __future__ import annotations

from ..domain.outbox import State
from ..domain.vat_path import VatPath
from .database import Database
from .journal import RARE
from .outbox import Outbox
from .settlement_queue import MAY_BE_THERE, path_of_sale

WAITING = (State.NEEDS_CUSTOMER, State.QUEUED, State.SENDING, State.UNKNOWN, State.NEEDS_ATTENTION)


def gone_out_today(database: Database, path: VatPath) -> str | None:
    """The receipt number of an invoice of the open period that has, or may have, gone out on that way; None for none.

    One that went out before the way was written down went the way of the settings.
    """
    found = database.row(
        "SELECT s.receipt_no FROM journal j JOIN outbox o ON o.sale_id = j.sale_id JOIN sale s ON s.id = j.sale_id "
        f"WHERE j.id > COALESCE((SELECT MAX(id) FROM journal WHERE kind = 'report_z' AND {RARE}), 0) "
        f"AND j.kind IN ('sale', 'return') AND COALESCE(o.vat_path, ?) = ? AND o.state IN {MAY_BE_THERE} "
        "ORDER BY j.id LIMIT 1",
        (path.value, path.value),
    )
    return None if found is None else str(found[0])


def voucher_waiting(database: Database, path: VatPath) -> int | None:
    """The number of a Z whose day settlement is to go out on that way and has not been accepted; None for none."""
    waiting = Outbox(database).in_states(WAITING)
    return next((one.settlement for one in waiting if one.is_settlement and one.vat_path is path), None)


def invoice_behind(database: Database, path: VatPath) -> str | None:
    """The receipt number of an invoice that waits while its day's settlement goes, or went, that way; None for none."""
    waiting = (one for one in Outbox(database).in_states(WAITING) if not one.is_settlement)
    return next((one.receipt_no for one in waiting if path_of_sale(database, one.sale_id) is path), None)
