"""The sandbox against the vendor's OpenAPI document: every answer and every accepted request of one long journey.

The document may not be committed. Where POWEROFFICE_OPENAPI names it, it decides; without it the same journey is held
against the lists of properties that the sandbox itself keeps, and against what their names promise of their types.
"""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from openapi_schema_validator import OAS30Validator, oas30_format_checker

from sync.poweroffice.sandbox import documents
from tests.sandbox.desk import Client, Row, sold

NAMED = os.environ.get("POWEROFFICE_OPENAPI")
OWN_LISTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("GET", "/Customers"): (*documents.CUSTOMER_FIELDS, "MailAddress"),
    ("GET", "/Products"): documents.PRODUCT_FIELDS,
    ("GET", "/ProductGroups"): documents.GROUP_FIELDS,
    ("GET", "/VatCodes"): documents.VAT_CODE_FIELDS,
    ("GET", "/GeneralLedgerAccounts"): documents.ACCOUNT_FIELDS,
    ("GET", "/PaymentTerms"): documents.TERM_FIELDS,
    ("GET", "/SalesOrders"): documents.ORDER_FIELDS,
    ("GET", "/SalesOrders/{id}"): documents.ORDER_FIELDS,
    ("GET", "/SalesOrders/{id}/Complete"): (*documents.ORDER_FIELDS, "SalesOrderLines"),
    ("POST", "/SalesOrders/Complete"): (*documents.ORDER_FIELDS, "SalesOrderLines"),
    ("GET", "/SalesOrders/{id}/Lines"): documents.LINE_FIELDS,
    ("GET", "/SalesOrders/sentState"): documents.SENT_STATE_FIELDS,
    ("GET", "/OutgoingInvoices"): documents.INVOICE_FIELDS,
    ("GET", "/OutgoingInvoices/{id}"): documents.INVOICE_FIELDS,
    ("PATCH", "/SalesOrders/{id}"): documents.ORDER_FIELDS,
    ("POST", "/SalesOrders/{id}/Lines"): documents.LINE_FIELDS,
    ("POST", "/PaymentTerms"): documents.TERM_FIELDS,
    ("POST", "/Vouchers/CashJournals"): (*documents.VOUCHER_FIELDS, "VoucherLines"),
    ("GET", "/Vouchers/CashJournals/{id}"): (*documents.VOUCHER_FIELDS, "VoucherLines"),
}


class VendorDocument:
    """Holds exchanges against the OpenAPI document."""

    def __init__(self, path: str) -> None:
        self._document: Row = json.loads(Path(path).read_text(encoding="utf-8"))
        # The document marks its enums as nullable and forgets null among their values.
        for schema in self._document["components"]["schemas"].values():
            if schema.get("nullable") and "enum" in schema:
                schema["enum"].append(None)

    def complaints(self, method: str, path: str, sent: Any, status: int, answered: Any) -> Iterator[str]:
        where = f"{method} {path} -> {status}"
        operation = self._document["paths"].get(path, {}).get(method.lower())
        if operation is None:
            yield f"{where}: not in the document"
            return
        answer = operation["responses"].get(str(status))
        if answer is None:
            yield f"{where}: this status is not in the document"
            return
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        if (schema is None) != (answered is None):
            yield f"{where}: a body where none should be, or none where one should"
        elif schema is not None:
            yield from self._errors(where, schema, answered)
        if sent is not None and status < 300:
            kind = "application/json-patch+json" if isinstance(sent, list) else "application/json"
            asked = operation["requestBody"]["content"][kind]["schema"]
            # The document types a patched value as an object, which its own examples break.
            operations = (
                [{k: v for k, v in op.items() if k != "value"} for op in sent] if isinstance(sent, list) else sent
            )
            yield from self._errors(f"{where} (request)", asked, operations)

    def _errors(self, where: str, schema: Row, value: Any) -> Iterator[str]:
        whole = {**schema, "components": self._document["components"]}
        for error in OAS30Validator(whole, format_checker=oas30_format_checker).iter_errors(value):
            yield f"{where}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"


class OwnLists:
    """Holds answers against the sandbox's own lists of properties and the types that property names promise."""

    def complaints(self, method: str, path: str, sent: Any, status: int, answered: Any) -> Iterator[str]:
        wanted = OWN_LISTS.get((method, path))
        if wanted is None or answered is None or status >= 300:
            return
        for row in answered if isinstance(answered, list) else [answered]:
            if set(row) | {"MailAddress"} != set(wanted) | {"MailAddress"}:
                yield f"{method} {path}: {set(row) ^ set(wanted)}"
            for name, value in row.items():
                if value is not None and not promised(name, value):
                    yield f"{method} {path}: {name} is {value!r}"


def promised(name: str, value: Any) -> bool:
    """True where the value is of the type that such a name has throughout the API."""
    try:
        if name.endswith(("DateTimeOffset", "DatetimeOffset")):
            return datetime.fromisoformat(value).tzinfo is not None
        if name.endswith("Date"):
            return bool(date.fromisoformat(value).isoformat() == value)
        if name == "Id" and isinstance(value, str):
            return str(uuid.UUID(value)) == value
    except (TypeError, ValueError):
        return False
    if name.startswith(("Is", "Use")):
        return isinstance(value, bool)
    if name.endswith(("Amount", "Balance", "Quantity", "Rate", "UnitPrice", "Allowance")):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return not name.endswith(("Code", "Name", "Reference", "Description")) or isinstance(value, str)


def template(path: str) -> str:
    """The documented path that a concrete one stands for."""
    return re.sub(r"/(\d+|[0-9a-f]{8}-[0-9a-f-]{27})(?=/|$)", "/{id}", path.removeprefix("/v2"))


def journey(client: Client) -> Iterator[requests.Response]:
    """Every endpoint once and more, with success and refusal."""
    yield client.get("/ClientIntegrationInformation")
    lists = ("Customers", "Products", "ProductGroups", "VatCodes", "GeneralLedgerAccounts", "PaymentTerms")
    yield from (client.get(f"/{name}") for name in (*lists, "LockDateSettings", "SalesOrders", "OutgoingInvoices"))
    yield client.post("/Customers", {"Name": "Ny AS", "MailAddress": {"ZipCode": "0181", "City": "Oslo"}})
    yield client.post("/Customers", {"IsPerson": True})
    yield client.patch("/Customers/501", {"op": "replace", "path": "/Name", "value": "Nytt Navn AS"})
    yield from (client.get(path) for path in ("/Customers/501", "/Customers/9", "/Products/1603"))
    yield client.post("/GeneralLedgerAccounts", {"AccountNo": 1951, "Name": "Ny", "IsActive": True, "VatCode": "0"})
    yield client.post("/ProductGroups", {"Code": "7", "Name": "Nye"})
    yield client.post("/Products", {"Code": "9001", "Name": "Pose", "StandardSalesAccount": 1951})
    note = {"LineType": "Text", "Description": "Takk for besøket", "SortOrder": 2}
    lines = (sold(quantity=1.5, UnitOfMeasureCode="EA"), sold("8025", 2, 41.6, ExternalImportReference="1"), note)
    header: Row = {"ExternalImportReference": "R-1", "ImportedOrderNo": 5, "PaymentTerm": 14}
    created = client.order(*lines, {"LineType": "Summary"}, **header, PurchaseOrderReference="PO", CustomerNo=10010)
    yield created
    yield from (client.order(**header), client.order(CustomerNo=19000))
    order = f"/SalesOrders/{created.json()['Id']}"
    yield from (client.get(path) for path in ("/SalesOrders", order, f"{order}/Complete", f"{order}/Lines"))
    yield client.delete(f"/SalesOrders/{client.order().json()['Id']}")
    yield client.patch(order, {"op": "replace", "path": "/CustomerReference", "value": "Kari"})
    yield client.post(f"{order}/Lines", sold("8015", 1, 10))
    yield client.get("/SalesOrders/sentState", id=created.json()["Id"])
    yield client.post(f"{order}/createAndSendInvoice", {"DeliveryType": "Auto"})
    yield client.get("/SalesOrders/sentState", id=created.json()["Id"])
    yield client.get("/OutgoingInvoices")
    yield client.get(order.replace("SalesOrders", "OutgoingInvoices"))
    yield client.get(order)
    yield client.post("/PaymentTerms", {"CreditDays": 21, "Name": "21 dager"})
    yield from (client.delete(path) for path in ("/Customers/502", "/Customers/506", "/Products/1600", "/Products/9"))
    yield from settlement(client)


def settlement(client: Client) -> Iterator[requests.Response]:
    """A day's cash voucher, once taken and once refused."""
    day = "2026-11-22"
    lines = [
        {"AccountId": account, "VatId": vat, "CurrencyAmount": amount, "PostingDate": day}
        for account, vat, amount in ((476001910, 100, 1250.5), (476003000, 103, -1250.5))
    ]
    head = {"VoucherDate": day, "CurrencyCode": "NOK", "ExternalImportReference": "Z-1", "SaftBatchId": "Z-1"}
    posted = client.post("/Vouchers/CashJournals", {**head, "VoucherLines": lines})
    yield posted
    yield client.post("/Vouchers/CashJournals", {**head, "VoucherLines": lines[:1]})
    yield client.get(f"/Vouchers/CashJournals/{posted.json()['Id']}")


@pytest.fixture
def contract() -> VendorDocument | OwnLists:
    return VendorDocument(NAMED) if NAMED else OwnLists()


def test_every_answer_and_every_accepted_request_keeps_to_the_document(
    client: Client, contract: VendorDocument | OwnLists
) -> None:
    complaints: list[str] = []
    statuses: set[int] = set()
    for answer in journey(client):
        statuses.add(answer.status_code)
        path = template(str(answer.request.path_url).partition("?")[0])
        sent = json.loads(answer.request.body) if answer.request.body else None
        answered = answer.json() if answer.content else None
        complaints += contract.complaints(str(answer.request.method), path, sent, answer.status_code, answered)
    assert complaints == []
    assert statuses == {200, 201, 202, 204, 400, 404, 409}


def test_a_contract_sees_what_is_wrong(contract: VendorDocument | OwnLists) -> None:
    wrong: Row = {
        **dict.fromkeys(documents.ORDER_FIELDS),
        "SalesOrderLines": [],
        "Id": "x",
        "TotalAmount": "52.00",
        "Total": 1,
    }
    assert len(list(contract.complaints("POST", "/SalesOrders/Complete", None, 201, wrong))) >= 3
