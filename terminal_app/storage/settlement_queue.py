"""Puts day settlements into the outbox, one for each Z, and knows which way of reporting VAT a day has gone.

A Z's entry is made in the Z's own commit; those that have none (closed while settlements were off) are swept up before
a pass. Any thread; the accounting system is `sync`'s.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from ..domain.day_figures import amounts
from ..domain.money import ZERO, Money
from ..domain.outbox import OutboxEntry, State
from ..domain.problems import BadInput
from ..domain.settings import SettingValues
from ..domain.turnover import summed
from ..domain.vat_path import VatPath
from . import outbox, settled_days, settlements
from .database import Database
from .jobs import Jobs
from .journal import RARE

_SWEPT = "settlements"
MAY_BE_THERE = "('sending', 'unknown', 'accepted', 'invoiced', 'paid')"


def queue_settlement(database: Database, z_number: int, values: SettingValues) -> bool:
    """Whether that Z has got an entry just now; not when it has one, is too old, or has nothing to post.

    Call inside the Z's own `database.writing()`.
    """
    settlement, row = values.settlement(), settlements.z_row(database, z_number)
    if not settlement.enabled or settlement.enabled_since is None or row is None:
        return False
    if date.fromisoformat(row.facts["day"]) < settlement.enabled_since:
        return False
    if outbox.Outbox(database).of_settlement(z_number) is not None:
        return False
    path = values.vat_path()
    total = _debited(database, z_number, path)
    if total is None:
        return False
    entry = OutboxEntry(
        reference=settled_days.reference_of(database, row),
        sale_id=None,
        receipt_no="",
        sold_at=row.at,
        customer_remote_id=None,
        customer_number=None,
        customer_name=None,
        total=total,
        state=State.QUEUED,
        settlement=z_number,
        vat_path=path,
    )
    outbox.insert(database, entry)
    return True


def queue_settlements(database: Database, values: SettingValues, now: datetime) -> int:
    """How many Zs of the days to be settled have got an entry just now, in one transaction; mostly none is without.

    How far it has looked is written down, so that days with nothing to post are not added up again each time.
    """
    settlement, jobs = values.settlement(), Jobs(database)
    if not settlement.enabled or settlement.enabled_since is None:
        return 0
    begun = f"{settlement.enabled_since.isoformat()} {values.vat_path().value} "
    job = jobs.get(_SWEPT)
    told = job.last_problem or ""
    done = int(told.removeprefix(begun)) if told.startswith(begun) else 0
    if not settled_days.without_entry(database, settlement.enabled_since, done):
        return 0
    with database.writing():
        left = settled_days.without_entry(database, settlement.enabled_since, done)
        queued = sum(queue_settlement(database, number, values) for number in left)
        jobs.save(replace(job, last_ok=now, last_problem=f"{begun}{max(left, default=done)}"))
    return queued


def day_of(database: Database, z_number: int) -> date | None:
    """The day that the Z of that number is of; None when there is none."""
    row = settlements.z_row(database, z_number)
    return None if row is None else date.fromisoformat(row.facts["day"])


def has_any(database: Database) -> bool:
    """Whether any day settlement was ever made, whatever became of it."""
    return database.row("SELECT 1 FROM outbox WHERE settlement IS NOT NULL LIMIT 1") is not None


def path_of_sale(database: Database, sale_id: str | None) -> VatPath | None:
    """The way of the settlement that the sale's day has; None while it has none, or none that counts any more."""
    found = database.row(
        "SELECT o.vat_path FROM outbox o WHERE o.state <> 'cancelled' AND o.settlement = ("
        f"SELECT json_extract(z.facts, '$.number') FROM journal z WHERE z.kind = 'report_z' AND z.{RARE} AND z.id > ("
        "SELECT MIN(id) FROM journal WHERE sale_id = ? AND kind IN ('sale', 'return')) ORDER BY z.id LIMIT 1)",
        (sale_id,),
    )
    return None if found is None or found[0] is None else VatPath(found[0])


def sent_another_way(database: Database, z_number: int, path: VatPath) -> str | None:
    """The receipt number of an invoice of that Z that has, or may have, gone out on another way; None for none."""
    row = settlements.z_row(database, z_number)
    if row is None:
        return None
    found = database.row(
        "SELECT s.receipt_no FROM journal j JOIN outbox o ON o.sale_id = j.sale_id JOIN sale s ON s.id = j.sale_id "
        "WHERE j.id >= ? AND j.id <= ? AND j.kind IN ('sale', 'return') AND o.vat_path <> ? "
        f"AND (o.state IN {MAY_BE_THERE} OR o.quarantine_boot IS NOT NULL OR o.remote_order_id IS NOT NULL) "
        "AND o.state <> 'cancelled' ORDER BY j.id LIMIT 1",
        (row.facts["first_row"], row.facts["last_row"], path.value),
    )
    return None if found is None else str(found[0])


def _debited(database: Database, z_number: int, path: VatPath) -> Money | None:
    """The sum of the voucher's debit side as far as it is known without accounts; None when nothing is posted."""
    try:
        posted = amounts(settled_days.figures(database, z_number), path)
    except BadInput:
        return ZERO  # a voucher that cannot be made is no reason to refuse a Z: a person is told when it is to be sent
    return summed(sum(max(amount, ZERO).ore for _, _, amount in posted)) if posted else None
