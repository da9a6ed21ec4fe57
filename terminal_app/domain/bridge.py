"""The VAT bridge: the till's sales, its day settlements, the invoices and the ledger held against each other.

A bridge is closed when each øre of VAT is in the ledger exactly once and the account “Faktura kasse” is explained entry
by entry. Data alone; `domain.bridging` builds it from what was gathered. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from .channel import Channel
from .money import ZERO, Money
from .problems import Problem
from .turnover import summed
from .vat import Split, VatRate
from .vat_path import VatPath

NOTHING = Split(ZERO, ZERO, ZERO)


class Verdict(Enum):
    """How the bridge stands: proven, waiting for what comes by itself, or with a difference that a person must see."""

    PROVEN = "proven"
    WAITING = "waiting"
    DIFFERENCE = "difference"
    NOT_READ = "not_read"
    """The ledger has not been read, or not for all of these days, or not since the last of it was sent."""


class Severity(Enum):
    """Whether a finding mends itself, is explained and counts for nothing, or is a difference."""

    EXPLAINED = "explained"
    WAITS = "waits"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands between the sides: its words' code and values, and the sale or Z that it leads to.

    `vat` and `amount` are by how much the ledger differs from the till because of it; `receipt_no` or `z` is what one
    tap leads to (`reference` its entry in the outbox), both None for what the till knows nothing of. The sentences of
    a code are `bridge_wording`'s; amounts among the values are written as `Money` writes itself.
    """

    code: str
    severity: Severity
    values: Mapping[str, str] = field(default_factory=dict)
    amount: Money = ZERO
    vat: Money = ZERO
    rate: VatRate | None = None
    receipt_no: str | None = None
    z: int | None = None
    reference: str | None = None
    voucher_no: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class RateRow:
    """One VAT rate of the period on each side of the bridge; amounts of what is sold less what came back.

    `till` is all of it, `by_channel` its gross amount by how it was paid; `settled` what the day settlements that the
    accounting system has taken tell of it, `accepted` what is on orders that it has, `invoiced` on invoices. `ledger`
    is the VAT that the ledger has of it. `rounding` is what comes of rounding a line of the settlement or of the
    invoice as a whole, added up from each of them. `elsewhere` is the VAT of what was called off before it was
    invoiced, where its return is of another period: of it nothing is ever reported. Tips have a row of their own.
    """

    rate: VatRate
    tips: bool = False
    till: Split = NOTHING
    by_channel: Mapping[Channel, Money] = field(default_factory=dict)
    settled: Split = NOTHING
    accepted: Split = NOTHING
    invoiced: Split = NOTHING
    ledger: Money = ZERO
    rounding: Money = ZERO
    elsewhere: Money = ZERO

    @property
    def difference(self) -> Money:
        """VAT in the ledger less what must be there; nothing when each øre of the till's is there once."""
        return self.ledger - (self.till.vat - self.elsewhere) - self.rounding


@dataclass(frozen=True, slots=True)
class ClearingEntry:
    """One open item that explains the balance of “Faktura kasse”: what stands there, of which sale or Z, and why."""

    code: str
    amount: Money
    severity: Severity
    values: Mapping[str, str] = field(default_factory=dict)
    receipt_no: str | None = None
    z: int | None = None
    voucher_no: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class PostedApart:
    """What lies between the bridge, which goes by the day of sale, and what goes by posting day.

    `vat_on_other_days` is VAT of these days' sales that is posted on days before or after: it belongs to their VAT
    period. `vat_of_other_days` is VAT of the till's sales of other days that is posted in these. Of “Faktura kasse”
    `clearing_on_other_days` is likewise, and `clearing_moved` all that was posted there in these days, by anybody.
    """

    vat_on_other_days: Money = ZERO
    vat_of_other_days: Money = ZERO
    clearing_on_other_days: Money = ZERO
    clearing_moved: Money = ZERO


@dataclass(frozen=True, slots=True)
class Bridge:
    """The whole of it for those days, both included. `read_at` is since when the figures of the ledger are.

    `clearing_debited` and `clearing_credited` are what the period's day settlements and invoices have put on the
    account “Faktura kasse” and taken off it, `clearing_balance` all of that and what anybody else posted there; the
    entries of `clearing` sum to it. `trouble` is why the ledger could not be read anew. `paths` are all ways that the
    period's entries went, `path` the one that is chosen now.
    """

    since: date
    until: date
    path: VatPath
    verdict: Verdict
    rows: tuple[RateRow, ...]
    clearing_account: int | None
    clearing_balance: Money
    clearing: tuple[ClearingEntry, ...]
    findings: tuple[Finding, ...]
    read_at: datetime | None = None
    clearing_debited: Money = ZERO
    clearing_credited: Money = ZERO
    paths: tuple[VatPath, ...] = ()
    sales: int = 0
    trouble: Problem | None = None
    apart: PostedApart = PostedApart()

    @property
    def is_proven(self) -> bool:
        """Whether each øre of VAT is shown to be in the ledger exactly once."""
        return self.verdict is Verdict.PROVEN

    @property
    def till_vat(self) -> Money:
        """The VAT of all rates at the till."""
        return summed(sum(row.till.vat.ore for row in self.rows))

    @property
    def ledger_vat(self) -> Money:
        """The VAT of all rates in the ledger."""
        return summed(sum(row.ledger.ore for row in self.rows))

    @property
    def vat_posted(self) -> Money:
        """The VAT of the till's sales that is posted in these days, as their VAT return has it."""
        return self.ledger_vat - self.apart.vat_on_other_days + self.apart.vat_of_other_days

    @property
    def rounding(self) -> Money:
        """What comes of rounding whole lines, of all rates."""
        return summed(sum(row.rounding.ore for row in self.rows))

    @property
    def elsewhere(self) -> Money:
        """The VAT of what was called off before it was invoiced, of all rates."""
        return summed(sum(row.elsewhere.ore for row in self.rows))

    @property
    def difference(self) -> Money:
        """What of the VAT is missing in the ledger (negative) or too much there, and no rounding explains."""
        return summed(sum(row.difference.ore for row in self.rows))
