"""“Send amount excluding VAT” as rows: the switch, and a worked example in kroner of what each choice sends. Pure."""

from __future__ import annotations

from ...domain.money import Money, total
from ...domain.vat import vat_within
from ...domain.vat_path import (
    EXAMPLE_GROSS,
    EXAMPLE_RATE,
    Ledger,
    Posting,
    VatPath,
    Voucher,
    path_for,
    worked_example,
)
from ...i18n import Texts
from ...reports.accountant_page import ledger_name, path_words, voucher_name
from .rows import Heading, Line, Lines, Note, Row, Switch

EXCLUDING = "invoicing.send_amount_excluding_vat"


def vat_rows(excluding: bool, texts: Texts) -> list[Row]:
    """The choice, the path that it stands for, and both paths worked out; the one that is chosen comes first."""
    say = texts.say
    chosen = path_for(excluding)
    other = path_for(not excluding)
    name, meaning = path_words(chosen, texts)
    what = say(
        "Example: {amount} on invoice at {rate}", amount=texts.kroner(EXAMPLE_GROSS), rate=texts.rate(EXAMPLE_RATE)
    )
    return [
        Heading(say("Amounts and VAT"), key="vat"),
        Switch(
            EXCLUDING,
            say("Send amount excluding VAT"),
            excluding,
            say("As the invoice settings in PowerOffice Go have it. Ask the accountant when in doubt."),
        ),
        Note(
            say("VAT must be reported only once: either by the day's settlement or by the invoice, never by both."),
            "warn",
            key="once",
        ),
        Note(f"{name} – {say('chosen here')}", "brand", meaning, key="chosen"),
        Lines("vat.chosen", _worked(chosen, texts), what),
        Lines("vat.other", _worked(other, texts), _otherwise(excluding, other, texts)),
    ]


def _otherwise(excluding: bool, other: VatPath, texts: Texts) -> str:
    name, _ = path_words(other, texts)
    if excluding:
        return texts.say("If it were off: {path}", path=name)
    return texts.say("If it were on: {path}", path=name)


def _worked(path: VatPath, texts: Texts) -> tuple[Line, ...]:
    """What goes out, then every posting that comes of it."""
    say = texts.say
    postings = worked_example(path)
    net = EXAMPLE_GROSS - vat_within(EXAMPLE_GROSS, EXAMPLE_RATE)
    sent = net if path is VatPath.INVOICE else EXAMPLE_GROSS
    owed = total(p.amount for p in postings if p.voucher is Voucher.INVOICE and p.ledger is Ledger.CUSTOMERS)
    return (
        Line(say("The till sends"), texts.kroner(sent)),
        Line(say("The customer's invoice comes to"), texts.kroner(owed)),
        *(_posting(posting, texts) for posting in postings),
    )


def _posting(posting: Posting, texts: Texts) -> Line:
    where = f"{voucher_name(posting.voucher, texts)}: {ledger_name(posting.ledger, texts)}"
    if posting.amount > Money(0):
        return Line(where, texts.say("debit {amount}", amount=texts.money(posting.debit)))
    return Line(where, texts.say("credit {amount}", amount=texts.money(posting.credit)))
