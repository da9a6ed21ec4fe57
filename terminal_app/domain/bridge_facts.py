"""What the VAT bridge is made from: each period of sales added up from its journal rows, its invoices, its entries.

Amounts are added as whole øre, row by row, so that a month of sales costs one pass and no more memory than its
invoices. Pure; `storage.bridge_rows` gathers, `domain.bridging` holds them against the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from .bridge_books import NO_RATE
from .channel import Channel
from .chart import LedgerRead, Posting
from .day_voucher import DayVoucher
from .discount import shared
from .journal import JournalRow, ore, ore_again
from .money import ZERO, Money
from .outbox import State
from .problems import Problem
from .turnover import summed
from .vat import Split, VatRate
from .vat_path import VatPath


@dataclass(frozen=True, slots=True)
class Rung:
    """What the till keeps apart on the bridge: the goods and fees of one VAT rate, or the tips."""

    rate: VatRate
    tips: bool = False

    def __hash__(self) -> int:
        return self.rate.hundredths + self.tips  # asked for with each line of a month's sales


TIPS = Rung(NO_RATE, tips=True)


@dataclass(slots=True)
class Side:
    """Net amount and VAT, in øre, as they grow."""

    net: int = 0
    vat: int = 0

    def add(self, net: int, vat: int) -> None:
        self.net += net
        self.vat += vat

    @property
    def gross(self) -> int:
        return self.net + self.vat

    def split(self) -> Split:
        """As amounts."""
        return Split(summed(self.net), summed(self.vat), summed(self.net + self.vat))


@dataclass(slots=True)
class RungSums:
    """One rung of a period: what was paid at once and what went on invoices, and the gross amount by channel."""

    paid: Side = field(default_factory=Side)
    invoiced: Side = field(default_factory=Side)
    by_channel: dict[Channel, int] = field(default_factory=dict)

    def on(self, path: VatPath) -> Side:
        """What a day's settlement tells of it on that path."""
        if path is VatPath.INVOICE:
            return self.paid
        return Side(self.paid.net + self.invoiced.net, self.paid.vat + self.invoiced.vat)


@dataclass(frozen=True, slots=True)
class OnInvoice:
    """What one sale put on an invoice, or one return took off it again: then its amounts are negative.

    `family` is the receipt number of the sale that it began with; `lines` how many lines of the sale are rounded.
    """

    sale_id: str
    receipt_no: str
    family: str
    parts: Mapping[Rung, Side]
    lines: int

    @property
    def gross(self) -> int:
        return sum(part.gross for part in self.parts.values())

    @property
    def vat(self) -> int:
        return sum(part.vat for part in self.parts.values())


@dataclass(slots=True)
class Sold:
    """The sales and returns of one period, added row by row. Training, and rows from before the numbers, in nothing."""

    sums: dict[Rung, RungSums] = field(default_factory=dict)
    on_invoice: list[OnInvoice] = field(default_factory=list)
    sales: int = 0

    def add(self, row: JournalRow) -> None:
        """One more row, of whatever kind."""
        facts = row.facts
        if row.kind not in ("sale", "return") or "nr" not in facts or facts["kind"] == "training":
            return
        self.sales += 1
        payments = facts["payments"]
        if len(payments) == 1 and payments[0][0] != Channel.INVOICE.value:
            self._add_paid(facts["lines"], Channel(payments[0][0]))
            return
        channels = _channels(payments)
        parts: dict[Rung, Side] = {}
        for line in facts["lines"]:
            rung = rung_of(line)
            sums = self._of(rung)
            gross, net = ore(line["gross"]), ore(line["net"])
            paid_gross, paid_net = gross, net
            if "paid_gross" in line:
                paid_gross, paid_net = ore(line["paid_gross"]), ore(line["paid_net"])
                part = parts.setdefault(rung, Side())
                on_net, on_vat = net - paid_net, (gross - net) - (paid_gross - paid_net)
                part.add(on_net, on_vat)
                sums.invoiced.add(on_net, on_vat)
            sums.paid.add(paid_net, paid_gross - paid_net)
            for channel, amount in _by_channel(paid_gross, gross, channels):
                sums.by_channel[channel] = sums.by_channel.get(channel, 0) + amount
        if parts:
            self.on_invoice.append(
                OnInvoice(
                    row.sale_id or "",
                    facts["receipt_no"],
                    facts.get("original_receipt_no") or facts["receipt_no"],
                    {rung: part for rung, part in parts.items() if part.net or part.vat},
                    len(facts["lines"]),
                )
            )

    def _add_paid(self, lines: Iterable[Mapping[str, Any]], channel: Channel) -> None:
        """A sale that was paid at once in one channel, as nearly all are: nothing has to be shared."""
        for line in lines:
            sums = self._of(rung_of(line))
            gross, net = ore_again(line["gross"]), ore_again(line["net"])
            sums.paid.add(net, gross - net)
            sums.by_channel[channel] = sums.by_channel.get(channel, 0) + gross

    def _of(self, rung: Rung) -> RungSums:
        found = self.sums.get(rung)
        if found is None:
            found = self.sums[rung] = RungSums()
        return found

    def watched(self, rows: Iterable[JournalRow]) -> Iterable[JournalRow]:
        """The same rows, each of them added while somebody else reads it."""
        for row in rows:
            self.add(row)
            yield row


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry of the outbox, as far as the bridge asks: `touched` is when something was last done about it.

    `sent` is when the accounting system was last known to take it; None for what it never took.
    """

    reference: str
    state: State
    total: Money
    path: VatPath | None = None
    vat: Money | None = None
    problem: str | None = None
    order_id: str | None = None
    order_no: int | None = None
    invoice_no: int | None = None
    touched: datetime | None = None
    sent: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Whether it is meant to come to the ledger at all."""
        return self.state is not State.CANCELLED

    @property
    def has_arrived(self) -> bool:
        return self.state in (State.ACCEPTED, State.INVOICED, State.PAID)


@dataclass(frozen=True, slots=True)
class Settled:
    """One Z of the period, or what is not in a Z yet (`z` None), with its voucher as it must stand in the ledger.

    `versions` are all that the voucher can be: with the accounts as they are chosen now, else as they have been. Empty
    when it cannot be made, which `problem` says why. `is_due` when Disken itself is to send it. `path` is the one of
    its entry, else the one that is chosen now.
    """

    z: int | None
    day: date
    sold: Sold
    path: VatPath
    versions: tuple[DayVoucher, ...] = ()
    entry: Sent | None = None
    is_due: bool = False
    problem: Problem | None = None

    @property
    def invoiced(self) -> int:
        """What of it is on invoices, in øre."""
        return sum(one.invoiced.gross for one in self.sold.sums.values())


@dataclass(frozen=True, slots=True)
class Family:
    """What of an invoice sale and its returns is on no invoice for good, over all days: nothing when it came to naught.

    `original_arrived` is whether the sale's own invoice is one.
    """

    remaining: Money
    original_arrived: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the bridge of those days is made from.

    `entries` are the invoices' by sale; `families` those of the sales and returns that have none, or a cancelled one,
    by receipt number of the sale. `clearing` are the accounts that are, or have been, “Faktura kasse”, the one that is
    chosen now first; `sales_accounts` those that an invoice with VAT may stand on, none when nobody knows. `known` are
    the voucher ids and references of entries of other days. `against_way` is what is wrong with the products, None
    while nothing is. `register_id` is the till's own id, by which its settlements are called in the ledger;
    `numbers_lost` the last day on which an old database was put back.
    """

    since: date
    until: date
    today: date
    path: VatPath
    days: tuple[Settled, ...]
    entries: Mapping[str, Sent]
    families: Mapping[str, Family]
    postings: tuple[Posting, ...]
    read: LedgerRead | None
    clearing: tuple[int, ...]
    sales_accounts: frozenset[int] = frozenset()
    known: frozenset[str] = frozenset()
    against_way: Problem | None = None
    register_id: str = ""
    numbers_lost: date | None = None


def rung_of(line: Mapping[str, Any]) -> Rung:
    """Where a line of the journal belongs."""
    return TIPS if line["kind"] == "tip" else _goods(line["rate"])


@cache
def _goods(rate: str) -> Rung:
    return Rung(VatRate.parse(rate))


def _channels(payments: Iterable[tuple[str, str]]) -> dict[Channel, int]:
    found: dict[Channel, int] = {}
    for name, amount in payments:
        channel = Channel(name)
        found[channel] = found.get(channel, 0) + ore(amount)
    return found


def _by_channel(paid: int, gross: int, channels: Mapping[Channel, int]) -> Iterable[tuple[Channel, int]]:
    """The line's gross amount by how the sale was paid: what was paid at once in proportion to the payments."""
    if paid != gross:
        yield Channel.INVOICE, gross - paid
    if not paid:
        return
    at_once = {channel: abs(amount) for channel, amount in channels.items() if channel is not Channel.INVOICE}
    if len(at_once) == 1:
        yield next(iter(at_once)), paid
        return
    sign = -1 if paid < 0 else 1
    parts = shared(Money(sign * paid), [Money(amount) for amount in at_once.values()]) if any(at_once.values()) else ()
    for channel, part in zip(at_once, parts, strict=False):
        if part != ZERO:
            yield channel, sign * part.ore
