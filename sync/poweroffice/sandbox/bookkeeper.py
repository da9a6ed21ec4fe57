"""What the company's own people do in PowerOffice Go: send an order as an invoice, book a payment, and look.

Used by tests, the demo and the control endpoints; no API call does these things. Safe from any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .answers import Row, not_found, pick
from .documents import INVOICE_FIELDS, ORDER_FIELDS, TRANSACTION_FIELDS, VOUCHER_FIELDS
from .office import Office
from .rules.balances import VatTurnover, trial_balance, vat_turnover
from .rules.invoicing import InvoiceDesk
from .rules.ledger import CASH_JOURNAL


def orders(office: Office) -> list[Row]:
    """Drafts and confirmed orders with their lines, oldest first."""
    _settle(office)
    with office.books.lock:
        rows = office.books.orders.all()
    return [shown_order(row) for row in rows]


def invoices(office: Office) -> list[Row]:
    """Sent invoices with their lines, oldest first."""
    _settle(office)
    with office.books.lock:
        rows = office.books.invoices.all()
    return [_shown(row, INVOICE_FIELDS, row["_lines"]) for row in rows]


def vouchers(office: Office) -> list[Row]:
    """Cash vouchers with their lines, oldest first; what was booked by hand as another kind is in the ledger only."""
    with office.books.lock:
        rows = [row for row in office.books.vouchers.all() if row.get("_type", CASH_JOURNAL) == CASH_JOURNAL]
    return [{**pick(row, VOUCHER_FIELDS), "VoucherLines": [dict(line) for line in row["VoucherLines"]]} for row in rows]


def ledger(office: Office, since: date | None = None, until: date | None = None) -> list[Row]:
    """Postings with effect on these days, both included, oldest first, as the API shows them."""
    return [pick(row, TRANSACTION_FIELDS) for row in _postings(office, since, until)]


def balances(office: Office, since: date | None = None, until: date | None = None) -> dict[int, Decimal]:
    """Trial balance by account number, debit positive."""
    return trial_balance(_postings(office, since, until))


def vat_reported(office: Office, since: date | None = None, until: date | None = None) -> dict[str, VatTurnover]:
    """Turnover and VAT by VAT code of these days, as the VAT return would have them."""
    return vat_turnover(_postings(office, since, until))


def books_at(office: Office, since: date | None = None, until: date | None = None) -> Row:
    """Balances, VAT per code and postings of these days, for curl: accounts and codes are the names."""
    return {
        "balances": {str(number): amount for number, amount in balances(office, since, until).items()},
        "vat": {
            code: {"Rate": one.rate, "Base": one.base, "Vat": one.vat}
            for code, one in vat_reported(office, since, until).items()
        },
        "postings": ledger(office, since, until),
    }


def account_names(office: Office) -> dict[int, str]:
    """What each account is called, by its number."""
    with office.books.lock:
        return {row["AccountNo"]: row["Name"] for row in office.books.accounts.all()}


def shown_order(order: Row) -> Row:
    """An order with its lines, as it is shown to people."""
    return _shown(order, ORDER_FIELDS, order["SalesOrderLines"])


def _postings(office: Office, since: date | None, until: date | None) -> list[Row]:
    _settle(office)
    with office.books.lock:
        rows = office.books.transactions.all()
    first, last = str(since or date.min), str(until or date.max)
    return [row for row in rows if first <= row["PostingDate"] <= last]


def delete_order(office: Office, order_id: str) -> None:
    """Deletes a draft in the program. Raises Refusal 404 for an unknown order."""
    with office.books.writing():
        if office.books.orders.get(order_id) is None:
            raise not_found(f"SalesOrder with id = {order_id} not found.")
        office.books.drop(office.books.orders, order_id)


def customer_names(office: Office, rows: Iterable[Row]) -> dict[int, str]:
    """What the customers of these orders or invoices are called, by customer id."""
    names: dict[int, str] = {}
    for row in rows:
        customer = office.books.customers.get(row["CustomerId"])
        if customer is not None:
            person = f"{customer['FirstName'] or ''} {customer['LastName'] or ''}".strip()
            names[customer["Id"]] = customer["Name"] or person
    return names


def state(office: Office) -> Row:
    """Everything that came of the API calls so far, for a test or a person with curl."""
    return {
        "company": office.books.company,
        "orders": orders(office),
        "invoices": invoices(office),
        "vouchers": vouchers(office),
        "requests": office.log.counts(),
        "faults": {"armed": [fault.row() for fault in office.faults.armed()], "fired": office.faults.fired},
    }


def send_invoice(office: Office, order_id: str, request: Mapping[str, Any] | None = None) -> Row:
    """Sends the order from the program, at once, and gives the invoice.

    Raises Refusal 404 for an unknown order, 400 where the date is locked or there is nowhere to send it.
    """
    wanted = {"DeliveryType": "PdfPrintForDownload", **(request or {})}
    with office.books.writing():
        order = office.books.orders.get(order_id)
        if order is None:
            raise not_found(f"SalesOrder with id = {order_id} not found.")
        desk = _desk(office)
        desk.queue(order, wanted, sender=None, takes_s=0)
        desk.settle()
        invoice = office.books.invoices.get(order_id)
    if invoice is None:
        raise not_found(f"SalesOrder with id = {order_id} could not be sent.")
    return _shown(invoice, INVOICE_FIELDS, invoice["_lines"])


def book_payment(office: Office, invoice_no: int, amount: Decimal | None = None) -> Row:
    """Books a payment on the invoice, of the amount or of all that is left, and gives the invoice."""
    with office.books.writing():
        invoice = office.books.invoices.first("InvoiceNo", invoice_no)
        if invoice is None:
            raise not_found(f"Invoice with number = {invoice_no} not found.")
        paid = _desk(office).pay(invoice, amount)
    return _shown(paid, INVOICE_FIELDS, paid["_lines"])


def _settle(office: Office) -> None:
    with office.books.writing():
        _desk(office).settle()


def _desk(office: Office) -> InvoiceDesk:
    return InvoiceDesk(office.books, office.seed, office.clock(), office.rules.read_lag_s)


def _shown(row: Row, names: tuple[str, ...], lines: list[Row]) -> Row:
    shown = {name: row.get(name) for name in names}
    shown["IsCreatedByCurrentIntegration"] = row["_created_by"] is not None
    return {**shown, "SalesOrderLines": [dict(line) for line in lines]}
