"""Returns on their way: a credit order waits until the order of its sale has arrived, and then refers to its invoice.

Reads only. Runs where the delivery runs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from terminal_app.domain.invoice import Credited
from terminal_app.domain.outbox import Attempt, OutboxEntry, State
from terminal_app.domain.problems import Problem
from terminal_app.domain.repair import has_arrived
from terminal_app.domain.sale import ReturnOf
from terminal_app.storage.ledger import Ledger
from terminal_app.storage.outbox import Outbox

LINK_REFUSED = "invoice_link_refused"


def credited(origin: ReturnOf, ledger: Ledger, outbox: Outbox, *, unlinked: bool = False) -> Credited | None:
    """The sale that a return takes back from, with its invoice's number if it is known; None while it must wait.

    It waits until the accounting system has certainly taken the sale's own order: of a credit note that came first
    nobody could say what it credits, and the sale may still be cancelled. `unlinked` leaves the number out.
    """
    original, entry = ledger.sale(origin.sale_id), outbox.of_sale(origin.sale_id)
    if original is None or entry is None or not has_arrived(entry):
        return None
    number = None if unlinked or entry.remote is None else entry.remote.invoice_no
    return Credited(origin.receipt_no, original.sold_at.date(), number)


def link_was_refused(entry: OutboxEntry | None) -> bool:
    """Whether they have refused this credit order once for the invoice that it named; its history never forgets."""
    tried = () if entry is None else entry.history
    return any(one.outcome == "refused" and one.detail.startswith(LINK_REFUSED) for one in tried)


def waiting(entry: OutboxEntry, origin: ReturnOf, now: datetime) -> tuple[OutboxEntry, Attempt] | None:
    """The return's entry with what it waits for, and the line of history for it; None when it says so already.

    It stays in the queue without a time, so each scheduled run looks again, right after the sale's own turn. One that
    was in doubt goes back there: it was looked up and is not over there, and nothing of it is on its way.
    """
    problem = Problem("original_not_arrived", {"original": origin.receipt_no, "receipt_no": entry.receipt_no})
    held = replace(entry, state=State.QUEUED, problem=problem, not_before=None, quarantine=None)
    return None if held == entry else (held, Attempt(now, "wait", "waits", origin.receipt_no))
