"""A sale paid in several parts: what each settles, what remains, and the tenders that they come to.

Owns the reckoning of a split bill, to the øre; knows neither the cart nor the screen. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from .channel import Channel
from .money import ZERO, Money, divide_half_up, total
from .problems import BadInput
from .tender import Tender

KRONE = 100


@dataclass(frozen=True, slots=True)
class Part:
    """What one of several payments settles: `share` is of the goods, `tip` comes on top of it in the same channel.

    `given` is the cash that was handed over; what is more than the share goes back.
    """

    channel: Channel
    share: Money
    tip: Money = ZERO
    given: Money | None = None

    @property
    def amount(self) -> Money:
        """What is paid, the tip included; the fee of an invoice comes on top of its first part."""
        return self.share + self.tip

    @property
    def change(self) -> Money:
        """What goes back of the cash."""
        return ZERO if self.given is None else self.given - self.share


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that were taken so far, in their order. Immutable: adding and taking away give others."""

    taken: tuple[Part, ...] = ()

    @property
    def settled(self) -> Money:
        """How much of the goods is paid for."""
        return total(part.share for part in self.taken)

    @property
    def tips(self) -> Money:
        return total(part.tip for part in self.taken)

    @property
    def change(self) -> Money:
        """What goes back of the cash that was given for these parts."""
        return total(part.change for part in self.taken)

    def remaining(self, cost: Money) -> Money:
        """What is left to pay of goods that cost so much; below zero when the cart became cheaper meanwhile."""
        return cost - self.settled

    def uses(self, channel: Channel) -> bool:
        """Whether one of the parts goes by that channel."""
        return any(part.channel is channel for part in self.taken)

    def plus(self, part: Part, cost: Money) -> Parts:
        """With one more part, which leaves something to pay; what pays all that is left finishes the sale instead.

        Raises BadInput for a part of nothing, one that leaves nothing, a tip below zero, and cash given that is less
        than the part; ValueError for cash that is no whole number of kroner (see `in_kroner`).
        """
        if part.share <= ZERO:
            raise BadInput("payment_not_positive", field="pay")
        if part.tip < ZERO:
            raise BadInput("tip_negative", field="tip")
        if part.share >= self.remaining(cost):
            raise BadInput("payment_too_much", field="pay", owed=self.remaining(cost))
        if part.channel is Channel.CASH and part.share.ore % KRONE:
            raise ValueError(f"cash is paid in whole kroner, not {part.share}")
        if part.given is not None and part.given < part.share:
            raise BadInput("payment_too_little", field="pay", missing=part.share - part.given)
        return Parts((*self.taken, part))

    def without(self, index: int) -> Parts:
        """As if that part had never been; IndexError when there is none."""
        taken = list(self.taken)
        del taken[index]
        return Parts(tuple(taken))

    def tenders(
        self, cost: Money, last: Channel | None = None, *, tip: Money = ZERO, fee: Money = ZERO
    ) -> tuple[Tender, ...]:
        """One tender for each channel, for goods that cost so much: `last` pays all that is left, and its `tip`.

        Cash that pays last is left open, so that the till rounds it to the krone; every other amount is fixed. `fee`
        rides on the invoice. No `last` is for parts that leave nothing.
        """
        amounts: dict[Channel, Money] = {}
        for part in self.taken:
            amounts[part.channel] = amounts.get(part.channel, ZERO) + part.amount
        if last is not None:
            amounts[last] = amounts.get(last, ZERO) + self.remaining(cost) + tip
        if Channel.INVOICE in amounts:
            amounts[Channel.INVOICE] += fee
        open_to_rounding = Channel.CASH if last is Channel.CASH else None
        return tuple(
            Tender(channel, None if channel is open_to_rounding else amount) for channel, amount in amounts.items()
        )


def equal_share(remaining: Money, people: int) -> Money:
    """What the next of so many people pays, to the øre; asked anew after each, shares differ by one øre at most."""
    return Money(divide_half_up(remaining.ore, people))


def in_kroner(share: Money, remaining: Money) -> Money:
    """The share as cash can pay it: the nearest whole krone that is not more than what remains."""
    rounded = share.rounded_to_krone()
    return rounded if rounded <= remaining else Money(remaining.ore // KRONE * KRONE)


def per_cent(amount: Money, share: int) -> Money:
    """That share of the amount, to the øre."""
    return Money(divide_half_up(amount.ore * share, 100))
