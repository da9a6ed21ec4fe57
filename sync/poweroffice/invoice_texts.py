"""The words that Disken itself puts on an invoice, in Norwegian whatever language the till shows.

Kept in one place; pure. An invoice is a Norwegian sales document, so these do not follow the cashier's language.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from terminal_app.domain.catalog import Unit
from terminal_app.domain.channel import Channel
from terminal_app.domain.invoice import OrderLine, PartOf
from terminal_app.domain.money import ZERO, Money, Quantity
from terminal_app.domain.sale import LineKind
from terminal_app.domain.vat import VatRate, VatTotal

NO_BREAK = "\u00a0"
CHANNELS = {
    Channel.CARD: "kort",
    Channel.CASH: "kontant",
    Channel.VIPPS: "Vipps",
    Channel.GIFT_CARD: "gavekort",
    Channel.INVOICE: "faktura",
}


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


def part(vat_rate: VatRate, receipt_no: str) -> str:
    """What a rate's line is where only a part of the sale is on the invoice."""
    return f"Fakturert del av nota {receipt_no}, {rate(vat_rate)} mva."


def item(name: str, line: OrderLine, *, prices_with_vat: bool, counted: bool = True) -> str:
    """A line with its unit, its discount and its note: "Kaffe latte – rabatt 12,00 – uten melk".

    With `counted` off the line is sent as one piece and the text tells how many there were, and their price as the
    receipt has it: "3 stk. Skolebolle à 39,90 inkl. mva.".
    """
    kind_of_price = "" if prices_with_vat else " inkl. mva."
    if counted:
        named = name if line.unit is Unit.PIECE else f"{name} ({line.unit.value})"
    else:
        named = f"{how_many(line)} {name} à {amount(line.unit_price)}{kind_of_price}"
    return _with_extras(named, line, kind_of_price)


def how_many(line: OrderLine) -> str:
    """A line's quantity with its unit: "3 stk.", "0,347 kg"."""
    return f"{quantity(line.quantity)} {'stk.' if line.unit is Unit.PIECE else line.unit.value}"


def _with_extras(name: str, line: OrderLine, kind_of_price: str = "") -> str:
    discount = f"rabatt {amount(_plain(line.discount))}{kind_of_price}" if line.discount else ""
    return " – ".join(part for part in (name, discount, line.note) if part)


def rest_of_it(part_of: PartOf) -> Iterator[str]:
    """What the order is a part of: each item that was bought or returned, the sum, and what was settled at once."""
    back = part_of.total < ZERO
    for line in part_of.goods:
        named = _with_extras(f"{how_many(line)} {line.description}", line)
        yield f"{named}: {amount(_plain(line.gross))}"
    at_once = ", ".join(f"{CHANNELS[one.channel]} {amount(_plain(one.amount))}" for one in part_of.settled)
    if part_of.rounding:
        at_once += f" (øreavrunding {amount(part_of.rounding)})"
    number = "" if part_of.paid_receipt_no is None else f", kvittering {part_of.paid_receipt_no}"
    sum_of_all = f"{'Returen' if back else 'Kjøpet'} kom på {amount(_plain(part_of.total))}."
    if at_once:
        yield f"{sum_of_all} {'Betalt tilbake' if back else 'Betalt'} i kassen: {at_once}{number}."


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


def quantity(much: Quantity) -> str:
    """How much, without a sign: "3", "0,347"."""
    return str(much).lstrip("-").replace(".", ",")


def _plain(money: Money) -> Money:
    return -money if money < ZERO else money


def amount(money: Money) -> str:
    """An amount without currency: "1 234,50"."""
    kroner, ore = divmod(abs(money.ore), 100)
    grouped = f"{kroner:,}".replace(",", NO_BREAK)
    return f"{'−' if money.ore < 0 else ''}{grouped},{ore:02d}"
