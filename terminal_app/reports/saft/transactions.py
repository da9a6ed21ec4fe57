"""A transaction's row as SAF-T's cashtransaction: the very strings that were signed, and all beside them.

Tips are a `raise` outside the amounts. Conventions of the official example: sales are C, what goes back is D and
negative; the VAT rows are the sums of the lines. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from ...domain.journal import JournalRow, is_training, ore
from ...domain.operators import NOBODY
from . import codes
from .survey import Prints, Survey, transaction_of
from .tags import Tags, clean, identifier

_NO_PRINTS = Prints()
_MONEY_ALONE = {"float", "pay_in", "pay_out", "cash_difference"}
"""Kinds that move cash and no goods."""


def written(amount: int) -> str:
    """That many øre as an amount with two decimals."""
    sign, whole = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


def write_transaction(tags: Tags, row: JournalRow, found: Survey, names: Mapping[str, str], period: int) -> None:
    """The cashtransaction of that row; `names` says what each number of goods is called in the file."""
    facts = row.facts
    who = escape(identifier(row.operator_id or NOBODY))
    nr, date, time = str(facts["nr"]), facts["date"], facts["time"]
    way = "D" if facts["amount_in"].startswith("-") else "C"
    tags.open("cashtransaction")
    tags.plain("nr", nr)
    tags.leaf("transID", identifier(transaction_of(row)))
    tags.plain("transType", codes.transaction_id(facts["type"]))
    tags.plain("transAmntIn", facts["amount_in"])
    tags.plain("transAmntEx", facts["amount_ex"])
    tags.plain("amntTp", way)
    tags.plain("empID", who)
    if facts.get("customer"):
        tags.leaf("custSupID", identifier(str(facts["customer"])))
    tags.plain("periodNumber", str(period))
    tags.plain("transDate", date)
    tags.plain("transTime", time)
    tags.optional("refID", str(facts.get("original_nr") or facts.get("original_receipt_no") or ""))
    tags.optional("desc", _described(facts))
    lines = [line for line in facts.get("lines", ()) if line["kind"] != "tip"]
    for number, line in enumerate(lines, 1):
        _line(tags, line, nr, number, who, names, f"<lineDate>{date}</lineDate><lineTime>{time}</lineTime>")
    _vat_rows(tags, lines)
    for line in facts.get("lines", ()):
        if line["kind"] == "tip":
            tags.piece(
                f"<raise><raiseType>{codes.TIP}</raiseType><raiseAmnt>{line['gross']}</raiseAmnt>"
                f"<empID>{who}</empID></raise>"
            )
    tags.piece(f"<rounding><roundingAmnt>{facts.get('rounding', '0.00')}</roundingAmnt></rounding>")
    payments = [["cash", facts["amount_in"]]] if row.kind in _MONEY_ALONE else facts.get("payments", ())
    for channel, amount in payments:
        tags.piece(
            f"<payment><paymentType>{codes.PAYMENT_IDS[channel]}</paymentType><paidAmnt>{amount}</paidAmnt>"
            f"<empID>{who}</empID><curCode>NOK</curCode><exchRt>1.000000</exchRt></payment>"
        )
    tags.leaf("signature", facts["signature"], 999)
    tags.leaf("keyVersion", facts["key"], 50)
    _prints(tags, row, found.prints.get(row.sale_id or "", _NO_PRINTS))
    tags.plain("voidTransaction", "true" if facts.get("void") else "false")
    tags.plain("trainingID", "true" if is_training(facts) else "false")
    tags.close("cashtransaction")
    tags.end_line()


def _described(facts: Mapping[str, Any]) -> str:
    """The numbers of its papers, and why it was done where somebody said so."""
    parts = (facts.get(key) for key in ("receipt_no", "paid_receipt_no", "number", "reason", "why", "words"))
    return "; ".join(clean(str(part)) for part in parts if part)


def _line(
    tags: Tags, line: Mapping[str, Any], nr: str, number: int, who: str, names: Mapping[str, str], when: str
) -> None:
    gross, net = line["gross"], line["net"]
    back = gross.startswith("-") or line["quantity"].startswith("-")
    way = "D" if back else "C"
    sku = line["sku"] or ""
    group, article = escape(codes.group_id(line["group"] or "")), escape(codes.article_id(sku))
    tags.piece(
        f"<ctLine><nr>{nr}</nr><lineID>{number}</lineID>"
        f"<lineType>{codes.RETURN_LINE if back else codes.SALE_LINE}</lineType>"
        f"<artGroupID>{group}</artGroupID><artID>{article}</artID><qnt>{line['quantity']}</qnt>"
        f"<lineAmntIn>{gross}</lineAmntIn><lineAmntEx>{net}</lineAmntEx><amntTp>{way}</amntTp>"
        f"<ppu>{line['price']}</ppu><empID>{who}</empID>"
    )
    if names.get(sku) != line["name"] or line.get("note"):
        tags.leaf("cashTransLineDescr", "; ".join(filter(None, (line["name"], line.get("note")))))
    tags.piece(when)
    _vat(tags, line["code"], line["rate"], ore(gross) - ore(net), ore(net), way)
    if discount := line.get("discount"):
        tags.piece(
            f"<discount><dscTp>{codes.MANUAL_DISCOUNT}</dscTp><dscAmnt>{discount}</dscAmnt>"
            f"<empID>{who}</empID></discount>"
        )
    tags.close("ctLine")


def _vat_rows(tags: Tags, lines: list[Mapping[str, Any]]) -> None:
    sums: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        whole = sums.setdefault((line["code"], line["rate"]), [0, 0])
        net = ore(line["net"])
        whole[0] += ore(line["gross"]) - net
        whole[1] += net
    for (code, rate), (vat, net) in sums.items():
        _vat(tags, code, rate, vat, net, "D" if net < 0 else "C")


def _vat(tags: Tags, code: str, rate: str, vat: int, net: int, way: str) -> None:
    tags.piece(
        f"<vat><vatCode>{code}</vatCode><vatPerc>{rate}</vatPerc><vatAmnt>{written(vat)}</vatAmnt>"
        f"<vatAmntTp>{way}</vatAmntTp><vatBasAmnt>{written(net)}</vatBasAmnt></vat>"
    )


def _prints(tags: Tags, row: JournalRow, prints: Prints) -> None:
    """How often each paper of it was printed, at most 999 of each: the schema has three digits."""
    facts = row.facts
    printed = facts.get("receipt") == "printed" and not prints.left
    times = int(printed) + prints.again
    delivered = facts.get("kind") == "delivery"
    own = times if not delivered or facts.get("paid_receipt_no") else 0
    tags.plain("receiptNum", str(min(own, 999)))
    tags.plain("receiptCopyNum", str(min(prints.copies, 999)))
    tags.plain("receiptProformaNum", str(min(prints.provisional, 999)))
    tags.plain("receiptDeliveryNum", str(min(times if delivered else 0, 999)))
