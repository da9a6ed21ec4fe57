"""A journal row as SAF-T's events: which code each kind has, and what its text tells.

A sale's row is also the event of its receipt. A transID is given where that transaction is in the file. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from ...domain.journal import JournalRow
from ...domain.report_facts import report_from
from . import codes
from .later import about_later, transaction_element
from .report_rows import write_report
from .survey import COPY, REPORTS, Survey, transaction_of
from .tags import Tags, leaf_text

_RECEIPTS = {"sale": "receipt_sale", "delivery": "receipt_delivery", "training": "receipt_training"}
_SALES = ("sale", "return")


def write_events(tags: Tags, row: JournalRow, found: Survey, zone: ZoneInfo) -> None:
    """The events of that row, one or more; none for a sale from before sales were numbered.

    `found` is what occurs up to that row; whether a transaction occurs that is told of before it is seen later.
    """
    is_transaction = row.is_transaction
    if row.kind in _SALES and not is_transaction:
        return
    about = transaction_of(row) if is_transaction else row.sale_id
    is_there = about in found.transactions
    elsewhere = row.kind == "printed_later" and not is_there
    named = "" if about is None else transaction_element(about) if is_there else about_later(about)
    who = codes.who_id(row.operator_id)
    date, time = _moment(row, zone)
    told = leaf_text(text) if (text := _text(row, found)) else ""
    for number, kind in enumerate((row.kind,) if elsewhere else _kinds(row)):
        tags.piece(
            f"<event><eventID>{row.number}{f'-{number + 1}' if number else ''}</eventID>"
            f"<eventType>{_type(kind)}</eventType>{named}<empID>{who}</empID>"
            f"<eventDate>{date}</eventDate><eventTime>{time}</eventTime>"
            f"{f'<eventText>{told}</eventText>' if text else ''}"
        )
        if row.kind in REPORTS:
            write_report(tags, report_from(row.facts, row.number), date, time)
        tags.close("event")
    tags.end_line()


@lru_cache(maxsize=256)
def _type(kind: str) -> str:
    return leaf_text(codes.event_id(kind))


def _kinds(row: JournalRow) -> Iterator[str]:
    """What happened by that row: of a sale its receipts, or that there was none on paper."""
    facts = row.facts
    if row.kind == "printed_later" and facts["kind"] != COPY:
        yield from _receipts(facts, is_return=facts["sale"] == "return", kind=facts["sale"])
    elif row.kind == "print_left" and facts["kind"] == COPY:
        yield "copy_left"
    elif row.kind not in _SALES:
        yield row.kind
    elif facts.get("receipt") != "printed":
        yield "receipt_none"
    else:
        yield from _receipts(facts, is_return=row.kind == "return", kind=facts["kind"])


def _receipts(facts: Mapping[str, Any], *, is_return: bool, kind: str) -> Iterator[str]:
    if is_return and kind != "training":
        yield "receipt_return"
        return
    if facts.get("paid_receipt_no"):
        yield "receipt_sale"
    yield _RECEIPTS.get(kind, "receipt_sale")


def _moment(row: JournalRow, zone: ZoneInfo) -> tuple[str, str]:
    """The row's local date and time; of a transaction the very ones that were signed."""
    if row.is_transaction:
        return row.facts["date"], row.facts["time"]
    whole = row.at.astimezone(zone).isoformat(timespec="seconds")
    return whole[:10], whole[11:19]


def _text(row: JournalRow, found: Survey) -> str:
    facts = row.facts
    match row.kind:
        case "sale" | "return":
            numbers = (facts.get("receipt_no"), facts.get("paid_receipt_no"), facts.get("original_receipt_no"))
            return "; ".join([number for number in numbers if number])
        case "line_corrected":
            amount = str(facts["amount"]).lstrip("-")
            what = f"artID {codes.article_id(facts.get('sku'))}; qnt {facts['quantity']}; lineAmntIn {amount}"
            return f"{what}; {facts['what']}"
        case "report_z":
            span = found.closings.get(row.number)
            covers = f"; nr {span[0]}-{span[1]}" if span else ""
            return f"Z-rapport {facts['number']}{covers}"
        case "report_x":
            return "X-rapport"
    return _told(facts)


_SIGNED = {"signature", "key", "type", "date", "time", "lines", "vat"}
"""What the transaction itself says in the file."""


def _told(facts: Mapping[str, Any]) -> str:
    """The row's facts on one line: "name value; name value"."""
    return "; ".join(f"{name} {_plain(value)}" for name, value in facts.items() if name not in _SIGNED)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
