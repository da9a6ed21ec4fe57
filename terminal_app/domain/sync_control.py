"""What crosses between the till and the sync: events that it publishes, and what the window may ask of it.

Small frozen facts; knows nothing of threads, windows or HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from .outbox import State
from .records import record

if TYPE_CHECKING:
    from .chart import LedgerRead
    from .problems import Problem
    from .setup import Missing, OrderPreview, SetupReport


@record
class SyncStatus:
    """Where the deliveries stand, for the badge: enough for a sentence, no more.

    `counts` has the states in which something is still to be done; what they have taken is not counted.
    `offline_since` is set while the accounting system cannot be reached; `blocked` while a setting is wrong; `delayed`
    while something that passes by itself, and is no outage, keeps them waiting. `next_run_at` is when the next try is
    really made. Of those that need a person, `set_aside` have been put aside for now. `stopped` has what stops invoices
    ("invoice") and day settlements ("settlement") where they are not stopped alike; None while `blocked` stops both.
    """

    counts: Mapping[State, int] = field(default_factory=dict)
    sending: bool = False
    last_ok_at: datetime | None = None
    next_run_at: datetime | None = None
    offline_since: datetime | None = None
    blocked: Problem | None = None
    delayed: Problem | None = None
    set_aside: int = 0
    stopped: Mapping[str, Problem] | None = None

    def stops(self, *, settlement: bool) -> Problem | None:
        """The wrong setting that keeps documents of that kind waiting; what stops the one may leave the other alone."""
        if self.stopped is None:
            return self.blocked
        return self.stopped.get("settlement" if settlement else "invoice")

    @property
    def waiting(self) -> int:
        """Entries that will be sent without anybody's help."""
        return sum(self.counts.get(state, 0) for state in (State.QUEUED, State.SENDING, State.UNKNOWN))

    @property
    def needing_person(self) -> int:
        """Entries that go nowhere until somebody decides, but for those that somebody has put aside."""
        stopped = sum(self.counts.get(state, 0) for state in (State.NEEDS_CUSTOMER, State.NEEDS_ATTENTION))
        return max(0, stopped - self.set_aside)


@record
class StatusChanged:
    """The badge has something new to say."""

    status: SyncStatus


@record
class EntryChanged:
    """The entry with this reference has moved in its lifeline."""

    reference: str
    state: State


@record
class CustomersRefreshed:
    """The mirror of customers was brought up to date; `changed` rows were new or different."""

    changed: int


@record
class SetupChecked:
    """The setup was looked at, as it would be with the changes that were asked about."""

    report: SetupReport
    changes: Mapping[str, str]


@record
class MissingMade:
    """These things exist in the accounting system now; `problem` is what stopped it before the rest."""

    made: tuple[Missing, ...]
    problem: Problem | None = None


@record
class DryRunMade:
    """The order of a sample sale, or why there is none."""

    preview: OrderPreview | None
    problem: Problem | None = None


@record
class LedgerBrought:
    """What is posted over there was read and is kept, or `problem` says why not; then what was kept before still is."""

    read: LedgerRead | None
    problem: Problem | None = None


SyncEvent = StatusChanged | EntryChanged | CustomersRefreshed | SetupChecked | MissingMade | DryRunMade | LedgerBrought


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

    def check_setup(self, changes: Mapping[str, str]) -> None:
        """Look at the setup as it would be with those settings, keys among them; answered by SetupChecked."""

    def make_missing(self, missing: Sequence[Missing], changes: Mapping[str, str]) -> None:
        """Make those things in the accounting system; answered by MissingMade."""

    def dry_run(self, changes: Mapping[str, str]) -> None:
        """Build the order of a sample sale, with those settings, and send it nowhere; answered by DryRunMade."""

    def read_ledger(self, since: date) -> None:
        """Read what is posted over there from that day until today; answered by LedgerBrought."""

    def status(self) -> SyncStatus:
        """The last status that was published."""


class NoSync:
    """The sync of a till that has none: a shop without integration, or a verb that sends nothing."""

    def nudge(self) -> None:
        return None

    send_now = refresh_customers = reconfigure = nudge

    def check_setup(self, changes: Mapping[str, str]) -> None:
        return None

    dry_run = check_setup

    def make_missing(self, missing: Sequence[Missing], changes: Mapping[str, str]) -> None:
        return None

    def read_ledger(self, since: date) -> None:
        return None

    def status(self) -> SyncStatus:
        return SyncStatus()
