"""Gathers what the VAT bridge is made from: the journal of the period in one pass, and a query for each other kind.

Reading only, and none of it for each sale. Any thread; `domain.bridging` judges.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..domain.bridge_facts import Facts, Family, Sent, Settled, Sold
from ..domain.business_day import business_day
from ..domain.chart import DATED_BACK, Posting
from ..domain.day_figures import DayFigures, day_figures
from ..domain.day_figures import voucher as voucher_of
from ..domain.day_voucher import DayVoucher, at_their_codes
from ..domain.journal import JournalRow
from ..domain.money import Money
from ..domain.outbox import State
from ..domain.problems import BadInput, Problem, SettingWrong
from ..domain.product_gate import clearing_of, fault, mapped_codes
from ..domain.report_facts import report_from
from ..domain.settings import SettingValues
from ..domain.settlement import Report
from ..domain.settlement_accounts import OF_RATE, Settlement, Slot
from ..domain.turnover import summed
from ..domain.vat_path import VatPath
from . import journal, settled_days, settlements
from .database import Database
from .earlier_accounts import earlier_accounts
from .journal import RARE
from .moments import from_optional
from .outbox import Outbox
from .register import TAKEN_UP
from .remote_ledger import RemoteLedger
from .remote_products import RemoteProducts

LONG_BEFORE = timedelta(days=100)
"""How long before the ledger's first day an entry of a posting without a reference is looked for."""
_ENTRY = (
    "o.reference, o.state, o.total_ore, o.vat_path, o.vat_ore, o.problem_code, o.remote_order_id, o.remote_order_no, "
    "o.remote_invoice_no, (SELECT MAX(at_utc) FROM attempt a WHERE a.reference = o.reference), "
    "(SELECT MAX(at_utc) FROM attempt a WHERE a.reference = o.reference AND a.what IN ('send', 'look_up'))"
)
_ARRIVED = (State.ACCEPTED, State.INVOICED, State.PAID)

Progress = Callable[[int, int], None]
"""Told how many of how many days have been added up."""


@dataclass(frozen=True, slots=True)
class _Day:
    """A Z, or what is not in one yet, added up and before its entry is known."""

    z: int | None
    day: date
    sold: Sold
    reference: str = ""
    figures: DayFigures | None = None
    problem: Problem | None = None


def gather(
    database: Database, values: SettingValues, since: date, until: date, now: datetime, progress: Progress
) -> Facts:
    """Everything that is known of those days, both included; `progress` is told after each of them."""
    zone, ends = values.shop().timezone, time.fromisoformat(values.text("till.day_ends"))
    zs = _zs(database, since, until)
    days: list[_Day] = []
    for place, row in enumerate(zs):
        days.append(_settled(database, row))
        progress(place + 1, len(zs) + 1)
    today = business_day(now.astimezone(zone), ends)
    if not _is_closed(database, until):
        days += _open_days(database, lambda at: business_day(at.astimezone(zone), ends), since, until)
    progress(len(zs) + 1, len(zs) + 1)
    entries = _entries(database, [one.sale_id for day in days for one in day.sold.on_invoice])
    of_zs = _settlement_entries(database, [day.z for day in days if day.z is not None])
    made = _Vouchers(database, values, zs[0].number if zs else 0)
    ledger = RemoteLedger(database)
    read = ledger.read()
    postings = () if read is None else ledger.postings(since - DATED_BACK, max(read.until, until))
    names = {name for entry in (*entries.values(), *of_zs.values()) for name in (entry.reference, entry.order_id)}
    products = RemoteProducts(database).all()
    invoicing, settlement, path = values.invoicing(), values.settlement(), values.vat_path()
    codes = mapped_codes(invoicing)
    accounts = [one.account_no for one in products if one.code in codes]
    return Facts(
        since=since,
        until=until,
        today=today,
        path=path,
        days=tuple(made.settled(day, of_zs.get(day.z or 0), _path_of(day, entries, path)) for day in days),
        entries=entries,
        families=_families(database, days, entries),
        postings=postings,
        read=read,
        clearing=made.clearing(clearing_of(accounts)),
        sales_accounts=made.sales_accounts(accounts),
        known=_known(database, postings, names),
        against_way=fault(invoicing, path, products, settlement if settlement.enabled else None),
        register_id=values.text("till.register_id"),
        numbers_lost=_numbers_lost(database, zone),
    )


def _zs(database: Database, since: date, until: date) -> list[JournalRow]:
    found = database.rows(
        f"SELECT id FROM journal WHERE kind = 'report_z' AND {RARE} AND json_extract(facts, '$.day') >= ? "
        "AND json_extract(facts, '$.day') <= ? ORDER BY id",
        (since.isoformat(), until.isoformat()),
    )
    return list(journal.of_numbers(database, [int(row[0]) for row in found]))


def _numbers_lost(database: Database, zone: ZoneInfo) -> date | None:
    """The last day on which an old database was put back and its numbers were taken up, None for never."""
    last = journal.last_row(database, TAKEN_UP)
    return None if last is None else last.at.astimezone(zone).date()


def _is_closed(database: Database, until: date) -> bool:
    """Whether a later day has its Z, so that nothing of these days can be without one."""
    last = settlements.last_z(database)
    return last is not None and date.fromisoformat(last.facts["day"]) > until


def _settled(database: Database, row: JournalRow) -> _Day:
    """A Z's sales and its figures, from one walk through its rows."""
    report, sold = report_from(row.facts, row.number), Sold()
    rows = journal.rows(database, report.first_row - 1, report.last_row)
    figures, problem = _figures(database, report, sold.watched(rows))
    reference = settled_days.reference_of(database, row)
    return _Day(report.number, report.day, sold, reference, figures, problem)


def _figures(
    database: Database, report: Report, rows: Iterable[JournalRow]
) -> tuple[DayFigures | None, Problem | None]:
    try:
        return day_figures(rows, report, settled_days.left_before(database, report.first_row)), None
    except BadInput as error:
        return None, error.problem


def _open_days(database: Database, day_of: Callable[[datetime], date], since: date, until: date) -> Iterator[_Day]:
    """What is in no Z yet, by the day that it is of."""
    by_day: dict[date, Sold] = {}
    for row in journal.rows(database, settlements.begins_after(database)):
        if row.kind in ("sale", "return") and since <= (day := day_of(row.at)) <= until:
            by_day.setdefault(day, Sold()).add(row)
    for day, sold in sorted(by_day.items()):
        if sold.sales:
            yield _Day(None, day, sold)


def _path_of(day: _Day, entries: Mapping[str, Sent], chosen: VatPath) -> VatPath:
    """The way of the day's invoices where they tell it, else the one that is chosen now."""
    ways = (entry.path for one in day.sold.on_invoice if (entry := entries.get(one.sale_id)) is not None)
    return next((way for way in ways if way is not None), chosen)


class _Vouchers:
    """The vouchers that Zs can have been sent as: with today's accounts, or with those that were chosen before."""

    def __init__(self, database: Database, values: SettingValues, after: int) -> None:
        self._now, self._chart = values.settlement(), RemoteLedger(database).chart()
        self._versions = [self._now.accounts, *earlier_accounts(database, self._now.accounts, after)]

    def settled(self, day: _Day, entry: Sent | None, path: VatPath) -> Settled:
        """The day with its entry and all that its voucher can be."""
        since = self._now.enabled_since
        is_due = self._now.enabled and since is not None and day.day >= since
        way = path if entry is None or entry.path is None else entry.path
        settled = Settled(day.z, day.day, day.sold, way, (), entry, is_due, day.problem)
        if day.figures is None or (entry is None and not is_due):
            return replace(settled, problem=day.problem if is_due or entry is not None else None)
        versions: list[DayVoucher] = []
        problem: Problem | None = None
        for accounts in self._versions:
            try:
                made = voucher_of(day.figures, Settlement(accounts=accounts), way, day.reference)
            except (BadInput, SettingWrong) as error:
                problem = problem or error.problem
            else:
                versions += [one for one in (at_their_codes(made, self._chart), made) if one not in versions]
        return replace(settled, versions=tuple(versions), problem=None if versions else problem)

    def clearing(self, of_products: int | None) -> tuple[int, ...]:
        """The accounts that are, or have been, “Faktura kasse”; without day settlements that of the products."""
        if not self._now.enabled and of_products is not None:
            return (of_products,)
        found = [one[Slot.INVOICE] for one in self._versions if Slot.INVOICE in one]
        return tuple(dict.fromkeys(found or ([] if of_products is None else [of_products])))

    def sales_accounts(self, of_products: Iterable[int | None]) -> frozenset[int]:
        """Where the lines of an invoice with VAT may stand; empty when it is not known of any product."""
        known = {account for account in of_products if account is not None}
        slots = (*OF_RATE.values(), Slot.TIPS)
        chosen = {one[slot] for one in self._versions for slot in slots if slot in one}
        return frozenset(known | chosen) if known else frozenset()


def _entries(database: Database, sale_ids: Sequence[str]) -> dict[str, Sent]:
    rows = database.rows(
        f"SELECT o.sale_id, {_ENTRY} FROM json_each(?) wanted JOIN outbox o ON o.sale_id = wanted.value",
        (json.dumps(sale_ids),),
    )
    return {row[0]: _sent(row[1:]) for row in rows}


def _settlement_entries(database: Database, numbers: Sequence[int]) -> dict[int, Sent]:
    rows = database.rows(
        f"SELECT o.settlement, {_ENTRY} FROM json_each(?) wanted JOIN outbox o ON o.settlement = wanted.value",
        (json.dumps(numbers),),
    )
    return {row[0]: _sent(row[1:]) for row in rows}


def _sent(row: Sequence[Any]) -> Sent:
    state = State(row[1])
    return Sent(
        reference=row[0],
        state=state,
        total=summed(row[2]),
        path=None if row[3] is None else VatPath(row[3]),
        vat=None if row[4] is None else Money(row[4]),
        problem=row[5],
        order_id=row[6],
        order_no=row[7],
        invoice_no=row[8],
        touched=from_optional(row[9]),
        sent=from_optional(row[10]) if state in _ARRIVED else None,
    )


_FAMILY = (
    "SELECT w.receipt_no, s.id = w.id, COALESCE((SELECT SUM(amount_ore) FROM payment p WHERE p.sale_id = s.id "
    "AND p.channel = 'invoice'), 0), o.state FROM json_each(?) wanted JOIN sale w ON w.receipt_no = wanted.value "
    "JOIN sale s ON s.{} = w.id LEFT JOIN outbox o ON o.sale_id = s.id"
)


def _families(database: Database, days: Iterable[_Day], entries: Mapping[str, Sent]) -> dict[str, Family]:
    """Of sales that are on no invoice for good, what is left of them over all days when their returns are taken off."""
    called_off = {
        one.family
        for day in days
        for one in day.sold.on_invoice
        if (entry := entries.get(one.sale_id)) is None or not entry.is_live
    }
    if not called_off:
        return {}
    wanted = json.dumps(sorted(called_off))
    remaining: dict[str, int] = dict.fromkeys(called_off, 0)
    arrived: set[str] = set()
    for column in ("id", "original_id"):
        for receipt_no, is_original, invoiced, state in database.rows(_FAMILY.format(column), (wanted,)):
            if state is None or State(state) is State.CANCELLED:
                remaining[receipt_no] += invoiced
            elif is_original and State(state) in _ARRIVED:
                arrived.add(receipt_no)
    return {name: Family(summed(left), name in arrived) for name, left in remaining.items()}


def _known(database: Database, postings: Iterable[Posting], ours: set[str | None]) -> frozenset[str]:
    """Which vouchers of the ledger are of entries of other days, by reference, else by what they call the order."""
    unknown = {one.reference: one for one in postings if one.reference and one.reference not in ours}
    rows = database.rows(
        "SELECT o.reference FROM json_each(?) wanted JOIN outbox o ON o.reference = wanted.value",
        (json.dumps(sorted(unknown)),),
    )
    known = {str(row[0]) for row in rows}
    nameless = {one.voucher_id: one for one in postings if not one.reference and one.voucher_id not in ours}
    if not nameless:
        return frozenset(known)
    first = min(one.day for one in nameless.values()) - LONG_BEFORE
    return frozenset(known | Outbox(database).taken_as(nameless, first))
