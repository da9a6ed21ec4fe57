"""A row of the electronic journal in words: what was done, what it came to, and each of its facts.

Reads the facts by the names of docs/journal.md; a kind or fact without words is shown as it is. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.journal import JournalRow
from ..domain.problems import BadInput
from ..domain.report_facts import amount
from ..i18n import Texts
from ..journal_wording import FACTS, KINDS

_AMOUNT = re.compile(r"-?\d+\.\d\d")
_SIGNED = ("signature", "seal", "public", "amount_in", "amount_ex", "date", "time")
"""Shown as they were signed, letter for letter."""
_AMOUNT_OF = ("total", "amount", "cash_sales")


@dataclass(frozen=True, slots=True)
class Told:
    """One row: what was done, and what it came to, "" where that is nothing."""

    what: str
    amount: str = ""


class _Facts(dict[str, object]):
    """A sentence's values; one that the row does not have becomes a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def told(row: JournalRow, texts: Texts) -> Told:
    """What the row tells, in a sentence, and its amount."""
    sentence = KINDS.get(f"{row.kind}.{_sort(row)}") or KINDS.get(row.kind)
    what = row.kind if sentence is None else texts.say(sentence).format_map(_Facts(row.facts))
    if row.facts.get("training") is True and row.kind not in ("training_on", "training_off"):
        what = texts.say("{what} (training)", what=what)
    return Told(what, _came_to(row, texts))


def facts_told(facts: Mapping[str, Any], texts: Texts) -> Iterator[tuple[str, str]]:
    """Each fact by its name and as text, those that name the transaction first."""
    ordered = [name for name in FACTS if name in facts]
    for name in (*ordered, *(name for name in facts if name not in FACTS)):
        label = texts.say(FACTS[name]) if name in FACTS else name
        yield label, str(facts[name]) if name in _SIGNED else _plain(facts[name], texts)


def _sort(row: JournalRow) -> str:
    facts = row.facts
    if row.kind == "float":
        return "carried" if facts.get("carried") else ""
    return str(facts.get("what") if row.kind == "line_corrected" else facts.get("kind", ""))


def _came_to(row: JournalRow, texts: Texts) -> str:
    for name in _AMOUNT_OF:
        written = row.facts.get(name)
        if isinstance(written, str) and _AMOUNT.fullmatch(written):
            sign = "-" if row.kind == "pay_out" else ""
            return _money(sign + written, texts)
    return ""


def _plain(value: Any, texts: Texts) -> str:
    """A fact as a person reads it: amounts as money, lists with commas, what is within in brackets."""
    match value:
        case bool():
            return texts.say("yes") if value else texts.say("no")
        case None:
            return "–"
        case str():
            return _money(value, texts) if _AMOUNT.fullmatch(value) else value or "–"
        case list():
            return ", ".join(_within(one, texts) for one in value) or "–"
        case dict():
            return _within(value, texts)
        case _:
            return str(value)


def _within(value: Any, texts: Texts) -> str:
    if isinstance(value, dict):
        return "(" + "; ".join(f"{name} {_plain(one, texts)}" for name, one in value.items()) + ")"
    if isinstance(value, list):
        return " ".join(_within(one, texts) for one in value)
    return _plain(value, texts)


def _money(written: str, texts: Texts) -> str:
    try:
        return texts.money(amount(written))
    except BadInput:
        return written
