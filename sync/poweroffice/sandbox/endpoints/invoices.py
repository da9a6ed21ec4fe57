"""Endpoints for outgoing invoices: list with filters, and by id. Invoices have no lines in this API."""

from __future__ import annotations

from werkzeug.wrappers import Response

from ..answers import Row, json_answer, not_found, pick
from ..books import stamp
from ..documents import INVOICE_FIELDS
from ..office import Call
from ..paging import ListQuery, covers, later
from .orders import narrowed, order_filters, visible


def list_invoices(call: Call) -> Response:
    """Sent invoices and credit notes.

    `onlyCreatedByCurrentIntegration` hides those that a person sent from the program, though the order was ours.
    """
    query = ListQuery(call.request)
    rows = visible(call, narrowed(call, query, call.books.invoices))
    for keep in order_filters(call, query, "orderNos", "OrderNo"):
        rows = [row for row in rows if keep(row)]
    rows = _by_dates(query, _by_numbers(query, rows))
    if query.flag("onlyUnpaidInvoices"):
        rows = [row for row in rows if row["Balance"] != 0]
    if query.flag("onlyCreatedByCurrentIntegration"):
        rows = [row for row in rows if row["_created_by"] == call.caller.integration]
    return query.answer(rows, INVOICE_FIELDS, lambda row: _shown(call, row))


def invoice_by_id(call: Call) -> Response:
    """One invoice; its id is that of the order it was."""
    call.refuse_fields()
    invoice = call.books.invoices.get(str(call.args["id"]))
    if invoice is None or invoice["_visible"] > stamp(call.now):
        raise not_found(f"OutgoingInvoice with id = {call.args['id']} not found.")
    return json_answer(_shown(call, invoice))


def _by_numbers(query: ListQuery, rows: list[Row]) -> list[Row]:
    for parameter, field in (("invoiceNos", "InvoiceNo"), ("voucherNos", "VoucherNo")):
        ranges = query.ranges(parameter)
        if ranges is not None:
            rows = [row for row in rows if covers(ranges, row[field])]
    for parameter, field in (("invoiceIds", "Id"), ("customMatchingReferences", "CustomMatchingReference")):
        values = query.codes(parameter)
        if values is not None:
            rows = [row for row in rows if row[field] in values]
    return rows


def _by_dates(query: ListQuery, rows: list[Row]) -> list[Row]:
    first, last = query.day("fromDate"), query.day("toDate")
    rows = [
        row for row in rows if (not first or row["VoucherDate"] >= first) and (not last or row["VoucherDate"] <= last)
    ]
    for parameter, field in (
        ("sentDateTimeOffsetGreaterThan", "SentDateTimeOffset"),
        ("balanceLastChangedDateTimeOffsetGreaterThan", "BalanceLastChangedDateTimeOffset"),
    ):
        moment = query.moment(parameter)
        if moment is not None:
            rows = [row for row in rows if later(row, field, moment)]
    return rows


def _shown(call: Call, invoice: Row) -> Row:
    shown = pick(invoice, INVOICE_FIELDS)
    shown["IsCreatedByCurrentIntegration"] = invoice["_created_by"] == call.caller.integration
    return shown
