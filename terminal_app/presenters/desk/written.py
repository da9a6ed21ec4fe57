"""Values as a person types them at the desk: dates, times of day and amounts, and how they are stored.

Pure: `show` gives what stands in the field for a stored value, `read` the stored form of what was typed; what cannot
be understood is handed on as it is, for the setting's own check to refuse in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from ...domain.records import record


@record
class Written:
    """A way of writing: from the stored form, and back to it."""

    show: Callable[[str], str]
    read: Callable[[str], str]


def _same(text: str) -> str:
    return text


def _day_shown(stored: str) -> str:
    try:
        day = date.fromisoformat(stored)
    except ValueError:
        return stored
    return f"{day.day:02}.{day.month:02}.{day.year}"


def _day_read(typed: str) -> str:
    """ISO from day, month and year with dots, slashes or blanks, or from eight figures: 01112026; two-figure years
    are in this century."""
    text = typed.strip()
    match = re.fullmatch(r"(\d{1,2})[./ -]+(\d{1,2})[./ -]+(\d{4}|\d{2})", text) or re.fullmatch(
        r"(\d{2})(\d{2})(\d{4})", text
    )
    if match is None or not text.isascii():
        return text
    day, month, year = match.groups()
    return f"{int(year) + (2000 if len(year) == 2 else 0):04}-{int(month):02}-{int(day):02}"


def clock_read(typed: str) -> str:
    """Hours and minutes with a colon, from 23:30, 23.30, 2330, 930 or 9; anything else as it was typed."""
    text = typed.strip()
    match = re.fullmatch(r"(\d{1,2})[:. ](\d{2})", text) or re.fullmatch(r"(\d{1,2})(\d{2})", text)
    if not text.isascii():
        return text
    if match is not None:
        return f"{int(match.group(1)):02}:{match.group(2)}"
    return f"{int(text):02}:00" if re.fullmatch(r"\d{1,2}", text) else text


def _amount_read(typed: str) -> str:
    """A dot for the comma, without blanks between thousands or “kr”."""
    text = typed.strip().removeprefix("kr").strip()
    return re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", "", text).replace(",", ".").replace("\u2212", "-")


AS_IT_IS = Written(_same, _same)
DAY = Written(_day_shown, _day_read)
CLOCK = Written(_same, clock_read)
AMOUNT = Written(lambda stored: stored.replace(".", ","), _amount_read)
