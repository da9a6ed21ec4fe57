"""What is known of the setup since the till was opened: the last look at it, what was made there, the last dry run.

The pages of the desk share it. Asks the sync and takes its answers; keeps nothing on disk. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..domain.records import record
from ..domain.settings import SETTINGS, SettingValues
from ..domain.sync_control import DryRunMade, MissingMade, SetupChecked
from ..till import Till

if TYPE_CHECKING:
    from ..domain.setup import Missing, SetupReport

PATIENCE = timedelta(seconds=90)
"""So long an answer is waited for; what comes later is taken all the same."""
FRESH_FOR = timedelta(minutes=5)

SetupEvent = SetupChecked | MissingMade | DryRunMade


@record
class Look:
    """One look at the setup: what it found, the draft that it was about, and when."""

    report: SetupReport
    at: datetime
    changes: Mapping[str, str] = field(repr=False)
    settings: Mapping[str, str] = field(repr=False)


@record
class _Question:
    """What the sync was asked and has not answered."""

    since: datetime
    changes: Mapping[str, str] = field(repr=False)
    then: Callable[[SetupReport], None] | None


class SetupNews:
    """The looks, the makings and the dry runs of one open till."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._asked: list[_Question] = []
        self._last: Look | None = None
        self._of_saved: Look | None = None
        self._making_since: datetime | None = None
        self._made_then: Callable[[MissingMade], None] | None = None
        self._trying_since: datetime | None = None
        self.tried: DryRunMade | None = None
        """The last dry run."""

    # what is known

    def look(self, changes: Mapping[str, str]) -> Look | None:
        """The last look at the setup with exactly those changes, None when none was had or a setting has changed."""
        for look in (self._last, self._of_saved):
            if look is not None and look.changes == changes and look.settings == _relevant(self._till.values):
                return look
        return None

    @property
    def last(self) -> Look | None:
        """The last look, whatever it was about."""
        return self._last

    def is_asking(self) -> bool:
        """Whether a look is under way and has not taken too long."""
        return any(self._is_young(question.since) for question in self._asked)

    def is_making(self) -> bool:
        return self._is_young(self._making_since)

    def is_trying(self) -> bool:
        """Whether a dry run is under way."""
        return self._is_young(self._trying_since)

    def gave_up(self) -> bool:
        """Whether an answer was waited for in vain."""
        return bool(self._asked) and not self.is_asking()

    def is_overdue(self) -> bool:
        """Whether anything that was asked has been waited for in vain, so that the screen should say so."""
        asked = [question.since for question in self._asked]
        asked += [since for since in (self._making_since, self._trying_since) if since is not None]
        return any(not self._is_young(since) for since in asked)

    # what is asked

    def check(self, changes: Mapping[str, str], then: Callable[[SetupReport], None] | None = None) -> None:
        """Look at the setup as it would be with those changes; `then` gets the report before anybody is told."""
        self._asked = [question for question in self._asked if self._is_young(question.since)]
        self._asked.append(_Question(self._till.now(), dict(changes), then))
        self._till.sync.check_setup(changes)

    def check_unless_fresh(self) -> None:
        """Look at the setup as it is saved, unless that was done a few minutes ago or is being done."""
        look = self.look({})
        fresh = look is not None and self._till.now() - look.at < FRESH_FOR and look.report.trouble is None
        if not fresh and not any(not question.changes for question in self._asked if self._is_young(question.since)):
            self.check({})

    def make(
        self, missing: Sequence[Missing], changes: Mapping[str, str], then: Callable[[MissingMade], None] | None = None
    ) -> None:
        """Make those things in the accounting system; `then` gets what was made before anybody is told."""
        self._making_since, self._made_then = self._till.now(), then
        self._till.sync.make_missing(missing, changes)

    def dry_run(self, changes: Mapping[str, str]) -> None:
        """Build the order of a sample sale; the answer is in `tried`."""
        self._trying_since, self.tried = self._till.now(), None
        self._till.sync.dry_run(changes)

    def take(self, event: SetupEvent) -> None:
        """An answer of the sync."""
        match event:
            case SetupChecked(report, changes):
                self._keep(report, changes)
            case MissingMade():
                then, self._made_then = self._made_then, None
                self._making_since = None
                if then is not None:
                    then(event)
            case DryRunMade():
                self._trying_since, self.tried = None, event

    def _keep(self, report: SetupReport, changes: Mapping[str, str]) -> None:
        self._last = Look(report, self._till.now(), dict(changes), _relevant(self._till.values))
        if not changes:
            self._of_saved = self._last
        answered = next((question for question in self._asked if question.changes == changes), None)
        if answered is not None:
            self._asked.remove(answered)
            if answered.then is not None:
                answered.then(report)

    def _is_young(self, since: datetime | None) -> bool:
        return since is not None and timedelta(0) <= self._till.now() - since < PATIENCE


_OWN = ("invoicing.", "channels.invoice.", "schedule.", "shop.vat_registered")
_RELEVANT = tuple(key for key, one in SETTINGS.items() if not one.secret and key.startswith(_OWN))


def _relevant(values: SettingValues) -> Mapping[str, str]:
    """The plain settings that a look goes by."""
    return {key: values.text(key) for key in _RELEVANT}
