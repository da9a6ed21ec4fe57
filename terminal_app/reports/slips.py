"""The slips for money in the drawer that is no sale: opening float, pay-in, pay-out, to be signed and kept.

Norwegian whatever the till speaks; none of them is a receipt for a purchase. Pure; any thread.
"""

from __future__ import annotations

from ..domain.settings import SettingValues
from ..domain.settlement import CashMove
from ..i18n import Texts
from .headings import COPY, FLOAT, NO_RECEIPT, PAY_IN, PAY_OUT
from .paper import RULE, Paper, PaperLine
from .receipt_paper import issued_lines, seller_lines
from .settlement_paper import type_name

HEADINGS = {"float": FLOAT, "pay_in": PAY_IN, "pay_out": PAY_OUT}


def slip_paper(move: CashMove, operator: str, values: SettingValues, texts: Texts, *, copy: bool = False) -> Paper:
    """The slip of that move, with a place for a signature.

    A float has no number of its own and goes by its transaction's: V-000012.
    """
    shop, number = values.shop(), move.number or f"V-{move.nr:06d}"
    lines = [
        PaperLine("heading", HEADINGS[move.kind]),
        *([PaperLine("marking", COPY)] if copy else ()),
        PaperLine("marking", NO_RECEIPT),
        *seller_lines(values, texts, shop.name, shop.organization_number),
        RULE,
        *issued_lines(number, move.at.astimezone(shop.timezone), values, operator, texts, move.nr),
        RULE,
    ]
    if move.why:
        lines.append(PaperLine("pair", "Gjelder", type_name(move.why)))
    if move.words:
        lines.append(PaperLine("pair", move.words))
    if move.kind == "float" and move.amount != move.total:
        lines.append(PaperLine("pair", "Var talt til", texts.money(move.total - move.amount)))
        lines.append(PaperLine("pair", "Rettet med", texts.money(move.amount)))
    sums = {"float": "I skuffen ved start", "pay_in": "Lagt i skuffen", "pay_out": "Tatt ut av skuffen"}
    total = move.total if move.kind == "float" else move.amount
    lines += [
        PaperLine("strong", sums[move.kind], texts.kroner(total)),
        RULE,
        PaperLine("sign", texts.say("Signature")),
    ]
    return Paper(number, tuple(lines))
