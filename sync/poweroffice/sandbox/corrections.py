"""What the company's own people change by hand in PowerOffice Go: orders, products, accounts, vouchers, the lock date.

Used by tests and the control endpoints, to make the mistakes that the till must find. Safe from any thread. Whatever
is booked is under the same rules as the API: it balances, keeps to open days and to the accounts' locks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from .answers import Row, dumps, loads, not_found, pick, problem
from .auth import seeded_uuid
from .books import stamp
from .documents import ORDER_HEADER_POST, ORDER_LINE_POST, ORDER_POST, VOUCHER_FIELDS
from .endpoints.orders import entered
from .office import Office
from .rules.invoicing import in_norway
from .rules.ledger import FIRST_VOUCHER, Ledger
from .rules.orders import OrderDesk
from .rules.vouchers import VoucherDesk
from .shapes import Shape, check

HandLine: TypeAlias = tuple[int, str, Decimal | int | str]
"""Account number, VAT code, and the gross amount: debit positive."""

BOOKABLE = ("CashJournal", "ManualJournal", "BankJournal", "CorrectionVoucher")
_PAIRS = (("CustomerId", "CustomerNo"), ("PaymentTermId", "PaymentTerm"), ("ProductId", "ProductCode"))


def enter_order(office: Office, posted: Mapping[str, Any]) -> Row:
    """The draft that a person makes, by the API's names. Raises Refusal 400 and 404 as the API does."""
    with office.books.writing():
        return entered(office, _read(posted, ORDER_POST), office.clock(), None)


def credit_invoice(office: Office, invoice_no: int) -> Row:
    """The draft of a credit note for all of an invoice, still to be sent. Raises Refusal 404 and 400."""
    invoice = office.books.invoices.first("InvoiceNo", invoice_no)
    if invoice is None:
        raise not_found(f"Invoice with number = {invoice_no} not found.")
    kept = [{name: line[name] for name in ORDER_LINE_POST if line.get(name) is not None} for line in invoice["_lines"]]
    for line in kept:
        line.pop("ExternalImportReference", None)
        if "Quantity" in line:
            line["Quantity"] = -line["Quantity"]
    header = {"CustomerId": invoice["CustomerId"], "DeliveryDate": invoice["DeliveryDate"]}
    with office.books.writing():
        posted = {**header, "RelatedInvoiceNo": invoice_no, "SalesOrderLines": kept}
        return entered(office, posted, office.clock(), None)


def change_order(office: Office, order_id: str, line: int | None, changes: Mapping[str, Any]) -> Row:
    """The order with its header changed, or its line at that place (from 0), added up anew.

    A line's price and product are taken as they are now. Raises Refusal 404 for an unknown order or line, 400 for what
    an order cannot hold.
    """
    shape = ORDER_HEADER_POST if line is None else ORDER_LINE_POST
    read = _read(changes, shape)
    with office.books.writing():
        order = _order(office, order_id)
        if line is None:
            return _kept(office, _merged(order, read))
        _require_line(order, line)
        lines = list(order["SalesOrderLines"])
        lines[line] = _merged(lines[line], read)
        return _kept(office, {**order, "SalesOrderLines": lines})


def remove_order_line(office: Office, order_id: str, line: int) -> Row:
    """The order without its line at that place; the last one cannot go. Raises Refusal 404 and 400."""
    with office.books.writing():
        order = _order(office, order_id)
        _require_line(order, line)
        lines = [row for place, row in enumerate(order["SalesOrderLines"]) if place != line]
        return _kept(office, {**order, "SalesOrderLines": lines})


def change_product(office: Office, code: str, account_no: int | None, changes: Mapping[str, Any]) -> Row:
    """The product, posting to that account (standard and optional) from the next order on, or changed otherwise."""
    with office.books.writing():
        product = office.books.products.first("Code", code)
        if product is None:
            raise not_found(f"Product with code = '{code}' not found.")
        _require_known(changes, product)
        changed = {**product, **changes, "LastChangedDateTimeOffset": stamp(office.clock())}
        if account_no is not None:
            account = _account(office, account_no)
            for which in ("StandardSalesAccount", "OptionalSalesAccount"):
                changed |= {which: account["AccountNo"], which + "Id": account["Id"]}
        office.books.put(office.books.products, changed)
        return changed


def change_account(office: Office, account_no: int, changes: Mapping[str, Any]) -> Row:
    """The account with another VatCode, Name, IsVatCodeLocked or IsActive."""
    with office.books.writing():
        account = _account(office, account_no)
        _require_known(changes, account)
        changed = {**account, **changes, "LastChangedDateTimeOffset": stamp(office.clock())}
        if "VatCode" in changes:
            code = office.books.vat_code_on(str(changes["VatCode"]), in_norway(office.clock()))
            if code is None:
                raise not_found(f"VAT code with code = '{changes['VatCode']}' not found.")
            changed["VatCodeId"] = code["Id"]
        office.books.put(office.books.accounts, changed)
        return changed


def book_voucher(
    office: Office, lines: Sequence[HandLine], day: date | None, kind: str, description: str | None
) -> Row:
    """A voucher that a person books, posted at once; its number and id as well. Raises Refusal 400 and 404."""
    if kind not in BOOKABLE:
        raise problem(400, f"A voucher of type {kind} cannot be booked by hand.")
    books, now = office.books, office.clock()
    on = day or in_norway(now)
    with books.writing():
        posted = {
            "VoucherDate": str(on),
            "CurrencyCode": "NOK",
            "Description": description,
            "VoucherLines": [_hand_line(office, line, on) for line in lines],
        }
        voucher = VoucherDesk(books, office.rules).accept(posted)
        number = books.next_number("VoucherNo", FIRST_VOUCHER)
        voucher.update(
            Id=seeded_uuid(office.seed, f"voucher/{number}"),
            VoucherNo=number,
            CreatedDateTimeOffset=stamp(now),
            IsReversed=False,
            _created_by=None,
            _type=kind,
        )
        books.put(books.vouchers, voucher)
        Ledger(books, office.seed, now, office.rules.read_lag_s).post_voucher(voucher)
        return {**pick(voucher, VOUCHER_FIELDS), "VoucherType": kind, "VoucherLines": voucher["VoucherLines"]}


def reverse_voucher(office: Office, voucher_id: str) -> None:
    """The bookkeeper takes a voucher back, whoever booked it. Raises Refusal 404 and 400."""
    with office.books.writing():
        voucher = office.books.vouchers.get(voucher_id)
        if voucher is None:
            raise not_found(f"Voucher with id = {voucher_id} not found.")
        VoucherDesk(office.books, office.rules).require_reversible(voucher)
        Ledger(office.books, office.seed, office.clock(), office.rules.read_lag_s).reverse(voucher)


def lock_until(office: Office, day: date | None) -> None:
    """Closes the books up to and with that day, or opens them all."""
    with office.books.writing():
        office.books.lock_until(None if day is None else str(day))


def _read(posted: Mapping[str, Any], shape: Shape) -> dict[str, Any]:
    """What was written in Python or JSON, read as the API reads it. Raises Refusal 400."""
    return check(loads(dumps(posted).encode()), shape, strict=True)


def _merged(row: Row, changes: Mapping[str, Any]) -> Row:
    """The row with the changes; of a pair of id and code, the one that was not named gives way."""
    merged = {**row, **changes}
    for pair in _PAIRS:
        if set(pair) & set(changes):
            merged.update({name: None for name in pair if name in row and name not in changes})
    return merged


def _kept(office: Office, order: Row) -> Row:
    if order.get("_queued"):
        raise problem(400, f"SalesOrder with id = {order['Id']} is being sent.")
    now = office.clock()
    kept = OrderDesk(office.books, office.rules, in_norway(now)).changed(order)
    kept["LastChangedDateTimeOffset"] = stamp(now)
    office.books.put(office.books.orders, kept)
    return kept


def _hand_line(office: Office, line: HandLine, day: date) -> Row:
    number, code, amount = line
    vat = office.books.vat_code_on(code, day)
    if vat is None:
        raise not_found(f"VAT code with code = '{code}' not found.")
    account = _account(office, number)
    return {
        "AccountId": account["Id"],
        "VatId": vat["Id"],
        "CurrencyAmount": Decimal(amount),
        "PostingDate": str(day),
    }


def _order(office: Office, order_id: str) -> Row:
    order = office.books.orders.get(order_id)
    if order is None:
        raise not_found(f"SalesOrder with id = {order_id} not found.")
    return order


def _require_line(order: Row, line: int) -> None:
    if not 0 <= line < len(order["SalesOrderLines"]):
        raise not_found(f"SalesOrder with id = {order['Id']} has no line at place {line}.")


def _account(office: Office, number: int) -> Row:
    account = office.books.accounts.first("AccountNo", number)
    if account is None:
        raise not_found(f"Account with number = {number} not found.")
    return account


def _require_known(changes: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    for name in changes:
        if name not in known:
            raise problem(400, f"'{name}' is not a property that can be changed here.")
