"""What the sync asks of an accounting system, what it may answer, and its errors named by what to do next.

    SyncError                   carries a Problem for people
    ├── TryAgainLater           nobody has to do anything; the pass stops and comes back
    │   ├── NotSent             they have not got it: the entry is as before
    │   │   └── Throttled       they said "not so fast": not even an attempt
    │   └── OutcomeUnknown      they may have it: look it up before anything else
    │       └── ReferenceTaken  they say they have it: look it up and see
    ├── SettingIsWrong          stops the channel, burns no attempts; a setting or privilege must be mended
    └── NeedsPerson             this entry only; the next one goes on

Knows no vendor, no storage and no thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from terminal_app.domain.catalog import Customer, RemoteProduct
from terminal_app.domain.chart import Chart, Posting
from terminal_app.domain.day_voucher import DayVoucher
from terminal_app.domain.invoice import InvoiceOrder
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import Remote
from terminal_app.domain.problems import Trouble


class SyncError(Trouble):
    """The root of what a gateway raises; `problem` says what happened and what to do next."""


class TryAgainLater(SyncError):
    """Nothing is wrong that time does not mend. `wait_s` is how long the other side asked for, if it did."""

    wait_s: float | None = None


class NotSent(TryAgainLater):
    """The other side has certainly not taken it: no name, no connection, no token."""


class Throttled(NotSent):
    """Refused before it was looked at, because too many calls came; not counted as an attempt."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("throttled", seconds=round(wait_s))
        self.wait_s = wait_s


class OutcomeUnknown(TryAgainLater):
    """It was sent and no answer tells what became of it: silence, a cut connection, a server error, nonsense."""


class ReferenceTaken(OutcomeUnknown):
    """They answer that the reference is in use: perhaps by this very order, perhaps not."""


class SettingIsWrong(SyncError):
    """Every entry would fail in the same way until a setting, key or privilege is mended."""


class NeedsPerson(SyncError):
    """They refuse this one order for what it says; somebody has to change something."""


@dataclass(frozen=True, slots=True)
class Body:
    """The exact bytes that go out, and the VAT that they must come to over there; None where nobody can say."""

    content: bytes
    vat: Money | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """They took the order, or the voucher; `remote.total` is what they make of it, VAT included."""

    remote: Remote


@dataclass(frozen=True, slots=True)
class Found:
    """They have an order, an invoice or a voucher under the reference.

    `taken_back` are the ids of the vouchers under it when each of them has been reversed: nothing of it stands there.
    """

    remote: Remote
    customer_remote_id: str | None = None
    taken_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Awaited:
    """One of our orders that they have taken, and how far it had come when it was last asked for."""

    reference: str
    order_id: str
    sold_on: date
    invoiced: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """What they have of one of our orders now; `credited` when credit notes take back all of its invoice."""

    remote: Remote
    credited: bool = False


CustomerPage = list[tuple[Customer, datetime | None]]
"""Some customers, each with the moment of its last change by their clock."""


class Books(Protocol):
    """The company's general ledger: what is posted there by us, and what stands there. Raises SyncError."""

    def voucher_body(self, voucher: DayVoucher, chart: Chart) -> Body:
        """The exact body that `send_voucher` will send, and the VAT of the voucher. Pure: no network.

        Raises SettingIsWrong for an account that the chart has not, or not with the line's VAT code; NeedsPerson for
        what no voucher can say.
        """

    def send_voucher(self, reference: str, payload: bytes) -> Sent:
        """They have posted the voucher: its id and number, and the sum of its debit side as the total.

        Raises SyncError; after OutcomeUnknown ask `find_voucher` before anything else.
        """

    def find_voucher(self, reference: str, day: date) -> Found | None:
        """The voucher of that day under that reference, or None when a complete look-up shows that there is none.

        One that has been reversed only where no other bears the reference; `taken_back` then tells so. Raises
        TryAgainLater when the look-up could not be completed: that proves nothing.
        """

    def lock_date(self) -> date | None:
        """The last day that nothing may be posted on any more, nor on any day before it; None when none is locked."""

    def chart(self) -> Chart:
        """Every account, and every VAT code with the days on which it holds."""

    def postings(self, since: date, until: date, accounts: Sequence[tuple[int, int]] = ()) -> Iterator[list[Posting]]:
        """Pages of what is posted from the one day to the other, both included, on accounts in any of those ranges.

        No range means every account.
        """

    def invoice_references(self, since: date) -> Iterator[Mapping[str, str]]:
        """Pages of the invoices of that day and later: by their id the reference of the order they were made from.

        The ledger tells of an invoice's posting its id alone. Invoices of no order with a reference are left out.
        """


class AccountingGateway(Books, Protocol):
    """One company in one accounting system. One thread at a time, except `cut`; raises SyncError."""

    def payload_for(self, order: InvoiceOrder) -> Body:
        """The exact body that `send_order` will send. Pure: no network. Raises SettingIsWrong or NeedsPerson."""

    def send_order(self, reference: str, payload: bytes) -> Sent:
        """They have the order. Raises SyncError; after OutcomeUnknown ask `find_order` before anything else."""

    def while_waiting(self, work: Callable[[], None]) -> None:
        """From now on have `work` done in each call once it has gone out, before its answer is read.

        On the calling thread; it must neither call nor raise. An answer takes longer than that.
        """

    def take_turns(self, turn: Callable[[], None]) -> None:
        """From now on call `turn` again and again in longer work of its own, where it may rest."""

    def find_order(self, reference: str, customer_number: int | None) -> Found | None:
        """The order or invoice under that reference, or None when a complete look-up shows that there is none.

        Raises TryAgainLater when the look-up could not be completed: that proves nothing.
        """

    def customers(self, changed_after: datetime | None) -> Iterator[CustomerPage]:
        """Pages of customers, archived ones included; only those changed after the moment when one is given."""

    def follow(self, orders: Sequence[Awaited], *, drafts: bool) -> Mapping[str, Stand | None]:
        """By reference, what they have of those orders now; with an invoice number when they are invoiced.

        With `drafts`, None for an order that neither the orders nor the invoices hold any more; without it, only
        those that are invoiced are named. Raises SyncError.
        """

    def products(self, today: date) -> tuple[RemoteProduct, ...]:
        """Every product of theirs, archived ones included, with where it posts and the VAT there today.

        Of two with the same code the last one counts.
        """

    def company_name(self) -> str:
        """The name of the company that the keys open: proof that keys and address fit together."""

    def apart_s(self) -> float:
        """How far apart calls go now, in seconds, since some were refused; 0 while they go as near as a till wants."""

    def cut(self) -> None:
        """End a call that is under way on another thread; it then raises TryAgainLater."""

    def close(self) -> None:
        """Let connections go."""
