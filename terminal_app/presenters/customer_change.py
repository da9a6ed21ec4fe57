"""Another customer for an invoice that has not left: picked, then asked why. A part of the queue and of the history.

What may be exchanged from where is `domain.repair`'s to say; an invoice without a customer gets one unasked.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain import repair
from ..domain.catalog import Customer
from ..domain.outbox import OutboxEntry
from ..domain.problems import Trouble
from ..domain.records import record
from ..domain.sync_control import EntryChanged
from ..i18n import Texts
from .reasons import Reasons, ReasonsView
from .session import Notice, Session


@record
class CustomerChangeView:
    """The sheet that asks why: whom the invoice went to, and whom it goes to then."""

    title: str
    subtitle: str
    before_label: str
    before: str
    after_label: str
    after: str
    reasons: ReasonsView
    confirm_label: str
    can_confirm: bool
    keep_label: str


def customer_reasons(texts: Texts) -> tuple[str, ...]:
    """Why an invoice usually gets another customer."""
    say = texts.say
    return say("Wrong customer"), say("The buyer asked"), say("Somebody else pays")


class CustomerChange:
    """Exchanges the customer of one entry; `tell` shows what came of it, None when all went well."""

    def __init__(self, session: Session, on_change: Callable[[], None], tell: Callable[[Notice | None], None]) -> None:
        self._session = session
        self._changed = on_change
        self._tell = tell
        self._reference = ""
        self._customer: Customer | None = None
        self.reasons = Reasons(session, on_change, lambda: customer_reasons(session.texts))

    def start(self, reference: str) -> None:
        """Open the picker for that entry; where its customer is final, say what to do instead."""
        try:
            self._session.till.deliveries.require_assignable(reference)
        except Trouble as trouble:
            self._tell(self._session.explain(trouble))
            self._changed()
            return
        self.forget()
        self._tell(None)
        self._session.pick_customer(lambda customer: self._picked(reference, customer))

    def view(self) -> CustomerChangeView | None:
        """The question why; None while nothing is asked."""
        entry, customer = self._entry(), self._customer
        if entry is None or customer is None:
            return None
        texts = self._session.texts
        say = texts.say
        return CustomerChangeView(
            title=say("Change the customer?"),
            subtitle=f"{entry.receipt_no} · {texts.kroner(entry.total)}",
            before_label=say("Was"),
            before=_named(entry.customer_number, entry.customer_name),
            after_label=say("Becomes"),
            after=_named(customer.number, customer.name),
            reasons=self.reasons.view(),
            confirm_label=say("Change customer"),
            can_confirm=bool(self.reasons.text),
            keep_label=say("Leave it as it is"),
        )

    def confirm(self) -> None:
        """The invoice goes to that customer; nothing without a reason."""
        reference, customer, reason = self._reference, self._customer, self.reasons.text
        if customer is not None and reason:
            self.forget()
            self._assign(reference, customer, reason)

    def keep(self) -> None:
        """Leave the invoice as it is."""
        self.forget()
        self._changed()

    def forget(self) -> None:
        """Nothing is asked any more."""
        self._reference, self._customer = "", None
        self.reasons.clear()

    def _picked(self, reference: str, customer: Customer) -> None:
        entry = self._session.till.outbox.get(reference)
        if entry is not None and repair.may_change_customer(entry) and customer.remote_id != entry.customer_remote_id:
            self._reference, self._customer = reference, customer
            self._changed()
        else:
            self._assign(reference, customer, "")

    def _assign(self, reference: str, customer: Customer, reason: str) -> None:
        session = self._session
        try:
            moved = session.till.deliveries.assign_customer(reference, customer.number, session.operator.id, reason)
        except Trouble as trouble:
            self._tell(session.explain(trouble))
        else:
            self._tell(None)
            session.take(EntryChanged(moved.reference, moved.state))
        self._changed()

    def _entry(self) -> OutboxEntry | None:
        return self._session.till.outbox.get(self._reference) if self._reference else None


def _named(number: int | None, name: str | None) -> str:
    return " ".join(part for part in (None if number is None else str(number), name) if part)
