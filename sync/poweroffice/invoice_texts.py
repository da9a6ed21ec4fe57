"""The words that Disken itself puts on an invoice, in Norwegian whatever language the till shows.

Kept in one place; pure. An invoice is a Norwegian sales document, so these do not follow the cashier's language.
"""

from __future__ import annotations

from datetime import date

from terminal_app.domain.money import Money
from terminal_app.domain.sale import LineKind
from terminal_app.domain.vat import VatRate, VatTotal

NO_BREAK = "\u00a0"


def receipt(receipt_no: str, day: date) -> str:
    """Which sale the order is for: "Kvittering F-000412, 23.11.2026"."""
    return f"Kvittering {receipt_no}, {day:%d.%m.%Y}"


def returned(receipt_no: str, day: date) -> str:
    """Which sale a credit note takes back from: "Retur av F-000412, 23.11.2026"."""
    return f"Retur av {receipt_no}, {day:%d.%m.%Y}"


def vat(total: VatTotal) -> str:
    """What VAT a rate's amount contains: "Herav mva. 25 %: 31,20 av 156,00"."""
    return f"Herav mva. {rate(total.code.rate)}: {amount(total.split.vat)} av {amount(total.split.gross)}"


def line(kind: LineKind, vat_rate: VatRate, receipt_no: str) -> str:
    """What a line without a name of its own is: the sum of a rate, a tip or the invoice fee."""
    if kind is LineKind.TIP:
        return "Tips"
    if kind is LineKind.FEE:
        return "Fakturagebyr"
    return f"Servering i henhold til nota {receipt_no}, {rate(vat_rate)} mva."


def product(vat_rate: VatRate) -> str:
    """What the product for a rate's sales is called when it is made for the shop."""
    return f"Servering i henhold til nota, {rate(vat_rate)} mva."


ROUNDING = "Øreavrunding"
TIP_PRODUCT, FEE_PRODUCT = "Drikkepenger", "Fakturagebyr"
ACCOUNT = "Faktura kasse"
"""What the shop's guide calls the account 19XX that invoice sales are cleared over."""


def rate(vat_rate: VatRate) -> str:
    """A rate: "25 %", "11,11 %"."""
    return f"{vat_rate}".replace(".", ",") + f"{NO_BREAK}%"


def amount(money: Money) -> str:
    """An amount without currency: "1 234,50"."""
    kroner, ore = divmod(abs(money.ore), 100)
    grouped = f"{kroner:,}".replace(",", NO_BREAK)
    return f"{'−' if money.ore < 0 else ''}{grouped},{ore:02d}"
