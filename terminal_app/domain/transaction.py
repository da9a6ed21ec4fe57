"""What the electronic journal says of each transaction: the whole of it, so that reports and exports need nothing else.

Types are those of SAF-T Cash Register's code list 11. Pure; numbers and signatures come with recording
(`storage.register`). docs/journal.md lists every fact by its name.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from .cart import Cart
from .channel import Channel
from .invoiced_share import paid_splits
from .money import Money, total
from .records import record
from .sale import LineKind, Sale, SaleLine, lines_of
from .vat import Split


class TransactionType(Enum):
    """What a transaction is; the value is SAF-T's predefined code."""

    CASH_SALE = "11001"
    CREDIT_SALE = "11002"
    RECEIVED = "11005"
    RETURN = "11006"
    FLOAT = "11007"
    CASH_DIFFERENCE = "11008"
    PAY_OUT = "11010"
    PAY_IN = "11011"
    CASH_AND_CREDIT = "11015"
    CREDIT_RETURN = "11017"


@record
class Transaction:
    """What the signature of a transaction covers. `at` is in the shop's time; amounts are negative for what goes back.

    `amount_in` is with VAT and `amount_ex` without, tips left out: they are nobody's turnover.
    """

    type: TransactionType
    at: datetime
    amount_in: Money
    amount_ex: Money


def of_sale(sale: Sale) -> Transaction:
    """The transaction that a finished sale or return is."""
    lines = [line.split for line in sale.lines if line.kind is not LineKind.TIP]
    return Transaction(
        type_of(sale), sale.sold_at, total(line.gross for line in lines), total(line.net for line in lines)
    )


def type_of(sale: Sale) -> TransactionType:
    """Cash or credit, or both; a return is of credit when nothing of it is paid back at once."""
    invoiced = {payment.channel is Channel.INVOICE for payment in sale.payments}
    wholly_invoiced = invoiced == {True}
    if sale.return_of is not None:
        return TransactionType.CREDIT_RETURN if wholly_invoiced else TransactionType.RETURN
    if wholly_invoiced:
        return TransactionType.CREDIT_SALE
    return TransactionType.CASH_AND_CREDIT if True in invoiced else TransactionType.CASH_SALE


def aborted(cart: Cart, at: datetime) -> tuple[Transaction, dict[str, object]]:
    """The void transaction that a cart dropped before it was paid is, and what the journal's row says of it.

    It is signed with what its goods would have cost; no sum counts it (avbrutt salg, kassasystemforskrifta § 2-8-2 r).
    """
    lines = lines_of(cart, at.date())
    gross, net = total(line.split.gross for line in lines), total(line.split.net for line in lines)
    facts: dict[str, object] = {
        "void": True,
        "total": str(gross),
        "lines": [_line(line, line.split) for line in lines],
    }
    return Transaction(TransactionType.CASH_SALE, at, gross, net), facts


def sale_facts(sale: Sale) -> dict[str, object]:
    """Everything the journal's row of that sale or return says beside its number and signature."""
    origin, splits = sale.return_of, paid_splits(sale)
    facts: dict[str, object] = {
        "receipt_no": sale.receipt_no,
        "kind": sale.kind.value,
        "total": str(sale.total),
        "rounding": str(sale.rounding),
        "payments": [[payment.channel.value, str(payment.amount)] for payment in sale.payments],
        "vat": [[t.code.code, str(t.split.net), str(t.split.vat), str(t.split.gross)] for t in sale.vat_totals],
        "lines": [_line(line, paid) for line, paid in zip(sale.lines, splits, strict=True)],
        "customer": sale.customer and sale.customer.number,
    }
    if sale.customer is not None:
        facts["customer_name"] = sale.customer.name
    if sale.paid_receipt_no is not None:
        facts["paid_receipt_no"] = sale.paid_receipt_no
    if discount := total(line.discount for line in sale.lines):
        facts["discount"] = str(discount)
    if other := [line for line in sale.lines if line.list_price is not None]:
        facts["other_prices"] = [[line.sku, str(line.list_price), str(line.unit_price)] for line in other]
    if origin is not None:
        facts |= {"original_receipt_no": origin.receipt_no, "reason": origin.reason}
    return facts


def _line(line: SaleLine, paid: Split) -> dict[str, object]:
    facts: dict[str, object] = {
        "kind": line.kind.value,
        "sku": line.sku,
        "name": line.name,
        "group": line.category,
        "quantity": str(line.quantity),
        "unit": line.unit.value,
        "price": str(line.unit_price),
        "net": str(line.split.net),
        "gross": str(line.split.gross),
        "code": line.vat_code.code,
        "rate": str(line.vat_code.rate),
    }
    if paid != line.split:
        facts |= {"paid_net": str(paid.net), "paid_gross": str(paid.gross)}
    if line.discount:
        facts["discount"] = str(line.discount)
    if line.list_price is not None:
        facts["list_price"] = str(line.list_price)
    if line.note:
        facts["note"] = line.note
    return facts
