"""The worked day of the documentation as a voucher: card 1 250, invoiced 3 075, so 750 and 75 of VAT."""

from __future__ import annotations

from datetime import date

from terminal_app.domain.day_voucher import DayVoucher, VoucherLine
from terminal_app.domain.money import Money
from terminal_app.domain.settlement_accounts import Slot
from terminal_app.domain.vat_path import VatPath

DAY = date(2026, 11, 21)
REFERENCE = "DSKZ" + "0123456789abcdef" * 2
LINES = (
    VoucherLine(Slot.CARD, 1910, "0", Money(1_250_00), Money(0)),
    VoucherLine(Slot.INVOICE, 1950, "0", Money(3_075_00), Money(0)),
    VoucherLine(Slot.SALE_25, 3000, "3", Money(-3_750_00), Money(-750_00)),
    VoucherLine(Slot.SALE_15, 3002, "31", Money(-575_00), Money(-75_00)),
)


def day_voucher(*lines: VoucherLine, reference: str = REFERENCE, z: int = 12, day: date = DAY) -> DayVoucher:
    """The worked day, or those lines."""
    return DayVoucher(reference, z, day, "1", VatPath.DAY_SETTLEMENT, lines or LINES)
