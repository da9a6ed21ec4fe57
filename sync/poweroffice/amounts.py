"""What PowerOffice Go makes of an order's lines, to the øre, and how lines are priced so that it makes the till's sum.

The one place that knows its rounding. Pure; amounts in øre, prices in kroner as Decimal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from terminal_app.domain.invoice import InvoiceOrder, OrderLine
from terminal_app.domain.money import ONE, Money, Quantity, divide_half_up, total
from terminal_app.domain.settings import Invoicing
from terminal_app.domain.vat import VatRate, with_vat

ONE_ORE = Money(1)


@dataclass(frozen=True, slots=True)
class Priced:
    """An order line as it is sent: `quantity` x `price` (kroner, two decimals) is `net` however halves are rounded.

    `counted` says that the quantity is the line's own; else it is one, and the text has to tell the real one.
    `rounding` marks a line of one øre that stands for nothing but a rate's sum, on the product of `line`.
    """

    line: OrderLine
    quantity: Quantity
    price: Decimal
    net: Money
    vat: Money
    counted: bool = True
    rounding: bool = False

    @property
    def gross(self) -> Money:
        return self.net + self.vat


def reckoned(net: Money, rate: VatRate) -> Money:
    """What they make of a line's net amount: VAT added, rounded half up to the øre. THE rounding rule of the contract.

    A line's net amount is quantity x unit price rounded half up to the øre; its VAT is that amount x the rate of the
    account, rounded half up; its total is the two added, and an order's total the sum of its lines. With an account
    without VAT the total is the net amount. (Our reading: the vendor documents the amounts, not their rounding. The
    order's answer is compared with the till's sum and its VAT, so another reading is found with the first order.)

    Why any order can meet the till's sums, rate by rate:

    1. A line can have any whole net amount n: one piece at a price of n is n exactly, so nothing is rounded in it.
    2. Let f(n) = n + round(n r), r the rate. For 0 <= r < 1, round(n r) grows by 0 or 1 when n grows by 1, so f grows
       by 1 or 2: every total is either f of some n, or lies exactly one øre between f(n) and f(n + 1) for some n.
    3. So each line of a rate is met, or is one øre short or one øre over, as we choose. Taking them short and over by
       turns, what the rate misses in sum is 0 or 1 øre, however many lines it has.
    4. For r < 1/2, f(1) = 1 + round(r) = 1. So one more line of one øre, on a product of the rate, closes that øre.

    Both of f and round are odd functions here (halves go away from zero), so the same holds for what is credited.
    Without VAT, f(n) = n: every line is met and there is no rounding line. That is `priced`; no other module rounds.
    """
    return with_vat(net, rate)


def priced(lines: Sequence[OrderLine], excluding_vat: bool) -> tuple[Priced, ...]:
    """The lines as they are sent, in order, and at most one rounding line for each VAT rate after them.

    With `excluding_vat` prices are net and each line has its VAT; without, they are what the customer pays, to accounts
    that carry none. Per VAT rate `gross` of what is given sums to `gross` of `lines`, see `reckoned`.
    """
    if not excluding_vat:
        return tuple(_at(line, line.gross, Money(0), excluding_vat) for line in lines)
    missing: dict[VatRate, int] = {}
    sent = []
    for line in lines:
        rate, short_by = line.vat_rate, missing.get(line.vat_rate, 0) + line.gross.ore
        net = min(_around(line), key=lambda net: abs(short_by - reckoned(net, rate).ore))
        one = _at(line, net, reckoned(net, rate) - net, excluding_vat)
        missing[rate] = short_by - one.gross.ore
        sent.append(one)
    return (*sent, *_roundings(lines, missing))


def vat_of(order: InvoiceOrder, invoicing: Invoicing) -> Money:
    """The VAT that they will answer of that order: nothing where the products' accounts carry none."""
    if not invoicing.excluding_vat:
        return Money(0)
    return total(one.vat for one in priced(order.lines, invoicing.excluding_vat))


def kroner(amount: Money) -> Decimal:
    """The amount in kroner, two decimals."""
    return Decimal(amount.ore).scaleb(-2)


def _around(line: OrderLine) -> tuple[Money, Money]:
    """The net amount that comes to the line's gross, twice; or the two beside it, the smaller in size first."""
    size, rate = abs(line.gross.ore), line.vat_rate
    sign = -1 if line.gross.ore < 0 else 1
    net = divide_half_up(size * 10_000, 10_000 + rate.hundredths)
    while reckoned(Money(net), rate).ore > size:
        net -= 1
    while reckoned(Money(net + 1), rate).ore <= size:
        net += 1
    over = net if reckoned(Money(net), rate).ore == size else net + 1
    return Money(sign * net), Money(sign * over)


def _roundings(lines: Sequence[OrderLine], missing: dict[VatRate, int]) -> Iterator[Priced]:
    for rate, ore in missing.items():
        line = next(line for line in lines if line.vat_rate == rate)
        for _ in range(abs(ore)):
            quantity = ONE if ore > 0 else -ONE
            net = ONE_ORE if ore > 0 else -ONE_ORE
            yield Priced(line, quantity, kroner(ONE_ORE), net, reckoned(net, rate) - net, rounding=True)


def _at(line: OrderLine, net: Money, vat: Money, excluding_vat: bool) -> Priced:
    """The line at that amount: its own quantity where a price in whole øre comes to it, else one at all of it."""
    quantity, amount = line.quantity, net
    if quantity.milli < 0:
        quantity, amount = -quantity, -amount
    prices = [] if excluding_vat else [line.unit_price]
    if quantity.milli and amount.ore >= 0 and (excluding_vat or line.discount):
        # Of prices with VAT only a discount makes another one than the receipt has.
        prices.append(Money(divide_half_up(amount.ore * 1000, quantity.milli)))
    for price in prices:
        # Strictly less than half an øre away: then it is the same whatever way they round halves.
        if 2 * abs(quantity.milli * price.ore - 1000 * amount.ore) < 1000:
            return Priced(line, line.quantity, kroner(price), net, vat)
    one = ONE if net.ore > 0 or (not net.ore and line.quantity.milli >= 0) else -ONE
    return Priced(line, one, kroner(Money(abs(net.ore))), net, vat, counted=False)
