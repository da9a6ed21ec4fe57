"""Keeps the till's mirror of the accounting system's own products up to date: all of them at once, at night.

The mirror serves the invoice fee and the choice of products in the settings; no order waits for it. Runs on the sync
thread or headless.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.storage.database import Database
from terminal_app.storage.jobs import Jobs
from terminal_app.storage.remote_products import RemoteProducts
from terminal_app.storage.settings import Settings

from .clock import Clock, SystemClock
from .gateway import AccountingGateway, SyncError
from .timetable import is_due_tonight

log = logging.getLogger(__name__)

LISTING = "products"


def refresh_products(database: Database, gateway: AccountingGateway, *, clock: Clock | None = None) -> int:
    """How many products were new, different or gone; the mirror holds all of them now. Raises SyncError."""
    now = (clock or SystemClock()).now()
    zone = Settings(database).read().shop().timezone
    return keep_products(database, gateway.products(now.astimezone(zone).date()), now)


def keep_products(database: Database, products: Sequence[RemoteProduct], listed_at: datetime) -> int:
    """How many differed; the mirror is what was listed. A listing of nothing leaves a mirror of something alone."""
    mirror, jobs = RemoteProducts(database), Jobs(database)
    if not products and mirror.all():
        log.warning("the listing names no product at all; the mirror is left as it is")
        changed = 0
    else:
        changed = mirror.replace_all(products)
    jobs.save(replace(jobs.get(LISTING), last_start=listed_at, last_ok=listed_at, last_problem=None, fails=0))
    return changed


def bring_products_when_due(
    database: Database, gateway: AccountingGateway, *, clock: Clock, spread: timedelta = timedelta(0)
) -> None:
    """The mirror brought at first and each night (`timetable.is_due_tonight`), else nothing.

    What goes wrong is noted and tried again when this is called next: a missing privilege or a fault of this listing
    must stop neither orders nor customers.
    """
    jobs, now = Jobs(database), clock.now()
    job = jobs.get(LISTING)
    if not is_due_tonight(job.last_ok, now, Settings(database).read().shop().timezone, spread):
        return
    try:
        refresh_products(database, gateway, clock=clock)
    except SyncError as error:
        log.warning("the products could not be listed: %s", error.problem)
        jobs.save(replace(job, last_start=now, last_problem=error.problem.code, fails=job.fails + 1))
