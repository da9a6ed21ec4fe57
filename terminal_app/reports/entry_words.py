"""What an entry of the queue is called and where it stands, in words: an invoice by its customer, a voucher by its Z.

An invoice is accepted, invoiced and paid; a day settlement is posted, and that is all. Knows no screen and no terminal.
"""

from __future__ import annotations

from ..domain.outbox import OutboxEntry, State
from ..i18n import Texts


def named(entry: OutboxEntry, texts: Texts) -> str:
    """Whose invoice it is, or which day settlement: “Nord AS”, “Day settlement 12”, “No customer”."""
    if entry.settlement is not None:
        return texts.say("Day settlement {number}", number=entry.settlement)
    return entry.customer_name or texts.say("No customer")


def state_word(entry: OutboxEntry, texts: Texts) -> str:
    """Where it stands, in a word or two that stand by themselves."""
    if entry.is_settlement and entry.state is State.ACCEPTED:
        return texts.say("Posted")
    return texts.state(entry.state)


def number_there(entry: OutboxEntry, texts: Texts, number: object) -> str:
    """What PowerOffice Go calls it: “Order 1012” or “Voucher 1012”."""
    if entry.is_settlement:
        return texts.say("Voucher {number}", number=number)
    return texts.say("Order {number}", number=number)
