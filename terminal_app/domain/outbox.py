"""A document's way to the accounting system, an invoice's or a day settlement's: its states, and which move may follow.

An entry points at an immutable sale, or at a Z, under a reference that never changes. No entry is ever deleted. Knows
nothing of storage or HTTP; `sync.engine` decides, `storage.outbox` keeps.
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import Enum

from .money import Money
from .problems import MoveRefused, Problem
from .records import record
from .vat_path import VatPath


class State(Enum):
    """Where an entry stands in its lifeline."""

    HELD = "held"
    NEEDS_CUSTOMER = "needs_customer"
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    INVOICED = "invoiced"
    PAID = "paid"
    NEEDS_ATTENTION = "needs_attention"
    CANCELLED = "cancelled"


_NEXT: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.QUEUED, State.NEEDS_CUSTOMER, State.CANCELLED}),
    State.NEEDS_CUSTOMER: frozenset({State.QUEUED, State.HELD, State.CANCELLED}),
    State.QUEUED: frozenset({State.SENDING, State.HELD, State.NEEDS_CUSTOMER, State.NEEDS_ATTENTION, State.CANCELLED}),
    State.SENDING: frozenset({State.ACCEPTED, State.QUEUED, State.UNKNOWN, State.NEEDS_ATTENTION}),
    State.UNKNOWN: frozenset({State.SENDING, State.ACCEPTED, State.UNKNOWN, State.NEEDS_ATTENTION}),
    State.NEEDS_ATTENTION: frozenset({State.QUEUED, State.UNKNOWN, State.ACCEPTED, State.CANCELLED}),
    State.ACCEPTED: frozenset({State.INVOICED, State.NEEDS_ATTENTION}),
    State.INVOICED: frozenset({State.PAID}),
    State.PAID: frozenset(),
    State.CANCELLED: frozenset(),
}


def may_follow(now: State, then: State) -> bool:
    """Whether an entry in `now` may move to `then`."""
    return then in _NEXT[now]


@record
class Remote:
    """What the accounting system calls the order, and what it says of it.

    Of a day settlement `order_id` and `order_no` are its voucher's, and `total` is the sum of its debit side. `vat` is
    the VAT that they make of it, None where the answer does not say.
    """

    order_id: str
    order_no: int | None = None
    invoice_no: int | None = None
    total: Money | None = None
    paid: bool | None = None
    vat: Money | None = None


@record
class Quarantine:
    """How long an order whose outcome is unknown has been left in peace, on the boot's own clock.

    `boot_id` names the boot that `since_s` (seconds on its monotonic clock) belongs to: another boot starts anew.
    """

    boot_id: str
    since_s: float


@record
class Attempt:
    """One thing that was tried for an entry, and how it went; kept for ever."""

    at: datetime
    what: str
    outcome: str
    detail: str = ""


@record
class OutboxEntry:
    """One invoice sale on its way, or one day's settlement: then `settlement` is the number of its Z.

    `payload` is the exact body that was first claimed for sending: a repeat after an unknown outcome sends
    the same bytes. `vat_path` and `vat` are the way and the VAT that it was made for; a settlement has its way from the
    start. `version` counts the saves; a save on an older version is refused.
    """

    reference: str
    sale_id: str | None
    receipt_no: str
    sold_at: datetime
    customer_remote_id: str | None
    customer_number: int | None
    customer_name: str | None
    total: Money
    state: State
    version: int = 0
    attempts: int = 0
    not_before: datetime | None = None
    payload: bytes | None = None
    quarantine: Quarantine | None = None
    problem: Problem | None = None
    remote: Remote | None = None
    history: tuple[Attempt, ...] = field(default=(), compare=False)
    settlement: int | None = None
    vat_path: VatPath | None = None
    vat: Money | None = None

    @property
    def is_settlement(self) -> bool:
        """Whether it is a day's settlement, a voucher, and no invoice."""
        return self.settlement is not None

    @property
    def needs_person(self) -> bool:
        return self.state in (State.NEEDS_CUSTOMER, State.NEEDS_ATTENTION)

    @property
    def is_open(self) -> bool:
        """Whether the sync still has to bring it to the accounting system."""
        return self.state in (State.QUEUED, State.SENDING, State.UNKNOWN)

    def is_set_aside(self, now: datetime) -> bool:
        """Whether somebody has put it aside for now, so that nobody else has to look at it."""
        return self.needs_person and self.not_before is not None and self.not_before > now

    def require_move(self, then: State) -> None:
        """Nothing when the move is allowed; raises MoveRefused naming the entry and both states."""
        if not may_follow(self.state, then):
            raise MoveRefused("outbox_move_refused", reference=self.reference, now=self.state.value, then=then.value)
