"""Endpoints for sales orders: create complete, list, by id, lines, delete, send, sent state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from werkzeug.wrappers import Response

from ..answers import Refusal, Row, json_answer, not_found, pick, problem
from ..auth import seeded_uuid
from ..books import Table, stamp
from ..documents import (
    LINE_FIELDS,
    ORDER_FIELDS,
    ORDER_HEADER_POST,
    ORDER_LINE_POST,
    ORDER_POST,
    SEND_POST,
    SENT_STATE_FIELDS,
)
from ..office import Call, Office
from ..paging import ListQuery, covers, later
from ..rules.invoicing import InvoiceDesk, in_norway
from ..rules.orders import TITLE, OrderDesk
from ..rules.patching import patched
from ..rules.settings import ReferenceFilters

FIRST_ORDER = 10_001
STATUSES = ("Draft", "Confirmed")


def create_complete(call: Call) -> Response:
    """Takes an order with its lines; 201 with the ids, numbers and amounts it got."""
    posted = call.body(ORDER_POST)
    with call.books.writing():
        order = entered(call.office, posted, call.now, call.caller.integration)
    return json_answer(complete(call, order), 201)


def entered(office: Office, posted: Mapping[str, Any], moment: datetime, by: str | None) -> Row:
    """The order in the books, with its ids and numbers; `by` None: a person made it. Only inside `writing`."""
    books = office.books
    order = OrderDesk(books, office.rules, in_norway(moment)).accept(posted)
    number = books.next_number("SalesOrderNo", FIRST_ORDER)
    identity = seeded_uuid(office.seed, f"order/{number}")
    now = stamp(moment)
    for place, line in enumerate(order["SalesOrderLines"]):
        line.update(Id=seeded_uuid(office.seed, f"order/{number}/line/{place}"), SalesOrderId=identity)
    order.update(
        Id=identity,
        SalesOrderNo=number,
        CreatedDateTimeOffset=now,
        LastChangedDateTimeOffset=now,
        _created_by=by,
        _visible=stamp(moment + timedelta(seconds=office.rules.read_lag_s)),
    )
    books.put(books.orders, order)
    return order


def list_orders(call: Call) -> Response:
    """Drafts and confirmed orders without their lines; an invoiced order is no longer among them."""
    query = ListQuery(call.request)
    rows = visible(call, narrowed(call, query, call.books.orders))
    for keep in order_filters(call, query, "salesOrderNos", "SalesOrderNo"):
        rows = [row for row in rows if keep(row)]
    status = query.text("orderStatus")
    if status is not None:
        if status not in STATUSES:
            raise problem(400, f"orderStatus must be one of {', '.join(STATUSES)}.", "Unable to cast object(s)")
        rows = [row for row in rows if row["SalesOrderStatus"] == status]
    if query.flag("onlyCreatedByCurrentIntegration"):
        rows = [row for row in rows if row["_created_by"] == call.caller.integration]
    inherited = bool(query.flag("showInherited"))
    return query.answer(rows, ORDER_FIELDS, lambda row: header(call, row, inherited))


def order_by_id(call: Call) -> Response:
    """One order without its lines."""
    call.refuse_fields()
    return json_answer(header(call, _order(call), _asks_for_inherited(call)))


def complete_by_id(call: Call) -> Response:
    """One order with its lines."""
    call.refuse_fields()
    return json_answer(complete(call, _order(call), _asks_for_inherited(call)))


def list_lines(call: Call) -> Response:
    """The lines of one order, in their order."""
    return ListQuery(call.request).answer(_order(call)["SalesOrderLines"], LINE_FIELDS)


def patch_order(call: Call) -> Response:
    """Changes the header of a draft; a confirmed order can only be made a draft again."""
    operations = call.json("application/json-patch+json")
    with call.books.writing():
        before = _order(call)
        after, touched = patched(before, operations, ORDER_HEADER_POST)
        _refuse_processed(before)
        if before["SalesOrderStatus"] == "Confirmed" and after["SalesOrderStatus"] != "Draft" and touched:
            raise problem(400, f"SalesOrder with id = {before['Id']} is confirmed and cannot be changed.", TITLE)
        for pair in (("CustomerId", "CustomerNo"), ("PaymentTermId", "PaymentTerm")):
            if touched & set(pair):
                after.update({name: None for name in pair if name not in touched})
        order = _kept(call, after)
    return json_answer(header(call, order))


def create_line(call: Call) -> Response:
    """One more line on a draft; 201 with what it comes to. It goes last whatever its SortOrder says."""
    posted = call.body(ORDER_LINE_POST)
    with call.books.writing():
        before = _order(call)
        _refuse_processed(before)
        if before["SalesOrderStatus"] == "Confirmed":
            raise problem(400, f"SalesOrder with id = {before['Id']} is confirmed and cannot be changed.", TITLE)
        order = _kept(call, before, {**posted, "SortOrder": len(before["SalesOrderLines"])})
    return json_answer(order["SalesOrderLines"][-1], 201)


def _kept(call: Call, order: Row, *more: Row) -> Row:
    """The changed order, in the books."""
    kept = OrderDesk(call.books, call.office.rules, in_norway(call.now)).changed(order, more)
    kept["LastChangedDateTimeOffset"] = stamp(call.now)
    for place, line in enumerate(kept["SalesOrderLines"]):
        if line["Id"] is None:
            line["Id"] = seeded_uuid(call.office.seed, f"order/{kept['SalesOrderNo']}/line/{place}")
    call.books.put(call.books.orders, kept)
    return kept


def _refuse_processed(order: Row) -> None:
    if order.get("_queued"):
        raise problem(400, f"SalesOrder with id = {order['Id']} is already being processed.", "Bad Request")


def delete_order(call: Call) -> Response:
    """Removes a draft; its reference is free again (the real one's behaviour here is not documented)."""
    with call.books.writing():
        order = _order(call)
        if order.get("_queued"):
            raise problem(409, f"SalesOrder with id = {order['Id']} is being sent.", "SalesOrder conflict")
        call.books.drop(call.books.orders, order["Id"])
    return Response(status=200)


def create_and_send_invoice(call: Call) -> Response:
    """Queues the order for sending: 202, which proves nothing yet; `sentState` tells the outcome."""
    if not call.caller.may_send_invoices:
        raise problem(
            400, "The integration does not have the required privileges to send invoices.", "Missing privilege"
        )
    posted = call.body(SEND_POST) if call.request.get_data() else {}
    with call.books.writing():
        order = _order(call)
        if order.get("_queued"):
            raise problem(400, f"SalesOrder with id = {order['Id']} is already being processed.", "Bad Request")
        desk = InvoiceDesk(call.books, call.office.seed, call.now, call.office.rules.read_lag_s)
        desk.queue(order, posted, call.caller.integration, call.office.rules.sending_takes_s)
        desk.settle()
    location = f"{call.request.url_root}v2/SalesOrders/sentState?id={order['Id']}"
    answer = {**pick(posted, SEND_POST), "Id": order["Id"], "DeliveryType": posted.get("DeliveryType") or "Auto"}
    return json_answer(answer, 202, {"Location": location})


def sent_state(call: Call) -> Response:
    """How far the sending of one order has come, as an array with one element."""
    identity = ListQuery(call.request).text("id")
    if identity is None:
        raise problem(400, "id is required.")
    with call.books.lock:
        order = call.books.orders.get(identity.lower())
        invoice = call.books.invoices.get(identity.lower())
    if invoice is not None:
        return json_answer([{**pick(invoice, SENT_STATE_FIELDS), "IsInvoiceBeingProcessed": False}])
    if order is None:
        raise not_found(f"SalesOrder with id = {identity} not found.")
    state = pick({}, SENT_STATE_FIELDS)
    state.update(
        Id=order["Id"], IsInvoiceBeingProcessed=bool(order.get("_queued")), LastErrorMessage=order.get("_error")
    )
    return json_answer([state])


def header(call: Call, order: Row, inherited: bool = False) -> Row:
    """The order as answered without its lines; `inherited` fills in what it takes over from the customer."""
    shown = pick(order, ORDER_FIELDS)
    shown["IsCreatedByCurrentIntegration"] = order["_created_by"] == call.caller.integration
    if inherited and shown["PaymentTermId"] is None:
        term = call.books.term_of(order, call.books.customers.get(order["CustomerId"]) or {})
        shown["PaymentTermId"], shown["PaymentTerm"] = term["Id"], term["CreditDays"]
    return shown


def complete(call: Call, order: Row, inherited: bool = False) -> Row:
    """The order as answered with its lines."""
    return {**header(call, order, inherited), "SalesOrderLines": order["SalesOrderLines"]}


def visible(call: Call, rows: list[Row]) -> list[Row]:
    """The rows that reads may already see."""
    now = stamp(call.now)
    return [row for row in rows if row["_visible"] <= now]


def narrowed(call: Call, query: ListQuery, table: Table) -> list[Row]:
    """Orders or invoices, narrowed by the reference index where the query allows it."""
    references = query.codes("externalImportReferences")
    with call.books.lock:
        if references is not None and call.office.rules.reference_filters is ReferenceFilters.WORK:
            wanted = dict.fromkeys(references)
            return [row for reference in wanted for row in table.find("ExternalImportReference", reference)]
        return table.all()


def order_filters(call: Call, query: ListQuery, numbers: str, number_field: str) -> list[Callable[[Row], bool]]:
    """The filters that orders and invoices share; the newer ones only where the rules let them work.

    Raises 400 for a newer filter where the rules refuse them.
    """
    keep: list[Callable[[Row], bool]] = []
    customers = query.ranges("customerNos")
    if customers is not None:
        keep.append(lambda row: covers(customers, row["CustomerNo"]))
    since = query.moment("lastChangedDateTimeOffsetGreaterThan")
    if since is not None:
        keep.append(lambda row: later(row, "LastChangedDateTimeOffset", since))
    for parameter in ("departmentCodes", "projectCodes"):
        codes = query.codes(parameter)
        # This company has neither: only "without" finds anything.
        if codes is not None and "-1" not in codes:
            keep.append(lambda row: False)
    newer = [name for name in ("externalImportReferences", "importedOrderNos", numbers) if query.text(name) is not None]
    filters = call.office.rules.reference_filters
    if newer and filters is ReferenceFilters.REFUSED:
        raise problem(400, f"The query parameter '{newer[0]}' is not supported.", "Invalid resourceParameter")
    if filters is ReferenceFilters.WORK:
        keep.extend(_newer_filters(query, numbers, number_field))
    return keep


def _newer_filters(query: ListQuery, numbers: str, number_field: str) -> list[Callable[[Row], bool]]:
    keep: list[Callable[[Row], bool]] = []
    references = query.codes("externalImportReferences")
    if references is not None:
        keep.append(lambda row: row["ExternalImportReference"] in references)
    imported, own = query.ranges("importedOrderNos"), query.ranges(numbers)
    if imported is not None:
        keep.append(lambda row: covers(imported, row["ImportedOrderNo"]))
    if own is not None:
        keep.append(lambda row: covers(own, row[number_field]))
    return keep


def _asks_for_inherited(call: Call) -> bool:
    return bool(ListQuery(call.request).flag("showInherited"))


def _order(call: Call) -> Row:
    identity = str(call.args["id"])
    order = call.books.orders.get(identity)
    if order is None or order["_visible"] > stamp(call.now):
        raise _no_order(identity)
    return order


def _no_order(identity: str) -> Refusal:
    return not_found(f"SalesOrder with id = {identity} not found.")
