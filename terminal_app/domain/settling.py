"""The X and Z report, folded from the journal's rows: one pass, and no more memory than the report itself.

Source: kassasystemforskrifta § 2-8-2 and the official SAF-T example (counts are sales less returns; amounts are net of
returns; returns and grand totals are positive). Pure; docs/journal.md lists the rows. What is on an invoice counts as
delivered alone, training as training alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .channel import Channel
from .journal import JournalRow, is_training, ore, ore_again
from .money import Money, Quantity
from .settlement import (
    CashBox,
    CashCount,
    GrandTotals,
    GroupTally,
    OperatorTally,
    PaymentTally,
    RateTally,
    Report,
    ReportKind,
    Tally,
    TypedTally,
)
from .turnover import summed
from .vat import VAT_CODES, VatRate

STANDARD_RATES = ("25", "15", "12", "0")
"""The rates that every report lists, sold at or not; the rate of raw fish is listed where it was used."""


_INVOICE = Channel.INVOICE.value
_FROM_NOTHING, _NONE = GrandTotals(), Tally()


@dataclass(frozen=True, slots=True)
class Head:
    """What a report says that is in none of the rows it is made from. `carried` are the grand totals of the last Z."""

    kind: ReportKind
    number: int | None
    shop_name: str
    organization_number: str
    made_at: datetime
    register_id: str
    day: date
    operator_id: str
    carried: GrandTotals = _FROM_NOTHING
    count: CashCount | None = None
    unsent: Tally = _NONE
    by_itself: bool = False


@dataclass(slots=True)
class _Count:
    """A number and øre that grow."""

    number: int = 0
    ore: int = 0

    def add(self, number: int, ore: int) -> None:
        self.number += number
        self.ore += ore

    def tally(self) -> Tally:
        return Tally(self.number, summed(self.ore))


@dataclass(slots=True)
class _Counts:
    """One count for each of something."""

    by_key: dict[str, _Count] = field(default_factory=dict)

    def add(self, key: str, number: int, ore: int) -> None:
        count = self.by_key.get(key)
        if count is None:
            count = self.by_key[key] = _Count()
        count.number += number
        count.ore += ore

    def payments(self) -> tuple[PaymentTally, ...]:
        """Of counts by the name of a channel; raises ValueError for what is none."""
        counts = {Channel(name): count for name, count in self.by_key.items()}
        return tuple(
            PaymentTally(channel, count.number, summed(count.ore))
            for channel in Channel
            if (count := counts.get(channel)) is not None
        )

    def groups(self) -> tuple[GroupTally, ...]:
        return tuple(GroupTally(name, one.number, summed(one.ore)) for name, one in sorted(self.by_key.items()))

    def types(self) -> tuple[TypedTally, ...]:
        return tuple(TypedTally(name, one.number, summed(one.ore)) for name, one in sorted(self.by_key.items()))


@dataclass(slots=True)
class _Operator:
    """Fields f, g and k of one operator as they grow."""

    payments: _Counts = field(default_factory=_Counts)
    groups: _Counts = field(default_factory=_Counts)
    opening_float: int = 0


@dataclass(slots=True)
class Settling:
    """The rows of one period, added one after the other. `report` may be asked for at any time."""

    first_row: int
    last_row: int = 0
    since: datetime | None = None
    """The first transaction."""
    sold: int = 0
    """Sales and deliveries, training left out."""
    sales_ore: int = 0
    returns: _Count = field(default_factory=_Count)
    groups: _Counts = field(default_factory=_Counts)
    payments: _Counts = field(default_factory=_Counts)
    operators: dict[str, _Operator] = field(default_factory=dict)
    tips: _Count = field(default_factory=_Count)
    vat: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    receipts: int = 0
    drawer_openings: int = 0
    copies: _Count = field(default_factory=_Count)
    provisional: _Count = field(default_factory=_Count)
    discounts: _Count = field(default_factory=_Count)
    aborted: _Count = field(default_factory=_Count)
    corrections: _Counts = field(default_factory=_Counts)
    deliveries: _Count = field(default_factory=_Count)
    training: _Count = field(default_factory=_Count)
    credit_memos: _Counts = field(default_factory=_Counts)
    pay_ins: _Counts = field(default_factory=_Counts)
    pay_outs: _Counts = field(default_factory=_Counts)
    rounding: int = 0
    opening_float: int = 0
    has_float: bool = False
    float_is_carried: bool = False

    def add(self, row: JournalRow) -> None:
        """One more row, of whatever kind; sales without a number are from before the numbers and count in nothing."""
        self.last_row = row.number
        facts = row.facts
        if "nr" in facts and self.since is None:
            self.since = row.at
        match row.kind:
            case "sale" | "return" if "nr" in facts:
                self._sale(row, facts, -1 if row.kind == "return" else 1)
            case "float":
                self._float(row, facts)
            case "pay_in":
                self.pay_ins.add(str(facts["why"]), 1, ore(facts["amount"]))
            case "pay_out":
                self.pay_outs.add(str(facts["why"]), 1, ore(facts["amount"]))
            case "drawer_opened":
                self.drawer_openings += 1
            case _ if is_training(facts):
                return
            case "sale_aborted":
                self.aborted.add(1, ore(facts["total"]))
            case "line_corrected":
                self.corrections.add(str(facts["what"]), 1, ore(facts["amount"]))
            case "copy":
                self.copies.add(1, ore(facts["total"]))
            case "provisional":
                self.provisional.add(1, ore(facts["total"]))

    def _float(self, row: JournalRow, facts: Mapping[str, Any]) -> None:
        amount = ore(facts["amount"])
        self.opening_float += amount
        self._operator(row).opening_float += amount
        self.float_is_carried = bool(facts.get("carried")) and (self.float_is_carried or not self.has_float)
        self.has_float = True

    def _operator(self, row: JournalRow) -> _Operator:
        who = row.operator_id or ""
        found = self.operators.get(who)
        if found is None:
            found = self.operators[who] = _Operator()
        return found

    def _sale(self, row: JournalRow, facts: Mapping[str, Any], sign: int) -> None:
        if facts["kind"] == "training":
            self.training.add(1, ore(facts["total"]))
            return
        self.sold += sign > 0
        by_channel: dict[str, int] = {}
        for channel, amount in facts["payments"]:
            by_channel[channel] = by_channel.get(channel, 0) + ore_again(amount)
        if sign > 0:
            self._discount(facts)
        if (invoiced := by_channel.pop(_INVOICE, None)) is not None:
            if sign > 0:
                self.deliveries.add(1, invoiced)
            else:
                self.credit_memos.add(_INVOICE, 1, -invoiced)
        if by_channel:
            self._paid(row, facts, sign, by_channel)

    def _paid(self, row: JournalRow, facts: Mapping[str, Any], sign: int, by_channel: Mapping[str, int]) -> None:
        """What of the sale was settled at once: a cash sale, or a return of one."""
        operator, gross, tip, groups, by_rate = self._operator(row), 0, 0, dict[str, int](), self.vat
        for line in facts["lines"]:
            shared = "paid_gross" in line
            paid = ore_again(line["paid_gross" if shared else "gross"])
            if line["kind"] == "tip":
                tip += paid
                continue
            if paid or not shared:
                group, rate = line["group"] or "", (line["code"], line["rate"])
                groups[group] = groups.get(group, 0) + paid
                net = ore_again(line["paid_net" if shared else "net"])
                if (sums := by_rate.get(rate)) is None:
                    sums = by_rate[rate] = [0, 0]
                sums[0] += net
                sums[1] += paid - net
            gross += paid
        for group, part in groups.items():
            self.groups.add(group, sign, part)
            operator.groups.add(group, sign, part)
        for channel, part in by_channel.items():
            self.payments.add(channel, sign, part)
            operator.payments.add(channel, sign, part)
        if tip:
            self.tips.add(sign, tip)
        self.rounding += ore_again(facts["rounding"])
        if sign > 0:
            self.receipts += 1
            self.sales_ore += gross
        else:
            self.returns.add(1, -gross)

    def _discount(self, facts: Mapping[str, Any]) -> None:
        """A price that somebody changed by hand: discounts, and prices below the product's own."""
        off = 0
        for line in facts["lines"]:
            if "discount" in line:
                off += ore(line["discount"])
            if "list_price" in line:
                much = Quantity.parse(line["quantity"])
                listed, charged = (Money.parse(line[name]).times(much) for name in ("list_price", "price"))
                off += max(listed.ore - charged.ore, 0)
        if off:
            self.discounts.add(1, off)

    def report(self, head: Head) -> Report:
        """The report of what has been added so far."""
        return Report(
            kind=head.kind,
            number=head.number,
            shop_name=head.shop_name,
            organization_number=head.organization_number,
            made_at=head.made_at,
            register_id=head.register_id,
            day=head.day,
            operator_id=head.operator_id,
            first_row=self.first_row,
            last_row=max(self.last_row, self.first_row - 1),
            cash_sales=summed(self.sales_ore - self.returns.ore),
            groups=self.groups.groups(),
            payments=self.payments.payments(),
            operators=self._operators(),
            tips=self.tips.tally(),
            vat=self._vat(head.day),
            opening_float=self.opening,
            receipts=self.receipts,
            drawer_openings=self.drawer_openings,
            copies=self.copies.tally(),
            provisional=self.provisional.tally(),
            returns=self.returns.tally(),
            discounts=self.discounts.tally(),
            aborted=self.aborted.tally(),
            line_corrections=self.corrections.types(),
            deliveries=self.deliveries.tally(),
            training=self.training.tally(),
            grand=GrandTotals(
                summed(head.carried.sales.ore + self.sales_ore), summed(head.carried.returns.ore + self.returns.ore)
            ),
            credit_memos=self.credit_memos.types(),
            pay_ins=self.pay_ins.types(),
            pay_outs=self.pay_outs.types(),
            rounding=summed(self.rounding),
            cash=_counted(self.expected_cash, head.count),
            unsent=head.unsent,
            by_itself=head.by_itself,
        )

    @property
    def opening(self) -> Money:
        """The opening float."""
        return summed(self.opening_float)

    @property
    def expected_cash(self) -> Money:
        """What should be in the drawer: float, cash payments and pay-ins, less pay-outs."""
        cash = self.payments.by_key.get(Channel.CASH.value, _Count()).ore
        ins = sum(one.ore for one in self.pay_ins.by_key.values())
        outs = sum(one.ore for one in self.pay_outs.by_key.values())
        return summed(self.opening_float + cash + ins - outs)

    def _operators(self) -> tuple[OperatorTally, ...]:
        return tuple(
            OperatorTally(who, one.payments.payments(), one.groups.groups(), summed(one.opening_float))
            for who, one in sorted(self.operators.items())
        )

    def _vat(self, day: date) -> tuple[RateTally, ...]:
        """Highest rate first: the rates of that day, also those that nothing was sold at, and whatever else was."""
        listed = {
            (one.code, str(one.rate)): [0, 0]
            for one in VAT_CODES
            if one.holds_on(day) and str(one.rate) in STANDARD_RATES
        }
        ordered = sorted(
            (listed | self.vat).items(), key=lambda item: (-VatRate.parse(item[0][1]).hundredths, item[0][0])
        )
        return tuple(RateTally(code, rate, summed(net), summed(vat)) for (code, rate), (net, vat) in ordered)


def settle(rows: Iterable[JournalRow], head: Head, first_row: int = 1) -> Report:
    """The report of those rows, which are all since the last Z in their order; `first_row` is the first's number."""
    settling = Settling(first_row)
    for row in rows:
        settling.add(row)
    return settling.report(head)


def _counted(expected: Money, count: CashCount | None) -> CashBox:
    return CashBox(expected) if count is None else CashBox(expected, count.counted, count.left, count.words)
