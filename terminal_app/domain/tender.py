"""How a sale is paid: the channels that were chosen, and the payments they come to, cash rounded to krone.

Pure; knows neither what was sold nor who pays.
"""

from __future__ import annotations

from dataclasses import dataclass

from .channel import Channel
from .money import ZERO, Money, total
from .problems import BadInput


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid in one channel; negative for what was paid back."""

    channel: Channel
    amount: Money


@dataclass(frozen=True, slots=True)
class Tender:
    """A channel chosen for payment; no amount means all that is still owed."""

    channel: Channel
    amount: Money | None = None


def settle(owed: Money, tenders: tuple[Tender, ...]) -> tuple[tuple[Payment, ...], Money]:
    """The payments that settle `owed`, and the rounding to krone of the part that cash closes; other parts have none.

    Cash may be more than what is owed: the change is not part of the payment. A cash part that rounds to nothing
    stays as a payment of zero, which tells what the rounding is for. Raises BadInput when the tenders leave something
    unpaid, pay too much in another channel, leave the amount open more than once, or pay a part in cash that is no
    whole krone.
    """
    if not tenders:
        raise BadInput("payment_missing", field="pay")
    if len(tenders) == 1 and tenders[0].amount is None and tenders[0].channel is not Channel.CASH:
        return (Payment(tenders[0].channel, owed),), ZERO  # most sales: all of it in one channel, nothing to round
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
    for payment in payments:
        if payment.channel is Channel.CASH and payment.amount.ore % 100:
            raise BadInput("cash_not_in_kroner", field="pay", amount=payment.amount)
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
