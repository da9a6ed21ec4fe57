"""The accounts that day settlements were posted on before somebody chose others, as the journal tells.

Reading only. Any thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..domain.settlement_accounts import Slot
from . import journal
from .database import Database


def earlier_accounts(database: Database, accounts: Mapping[Slot, int], after: int = 0) -> Iterator[dict[Slot, int]]:
    """The accounts before each change of them since that row of the journal, the latest change first.

    `accounts` are those that are chosen now.
    """
    slots, known = {slot.key: slot for slot in Slot}, dict(accounts)
    for row in journal.of_kinds(database, "settings", after=after):
        changed = {slots[key]: told[0] for key, told in row.facts.items() if key in slots}
        for slot, before in changed.items():
            known.pop(slot, None)
            if before:
                known[slot] = int(before)
        if changed:
            yield dict(known)
