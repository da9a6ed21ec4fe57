"""The neutral invoice order: what any accounting system gets of what a sale put on an invoice, or of its return.

Made from an immutable sale by a pure function; knows no vendor's field names, product codes or rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .catalog import Unit
from .channel import Channel
from .channel import LineDetail as LineDetail
from .invoiced_share import InvoicedShare, invoiced_shares, invoiced_totals
from .money import ONE, ZERO, Money, Quantity, total
from .sale import LineKind, Sale, SaleLine
from .tender import Payment
from .vat import VatRate, VatTotal


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One amount on the order. `quantity` x `unit_price` rounds to `gross`; `net` is the same without VAT.

    What is returned has a negative quantity, and its `gross` may be an øre beside that product: the parts of a line
    that go back add up to the line, and so may one with a `discount`, which is taken off already and told for the
    reader. `description` is empty where only the kind says what it is (a tip, a fee, a VAT rate's sum).
    """

    kind: LineKind
    description: str
    quantity: Quantity
    unit_price: Money
    vat_rate: VatRate
    net: Money
    gross: Money
    unit: Unit = Unit.PIECE
    discount: Money = ZERO
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartOf:
    """The sale or return of which the order is only a part, for the reader: nothing of it is posted.

    `goods` are its items, none where the shop wants sums alone; `settled` is what was paid, or paid back, at once.
    """

    goods: tuple[OrderLine, ...]
    total: Money
    settled: tuple[Payment, ...]
    rounding: Money = ZERO
    paid_receipt_no: str | None = None


@dataclass(frozen=True, slots=True)
class Credited:
    """The sale that an order takes back from, and its invoice's number once it is known."""

    receipt_no: str
    sold_on: date
    invoice_no: int | None = None


@dataclass(frozen=True, slots=True)
class InvoiceOrder:
    """What the customer is to be invoiced for, or credited: `credits` says for which sale, all amounts are negative.

    `total` is the sum of the lines' gross, to the øre. Where only a part of the sale is invoiced, `part_of` tells of
    the rest.
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
    part_of: PartOf | None = None


def order_from(
    sale: Sale,
    reference: str,
    customer_remote_id: str,
    customer_number: int,
    detail: LineDetail,
    credits: Credited | None = None,
) -> InvoiceOrder:
    """The order for a recorded sale, at that level of detail; for a return with the sale that it takes back from.

    A sale that is partly invoiced is one line per VAT rate with that rate's share, tip's share and fee, at either
    level. Raises ValueError for a sale without receipt number or with nothing on an invoice: the till makes no order
    of either, so this is a defect, not bad input.
    """
    if sale.receipt_no is None or all(payment.channel is not Channel.INVOICE for payment in sale.payments):
        raise ValueError(f"sale {sale.id} is not an invoice sale")
    in_part, items = sale.invoiced_amount != sale.total, detail is LineDetail.ITEMS
    shares = invoiced_shares(sale) if in_part else ()
    lines = _per_share(shares) if in_part else _per_item(sale) if items else _per_rate(sale)
    return InvoiceOrder(
        reference=reference,
        receipt_no=sale.receipt_no,
        sold_on=sale.sold_at.date(),
        customer_remote_id=customer_remote_id,
        customer_number=customer_number,
        lines=lines,
        vat_totals=invoiced_totals(shares) if in_part else sale.vat_totals,
        total=total(line.gross for line in lines),
        note=sale.words.note,
        customer_reference=sale.words.reference,
        credits=credits,
        part_of=_part_of(sale, items) if in_part else None,
    )


def _part_of(sale: Sale, items: bool) -> PartOf:
    goods = tuple(line for line in _per_item(sale) if line.kind is LineKind.ITEM) if items else ()
    settled = tuple(payment for payment in sale.payments if payment.channel is not Channel.INVOICE)
    return PartOf(goods, sale.total, settled, sale.rounding, sale.paid_receipt_no)


def _per_share(shares: tuple[InvoicedShare, ...]) -> tuple[OrderLine, ...]:
    return tuple(
        _sum_line(share.kind, share.code.rate, share.invoiced.net, share.invoiced.gross)
        for share in shares
        if share.invoiced.gross
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
            line.unit,
            line.discount,
            line.note,
        )
        for line in sale.lines
    )


def _per_rate(sale: Sale) -> tuple[OrderLine, ...]:
    """One line for the goods of each rate, highest first, then tips and fees as they are."""
    sums: dict[VatRate, list[SaleLine]] = {}
    for line in sale.lines:
        if line.kind is LineKind.ITEM:
            sums.setdefault(line.vat_code.rate, []).append(line)
    goods = []
    for rate in sorted(sums, reverse=True):
        gross = total(line.split.gross for line in sums[rate])
        net = total(line.split.net for line in sums[rate])
        goods.append(_sum_line(LineKind.ITEM, rate, net, gross, taken_back=sale.return_of is not None))
    return (*goods, *(line for line in _per_item(sale) if line.kind is not LineKind.ITEM))


def _sum_line(kind: LineKind, rate: VatRate, net: Money, gross: Money, *, taken_back: bool = False) -> OrderLine:
    """One line for that sum; what is taken back is one less of it."""
    quantity, price = (-ONE, -gross) if taken_back or gross < ZERO else (ONE, gross)
    return OrderLine(kind, "", quantity, price, rate, net, gross)
