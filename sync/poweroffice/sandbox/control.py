"""The doors that the real one does not have: a page for people at `/`, and `/_sandbox/…` for tests and curl.

Needs no keys: the server listens on loopback only. Runs on the server's threads.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from werkzeug.wrappers import Request, Response

from . import bookkeeper, corrections
from .answers import Refusal, json_answer, loads, no_content, not_found, problem
from .books import percent
from .faults import Fault
from .ledger_page import ledger_sections
from .office import Office
from .page import page
from .paging import ListQuery
from .rules.ledger import MANUAL_JOURNAL

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
            ledger = ledger_sections(
                bookkeeper.balances(office),
                bookkeeper.vat_reported(office),
                bookkeeper.ledger(office),
                bookkeeper.account_names(office),
            )
            return page(office.books.company["ClientName"], orders, invoices, names, ledger)
        case "GET", ["ledger"]:
            query = ListQuery(request)
            return json_answer(bookkeeper.books_at(office, _day(query, "from"), _day(query, "to")))
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
    return _by_hand(office, request, steps)


def _by_hand(office: Office, request: Request, steps: list[str]) -> Response:
    """The mistakes and corrections that people make in the program itself."""
    match request.method, steps:
        case "DELETE", ["orders", order_id]:
            bookkeeper.delete_order(office, order_id)
            return no_content()
        case "PATCH", ["orders", order_id]:
            changes = _object(_json(request))
            line = changes.pop("line", None)
            if line is not None and type(line) is not int:
                raise problem(400, "line must be a place, from 0.")
            return json_answer(bookkeeper.shown_order(corrections.change_order(office, order_id, line, changes)))
        case "PATCH", ["products", code]:
            changes = _object(_json(request))
            return json_answer(corrections.change_product(office, code, changes.pop("AccountNo", None), changes))
        case "PATCH", ["accounts", number] if number.isascii() and number.isdigit():
            return json_answer(corrections.change_account(office, int(number), _object(_json(request))))
        case "POST", ["vouchers"]:
            asked = _object(_json(request))
            day, kind = asked.get("day"), asked.get("kind") or MANUAL_JOURNAL
            lines = [_hand_line(line) for line in asked.get("lines") or ()]
            booked = corrections.book_voucher(office, lines, _date(day), str(kind), asked.get("description"))
            return json_answer(booked, 201)
        case "POST", ["vouchers", voucher_id, "reverse"]:
            corrections.reverse_voucher(office, voucher_id)
            return no_content()
        case "POST", ["lock"]:
            corrections.lock_until(office, _date(_object(_json(request)).get("day")))
            return no_content()
    raise not_found(f"{request.method} {request.path} is not one of the sandbox's own doors.")


def _hand_line(value: Any) -> corrections.HandLine:
    match value:
        case [int(account), str(code), int() | Decimal() as amount]:
            return account, code, amount
    raise problem(400, 'A line is [account number, "VAT code", gross amount].')


def _day(query: ListQuery, name: str) -> date | None:
    return _date(query.day(name))


def _date(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise problem(400, f"'{value}' is not a day such as 2026-11-22.") from error


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
