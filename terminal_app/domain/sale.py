"""The sale that a cart becomes: lines whose VAT adds up, and how it was paid.

A Sale is final: it is never edited, only refunded. Pure; the clock, ids and receipt numbers come from outside.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from .cart import Cart, CartLine, Serving
from .catalog import Customer, Unit
from .channel import Channel
from .fee import Fee
from .money import ONE, ZERO, Money, Quantity, total
from .problems import BadInput
from .receipt import ReceiptKind, kind_for
from .records import record
from .tender import Payment, Tender, settle
from .vat import OUTSIDE_VAT, Split, VatCode, VatTotal, split_lines, totals_per_code


class LineKind(Enum):
    """What a sale line is: goods, a tip to the staff, or the invoice fee."""

    ITEM = "item"
    TIP = "tip"
    FEE = "fee"


@record
class SaleLine:
    """One line of a finished sale; `split` adds up, and so do the splits of all lines of a code.

    `discount` is what was taken off quantity times price by hand, this line's share of the whole sale's included;
    `list_price` is the product's own price where another was charged. On a return quantity, discount and split are
    negative, and `original_position` is the place of the line it takes back from.
    """

    kind: LineKind
    name: str
    quantity: Quantity
    unit_price: Money
    vat_code: VatCode
    split: Split
    sku: str | None = None
    category: str | None = None
    original_position: int | None = None
    unit: Unit = Unit.PIECE
    discount: Money = ZERO
    list_price: Money | None = None
    note: str = ""


@record
class Words:
    """What was written on a sale: `note` goes to the invoice, `internal_note` stays in the till."""

    note: str = ""
    internal_note: str = ""
    reference: str = ""


NO_WORDS = Words()


@record
class ReturnOf:
    """The sale that a return takes back from, and why it was taken back."""

    sale_id: str
    receipt_no: str
    reason: str = ""


@record
class Sale:
    """A finished sale, or a return of one. The payments sum to `total` + `rounding`.

    `receipt_no` is given when it is recorded.
    """

    id: str
    sold_at: datetime
    operator_id: str
    kind: ReceiptKind
    serving: Serving
    lines: tuple[SaleLine, ...]
    payments: tuple[Payment, ...]
    rounding: Money = ZERO
    customer: Customer | None = None
    words: Words = NO_WORDS
    receipt_no: str | None = None
    return_of: ReturnOf | None = None
    paid_receipt_no: str | None = None
    """The sales receipt of what was paid at once, where the rest of the sale went on an invoice."""

    @property
    def is_training(self) -> bool:
        """Whether it was rung up to learn the till: never sent, never turnover."""
        return self.kind is ReceiptKind.TRAINING

    @property
    def total(self) -> Money:
        """What the customer owes for it, tip included, before cash is rounded to krone."""
        return total(line.split.gross for line in self.lines)

    @property
    def vat_totals(self) -> tuple[VatTotal, ...]:
        return totals_per_code((line.vat_code, line.split) for line in self.lines)

    @property
    def invoiced_amount(self) -> Money:
        """What of it is paid by invoice."""
        return total(payment.amount for payment in self.payments if payment.channel is Channel.INVOICE)

    @property
    def is_part_invoiced(self) -> bool:
        """Whether some of it went on an invoice and the rest was settled at once."""
        return len({payment.channel is Channel.INVOICE for payment in self.payments}) > 1


def close(
    cart: Cart,
    tenders: tuple[Tender, ...],
    *,
    sale_id: str,
    sold_at: datetime,
    operator_id: str,
    customer: Customer | None = None,
    words: Words = NO_WORDS,
    tip: Money = ZERO,
    fee: Fee | None = None,
    training: bool = False,
) -> Sale:
    """The finished sale of this cart, with its lines' VAT split and its payments settled; no receipt number yet.

    An invoice `fee` is a line of the sale like any other: part of its total and of its VAT. What is rung up in
    `training` becomes a training receipt, however it is paid.
    Raises BadInput for an empty cart, a negative tip, or tenders that do not settle it (see `settle`).
    """
    if not cart.lines:
        raise BadInput("cart_empty", field="item")
    if tip < ZERO:
        raise BadInput("tip_negative", field="tip")
    coded = cart.coded(sold_at.date(), fee)
    splits = split_lines(coded)
    goods = zip(cart.lines, coded, splits, strict=False)
    lines = [_sold(line, code, split) for line, (code, _), split in goods]
    if fee is not None:
        lines.append(SaleLine(LineKind.FEE, "", ONE, fee.price, coded[-1][0], splits[-1]))
    if tip:
        lines.append(SaleLine(LineKind.TIP, "", ONE, tip, OUTSIDE_VAT, Split(tip, ZERO, tip)))
    payments, rounding = settle(total(line.split.gross for line in lines), tenders)
    return Sale(
        id=sale_id,
        sold_at=sold_at,
        operator_id=operator_id,
        kind=ReceiptKind.TRAINING if training else kind_for(payment.channel for payment in payments),
        serving=cart.serving,
        lines=tuple(lines),
        payments=payments,
        rounding=rounding,
        customer=customer,
        words=words,
    )


def lines_of(cart: Cart, day: date) -> tuple[SaleLine, ...]:
    """The goods of the cart as a sale on that day would have them, with no fee and no tip."""
    coded = cart.coded(day)
    rung_up = zip(cart.lines, coded, split_lines(coded), strict=True)
    return tuple(_sold(line, code, split) for line, (code, _), split in rung_up)


def _sold(line: CartLine, code: VatCode, split: Split) -> SaleLine:
    """The line of the finished sale; `split` is what it costs when all discounts are taken off."""
    return SaleLine(
        LineKind.ITEM,
        line.product.name,
        line.quantity,
        line.unit_price,
        code,
        split,
        line.product.sku,
        line.product.category,
        unit=line.product.unit,
        discount=line.full - split.gross,
        list_price=line.list_price,
        note=line.note,
    )
