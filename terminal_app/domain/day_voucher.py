"""A day's settlement as a voucher of the accounting system: what one Z puts on which account, with which VAT code.

Neutral: accounts by number, VAT codes of SAF-T, gross amounts; debit is positive, credit negative, and the lines sum to
nothing. Pure; `domain.day_figures` adds the day up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from .chart import ZERO_RATED, Chart
from .money import Money
from .settlement_accounts import Slot
from .turnover import summed
from .vat_path import VatPath

NO_VAT = "0"
"""The VAT code of a line that VAT has nothing to do with: each line has to have one."""


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One amount of a voucher, VAT included; the accounting system takes the VAT of `vat_code` out of it."""

    slot: Slot
    account: int
    vat_code: str
    amount: Money
    vat: Money
    """The VAT that they take out of the amount, by their rounding; nothing for a code without a rate."""

    @property
    def debit(self) -> Money:
        return max(self.amount, Money(0))

    @property
    def credit(self) -> Money:
        return max(-self.amount, Money(0))


@dataclass(frozen=True, slots=True)
class DayVoucher:
    """What the Z of that number puts into the ledger on `day`."""

    reference: str
    z: int
    day: date
    register_id: str
    path: VatPath
    lines: tuple[VoucherLine, ...]

    @property
    def total(self) -> Money:
        """The sum of the debit side, which is that of the credit side."""
        return summed(sum(line.debit.ore for line in self.lines))

    @property
    def vat(self) -> Money:
        """The VAT that it reports: positive when it is owed."""
        return summed(-sum(line.vat.ore for line in self.lines))


def at_their_codes(voucher: DayVoucher, chart: Chart) -> DayVoucher:
    """The voucher with sales at 0 per cent under the VAT code of the account that was chosen for them.

    The till knows that they carry no VAT, the accountant why: exempt, outside the law, or by a company that is not
    registered for VAT and has no code 5. Another code than one without VAT, and what is not in the chart, is left.
    """
    lines: dict[tuple[int, str], VoucherLine] = {}
    for line in voucher.lines:
        account = chart.accounts.get(line.account)
        if line.slot is Slot.SALE_0 and account is not None and account.vat_code in ZERO_RATED:
            line = replace(line, vat_code=account.vat_code)
        there = lines.get((line.account, line.vat_code))
        if there is not None:
            line = replace(there, amount=there.amount + line.amount, vat=there.vat + line.vat)
        lines[line.account, line.vat_code] = line
    return replace(voucher, lines=tuple(line for line in lines.values() if line.amount))
