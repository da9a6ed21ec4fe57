"""Our documents as PowerOffice Go's JSON, and its customers as ours. Pure; knows no network and no state.

Property names and types: SalesOrderCompletePostDto and CustomerDto of the v2 OpenAPI document. Amounts are
Decimal from end to end, written digit for digit.
"""

from __future__ import annotations

import re
import textwrap
from decimal import Decimal
from typing import TYPE_CHECKING

from terminal_app.domain.catalog import Customer
from terminal_app.domain.invoice import InvoiceOrder, OrderLine
from terminal_app.domain.money import LARGEST_ORE, ZERO, Money
from terminal_app.domain.problems import SettingWrong
from terminal_app.domain.sale import LineKind
from terminal_app.domain.settings import SETTINGS, Invoicing, require_product
from terminal_app.domain.vat import VatRate

from ..gateway import NeedsPerson, SettingIsWrong
from ..plain_json import plain_json
from . import invoice_texts
from .amounts import Priced, priced
from .refusals import cleaned

if TYPE_CHECKING:
    from .replies import CustomerRow

LONGEST_DESCRIPTION = 200
LONGEST_TEXT_LINE = 100
LONGEST_SHOWN = 200


def sales_order(order: InvoiceOrder, invoicing: Invoicing) -> bytes:
    """The body of POST /SalesOrders/Complete for the order, UTF-8.

    With `excluding_vat` off, prices go as the customer pays them, for products whose sales account carries no VAT,
    and the VAT is told in text lines. Of a sale that is partly invoiced, text lines name the goods and what was paid
    at once. With it on, net prices go and PowerOffice Go adds the VAT; `amounts` says how they meet the till's sums,
    and a line that no price in whole øre comes to is one piece with its quantity in the text. A return has negative
    quantities, which makes a credit note of it, and the delivery date of its sale, whose VAT rates it has. Raises
    SettingIsWrong naming the product setting that is missing, NeedsPerson for a VAT rate that has none.
    """
    lines = [_text_line(invoice_texts.receipt(order.receipt_no, order.sold_on))]
    if order.credits is not None:
        lines.append(_text_line(invoice_texts.returned(order.credits.receipt_no, order.credits.sold_on)))
    lines += [_normal_line(one, order, invoicing) for one in priced(order.lines, invoicing.excluding_vat)]
    if order.part_of is not None:
        told = "\n".join(invoice_texts.rest_of_it(order.part_of))
        lines += [_text_line(text) for text in _note_lines(told)]
    lines += [_text_line(text) for text in _note_lines(order.note)]
    if not invoicing.excluding_vat:
        lines += [_text_line(invoice_texts.vat(total)) for total in order.vat_totals if total.code.rate.hundredths]
    document: dict[str, object] = {
        **_customer_of(order),
        "ExternalImportReference": order.reference,
        "ImportedOrderNo": _running_number(order.receipt_no),
        "SalesOrderDate": order.sold_on.isoformat(),
        "DeliveryDate": (order.sold_on if order.credits is None else order.credits.sold_on).isoformat(),
        "SalesOrderStatus": "Draft",
    }
    if order.credits is not None and order.credits.invoice_no is not None and order.total < ZERO:
        document["RelatedInvoiceNo"] = order.credits.invoice_no
    if order.customer_reference:
        document["CustomerReference"] = order.customer_reference
    document["SalesOrderLines"] = [{**line, "SortOrder": place} for place, line in enumerate(lines)]
    return plain_json(document).encode("utf-8")


def names_an_invoice(payload: bytes) -> bool:
    """Whether the body is that of a credit note which names the invoice that it takes back from."""
    return b'"RelatedInvoiceNo":' in payload


def customer(row: CustomerRow) -> Customer | None:
    """The customer as the till's mirror keeps it; None for one without a number or name, whom nobody could choose."""
    person = " ".join(part for part in (shown(row.first_name), shown(row.last_name)) if part)
    name = shown(row.name) or shown(row.legal_name) or person
    if row.number is None or not name:
        return None
    return Customer(
        remote_id=str(row.id),
        number=row.number,
        name=name,
        organization_number=_organization_number(row.organization_number),
        email=shown(row.invoice_email_address) or shown(row.email_address),
        phone=shown(row.phone_number),
        city=None if row.mail_address is None else shown(row.mail_address.city),
        is_person=bool(row.is_person),
        archived=bool(row.is_archived),
        delivery=shown(row.invoice_delivery_type),
        payment_term_days=row.payment_term,
    )


def money(amount: Decimal) -> Money | None:
    """The amount in whole øre; None for one that has fractions of an øre or is beyond any invoice."""
    ore = amount * 100
    if ore != ore.to_integral_value() or abs(ore) > LARGEST_ORE:
        return None
    return Money(int(ore))


def vat_rate(fraction: Decimal) -> VatRate:
    """A rate of theirs, which is a fraction: 0.25."""
    return VatRate(int((fraction * 10_000).to_integral_value()))


def shown(text: str | None) -> str | None:
    """Somebody else's text fit to be kept, see `cleaned`; None when nothing is left of it."""
    return cleaned(text or "", LONGEST_SHOWN) or None


def _normal_line(one: Priced, order: InvoiceOrder, invoicing: Invoicing) -> dict[str, object]:
    line = one.line
    if one.rounding:
        return _sold(one, _product_code(line, invoicing), invoice_texts.ROUNDING)
    prices_with_vat = not invoicing.excluding_vat
    bill = order.receipt_no if order.credits is None else order.credits.receipt_no
    if name := shown(line.description):
        item = invoice_texts.item(name, line, prices_with_vat=prices_with_vat, counted=one.counted)
        description = shown(item) or name
    elif order.part_of is not None and line.kind is LineKind.ITEM:
        description = invoice_texts.part(line.vat_rate, bill)
    else:
        description = invoice_texts.line(line.kind, line.vat_rate, bill)
    return _sold(one, _product_code(line, invoicing), description[:LONGEST_DESCRIPTION])


def _sold(one: Priced, product_code: str, description: str) -> dict[str, object]:
    """A line that is posted; what the customer's card could change about it is said outright."""
    return {
        "LineType": "Normal",
        "ProductCode": product_code,
        "Description": description,
        "Quantity": _short(Decimal(one.quantity.milli).scaleb(-3)),
        "ProductUnitPrice": one.price,
        "Allowance": 0,
        "UseStandardSalesAccount": True,
    }


def _text_line(text: str) -> dict[str, object]:
    return {"LineType": "Text", "Description": text}


def _note_lines(note: str) -> list[str]:
    """The note in lines that fit on an invoice; its own line ends are kept, empty lines are not."""
    lines: list[str] = []
    for paragraph in note.splitlines():
        lines += textwrap.wrap(paragraph, LONGEST_TEXT_LINE)
    return lines


def _product_code(line: OrderLine, invoicing: Invoicing) -> str:
    if line.kind is LineKind.TIP:
        return _required(invoicing.gratuity_product, "invoicing.products.gratuity")
    if line.kind is LineKind.FEE:
        return _required(invoicing.fee_product, "invoicing.products.fee")
    return _sale_product(line.vat_rate, invoicing)


def _sale_product(rate: VatRate, invoicing: Invoicing) -> str:
    if f"invoicing.products.sale_{rate}" not in SETTINGS:
        raise NeedsPerson("vat_rate_without_product", rate=rate)
    try:
        return require_product(invoicing, rate)
    except SettingWrong as error:
        raise SettingIsWrong(error.problem.code, **error.problem.values) from error


def _required(code: str, key: str) -> str:
    if not code:
        raise SettingIsWrong("special_product_not_mapped", field=key)
    return code


def _customer_of(order: InvoiceOrder) -> dict[str, object]:
    if order.customer_remote_id.isascii() and order.customer_remote_id.isdecimal():
        return {"CustomerId": int(order.customer_remote_id)}
    return {"CustomerNo": order.customer_number}


def _running_number(receipt_no: str) -> int:
    return int(re.sub(r"[^0-9]", "", receipt_no) or "0")


def _short(number: Decimal) -> Decimal:
    """The same number without zeros behind the point."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _organization_number(text: str | None) -> str | None:
    digits = re.sub(r"[^0-9]", "", text or "")
    return digits if len(digits) == 9 else shown(text)
