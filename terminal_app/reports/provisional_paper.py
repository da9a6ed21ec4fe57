"""The bill before it is paid, and the page that tries out a printer.

The heading is Norwegian whatever the till speaks; nothing here is a receipt for a purchase. Pure.
"""

from __future__ import annotations

from datetime import datetime

from ..domain.cart import Cart
from ..domain.catalog import Unit
from ..domain.money import ONE
from ..domain.settings import SettingValues
from ..i18n import Texts
from .headings import LETTERS, NO_RECEIPT, PROVISIONAL, TRAINING
from .paper import RULE, Paper, PaperLine
from .receipt_paper import head_lines, issued_lines, vat_lines, written_lines

TEST_NAME = "test"


def provisional_paper(
    cart: Cart,
    name: str,
    number: str,
    values: SettingValues,
    operator: str,
    at: datetime,
    texts: Texts,
    *,
    training: bool = False,
) -> Paper:
    """What that cart would cost now, for whoever `name` says: a table, a person. One of training says so first."""
    say, what = texts.say, [TRAINING] * training + [PROVISIONAL]
    lines = [*head_lines(what[0], [*what[1:], NO_RECEIPT], values, texts)]
    lines += issued_lines(number, at, values, operator, texts)
    if name:
        lines.append(PaperLine("strong", name))
    lines.append(RULE)
    for line in cart.lines:
        lines.append(PaperLine("pair", line.product.name, texts.money(line.full)))
        if line.product.unit is not Unit.PIECE or line.quantity != ONE:
            much = texts.measured(line.quantity, line.product.unit)
            lines.append(PaperLine("small", f"{much} × {texts.money(line.unit_price)}"))
        if line.taken_off:
            lines.append(PaperLine("small", say("Discount"), texts.money(-line.taken_off)))
        if line.note:
            lines.append(PaperLine("small", line.note))
    if cart.taken_off:
        lines.append(PaperLine("pair", say("Discount"), texts.money(-cart.taken_off)))
    lines += [RULE, PaperLine("strong", say("Total"), texts.kroner(cart.total)), RULE]
    lines += vat_lines(cart.vat_totals(at.date()), texts)
    return Paper(number, (*lines, *written_lines(values.text("receipt.footer"), rule=True)))


def trial_paper(values: SettingValues, at: datetime, texts: Texts) -> Paper:
    """A page with everything a printer could get wrong: letters, columns, sizes."""
    say = texts.say
    lines = [
        *head_lines(say("Test print"), [NO_RECEIPT], values, texts),
        PaperLine("pair", values.shop().till_name, f"{texts.day(at.date())} {texts.clock(at)}"),
        RULE,
        PaperLine("pair", LETTERS, "€ 1 234,50"),
        PaperLine("pair", say("A long name that needs more than one line on the paper"), "−12 345,00"),
        PaperLine("small", "0,350 kg × 249,00"),
        RULE,
        PaperLine("strong", say("Total"), "kr 1 234 567,00"),
        RULE,
        PaperLine("centre", say("Can you read all of this? Then the printer works.")),
    ]
    return Paper(TEST_NAME, tuple(lines))
