"""What mends an invoice or a day settlement that stands still: one repair for each code, and what may be done when.

Pure tables and claims about an entry; the till acts on them and the queue's card shows them. Knows no words.
"""

from __future__ import annotations

from enum import Enum

from .money import ZERO
from .outbox import OutboxEntry, State, may_follow
from .problems import Problem


class Repair(Enum):
    """The one thing that a person does next."""

    CHOOSE_CUSTOMER = "choose_customer"
    MEND_SETTING = "mend_setting"
    TRY_AGAIN = "try_again"
    LOOK_AGAIN = "look_again"
    BY_HAND = "by_hand"


REPAIRS: dict[str, Repair] = {
    "customer_refused": Repair.CHOOSE_CUSTOMER,
    "customer_archived": Repair.CHOOSE_CUSTOMER,
    "customer_unknown": Repair.CHOOSE_CUSTOMER,
    "customer_missing": Repair.CHOOSE_CUSTOMER,
    "entry_without_customer": Repair.CHOOSE_CUSTOMER,
    "product_refused": Repair.MEND_SETTING,
    "product_not_mapped": Repair.MEND_SETTING,
    "special_product_not_mapped": Repair.MEND_SETTING,
    "order_refused": Repair.TRY_AGAIN,
    "unexpected_error": Repair.LOOK_AGAIN,
    "total_mismatch": Repair.LOOK_AGAIN,
    "reference_clash": Repair.LOOK_AGAIN,
    "reference_in_use": Repair.LOOK_AGAIN,
    "order_deleted": Repair.LOOK_AGAIN,
    "vat_mismatch": Repair.LOOK_AGAIN,
    "invoice_link_refused": Repair.TRY_AGAIN,
    "voucher_day_locked": Repair.TRY_AGAIN,
    "voucher_day_refused": Repair.TRY_AGAIN,
    "voucher_reversed": Repair.TRY_AGAIN,
    "voucher_refused": Repair.TRY_AGAIN,
    "voucher_vat_code_unknown": Repair.TRY_AGAIN,
    "voucher_account_refused": Repair.MEND_SETTING,
    "voucher_vat_differs": Repair.BY_HAND,
    "voucher_not_balanced": Repair.BY_HAND,
    "vat_way_of_its_day": Repair.BY_HAND,
    "vat_ways_mixed_in_day": Repair.BY_HAND,
    "settlement_rate_without_account": Repair.BY_HAND,
    "settlement_is_not_its_z": Repair.BY_HAND,
    "settlement_does_not_balance": Repair.BY_HAND,
    "settlement_of_nothing": Repair.TRY_AGAIN,
    "settlement_unknown": Repair.BY_HAND,
    "vat_rate_without_product": Repair.BY_HAND,
    "not_an_invoice_sale": Repair.BY_HAND,
}
"""Problem code → repair. A code that is not here is tried again."""

_SETTINGS: dict[str, tuple[str, ...]] = {
    "keys_refused": ("invoicing.application_key", "invoicing.client_key", "invoicing.endpoint"),
    "subscription_key_refused": ("invoicing.subscription_key",),
    "address_wrong": ("invoicing.endpoint",),
    "invoicing_not_set_up": ("invoicing.system",),
    "product_refused": ("invoicing.products",),
    "total_mismatch": ("invoicing.send_amount_excluding_vat",),
    "vat_mismatch": ("invoicing.send_amount_excluding_vat",),
    "voucher_account_refused": ("settlement.enabled",),
}
_GONE = frozenset({"order_deleted", "voucher_reversed"})
_ARRIVED = (State.ACCEPTED, State.INVOICED, State.PAID)


def settings_of(problem: Problem) -> tuple[str, ...]:
    """The keys of the settings that the problem is about, the likeliest first; none when it is about no setting."""
    field = problem.values.get("field", "")
    if field.startswith(("invoicing.", "channels.", "settlement.")):
        return (field,)
    return _SETTINGS.get(problem.code, ())


def has_arrived(entry: OutboxEntry) -> bool:
    """Whether the accounting system has certainly taken it."""
    return entry.state in _ARRIVED


def is_gone(entry: OutboxEntry) -> bool:
    """Whether the accounting system had it, and certainly has it no more: somebody deleted or reversed it there.

    A reversed voucher that is to be posted anew is gone as long as it only waits.
    """
    if entry.quarantine is not None:
        return False
    if entry.state is State.QUEUED:
        return was_reversed(entry)
    deleted = entry.problem is not None and entry.problem.code in _GONE
    return deleted and entry.state is State.NEEDS_ATTENTION


def was_reversed(entry: OutboxEntry) -> bool:
    """Whether its voucher was seen to be reversed, and somebody lets it be posted anew, of which nothing is sent yet.

    Only such a settlement keeps what they called it while it waits without a quarantine; the claim forgets it.
    """
    waits = entry.state in (State.QUEUED, State.UNKNOWN)
    return waits and entry.is_settlement and entry.remote is not None and entry.quarantine is None


def is_nowhere(entry: OutboxEntry) -> bool:
    """Whether they refuse its reference as used, and complete look-ups to the end of a quarantine found no order.

    Its reference never changes, so it can never be sent: it is settled there by a person, and cancelled here.
    """
    refused = entry.problem is not None and entry.problem.code == "reference_in_use"
    return refused and entry.state is State.NEEDS_ATTENTION and entry.remote is None


def may_have_arrived(entry: OutboxEntry) -> bool:
    """Whether the accounting system has it, or nobody can say yet that it has not."""
    if is_gone(entry) or is_nowhere(entry):
        return False
    on_its_way = entry.state in (State.SENDING, State.UNKNOWN) or has_arrived(entry)
    return on_its_way or entry.remote is not None or entry.quarantine is not None


def repair_for(entry: OutboxEntry) -> Repair | None:
    """The one thing that mends the entry; None while nobody has to do anything.

    What may have arrived is never given another customer nor taken out: it is looked up first.
    """
    if entry.state is State.NEEDS_CUSTOMER:
        return Repair.CHOOSE_CUSTOMER
    if entry.state is not State.NEEDS_ATTENTION:
        return None
    code = "" if entry.problem is None else entry.problem.code
    repair = REPAIRS.get(code, Repair.TRY_AGAIN)
    return Repair.LOOK_AGAIN if may_have_arrived(entry) else repair


def is_about_customer(entry: OutboxEntry) -> bool:
    """Whether it is the customer that stops the entry."""
    return entry.problem is not None and REPAIRS.get(entry.problem.code) is Repair.CHOOSE_CUSTOMER


def may_assign(entry: OutboxEntry) -> bool:
    """Whether another customer may be chosen: it has none, or its customer is what stops it and it never arrived.

    Never for a day settlement, which is nobody's.
    """
    if entry.is_settlement:
        return False
    if entry.state is State.HELD:
        return entry.customer_number is None
    if entry.state is State.NEEDS_ATTENTION:
        return is_about_customer(entry) and not may_have_arrived(entry)
    return entry.state is State.NEEDS_CUSTOMER


def may_cancel(entry: OutboxEntry) -> bool:
    """Whether it may be taken out of the queue: only what the accounting system certainly has not."""
    return may_follow(entry.state, State.CANCELLED) and not may_have_arrived(entry)


def may_stop_by_return(entry: OutboxEntry) -> bool:
    """Whether a whole return may take it out of the queue unasked; what is only found nowhere is a manager's to."""
    return may_cancel(entry) and not is_nowhere(entry)


def may_change_customer(entry: OutboxEntry) -> bool:
    """Whether its customer may still be exchanged for another: it waits, and nothing of it has been sent.

    Never that of a credit: what was invoiced to one buyer is credited to nobody else.
    """
    if entry.is_settlement or entry.total < ZERO:
        return False
    waits = entry.state is State.QUEUED or (entry.state is State.HELD and entry.customer_number is not None)
    return waits and not may_have_arrived(entry)
