"""An X or Z report as a paper: every field a-z of kassasystemforskrifta § 2-8-2 with its letter, also where it is 0.

Norwegian whatever the till speaks (§ 2-4). Shows the report, and computes only sums of what stands beside them. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..domain.channel import Channel
from ..domain.money import ZERO, Money
from ..domain.settings import SettingValues
from ..domain.settlement import (
    GroupTally,
    OperatorTally,
    PaymentTally,
    RateTally,
    Report,
    ReportKind,
    Tally,
    TypedTally,
)
from ..domain.turnover import summed
from ..domain.vat import OUTSIDE_VAT, VatRate
from ..i18n import Texts
from .headings import COPY, NO_GROUP, TILL_ITSELF, X_REPORT, Z_REPORT
from .paper import RULE, Paper, PaperLine
from .receipt_paper import channel_name, seller_lines, system_lines

NONE = "Ingen"
TYPES: Mapping[str, str] = {
    "removed": "Linje fjernet",
    "reduced": "Antall redusert",
    "invoice": "Faktura",
    "change": "Vekslepenger",
    "invoice_paid": "Faktura betalt",
    "gift_card": "Gavekort fylt på",
    "bank": "Til bank",
    "expense": "Utlegg",
    "other": "Annet",
}
"""What the types of corrections, credit sales, pay-ins and pay-outs are called on papers."""
_WIDEST_LEFT = 20
"""So many letters stand beside two figures on the narrowest paper; more stand above them."""


def settlement_paper(
    report: Report,
    names: Mapping[str, str],
    values: SettingValues,
    texts: Texts,
    *,
    copy: bool = False,
    system_id: str = "",
) -> Paper:
    """The whole report; `names` are the operators' by their id, `values` give the shop's address.

    Name and organisation number are the report's own, as they were on its day. A Z is called Z-000012, each X just X.
    """
    lines = [
        PaperLine("heading", heading_of(report)),
        *([PaperLine("marking", COPY)] if copy else ()),
        *seller_lines(values, texts, report.shop_name, report.organization_number),
        RULE,
        *_made(report, names, texts),
        RULE,
        PaperLine("strong", "e Kontantsalg", texts.kroner(report.cash_sales)),
        PaperLine("small", "Salg minus returer, med mva., uten tips og avrunding"),
        RULE,
        *_groups("f Varegrupper", report.groups, texts),
        RULE,
        *_payments("g Betalingsmidler", report.payments, texts),
        RULE,
        *_meets(report, texts),
        RULE,
        *_operators(report.operators, names, texts),
        *_vat(report.vat, texts),
        RULE,
        PaperLine("pair", "k Vekslepenger ved start", texts.money(report.opening_float)),
        PaperLine("pair", "l Salgskvitteringer", str(report.receipts)),
        PaperLine("pair", "m Skuffåpninger uten salg", str(report.drawer_openings)),
        RULE,
        *_counted(report, texts),
        RULE,
        *_totals(report, texts),
        RULE,
        *_second_paragraph(report, texts),
        RULE,
        *_cash(report, texts),
        *_unsent(report.unsent, texts),
        *system_lines(system_id),
    ]
    return Paper(_number(report), tuple(lines))


def heading_of(report: Report) -> str:
    """ "X-rapport", or "Z-rapport nr 12"."""
    return X_REPORT if report.kind is ReportKind.X else f"{Z_REPORT} nr {report.number}"


def type_name(kind: str) -> str:
    """What a type of correction, pay-in or pay-out is called; one that has no name is shown as it is."""
    return TYPES.get(kind, kind)


def _number(report: Report) -> str:
    return "X" if report.number is None else f"Z-{report.number:06d}"


def _made(report: Report, names: Mapping[str, str], texts: Texts) -> Iterator[PaperLine]:
    """When, where, for which day, by whom, and from which rows of the journal."""
    when = f"{texts.day(report.made_at.date())} {texts.exact_clock(report.made_at)}"
    yield PaperLine("pair", "c Dato og tid", when)
    yield PaperLine("pair", "d Kassapunkt", report.register_id)
    yield PaperLine("pair", "Salgsdag", texts.day(report.day))
    if report.by_itself:
        yield PaperLine("pair", "Laget av kassen selv")
        yield PaperLine("small", "Dagen var ikke avsluttet da neste dag begynte")
    else:
        yield PaperLine("pair", "Laget av", names.get(report.operator_id, report.operator_id))
    yield PaperLine("pair", "Rader i journalen", f"{report.first_row}–{report.last_row}")


def _groups(title: str, groups: Sequence[GroupTally], texts: Texts) -> Iterator[PaperLine]:
    yield from _table(title, ((one.group or NO_GROUP, one.number, one.amount) for one in groups), texts)


def _payments(title: str, payments: Sequence[PaymentTally], texts: Texts) -> Iterator[PaperLine]:
    yield from _table(title, ((channel_name(one.channel, texts), one.number, one.amount) for one in payments), texts)


def _meets(report: Report, texts: Texts) -> Iterator[PaperLine]:
    """Cash sales, tips (field i) and rounding come to what was paid: shown, so that whoever reads it can add up."""
    paid = _sum(one.amount for one in report.payments)
    due = _sum((report.cash_sales, report.tips.amount, report.rounding))
    yield PaperLine("pair", "Kontantsalg", texts.money(report.cash_sales))
    yield PaperLine("pair", f"i Tips ({report.tips.number})", texts.money(report.tips.amount))
    yield PaperLine("pair", "Avrunding til hel krone", texts.money(report.rounding))
    yield PaperLine("strong", "Betalt", texts.kroner(paid))
    if due != paid:
        yield PaperLine("strong", "STEMMER IKKE, avvik", texts.kroner(_sum((paid, -due))))


def _operators(operators: Sequence[OperatorTally], names: Mapping[str, str], texts: Texts) -> Iterator[PaperLine]:
    """Field h: what f and g are for each operator, and k."""
    if not operators:
        yield PaperLine("pair", "h Per operatør", NONE)
        yield RULE
    for one in operators:
        yield PaperLine("strong", f"h {names.get(one.operator_id, one.operator_id or TILL_ITSELF)}")
        yield from _payments("Betalingsmidler", one.payments, texts)
        yield from _groups("Varegrupper", one.groups, texts)
        yield PaperLine("pair", "Vekslepenger", texts.money(one.opening_float))
        yield RULE


def _vat(rates: Sequence[RateTally], texts: Texts) -> Iterator[PaperLine]:
    """Field j: turnover without VAT and the VAT for each rate, and what lies outside; then the three sums."""
    yield PaperLine("small", "j Mva.-sats", "Mva.", "Grunnlag")
    for one in rates:
        name = "Utenfor mva." if one.code == OUTSIDE_VAT.code else texts.rate(VatRate.parse(one.rate))
        yield PaperLine("pair", name, texts.money(one.vat), texts.money(one.net))
    outside = [one for one in rates if one.code == OUTSIDE_VAT.code]
    inside = [one for one in rates if one.code != OUTSIDE_VAT.code]
    taxed = [one for one in inside if VatRate.parse(one.rate).hundredths]
    free = [one for one in inside if not VatRate.parse(one.rate).hundredths]
    yield PaperLine("pair", "Avgiftspliktig salg, uten mva.", texts.money(_sum(one.net for one in taxed)))
    yield PaperLine("pair", "Avgiftsfritt salg", texts.money(_sum(one.net for one in free)))
    yield PaperLine("pair", "Salg utenfor mva.", texts.money(_sum(one.net for one in outside)))
    yield PaperLine("pair", "Mva. i alt", texts.money(_sum(one.vat for one in rates)))


def _counted(report: Report, texts: Texts) -> Iterator[PaperLine]:
    """Fields n to w: how many, and what they come to."""
    yield PaperLine("small", "Antall og beløp", "Beløp", "Antall")
    yield from _tally("n Kopier", report.copies, texts)
    yield from _tally("o Foreløpige", report.provisional, texts)
    yield from _tally("p Returer", report.returns, texts)
    yield from _tally("q Rabatter", report.discounts, texts)
    yield from _tally("r Avbrutte salg", report.aborted, texts)
    yield from _types("s Linjerettinger", report.line_corrections, texts)
    yield from _row("t Prisoppslag", *_all(report.price_inquiries), texts)
    for one in report.price_inquiries:
        yield from _row(f"   {one.group or NO_GROUP}", one.number, one.amount, texts)
    yield from _types("u Andre rettinger", report.other_corrections, texts)
    yield from _tally("v Utleveringer", report.deliveries, texts)
    yield from _tally("w Trening", report.training, texts)


def _totals(report: Report, texts: Texts) -> Iterator[PaperLine]:
    """Fields x, y and z: since the till was installed, never set to nothing."""
    yield PaperLine("small", "Totaler siden kassen ble tatt i bruk")
    yield PaperLine("pair", "x Salg", texts.money(report.grand.sales))
    yield PaperLine("pair", "y Returer", texts.money(report.grand.returns))
    yield PaperLine("pair", "z Netto", texts.money(report.grand.net))


def _second_paragraph(report: Report, texts: Texts) -> Iterator[PaperLine]:
    """What § 2-8-2 asks for in its second paragraph: credit, and money in and out of the drawer without a sale."""
    yield PaperLine("small", "Kreditt, inn og ut", "Beløp", "Antall")
    yield from _types("Kredittsalg", report.credit_sales, texts)
    yield from _types("Kreditnotaer", report.credit_memos, texts)
    yield from _types("Innbetalinger", report.pay_ins, texts)
    yield from _types("Utbetalinger", report.pay_outs, texts)


def _cash(report: Report, texts: Texts) -> Iterator[PaperLine]:
    """What should be in the drawer and how it comes about; what was counted, the difference, and what is left in it."""
    ins, outs = _sum(one.amount for one in report.pay_ins), _sum(one.amount for one in report.pay_outs)
    cash = report.cash
    yield PaperLine("strong", "Kontantbeholdning")
    yield PaperLine("pair", "Vekslepenger ved start", texts.money(report.opening_float))
    yield PaperLine("pair", "Kontant betaling", texts.money(_in_cash(report)))
    yield PaperLine("pair", "Innbetalt", texts.money(ins))
    yield PaperLine("pair", "Utbetalt", texts.money(-outs))
    yield PaperLine("pair", "Skal være i skuffen", texts.money(cash.expected))
    if cash.counted is None or cash.difference is None:
        yield PaperLine("pair", "Ikke talt")
        return
    yield PaperLine("pair", "Talt", texts.money(cash.counted))
    yield PaperLine("strong", "Differanse", texts.kroner(cash.difference))
    if cash.words:
        yield PaperLine("small", f"Forklaring: {cash.words}")
    if cash.left is not None:
        yield PaperLine("pair", "Blir i skuffen til neste dag", texts.money(cash.left))
        yield PaperLine("pair", "Tas ut", texts.money(cash.counted - cash.left))


def _unsent(unsent: Tally, texts: Texts) -> Iterator[PaperLine]:
    yield RULE
    yield from _row("Fakturaer ikke sendt", unsent.number, unsent.amount, texts)
    if unsent.number:
        yield PaperLine("small", "De ligger i køen og blir sendt senere")


def _table(title: str, rows: Iterable[tuple[str, int, Money]], texts: Texts) -> Iterator[PaperLine]:
    """A head with its rows; one of nothing where there are none."""
    yield PaperLine("small", title, "Beløp", "Antall")
    for name, number, amount in list(rows) or [(NONE, 0, ZERO)]:
        yield from _row(name, number, amount, texts)


def _types(title: str, types: Sequence[TypedTally], texts: Texts) -> Iterator[PaperLine]:
    """The sum of all types, and each type below it."""
    yield from _row(title, *_all(types), texts)
    for one in types:
        yield from _row(f"   {type_name(one.type)}", one.number, one.amount, texts)


def _tally(name: str, tally: Tally, texts: Texts) -> Iterator[PaperLine]:
    yield from _row(name, tally.number, tally.amount, texts)


def _row(name: str, number: int, amount: Money, texts: Texts) -> Iterator[PaperLine]:
    """How many and how much beside the name, or below one that leaves them no room."""
    if len(name) > _WIDEST_LEFT:
        yield PaperLine("pair", name)
        name = ""
    yield PaperLine("pair", name, texts.money(amount), str(number))


def _all(rows: Sequence[TypedTally] | Sequence[GroupTally]) -> tuple[int, Money]:
    return sum(one.number for one in rows), _sum(one.amount for one in rows)


def _in_cash(report: Report) -> Money:
    return _sum(one.amount for one in report.payments if one.channel is Channel.CASH)


def _sum(amounts: Iterable[Money]) -> Money:
    return summed(sum(amount.ore for amount in amounts))
