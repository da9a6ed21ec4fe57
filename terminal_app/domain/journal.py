"""One row of the electronic journal as it is read back: what was done, when, by whom. Pure.

docs/journal.md lists the kinds and their facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from .records import record


@record
class JournalRow:
    """`number` grows by one from row to row; `sale_id` is the transaction that the row belongs to, if any."""

    number: int
    at: datetime
    kind: str
    operator_id: str | None
    sale_id: str | None
    facts: Mapping[str, Any]

    @property
    def is_transaction(self) -> bool:
        """Whether it is a numbered and signed transaction, not only an event."""
        return "nr" in self.facts


def ore(written: str) -> int:
    """The øre of an amount as the journal writes it, always with two decimals: "-12.50"."""
    return int(written.replace(".", ""))


ore_again = lru_cache(maxsize=4096)(ore)
"""The same for prices, which come again and again in a day or a month."""


def is_training(facts: Mapping[str, Any]) -> bool:
    """Whether those facts tell of something that was done to learn the till."""
    return facts.get("kind") == "training" or bool(facts.get("training"))
