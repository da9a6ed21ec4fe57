"""Which account of the chart each part of a day's settlement is posted on: the accountant's choice, a setting for each.

Pure. The usual numbers are those of the Norwegian standard chart of accounts (NS 4102).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import Enum

from .channel import Channel
from .drawer import PayIn, PayOut
from .records import record
from .vat import VatRate


class Slot(Enum):
    """What an account is for; its value is the last part of the key `settlement.accounts.…`."""

    CASH = "cash"
    CARD = "card"
    VIPPS = "vipps"
    GIFT_CARD = "giftcard"
    INVOICE = "invoice"
    SALE_25 = "sale_25"
    SALE_15 = "sale_15"
    SALE_12 = "sale_12"
    SALE_0 = "sale_0"
    TIPS = "tips"
    ROUNDING = "rounding"
    DIFFERENCE = "difference"
    BANK = "bank"
    INVOICE_PAID = "invoice_paid"
    EXPENSE = "expense"
    OTHER = "other"

    @property
    def key(self) -> str:
        """The setting's key."""
        return f"settlement.accounts.{self.value}"


USUAL: Mapping[Slot, int] = {
    Slot.CASH: 1900, Slot.CARD: 1910, Slot.VIPPS: 1915, Slot.GIFT_CARD: 2970, Slot.INVOICE: 1950,
    Slot.SALE_25: 3000, Slot.SALE_15: 3002, Slot.SALE_12: 3010, Slot.SALE_0: 3100, Slot.TIPS: 2910,
    Slot.ROUNDING: 7770, Slot.DIFFERENCE: 7790, Slot.BANK: 1909, Slot.INVOICE_PAID: 1579, Slot.EXPENSE: 6800,
    Slot.OTHER: 1990,
}  # fmt: skip
"""What is proposed where the company has an account of that number; never taken without somebody choosing it."""

OF_CHANNEL: Mapping[Channel, Slot] = {
    Channel.CASH: Slot.CASH,
    Channel.CARD: Slot.CARD,
    Channel.VIPPS: Slot.VIPPS,
    Channel.GIFT_CARD: Slot.GIFT_CARD,
    Channel.INVOICE: Slot.INVOICE,
}
OF_RATE: Mapping[VatRate, Slot] = {
    VatRate(2500): Slot.SALE_25,
    VatRate(1500): Slot.SALE_15,
    VatRate(1200): Slot.SALE_12,
    VatRate(0): Slot.SALE_0,
}
RATE_OF: Mapping[Slot, VatRate] = {slot: rate for rate, slot in OF_RATE.items()}
OF_PAY_IN: Mapping[PayIn, Slot] = {
    PayIn.CHANGE: Slot.BANK,
    PayIn.INVOICE_PAID: Slot.INVOICE_PAID,
    PayIn.GIFT_CARD: Slot.GIFT_CARD,
    PayIn.OTHER: Slot.OTHER,
}
OF_PAY_OUT: Mapping[PayOut, Slot] = {PayOut.BANK: Slot.BANK, PayOut.EXPENSE: Slot.EXPENSE, PayOut.OTHER: Slot.OTHER}


@record
class Settlement:
    """How days are settled in the accounting system: on or off, from which day on, and the account of each slot."""

    enabled: bool = False
    enabled_since: date | None = None
    accounts: Mapping[Slot, int] = field(default_factory=dict)
