"""The cash drawer as people see it: the row in the menu that opens it, and the calm words while a sale waits for it.

Parts that the menu, the payment and the return hold. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..domain.drawer import DrawerState
from ..domain.problems import Problem, Trouble
from .session import Notice, Session
from .status import Badge

OPEN = Problem("drawer_open")


class DrawerPart:
    """Opens it without a sale. `changed` is called when what is shown has changed."""

    def __init__(self, session: Session, changed: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._changed = changed
        self._refused: Problem | None = None

    def label(self) -> str:
        """What the row is called; "" where there is no drawer to open."""
        return self._session.texts.say("Open the drawer") if self._session.till.drawer.is_set_up else ""

    def badge(self) -> Badge | None:
        """How the drawer is, or why it was not opened; None where there is none."""
        texts, drawer = self._session.texts, self._session.till.drawer
        trouble = self._refused or drawer.trouble
        if trouble is not None:
            return Badge(texts.problem(trouble)[0], "error", "bad")
        if not drawer.is_set_up:
            return None
        if drawer.state is DrawerState.OPEN:
            return Badge(texts.say("Stands open"), "info", "warn")
        if drawer.state is DrawerState.CLOSED:
            return Badge(texts.say("Closed"), "check_circle", "ok")
        return Badge(texts.say("Not known"), "info", "busy")

    def open(self) -> None:
        """Open it; the journal says who did."""
        session, self._refused = self._session, None
        try:
            session.till.drawer.open(session.operator.id)
        except Trouble as trouble:
            self._refused = trouble.problem
        self._changed()


def is_open(session: Session) -> bool:
    """Whether the drawer says that it is open, so that no sale can be finished."""
    return session.till.drawer.state is DrawerState.OPEN


def words_while_open(session: Session) -> str:
    """That the drawer is open; "" while it is not."""
    return session.texts.problem(OPEN)[0] if is_open(session) else ""


def explained(session: Session, trouble: Trouble) -> Notice:
    """The trouble in words, calmly for a drawer that only has to be closed."""
    notice = session.explain(trouble)
    return replace(notice, tone="warn") if trouble.problem.code == OPEN.code else notice


def still_true(session: Session, notice: Notice | None) -> Notice | None:
    """That notice, but none of an open drawer once it is closed."""
    gone = notice is not None and notice.message == session.texts.problem(OPEN)[0] and not is_open(session)
    return None if gone else notice
