"""Keeps what is posted in the accounting system's ledger as the till read it last: at night, and when somebody asks.

It serves the VAT bridge; nothing that is sold or sent waits for it. Runs on the sync thread or headless; nothing is
written before all of it has been read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import DATED_BACK, SALES_ACCOUNTS, VAT_ACCOUNTS, LedgerRead, Posting
from terminal_app.domain.outbox import OutboxEntry
from terminal_app.domain.product_gate import mapped_codes
from terminal_app.domain.settings import SettingValues
from terminal_app.storage.database import Database
from terminal_app.storage.earlier_accounts import earlier_accounts
from terminal_app.storage.jobs import Jobs
from terminal_app.storage.outbox import Outbox
from terminal_app.storage.remote_ledger import RemoteLedger
from terminal_app.storage.remote_products import RemoteProducts
from terminal_app.storage.settings import Settings

from .clock import Clock
from .gateway import AccountingGateway, SyncError, TryAgainLater
from .reversals import note_reversals
from .timetable import is_due_tonight

log = logging.getLogger(__name__)

LISTING = "ledger"
NIGHTLY = timedelta(days=62)
"""How far back each night's reading goes: the month, the one before it, and a period for VAT of two months."""
LONGEST = timedelta(days=400)
"""What somebody had read further back than that is kept up no longer."""
_INVOICES = frozenset({"OutgoingInvoice", "OutgoingCreditNote"})
_LASTING = frozenset({"privilege_missing"})

Accounts = tuple[tuple[int, int], ...]


def accounts_of(values: SettingValues, products: Iterable[RemoteProduct], earlier: Iterable[int] = ()) -> Accounts:
    """The ranges of accounts that the bridge has to see, both ends included, in order and apart from each other.

    Those of the day settlement, also the `earlier` ones that somebody has chosen others for since, those that the
    mapped products post to, sales and VAT.
    """
    mapped = mapped_codes(values.invoicing())
    single = {*values.settlement().accounts.values(), *earlier}
    single.update(one.account_no for one in products if one.code in mapped and one.account_no is not None)
    ranges: list[tuple[int, int]] = []
    whole = ((accounts[0], accounts[-1]) for accounts in (VAT_ACCOUNTS, SALES_ACCOUNTS))
    for first, last in sorted([*((number, number) for number in single), *whole]):
        if ranges and first <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(last, ranges[-1][1]))
        else:
            ranges.append((first, last))
    return tuple(ranges)


def bring_ledger(
    database: Database,
    gateway: AccountingGateway,
    since: date,
    clock: Clock,
    *,
    stopping: Callable[[], bool] = lambda: False,
    on_change: Callable[[OutboxEntry], None] = lambda entry: None,
) -> LedgerRead:
    """What is kept now: the ledger from that day until today, or from as far back as it was kept within `LONGEST`.

    All of it is read anew, for whoever asks about today must not lose what proves the month, and one moment holds for
    the whole: when the reading began. Nothing that was posted later is claimed to be seen. Raises SyncError, and then
    everything is kept as it was.
    """
    values, now = Settings(database).read(), clock.now()
    today = now.astimezone(values.shop().timezone).date()
    mirror, products = RemoteLedger(database), RemoteProducts(database).all()
    read = LedgerRead(min(since, today, _kept_since(mirror, today)), today, now)
    found: dict[str, Posting] = {}
    before = earlier_accounts(database, values.settlement().accounts)
    accounts = accounts_of(values, products, {number for one in before for number in one.values()})
    for page in gateway.postings(read.since, read.until, accounts):
        if stopping():
            raise TryAgainLater("stopped")
        # A posting made meanwhile moves the pages, so that one may come twice.
        found.update((posting.id, posting) for posting in page)
    names = _other_orders(database, gateway, found.values(), stopping)
    found.update((one.id, replace(one, reference=names[one.voucher_id])) for one in _nameless(found.values(), names))
    mirror.keep_postings(found.values(), read)
    jobs = Jobs(database)
    jobs.save(replace(jobs.get(LISTING), last_start=now, last_ok=now, last_problem=None, fails=0))
    note_reversals(database, found.values(), now, on_change)
    return read


def bring_ledger_when_due(
    database: Database,
    gateway: AccountingGateway,
    *,
    clock: Clock,
    stopping: Callable[[], bool] = lambda: False,
    spread: timedelta = timedelta(0),
    on_change: Callable[[OutboxEntry], None] = lambda entry: None,
) -> None:
    """The ledger read each night (`timetable.is_due_tonight`) for two months back, or as far as somebody had it read.

    What goes wrong is noted and tried again when this is called next, as with products; but a wrong setting not before
    the next night, for a shop that does without the bridge may well lack the privilege for good.
    """
    jobs, now = Jobs(database), clock.now()
    job, zone = jobs.get(LISTING), Settings(database).read().shop().timezone
    tried = job.last_start if job.last_problem in _LASTING else job.last_ok
    if not is_due_tonight(tried, now, zone, spread):
        return
    try:
        since = now.astimezone(zone).date() - NIGHTLY
        bring_ledger(database, gateway, since, clock, stopping=stopping, on_change=on_change)
    except SyncError as error:
        if job.last_problem != error.problem.code:
            log.warning("the ledger could not be read: %s", error.problem)
        jobs.save(replace(job, last_start=now, last_problem=error.problem.code, fails=job.fails + 1))


def _kept_since(mirror: RemoteLedger, today: date) -> date:
    """The first day that is kept already and may not be lost; today when there is none."""
    kept = mirror.read()
    return kept.since if kept is not None and kept.since >= today - LONGEST else today


def _other_orders(
    database: Database,
    gateway: AccountingGateway,
    postings: Iterable[Posting],
    stopping: Callable[[], bool],
) -> Mapping[str, str]:
    """By its id the reference of each invoice that is none of this till's: another till's has one.

    The invoices are listed only when one of them is new.
    """
    invoices = {one.voucher_id: one.day for one in postings if not one.reference and one.voucher_type in _INVOICES}
    if not invoices:
        return {}
    first = min(invoices.values())
    strangers = invoices.keys() - Outbox(database).taken_as(invoices, first - LONGEST)
    kept = RemoteLedger(database).postings(first, max(invoices.values()))
    names = {one.voucher_id: one.reference for one in kept if one.reference and one.voucher_id in strangers}
    if left := strangers - names.keys():
        for page in gateway.invoice_references(min(invoices[one] for one in left) - DATED_BACK):
            if stopping():
                raise TryAgainLater("stopped")
            names.update((invoice, reference) for invoice, reference in page.items() if invoice in left)
    return names


def _nameless(postings: Iterable[Posting], names: Mapping[str, str]) -> Iterator[Posting]:
    yield from [one for one in postings if not one.reference and one.voucher_id in names]
