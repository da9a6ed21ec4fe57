"""What must be true of the vouchers over there in the end: one for each Z that has something to post, and told so.

Sees the till's file and what was posted; nothing of the engine or of the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from terminal_app.domain.settlement_accounts import USUAL, Settlement
from terminal_app.domain.vat_path import VatPath
from terminal_app.storage import journal, settled_days
from terminal_app.storage.database import Database
from terminal_app.storage.outbox import Outbox

SETTLED = {"settlement.enabled": "true", **{slot.key: str(number) for slot, number in USUAL.items()}}
_ACCOUNTS = Settlement(True, None, USUAL)


def voucher_faults(
    database: Database,
    posted: Iterable[tuple[str, int]],
    *,
    path: VatPath = VatPath.DAY_SETTLEMENT,
    is_refused: Callable[[date], bool] = lambda day: False,
) -> list[str]:
    """What is wrong, one sentence each; `posted` is reference and debit side, in øre, of each voucher over there.

    A voucher of a day that is refused there stands with a person, or was called off by one; no other may.
    """
    there: dict[str, list[int]] = {}
    for reference, ore in posted:
        there.setdefault(reference, []).append(ore)
    faults: list[str] = []
    for row in journal.of_kinds(database, "report_z"):
        number = row.facts["number"]
        reference = "DSKZ" + journal.hash_of(database, row.number)[:32]
        voucher = settled_days.voucher(database, number, _ACCOUNTS, path, reference)
        entry = Outbox(database).of_settlement(number)
        state = "nothing" if entry is None else entry.state.value
        found = there.pop(reference, [])
        wanted = ("accepted", [voucher.total.ore]) if voucher.lines else ("nothing", [])
        if voucher.lines and is_refused(voucher.day):
            wanted = (state if state in ("needs_attention", "cancelled") else "needs_attention", [])
        if (state, found) != wanted:
            faults.append(f"Z {number} ends as {state} with {found} posted, not as {wanted[0]} with {wanted[1]}")
    return faults + [f"a voucher of nobody: {reference}" for reference in there]
