"""Endpoints for customers: list with filters, by id, create, patch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Response

from ..answers import Refusal, Row, json_answer, not_found, pick, problem
from ..books import stamp
from ..documents import CUSTOMER_FIELDS, CUSTOMER_POST
from ..office import Call
from ..paging import ListQuery, covers, in_ranges, later
from ..rules.patching import patched

TITLE = "Customer validation error(s)"
FIRST_ID = 20_000_001
NOT_THROUGH_THE_API = ("AvtaleGiro", "Efaktura")
LIST_FIELDS = frozenset((*CUSTOMER_FIELDS, "MailAddress"))


def list_customers(call: Call) -> Response:
    """Customers by number, reference, organisation number, e-mail, phone and change; archived ones are among them."""
    query = ListQuery(call.request)
    rows = _candidates(call, query)
    for keep in _filters(query):
        rows = [row for row in rows if keep(row)]
    return query.answer(rows, LIST_FIELDS)


def customer_by_id(call: Call) -> Response:
    """One customer."""
    call.refuse_fields()
    return json_answer(_customer(call))


def create_customer(call: Call) -> Response:
    """A new customer; the next free number where none is given."""
    posted = call.body(CUSTOMER_POST)
    books = call.books
    with books.writing():
        address = posted.get("MailAddress")
        if address is not None and not (address.get("City") and address.get("ZipCode")):
            raise _refused("MailAddress needs City and ZipCode.")
        if posted.get("InvoiceDeliveryType") in NOT_THROUGH_THE_API:
            raise _refused(f"InvoiceDeliveryType {posted['InvoiceDeliveryType']} cannot be set through the API.")
        customer = pick(posted, CUSTOMER_FIELDS)
        customer["Number"] = posted.get("Number") or _free_number(call)
        _check(call, customer, None)
        now = stamp(call.now)
        identity = books.next_number("CustomerId", FIRST_ID)
        customer.update(
            Id=identity,
            SubledgerAccountId=identity,
            IsActive=True,
            LegalName=customer["LegalName"] or customer["Name"],
            InvoiceDeliveryType=customer["InvoiceDeliveryType"] or "Print",
            ContactCreatedDateTimeOffset=now,
            CustomerCreatedDateTimeOffset=now,
            LastChangedDateTimeOffset=now,
            **{name: bool(customer[name]) for name in ("IsArchived", "IsPerson", "IsVatFree")},
        )
        if address is not None:
            customer["MailAddress"] = _address(address, identity, now)
        books.put(books.customers, customer)
    return json_answer(customer, 201)


def patch_customer(call: Call) -> Response:
    """Changes a customer. A change of the address alone does not move LastChangedDateTimeOffset, as documented."""
    operations = call.json("application/json-patch+json")
    with call.books.writing():
        before = _customer(call)
        customer, touched = patched(before, operations, CUSTOMER_POST)
        if "PaymentTermId" in touched and "PaymentTerm" not in touched:
            term = call.books.terms.get(customer["PaymentTermId"]) if customer["PaymentTermId"] is not None else None
            customer["PaymentTerm"] = term["CreditDays"] if term else None
        _check(call, customer, before)
        now = stamp(call.now)
        if "MailAddress" in touched:
            customer["MailAddress"] = _address(customer["MailAddress"] or {}, customer["Id"], now)
        if touched - {"MailAddress"}:
            customer["LastChangedDateTimeOffset"] = now
        call.books.put(call.books.customers, customer)
    return json_answer(customer)


def delete_customer(call: Call) -> Response:
    """Removes a customer whom no order and no invoice names; 409 otherwise."""
    with call.books.writing():
        customer = _customer(call)
        for table in (call.books.orders, call.books.invoices):
            if any(row["CustomerId"] == customer["Id"] for row in table.all()):
                detail = f"Customer with id = {customer['Id']} is in use and cannot be deleted."
                raise problem(409, detail, "Customer conflict")
        call.books.drop(call.books.customers, customer["Id"])
    return Response(status=200)


def _candidates(call: Call, query: ListQuery) -> list[Row]:
    """Customers narrowed by an index where the query allows it, so that a look-up does not read 50 000 rows."""
    table = call.books.customers
    ranges, numbers = query.ranges("customerNos"), query.codes("organizationNumbers")
    reference = query.text("externalImportReference")
    with call.books.lock:
        if ranges is not None:
            return in_ranges(table, ranges)
        if numbers is not None:
            return [row for number in dict.fromkeys(numbers) for row in table.find("OrganizationNumber", number)]
        if reference is not None:
            return table.find("ExternalImportReference", reference)
        return table.all()


def _filters(query: ListQuery) -> list[Callable[[Row], bool]]:
    keep: list[Callable[[Row], bool]] = []

    def among(parameter: str, field: str) -> None:
        values = query.codes(parameter)
        if values is not None:
            keep.append(lambda row: row[field] in values)

    def after(parameter: str, field: str) -> None:
        moment = query.moment(parameter)
        if moment is not None:
            keep.append(lambda row: later(row, field, moment))

    among("organizationNumbers", "OrganizationNumber")
    among("externalImportReference", "ExternalImportReference")
    among("emailAddresses", "EmailAddress")
    among("phoneNumbers", "PhoneNumber")
    external = query.ranges("externalNos")
    if external is not None:
        keep.append(lambda row: covers(external, row["ExternalNumber"]))
    after("lastChangedDateTimeOffsetGreaterThan", "LastChangedDateTimeOffset")
    after("customerCreatedDateTimeOffsetGreaterThan", "CustomerCreatedDateTimeOffset")
    groups = query.codes("contactGroupIds")
    if groups is not None:
        raise not_found(f"Could not find contact group(s) with id = {', '.join(groups)}.")
    return keep


def _customer(call: Call) -> Row:
    customer = call.books.customers.get(call.args["id"])
    if customer is None:
        raise not_found(f"Customer with id = {call.args['id']} not found.")
    return customer


def _check(call: Call, customer: Row, before: Row | None) -> None:
    """Raises 400 or 404 where the customer cannot be kept like this."""
    books = call.books
    own: Any = before["Id"] if before else None
    if customer["IsPerson"]:
        if not (customer["FirstName"] and customer["LastName"]):
            raise _refused("FirstName and LastName are required when IsPerson is true.")
    elif not customer["Name"]:
        raise _refused("Name is required when IsPerson is false.")
    low, high = books.customer_numbers
    if customer["Number"] is None or not low <= customer["Number"] <= high:
        raise _refused(f"Number {customer['Number']} is outside the customer number series {low}-{high}.")
    holder = books.customers.first("Number", customer["Number"])
    if holder is not None and holder["Id"] != own:
        raise _refused(f"Number {customer['Number']} is already in use on (contact) Id = {holder['Id']}.")
    reference = customer["ExternalImportReference"]
    holder = books.customers.first("ExternalImportReference", reference) if reference else None
    if holder is not None and holder["Id"] != own:
        raise _refused(
            f"ExternalImportReference is already in use. '{reference}' is used on (contact) Id = {holder['Id']}."
        )
    allowance = customer["Allowance"]
    if allowance is not None and not -1000 <= allowance <= 100:
        raise _refused("Allowance must be between -1000 and 100.")
    term = customer["PaymentTermId"]
    if term is not None and books.terms.get(term) is None:
        raise problem(404, f"Payment term with id = {term} not found.", TITLE)


def _free_number(call: Call) -> int:
    low, high = call.books.customer_numbers
    used = call.books.customers.between(low, high)
    return int(used[-1]["Number"]) + 1 if used else low


def _address(address: Row, identity: int, now: str) -> Row:
    return {
        **address,
        "Id": identity,
        "CountryCode": address.get("CountryCode") or "NO",
        "LastChangedDateTimeOffset": now,
    }


def _refused(detail: str) -> Refusal:
    return problem(400, detail, TITLE)
