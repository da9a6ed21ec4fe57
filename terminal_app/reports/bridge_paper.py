"""The VAT bridge of a period on paper, for the accountant: each side per rate, “Faktura kasse”, and what was found.

One self-contained HTML document in the operator's language, made to be printed on A4. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from ..domain.bridge import Bridge, Finding, Severity
from ..domain.channel import Channel
from ..domain.money import ZERO, Money
from ..domain.settings import SettingValues
from ..domain.turnover import summed
from ..i18n import Texts
from .accountant_page import path_words
from .bridge_words import entry_words, finding_words, posted_words, rate_words, read_words, verdict_words
from .receipt_paper import channel_name
from .setting_words import told_problem

_STYLE = """
@page { size: A4 landscape; margin: 14mm }
body { font: 10pt/1.4 "Noto Sans", "Segoe UI", Arial, sans-serif; color: #16202b; max-width: 268mm; margin: 0 auto }
h1 { font-size: 16pt; margin: 0 0 2mm } h2 { font-size: 12pt; margin: 6mm 0 2mm }
p { margin: 0 0 2mm } .quiet { color: #4d5b69 }
.verdict { border: 1.5pt solid #9a5b00; padding: 3mm 4mm; font-weight: 600 }
.verdict.proven { border-color: #1c7a3f } .verdict.difference { border-color: #b3261e }
table { border-collapse: collapse; width: 100%; break-inside: auto } tr { break-inside: avoid }
th, td { text-align: left; padding: 1mm 2mm; border-bottom: .5pt solid #d5dce3; vertical-align: top }
td.amount, th.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
tr.sum td { font-weight: 600; border-top: 1pt solid #16202b }
"""
Cells = Sequence[str | Money]


def bridge_page(bridge: Bridge, values: SettingValues, texts: Texts, now: datetime) -> str:
    """The whole document; `now` is when it is made, in the shop's time."""
    say, shop = texts.say, values.shop()
    title = say("VAT bridge {first} – {last}", first=texts.day(bridge.since), last=texts.day(bridge.until))
    number = say("Org. no. {number}", number=shop.organization_number) if shop.organization_number else ""
    made = say("Made {moment}", moment=f"{texts.day(now.date())} {texts.clock(now)}")
    quiet = " · ".join(part for part in (shop.name, number, made) if part)
    ways = "; ".join(path_words(path, texts)[0] for path in bridge.paths or (bridge.path,))
    read = read_words(bridge, texts, now)
    if bridge.trouble is not None:
        read = f"{read} {' '.join(told_problem(bridge.trouble, texts))}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="quiet">{escape(quiet)}<br>{escape(ways)}<br>{escape(read.strip())}</p>',
        f'<p class="verdict {bridge.verdict.value}">{escape(verdict_words(bridge, texts))}</p>',
        _heading(say("VAT per rate")),
        _rates(bridge, texts),
        _heading(say("Sales by how they were paid, VAT included")),
        _channels(bridge, texts),
        _heading(_clearing_title(bridge, texts)),
        _clearing(bridge, texts),
        _heading(say("What was found")),
        _findings(bridge.findings, texts, now),
    ]
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    body = "\n".join(parts)
    return f'<!doctype html>\n<html lang="{texts.language}"><head>{head}</head><body>\n{body}\n</body></html>\n'


def _rates(bridge: Bridge, texts: Texts) -> str:
    say = texts.say
    heads = (
        say("Rate"),
        say("Till, net"),
        say("Till, VAT"),
        say("In day settlements, VAT"),
        say("On accepted orders, VAT"),
        say("On invoices, VAT"),
        say("In the ledger, VAT"),
        say("Called off, VAT"),
        say("Rounding"),
        say("Difference"),
    )
    rows: list[Cells] = [
        (
            rate_words(row, texts),
            row.till.net,
            row.till.vat,
            row.settled.vat,
            row.accepted.vat,
            row.invoiced.vat,
            row.ledger,
            row.elsewhere,
            row.rounding,
            row.difference,
        )
        for row in bridge.rows
    ]
    posted = posted_words(bridge, texts)
    whole = _table(heads, rows, texts, with_sum=True)
    return whole + _table(("", say("Amount")), posted, texts) if posted else whole


def _channels(bridge: Bridge, texts: Texts) -> str:
    used = [one for one in Channel if any(row.by_channel.get(one) for row in bridge.rows)]
    heads = (texts.say("Rate"), *(channel_name(one, texts) for one in used), texts.say("Total"))
    rows: list[Cells] = [
        (rate_words(row, texts), *(row.by_channel.get(one, ZERO) for one in used), row.till.gross)
        for row in bridge.rows
    ]
    return _table(heads, rows, texts, with_sum=True)


def _clearing_title(bridge: Bridge, texts: Texts) -> str:
    if bridge.clearing_account is None:
        return texts.say("Faktura kasse")
    return texts.say("{number} Faktura kasse", number=bridge.clearing_account)


def _clearing(bridge: Bridge, texts: Texts) -> str:
    say = texts.say
    others = summed(bridge.clearing_balance.ore - bridge.clearing_debited.ore - bridge.clearing_credited.ore)
    rows: list[Cells] = [
        (say("Debited by the day settlements of these days"), bridge.clearing_debited),
        (say("Credited by the invoices of these days"), bridge.clearing_credited),
        (say("Posted by others in these days"), others),
        (say("Balance of these days"), bridge.clearing_balance),
    ]
    if bridge.apart.clearing_moved != bridge.clearing_balance:
        before = bridge.clearing_balance - bridge.apart.clearing_on_other_days
        rows += [
            (say("Of it posted on other days"), -bridge.apart.clearing_on_other_days),
            (say("Posted in these days, of other days' sales"), bridge.apart.clearing_moved - before),
            (say("All that was posted on the account in these days"), bridge.apart.clearing_moved),
        ]
    whole = _table(("", say("Amount")), rows, texts)
    if not bridge.clearing:
        return whole
    heads = (say("What the balance is made of"), say("Day"), say("Amount"))
    days = ["" if one.day is None else texts.day(one.day) for one in bridge.clearing]
    items: list[Cells] = [
        (entry_words(one, texts), day, one.amount) for one, day in zip(bridge.clearing, days, strict=True)
    ]
    return whole + _table(heads, items, texts)


def _findings(findings: Iterable[Finding], texts: Texts, now: datetime) -> str:
    marks = {
        Severity.WRONG: texts.say("TO DO"),
        Severity.WAITS: texts.say("waits"),
        Severity.EXPLAINED: texts.say("explained"),
    }
    rows = []
    for one in findings:
        message, hint = finding_words(one, texts, now)
        more = f'<br><span class="quiet">{escape(hint)}</span>' if hint else ""
        rows.append(f"<tr><td>{escape(marks[one.severity])}</td><td>{escape(message)}{more}</td></tr>")
    return f"<table>{''.join(rows)}</table>" if rows else "<p>" + escape(texts.say("Nothing.")) + "</p>"


def _table(heads: Sequence[str], rows: Sequence[Cells], texts: Texts, *, with_sum: bool = False) -> str:
    is_amount = [bool(rows) and isinstance(rows[0][place], Money) for place in range(len(heads))]
    marks = [' class="amount"' if one else "" for one in is_amount]
    head = "".join(f"<th{mark}>{escape(text)}</th>" for mark, text in zip(marks, heads, strict=True))
    body = "".join(_row(row, marks, texts) for row in rows)
    if with_sum and len(rows) > 1:
        columns = ([cell for cell in column if isinstance(cell, Money)] for column in zip(*rows, strict=True))
        sums = [summed(sum(amount.ore for amount in column)) for column in columns]
        body += _row((texts.say("Total"), *sums[1:]), marks, texts, ' class="sum"')
    return f"<table><tr>{head}</tr>{body}</table>"


def _row(cells: Cells, marks: Sequence[str], texts: Texts, kind: str = "") -> str:
    shown = (texts.money(one) if isinstance(one, Money) else one for one in cells)
    return (
        f"<tr{kind}>{''.join(f'<td{mark}>{escape(text)}</td>' for mark, text in zip(marks, shown, strict=True))}</tr>"
    )


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"
