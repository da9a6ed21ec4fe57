"""Endpoints for products and product groups: list, by id, create, patch."""

from __future__ import annotations

from werkzeug.wrappers import Response

from ..answers import Refusal, Row, json_answer, not_found, pick, problem
from ..books import Books, Table, stamp
from ..documents import GROUP_FIELDS, GROUP_POST, PRODUCT_FIELDS, PRODUCT_POST
from ..office import Call
from ..paging import ListQuery, later
from ..rules.patching import patched

TITLE = "Product validation error(s)"
FIRST_ID = 30_001
DEFAULT_GROUP = "1"


def list_products(call: Call) -> Response:
    """Products by code, name, group, type, archive flag and change."""
    query = ListQuery(call.request)
    return query.answer(_filtered(call, query, call.books.products), PRODUCT_FIELDS)


def product_by_id(call: Call) -> Response:
    """One product."""
    call.refuse_fields()
    return json_answer(_product(call))


def create_product(call: Call) -> Response:
    """A new product; 200, as the document says."""
    posted = call.body(PRODUCT_POST)
    if not posted.get("Name"):
        raise _refused("Name is required.")
    with call.books.writing():
        product = {**pick(posted, PRODUCT_FIELDS), "IsArchived": bool(posted.get("IsArchived"))}
        _settle(call.books, product, None)
        _create(call, call.books.products, product)
    return json_answer(product)


def patch_product(call: Call) -> Response:
    """Changes a product."""
    operations = call.json("application/json-patch+json")
    with call.books.writing():
        before = _product(call)
        product, touched = patched(before, operations, PRODUCT_POST)
        for name in touched & {"StandardSalesAccountId", "OptionalSalesAccountId"}:
            product[name.removesuffix("Id")] = None
        if "ProductGroupId" in touched:
            product["ProductGroupCode"] = None
        _settle(call.books, product, before)
        product["LastChangedDateTimeOffset"] = stamp(call.now)
        call.books.put(call.books.products, product)
    return json_answer(product)


def delete_product(call: Call) -> Response:
    """Removes a product that no order and no invoice names; 409 otherwise."""
    with call.books.writing():
        product = _product(call)
        lines = [line for order in call.books.orders.all() for line in order["SalesOrderLines"]]
        lines += [line for invoice in call.books.invoices.all() for line in invoice["_lines"]]
        if any(line["ProductId"] == product["Id"] for line in lines):
            detail = f"Product with id = {product['Id']} is in use and cannot be deleted."
            raise problem(409, detail, "Product conflict")
        call.books.drop(call.books.products, product["Id"])
    return Response(status=200)


def list_groups(call: Call) -> Response:
    """Product groups by the same filters."""
    query = ListQuery(call.request)
    return query.answer(_filtered(call, query, call.books.groups), GROUP_FIELDS)


def create_group(call: Call) -> Response:
    """A new product group."""
    posted = call.body(GROUP_POST)
    if not posted.get("Name"):
        raise _refused("Name is required.")
    with call.books.writing():
        group = {**pick(posted, GROUP_FIELDS), "IsArchived": bool(posted.get("IsArchived"))}
        _resolve_accounts(call.books, group)
        _create(call, call.books.groups, group)
    return json_answer(group, 201)


def _filtered(call: Call, query: ListQuery, table: Table) -> list[Row]:
    with call.books.lock:
        rows = table.all()
    for parameter, field in (("codes", "Code"), ("names", "Name"), ("productGroupCodes", "ProductGroupCode")):
        values = query.codes(parameter)
        if values is not None:
            rows = [row for row in rows if row.get(field) in values]
    archived, kind = query.flag("isArchived"), query.text("type")
    if archived is not None:
        rows = [row for row in rows if row["IsArchived"] is archived]
    if kind is not None:
        rows = [row for row in rows if row["ProductType"] == kind]
    for parameter, field in (
        ("lastChangedDateTimeOffsetGreaterThan", "LastChangedDateTimeOffset"),
        ("createdDateTimeOffsetGreaterThan", "CreatedDateTimeOffset"),
        ("stockOnHandLastChangedDatetimeOffsetGreaterThan", "StockOnHandLastChangedDatetimeOffset"),
    ):
        moment = query.moment(parameter)
        if moment is not None:
            rows = [row for row in rows if later(row, field, moment)]
    return rows


def _product(call: Call) -> Row:
    product = call.books.products.get(call.args["id"])
    if product is None:
        raise not_found(f"Product with id = {call.args['id']} not found.")
    return product


def _create(call: Call, table: Table, row: Row) -> None:
    row["Id"] = call.books.next_number("ProductId", FIRST_ID)
    row["ProductType"] = row["ProductType"] or "Product"
    row["CreatedDateTimeOffset"] = row["LastChangedDateTimeOffset"] = stamp(call.now)
    call.books.put(table, row)


def _settle(books: Books, product: Row, before: Row | None) -> None:
    """Fills in what the row's ids and codes point at. Raises 400 for a code in use, 404 for what does not exist."""
    holder = books.products.first("Code", product["Code"]) if product["Code"] is not None else None
    if holder is not None and (before is None or holder["Id"] != before["Id"]):
        raise _refused(f"Code is already in use. '{product['Code']}' is used on (product) Id = {holder['Id']}.")
    _resolve_accounts(books, product)
    by_id, by_code = product["ProductGroupId"], product["ProductGroupCode"]
    group = books.groups.get(by_id) if by_id is not None else books.groups.first("Code", by_code or DEFAULT_GROUP)
    if group is None:
        raise problem(404, f"Product group with id = {by_id} or code = '{by_code}' not found.", TITLE)
    product["ProductGroupId"], product["ProductGroupCode"] = group["Id"], group["Code"]


def _resolve_accounts(books: Books, row: Row) -> None:
    for which in ("StandardSalesAccount", "OptionalSalesAccount"):
        by_id, by_number = row[which + "Id"], row[which]
        if by_id is None and by_number is None:
            continue
        account = books.accounts.get(by_id) if by_id is not None else books.accounts.first("AccountNo", by_number)
        if account is None:
            raise problem(404, f"{which} {by_id if by_id is not None else by_number} not found.", TITLE)
        row[which + "Id"], row[which] = account["Id"], account["AccountNo"]


def _refused(detail: str) -> Refusal:
    return problem(400, detail, TITLE)
