"""Keeps the till's mirrors of the accounting system's products and chart of accounts up to date: all at once, at night.

They serve the invoice fee, the choice of products and accounts in the settings, and the day settlement, which names
accounts by their ids. No order waits for them. Runs on the sync thread or headless.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import Chart
from terminal_app.domain.setup import SetupReport
from terminal_app.storage.database import Database
from terminal_app.storage.jobs import Jobs
from terminal_app.storage.remote_ledger import RemoteLedger
from terminal_app.storage.remote_products import RemoteProducts
from terminal_app.storage.settings import Settings

from .clock import Clock, SystemClock
from .gateway import AccountingGateway, SettingIsWrong, SyncError
from .timetable import is_due_tonight

log = logging.getLogger(__name__)

LISTING, CHART = "products", "chart"


def refresh_products(database: Database, gateway: AccountingGateway, *, clock: Clock | None = None) -> int:
    """How many products were new, different or gone; the mirrors hold them and the chart now. Raises SyncError.

    Without the privilege to read the chart it is left as it is.
    """
    now = (clock or SystemClock()).now()
    today = now.astimezone(Settings(database).read().shop().timezone).date()
    products = gateway.products(today)
    try:
        chart = gateway.chart()
    except SettingIsWrong as error:
        log.info("the chart of accounts is left as it is: %s", error.problem)
    else:
        keep_chart(database, chart, now)
    return keep_products(database, products, now)


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


def keep_chart(database: Database, chart: Chart, read_at: datetime) -> None:
    """The mirror is that chart now, as it was read then. A listing of no account leaves a mirror of some alone."""
    if chart.accounts:
        RemoteLedger(database).keep_chart(chart)
        jobs = Jobs(database)
        jobs.save(replace(jobs.get(CHART), last_start=read_at, last_ok=read_at))
    else:
        log.warning("the listing names no account at all; the mirror is left as it is")


def keep_report(database: Database, report: SetupReport, read_at: datetime) -> None:
    """The mirrors are what a check of the setup has read on its way, as far as it could."""
    if report.chart is not None:
        keep_chart(database, report.chart, read_at)
    if report.products is not None:
        keep_products(database, report.products, read_at)


def bring_products_when_due(
    database: Database, gateway: AccountingGateway, *, clock: Clock, spread: timedelta = timedelta(0)
) -> None:
    """The mirrors brought at first and each night (`timetable.is_due_tonight`), else nothing.

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
