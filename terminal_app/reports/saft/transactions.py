"""A transaction's row as SAF-T's cashtransaction: the very strings that were signed, and all beside them.

Tips are a `raise` outside the amounts. Conventions of the official example: sales are C, what goes back is D and
negative; the VAT rows are the sums of the lines. Most lines are sold again and again and are put into words once. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from xml.sax.saxutils import escape

from ...domain.journal import JournalRow, is_training, ore
from . import codes
from .later import FLAGS, description_later, prints_later
from .survey import transaction_of
from .tags import clean, identifier, leaf_text

_MONEY_ALONE = {"float", "pay_in", "pay_out", "cash_difference"}
"""Kinds that move cash and no goods."""
_DESCRIBED = ("receipt_no", "paid_receipt_no", "number", "reason", "why", "words")
_WORDED: Callable[[Mapping[str, Any]], tuple[str | None, ...]] = itemgetter(
    "sku", "gross", "net", "price", "quantity", "name", "group", "code", "rate"
)
_MOST_LINES = 16_384
"""How many different lines are kept in words: enough for a shop's goods, and a few megabytes."""


def written(amount: int) -> str:
    """That many øre as an amount with two decimals."""
    sign, whole = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line says whoever sold it, and when: between its number, the operator, its moment and its discount."""

    goods: str
    told: str
    ends: str
    discount: str | None
    rate: tuple[str, str]
    vat: int
    net: int


class Transactions:
    """Puts the transactions of one file into words.

    `names` are those of the goods that the catalogue knows; what others are called is found out on the way. `months`
    gives the number of the file's period by year and month.
    """

    def __init__(self, names: Mapping[str, str], months: Mapping[tuple[int, int], int]) -> None:
        self._names = names
        self._months = {f"{year:04d}-{month:02d}": number for (year, month), number in months.items()}
        self._lines: dict[tuple[str | None, ...], _Line] = {}

    def text(self, row: JournalRow) -> str:
        """The cashtransaction of that row, on a line of its own."""
        facts, who = row.facts, codes.who_id(row.operator_id)
        nr, date, time = str(facts["nr"]), facts["date"], facts["time"]
        amount_in, amount_ex = facts["amount_in"], facts["amount_ex"]
        customer = facts.get("customer")
        buyer = f"<custSupID>{leaf_text(identifier(str(customer)))}</custSupID>" if customer else ""
        original = facts.get("original_nr") or facts.get("original_receipt_no")
        refers = f"<refID>{leaf_text(str(original))}</refID>" if original else ""
        described = leaf_text(_described(facts))
        kind = facts.get("kind")
        delivered = kind == "delivery"
        flags = FLAGS[
            facts.get("receipt") == "printed", delivered, not delivered or bool(facts.get("paid_receipt_no"))
        ]  # fmt: skip
        return (
            f"<cashtransaction><nr>{nr}</nr><transID>{leaf_text(identifier(transaction_of(row)))}</transID>"
            f"<transType>{codes.transaction_id(facts['type'])}</transType><transAmntIn>{amount_in}</transAmntIn>"
            f"<transAmntEx>{amount_ex}</transAmntEx><amntTp>{'D' if amount_in[0] == '-' else 'C'}</amntTp>"
            f"<empID>{who}</empID>{buyer}<periodNumber>{self._months.get(date[:7], 0)}</periodNumber>"
            f"<transDate>{date}</transDate><transTime>{time}</transTime>{refers}"
            f"{f'<desc>{described}</desc>' if described else ''}"
            f"{self._sold(facts, nr, who, f'<lineDate>{date}</lineDate><lineTime>{time}</lineTime>')}"
            f"<rounding><roundingAmnt>{facts.get('rounding', '0.00')}</roundingAmnt></rounding>"
            f"{_payments(row, facts, who)}"
            f"<signature>{leaf_text(facts['signature'], 999)}</signature>"
            f"<keyVersion>{leaf_text(facts['key'], 50)}</keyVersion>{prints_later(row.sale_id or '', flags)}"
            f"<voidTransaction>{'true' if facts.get('void') else 'false'}</voidTransaction>"
            f"<trainingID>{'true' if is_training(facts) else 'false'}</trainingID></cashtransaction>\n"
        )

    def _sold(self, facts: Mapping[str, Any], nr: str, who: str, when: str) -> str:
        """Its lines, their VAT by rate, and the tips."""
        parts: list[str] = []
        tips = ""
        sums: dict[tuple[str, str], list[int]] = {}
        known = self._lines
        for line in facts.get("lines", ()):
            if line["kind"] == "tip":
                tips += (
                    f"<raise><raiseType>{codes.TIP}</raiseType><raiseAmnt>{line['gross']}</raiseAmnt>"
                    f"<empID>{who}</empID></raise>"
                )
                continue
            key = _WORDED(line)
            if "note" in line or "discount" in line:
                key += (line.get("note"), line.get("discount"))
            one = known.get(key) or self._kept(key, line)
            off = "" if one.discount is None else f"{one.discount}{who}</empID></discount>"
            parts.append(
                f"<ctLine><nr>{nr}</nr><lineID>{len(parts) + 1}</lineID>{one.goods}{who}{one.told}{when}{one.ends}{off}"
                "</ctLine>"
            )
            if (rate := sums.get(one.rate)) is None:
                sums[one.rate] = [one.vat, one.net]
            else:
                rate[0] += one.vat
                rate[1] += one.net
        parts += [_vat(*rate, vat, net, "D" if net < 0 else "C") for rate, (vat, net) in sums.items()]
        return "".join(parts) + tips

    def _kept(self, key: tuple[str | None, ...], line: Mapping[str, Any]) -> _Line:
        if len(self._lines) >= _MOST_LINES:
            self._lines.clear()
        found = self._lines[key] = self._in_words(line)
        return found

    def _in_words(self, line: Mapping[str, Any]) -> _Line:
        gross, net, sku, name, note = line["gross"], line["net"], line["sku"] or "", line["name"], line.get("note")
        back = gross.startswith("-") or line["quantity"].startswith("-")
        way = "D" if back else "C"
        group, article = escape(codes.group_id(line["group"] or "")), escape(codes.article_id(sku))
        goods = (
            f"<lineType>{codes.RETURN_LINE if back else codes.SALE_LINE}</lineType>"
            f"<artGroupID>{group}</artGroupID><artID>{article}</artID><qnt>{line['quantity']}</qnt>"
            f"<lineAmntIn>{gross}</lineAmntIn><lineAmntEx>{net}</lineAmntEx><amntTp>{way}</amntTp>"
            f"<ppu>{line['price']}</ppu><empID>"
        )
        words = leaf_text("; ".join(filter(None, (name, note))))
        described = f"<cashTransLineDescr>{words}</cashTransLineDescr>"
        if not note:
            known = self._names.get(sku)
            described = description_later(sku, name, described) if known is None else described if known != name else ""
        discount, vat = line.get("discount"), ore(gross) - ore(net)
        off = f"<discount><dscTp>{codes.MANUAL_DISCOUNT}</dscTp><dscAmnt>{discount}</dscAmnt><empID>"
        ends = _vat(line["code"], line["rate"], vat, ore(net), way)
        rate = line["code"], line["rate"]
        return _Line(goods, f"</empID>{described}", ends, off if discount else None, rate, vat, ore(net))


def _described(facts: Mapping[str, Any]) -> str:
    """The numbers of its papers, and why it was done where somebody said so."""
    parts = [clean(str(part)) for key in _DESCRIBED if (part := facts.get(key))]
    return parts[0] if len(parts) == 1 else "; ".join(parts)


def _payments(row: JournalRow, facts: Mapping[str, Any], who: str) -> str:
    payments = [["cash", facts["amount_in"]]] if row.kind in _MONEY_ALONE else facts.get("payments", ())
    return "".join(
        [
            f"<payment><paymentType>{codes.PAYMENT_IDS[channel]}</paymentType><paidAmnt>{amount}</paidAmnt>"
            f"<empID>{who}</empID><curCode>NOK</curCode><exchRt>1.000000</exchRt></payment>"
            for channel, amount in payments
        ]
    )


def _vat(code: str, rate: str, vat: int, net: int, way: str) -> str:
    return (
        f"<vat><vatCode>{code}</vatCode><vatPerc>{rate}</vatPerc><vatAmnt>{written(vat)}</vatAmnt>"
        f"<vatAmntTp>{way}</vatAmntTp><vatBasAmnt>{written(net)}</vatBasAmnt></vat>"
    )
