"""The neutral invoice order: what any accounting system gets of a sale that is paid by invoice, or of its return.

Made from an immutable sale by a pure function; knows no vendor's field names, product codes or rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from .money import ONE, Money, Quantity, total
from .sale import LineKind, Sale, SaleLine
from .vat import VatRate, VatTotal


class LineDetail(Enum):
    """How much of the sale the invoice shows: every item, or one line per VAT rate."""

    ITEMS = "items"
    VAT_RATES = "vat_rates"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One amount on the order. `quantity` x `unit_price` rounds to `gross`; `net` is the same without VAT.

    What is returned has a negative quantity, and its `gross` may be an øre beside that product: the parts of a line
    that go back add up to the line. `description` is empty where only the kind says what it is (a tip, a fee, a VAT
    rate's sum).
    """

    kind: LineKind
    description: str
    quantity: Quantity
    unit_price: Money
    vat_rate: VatRate
    net: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class Credited:
    """The sale that an order takes back from, and its invoice's number once it is known."""

    receipt_no: str
    sold_on: date
    invoice_no: int | None = None


@dataclass(frozen=True, slots=True)
class InvoiceOrder:
    """What the customer is to be invoiced for, or credited: `credits` says for which sale, all amounts are negative.

    `total` is the sum of the lines' gross, to the øre.
    """

    reference: str
    receipt_no: str
    sold_on: date
    customer_remote_id: str
    customer_number: int
    lines: tuple[OrderLine, ...]
    vat_totals: tuple[VatTotal, ...]
    total: Money
    note: str
    customer_reference: str
    credits: Credited | None = None


def order_from(
    sale: Sale,
    reference: str,
    customer_remote_id: str,
    customer_number: int,
    detail: LineDetail,
    credits: Credited | None = None,
) -> InvoiceOrder:
    """The order for a recorded sale, at that level of detail; for a return with the sale that it takes back from.

    Raises ValueError for a sale without receipt number or one that is not wholly paid by invoice: the till
    refuses both earlier, so this is a defect, not bad input.
    """
    if sale.receipt_no is None or sale.invoiced_amount != sale.total:
        raise ValueError(f"sale {sale.id} is not an invoice sale")
    lines = _per_item(sale) if detail is LineDetail.ITEMS else _per_rate(sale)
    return InvoiceOrder(
        reference=reference,
        receipt_no=sale.receipt_no,
        sold_on=sale.sold_at.date(),
        customer_remote_id=customer_remote_id,
        customer_number=customer_number,
        lines=lines,
        vat_totals=sale.vat_totals,
        total=total(line.gross for line in lines),
        note=sale.words.note,
        customer_reference=sale.words.reference,
        credits=credits,
    )


def _per_item(sale: Sale) -> tuple[OrderLine, ...]:
    return tuple(
        OrderLine(
            line.kind,
            line.name,
            line.quantity,
            line.unit_price,
            line.vat_code.rate,
            line.split.net,
            line.split.gross,
        )
        for line in sale.lines
    )


def _per_rate(sale: Sale) -> tuple[OrderLine, ...]:
    """One line for the goods of each rate, highest first, then tips and fees as they are."""
    taken_back = sale.return_of is not None
    sums: dict[VatRate, list[SaleLine]] = {}
    for line in sale.lines:
        if line.kind is LineKind.ITEM:
            sums.setdefault(line.vat_code.rate, []).append(line)
    goods = []
    for rate in sorted(sums, reverse=True):
        gross = total(line.split.gross for line in sums[rate])
        net = total(line.split.net for line in sums[rate])
        quantity, price = (-ONE, -gross) if taken_back else (ONE, gross)
        goods.append(OrderLine(LineKind.ITEM, "", quantity, price, rate, net, gross))
    return (*goods, *(line for line in _per_item(sale) if line.kind is not LineKind.ITEM))
