"""What a wrong setting forbids, for each kind of document by itself, until a scheduled run tries again.

Knows no entry and no call. Lives on the sync thread.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime

from terminal_app.domain.problems import Problem

from .documents import BOTH, Kind, first_of

log = logging.getLogger(__name__)


class Blocks:
    """The kinds that wait for a setting to be mended, and the scheduled moment when they are tried all the same."""

    def __init__(self) -> None:
        self._problems: dict[Kind, Problem] = {}
        self.until: datetime | None = None
        """None: not before somebody acts."""

    def __bool__(self) -> bool:
        return bool(self._problems)

    def problem(self, kind: Kind) -> Problem | None:
        """What stops that kind; None when it may go."""
        return self._problems.get(kind)

    @property
    def told(self) -> Problem | None:
        """The one that people are told of first."""
        return first_of(self._problems)

    @property
    def free(self) -> frozenset[Kind]:
        """The kinds that nothing stops."""
        return BOTH - self._problems.keys()

    def free_at(self, moment: datetime) -> frozenset[Kind]:
        """The kinds that are tried at that moment: all, once the scheduled one has come."""
        return BOTH if self.until is not None and self.until <= moment else self.free

    def found(self, problems: Mapping[Kind, Problem], tried: Iterable[Kind], until: datetime | None) -> None:
        """What a pass that tried those kinds met: of them, nothing else stops any more."""
        for kind in tried:
            before, now = self._problems.pop(kind, None), problems.get(kind)
            if now is None:
                continue
            self._problems[kind] = now
            if now != before:
                log.error("no %s goes out until a setting is mended: %s", kind.value, now)
        self.until = until

    def clear(self) -> None:
        """Somebody may have mended it all."""
        self._problems.clear()
        self.until = None
