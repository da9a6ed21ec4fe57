"""What a look at the setup found, as rows and badges: for Invoicing › Config and for the setup guide.

Settings are called what they are called on screen, not by their keys. Window thread.
"""

from __future__ import annotations

from ...domain.setup import Check, SetupReport
from ...i18n import Texts
from ...reports.setting_words import named
from ..status import Badge
from .rows import Line, Lines, Row


def told_check(check: Check, texts: Texts) -> tuple[str, str]:
    """How a requirement stands, and what to do about it."""
    return texts.check(check.code, named(check.values, texts))


def check_badge(check: Check, texts: Texts) -> Badge:
    """A tick, or that there is something to do."""
    if check.ok:
        return Badge(texts.say("In order"), "check_circle", "ok")
    return Badge(texts.say("To do"), "error", "bad")


def findings(report: SetupReport, texts: Texts) -> list[Row]:
    """What is to be done, then what is in order."""
    to_do = tuple(_line(check, texts, "bad") for check in report.checks if not check.ok)
    in_order = tuple(_line(check, texts, "ok") for check in report.checks if check.ok)
    rows: list[Row] = []
    if to_do:
        rows.append(Lines("to_do", to_do, texts.count("{n} thing to do", "{n} things to do", len(to_do))))
    if in_order:
        rows.append(Lines("in_order", in_order, texts.say("In order")))
    return rows


def _line(check: Check, texts: Texts, tone: str) -> Line:
    message, hint = told_check(check, texts)
    return Line(message, detail=hint, tone=tone)
