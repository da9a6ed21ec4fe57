"""What a day's Z puts into the ledger: sums from the Z itself, and from its rows what was invoiced, per VAT code.

The Z tells what was paid, in its own fields; what is on invoices it tells as one sum, and so the rows are asked for its
VAT. Signs: debit is positive, credit negative. Pure; docs/day-settlement.md shows a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from .channel import Channel
from .day_voucher import NO_VAT, DayVoucher, VoucherLine
from .journal import JournalRow, is_training, ore
from .money import ZERO, Money
from .problems import BadInput, SettingWrong
from .settlement import PayIn, PayOut, Report, TypedTally
from .settlement_accounts import OF_CHANNEL, OF_PAY_IN, OF_PAY_OUT, OF_RATE, RATE_OF, Settlement, Slot
from .turnover import summed
from .vat import VatRate, ore_within
from .vat_path import VatPath

_Why = TypeVar("_Why", PayIn, PayOut)
_ORDER = tuple(Slot)


@dataclass(frozen=True, slots=True)
class Sums:
    """Sales less returns without VAT, and their VAT."""

    net: Money = ZERO
    vat: Money = ZERO

    @property
    def gross(self) -> Money:
        return summed(self.net.ore + self.vat.ore)

    def __add__(self, other: Sums) -> Sums:
        return Sums(summed(self.net.ore + other.net.ore), summed(self.vat.ore + other.vat.ore))


@dataclass(frozen=True, slots=True)
class RateFigures:
    """Goods and fees of one VAT code: what of them was paid at the till, and what is on invoices."""

    code: str
    rate: VatRate
    paid: Sums = Sums()
    invoiced: Sums = Sums()

    def on(self, path: VatPath) -> Sums:
        """What the day's settlement reports of them: all, or only what was paid at the till."""
        return self.paid + self.invoiced if path is VatPath.DAY_SETTLEMENT else self.paid


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One Z's sums, or those of the open period: then `z` is 0 and nothing is counted. Training is in none of them.

    `payments` has what each channel took in less what it paid back; the invoice channel's is invoiced less credited.
    """

    z: int
    day: date
    register_id: str
    rates: tuple[RateFigures, ...] = ()
    """Highest rate first; codes with nothing on them are left out."""
    tips_paid: Money = ZERO
    tips_invoiced: Money = ZERO
    payments: Mapping[Channel, Money] = field(default_factory=dict)
    rounding: Money = ZERO
    """Cash rounded to krone: positive when the customers paid more than they owed."""
    pay_ins: Mapping[PayIn, Money] = field(default_factory=dict)
    pay_outs: Mapping[PayOut, Money] = field(default_factory=dict)
    """Positive."""
    difference: Money = ZERO
    """Counted less expected."""
    banked: Money = ZERO
    """What was taken out of the drawer at the close; negative when somebody must have filled it up."""
    float_change: Money = ZERO
    """The opening float less what the Z before had left: put in by hand, from nowhere the till knows."""
    left: Money = ZERO
    """What stays in the drawer."""

    @property
    def invoiced(self) -> Money:
        """All that is on invoices, tips and fees too, less what was credited."""
        return self.payments.get(Channel.INVOICE, ZERO)


def day_figures(rows: Iterable[JournalRow], report: Report, left_before: Money) -> DayFigures:
    """The figures of that report; `left_before` is what the Z before left in the drawer.

    `rows` are its period's: only those of the float, and of sales and returns with anything invoiced, are needed. A
    float stands before whatever is done; without one and uncounted the drawer is as it was, and there are no figures.
    Raises BadInput when the rows tell of other invoices than the report: then neither may be settled.
    """
    has_float, invoiced, tips = _invoiced(rows)
    if not has_float and report.cash.counted is None:
        return DayFigures(report.number or 0, report.day, report.register_id, left=left_before)
    on_invoices = summed(tips.ore + sum(one.gross.ore for one in invoiced.values()))
    told = summed(report.deliveries.amount.ore - sum(one.amount.ore for one in report.credit_memos))
    if on_invoices != told:
        missing = on_invoices - told
        raise BadInput("settlement_is_not_its_z", field="z", number=report.number or 0, amount=told, missing=missing)
    payments = {one.channel: one.amount for one in report.payments if one.amount}
    if told:
        payments[Channel.INVOICE] = told
    cash = report.cash
    there = cash.expected if cash.counted is None else cash.counted
    return DayFigures(
        z=report.number or 0,
        day=report.day,
        register_id=report.register_id,
        rates=_rates(report, invoiced),
        tips_paid=report.tips.amount,
        tips_invoiced=tips,
        payments=payments,
        rounding=report.rounding,
        pay_ins=_typed(PayIn, report.pay_ins),
        pay_outs=_typed(PayOut, report.pay_outs),
        difference=cash.difference or ZERO,
        banked=there - left_in(report) if report.number is not None else ZERO,
        float_change=report.opening_float - left_before,
        left=left_in(report) if report.number is not None else there,
    )


def left_in(report: Report) -> Money:
    """What stayed in the drawer when that Z was made."""
    return report.cash.carried


def amounts(figures: DayFigures, path: VatPath) -> tuple[tuple[Slot, str, Money], ...]:
    """Slot, VAT code and signed amount of all that is posted on that path; nothing of nothing. They sum to zero.

    Raises BadInput for goods of a VAT rate that no account is set up for.
    """
    sums: dict[tuple[Slot, str], int] = {}

    def post(slot: Slot, amount: Money, code: str = NO_VAT) -> None:
        sums[slot, code] = sums.get((slot, code), 0) + amount.ore

    settles_invoices = path is VatPath.DAY_SETTLEMENT
    for channel, amount in figures.payments.items():
        if channel is not Channel.INVOICE or settles_invoices:
            post(OF_CHANNEL[channel], amount)
    for one in figures.rates:
        if gross := one.on(path).gross:
            if one.rate not in OF_RATE:
                raise BadInput("settlement_rate_without_account", field="vat_rate", rate=one.rate)
            post(OF_RATE[one.rate], -gross, one.code)
    post(Slot.TIPS, -figures.tips_paid)
    if settles_invoices:
        post(Slot.TIPS, -figures.tips_invoiced)
    post(Slot.ROUNDING, -figures.rounding)
    moves = [
        *((OF_PAY_IN[why], amount) for why, amount in figures.pay_ins.items()),
        *((OF_PAY_OUT[why], -amount) for why, amount in figures.pay_outs.items()),
        (Slot.DIFFERENCE, figures.difference),
        (Slot.BANK, figures.float_change),
        (Slot.BANK, -figures.banked),
    ]
    for slot, into_the_drawer in moves:
        post(Slot.CASH, into_the_drawer)
        post(slot, -into_the_drawer)
    _require_balance(figures, sums.values())
    ordered = sorted(sums.items(), key=lambda item: (_ORDER.index(item[0][0]), item[0][1]))
    return tuple((slot, code, summed(amount)) for (slot, code), amount in ordered if amount)


def voucher(figures: DayFigures, settlement: Settlement, path: VatPath, reference: str) -> DayVoucher:
    """The day as a voucher: one line for each account and VAT code, the debit side first; it has none of nothing.

    Raises SettingWrong naming the setting of an account that is needed and not chosen, else as `amounts`.
    """
    slots: dict[tuple[int, str], Slot] = {}
    sums: dict[tuple[int, str], int] = {}
    for slot, code, amount in amounts(figures, path):
        account = settlement.accounts.get(slot)
        if account is None:
            raise SettingWrong("settlement_account_missing", field=slot.key)
        slots.setdefault((account, code), slot)
        sums[account, code] = sums.get((account, code), 0) + amount.ore
    lines = [
        VoucherLine(slots[where], where[0], where[1], summed(amount), vat_taken(summed(amount), slots[where]))
        for where, amount in sums.items()
        if amount
    ]
    lines.sort(key=lambda line: (line.amount < ZERO, _ORDER.index(line.slot), line.vat_code))
    return DayVoucher(reference, figures.z, figures.day, figures.register_id, path, tuple(lines))


def vat_taken(gross: Money, slot: Slot) -> Money:
    """The VAT that the accounting system takes out of one line on that slot's account.

    Of the whole line and rounded half up: it may be some øre from the sum of the sales' own VAT.
    """
    return summed(ore_within(gross.ore, RATE_OF.get(slot, VatRate(0))))


def _invoiced(rows: Iterable[JournalRow]) -> tuple[bool, dict[tuple[str, str], Sums], Money]:
    """Whether a float stands, what of goods and fees is on invoices, per code and rate, and what of tips."""
    has_float, found, tips = False, dict[tuple[str, str], list[int]](), 0
    for row in rows:
        has_float = has_float or row.kind == "float"
        if row.kind not in ("sale", "return") or not row.is_transaction or is_training(row.facts):
            continue
        for line in row.facts["lines"]:
            if "paid_gross" not in line:
                continue
            gross, net = _not_paid(line, "gross"), _not_paid(line, "net")
            if line["kind"] == "tip":
                tips += gross
            else:
                sums = found.setdefault((line["code"], line["rate"]), [0, 0])
                sums[0] += net
                sums[1] += gross - net
    return has_float, {place: Sums(summed(net), summed(vat)) for place, (net, vat) in found.items()}, summed(tips)


def _not_paid(line: Mapping[str, Any], which: str) -> int:
    return ore(line[which]) - ore(line[f"paid_{which}"])


def _rates(report: Report, invoiced: Mapping[tuple[str, str], Sums]) -> tuple[RateFigures, ...]:
    paid = {(one.code, one.rate): Sums(one.net, one.vat) for one in report.vat}
    places = sorted({**paid, **invoiced}, key=lambda place: (-VatRate.parse(place[1]).hundredths, place[0]))
    every = (
        RateFigures(code, VatRate.parse(rate), paid.get((code, rate), Sums()), invoiced.get((code, rate), Sums()))
        for code, rate in places
    )
    return tuple(one for one in every if one.paid != Sums() or one.invoiced != Sums())


def _typed(kind: type[_Why], told: Iterable[TypedTally]) -> dict[_Why, Money]:
    return {kind(one.type): one.amount for one in told if one.amount}


def _require_balance(figures: DayFigures, posted: Iterable[int]) -> None:
    """Nothing when debit and credit are the same; raises BadInput otherwise, as when a Z does not add up."""
    if off := sum(posted):
        raise BadInput("settlement_does_not_balance", field="z", number=figures.z, missing=summed(off))
