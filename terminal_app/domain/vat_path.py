"""Which of the two books reports the VAT of an invoice sale: the day's settlement or the invoice, never both.

The shop's guide sends gross amounts to products on account 19XX without VAT; the other way sends net amounts to the
ordinary sales accounts. The postings are those of a CashJournal voucher and of a sales order (PowerOffice Go). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from .money import ZERO, Money, total
from .vat import VatRate, vat_within

EXAMPLE_GROSS = Money(125_000)
EXAMPLE_RATE = VatRate(2500)


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
    INVOICE_TILL = "1950"
    SALES = "3000"
    OUTPUT_VAT = "2700"

    @property
    def number(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Posting:
    """One amount in the general ledger; positive is debit, negative is credit."""

    voucher: Voucher
    ledger: Ledger
    amount: Money

    @property
    def debit(self) -> Money:
        return max(self.amount, ZERO)

    @property
    def credit(self) -> Money:
        return max(-self.amount, ZERO)


def path_for(excluding_vat: bool) -> VatPath:
    """The path that “Send amount excluding VAT” stands for."""
    return VatPath.INVOICE if excluding_vat else VatPath.DAY_SETTLEMENT


def worked_example(path: VatPath, gross: Money = EXAMPLE_GROSS, rate: VatRate = EXAMPLE_RATE) -> tuple[Posting, ...]:
    """What an invoice sale of `gross` posts on that path, voucher by voucher; each voucher sums to zero.

    On both paths the customer owes `gross`, the turnover is its net and the VAT is reported once.
    """
    vat = vat_within(gross, rate)
    if path is VatPath.DAY_SETTLEMENT:
        return (
            Posting(Voucher.SETTLEMENT, Ledger.INVOICE_TILL, gross),
            Posting(Voucher.SETTLEMENT, Ledger.SALES, vat - gross),
            Posting(Voucher.SETTLEMENT, Ledger.OUTPUT_VAT, -vat),
            Posting(Voucher.INVOICE, Ledger.CUSTOMERS, gross),
            Posting(Voucher.INVOICE, Ledger.INVOICE_TILL, -gross),
        )
    return (
        Posting(Voucher.INVOICE, Ledger.CUSTOMERS, gross),
        Posting(Voucher.INVOICE, Ledger.SALES, vat - gross),
        Posting(Voucher.INVOICE, Ledger.OUTPUT_VAT, -vat),
    )


def balance(postings: Iterable[Posting], ledger: Ledger) -> Money:
    """What those postings leave on an account."""
    return total(posting.amount for posting in postings if posting.ledger is ledger)
