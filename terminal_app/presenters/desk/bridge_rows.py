"""The VAT bridge as rows of a page: the verdict, what stands out, each VAT rate, the channels, and “Faktura kasse”.

Words and columns alone: what is proven and what is not is `domain.bridging`'s to say. Window thread.
"""

from __future__ import annotations

from datetime import datetime

from ...domain.bridge import Bridge, ClearingEntry, Finding, RateRow, Severity, Verdict
from ...domain.channel import Channel
from ...domain.money import ZERO, Money
from ...domain.turnover import summed
from ...domain.vat import Split
from ...i18n import Texts
from ...reports.accountant_page import path_words
from ...reports.bridge_words import entry_words, finding_words, posted_words, rate_words, verdict_words
from ..channels import channel_name
from .rows import Action, Heading, Line, Lines, Note, Row
from .table import Cell, Head, Table, TableRow

FINDINGS, CLEARING, MORE = "findings", "clearing", "more."
_VERDICTS = {Verdict.PROVEN: "ok", Verdict.WAITING: "warn", Verdict.NOT_READ: "warn", Verdict.DIFFERENCE: "bad"}
_TONES = {Severity.WRONG: "bad", Severity.WAITS: "warn", Severity.EXPLAINED: "neutral"}


def verdict(bridge: Bridge, texts: Texts) -> Note:
    """The one line that the page is for: green only when all is proven."""
    sums = texts.say(
        "VAT in the till {till}, in PowerOffice Go {ledger}.",
        till=texts.kroner(bridge.till_vat),
        ledger=texts.kroner(bridge.ledger_vat),
    )
    if bridge.rounding:
        sums += " " + texts.say("Of that {amount} is rounding.", amount=texts.kroner(bridge.rounding))
    if bridge.clearing_account is not None and bridge.clearing_balance:
        stands = texts.say("{amount} stands on “Faktura kasse”.", amount=texts.kroner(bridge.clearing_balance))
        sums = f"{sums} {stands}"
    detail = "" if bridge.read_at is None else sums
    return Note(verdict_words(bridge, texts), _VERDICTS[bridge.verdict], detail, key="verdict")


def figures(bridge: Bridge, texts: Texts) -> Lines:
    """VAT on both sides, what lies between them, and the way it goes."""
    say = texts.say
    ways = ", ".join(path_words(path, texts)[0] for path in (bridge.paths or (bridge.path,)))
    lines = [Line(say("VAT in the till"), texts.kroner(bridge.till_vat))]
    if bridge.elsewhere:
        lines.append(Line(say("Called off before it was invoiced"), texts.kroner(-bridge.elsewhere)))
    if bridge.rounding:
        lines.append(Line(say("Rounding of whole lines"), texts.kroner(bridge.rounding)))
    lines.append(Line(say("VAT in PowerOffice Go"), texts.kroner(bridge.ledger_vat)))
    difference = bridge.difference
    if bridge.verdict is not Verdict.NOT_READ:
        lines.append(Line(say("Difference"), texts.kroner(difference), tone=_tone_of(bridge, difference)))
    lines += [Line(words, texts.kroner(amount)) for words, amount in posted_words(bridge, texts)[1:]]
    lines.append(Line(say("How VAT is reported"), detail=ways))
    return Lines("figures", tuple(lines))


def findings(bridge: Bridge, severity: Severity, texts: Texts, now: datetime, most: int) -> list[Row]:
    """What stands out and is that grave, each row leading to its sale or Z; nothing where nothing is."""
    found = [(place, one) for place, one in enumerate(bridge.findings) if one.severity is severity]
    if not found:
        return []
    say, key = texts.say, f"{FINDINGS}.{severity.value}"
    title, hint = {
        Severity.WRONG: (say("Differences"), say("Touch one to see its sale or its day.")),
        Severity.WAITS: (
            say("What waits"),
            say("Most of it comes by itself, with the next sending or the next invoice."),
        ),
        Severity.EXPLAINED: (say("Explained"), say("It is no difference.")),
    }[severity]
    heads = (Head(say("What")), Head(say("Amount"), right=True))
    made: list[Row] = [
        Heading(title, hint, key=key),
        Table(key, heads, tuple(_finding(place, one, texts, now) for place, one in found[:most])),
    ]
    if len(found) > most:
        made.append(Action(f"{MORE}{key}", _more(len(found) - most, texts), "expand_more"))
    return made


def leads(one: Finding | ClearingEntry) -> bool:
    """Whether the till knows a sale or a Z that it belongs to."""
    return one.receipt_no is not None or one.z is not None


def rates(bridge: Bridge, texts: Texts) -> list[Row]:
    """A row for each VAT rate, with its VAT on each side of the bridge and the amount that it is of below it."""
    say = texts.say
    amounts = (
        say("Till"), say("Day settlements"), say("Orders accepted"), say("Invoiced"), say("Ledger"), say("Difference"),
    )  # fmt: skip
    heads = (Head(say("Rate")), *(Head(name, right=True) for name in amounts))
    sums = (_sum_row(bridge, texts),) if len(bridge.rows) > 1 else ()
    return [
        Heading(
            say("VAT rate by rate"), say("VAT on each side; below it the sales it is of, VAT included."), key="rates"
        ),
        Table(
            "rates",
            heads,
            tuple(_rate(row, bridge, texts) for row in bridge.rows),
            sums,
            empty=say("Nothing was sold on these days."),
        ),
    ]


def channels(bridge: Bridge, texts: Texts) -> list[Row]:
    """What the till sold at each rate, by how it was paid."""
    used = [channel for channel in Channel if any(row.by_channel.get(channel) for row in bridge.rows)]
    if not used:
        return []
    say, money = texts.say, texts.money
    heads = (
        Head(say("Rate")),
        *(Head(channel_name(one, texts), right=True) for one in used),
        Head(say("Sum"), right=True),
    )
    rows = tuple(
        TableRow((rate_words(row, texts), *(_amount(row.by_channel.get(one, ZERO), texts) for one in used),
                  money(row.till.gross)))
        for row in bridge.rows
    )  # fmt: skip
    of_channel = [summed(sum(row.by_channel.get(one, ZERO).ore for row in bridge.rows)) for one in used]
    gross = summed(sum(row.till.gross.ore for row in bridge.rows))
    sums = (TableRow((say("Sum"), *(money(one) for one in of_channel), money(gross))),)
    return [
        Heading(say("How it was paid"), say("Sales less what came back, VAT included."), key="channels"),
        Table("channels", heads, rows, sums if len(rows) > 1 else ()),
    ]


def clearing(bridge: Bridge, texts: Texts, most: int) -> list[Row]:
    """“Faktura kasse”: what went on it and off it, and entry by entry what its balance is made of."""
    say = texts.say
    if bridge.clearing_account is None:
        return []
    settled = not bridge.clearing_balance and not bridge.clearing
    made: list[Row] = [
        Heading(say("{number} Faktura kasse", number=bridge.clearing_account), key="clearing"),
        Lines(
            "clearing_sums",
            (
                Line(say("Debited by day settlements"), texts.kroner(bridge.clearing_debited)),
                Line(say("Credited by invoices"), texts.kroner(bridge.clearing_credited)),
                Line(say("Balance"), texts.kroner(bridge.clearing_balance), tone="ok" if settled else ""),
            ),
        ),
    ]
    if not bridge.clearing:
        return made
    heads = (Head(say("What")), Head(say("Day"), minor=True), Head(say("Amount"), right=True))
    rows = tuple(_entry(place, one, texts) for place, one in enumerate(bridge.clearing[:most]))
    made.append(Table(CLEARING, heads, rows, label=say("What the balance is made of")))
    if len(bridge.clearing) > most:
        made.append(Action(f"{MORE}{CLEARING}", _more(len(bridge.clearing) - most, texts), "expand_more"))
    return made


def _finding(place: int, one: Finding, texts: Texts, now: datetime) -> TableRow:
    message, hint = finding_words(one, texts, now)
    return TableRow(
        (
            Cell(message, detail=_where(one, texts)),
            Cell(
                texts.money(one.amount) if one.amount else "",
                detail=texts.say("VAT {amount}", amount=texts.money(one.vat)) if one.vat else "",
            ),
        ),
        key=str(place) if leads(one) else "",
        tone=_TONES[one.severity],
        detail=hint,
    )


def _entry(place: int, one: ClearingEntry, texts: Texts) -> TableRow:
    return TableRow(
        (
            Cell(entry_words(one, texts), detail=_where(one, texts, with_day=False)),
            "" if one.day is None else texts.day(one.day),
            texts.money(one.amount),
        ),
        key=str(place) if leads(one) else "",
        tone=_TONES[one.severity],
    )


def _where(one: Finding | ClearingEntry, texts: Texts, *, with_day: bool = True) -> str:
    """The sale or Z, the voucher and the day that it is about, as far as they are known."""
    say, parts = texts.say, []
    if one.receipt_no is not None:
        parts.append(one.receipt_no)
    elif one.z is not None:
        parts.append(say("Day settlement {number}", number=one.z))
    if one.voucher_no is not None:
        parts.append(say("Voucher {number}", number=one.voucher_no))
    if with_day and one.day is not None:
        parts.append(texts.day(one.day))
    return " · ".join(parts)


def _rate(row: RateRow, bridge: Bridge, texts: Texts) -> TableRow:
    wrong = row.difference != ZERO
    read = bridge.verdict is not Verdict.NOT_READ
    sides = (_side(one, row, texts) for one in (row.till, row.settled, row.accepted, row.invoiced))
    difference = Cell(texts.money(row.difference), tone=_tone_of(bridge, row.difference)) if read else Cell("–")
    return TableRow(
        (rate_words(row, texts), *sides, Cell(texts.money(row.ledger)), difference),
        detail=_left_over(row, texts) if read or not wrong else "",
    )


def _left_over(row: RateRow, texts: Texts) -> str:
    """What of the row's difference is explained: rounding, and what was called off in another period."""
    told = []
    if row.rounding:
        told.append(texts.say("rounding {amount}", amount=texts.money(row.rounding)))
    if row.elsewhere:
        told.append(texts.say("called off {amount}", amount=texts.money(-row.elsewhere)))
    return " · ".join(told)


def _side(side: Split, row: RateRow, texts: Texts) -> Cell:
    """The VAT of one side with what it is of below it; a dash where there is nothing at all."""
    if not side.gross and not side.vat:
        return Cell("–", tone="muted")
    return Cell(texts.money(side.vat), detail=texts.money(side.gross))


def _sum_row(bridge: Bridge, texts: Texts) -> TableRow:
    def vat(sides: list[Split]) -> Cell:
        net, of_vat, gross = (summed(sum(money.ore for money in column)) for column in _columns(sides))
        return Cell(texts.money(of_vat), detail=texts.money(gross)) if net or gross else Cell("–", tone="muted")

    rows, read = bridge.rows, bridge.verdict is not Verdict.NOT_READ
    return TableRow(
        (
            texts.say("Sum"),
            *(
                vat(sides)
                for sides in (
                    [row.till for row in rows],
                    [row.settled for row in rows],
                    [row.accepted for row in rows],
                    [row.invoiced for row in rows],
                )
            ),
            Cell(texts.money(bridge.ledger_vat)),
            Cell(texts.money(bridge.difference), tone=_tone_of(bridge, bridge.difference)) if read else Cell("–"),
        )
    )


def _columns(sides: list[Split]) -> tuple[list[Money], list[Money], list[Money]]:
    return [one.net for one in sides], [one.vat for one in sides], [one.gross for one in sides]


def _amount(amount: Money, texts: Texts) -> Cell:
    return Cell(texts.money(amount)) if amount else Cell("–", tone="muted")


def _tone_of(bridge: Bridge, difference: Money) -> str:
    """The colour of a difference: none is well, one that waits is amber, any other is red."""
    if not difference:
        return "ok" if bridge.is_proven else ""
    return "warn" if bridge.verdict is Verdict.WAITING else "bad"


def _more(left: int, texts: Texts) -> str:
    return texts.count("Show {n} more", "Show {n} more", left)
