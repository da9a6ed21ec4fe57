"""The electronic journal of some days as a paper, for the point of sale (kassasystemforskrifta § 2-7).

Norwegian whatever the till speaks; in the order of the numbers, which is the order in which things were done. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, tzinfo

from ..domain.journal import JournalRow
from ..domain.settings import SettingValues
from ..i18n import Texts
from .headings import JOURNAL
from .journal_words import told
from .paper import RULE, Paper, PaperLine
from .receipt_paper import seller_lines


def journal_paper(
    rows: Iterable[JournalRow],
    since: date,
    until: date,
    names: Mapping[str, str],
    values: SettingValues,
    texts: Texts,
) -> Paper:
    """Each row: its number, when, what was done and what it came to; below, who did it and the transaction's number."""
    shop = values.shop()
    period = texts.day(since) if since == until else f"{texts.day(since)}–{texts.day(until)}"
    lines = [
        PaperLine("heading", JOURNAL),
        *seller_lines(values, texts, shop.name, shop.organization_number),
        PaperLine("pair", period, f"Kassapunkt {values.text('till.register_id')}"),
        RULE,
    ]
    count = 0
    for row in rows:
        lines += _row(row, names, shop.timezone, texts, dated=since != until)
        count += 1
    lines += [RULE, PaperLine("strong", "Rader", str(count))]
    return Paper(f"J-{since:%Y%m%d}" if since == until else f"J-{since:%Y%m%d}-{until:%Y%m%d}", tuple(lines))


def _row(row: JournalRow, names: Mapping[str, str], zone: tzinfo, texts: Texts, *, dated: bool) -> Iterator[PaperLine]:
    at, said = row.at.astimezone(zone), told(row, texts)
    yield PaperLine("pair", f"{row.number} {texts.exact_clock(at)} {said.what}", said.amount)
    who = "" if row.operator_id is None else names.get(row.operator_id, row.operator_id)
    day = texts.day(at.date()) if dated else ""
    below = [part for part in (day, who, f"transaksjon {row.facts['nr']}" if row.is_transaction else "") if part]
    if below:
        yield PaperLine("small", " · ".join(below))
