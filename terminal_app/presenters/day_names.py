"""How a day is named where a sentence begins with it.

Pure, and apart from the day's other words: the sale screen needs nothing else of them.
"""

from __future__ import annotations

from datetime import date

from ..i18n import Texts


def named_day(day: date, texts: Texts) -> str:
    """Weekday and date, as they begin a sentence: "Fredag 20.11.2026"."""
    words = f"{texts.weekday(day)} {texts.day(day)}"
    return words[:1].upper() + words[1:]
