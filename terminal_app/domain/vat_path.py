"""Which of the two books reports the VAT of an invoice sale: the day's settlement or the invoice, never both.

The shop's guide sends gross amounts to products on account 19XX without VAT; the other way sends net amounts to the
ordinary sales accounts. The postings are those of a CashJournal voucher and of a sales order (PowerOffice Go). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from .money import ZERO, Money, total
from .records import record
from .vat import VatRate, vat_within

EXAMPLE_GROSS = Money(125_000)
EXAMPLE_RATE = VatRate(2500)
EXAMPLE_FOOD_RATE = VatRate(1500)
EXAMPLE_INVOICED = Money(250_000)
EXAMPLE_INVOICED_FOOD = Money(57_500)
"""The example day: `EXAMPLE_GROSS` by card, and on one invoice these two, at `EXAMPLE_RATE` and at that for food."""


class VatPath(Enum):
    """Where VAT is reported."""

    DAY_SETTLEMENT = "day_settlement"
    INVOICE = "invoice"


class Voucher(Enum):
    """Which document makes a posting."""

    SETTLEMENT = "settlement"
    INVOICE = "invoice"


class Ledger(Enum):
    """What an account is for; `number` is the usual one of the Norwegian standard chart of accounts (NS 4102)."""

    CUSTOMERS = "1500"
    CARD = "1910"
    INVOICE_TILL = "1950"
    SALES = "3000"
    FOOD_SALES = "3002"

    @property
    def number(self) -> str:
        return self.value


@record
class DayLine:
    """One line of the example day's documents: an amount with VAT in it, positive in debit, and the VAT it reports.

    `vat_code` is that of the account (SAF-T); the accounting system moves `vat` to the account for output VAT.
    """

    voucher: Voucher
    ledger: Ledger
    vat_code: str
    amount: Money
    vat: Money = ZERO

    @property
    def debit(self) -> Money:
        return max(self.amount, ZERO)

    @property
    def credit(self) -> Money:
        return max(-self.amount, ZERO)


def path_for(excluding_vat: bool) -> VatPath:
    """The path that “Send amount excluding VAT” stands for."""
    return VatPath.INVOICE if excluding_vat else VatPath.DAY_SETTLEMENT


def worked_day(path: VatPath) -> tuple[DayLine, ...]:
    """What a day with a sale by card and an invoice at two rates posts on that way; each document sums to zero.

    On the one way the day's settlement has all sales and the invoice moves the claim from 19XX to the customer; on the
    other the settlement has the sale by card alone, and the invoice its own sales. The VAT is the same, once.
    """
    invoiced = EXAMPLE_INVOICED + EXAMPLE_INVOICED_FOOD
    if path is VatPath.DAY_SETTLEMENT:
        return (
            DayLine(Voucher.SETTLEMENT, Ledger.CARD, "0", EXAMPLE_GROSS),
            DayLine(Voucher.SETTLEMENT, Ledger.INVOICE_TILL, "0", invoiced),
            _sold(Voucher.SETTLEMENT, Ledger.SALES, EXAMPLE_GROSS + EXAMPLE_INVOICED),
            _sold(Voucher.SETTLEMENT, Ledger.FOOD_SALES, EXAMPLE_INVOICED_FOOD),
            DayLine(Voucher.INVOICE, Ledger.CUSTOMERS, "0", invoiced),
            DayLine(Voucher.INVOICE, Ledger.INVOICE_TILL, "0", -invoiced),
        )
    return (
        DayLine(Voucher.SETTLEMENT, Ledger.CARD, "0", EXAMPLE_GROSS),
        _sold(Voucher.SETTLEMENT, Ledger.SALES, EXAMPLE_GROSS),
        DayLine(Voucher.INVOICE, Ledger.CUSTOMERS, "0", invoiced),
        _sold(Voucher.INVOICE, Ledger.SALES, EXAMPLE_INVOICED),
        _sold(Voucher.INVOICE, Ledger.FOOD_SALES, EXAMPLE_INVOICED_FOOD),
    )


def vat_reported(day: Iterable[DayLine], voucher: Voucher | None = None) -> Money:
    """The VAT that those lines report, or those of one document."""
    return total(line.vat for line in day if voucher is None or line.voucher is voucher)


def left_on(day: Iterable[DayLine], ledger: Ledger) -> Money:
    """What those lines leave on an account, the VAT in it moved away."""
    return total(line.amount + line.vat for line in day if line.ledger is ledger)


def _sold(voucher: Voucher, ledger: Ledger, gross: Money) -> DayLine:
    code, rate = ("31", EXAMPLE_FOOD_RATE) if ledger is Ledger.FOOD_SALES else ("3", EXAMPLE_RATE)
    return DayLine(voucher, ledger, code, -gross, vat_within(gross, rate))
