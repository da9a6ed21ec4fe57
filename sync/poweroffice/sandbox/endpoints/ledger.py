"""Endpoint for the general ledger: account transactions between two dates, with filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from werkzeug.wrappers import Response

from ..answers import Row, pick, problem
from ..books import stamp
from ..documents import TRANSACTION_FIELDS, VOUCHER_TYPES
from ..office import Call
from ..paging import ListQuery, covers, later

CAST = "Unable to cast object(s)"
WITHOUT = "-1"
LONGEST_BY_DAY = 400


def list_transactions(call: Call) -> Response:
    """Postings with effect between `fromDate` and `toDate`, both included, oldest first; 400 without either."""
    query = ListQuery(call.request)
    first, last = _day(query, "fromDate"), _day(query, "toDate")
    keep = [*_by_numbers(query), *_by_codes(query), *_by_moments(query)]
    seen = stamp(call.now)
    rows = [
        row
        for row in _between(call, first, last)
        if row["_visible"] <= seen and all(is_wanted(row) for is_wanted in keep)
    ]
    return query.answer(rows, TRANSACTION_FIELDS, lambda row: pick(row, TRANSACTION_FIELDS))


def _day(query: ListQuery, name: str) -> date:
    value = query.day(name)
    if value is None:
        raise problem(400, f"{name} is required.", "One or more validation errors occurred.")
    return date.fromisoformat(value)


def _between(call: Call, first: date, last: date) -> list[Row]:
    table = call.books.transactions
    with call.books.lock:
        if (last - first).days > LONGEST_BY_DAY:
            return [row for row in table.all() if str(first) <= row["PostingDate"] <= str(last)]
        days = (str(first + timedelta(days=place)) for place in range((last - first).days + 1))
        found = [row for day in days for row in table.find("PostingDate", day)]
    return sorted(found, key=lambda row: int(row["Id"]))


def _by_numbers(query: ListQuery) -> list[Callable[[Row], bool]]:
    keep: list[Callable[[Row], bool]] = []
    accounts, numbers = query.ranges("accountNos"), query.ranges("voucherNos")
    if accounts is not None:
        keep.append(lambda row: covers(accounts, row["AccountNo"]))
    if numbers is not None:
        keep.append(lambda row: covers(numbers, row["VoucherNo"]))
    return keep


def _by_codes(query: ListQuery) -> list[Callable[[Row], bool]]:
    keep: list[Callable[[Row], bool]] = []
    kinds, codes, products = query.codes("voucherTypes"), query.codes("vatCodes"), query.codes("productCodes")
    if kinds is not None:
        for kind in kinds:
            if kind not in VOUCHER_TYPES:
                raise problem(400, f"voucherTypes: '{kind[:100]}' could not be read.", CAST)
        keep.append(lambda row: row["VoucherType"] in kinds)
    if codes is not None:
        keep.append(lambda row: row.get("VatCode") in codes)
    if products is not None:
        keep.append(lambda row: row.get("ProductCode", WITHOUT) in products)
    for parameter in ("departmentCodes", "projectCodes", "agricultureDepartments"):
        wanted = query.codes(parameter)
        # This company has none of these: only "without" finds anything.
        if wanted is not None and WITHOUT not in wanted:
            keep.append(lambda row: False)
    return keep


def _by_moments(query: ListQuery) -> list[Callable[[Row], bool]]:
    keep: list[Callable[[Row], bool]] = []
    created = query.moment("createdDateTimeOffsetGreaterThan")
    changed = query.moment("lastChangedDateTimeOffsetGreaterThan")
    if created is not None:
        keep.append(lambda row: later(row, "CreatedDateTimeOffset", created))
    if changed is not None:
        keep.append(lambda row: later(row, "LastChangedDateTimeOffset", changed))
    return keep
