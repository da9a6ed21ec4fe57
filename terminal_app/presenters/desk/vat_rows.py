"""The choice of who reports the VAT of invoice sales, each way worked out in kroner, and what a mix would do. Pure.

The choice is stored as “Send amount excluding VAT”, as the shop's guide and PowerOffice Go have it.
"""

from __future__ import annotations

from ...domain.money import ZERO, Money, total
from ...domain.vat import vat_within
from ...domain.vat_path import (
    EXAMPLE_GROSS,
    EXAMPLE_RATE,
    Ledger,
    Posting,
    VatPath,
    Voucher,
    balance,
    path_for,
    worked_example,
)
from ...i18n import Texts
from ...reports.accountant_page import ledger_name, path_words, voucher_name
from .rows import Choices, Heading, Note, Option, Row
from .table import Cell, Head, Table, TableRow

EXCLUDING = "invoicing.send_amount_excluding_vat"


def vat_rows(excluding: bool, texts: Texts, problem: str = "") -> list[Row]:
    """The choice, the way that is chosen worked out, then the other one, and why they are never mixed.

    `problem` says why the choice cannot be changed now.
    """
    say = texts.say
    chosen, other = path_for(excluding), path_for(not excluding)
    what = say(
        "Example: {amount} on invoice at {rate}", amount=texts.kroner(EXAMPLE_GROSS), rate=texts.rate(EXAMPLE_RATE)
    )
    name, _ = path_words(other, texts)
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
        _worked("vat.chosen", chosen, f"{what} – {say('chosen here')}", texts),
        _once(chosen, texts),
        _worked("vat.other", other, say("If it were: {path}", path=name), texts),
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
    """What goes out, and every posting that comes of it, in debit and credit."""
    say, postings = texts.say, worked_example(path)
    net = EXAMPLE_GROSS - vat_within(EXAMPLE_GROSS, EXAMPLE_RATE)
    owed = total(p.amount for p in postings if p.voucher is Voucher.INVOICE and p.ledger is Ledger.CUSTOMERS)
    sent = texts.kroner(net if path is VatPath.INVOICE else EXAMPLE_GROSS)
    return Table(
        key,
        (Head(say("Account")), Head(say("Debit"), right=True), Head(say("Credit"), right=True)),
        tuple(_row(posting, texts) for posting in postings),
        (_sums(postings, texts),),
        label,
        say("The till sends {sent}; the invoice comes to {owed}.", sent=sent, owed=texts.kroner(owed)),
    )


def _row(posting: Posting, texts: Texts) -> TableRow:
    account = Cell(ledger_name(posting.ledger, texts), voucher_name(posting.voucher, texts))
    return TableRow((account, _amount(posting.debit, texts), _amount(posting.credit, texts)))


def _sums(postings: tuple[Posting, ...], texts: Texts) -> TableRow:
    debit, credit = total(p.debit for p in postings), total(p.credit for p in postings)
    return TableRow((texts.say("Total"), texts.money(debit), texts.money(credit)))


def _once(path: VatPath, texts: Texts) -> Note:
    """That VAT is there once, and what “Faktura kasse” comes to."""
    postings = worked_example(path)
    vat = texts.kroner(-balance(postings, Ledger.OUTPUT_VAT))
    told = texts.say("VAT of {amount} is reported once.", amount=vat)
    if path is VatPath.INVOICE:
        return Note(told, "ok", texts.say("By the invoice; the day's settlement leaves the sale out."), key="once")
    left = texts.kroner(balance(postings, Ledger.INVOICE_TILL))
    return Note(told, "ok", texts.say("By the Z; “Faktura kasse” comes to {amount}.", amount=left), key="once")


def _mixed(texts: Texts) -> Note:
    """What would come of the day's settlement of the one way and the invoice of the other."""
    say = texts.say
    settled = [p for p in worked_example(VatPath.DAY_SETTLEMENT) if p.voucher is Voucher.SETTLEMENT]
    mix = [*settled, *worked_example(VatPath.INVOICE)]
    told = say("Mixed, VAT of {amount} would be reported.", amount=texts.kroner(-balance(mix, Ledger.OUTPUT_VAT)))
    left = texts.kroner(balance(mix, Ledger.INVOICE_TILL))
    hint = say(
        "And {amount} would stay on “Faktura kasse”. So the till refuses a mix and stops what does not fit.",
        amount=left,
    )
    return Note(told, "bad", hint, key="mixed")


def _amount(amount: Money, texts: Texts) -> str:
    return "" if amount == ZERO else texts.money(amount)
