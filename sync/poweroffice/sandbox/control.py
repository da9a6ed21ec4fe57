"""The doors that the real one does not have: a page for people at `/`, and `/_sandbox/…` for tests and curl.

Needs no keys: the server listens on loopback only. Runs on the server's threads.
"""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request, Response

from . import bookkeeper
from .answers import Refusal, json_answer, loads, no_content, not_found, problem
from .books import percent
from .faults import Fault
from .office import Office
from .page import page

PREFIX = "/_sandbox"


def is_for(path: str) -> bool:
    """True for the paths that are not the API's."""
    return path in ("/", "/favicon.ico", PREFIX) or path.startswith(PREFIX + "/")


def answer(office: Office, request: Request) -> Response:
    """The answer to a request for one of these paths."""
    try:
        return _answered(office, request)
    except Refusal as refusal:
        return refusal.response()


def _answered(office: Office, request: Request) -> Response:
    steps = [step for step in request.path.removeprefix(PREFIX).split("/") if step]
    match request.method, steps:
        case "GET" | "HEAD", [] if request.path == "/":
            orders, invoices = bookkeeper.orders(office), bookkeeper.invoices(office)
            names = bookkeeper.customer_names(office, (*orders, *invoices))
            return page(office.books.company["ClientName"], orders, invoices, names)
        case "GET", ["state"]:
            return json_answer(bookkeeper.state(office))
        case "GET", ["faults"]:
            return json_answer([fault.row() for fault in office.faults.armed()])
        case "POST", ["faults"]:
            asked = _json(request)
            faults = [Fault.from_row(_object(row)) for row in (asked if isinstance(asked, list) else [asked])]
            office.faults.add(*faults)
            return json_answer([fault.row() for fault in office.faults.armed()], 201)
        case "DELETE", ["faults"]:
            office.faults.clear()
            return no_content()
        case "POST", ["orders", order_id, "invoice"]:
            return json_answer(bookkeeper.send_invoice(office, order_id, _object(_json(request))), 201)
        case "POST", ["invoices", number, "payment"] if number.isascii() and number.isdigit():
            amount = _object(_json(request)).get("Amount")
            if isinstance(amount, str | list | dict | bool):
                raise problem(400, "Amount must be a number.")
            return json_answer(
                bookkeeper.book_payment(office, int(number), None if amount is None else percent(amount)), 201
            )
    raise not_found(f"{request.method} {request.path} is not one of the sandbox's own doors.")


def _json(request: Request) -> Any:
    raw = request.get_data()
    try:
        return loads(raw) if raw else {}
    except ValueError as error:
        raise problem(400, f"The body is not valid JSON: {error}") from error


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise problem(400, "The body must be a JSON object.")
    return value
