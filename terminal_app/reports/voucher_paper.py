"""A day's settlement as a paper: the voucher in debit and credit, as the accounting system gets it.

In the language of whoever reads it: it is no document that the law asks a register for. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..domain.day_voucher import DayVoucher, VoucherLine
from ..domain.money import Money
from ..domain.settings import SettingValues
from ..domain.settlement_accounts import Slot
from ..domain.turnover import summed
from ..domain.vat_path import VatPath
from ..i18n import Texts
from .paper import RULE, Paper, PaperLine
from .receipt_paper import seller_lines

_EMPTY = "\N{NO-BREAK SPACE}"
"""The side of an amount that is on the other: a column of its own, so that both sides stay where they are."""
_SALES = {Slot.SALE_25: 25, Slot.SALE_15: 15, Slot.SALE_12: 12, Slot.SALE_0: 0}


def slot_name(slot: Slot, texts: Texts) -> str:
    """What that part of the day is called, beside the account that it goes to."""
    say = texts.say
    if slot in _SALES:
        return say("Sales at {rate} per cent", rate=_SALES[slot])
    return {
        Slot.CASH: say("Cash in the drawer"),
        Slot.CARD: say("Card"),
        Slot.VIPPS: say("Vipps"),
        Slot.GIFT_CARD: say("Gift card"),
        Slot.INVOICE: say("Invoiced from the till (19XX)"),
        Slot.TIPS: say("Tips"),
        Slot.ROUNDING: say("Rounding to krone"),
        Slot.DIFFERENCE: say("Cash difference"),
        Slot.BANK: say("Cash to and from the bank"),
        Slot.INVOICE_PAID: say("Invoices paid at the till"),
        Slot.EXPENSE: say("Expenses paid from the drawer"),
        Slot.OTHER: say("Other money in and out"),
    }[slot]


def voucher_paper(made: DayVoucher, names: Mapping[int, str], values: SettingValues, texts: Texts) -> Paper:
    """The voucher; `names` are the accounts' by number, and a slot's own name stands for one that is not known.

    That of a Z is called as its Z, Z-000012; that of the open period, X.
    """
    shop, say = values.shop(), texts.say
    lines = [
        PaperLine("heading", say("Day settlement")),
        *seller_lines(values, texts, shop.name, shop.organization_number),
        RULE,
        *_about(made, texts),
        RULE,
        PaperLine("small", say("Account and VAT code"), say("Credit"), say("Debit")),
        *(row for line in made.lines for row in _line(line, names, texts)),
        RULE,
        PaperLine("pair", say("Total"), texts.money(credit(made)), texts.money(made.total)),
        PaperLine("strong", say("VAT that it reports"), texts.kroner(made.vat)),
    ]
    return Paper(voucher_name(made), tuple(lines))


def voucher_name(made: DayVoucher) -> str:
    """The number that the voucher goes by: its Z's, "Z-000012"; "X" for the open period."""
    return f"Z-{made.z:06d}" if made.z else "X"


def credit(made: DayVoucher) -> Money:
    """The sum of the credit side."""
    return summed(sum(line.credit.ore for line in made.lines))


def reported_by(path: VatPath, texts: Texts) -> str:
    """What a voucher of that way has to do with the VAT of invoices."""
    if path is VatPath.DAY_SETTLEMENT:
        return texts.say("It reports all VAT, also of what is invoiced.")
    return texts.say("Invoices report their own VAT; what is invoiced is not in it.")


def _about(made: DayVoucher, texts: Texts) -> Iterator[PaperLine]:
    say = texts.say
    what = say("Z report {number}", number=made.z) if made.z else say("The day so far, not closed yet")
    yield PaperLine("pair", what, texts.day(made.day))
    yield PaperLine("pair", say("Register {id}", id=made.register_id))
    if made.reference:
        yield PaperLine("pair", say("Reference"), made.reference)
    yield PaperLine("small", reported_by(made.path, texts))


def _line(line: VoucherLine, names: Mapping[int, str], texts: Texts) -> Iterator[PaperLine]:
    """The account's name, and below it the number with the VAT code, and the amount on its side."""
    yield PaperLine("pair", names.get(line.account) or slot_name(line.slot, texts))
    debit, on_credit = (texts.money(side) if side else _EMPTY for side in (line.debit, line.credit))
    where = texts.say("{account}, code {vat_code}", account=line.account, vat_code=line.vat_code)
    yield PaperLine("pair", f" {where}", on_credit, debit)
