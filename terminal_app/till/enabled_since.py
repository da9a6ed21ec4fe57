"""What another “Enabled since” would do to the invoice sales that are recorded: let some go, hold some back.

Says it before anything is stored; the sync does it afterwards, by the same days. Changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..storage.database import Database
from ..storage.sold_days import SoldDays


@dataclass(frozen=True, slots=True)
class SinceEffect:
    """How many held sales would be queued, and how many queued ones held back."""

    let_go: int
    held_back: int


def since_effect(database: Database, since: date | None) -> SinceEffect:
    """What “Enabled since” would do with the integration on; without a day nothing is let go and all is held back."""
    days = SoldDays(database)
    return SinceEffect(
        let_go=0 if since is None else sum(number for day, number in days.held().items() if day >= since),
        held_back=sum(number for day, number in days.untried().items() if since is None or day < since),
    )
