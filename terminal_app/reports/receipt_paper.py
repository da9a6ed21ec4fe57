"""What stands on each kind of receipt, as the law on cash registers and the bookkeeping rules ask for it.

The headings are Norwegian by themselves; for the rest the caller gives the words, and what the till issues is in
Norwegian whatever its screens speak (kassasystemforskrifta § 2-4). Pure; knows neither printers nor storage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ..domain.channel import Channel
from ..domain.invoiced_share import invoiced_shares, invoiced_totals
from ..domain.money import ONE, Money
from ..domain.receipt import ReceiptKind
from ..domain.sale import LineKind, Sale, SaleLine
from ..domain.settings import SettingValues
from ..domain.vat import OUTSIDE_VAT, VatTotal, totals_per_code
from ..i18n import Texts
from .headings import BUSINESS_REGISTER, COPY, HEADINGS, NO_RECEIPT, PRODUCT, SALE
from .paper import RULE, Paper, PaperLine, Strokes

_NO_PROOF_OF_PURCHASE = (ReceiptKind.DELIVERY, ReceiptKind.TRAINING)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a receipt says beside its sale: the seller, who served, the cash that was given, and who signed for it.

    `nr` is the transaction's number in the signed chain; a sale from before the numbers has none. `system_id` tells
    this installation from all others.
    """

    values: SettingValues
    operator: str
    given: Money | None = None
    signed_by: str = ""
    strokes: Strokes = ()
    nr: int | None = None
    system_id: str = ""


def papers_of(sale: Sale, facts: Facts, texts: Texts, *, copy: bool = False) -> tuple[Paper, ...]:
    """The papers that the customer of a recorded sale gets: one, or two where a part of it went on an invoice."""
    if sale.paid_receipt_no is None:
        return (_paper(sale, facts, texts, copy=copy),)
    return _paid_paper(sale, facts, texts, copy=copy), _paper(sale, facts, texts, copy=copy)


def channel_name(channel: Channel, texts: Texts) -> str:
    """What a payment channel is called in that language."""
    say = texts.say
    return {
        Channel.CARD: say("Card"),
        Channel.CASH: say("Cash"),
        Channel.VIPPS: say("Vipps"),
        Channel.GIFT_CARD: say("Gift card"),
        Channel.INVOICE: say("Invoice"),
    }[channel]


def shop_lines(values: SettingValues, texts: Texts) -> tuple[PaperLine, ...]:
    """Who sells, with the shop's own words below."""
    shop = values.shop()
    sold_by = seller_lines(values, texts, shop.name, shop.organization_number)
    return (*sold_by, *written_lines(values.text("receipt.header")))


def seller_lines(values: SettingValues, texts: Texts, name: str, number: str) -> tuple[PaperLine, ...]:
    """Name, address, organisation number with MVA, and Foretaksregisteret (bokføringsforskriften § 5-3-12)."""
    shop = values.shop()
    address = ", ".join(part for part in (shop.address_line1, f"{shop.zip_code} {shop.city}".strip()) if part)
    suffix = " MVA" if shop.vat_registered else ""
    lines = [PaperLine("strong", name)]
    lines += [PaperLine("centre", part) for part in (address,) if part]
    if number:
        lines.append(PaperLine("centre", texts.say("Org. no. {number}", number=number + suffix)))
        if shop.in_business_register:
            lines.append(PaperLine("centre", BUSINESS_REGISTER))
    return tuple(lines)


def written_lines(written: str, *, rule: bool = False) -> tuple[PaperLine, ...]:
    """The shop's own words on the receipt, line by line, after a rule if wanted; none when nothing is written."""
    lines = tuple(PaperLine("centre", line) for line in written.split("\n") if line.strip())
    return (RULE, *lines) if rule and lines else lines


def system_lines(system_id: str) -> tuple[PaperLine, ...]:
    """The system and its unique number, which the law wants on receipts and reports; none while it has no number."""
    return (PaperLine("small", f"{PRODUCT} · {system_id}"),) if system_id else ()


def head_lines(heading: str, markings: Iterable[str], values: SettingValues, texts: Texts) -> tuple[PaperLine, ...]:
    """What the document is, and who sells."""
    marks = (PaperLine("marking", marking) for marking in markings)
    return (PaperLine("heading", heading), *marks, *shop_lines(values, texts), RULE)


def issued_lines(
    number: str, at: datetime, values: SettingValues, operator: str, texts: Texts, nr: int | None = None
) -> list[PaperLine]:
    """The number, when, at which till and by whom; the register (kassapunkt), and the transaction's own number."""
    transaction = "" if nr is None else texts.say("Transaction {nr}", nr=nr)
    return [
        PaperLine("pair", number, f"{texts.day(at.date())} {texts.clock(at)}"),
        PaperLine("pair", values.shop().till_name, texts.say("Served by {name}", name=operator)),
        PaperLine("pair", texts.say("Register {id}", id=values.text("till.register_id")), transaction),
    ]


def _paper(sale: Sale, facts: Facts, texts: Texts, *, copy: bool) -> Paper:
    """The sale's own paper: for one that is partly on an invoice, the delivery receipt."""
    values, number = facts.values, sale.receipt_no or ""
    markings = [COPY] * copy + [NO_RECEIPT] * (sale.kind in _NO_PROOF_OF_PURCHASE)
    lines = [*head_lines(HEADINGS[sale.kind], markings, values, texts)]
    lines += issued_lines(number, sale.sold_at, values, facts.operator, texts, facts.nr)
    lines += [*_parties(sale, texts), RULE, *goods_lines(sale.lines, texts), RULE]
    lines += _sums(sale, facts, texts)
    on_it = sale.vat_totals if sale.paid_receipt_no is None else invoiced_totals(invoiced_shares(sale))
    lines += [RULE, *vat_lines(on_it, texts), *_words(sale, texts)]
    if sale.kind is ReceiptKind.DELIVERY:
        lines += [RULE, PaperLine("sign", texts.say("Signature"), facts.signed_by)]
    lines += [*written_lines(values.text("receipt.footer"), rule=True), *system_lines(facts.system_id)]
    return Paper(number, tuple(lines), facts.strokes if sale.kind is ReceiptKind.DELIVERY else ())


def _paid_paper(sale: Sale, facts: Facts, texts: Texts, *, copy: bool) -> Paper:
    """The sales receipt of what was paid at once of a sale whose rest went on an invoice."""
    say, values, number = texts.say, facts.values, sale.paid_receipt_no or ""
    lines = [*head_lines(SALE, [COPY] * copy, values, texts)]
    lines += issued_lines(number, sale.sold_at, values, facts.operator, texts, facts.nr)
    lines += [*_parties(sale, texts), RULE, *goods_lines(sale.lines, texts), RULE]
    lines.append(PaperLine("pair", say("Total"), texts.money(sale.total)))
    on_invoice = texts.money(-sale.invoiced_amount)
    lines.append(PaperLine("pair", say("On invoice, {number}", number=sale.receipt_no), on_invoice))
    lines.append(PaperLine("strong", say("Paid now"), texts.kroner(sale.total - sale.invoiced_amount)))
    lines += _rounding(sale, texts)
    lines += _payments(sale, facts, texts, without=Channel.INVOICE)
    paid = totals_per_code((share.code, share.paid) for share in invoiced_shares(sale) if share.paid.gross)
    lines += [RULE, *vat_lines(paid, texts), *_words(sale, texts)]
    lines += [*written_lines(values.text("receipt.footer"), rule=True), *system_lines(facts.system_id)]
    return Paper(number, tuple(lines))


def _parties(sale: Sale, texts: Texts) -> Iterator[PaperLine]:
    """What it takes back from and why, and the buyer where one is named."""
    say = texts.say
    if sale.return_of is not None:
        yield PaperLine("pair", say("Return of {number}", number=sale.return_of.receipt_no))
        if sale.return_of.reason:
            yield PaperLine("pair", say("Reason"), sale.return_of.reason)
    if sale.customer is not None:
        yield PaperLine("pair", say("Customer {number}", number=sale.customer.number), sale.customer.name)


def goods_lines(lines: Iterable[SaleLine], texts: Texts) -> Iterator[PaperLine]:
    """Kind, quantity and price of each thing; what was taken off, other prices and notes below it."""
    say = texts.say
    for line in lines:
        name = {LineKind.TIP: say("Tip"), LineKind.FEE: say("Invoice fee")}.get(line.kind, line.name)
        yield PaperLine("pair", name, texts.money(line.split.gross + line.discount))
        if line.unit.is_measured or line.quantity != ONE:
            amount = texts.measured(line.quantity, line.unit)
            yield PaperLine("small", f"{amount} × {texts.money(line.unit_price)}")
        if line.list_price is not None:
            yield PaperLine("small", say("Usual price {amount}", amount=texts.money(line.list_price)))
        if line.discount:
            yield PaperLine("small", say("Discount"), texts.money(-line.discount))
        if line.note:
            yield PaperLine("small", line.note)


def _sums(sale: Sale, facts: Facts, texts: Texts) -> Iterator[PaperLine]:
    """The sum, what rounds it, and how it was paid; of a sale that is partly on an invoice, what the invoice is for."""
    say, paid_no = texts.say, sale.paid_receipt_no
    if paid_no is not None:
        paid = texts.money(sale.invoiced_amount - sale.total)
        yield PaperLine("pair", say("Total"), texts.money(sale.total))
        yield PaperLine("pair", say("Paid now, {number}", number=paid_no), paid)
        yield PaperLine("strong", say("On invoice"), texts.kroner(sale.invoiced_amount))
        return
    yield PaperLine("strong", say("Total"), texts.kroner(sale.total))
    yield from _rounding(sale, texts)
    yield from _payments(sale, facts, texts)


def _rounding(sale: Sale, texts: Texts) -> Iterator[PaperLine]:
    if sale.rounding:
        yield PaperLine("pair", texts.say("Rounding to krone"), texts.money(sale.rounding))


def _payments(sale: Sale, facts: Facts, texts: Texts, without: Channel | None = None) -> Iterator[PaperLine]:
    """Each means of payment, and the change that was given back of cash."""
    for payment in sale.payments:
        if payment.channel is without:
            continue
        yield PaperLine("pair", channel_name(payment.channel, texts), texts.money(payment.amount))
        if payment.channel is Channel.CASH and facts.given is not None and facts.given > payment.amount:
            yield PaperLine("small", texts.say("Received"), texts.money(facts.given))
            yield PaperLine("small", texts.say("Change"), texts.money(facts.given - payment.amount))


def vat_lines(totals: Iterable[VatTotal], texts: Texts) -> Iterator[PaperLine]:
    """Basis and VAT in kroner for each rate, and what lies outside VAT by itself."""
    say = texts.say
    yield PaperLine("small", say("VAT rate"), say("VAT"), say("Basis"))
    for each in totals:
        name = say("Outside VAT") if each.code == OUTSIDE_VAT else texts.rate(each.code.rate)
        yield PaperLine("small", name, texts.money(each.split.vat), texts.money(each.split.net))


def _words(sale: Sale, texts: Texts) -> list[PaperLine]:
    """The requisition number and the note that the buyer gets; what is internal stays in the till."""
    say = texts.say
    written = ((say("Reference"), sale.words.reference), (say("Note"), sale.words.note))
    lines = [PaperLine("centre", f"{label}: {text}") for label, text in written if text]
    return [RULE, *lines] if lines else []
