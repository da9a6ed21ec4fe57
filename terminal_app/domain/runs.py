"""One run of the sync over the queue, as the history keeps it: when, on whose account, and what came of it.

Pure facts; knows neither where they are stored nor how a run works.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from .problems import Problem

MISSED_AFTER = timedelta(minutes=5)
"""Chance and a busy beat delay a run by well under a minute; one that begins later than this had been missed."""


class RunKind(Enum):
    """What made a run begin."""

    SCHEDULED = "scheduled"
    ASKED = "asked"
    RETRIES = "retries"
    HEADLESS = "headless"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did. Moments are aware; `still_queued` counts what waited after it.

    `planned` is the scheduled moment that it was for, None when it was for none. `problem` is what ended it early.
    """

    kind: RunKind
    started: datetime
    ended: datetime
    sent: int = 0
    already_there: int = 0
    stopped: int = 0
    still_queued: int = 0
    problem: Problem | None = None
    planned: datetime | None = None

    @property
    def moved(self) -> bool:
        """Whether any entry came further by it, or to a stop."""
        return bool(self.sent or self.already_there or self.stopped)

    @property
    def was_missed(self) -> bool:
        """Whether its scheduled moment had passed unused (off, asleep, clock moved) and it was caught up."""
        return self.planned is not None and self.started - self.planned > MISSED_AFTER
