"""What a day's report must say, reckoned from what the customers were told and paid and what was taken away.

For the machine of `test_counter_machine.py`; knows neither journal nor database.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.sale import LineKind, Sale
from terminal_app.domain.settlement import Report, Tally


@dataclass
class Sums:
    """How many of each, and what they come to in øre."""

    numbers: Counter[str] = field(default_factory=Counter)
    ore: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, ore: int, number: int = 1) -> None:
        self.numbers[what] += number
        self.ore[what] += ore

    def of(self, what: str) -> tuple[int, int]:
        return self.numbers[what], self.ore[what]


@dataclass
class Grand:
    """Since the till was installed."""

    sales: int = 0
    returns: int = 0


@dataclass
class Period:
    """From one Z to the next."""

    sums: Sums = field(default_factory=Sums)
    paid: Sums = field(default_factory=Sums)
    opening: int = 0
    has_float: bool = False
    rounding: int = 0

    @property
    def expected(self) -> int:
        """The cash that should be in the drawer."""
        ins, outs = self.sums.ore["pay_in"], self.sums.ore["pay_out"]
        return self.opening + self.paid.ore[Channel.CASH.value] + ins - outs

    def sold(self, sale: Sale) -> None:
        """A sale or a return, as its document tells it."""
        if sale.is_training:
            self.sums.add("training", sale.total.ore)
            return
        sign = 1 if sale.return_of is None else -1
        by_channel: Counter[Channel] = Counter()
        for payment in sale.payments:
            by_channel[payment.channel] += payment.amount.ore
        if Channel.INVOICE in by_channel:
            self.sums.add("invoice" if sign > 0 else "credit", sign * by_channel.pop(Channel.INVOICE))
        if not by_channel:
            return
        self.rounding += sale.rounding.ore
        self.sums.add("receipt" if sign > 0 else "return", 0)
        for channel, ore in by_channel.items():
            self.paid.add(channel.value, ore, sign)
        if not sale.invoiced_amount:
            tip = sum(line.split.gross.ore for line in sale.lines if line.kind is LineKind.TIP)
            self.sums.add("sure_tip", tip)
        else:
            self.sums.add("split", 0)

    def check(self, report: Report, grand: Grand) -> None:
        """Every field that can be told from outside is what it should be."""
        sums = self.sums
        assert report.opening_float.ore == self.opening
        paid = {one.channel.value: (one.number, one.amount.ore) for one in report.payments}
        assert _of_something(paid) == _of_something({what: self.paid.of(what) for what in self.paid.numbers})
        assert report.rounding.ore == self.rounding
        took = sum(one.amount.ore for one in report.payments)
        assert report.cash_sales.ore + report.tips.amount.ore + report.rounding.ore == took
        assert sum(one.amount.ore for one in report.groups) == report.cash_sales.ore
        assert sum((one.net + one.vat).ore for one in report.vat) == report.cash_sales.ore
        if not sums.numbers["split"]:
            assert report.tips.amount.ore == sums.ore["sure_tip"]
        assert (report.receipts, report.returns.number) == (sums.numbers["receipt"], sums.numbers["return"])
        for tally, what in ((report.aborted, "aborted"), (report.deliveries, "invoice"), (report.training, "training")):
            assert _plain(tally) == sums.of(what), what
        corrected = {one.type: (one.number, one.amount.ore) for one in report.line_corrections}
        expected = {what: sums.of(what) for what in ("removed", "reduced") if sums.numbers[what]}
        assert corrected == expected
        for rows, what in ((report.credit_memos, "credit"), (report.pay_ins, "pay_in"), (report.pay_outs, "pay_out")):
            assert (sum(one.number for one in rows), sum(one.amount.ore for one in rows)) == sums.of(what), what
        for who in report.operators:
            assert who.operator_id
        assert sum(one.amount.ore for who in report.operators for one in who.payments) == took
        assert report.cash.expected.ore == self.expected
        sales = report.cash_sales.ore + report.returns.amount.ore
        assert report.grand.sales.ore == grand.sales + sales
        assert report.grand.returns.ore == grand.returns + report.returns.amount.ore

    def left(self) -> Money:
        """What the next day begins with when nobody counts."""
        return Money(max(self.expected, 0))


def _plain(tally: Tally) -> tuple[int, int]:
    return tally.number, tally.amount.ore


def _of_something(rows: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    return {what: found for what, found in rows.items() if found != (0, 0)}
