"""Vouchers of ours that somebody has reversed over there: told to a person, who sends them anew or calls them off.

A reversal frees the reference, so that it is used again; the entry's history says which vouchers under it count no
more. Runs on the sync thread or headless, where the ledger is read or a voucher is looked up.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime

from terminal_app.domain.chart import Posting, taken_back
from terminal_app.domain.outbox import OutboxEntry
from terminal_app.domain.problems import MoveRefused
from terminal_app.storage.database import Database
from terminal_app.storage.outbox import Outbox

from . import engine
from .gateway import Found

log = logging.getLogger(__name__)


def note_reversals(
    database: Database,
    postings: Collection[Posting],
    now: datetime,
    on_change: Callable[[OutboxEntry], None] = lambda entry: None,
) -> int:
    """How many accepted vouchers a person has to know of, because the ledger as it was read has them reversed.

    Not one whose reference another voucher bears that stands: an old database was put back, and knows only the first.
    """
    gone = taken_back(postings)
    if not gone:
        return 0
    outbox, noted = Outbox(database), 0
    stand = {one.reference for one in postings if one.reference and not one.reverses and one.voucher_id not in gone}
    for entry in outbox.vouchers_accepted_as(gone):
        if entry.remote is None or entry.reference in stand:
            continue
        ids = {one.voucher_id for one in postings if one.reference == entry.reference and not one.reverses}
        step = engine.reversed_there(entry, entry.remote, sorted(ids | {entry.remote.order_id}), "follow", now)
        try:
            saved = outbox.save(entry, step.entry, step.attempt)
        except MoveRefused:
            log.info("%s was changed by somebody else meanwhile and is left alone", entry.reference)
            continue
        log.warning("the voucher of %s has been reversed over there", entry.receipt_no)
        on_change(saved)
        noted += 1
    return noted


def unheard_of(found: Found | None, entry: OutboxEntry | None) -> Found | None:
    """What was found under the entry's reference; None for nothing but what it is known of to be reversed.

    The entry was read with its history.
    """
    if found is None or not found.taken_back or entry is None:
        return found
    told = (attempt.detail.split() for attempt in entry.history if attempt.outcome == engine.REVERSED)
    known = {voucher_id for ids in told for voucher_id in ids}
    return None if known.issuperset(found.taken_back) else found
