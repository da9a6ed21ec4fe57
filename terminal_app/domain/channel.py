"""Payment channels, and the small frozen facts that cross between the till and the sync.

Knows nothing of threads, windows or HTTP: the sync publishes these events, the window renders them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Protocol

from .outbox import State
from .problems import Problem


class Channel(Enum):
    """A way to pay, in the order of the payment screen."""

    CARD = "card"
    CASH = "cash"
    VIPPS = "vipps"
    GIFT_CARD = "giftcard"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class InvoiceChannel:
    """How the invoice channel behaves at this till."""

    enabled: bool = False
    integration: bool = False
    force_customer: bool = True


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """Where the deliveries stand, for the badge: enough for a sentence, no more.

    `offline_since` is set while the accounting system cannot be reached; `blocked` while a setting is wrong; `delayed`
    while something that passes by itself, and is no outage, keeps them waiting. `next_run_at` is when the next try is
    really made.
    """

    counts: Mapping[State, int] = field(default_factory=dict)
    sending: bool = False
    last_ok_at: datetime | None = None
    next_run_at: datetime | None = None
    offline_since: datetime | None = None
    blocked: Problem | None = None
    delayed: Problem | None = None

    @property
    def waiting(self) -> int:
        """Entries that will be sent without anybody's help."""
        return sum(self.counts.get(state, 0) for state in (State.QUEUED, State.SENDING, State.UNKNOWN))

    @property
    def needing_person(self) -> int:
        """Entries that go nowhere until somebody decides."""
        return sum(self.counts.get(state, 0) for state in (State.NEEDS_CUSTOMER, State.NEEDS_ATTENTION))


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The badge has something new to say."""

    status: SyncStatus


@dataclass(frozen=True, slots=True)
class EntryChanged:
    """The entry with this reference has moved in its lifeline."""

    reference: str
    state: State


@dataclass(frozen=True, slots=True)
class CustomersRefreshed:
    """The mirror of customers was brought up to date; `changed` rows were new or different."""

    changed: int


SyncEvent = StatusChanged | EntryChanged | CustomersRefreshed


class SyncControl(Protocol):
    """What the window may ask of the sync. Every call returns at once; the answer comes as an event."""

    def nudge(self) -> None:
        """Something new waits: look at it when the schedule allows."""

    def send_now(self) -> None:
        """Send everything that is due, whatever the schedule says."""

    def refresh_customers(self) -> None:
        """Bring the mirror of customers up to date."""

    def reconfigure(self) -> None:
        """Settings changed: read them again."""

    def status(self) -> SyncStatus:
        """The last status that was published."""


class NoSync:
    """The sync of a till that has none: a shop without integration, or a verb that sends nothing."""

    def nudge(self) -> None:
        return None

    send_now = refresh_customers = reconfigure = nudge

    def status(self) -> SyncStatus:
        return SyncStatus()
