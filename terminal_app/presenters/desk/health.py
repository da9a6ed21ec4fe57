"""Control › Health: what the doctor finds, worst first, each with what to do and the way there.

What reads little is looked at whenever one comes; what reads everything runs aside and can be skipped. Window thread;
the reading has a thread of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ...background import Reins
from ...domain.health import Check, is_well
from ...reports.setting_words import named
from ...till import health
from ..session import Place
from ..status import Badge
from .long_work import LongWork
from .page import Desk, Page
from .rows import Action, Heading, Line, Lines, Link, Note, Row

_AGAIN, _SKIP, _GO = "again", "skip", "go."
_PAGES = {
    "signing_key": "cash_register",
    "high_water": "cash_register",
    "company": "shop",
    "printer": "printer",
    "drawer": "printer",
    "schedule": "schedule",
    "settings": "invoicing_config",
}
_PLACES = {"day": Place.DAY, "parked": Place.PARKED, "queue": Place.QUEUE, "network": Place.QUEUE}


class _Skipped(Exception):
    """Somebody does not want to wait for the thorough checks."""


class HealthPage(Page):
    """How it stands with the till."""

    stem = "health"
    icon = "task_alt"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._quick: tuple[Check, ...] = ()
        self._thorough: tuple[Check, ...] = health.not_thorough()
        self._looked_at: datetime | None = None
        self._reading = LongWork[tuple[Check, ...] | None](self.session, self.desk.changed)

    def label(self) -> str:
        return self.texts.say("Health")

    def detail(self) -> str:
        return self._verdict() if self._looked_at is not None else self.texts.say("Is everything as it should be?")

    def state(self) -> Badge | None:
        if self._looked_at is None or is_well(self._found()):
            return None
        return Badge(self.texts.say("To do"), "error", "bad")

    def intro(self) -> str:
        return self.texts.say("What the till finds when it looks at itself. Nothing is changed by looking.")

    def rows(self) -> Sequence[Row]:
        say, found = self.texts.say, self._found()
        looked = "" if self._looked_at is None else self.texts.moment(self._looked_at, self.session.now())
        rows: list[Row] = [Heading(self._verdict(), looked and say("Looked at {time}", time=looked), key="verdict")]
        rows += [self._row(check) for check in found if check.ok is False]
        rows += self._progress()
        rows += self._group(say("What you decide yourself"), [check for check in found if self._is_open(check)])
        well = tuple(Line(self._told(check)[0], tone="ok") for check in found if check.ok)
        return [*rows, Heading(say("In order"), key="well"), Lines("well", well)]

    # what touches mean

    def entered(self) -> None:
        """The quick ones anew, the thorough ones when nobody has made them since the till was opened."""
        self._look(thorough=self._looked_at is None)

    def press(self, key: str, part: str) -> None:
        if key == _AGAIN:
            self._look(thorough=True)
        elif key == _SKIP:
            self._reading.stop()
        elif key.startswith(_GO):
            self._go(key.removeprefix(_GO))

    def _go(self, name: str) -> None:
        if name in _PAGES:
            held = any(check.code == "settings_held" for check in self._quick if check.id == name)
            self.desk.go("payment_channels" if held else _PAGES[name])
        elif name in _PLACES:
            self.session.go(_PLACES[name])

    def _look(self, *, thorough: bool) -> None:
        self._quick, self._looked_at = health.quick(self.session.till), self.session.now()
        if thorough:
            self._reading.begin(self._read_everything, self._read)

    def _read_everything(self, reins: Reins) -> tuple[Check, ...] | None:
        def tell(share: float) -> None:
            if reins.stopped():
                raise _Skipped
            reins.tell(share)

        try:
            return health.thorough(self.session.till, tell)
        except _Skipped:
            return None

    def _read(self, answer: tuple[Check, ...] | None) -> None:
        if answer is not None:
            self._thorough = answer

    # what it shows

    def _found(self) -> tuple[Check, ...]:
        return (*self._thorough, *self._quick)

    def _verdict(self) -> str:
        wrong = sum(check.ok is False for check in self._found())
        if wrong:
            return self.texts.count("{n} thing to do", "{n} things to do", wrong)
        return self.texts.say("Looking…") if self._reading.runs else self.texts.say("Nothing is wrong")

    def _progress(self) -> list[Row]:
        say = self.texts.say
        if not self._reading.runs:
            return [Action(_AGAIN, say("Look again"), "refresh")]
        return [
            self._reading.meter("reading", say("The journal and the books are being read")),
            Action(_SKIP, say("Skip"), "close", say("The till can be used meanwhile.")),
        ]

    def _is_open(self, check: Check) -> bool:
        return check.ok is None and not (check.code == "not_looked_at" and self._reading.runs)

    def _group(self, title: str, found: list[Check]) -> list[Row]:
        return [Heading(title, key="open"), *(self._row(check) for check in found)] if found else []

    def _row(self, check: Check) -> Row:
        """A way to where it is mended, or the words alone where there is none."""
        message, hint = self._told(check)
        if hint and (check.id in _PAGES or check.id in _PLACES):
            first, stop, rest = message.partition(". ")  # a link's name is short; the rest stands below it
            icon, tone = ("error", "bad") if check.ok is False else ("help", "plain")
            detail = f"{rest} {hint}" if rest else hint
            return Link(f"{_GO}{check.id}", first + stop.strip(), detail, icon, tone=tone)
        return Note(message, "bad" if check.ok is False else "neutral", hint, key=check.id)

    def _told(self, check: Check) -> tuple[str, str]:
        """In words, with settings called what they are called on screen."""
        return self.texts.health(replace(check, values=named(check.values, self.texts)))
