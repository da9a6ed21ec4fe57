"""The few seconds after an invoice sale in which whoever finished it may take it back with one touch.

A finished sale is never deleted: it is returned whole, and its invoice, which certainly nobody has begun to send, is
cancelled where it stands. Remembers the last sale only, in memory. Caller's thread.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..domain import refund
from ..domain.cart import Cart
from ..domain.catalog import Customer
from ..domain.channel import Channel
from ..domain.money import Money
from ..domain.outbox import OutboxEntry, State
from ..domain.problems import MoveRefused
from ..domain.sale import Sale, Words
from .sold import Sold
from .training import require_same_world

if TYPE_CHECKING:
    from .selling import Till

SHOWN_FOR = timedelta(seconds=5)
SLACK = timedelta(seconds=2)
"""A touch that was made in time may arrive a little later."""
_UNCLAIMED = (State.QUEUED, State.HELD, State.NEEDS_CUSTOMER)


@dataclass(frozen=True, slots=True)
class Offer:
    """The sale that can be taken back, and what was on the counter before it was finished."""

    sold: Sold
    cart: Cart
    tip: Money
    until: datetime
    """When the countdown on screen ends; a touch counts for `SLACK` longer."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What comes back to the counter, and the return that was recorded."""

    cart: Cart
    customer: Customer | None
    words: Words
    tip: Money
    returned: Sale


class Undo:
    """The last invoice sale of one till, for as long as it may be taken back."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._last: Offer | None = None

    def offer(self, sold: Sold, cart: Cart, tip: Money) -> None:
        """That sale was finished just now; only one that is wholly on invoice can be taken back so."""
        wholly = all(payment.channel is Channel.INVOICE for payment in sold.sale.payments)
        is_offered = sold.entry is not None and wholly and not sold.sale.is_training
        self._last = Offer(sold, cart, tip, self._till.now() + SHOWN_FOR) if is_offered else None

    def offered(self, operator_id: str) -> Offer | None:
        """The sale that this operator may take back now, None when there is none or its seconds are over."""
        last = self._last
        if last is None or last.sold.sale.operator_id != operator_id or not self._in_time(last, timedelta(0)):
            return None
        return None if self._till.training else last

    def take_back(self, receipt_no: str, operator_id: str, reason: str) -> Undone:
        """What was on the counter; the sale is returned whole and its invoice cancelled, in one commit.

        The return's receipt is printed like every other: nobody keeps the sale's alone. Asks for nobody's right.
        Raises MoveRefused when it is another sale, another operator or too late, when training began meanwhile, while
        the drawer is open, or when the invoice is being sent or has been: then nothing was stored.
        """
        till, last = self._till, self._last
        if last is None or last.sold.sale.receipt_no != receipt_no or last.sold.sale.operator_id != operator_id:
            raise MoveRefused("undo_not_yours", receipt_no=receipt_no)
        if not self._in_time(last, SLACK):
            raise MoveRefused("undo_too_late", receipt_no=receipt_no)
        till.drawer.require_closed()
        original = last.sold.sale
        require_same_world(till, original)
        with till.database.writing():
            invoice = till.outbox.of_sale(original.id)
            if invoice is None or not _is_unclaimed(invoice) or till.ledger.returns_of(original.id):
                raise MoveRefused("undo_on_its_way", receipt_no=receipt_no)
            returned = refund.refund(
                original,
                (),
                None,
                sale_id=till.make_id(),
                returned_at=till.now(),
                operator_id=operator_id,
                reason=reason,
            )
            till.day.begin(returned.sold_at, operator_id)
            recorded = till.ledger.record(returned, None, {"undone": True})
            till.returns.stop_invoice(invoice, recorded)
        self._last = None
        till.prints.wake()
        till.sync.nudge()
        return Undone(last.cart, original.customer, original.words, last.tip, recorded)

    def with_grace(self, entry: OutboxEntry) -> OutboxEntry:
        """The new entry, kept from a run that falls into the seconds in which it may be taken back.

        Such an entry goes right after them; one whose run is further off is left as it is, and "send now" takes both.
        """
        status, over = self._till.sync.status(), self._till.now() + SHOWN_FOR + SLACK
        soon = status.sending or (status.next_run_at is not None and status.next_run_at <= over)
        return replace(entry, not_before=over) if soon and entry.state is State.QUEUED else entry

    def _in_time(self, offer: Offer, slack: timedelta) -> bool:
        """A clock that was set back ends it as well: nobody is offered minutes."""
        left = offer.until - self._till.now()
        return -slack < left <= SHOWN_FOR


def _is_unclaimed(invoice: OutboxEntry) -> bool:
    """Whether nobody has ever begun to send it."""
    untouched = invoice.attempts == 0 and invoice.payload is None and invoice.remote is None
    return invoice.state in _UNCLAIMED and untouched and invoice.quarantine is None
