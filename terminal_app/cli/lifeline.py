"""An invoice or a day settlement in one line for the terminal: its state in the till's words, numbers, times, problem.

The codes of the states are for --json. Knows nothing of the sync; runs on the main thread of a headless program.
"""

from __future__ import annotations

import re
from datetime import datetime

from ..domain.outbox import OutboxEntry, State
from ..domain.problems import BadInput
from ..i18n import Texts
from ..reports.entry_words import named, number_there, state_word
from ..till import Till

_SETTLEMENT = re.compile(r"Z-0*([0-9]{1,9})")
"""How the entry of a Z is named where an invoice has its receipt's number."""


def told(entry: OutboxEntry, texts: Texts, now: datetime) -> str:
    """Receipt, amount, where it stands, whose it is; then what stands in its way and what to do about it."""
    line = f"{entry.receipt_no}  {texts.kroner(entry.total):>14}  {where(entry, texts, now):<24}  "
    line += named(entry, texts) if entry.is_settlement else entry.customer_name or "–"
    if entry.problem is None or entry.state is State.UNKNOWN:
        return line  # what is being looked up has not failed
    message, hint = texts.problem(entry.problem)
    return f"{line}\n      {message}\n      → {hint}"


def where(entry: OutboxEntry, texts: Texts, now: datetime) -> str:
    """The state as the queue's screen says it, with the number that it has there or the time of the next try."""
    remote, state = entry.remote, _words(entry, texts, now)
    if entry.state in (State.INVOICED, State.PAID) and remote is not None and remote.invoice_no is not None:
        return f"{state}, {texts.say('Invoice {number}', number=remote.invoice_no)}"
    if entry.state is State.ACCEPTED and remote is not None and remote.order_no is not None:
        return f"{state}, {number_there(entry, texts, remote.order_no)}"
    if entry.state is State.UNKNOWN and entry.not_before is not None and entry.not_before > now:
        again = texts.say("Looks again {time}.", time=texts.moment(entry.not_before, now))
        return f"{state}. {again}"
    return state


def reference_of(name: str, till: Till) -> str:
    """The reference of the entry named by it, by its receipt number or as “Z-000012”; raises BadInput for none."""
    if till.outbox.get(name) is not None:
        return name
    entry = None
    if name.isascii() and (settlement := _SETTLEMENT.fullmatch(name)) is not None:
        entry = till.outbox.of_settlement(int(settlement[1]))
    elif name.isascii() and (sale := till.ledger.sale_by_receipt(name)) is not None:
        entry = till.outbox.of_sale(sale.id)
    if entry is None:
        raise BadInput("reference_unknown", field="reference", reference=name[:60])
    return entry.reference


def _words(entry: OutboxEntry, texts: Texts, now: datetime) -> str:
    if entry.is_set_aside(now):
        return texts.say("Put aside")
    if entry.state is State.QUEUED and entry.not_before is not None and entry.not_before > now:
        return texts.say("Tries again {time}", time=texts.moment(entry.not_before, now))
    return state_word(entry, texts)
