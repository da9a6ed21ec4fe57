"""Whether a posted sales order is taken, and what it becomes: customer, products, accounts, VAT, totals.

Knows the books and the documents, no HTTP. Call it under the books' lock: what it checks must still hold on `put`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ..answers import Refusal, Row, pick, problem
from ..books import Books, percent
from ..documents import LINE_FIELDS, ORDER_FIELDS, ORDER_HEADER_POST, ORDER_LINE_POST, POINTERS
from .amounts import ZERO, line_amounts, sums
from .settings import Rules

TITLE = "SalesOrder validation error(s)"
MOST_LINES = 10_000
NO_OBJECT = "-1"


@dataclass(frozen=True, slots=True)
class OrderDesk:
    """Takes one posted order at a time. `today` is the date in Norway."""

    books: Books
    rules: Rules
    today: date

    def accept(self, posted: Mapping[str, Any], own: str | None = None) -> Row:
        """The order as the books would hold it, still without its ids and numbers.

        `own` is the id of the order that it changes. Raises 400 for a broken rule and 404 for something that the
        order points at and does not exist.
        """
        customer = self._customer(posted)
        self._refuse_unknown_pointers(posted)
        self._refuse_used_reference(posted.get("ExternalImportReference"), own)
        posted_lines: Sequence[Mapping[str, Any]] = posted.get("SalesOrderLines") or ()
        if not posted_lines:
            raise refused("SalesOrderLines is required: an order needs at least one line.")
        if len(posted_lines) > MOST_LINES:
            raise refused(f"A sales order can have {MOST_LINES} lines, this one has {len(posted_lines)}.")
        vat_date = date.fromisoformat(posted.get("DeliveryDate") or posted.get("SalesOrderDate") or str(self.today))
        lines = [self._line(line, place, customer, vat_date) for place, line in enumerate(posted_lines)]
        _refuse_double_line_references(lines)
        lines.sort(key=lambda line: int(line["SortOrder"]))
        accounts = [line.pop("_account", None) for line in lines]
        _fill_subtotals(lines)
        amounts = sums(lines)
        self._check_related_invoice(posted, amounts.total)
        term = self._term(posted)
        return {
            **pick(posted, ORDER_FIELDS),
            "CustomerId": customer["Id"],
            "CustomerNo": customer["Number"],
            "CurrencyCode": posted.get("CurrencyCode") or "NOK",
            "PaymentTermId": term["Id"] if term else None,
            "PaymentTerm": term["CreditDays"] if term else None,
            "SalesOrderStatus": posted.get("SalesOrderStatus") or "Draft",
            "LineCount": len(lines),
            "NetAmount": amounts.net,
            "TotalAmount": amounts.total,
            "SalesOrderLines": lines,
            "_accounts": accounts,
        }

    def changed(self, order: Row, more: Sequence[Mapping[str, Any]] = ()) -> Row:
        """The order as it is after its header was changed or lines were added, added up anew; lines keep their ids."""
        header = {name: order[name] for name in ORDER_HEADER_POST if order[name] is not None}
        kept = [{name: line[name] for name in ORDER_LINE_POST if line.get(name) is not None} for line in _own(order)]
        fresh = self.accept({**header, "SalesOrderLines": [*kept, *more]}, own=order["Id"])
        ids = {place: line["Id"] for place, line in enumerate(order["SalesOrderLines"])}
        for line in fresh["SalesOrderLines"]:
            line.update(Id=ids.get(line["SortOrder"]), SalesOrderId=order["Id"])
        rest = {name: value for name, value in order.items() if name.startswith("_") and name != "_accounts"}
        given = {name: order[name] for name in ("Id", "SalesOrderNo", "CreatedDateTimeOffset")}
        return {**fresh, **given, **rest}

    def _customer(self, posted: Mapping[str, Any]) -> Row:
        by_id, by_number = posted.get("CustomerId"), posted.get("CustomerNo")
        if by_id is not None:
            customer = self.books.customers.get(by_id)
            asked = f"id = {by_id}"
        elif by_number is not None:
            customer = self.books.customers.first("Number", by_number)
            asked = f"number = {by_number}"
        else:
            raise refused("CustomerId or CustomerNo is required.")
        if customer is None:
            raise missing(f"Customer with {asked} not found.")
        if customer["IsArchived"]:
            raise refused(f"Customer with {asked} is archived.")
        return customer

    def _refuse_unknown_pointers(self, posted: Mapping[str, Any]) -> None:
        for row in (posted, *(posted.get("SalesOrderLines") or ())):
            for name, value in row.items():
                stem = name if name in POINTERS else name.removesuffix("Id").removesuffix("Code")
                stem = stem.removesuffix("Number").removesuffix("No")
                if stem in POINTERS and str(value) != NO_OBJECT:
                    raise missing(f"{POINTERS[stem]} with {name} = '{value}' not found.")
        currency = posted.get("CurrencyCode")
        if currency not in (None, "NOK"):
            raise missing(f"Currency with code = '{currency}' not found.")

    def _refuse_used_reference(self, reference: str | None, own: str | None) -> None:
        if reference is None or not self.rules.unique_references:
            return
        for table, what in ((self.books.orders, "sales order"), (self.books.invoices, "outgoing invoice")):
            holder = table.first("ExternalImportReference", reference)
            if holder is not None and holder["Id"] != own:
                raise refused(
                    f"ExternalImportReference is already in use. '{reference}' is used on ({what}) Id = {holder['Id']}."
                )

    def _check_related_invoice(self, posted: Mapping[str, Any], total: Decimal) -> None:
        number = posted.get("RelatedInvoiceNo")
        if number is None:
            return
        if total >= 0:
            raise refused("RelatedInvoiceNo can only be set on a credit note draft.")
        if self.books.invoices.first("InvoiceNo", number) is None:
            raise missing(f"Invoice with number = {number} not found.")

    def _term(self, posted: Mapping[str, Any]) -> Row | None:
        by_id, days = posted.get("PaymentTermId"), posted.get("PaymentTerm")
        if by_id is None and days is None:
            return None
        term = self.books.terms.get(by_id) if by_id is not None else self.books.terms.first("CreditDays", days)
        if term is None:
            raise missing(f"Payment term with {f'id = {by_id}' if by_id is not None else f'days = {days}'} not found.")
        return term

    def _line(self, posted: Mapping[str, Any], place: int, customer: Row, vat_date: date) -> Row:
        kind = posted.get("LineType") or "Normal"
        line = {
            **pick(posted, LINE_FIELDS),
            "LineType": kind,
            "SortOrder": posted.get("SortOrder", place),
            "NetAmount": ZERO,
            "VatAmount": ZERO,
            "TotalAmount": ZERO,
        }
        if posted.get("Accrual") is not None:
            line["Accrual"] = posted["Accrual"]
        if kind == "Normal":
            line.update(self._sold(posted, place, customer, vat_date))
        elif kind in ("Text", "Summary"):
            for name in ("ProductId", "ProductCode", "Quantity", "ProductUnitPrice"):
                if posted.get(name) is not None:
                    raise refused(f"SalesOrderLines[{place}].{name} cannot be set on a line of type {kind}.")
            if kind == "Text" and not posted.get("Description"):
                raise refused(f"SalesOrderLines[{place}].Description is required on a line of type Text.")
        else:
            raise refused(f"SalesOrderLines[{place}].LineType {kind} cannot be created.")
        return line

    def _sold(self, posted: Mapping[str, Any], place: int, customer: Row, vat_date: date) -> Row:
        where = f"SalesOrderLines[{place}]"
        product = self._product(posted, where)
        quantity = posted.get("Quantity")
        if quantity is None:
            raise refused(f"{where}.Quantity is required when a product is set.")
        allowance = percent(posted["Allowance"] if posted.get("Allowance") is not None else customer["Allowance"])
        if not -1000 <= allowance <= 100:
            raise refused(f"{where}.Allowance must be between -1000 and 100.")
        standard = posted.get("UseStandardSalesAccount")
        if standard is None:
            standard = not customer["IsVatFree"]
        account = self._sales_account(product, standard, where)
        vat = self.books.vat_code_on(account["VatCode"], vat_date)
        if vat is None:
            raise refused(f"{where}: VAT code {account['VatCode']} is not valid on {vat_date}.")
        price = posted.get("ProductUnitPrice")
        if price is None:
            price = percent(self._inherited(product, "UnitPrice"))
        try:
            amounts = line_amounts(quantity, price, allowance, Decimal(vat["Rate"]), self.rules.prices_include_vat)
        except ValueError as error:
            raise refused(f"{where}: {error}") from error
        return {
            "ProductId": product["Id"],
            "ProductCode": product["Code"],
            "Description": posted.get("Description") or product["Name"],
            "Quantity": quantity,
            "ProductUnitPrice": price,
            "Allowance": allowance,
            "UseStandardSalesAccount": standard,
            "UnitOfMeasureCode": posted.get("UnitOfMeasureCode") or product["UnitOfMeasureCode"],
            "VatCode": vat["Code"],
            "VatId": vat["Id"],
            "VatRate": vat["Rate"],
            "NetAmount": amounts.net,
            "VatAmount": amounts.vat,
            "TotalAmount": amounts.total,
            "_account": account["Id"],
        }

    def _product(self, posted: Mapping[str, Any], where: str) -> Row:
        by_id, by_code = posted.get("ProductId"), posted.get("ProductCode")
        if by_id is not None:
            product, asked = self.books.products.get(by_id), f"id = {by_id}"
        elif by_code is not None:
            product, asked = self.books.products.first("Code", by_code), f"code = '{by_code}'"
        else:
            raise refused(f"{where}.ProductId or ProductCode is required on a line of type Normal.")
        if product is None:
            raise missing(f"Product with {asked} not found.")
        if product["IsArchived"]:
            raise refused(f"{where}: Product with {asked} is archived.")
        return product

    def _sales_account(self, product: Row, standard: bool, where: str) -> Row:
        which = "StandardSalesAccountId" if standard else "OptionalSalesAccountId"
        account_id = self._inherited(product, which)
        account = self.books.accounts.get(account_id) if account_id is not None else None
        if account is None:
            raise refused(f"{where}: Product with code = '{product['Code']}' has no sales account.")
        if not account["IsActive"]:
            raise refused(f"{where}: Account {account['AccountNo']} is not active.")
        return account

    def _inherited(self, product: Row, name: str) -> Any:
        """The product's own value, else its group's."""
        if product.get(name) is not None:
            return product[name]
        group = self.books.groups.get(product["ProductGroupId"]) if product["ProductGroupId"] is not None else None
        return group.get(name) if group else None


def _own(order: Row) -> Sequence[Row]:
    """The order's lines, each at a place of its own, so that a line keeps its id by its place."""
    return [{**line, "SortOrder": place} for place, line in enumerate(order["SalesOrderLines"])]


def refused(detail: str) -> Refusal:
    """400: a rule is broken."""
    return problem(400, detail, TITLE)


def missing(detail: str) -> Refusal:
    """404: the order points at something that does not exist."""
    return problem(404, detail, TITLE)


def _refuse_double_line_references(lines: Sequence[Row]) -> None:
    seen: set[str] = set()
    for line in lines:
        reference = line["ExternalImportReference"]
        if reference in seen:
            raise refused(f"ExternalImportReference '{reference}' is used on more than one line of the order.")
        if reference is not None:
            seen.add(reference)


def _fill_subtotals(lines: Sequence[Row]) -> None:
    for place, line in enumerate(lines):
        if line["LineType"] == "Summary":
            above = sums(lines[:place])
            line.update(NetAmount=above.net, VatAmount=above.vat, TotalAmount=above.total)
