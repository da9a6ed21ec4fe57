"""From draft to invoice: the draft leaves the orders, and an invoice with the same id takes its place.

Knows the books, no HTTP. Call everything here inside `books.writing()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from ..answers import Row, pick, problem
from ..auth import seeded_uuid
from ..books import Books, stamp
from ..documents import INVOICE_FIELDS
from .ledger import FIRST_VOUCHER, Ledger

NORWAY = ZoneInfo("Europe/Oslo")
FIRST_INVOICE = 10_001
NO_ADDRESS = "The customer has no e-mail address, and the request gives none."


def in_norway(moment: datetime) -> date:
    """The calendar day in Norway."""
    return moment.astimezone(NORWAY).date()


@dataclass(frozen=True, slots=True)
class InvoiceDesk:
    """Makes invoices of orders, and books what is paid on them; `lag_s` is how long reads do not see the postings."""

    books: Books
    seed: int
    now: datetime
    lag_s: float = 0.0

    def queue(self, order: Row, request: Mapping[str, Any], sender: str | None, takes_s: float) -> None:
        """Marks the order as being processed; `settle` finishes it. Raises 400 for a locked voucher date."""
        day = request.get("VoucherDate") or str(in_norway(self.now))
        _refuse_locked(self.books, day)
        due = self.now + timedelta(seconds=takes_s)
        sending = {"due": stamp(due), "request": dict(request), "sender": sender, "day": day}
        self.books.put(self.books.orders, {**order, "_queued": True, "_sending": sending, "_error": None})

    def settle(self) -> None:
        """Finishes every sending whose time has come."""
        for order in self.books.orders.find("_queued", True):
            if datetime.fromisoformat(order["_sending"]["due"]) <= self.now:
                self._finish(order)

    def pay(self, invoice: Row, amount: Decimal | None) -> Row:
        """The invoice with its balance brought down by the amount, or to 0, and the money in the bank.

        Raises 400 where today is locked.
        """
        amount = invoice["Balance"] if amount is None else amount
        day = in_norway(self.now)
        _refuse_locked(self.books, str(day))
        Ledger(self.books, self.seed, self.now, self.lag_s).post_payment(invoice, amount, day)
        return self._brought_down(invoice, amount)

    def _brought_down(self, invoice: Row, amount: Decimal) -> Row:
        balance = invoice["Balance"] - amount
        paid = {**invoice, "Balance": balance, "BalanceLastChangedDateTimeOffset": stamp(self.now)}
        self.books.put(self.books.invoices, paid)
        return paid

    def _finish(self, order: Row) -> None:
        customer = self.books.customers.get(order["CustomerId"]) or {}
        delivery = _delivery(order["_sending"]["request"], customer)
        if delivery is None:
            self.books.put(self.books.orders, {**order, "_queued": None, "_error": NO_ADDRESS})
            return
        self.books.drop(self.books.orders, order["Id"])
        invoice = self._invoice(order, customer, delivery)
        Ledger(self.books, self.seed, self.now, self.lag_s).post_invoice(invoice)
        self.books.put(self.books.invoices, self._matched(invoice))

    def _matched(self, credit_note: Row) -> Row:
        """The credit note with what it takes off the invoice that it names; any other document as it is.

        v1 documented that the two are matched when the credit note is posted.
        """
        number = credit_note["RelatedInvoiceNo"]
        invoice = None if number is None else self.books.invoices.first("InvoiceNo", number)
        if invoice is None or invoice["Balance"] <= 0:
            return credit_note
        matched = min(invoice["Balance"], -credit_note["Balance"])
        self._brought_down(invoice, matched)
        return {**credit_note, "Balance": credit_note["Balance"] + matched}

    def _invoice(self, order: Row, customer: Row, delivery: str) -> Row:
        sending, number = order["_sending"], self.books.next_number("InvoiceNo", FIRST_INVOICE)
        term = self.books.term_of(order, customer)
        day = date.fromisoformat(sending["day"])
        due = sending["request"].get("OverrideDueDate") or str(day + timedelta(days=term["CreditDays"]))
        lines = [
            {**line, "Id": seeded_uuid(self.seed, f"invoice/{number}/line/{place}")}
            for place, line in enumerate(order["SalesOrderLines"])
        ]
        return {
            **pick(order, INVOICE_FIELDS),
            "Balance": order["TotalAmount"],
            "BalanceLastChangedDateTimeOffset": stamp(self.now),
            "DeliveryDate": order["DeliveryDate"] or str(day),
            "DueDate": due,
            "InvoiceDeliveryType": delivery,
            "InvoiceNo": number,
            "IsReversed": False,
            "LastChangedDateTimeOffset": stamp(self.now),
            "NetPostedAmount": order["NetAmount"],
            "OrderDate": order["SalesOrderDate"] or str(day),
            "OrderNo": order["SalesOrderNo"],
            "PaymentTerm": term["CreditDays"],
            "PaymentTermId": term["Id"],
            "SentDateTimeOffset": stamp(self.now),
            "TotalPostedAmount": order["TotalAmount"],
            "VoucherDate": str(day),
            "VoucherNo": self.books.next_number("VoucherNo", FIRST_VOUCHER),
            "VoucherType": "OutgoingInvoice" if order["TotalAmount"] >= 0 else "OutgoingCreditNote",
            "_created_by": sending["sender"],
            "_visible": order["_visible"],
            "_lines": lines,
            "_accounts": order.get("_accounts"),
        }


def _refuse_locked(books: Books, day: str) -> None:
    locked = books.lock_date
    if locked is not None and day <= locked:
        raise problem(400, f"VoucherDate {day} is on or before the lock date {locked}.", "Voucher date is locked")


def _delivery(request: Mapping[str, Any], customer: Mapping[str, Any]) -> str | None:
    """How the invoice goes out; None when there is nowhere to send it."""
    asked = request.get("DeliveryType") or "Auto"
    if asked == "PdfPrintForDownload":
        return "Print"
    preferred = customer.get("InvoiceDeliveryType")
    if asked == "Auto" and preferred in ("EHF", "Efaktura", "AvtaleGiro"):
        return str(preferred)
    address = request.get("EmailAddress") or customer.get("InvoiceEmailAddress") or customer.get("EmailAddress")
    return "PdfByEmail" if address else None
