"""The cart a cashier fills and the sale it becomes: gross prices in, VAT that adds up out.

A Cart is immutable: every change gives a new one. A Sale is final: it is never edited, only refunded.
Pure; the clock, ids and receipt numbers come from outside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from .catalog import Customer, Product
from .channel import Channel
from .fee import Fee
from .money import ONE, ZERO, Money, Quantity, total
from .problems import BadInput
from .receipt import ReceiptKind, kind_for
from .vat import OUTSIDE_VAT, Split, VatCode, VatTotal, code_for, split_lines, totals_per_code

MOST_LINES = 500


class Serving(Enum):
    """Where the food is eaten; decides the rate of products that have two."""

    EAT_IN = "eat_in"
    TAKE_AWAY = "take_away"


class LineKind(Enum):
    """What a sale line is: goods, a tip to the staff, or the invoice fee."""

    ITEM = "item"
    TIP = "tip"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class CartLine:
    """One product in the cart; `unit_price` includes VAT and may differ from the product's own."""

    product: Product
    quantity: Quantity
    unit_price: Money

    @property
    def gross(self) -> Money:
        return self.unit_price.times(self.quantity)

    def vat_code(self, serving: Serving, day: date) -> VatCode:
        """The VAT code of this line for that serving on that day."""
        rate = self.product.vat_rate
        if serving is Serving.TAKE_AWAY and self.product.takeaway_vat_rate is not None:
            rate = self.product.takeaway_vat_rate
        return code_for(rate, day)


@dataclass(frozen=True, slots=True)
class Cart:
    """What has been rung up and not yet paid; lines in the order they came."""

    lines: tuple[CartLine, ...] = ()
    serving: Serving = Serving.EAT_IN

    @property
    def total(self) -> Money:
        return total(line.gross for line in self.lines)

    def add(self, product: Product, quantity: Quantity = ONE, unit_price: Money | None = None) -> Cart:
        """The cart with that much more of the product; a line of the same product and price grows.

        Raises BadInput when the quantity, the number of lines or the total becomes too large.
        """
        quantity.checked()
        price = product.price if unit_price is None else unit_price
        if price < ZERO:
            raise BadInput("price_negative", field="price", product=product.name)
        for index, line in enumerate(self.lines):
            if line.product.sku == product.sku and line.unit_price == price:
                return self.with_quantity(index, line.quantity + quantity)
        if len(self.lines) >= MOST_LINES:
            raise BadInput("cart_full", field="item", most=MOST_LINES)
        return self._with_lines((*self.lines, CartLine(product, quantity, price)))

    def with_quantity(self, index: int, quantity: Quantity) -> Cart:
        """The cart with that line's quantity set; raises BadInput when it cannot be sold."""
        quantity.checked()
        changed = replace(self.lines[index], quantity=quantity)
        return self._with_lines((*self.lines[:index], changed, *self.lines[index + 1 :]))

    def without(self, index: int) -> Cart:
        """The cart with that line taken out."""
        return self._with_lines(self.lines[:index] + self.lines[index + 1 :])

    def served(self, serving: Serving) -> Cart:
        """The cart to be eaten in or taken away."""
        return replace(self, serving=serving)

    def quantity_of(self, sku: str) -> Quantity:
        """How much of a product it holds over all its lines."""
        return Quantity(sum(line.quantity.milli for line in self.lines if line.product.sku == sku))

    def coded(self, day: date, fee: Fee | None = None) -> list[tuple[VatCode, Money]]:
        """Each line's VAT code and gross on `day`, and the fee's after them."""
        coded = [(line.vat_code(self.serving, day), line.gross) for line in self.lines]
        return coded if fee is None else [*coded, (code_for(fee.vat_rate, day), fee.price)]

    def vat_totals(self, day: date, fee: Fee | None = None) -> tuple[VatTotal, ...]:
        """Net, VAT and gross per code as the sale would have them on `day`."""
        coded = self.coded(day, fee)
        return totals_per_code(zip((code for code, _ in coded), split_lines(coded), strict=True))

    def _with_lines(self, lines: tuple[CartLine, ...]) -> Cart:
        changed = replace(self, lines=lines)
        changed.total  # noqa: B018 - raises BadInput when the sum no longer fits
        return changed


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One line of a finished sale; `split` adds up, and so do the splits of all lines of a code.

    On a return quantity and split are negative, and `original_position` is the place of the line it takes back from.
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


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid in one channel; negative for what was paid back."""

    channel: Channel
    amount: Money


@dataclass(frozen=True, slots=True)
class Words:
    """What was written on a sale: `note` goes to the invoice, `internal_note` stays in the till."""

    note: str = ""
    internal_note: str = ""
    reference: str = ""


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class ReturnOf:
    """The sale that a return takes back from, and why it was taken back."""

    sale_id: str
    receipt_no: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Tender:
    """A channel chosen for payment; no amount means all that is still owed."""

    channel: Channel
    amount: Money | None = None


def settle(owed: Money, tenders: tuple[Tender, ...]) -> tuple[tuple[Payment, ...], Money]:
    """The payments that settle `owed`, and the rounding to krone when cash closes the sale.

    Cash may be more than what is owed: the change is not part of the payment. A cash part that rounds to nothing
    stays as a payment of zero, which tells what the rounding is for. Raises BadInput when the tenders leave something
    unpaid, pay too much in another channel, or leave the amount open more than once.
    """
    if not tenders:
        raise BadInput("payment_missing", field="pay")
    if sum(tender.amount is None for tender in tenders) > 1:
        raise BadInput("payment_amount_missing", field="pay")
    if len({tender.channel for tender in tenders}) < len(tenders):
        raise BadInput("payment_channel_twice", field="pay")
    fixed = total(tender.amount for tender in tenders if tender.amount is not None)
    if any(t.amount is not None and t.amount <= ZERO for t in tenders) and owed > ZERO:
        raise BadInput("payment_not_positive", field="pay")
    rounding = _cash_rounding(owed, tenders)
    due = owed + rounding
    payments = []
    for tender in tenders:
        amount = due - fixed if tender.amount is None else tender.amount
        if tender.channel is Channel.CASH and fixed > due:
            amount = amount - (fixed - due)
        payments.append(Payment(tender.channel, amount))
    if any(payment.amount < ZERO for payment in payments) and owed >= ZERO:
        raise BadInput("payment_too_much", field="pay", owed=owed)
    difference = due - total(payment.amount for payment in payments)
    if difference > ZERO:
        raise BadInput("payment_too_little", field="pay", missing=difference)
    if difference < ZERO:
        raise BadInput("payment_too_much", field="pay", owed=owed)
    explains_rounding = Payment(Channel.CASH, ZERO) if rounding else None
    return tuple(p for p in payments if p.amount or owed == ZERO or p == explains_rounding), rounding


def _cash_rounding(owed: Money, tenders: tuple[Tender, ...]) -> Money:
    """What takes the part that cash settles to a whole krone; zero where cash settles nothing."""
    if all(tender.channel is not Channel.CASH for tender in tenders):
        return ZERO
    if any(tender.amount is None and tender.channel is not Channel.CASH for tender in tenders):
        return ZERO
    in_cash = owed - total(t.amount for t in tenders if t.amount is not None and t.channel is not Channel.CASH)
    pays_towards_it = in_cash.ore * owed.ore > 0
    return in_cash.rounded_to_krone() - in_cash if pays_towards_it else ZERO


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
) -> Sale:
    """The finished sale of this cart, with its lines' VAT split and its payments settled; no receipt number yet.

    An invoice `fee` is a line of the sale like any other: part of its total and of its VAT.
    Raises BadInput for an empty cart, a negative tip, or tenders that do not settle it (see `settle`).
    """
    if not cart.lines:
        raise BadInput("cart_empty", field="item")
    if tip < ZERO:
        raise BadInput("tip_negative", field="tip")
    coded = cart.coded(sold_at.date(), fee)
    splits = split_lines(coded)
    lines = [
        SaleLine(
            LineKind.ITEM,
            line.product.name,
            line.quantity,
            line.unit_price,
            code,
            split,
            line.product.sku,
            line.product.category,
        )
        for line, (code, _), split in zip(cart.lines, coded, splits, strict=False)
    ]
    if fee is not None:
        lines.append(SaleLine(LineKind.FEE, "", ONE, fee.price, coded[-1][0], splits[-1]))
    if tip:
        lines.append(SaleLine(LineKind.TIP, "", ONE, tip, OUTSIDE_VAT, Split(tip, ZERO, tip)))
    payments, rounding = settle(total(line.split.gross for line in lines), tenders)
    return Sale(
        id=sale_id,
        sold_at=sold_at,
        operator_id=operator_id,
        kind=kind_for(payment.channel for payment in payments),
        serving=cart.serving,
        lines=tuple(lines),
        payments=payments,
        rounding=rounding,
        customer=customer,
        words=words,
    )
