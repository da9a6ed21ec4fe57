"""The page for the shop's accountant: where VAT is reported, a day worked out in kroner, and how the till is set up.

One self-contained HTML document in the operator's language, made to be printed on A4 and signed. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape

from ..domain.account_fit import posted_code, used_slots
from ..domain.money import ZERO, Money
from ..domain.settings import InvoicingSystem, SettingValues
from ..domain.settlement_accounts import Slot
from ..domain.setup import Check, SetupReport
from ..domain.vat_path import (
    EXAMPLE_FOOD_RATE,
    EXAMPLE_GROSS,
    EXAMPLE_INVOICED,
    EXAMPLE_INVOICED_FOOD,
    EXAMPLE_RATE,
    Ledger,
    VatPath,
    Voucher,
    left_on,
    path_for,
    vat_reported,
    worked_day,
)
from ..i18n import Texts
from .voucher_paper import slot_name

_STYLE = """
@page { size: A4; margin: 18mm }
body { font: 10.5pt/1.45 "Noto Sans", "Segoe UI", Arial, sans-serif; color: #16202b; max-width: 178mm; margin: 0 auto }
h1 { font-size: 17pt; margin: 0 0 2mm } h2 { font-size: 12.5pt; margin: 7mm 0 2mm }
p { margin: 0 0 2mm } .quiet { color: #4d5b69 }
.loud { border: 1.5pt solid #9a5b00; padding: 3mm 4mm; font-weight: 600 }
.path { border: 1pt solid #b8c2cc; padding: 3mm 4mm; margin: 0 0 3mm; break-inside: avoid }
.path.chosen { border: 2pt solid #0b63b0 }
table { border-collapse: collapse; width: 100%; break-inside: avoid } caption { text-align: left; font-weight: 600 }
th, td { text-align: left; padding: 1mm 2mm; border-bottom: .5pt solid #d5dce3; vertical-align: top }
tr.sum td { border-bottom: 0; font-weight: 600 } tr.first td { border-top: 1pt solid #8b98a5 }
td.amount, th.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.mark { white-space: nowrap; font-weight: 600 }
.sign td { border: 0; border-bottom: .75pt solid #16202b; height: 12mm; vertical-align: bottom }
"""


def accountant_page(values: SettingValues, report: SetupReport | None, texts: Texts, now: datetime) -> str:
    """The whole document. Without a report it says that the accounting system has not been asked."""
    say, shop = texts.say, values.shop()
    title = say("Invoices from the till: for the accountant")
    who = " · ".join(part for part in (shop.name, _organization(shop.organization_number, texts)) if part)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="quiet">{escape(who)}<br>{escape(texts.day(now.date()))} {escape(texts.clock(now))}</p>',
        _loud(say("VAT must be reported only once: either by the day's settlement or by the invoice, never by both.")),
        _heading(say("Where VAT is reported")),
        f"<p>{escape(example_day(texts))}</p>",
        *(_path(path, path is path_for(values.invoicing().excluding_vat), texts) for path in VatPath),
        _heading(say("How it is set up")),
        _table(_setup(values, texts)),
        _heading(say("The day settlement's accounts")),
        *_accounts(values, report, texts, now),
        _heading(say("What the setup check found")),
        *_findings(report, texts),
        _heading(say("Agreed with the accountant")),
        _signatures(values, texts),
    ]
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    body = "\n".join(parts)
    return f'<!doctype html>\n<html lang="{texts.language}"><head>{head}</head><body>\n{body}\n</body></html>\n'


def path_words(path: VatPath, texts: Texts) -> tuple[str, str]:
    """The path's name, and in a sentence what is sent on it and who reports the VAT."""
    if path is VatPath.DAY_SETTLEMENT:
        return (
            texts.say("Through the day's settlement (amounts with VAT)"),
            texts.say(
                "The till sends what the customer pays, to products on account 19XX “Faktura kasse” without VAT. "
                "The day's settlement reports the VAT and debits the same account."
            ),
        )
    return (
        texts.say("Through the invoice (amounts without VAT)"),
        texts.say(
            "The till sends net amounts to products on the ordinary sales accounts, and PowerOffice Go adds the VAT. "
            "Invoice sales are left out of the VAT of the day's settlement."
        ),
    )


def ledger_name(ledger: Ledger, texts: Texts) -> str:
    """The account's number and what it is for."""
    names = {
        Ledger.CUSTOMERS: texts.say("Customers"),
        Ledger.CARD: texts.say("Card"),
        Ledger.INVOICE_TILL: texts.say("Faktura kasse"),
        Ledger.SALES: texts.say("Sales"),
        Ledger.FOOD_SALES: texts.say("Sales of food"),
    }
    number = "19XX" if ledger is Ledger.INVOICE_TILL else ledger.number
    return f"{number} {names[ledger]}"


def voucher_name(voucher: Voucher, texts: Texts) -> str:
    """What the document is called."""
    return texts.say("Day's settlement (Z)") if voucher is Voucher.SETTLEMENT else texts.say("Invoice")


def example_day(texts: Texts) -> str:
    """What was sold on the day that both ways are worked out for."""
    return texts.say(
        "The same day on both ways: {card} paid by card at {rate}, and one invoice of {much} at {rate} and {food} at "
        "{food_rate}. Amounts have their VAT in them; the last column is the VAT that is reported of them.",
        card=texts.kroner(EXAMPLE_GROSS),
        rate=texts.rate(EXAMPLE_RATE),
        much=texts.kroner(EXAMPLE_INVOICED),
        food=texts.kroner(EXAMPLE_INVOICED_FOOD),
        food_rate=texts.rate(EXAMPLE_FOOD_RATE),
    )


def _path(path: VatPath, chosen: bool, texts: Texts) -> str:
    name, meaning = path_words(path, texts)
    mark = " – " + texts.say("chosen here") if chosen else ""
    return (
        f'<div class="path{" chosen" if chosen else ""}"><p><b>{escape(name)}</b>{escape(mark)}</p>'
        f"<p>{escape(meaning)}</p><table>{_day_rows(path, texts)}</table><p>{escape(comes_to(path, texts))}</p>"
        f"<p>{escape(_told_on_invoice(path, texts))}</p></div>"
    )


def _told_on_invoice(path: VatPath, texts: Texts) -> str:
    """When the VAT falls due, and how the buyer sees it: what an accountant has to judge of the two ways."""
    if path is VatPath.DAY_SETTLEMENT:
        return texts.say(
            "VAT is of the period of the sale. The invoice itself has no VAT code: its text lines tell the amount and "
            "VAT of each rate, and the receipt's number. Judge whether that is enough for buyers who deduct VAT."
        )
    return texts.say(
        "VAT of invoice sales is of the period of the invoice, which may be a later one than that of the sale. The "
        "invoice specifies it as usual."
    )


def _day_rows(path: VatPath, texts: Texts) -> str:
    """The example day, document by document, with the VAT that each of them reports."""
    say, day = texts.say, worked_day(path)
    heads = (say("Account"), say("VAT code"), say("Debit"), say("Credit"), say("VAT reported"))
    rows = ["".join(f"<th{' class=amount' if n > 1 else ''}>{escape(text)}</th>" for n, text in enumerate(heads))]
    for voucher in Voucher:
        lines = [line for line in day if line.voucher is voucher]
        rows.append(f'<td colspan="5"><b>{escape(voucher_name(voucher, texts))}</b></td>')
        rows += [
            _cells(
                (ledger_name(line.ledger, texts), line.vat_code),
                (_amount(line.debit, texts), _amount(line.credit, texts), _amount(line.vat, texts)),
            )
            for line in lines
        ]
    rows.append(_cells((say("Sum"), ""), ("", "", _amount(vat_reported(day), texts))))
    last = len(rows) - 1
    return "".join(f"<tr{' class=sum' if place == last else ''}>{row}</tr>" for place, row in enumerate(rows))


def comes_to(path: VatPath, texts: Texts) -> str:
    """What the day leaves behind, the same on both ways but for who says it."""
    say, day = texts.say, worked_day(path)
    vat, owed = texts.kroner(vat_reported(day)), texts.kroner(left_on(day, Ledger.CUSTOMERS))
    left = texts.kroner(left_on(day, Ledger.INVOICE_TILL))
    settled = texts.kroner(vat_reported(day, Voucher.SETTLEMENT))
    invoiced = texts.kroner(vat_reported(day, Voucher.INVOICE))
    if path is VatPath.DAY_SETTLEMENT:
        return say(
            "VAT of {vat} is reported once, all of it by the day's settlement. The customer owes {owed}, and 19XX "
            "“Faktura kasse” comes to {left}: what stands there is not invoiced yet, or was changed.",
            vat=vat,
            owed=owed,
            left=left,
        )
    return say(
        "VAT of {vat} is reported once: {settled} by the day's settlement and {invoiced} by the invoice. The customer "
        "owes {owed}. The day's settlement has nothing of what is invoiced.",
        vat=vat,
        settled=settled,
        invoiced=invoiced,
        owed=owed,
    )


def _setup(values: SettingValues, texts: Texts) -> Iterator[tuple[str, str]]:
    say, invoicing, plan = texts.say, values.invoicing(), values.schedule()
    on, off = say("On"), say("Off")
    yield (
        say("Invoicing system type"),
        "PowerOffice Go" if invoicing.system is InvoicingSystem.POWEROFFICE_GO else say("None"),
    )
    yield say("End point mode"), invoicing.endpoint.value
    yield say("Enabled since"), texts.day(invoicing.enabled_since) if invoicing.enabled_since else "–"
    yield say("Send amount excluding VAT"), on if invoicing.excluding_vat else off
    for rate in sorted(invoicing.products):
        yield say("Product for sales at {rate}", rate=texts.rate(rate)), invoicing.products[rate]
    yield say("Product for tips"), invoicing.gratuity_product or "–"
    yield say("Product for the invoice fee"), invoicing.fee_product or "–"
    times = ", ".join(f"{at:%H:%M}" for at in plan.times)
    yield say("Schedule"), times if plan.enabled else off
    yield say("Forced invoice customer"), on if values.invoice_channel().force_customer else off


def _accounts(values: SettingValues, report: SetupReport | None, texts: Texts, now: datetime) -> Iterator[str]:
    """Where each part of the day goes, and from when; the names of accounts as far as they were read."""
    say, settlement, path = texts.say, values.settlement(), values.vat_path()
    chart = {} if report is None or report.chart is None else report.chart.accounts
    if not settlement.enabled:
        told = say("The till sends no day settlements; the Z reports are booked by hand.")
        yield f"<p>{escape(told)}</p>"
    elif settlement.enabled_since is not None:
        since = texts.day(settlement.enabled_since)
        told = say("Each Z from {day} on is posted as one voucher.", day=since)
        yield f"<p>{escape(told)}</p>"
    chosen = [(slot, settlement.accounts[slot]) for slot in used_slots(path) if slot in settlement.accounts]
    if not chosen:
        return
    heads = "".join(f"<th>{escape(text)}</th>" for text in (say("Part of the day"), say("Account"), say("VAT code")))
    rows = "".join(
        f"<tr>{_cells((slot_name(slot, texts), f'{number} {chart[number].name}' if number in chart else str(number)))}"
        f"<td>{escape(posted_code(slot, now.date(), chart.get(number)))}</td></tr>"
        for slot, number in chosen
    )
    yield f"<table><tr>{heads}</tr>{rows}</table>"


def _findings(report: SetupReport | None, texts: Texts) -> Iterator[str]:
    if report is None:
        told = texts.say("The accounting system has not been asked.")
        yield f"<p>{escape(told)}</p>"
        return
    if report.trouble is not None:
        message, hint = texts.problem(report.trouble)
        yield f"<p>{escape(message)} {escape(hint)}</p>"
    elif report.company:
        yield f"<p>{escape(texts.check('connection_ok', {'company': report.company})[0])}</p>"
    rows = "".join(_finding(check, texts) for check in report.checks)
    yield f"<table>{rows}</table>"


def _finding(check: Check, texts: Texts) -> str:
    message, hint = texts.check(check.code, check.values)
    mark = texts.say("ok") if check.ok else texts.say("TO DO")
    more = f'<br><span class="quiet">{escape(hint)}</span>' if hint else ""
    return f'<tr><td class="mark">{escape(mark)}</td><td>{escape(message)}{more}</td></tr>'


def _signatures(values: SettingValues, texts: Texts) -> str:
    """What is agreed on, with what the till has filled in where it is chosen, and room to sign."""
    say = texts.say
    name, _ = path_words(values.vat_path(), texts)
    clearing = values.settlement().accounts.get(Slot.INVOICE)
    lines = [(say("VAT is reported by (day's settlement or invoice)"), name)]
    if values.vat_path() is VatPath.DAY_SETTLEMENT:
        lines.append((say("Account 19XX is number"), "" if clearing is None else str(clearing)))
    lines.append((say("Date and signature"), ""))
    rows = "".join(f"<tr><td>{escape(line)}</td><td>{escape(filled)}</td></tr>" for line, filled in lines)
    return f'<table class="sign">{rows}</table>'


def _cells(texts: Iterable[str], amounts: Iterable[str] = ()) -> str:
    """Cells of a row, amounts to the right."""
    plain = "".join(f"<td>{escape(text)}</td>" for text in texts)
    return plain + "".join(f'<td class="amount">{text}</td>' for text in amounts)


def _table(rows: Iterable[tuple[str, str]]) -> str:
    return (
        f"<table>{''.join(f'<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>' for name, value in rows)}</table>"
    )


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _loud(text: str) -> str:
    return f'<p class="loud">{escape(text)}</p>'


def _amount(amount: Money, texts: Texts) -> str:
    return "" if amount == ZERO else escape(texts.money(amount))


def _organization(number: str, texts: Texts) -> str:
    return texts.say("Org. no. {number}", number=number) if number else ""
