"""Returns: what is left to take back of a sale, and the return, with what it means for the sale's invoice.

Each return is one transaction. Knows neither screens nor the accounting system; the amounts are `domain.refund`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from ..domain import refund, repair, text
from ..domain.catalog import Customer
from ..domain.channel import Channel
from ..domain.money import Quantity
from ..domain.operators import Right
from ..domain.outbox import Attempt, OutboxEntry, State
from ..domain.problems import BadInput, MoveRefused
from ..domain.refund import Chosen, LineLeft
from ..domain.sale import Sale
from ..domain.vat_path import VatPath
from .clock import ahead
from .sold import Sold
from .training import require_same_world

if TYPE_CHECKING:
    from .selling import Till


class Returns:
    """What one till takes back."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def left(self, receipt_no: str) -> tuple[LineLeft, ...]:
        """What can still be taken back of each line of that sale, in its order.

        Raises BadInput for an unknown receipt number or that of a return.
        """
        original = self._original(receipt_no)
        return refund.left_of(original, self._till.ledger.returns_of(original.id))

    def chosen(self, receipt_no: str, quantities: Mapping[str, Quantity]) -> tuple[Chosen, ...]:
        """The lines that hold that much of those products, by SKU; raises BadInput when the sale does not."""
        left = self.left(receipt_no)
        return tuple(one for sku, much in quantities.items() for one in refund.of_sku(left, sku, much))

    def refund(
        self,
        receipt_no: str,
        chosen: Sequence[Chosen] | None = None,
        *,
        reason: str = "",
        channel: Channel | None = None,
        operator_id: str | None = None,
        approved_by: str | None = None,
        at: datetime | None = None,
    ) -> Sold:
        """The recorded return of those lines, or of all that is left for None.

        An invoice that certainly has not arrived and has nothing left is cancelled where it stands, and the return
        has no entry; else the return has an entry of its own, a credit order that waits until the sale's has
        arrived. Raises BadInput naming the field when it cannot be, MoveRefused when the operator has no right to
        and nobody approved it, or while the drawer is open: then nothing was stored.
        """
        self._till.drawer.require_closed()
        self._till.operators.require(operator_id, Right.REFUND, approved_by)
        with self._till.operators.used_if_stored(), self._till.database.writing():
            original = self._original(receipt_no)
            earlier = self._till.ledger.returns_of(original.id)
            invoice = self._till.outbox.of_sale(original.id)
            returned = refund.refund(
                original,
                earlier,
                chosen,
                sale_id=self._till.make_id(),
                returned_at=self._moment(original, at),
                operator_id=self._till.operator(operator_id).id,
                reason=text.name(reason, "reason"),
                channel=channel,
            )
            if invoice is not None:
                returned = replace(returned, customer=_customer_of(invoice))
            if invoice is not None and invoice.state is State.CANCELLED:
                self._require_even(original, (*earlier, returned))
            whole = self.leaves_nothing(original, (*earlier, returned))
            in_place = invoice is not None and whole and repair.may_stop_by_return(invoice)
            credited = invoice is not None and invoice.state is not State.CANCELLED and not in_place
            entry = self._till.entry_for(returned) if credited and returned.invoiced_amount else None
            approval = self._till.operators.use(operator_id, Right.REFUND, approved_by)
            self._till.day.begin(returned.sold_at, returned.operator_id, training=returned.is_training)
            recorded = self._till.ledger.record(returned, entry, approval | ahead(at, self._till.now()))
            if invoice is not None and in_place:
                self.stop_invoice(invoice, recorded)
        self._till.prints.wake()
        if invoice is not None:
            self._till.sync.nudge()
        return Sold(recorded, None if entry is None else replace(entry, receipt_no=recorded.receipt_no or ""))

    def leaves_nothing(self, original: Sale, returns: Sequence[Sale]) -> bool:
        """Whether the sale's invoice and what those returns take off it may both stay unmade.

        Where invoices report their VAT, it must come to naught for each rate: what was paid at once is settled anyway.
        """
        if refund.invoice_left(original, returns):
            return False
        return self._till.values.vat_path() is not VatPath.INVOICE or refund.evens_out(original, returns)

    def must_even_out(self, original: Sale) -> bool:
        """Whether invoices report their VAT and the sale is only partly on one: what of it is never sent is missing."""
        return original.is_part_invoiced and self._till.values.vat_path() is VatPath.INVOICE

    def _require_even(self, original: Sale, returns: Sequence[Sale]) -> None:
        """Raises MoveRefused for a part of what was on a cancelled part invoice, where invoices report their VAT.

        Nothing of it is sent any more, so its goods come back in one return, shared as the sale was: of several, each
        would be shared anew, and the VAT of what was paid at once would not come to naught for each rate.
        """
        if self.must_even_out(original) and not refund.evens_out(original, returns):
            raise MoveRefused("called_off_comes_back_whole", receipt_no=original.receipt_no or "")

    def _original(self, receipt_no: str) -> Sale:
        found = self._till.ledger.sale_by_receipt(receipt_no) if receipt_no.isascii() else None
        if found is None:
            raise BadInput("receipt_unknown", field="receipt_no", receipt_no=receipt_no[:40])
        if found.return_of is not None:
            raise BadInput("refund_of_return", field="receipt_no", receipt_no=receipt_no)
        require_same_world(self._till, found)
        return found

    def _moment(self, original: Sale, at: datetime | None) -> datetime:
        """When it is returned. Now counts even if a clock that was set back puts it before the sale."""
        if at is None:
            return self._till.now()
        if at < original.sold_at:
            raise BadInput("refund_before_sale", field="at", receipt_no=original.receipt_no)
        return at.astimezone(self._till.values.shop().timezone)

    def stop_invoice(self, invoice: OutboxEntry, returned: Sale) -> None:
        """The invoice out of the queue, and the returns before this one with it; call inside the return's transaction.

        Raises as `Deliveries.take_out` does when the invoice moved meanwhile.
        """
        assert returned.return_of is not None
        why = " ".join(part for part in (returned.receipt_no, returned.return_of.reason) if part)
        self._till.deliveries.take_out(
            invoice,
            Attempt(self._till.now(), "return", "cancelled", why),
            {"reason": returned.return_of.reason, "returned_by": returned.receipt_no or ""},
            returned.operator_id,
        )


def _customer_of(invoice: OutboxEntry) -> Customer | None:
    """Whom the invoice is for: in the queue it may have been given another customer than the sale's."""
    if invoice.customer_remote_id is None or invoice.customer_number is None:
        return None
    return Customer(invoice.customer_remote_id, invoice.customer_number, invoice.customer_name or "")
