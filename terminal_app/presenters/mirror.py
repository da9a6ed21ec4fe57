"""A fresh mirror of the customers, asked for by a touch: whether it is on its way, and why it does not come."""

from __future__ import annotations

from ..domain.problems import Problem
from ..reports.setting_words import told_problem
from .session import Notice, Session


class MirrorRefresh:
    """Shared by the picker and the menu. Make it before the presenters that show it, so that it hears first."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.running = False
        self.notice: Notice | None = None
        session.listen(self._stop_waiting)

    def start(self) -> None:
        """Ask for it; it comes when it comes. Where it cannot, the notice says why."""
        till = self._session.till
        self.notice, self.running = None, till.delivers()
        if self.running:
            till.sync.refresh_customers()
        else:
            self.notice = Notice(*told_problem(Problem("invoicing_not_set_up"), self._session.texts))

    def done(self) -> None:
        """It is here."""
        self.running, self.notice = False, None

    def dismiss(self) -> None:
        self.notice = None

    def _stop_waiting(self) -> None:
        """Say why it does not come now, when the sync has found out."""
        status, texts = self._session.status, self._session.texts
        if not self.running or (status.blocked is None and status.offline_since is None):
            return
        self.running = False
        if status.blocked is not None:
            self.notice = Notice(*told_problem(status.blocked, texts))
        else:
            offline = texts.say("PowerOffice cannot be reached now.")
            self.notice = Notice(offline, texts.say("The list is as it was fetched last."), tone="warn")
