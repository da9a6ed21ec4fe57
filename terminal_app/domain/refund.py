"""What is left to return of a sale, and the return it becomes: never more than was sold, paid or taxed.

Each amount is the rounded share of all that is returned so far, less what earlier returns took: whatever the steps,
a line that is wholly returned comes to its net, VAT and gross to the øre. Pure; knows neither storage nor the queue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .channel import Channel
from .invoiced_share import invoiced_shares
from .money import ZERO, Money, Quantity, divide_half_up, total
from .problems import BadInput
from .receipt import ReceiptKind
from .sale import LineKind, ReturnOf, Sale, SaleLine, Words
from .tender import Payment
from .vat import Split


@dataclass(frozen=True, slots=True)
class LineLeft:
    """What no return has taken yet of the line at `position` of a sale."""

    position: int
    line: SaleLine
    quantity: Quantity
    split: Split


@dataclass(frozen=True, slots=True)
class Chosen:
    """How much of the line at `position` is taken back."""

    position: int
    quantity: Quantity


def left_of(original: Sale, earlier: Sequence[Sale]) -> tuple[LineLeft, ...]:
    """What is left of each line of the sale after those returns of it, in the sale's order."""
    taken = [line for one in earlier for line in one.lines]
    return tuple(
        _left(position, line, [back for back in taken if back.original_position == position])
        for position, line in enumerate(original.lines)
    )


def invoice_left(original: Sale, returns: Iterable[Sale]) -> Money:
    """What of the sale is still on its invoice after those returns of it."""
    return original.invoiced_amount + total(one.invoiced_amount for one in returns)


def evens_out(original: Sale, returns: Iterable[Sale]) -> bool:
    """Whether what those returns take off its invoice is just what was on it, for each kind of line and VAT code.

    In sum alone it need not be: of a part invoice each return is shared anew between its channels.
    """
    left: dict[tuple[LineKind, str], tuple[int, int]] = {}
    for one in (original, *returns):
        for share in invoiced_shares(one):
            net, gross = left.get((share.kind, share.code.code), (0, 0))
            after = net + share.invoiced.net.ore, gross + share.invoiced.gross.ore
            left[share.kind, share.code.code] = after
    return not any(any(amounts) for amounts in left.values())


def everything(left: Iterable[LineLeft]) -> tuple[Chosen, ...]:
    """All that is left, tip and fee included; nothing when all of it has been returned."""
    return tuple(Chosen(one.position, one.quantity) for one in left if one.quantity.milli)


def of_sku(left: Iterable[LineLeft], sku: str, quantity: Quantity) -> tuple[Chosen, ...]:
    """That much of a product, from its lines in the sale's order.

    Raises BadInput when the sale has no such product, or not that much of it left.
    """
    lines = [one for one in left if one.line.sku == sku]
    if not lines:
        raise BadInput("refund_item_unknown", field="item", sku=sku[:60])
    chosen, missing = [], quantity.milli
    for one in lines:
        part = min(missing, one.quantity.milli)
        if part:
            chosen.append(Chosen(one.position, Quantity(part)))
        missing -= part
    if missing:
        some = Quantity(quantity.milli - missing)
        raise BadInput("refund_too_much", field="item", name=lines[0].line.name, left=some)
    return tuple(chosen)


def refund(
    original: Sale,
    earlier: Sequence[Sale],
    chosen: Sequence[Chosen] | None,
    *,
    sale_id: str,
    returned_at: datetime,
    operator_id: str,
    reason: str = "",
    channel: Channel | None = None,
) -> Sale:
    """The return of the chosen lines, or of all that is left for None; no receipt number yet.

    `earlier` are all returns of the sale so far. It is paid back in `channel`, else in the sale's own channels one
    after the other (see `paid_back`). Codes and rates of VAT are the sale's own. Raises BadInput for a return of a
    return, when nothing or not that much is left, for part of a tip or fee, and as `paid_back` does.
    """
    if original.receipt_no is None:
        raise ValueError(f"sale {original.id} is not recorded")
    if original.return_of is not None:
        raise BadInput("refund_of_return", field="receipt_no", receipt_no=original.receipt_no)
    left = left_of(original, earlier)
    if not everything(left):
        raise BadInput("refund_nothing_left", field="receipt_no", receipt_no=original.receipt_no)
    lines = tuple(_returned(left[one.position], one.quantity) for one in _merged(left, chosen))
    owed = -total(line.split.gross for line in lines)
    payments, rounding = paid_back(original, earlier, owed, channel)
    return Sale(
        id=sale_id,
        sold_at=returned_at,
        operator_id=operator_id,
        kind=ReceiptKind.TRAINING if original.is_training else ReceiptKind.RETURN,
        serving=original.serving,
        lines=lines,
        payments=payments,
        rounding=rounding,
        customer=original.customer,
        words=Words(reference=original.words.reference),
        return_of=ReturnOf(original.id, original.receipt_no, reason),
    )


def paid_back(
    original: Sale, earlier: Sequence[Sale], owed: Money, channel: Channel | None = None
) -> tuple[tuple[Payment, ...], Money]:
    """The payments, negative, that give `owed` back, and the rounding to krone of what goes back in cash.

    Each of the sale's channels gives back at most what was paid in it. Cash goes back in whole kroner: the krone
    nearest to all that was settled in cash so far, so that the last return evens out the roundings of those before.
    Raises BadInput for a channel that the sale was not paid in, or that has not that much left.
    """
    purses = [_purse(payment.channel, original, earlier) for payment in original.payments]
    if channel is not None:
        chosen = [purse for purse in purses if purse.channel is channel]
        if not chosen:
            used = ", ".join(purse.channel.value for purse in purses)
            raise BadInput("refund_channel_other", field="pay", channel=channel.value, choices=used)
        if chosen[0].left < owed:
            raise BadInput("refund_channel_short", field="pay", channel=channel.value, amount=chosen[0].left)
        purses = chosen
    payments, rounding, missing = [], ZERO, owed
    for purse in purses:
        part = min(missing, purse.left)
        missing -= part
        back = purse.given_back(part)
        rounding += part - back
        if back or part or not owed:
            payments.append(Payment(purse.channel, -back))
    assert missing == ZERO, "the channels of a sale hold all that was paid for it"
    return tuple(payments if owed else payments[:1]), rounding


@dataclass(frozen=True, slots=True)
class _Purse:
    """One channel of a sale: what it settled and what was paid in it, and what has gone back of both."""

    channel: Channel
    settled: Money
    paid: Money
    returned: Money
    paid_back: Money

    @property
    def left(self) -> Money:
        return self.settled - self.returned

    def given_back(self, part: Money) -> Money:
        """What is paid out for that part of what is left."""
        if self.channel is not Channel.CASH:
            return part
        so_far = self.returned + part
        whole = self.paid if so_far == self.settled else min(so_far.rounded_to_krone(), self.paid)
        return whole - self.paid_back


def _purse(channel: Channel, original: Sale, earlier: Sequence[Sale]) -> _Purse:
    settled, paid = _through(channel, original)
    gone = [_through(channel, one) for one in earlier]
    return _Purse(channel, settled, paid, -total(part for part, _ in gone), -total(back for _, back in gone))


def _through(channel: Channel, sale: Sale) -> tuple[Money, Money]:
    """What the channel settled of the sale, and what was paid in it: they differ by cash's rounding."""
    paid = total(payment.amount for payment in sale.payments if payment.channel is channel)
    return (paid - sale.rounding if channel is Channel.CASH else paid), paid


def _left(position: int, line: SaleLine, taken: Sequence[SaleLine]) -> LineLeft:
    quantity = Quantity(line.quantity.milli + sum(back.quantity.milli for back in taken))
    net = line.split.net + total(back.split.net for back in taken)
    vat = line.split.vat + total(back.split.vat for back in taken)
    return LineLeft(position, line, quantity, Split(net, vat, net + vat))


def _merged(left: Sequence[LineLeft], chosen: Sequence[Chosen] | None) -> tuple[Chosen, ...]:
    """One choice for each line, in the sale's order, none of them more than is left."""
    if chosen is None:
        return everything(left)
    if not chosen:
        raise BadInput("refund_nothing_chosen", field="item")
    sums: dict[int, int] = {}
    for one in chosen:
        sums[one.position] = sums.get(one.position, 0) + one.quantity.checked().milli
    for position, milli in sums.items():
        available = left[position]
        if available.line.kind is not LineKind.ITEM and milli != available.quantity.milli:
            raise BadInput("refund_whole_only", field="item")
        if milli > available.quantity.milli:
            raise BadInput("refund_too_much", field="item", name=available.line.name, left=available.quantity)
    return tuple(Chosen(position, Quantity(milli)) for position, milli in sorted(sums.items()))


def _returned(left: LineLeft, quantity: Quantity) -> SaleLine:
    """The line of the return that takes back that much."""
    line, sold, rest = left.line, left.line.quantity, left.quantity + -quantity
    so_far, before = _share(line, sold + -rest), (line.split.net - left.split.net, line.split.vat - left.split.vat)
    net, vat = so_far.net - before[0], so_far.vat - before[1]
    split = Split(-net, -vat, -(net + vat))
    off = _off(line, sold + -rest) - _off(line, sold + -left.quantity)
    return replace(line, quantity=-quantity, split=split, original_position=left.position, discount=-off)


def _off(line: SaleLine, part: Quantity) -> Money:
    """What of the line's discount is that part's, rounded; all of it for the whole quantity."""
    return Money(divide_half_up(line.discount.ore * part.milli, line.quantity.milli))


def _share(line: SaleLine, part: Quantity) -> Split:
    """What that part of the line comes to, rounded; all of it for the whole quantity.

    The VAT is the gross share's part of the line's VAT. Both grow with `part`, and the VAT never by more than the
    gross, so that the difference of two shares has neither a negative VAT nor a negative net.
    """
    whole = line.split
    gross = divide_half_up(whole.gross.ore * part.milli, line.quantity.milli)
    vat = divide_half_up(whole.vat.ore * gross, whole.gross.ore) if whole.gross else 0
    return Split(Money(gross - vat), Money(vat), Money(gross))
