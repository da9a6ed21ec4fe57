"""Learning what the drawer's signal means: it is read at the closed drawer, then at the open one, and kept.

A part of the printer's page; it says what to do next and what came of it. Window thread.
"""

from __future__ import annotations

from enum import Enum

from ...domain.drawer import OpenSignal, signal_of
from ...domain.problems import Problem
from ...till.drawer import SIGNAL
from ..session import Session
from .rows import Action, Note, Row

PROBE, KICK = "drawer.probe", "drawer.kick"
_WHY = "probe"


class _Step(Enum):
    CLOSE = "close"
    OPEN = "open"
    LEARNED = "learned"
    ALIKE = "alike"
    SILENT = "silent"


class DrawerProbe:
    """Asks for the drawer twice. Only for a drawer whose printer is saved."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._step = _Step.CLOSE
        self._asked_at: int | None = None
        """The number of the reading before the one that is waited for."""
        self._closed_high: bool | None = None
        session.listen(self._follow)

    @property
    def has_found(self) -> bool:
        """Whether something came of it that `rows` tell."""
        return self._asked_at is None and self._step in (_Step.LEARNED, _Step.ALIKE, _Step.SILENT)

    def rows(self, *, saved: bool) -> list[Row]:
        """What to do now, and what came of it."""
        say = self._session.texts.say
        if not saved:
            return [Action(PROBE, say("Learn the drawer's signal"), "search", say("Save first."), enabled=False)]
        if self._asked_at is not None:
            return [Note(say("Asking the printer…"), "brand", key="drawer.asking")]
        opening = self._step is _Step.OPEN
        rows: list[Row] = [
            Action(
                PROBE,
                say("It is open now") if opening else say("It is closed now"),
                "done",
                say("Open the drawer all the way, then touch here.")
                if opening
                else say("To let the till learn the signal: close the drawer, then touch here."),
                kind="primary" if opening or not self._session.till.drawer.reports else "secondary",
            )
        ]
        if opening:
            rows.append(Action(KICK, say("Open the drawer"), "point_of_sale"))
        note = self._note()
        return rows if note is None else [note, *rows]

    def press(self, key: str, operator_id: str) -> None:
        """Read the drawer now, or open it; raises Trouble when it cannot be opened."""
        drawer = self._session.till.drawer
        if key == KICK:
            drawer.open(operator_id, _WHY)
        elif self._asked_at is None:
            if self._step is not _Step.OPEN:
                self._step = _Step.CLOSE
            self._asked_at = drawer.reading.number
            drawer.ask()

    def forget(self) -> None:
        """Begin anew."""
        self._step, self._asked_at, self._closed_high = _Step.CLOSE, None, None

    def _note(self) -> Note | None:
        say = self._session.texts.say
        if self._step is _Step.LEARNED:
            return Note(say("The till sees the drawer open and close."), "ok", key="drawer.result")
        if self._step is _Step.ALIKE:
            return Note(
                say("Open or closed, the drawer told the same: it reports nothing."),
                "bad",
                say("See that its cable has all its wires, and that the drawer has a switch. The law wants one."),
                "drawer.result",
            )
        if self._step is _Step.SILENT:
            message, hint = self._session.texts.problem(Problem("drawer_silent"))
            return Note(message, "bad", hint, "drawer.result")
        return None

    def _follow(self) -> None:
        """The reading that was waited for has come."""
        reading = self._session.till.drawer.reading
        if self._asked_at is None or reading.number <= self._asked_at:
            return
        self._asked_at = None
        if reading.high is None:
            self._step = _Step.SILENT
        elif self._step is _Step.CLOSE:
            self._step, self._closed_high = _Step.OPEN, reading.high
        elif self._closed_high is not None:
            self._keep(signal_of(self._closed_high, reading.high))

    def _keep(self, signal: OpenSignal) -> None:
        self._step = _Step.ALIKE if signal is OpenSignal.NONE else _Step.LEARNED
        self._session.till.change_settings({SIGNAL: signal.value}, self._session.operator.id)
