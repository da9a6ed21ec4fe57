"""The repairs of the queue: another customer, retry, set aside, cancel. Each one call, one commit, one journal row.

Knows neither screens nor the accounting system; what may be done from where is `domain.repair`'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from ..domain import repair, text
from ..domain.operators import Right
from ..domain.outbox import Attempt, OutboxEntry, State
from ..domain.problems import BadInput, MoveRefused
from ..domain.refund import evens_out
from ..storage import journal

if TYPE_CHECKING:
    from .selling import Till

MORNING = time(8)
"""When what was set aside yesterday comes up again."""


class Deliveries:
    """What a person may do about invoices and day settlements that wait or stand still; nothing while in training."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def assign_customer(
        self, reference: str, customer_number: int, operator_id: str | None = None, reason: str = ""
    ) -> OutboxEntry:
        """The entry, with that customer, on its way: it had none, its customer is what stopped it, or it only waits.

        Its body is made anew, its reference kept. Whoever exchanges the customer of an entry that waits says why; the
        reason is kept with it and in the journal. Raises BadInput for an unknown entry, a missing reason, or a customer
        that cannot be invoiced or is the entry's already; MoveRefused when its customer is not what is wrong, or when
        it may have arrived already.
        """
        before = self._entry(reference)
        self.require_assignable(reference)
        exchanged = repair.may_change_customer(before)
        customer = self._till.catalog.customer(customer_number)
        if customer is None:
            raise BadInput("customer_unknown", field="customer", number=customer_number)
        if customer.archived:
            raise BadInput("assigned_customer_archived", field="customer", number=customer_number, name=customer.name)
        if exchanged and customer.remote_id == before.customer_remote_id:
            raise BadInput("customer_is_the_same", field="customer", number=customer_number, name=customer.name)
        why = _reason(reason) if exchanged else text.name(reason, "reason")
        after = replace(
            before,
            state=before.state if before.state is State.HELD else State.QUEUED,
            customer_remote_id=customer.remote_id,
            customer_number=customer.number,
            customer_name=customer.name,
            payload=None,
            problem=None,
            not_before=None,
        )
        facts: dict[str, object] = {"customer": customer.number}
        if before.customer_number is not None:
            facts["instead_of"] = before.customer_number
        if why:
            facts["reason"] = why
        told = " · ".join(part for part in (f"{customer.number} {customer.name}", why) if part)
        tried = Attempt(self._till.now(), "assign", "reassigned" if exchanged else "assigned", told)
        with self._till.database.writing():
            saved = self._save(before, after, tried, "customer_assigned", operator_id, facts)
            for one in self._waiting_returns(before):
                self._follow(one, saved, tried, operator_id)
        self._till.sync.nudge()
        return saved

    def require_assignable(self, reference: str) -> None:
        """Nothing when that entry may be given another customer now; raises what `assign_customer` would raise."""
        entry = self._entry(reference)
        self._require_own_customer(entry)
        _require_assignable(entry)

    def retry(self, reference: str, operator_id: str | None = None) -> OutboxEntry:
        """The entry back in the queue after what stopped it was mended; its body is made anew, its reference kept.

        Raises BadInput for an unknown entry, MoveRefused when it does not need attention.
        """
        before = self._entry(reference)
        _require(before, State.NEEDS_ATTENTION, State.QUEUED)
        after = replace(before, state=State.QUEUED, payload=None, problem=None, not_before=None)
        tried = Attempt(self._till.now(), "retry", "retried")
        saved = self._save(before, after, tried, "delivery_retried", operator_id, {})
        self._till.sync.nudge()
        return saved

    def set_aside(self, reference: str, reason: str, operator_id: str | None = None) -> OutboxEntry:
        """The entry as it stands, left in peace until `morning_after` today; for one that somebody works on.

        It still needs a person; the reason is kept with it. Raises BadInput for an unknown entry or no reason,
        MoveRefused when it does not need a person.
        """
        before, why = self._entry(reference), _reason(reason)
        if not before.needs_person:
            _require(before, State.NEEDS_ATTENTION, State.NEEDS_ATTENTION)
        until = self.morning_after()
        tried = Attempt(self._till.now(), "set_aside", "set_aside", why)
        facts = {"until": until.isoformat(), "reason": why}
        saved = self._save(before, replace(before, not_before=until), tried, "delivery_set_aside", operator_id, facts)
        self._till.sync.nudge()
        return saved

    def cancel(
        self, reference: str, reason: str, operator_id: str | None = None, approved_by: str | None = None
    ) -> OutboxEntry:
        """The entry taken out of the queue for good: it is never sent. The sale itself stays as it was recorded.

        Returns of it that wait for it go with it. Raises BadInput for an unknown entry or no reason, MoveRefused when
        the operator has no right to and nobody approved it, or when the accounting system has it or may have it.
        """
        before = self._entry(reference)
        self.require_cancellable(reference, operator_id, approved_by)
        why = _reason(reason)
        tried = Attempt(self._till.now(), "cancel", "cancelled", why)
        with self._till.operators.used_if_stored(), self._till.database.writing():
            approval = self._till.operators.use(operator_id, Right.CANCEL_ENTRY, approved_by)
            saved = self.take_out(before, tried, {"reason": why, **approval}, operator_id)
        self._till.sync.nudge()
        return saved

    def take_out(
        self, before: OutboxEntry, tried: Attempt, facts: Mapping[str, object], operator_id: str | None
    ) -> OutboxEntry:
        """The entry cancelled in one commit with the returns that wait for it to arrive; asks for nobody's role.

        Raises MoveRefused when it cannot be cancelled from where it stands.
        """
        with self._till.database.writing():
            for one in self._waiting_returns(before):
                after = replace(one, state=State.CANCELLED, not_before=None)
                along = Attempt(tried.at, tried.what, tried.outcome, before.receipt_no)
                with_it = {"cancelled_with": before.reference, "was": one.state.value}
                self._save(one, after, along, "delivery_cancelled", operator_id, with_it)
            after = replace(before, state=State.CANCELLED, not_before=None)
            told = {**facts, "was": before.state.value}
            return self._save(before, after, tried, "delivery_cancelled", operator_id, told)

    def require_cancellable(
        self, reference: str, operator_id: str | None = None, approved_by: str | None = None
    ) -> None:
        """Nothing when that operator may cancel that entry now; raises what `cancel` would raise.

        A shop that has no manager yet has nobody to ask: whoever stands at its till may.
        """
        entry = self._entry(reference)
        if repair.has_arrived(entry):
            raise MoveRefused("arrived_already", reference=reference, receipt_no=entry.receipt_no)
        if repair.may_have_arrived(entry):
            raise MoveRefused("may_have_arrived", reference=reference, receipt_no=entry.receipt_no)
        entry.require_move(State.CANCELLED)
        self._require_nothing_back(entry)
        self._till.operators.require(operator_id, Right.CANCEL_ENTRY, approved_by)

    def _require_nothing_back(self, entry: OutboxEntry) -> None:
        """Raises MoveRefused for a part invoice of which something came back, where invoices report their VAT.

        What was returned is shared between invoice and payment by itself: only with its credit notes it is right.
        """
        sale = None if entry.sale_id is None else self._till.ledger.sale(entry.sale_id)
        if sale is None or sale.return_of is not None or not self._till.returns.must_even_out(sale):
            return
        returns = self._till.ledger.returns_of(sale.id)
        if returns and not evens_out(sale, returns):
            raise MoveRefused("part_invoice_with_returns", receipt_no=entry.receipt_no)

    def morning_after(self) -> datetime:
        """Tomorrow morning in the shop: when what is set aside today comes up again."""
        now = self._till.now()
        return datetime.combine(now.date() + timedelta(days=1), MORNING, now.tzinfo)

    def _require_own_customer(self, entry: OutboxEntry) -> None:
        """Raises MoveRefused for a return that goes to its sale's customer, as each does that waits.

        Only where they refuse that customer after the sale has arrived does somebody choose another.
        """
        sale = None if entry.sale_id is None else self._till.ledger.sale(entry.sale_id)
        if sale is None or sale.return_of is None:
            return
        original = self._till.outbox.of_sale(sale.return_of.sale_id)
        chosen = entry.state is not State.NEEDS_ATTENTION and entry.customer_number is not None
        if original is not None and (chosen or not repair.has_arrived(original)):
            names = {"receipt_no": entry.receipt_no, "original": original.receipt_no}
            raise MoveRefused("return_follows_its_sale", **names)

    def _follow(self, before: OutboxEntry, sale: OutboxEntry, tried: Attempt, operator_id: str | None) -> None:
        """A return that waits gets the customer that its sale was given."""
        after = replace(
            before,
            state=State.QUEUED if before.state is State.NEEDS_CUSTOMER else before.state,
            customer_remote_id=sale.customer_remote_id,
            customer_number=sale.customer_number,
            customer_name=sale.customer_name,
        )
        facts = {"customer": sale.customer_number, "with": sale.reference}
        self._save(before, after, tried, "customer_assigned", operator_id, facts)

    def _waiting_returns(self, entry: OutboxEntry) -> list[OutboxEntry]:
        """The entries of that sale's returns that may still be changed: nothing of them has been sent."""
        returns = () if entry.sale_id is None else self._till.ledger.returns_of(entry.sale_id)
        entries = [self._till.outbox.of_sale(one.id) for one in returns]
        return [one for one in entries if one is not None and repair.may_cancel(one)]

    def _entry(self, reference: str) -> OutboxEntry:
        """The entry that is to be repaired. Raises MoveRefused in training: all that waits is of real sales."""
        entry = self._till.outbox.get(reference)
        if entry is None:
            raise BadInput("reference_unknown", field="reference", reference=reference[:60])
        if self._till.training:
            raise MoveRefused("sale_not_of_training", receipt_no=entry.receipt_no)
        return entry

    def _save(
        self,
        before: OutboxEntry,
        after: OutboxEntry,
        tried: Attempt,
        kind: str,
        operator_id: str | None,
        facts: Mapping[str, object],
    ) -> OutboxEntry:
        with self._till.database.writing():
            saved = self._till.outbox.save(before, after, tried)
            journal.append(
                self._till.database,
                self._till.now(),
                kind,
                {"reference": before.reference, **facts},
                operator_id=operator_id,
                sale_id=before.sale_id,
            )
        return replace(saved, history=(*before.history, tried))


def _require(entry: OutboxEntry, now: State, then: State) -> None:
    """Raises MoveRefused unless the entry stands in `now`."""
    if entry.state is not now:
        named = entry.receipt_no or entry.reference
        raise MoveRefused("outbox_move_refused", reference=named, now=entry.state.value, then=then.value)


def _require_assignable(entry: OutboxEntry) -> None:
    """Raises MoveRefused, saying why, unless another customer may be chosen for the entry."""
    if repair.may_assign(entry) or repair.may_change_customer(entry):
        return
    named = {"reference": entry.reference, "receipt_no": entry.receipt_no}
    if entry.is_settlement:
        raise MoveRefused("settlement_has_no_customer", **named)
    if entry.state is State.CANCELLED:
        _require(entry, State.NEEDS_CUSTOMER, State.QUEUED)
    if entry.state is not State.NEEDS_ATTENTION:
        raise MoveRefused("customer_is_final", **named)
    if repair.may_have_arrived(entry):
        raise MoveRefused("may_have_arrived", **named)
    raise MoveRefused("not_about_the_customer", **named)


def _reason(reason: str) -> str:
    """The reason as it is kept; raises BadInput when there is none, or when it cannot be."""
    checked = text.name(reason, "reason")
    if not checked:
        raise BadInput("reason_missing", field="reason")
    return checked
