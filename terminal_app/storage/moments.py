"""How moments are written in the database: ISO 8601, UTC, microseconds, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


def to_text(moment: datetime) -> str:
    """The moment as UTC text of fixed width; raises ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return _in_utc(moment, moment.fold)


@lru_cache(maxsize=64)  # a sale writes its moment in five tables
def _in_utc(moment: datetime, fold: int) -> str:
    """With its fold, since the two hours of the night in which clocks go back are equal without it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(text: str) -> datetime:
    """The aware moment that `to_text` wrote."""
    return datetime.fromisoformat(text)


def from_optional(text: str | None) -> datetime | None:
    return None if text is None else from_text(text)
