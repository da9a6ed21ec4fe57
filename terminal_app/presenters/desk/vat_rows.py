"""The choice of who reports the VAT of invoice sales, each way worked out in kroner, and what a mix would do. Pure.

The choice is stored as “Send amount excluding VAT”, as the shop's guide and PowerOffice Go have it.
"""

from __future__ import annotations

from ...domain.money import ZERO, Money
from ...domain.vat_path import DayLine, Ledger, VatPath, Voucher, left_on, path_for, vat_reported, worked_day
from ...i18n import Texts
from ...reports.accountant_page import comes_to, example_day, ledger_name, path_words, voucher_name
from .rows import Choices, Heading, Note, Option, Row
from .table import Cell, Head, Table, TableRow

EXCLUDING = "invoicing.send_amount_excluding_vat"


def vat_rows(excluding: bool, texts: Texts, problem: str = "") -> list[Row]:
    """The choice, then the same day on the way that is chosen and on the other one, and why they are never mixed.

    `problem` says why the choice cannot be changed now.
    """
    say = texts.say
    chosen, other = path_for(excluding), path_for(not excluding)
    return [
        Heading(
            say("Amounts and VAT"),
            say("VAT must be reported only once: either by the day's settlement or by the invoice, never by both."),
            key="vat",
        ),
        Choices(
            EXCLUDING,
            say("Who reports the VAT of invoice sales"),
            tuple(_option(path, texts) for path in VatPath),
            "true" if excluding else "false",
            say("Ask the accountant when in doubt, and let the page in the setup guide be signed."),
            problem,
        ),
        Heading(say("An example in kroner"), example_day(texts), key="example"),
        _worked("vat.chosen", chosen, path_words(chosen, texts)[0] + " – " + say("chosen here"), texts),
        _once("once", chosen, "ok", texts),
        _worked("vat.other", other, say("If it were: {path}", path=path_words(other, texts)[0]), texts),
        _once("other", other, "neutral", texts),
        _mixed(texts),
    ]


def _option(path: VatPath, texts: Texts) -> Option:
    """One way, with what the guide calls it."""
    name, meaning = path_words(path, texts)
    if path is VatPath.INVOICE:
        guide = texts.say("In the guide: “Send amount excluding VAT” on.")
    else:
        guide = texts.say("In the guide: “Send amount excluding VAT” off.")
    return Option("true" if path is VatPath.INVOICE else "false", name, f"{meaning} {guide}")


def _worked(key: str, path: VatPath, label: str, texts: Texts) -> Table:
    """Every line of the example day's documents, in debit and credit, with the VAT that it reports."""
    say, day = texts.say, worked_day(path)
    heads = (
        Head(say("Account")),
        Head(say("Debit"), right=True),
        Head(say("Credit"), right=True),
        Head(say("VAT reported"), right=True),
    )
    total = TableRow((say("Total"), "", "", texts.money(vat_reported(day))))
    return Table(key, heads, tuple(_row(line, texts) for line in day), (total,), label)


def _row(line: DayLine, texts: Texts) -> TableRow:
    below = f"{voucher_name(line.voucher, texts)} · {texts.say('VAT code {code}', code=line.vat_code)}"
    amounts = (_amount(amount, texts) for amount in (line.debit, line.credit, line.vat))
    return TableRow((Cell(ledger_name(line.ledger, texts), below), *amounts))


def _once(key: str, path: VatPath, tone: str, texts: Texts) -> Note:
    """That the VAT is reported once on that way, by whom, and what is left on the accounts."""
    vat = texts.kroner(vat_reported(worked_day(path)))
    return Note(texts.say("VAT reported: {amount}, once", amount=vat), tone, comes_to(path, texts), key=key)


def _mixed(texts: Texts) -> Note:
    """What would come of the day's settlement of the one way and the invoice of the other."""
    say = texts.say
    mix = [line for line in worked_day(VatPath.DAY_SETTLEMENT) if line.voucher is Voucher.SETTLEMENT]
    mix += [line for line in worked_day(VatPath.INVOICE) if line.voucher is Voucher.INVOICE]
    twice, left = texts.kroner(vat_reported(mix)), texts.kroner(left_on(mix, Ledger.INVOICE_TILL))
    told = say("Mixed, the same day would report VAT of {amount}.", amount=twice)
    stays = say(
        "And {amount} would stay on “Faktura kasse”: the till refuses a mix and stops what does not fit.", amount=left
    )
    return Note(told, "bad", stays, key="mixed")


def _amount(amount: Money, texts: Texts) -> str:
    return "" if amount == ZERO else texts.money(amount)
