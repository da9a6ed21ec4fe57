"""What a page of the desk does aside because it takes minutes: whether it runs, how far it is, and its stop.

One piece at a time. Window thread; the work has a thread of its own, whose connection to the database is let go of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from ...background import Reins
from ..session import Session
from .rows import Meter

Answer = TypeVar("Answer")


class LongWork(Generic[Answer]):
    """The long work of one page. `changed` is called when there is something else to show."""

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        self._session = session
        self._changed = changed
        self._reins: Reins | None = None
        self.share = 0.0
        """How much of it is done, from 0 to 1."""

    @property
    def runs(self) -> bool:
        """Whether it is being done now."""
        return self._reins is not None

    def meter(self, key: str, label: str) -> Meter:
        """How far it is, as a row."""
        texts = self._session.texts
        done = texts.share(round(self.share * 100) * 100)
        return Meter(key, label, self.share, texts.say("{share} done", share=done))

    def begin(self, work: Callable[[Reins], Answer], over: Callable[[Answer | None], None]) -> None:
        """Do it; `over` gets what came of it, None when it broke down. Nothing while it runs already."""
        if self.runs:
            return
        database, ended = self._session.till.database, False

        def aside(reins: Reins) -> Answer:
            try:
                return work(reins)
            finally:
                database.release_thread()

        def done(answer: Answer | None) -> None:
            nonlocal ended
            ended, self._reins = True, None
            over(answer)
            self._changed()

        self.share = 0.0
        reins = self._session.background.run_long(aside, self._moved, done)
        if not ended:  # where there is no window the work is done already
            self._reins = reins

    def stop(self) -> None:
        """Let it end as soon as it can."""
        if self._reins is not None:
            self._reins.stop()

    def _moved(self, share: float) -> None:
        if int(share * 100) != int(self.share * 100):
            self.share = share
            self._changed()
