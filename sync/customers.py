"""Keeps the till's mirror of the accounting system's customers up to date, page by page.

A full listing at first and each night, what changed in between. Runs on the sync thread or headless; the write
lock is held for some dozen rows at a time, and only where one differs; never over a network call.
"""

from __future__ import annotations

import logging
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from terminal_app.storage.catalog import Catalog
from terminal_app.storage.database import Database
from terminal_app.storage.jobs import Jobs
from terminal_app.storage.settings import Settings

from .clock import Clock, SystemClock
from .gateway import AccountingGateway, CustomerPage, TryAgainLater
from .timetable import is_due_tonight
from .turns import no_turns

log = logging.getLogger(__name__)

FULL_LISTING = "customers_full"
LISTING = "customers"
"""What changed, or everybody: when it was asked for last."""
ROWS_AT_A_TIME = 25
"""In one transaction: a sale that is finished meanwhile waits for so many at most."""
NAMES_AT_A_TIME = 200
OVERLAP = timedelta(minutes=10)


def refresh_customers(
    database: Database,
    gateway: AccountingGateway,
    *,
    full: bool = True,
    clock: Clock | None = None,
    stopping: Callable[[], bool] = lambda: False,
    spread: timedelta = timedelta(0),
    turn: Callable[[], None] = no_turns,
) -> int:
    """How many customers were new or different; the mirror holds them now. Raises SyncError as the gateway does.

    `full` lists everybody and marks who is no longer named as archived; otherwise only what changed since the
    newest change the mirror knows of, unless the night's full listing is owed (`timetable.is_due_tonight`, with
    this till's `spread`). `turn` is called between any two portions.
    """
    catalog, jobs = Catalog(database), Jobs(database)
    now = (clock or SystemClock()).now()
    known_until = catalog.customers_changed_until()
    zone = Settings(database).read().shop().timezone
    if full or known_until is None or is_due_tonight(jobs.get(FULL_LISTING).last_ok, now, zone, spread):
        changed = _list_all(catalog, gateway, stopping, turn)
        database.forget_pages()  # nobody reads all customers again before the next night
        jobs.save(replace(jobs.get(FULL_LISTING), last_start=now, last_ok=now))
    else:
        changed = sum(_put(catalog, page, turn) for page in _pages(gateway, known_until - OVERLAP, stopping))
    jobs.save(replace(jobs.get(LISTING), last_start=now, last_ok=now))
    return changed


def _list_all(
    catalog: Catalog, gateway: AccountingGateway, stopping: Callable[[], bool], turn: Callable[[], None]
) -> int:
    changed, named = 0, Named()
    for page in _pages(gateway, None, stopping):
        changed += _put(catalog, page, turn)
        named.add(customer.remote_id for customer, _ in page)
    if not named and catalog.customer_count():
        log.warning("the full listing names no customer at all; the mirror is left as it is")
        return changed
    return changed + _archive_except(catalog, named, turn)


class Named:
    """Who a listing has named, by eight bytes each: of fifty thousand, the names themselves are 6 MB of a running till.

    Where somebody who is gone has the same eight bytes as somebody who is not, which among a million of each happens in
    one listing of ten million, they stay in the mirror until the next night: Python draws the bytes anew at each start.
    """

    def __init__(self) -> None:
        self._marks = array("q")
        self._sorted = True

    def add(self, remote_ids: Iterable[str]) -> None:
        """These too."""
        self._marks.extend(map(hash, remote_ids))
        self._sorted = False

    def __len__(self) -> int:
        return len(self._marks)

    def __contains__(self, remote_id: str) -> bool:
        if not self._sorted:
            self._marks, self._sorted = array("q", sorted(self._marks)), True
        mark = hash(remote_id)
        place = bisect_left(self._marks, mark)
        return place < len(self._marks) and self._marks[place] == mark


def _pages(
    gateway: AccountingGateway, changed_after: datetime | None, stopping: Callable[[], bool]
) -> Iterator[CustomerPage]:
    for page in gateway.customers(changed_after):
        if stopping():
            raise TryAgainLater("stopped")
        yield page


def _put(catalog: Catalog, page: CustomerPage, turn: Callable[[], None]) -> int:
    changed = 0
    for start in range(0, len(page), ROWS_AT_A_TIME):
        changed += catalog.put_customers(page[start : start + ROWS_AT_A_TIME])
        turn()
    return changed


def _archive_except(catalog: Catalog, named: Named, turn: Callable[[], None]) -> int:
    """Mark as archived whom a full listing no longer names; how many."""
    archived, last = 0, 0
    while some := catalog.living_customers(last, NAMES_AT_A_TIME):
        gone = [number for number, remote_id in some if remote_id not in named]
        if gone:
            catalog.archive_customers(gone)
        archived, last = archived + len(gone), some[-1][0]
        turn()
    return archived
