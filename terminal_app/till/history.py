"""After the sale: what was sold as lists, one sale with all that came of it, and what a return of it would mean.

Reads only; the return itself is `Returns`'. Knows neither screens nor the accounting system.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from ..domain import refund, repair
from ..domain.channel import Channel
from ..domain.money import Money
from ..domain.outbox import OutboxEntry, State
from ..domain.refund import Chosen, LineLeft
from ..domain.sale import Sale
from ..domain.sold_search import Sought, sought
from ..domain.tender import Payment
from ..storage import journal
from ..storage.sold_list import Place, SoldList, SoldPage

if TYPE_CHECKING:
    from .selling import Till

PAGE = 60
MOST_CUSTOMERS = 40
"""Of so many customers that match, sales are looked up; whoever means another writes more of the name."""
MOST_COUNTED = 1000


class InvoiceFate(Enum):
    """What a return does to the invoice of its sale."""

    NONE = "none"
    STOPPED = "stopped"
    CREDITED = "credited"
    CREDITED_LATER = "credited_later"
    RECORDED = "recorded"
    STOPPED_BEFORE = "stopped_before"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a return would come to, in positive amounts: all of it, and for each line taken back by its position."""

    total: Money
    lines: Mapping[int, Money]
    payments: tuple[Payment, ...]
    rounding: Money
    invoiced: Money
    fate: InvoiceFate


@dataclass(frozen=True, slots=True)
class SoldSale:
    """One sale or return with what came of it: its invoice with its whole history, its returns, what is left of it."""

    sale: Sale
    entry: OutboxEntry | None
    returns: tuple[Sale, ...]
    left: tuple[LineLeft, ...]
    of_this_world: bool = True
    """Whether it was rung up in training and the till is, or neither."""

    @property
    def may_return(self) -> bool:
        """Whether anything of it can be taken back now."""
        return self.of_this_world and self._has_left

    @property
    def is_returned_whole(self) -> bool:
        return bool(self.returns) and not self._has_left

    @property
    def _has_left(self) -> bool:
        return any(one.quantity.milli for one in self.left)


class History:
    """What one till has sold."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._sold = SoldList(till.database)

    def last_change(self) -> int:
        """Grows whenever something is sold or taken back, and with whatever else is done at the till."""
        return journal.newest(self._till.database)

    def of_day(self, day: date, after: Place | None = None) -> SoldPage:
        """A page of what was sold and taken back on that day of the shop's, newest first."""
        return self._sold.between(*self._bounds(day), after, PAGE)

    def count(self, day: date) -> int:
        """How many sales and returns that day has; `MOST_COUNTED` + 1 stands for more."""
        return self._sold.count_between(*self._bounds(day), MOST_COUNTED + 1)

    def has_sales(self, day: date) -> bool:
        """Whether anything was sold on that day."""
        return self._sold.any_between(*self._bounds(day))

    def last_day_before(self, day: date) -> date | None:
        """The nearest day before that one on which something was sold."""
        moment = self._sold.last_before(self._bounds(day)[0])
        return None if moment is None else moment.astimezone(self._till.values.shop().timezone).date()

    def find(self, typed: str, after: Place | None = None) -> SoldPage:
        """What may be meant: sales of that receipt number first, then those of that amount or customer, newest first.

        Of customers, the first `MOST_CUSTOMERS` that match are looked at.
        """
        wanted = sought(typed)
        page = self._sold.matching(self._customers(wanted), wanted.amounts, after, PAGE)
        if after is not None or not wanted.receipt_nos:
            return page
        numbered = self._sold.numbered(wanted.receipt_nos)
        known = {row.sale_id for row in numbered}
        return SoldPage((*numbered, *(row for row in page.rows if row.sale_id not in known)), page.next)

    def sale(self, receipt_no: str) -> SoldSale | None:
        """The sale or return of that receipt number, None when there is none."""
        ledger = self._till.ledger
        sale = ledger.sale_by_receipt(receipt_no) if receipt_no.isascii() else None
        if sale is None:
            return None
        returns = ledger.returns_of(sale.id)
        left = () if sale.return_of is not None else refund.left_of(sale, returns)
        return SoldSale(sale, self._entry(sale), returns, left, sale.is_training == self._till.training)

    def preview(self, of: SoldSale, chosen: Sequence[Chosen], channel: Channel | None = None) -> Preview:
        """What taking those lines back would come to now; raises BadInput as the return itself would."""
        at = self._till.now()
        returned = refund.refund(
            of.sale, of.returns, chosen, sale_id="", returned_at=at, operator_id="", channel=channel
        )
        whole = self._till.returns.leaves_nothing(of.sale, (*of.returns, returned))
        return Preview(
            total=-returned.total,
            lines={
                line.original_position: -line.split.gross
                for line in returned.lines
                if line.original_position is not None
            },
            payments=tuple(Payment(payment.channel, -payment.amount) for payment in returned.payments),
            rounding=-returned.rounding,
            invoiced=-returned.invoiced_amount,
            fate=_fate(of.entry, whole=whole, invoiced=bool(returned.invoiced_amount)),
        )

    def _entry(self, sale: Sale) -> OutboxEntry | None:
        entry = self._till.outbox.of_sale(sale.id)
        return None if entry is None else self._till.outbox.get(entry.reference)

    def _customers(self, wanted: Sought) -> list[str]:
        """The remote ids of the customers that may be meant, archived ones too: they bought here all the same."""
        catalog = self._till.catalog
        numbered = None if wanted.customer_number is None else catalog.customer(wanted.customer_number)
        if wanted.customer_words:
            found = catalog.search_customers(wanted.customer_words, MOST_CUSTOMERS, archived=True)
        else:
            found = ()
        return [customer.remote_id for customer in (*((numbered,) if numbered else ()), *found)]

    def _bounds(self, day: date) -> tuple[datetime, datetime]:
        """When that day begins and ends in the shop; 23 or 25 hours apart where the clock is changed."""
        zone = self._till.values.shop().timezone
        return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def _fate(entry: OutboxEntry | None, *, whole: bool, invoiced: bool) -> InvoiceFate:
    if entry is None or not (invoiced or whole):
        return InvoiceFate.NONE
    if entry.state is State.CANCELLED:
        return InvoiceFate.STOPPED_BEFORE
    if whole and repair.may_stop_by_return(entry):
        return InvoiceFate.STOPPED
    if not invoiced:
        return InvoiceFate.NONE
    if entry.state is State.HELD:
        return InvoiceFate.RECORDED
    return InvoiceFate.CREDITED if repair.has_arrived(entry) else InvoiceFate.CREDITED_LATER
