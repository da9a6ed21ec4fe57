"""Why something is done: a few ready reasons to touch, or words of one's own. A part of any screen that asks why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..domain.records import record
from .session import Session

OWN = "own"
"""The choice that opens the field for one's own words."""


@record
class ReadyReason:
    """One reason to touch; the last one is for words of one's own."""

    key: str
    text: str
    selected: bool


@record
class ReasonsView:
    """The question and its ready answers; `writing` shows the field."""

    label: str
    ready: tuple[ReadyReason, ...]
    writing: bool
    own: str
    own_hint: str


class Reasons:
    """One reason out of a few; `sentences` are message ids, which a reason is kept in as the till now speaks."""

    def __init__(self, session: Session, on_change: Callable[[], None], sentences: Callable[[], Sequence[str]]) -> None:
        self._session = session
        self._changed = on_change
        self._sentences = sentences
        self.clear()

    def clear(self) -> None:
        """Nothing is chosen."""
        self._chosen = self._own = ""

    @property
    def text(self) -> str:
        """The reason as it is kept; "" while there is none."""
        if self._chosen == OWN:
            return self._own.strip()
        return dict(self._ready()).get(self._chosen, "")

    def view(self) -> ReasonsView:
        say = self._session.texts.say
        ready = [*self._ready(), (OWN, say("Another reason"))]
        return ReasonsView(
            label=say("Why?"),
            ready=tuple(ReadyReason(key, text, key == self._chosen) for key, text in ready),
            writing=self._chosen == OWN,
            own=self._own,
            own_hint=say("Write why"),
        )

    def choose(self, key: str) -> None:
        """That reason; touching it again takes it away."""
        self._chosen = "" if key == self._chosen else key
        self._changed()

    def write(self, words: str) -> None:
        """One's own words as they are typed."""
        if words != self._own:
            self._own = words
            self._changed()

    def _ready(self) -> list[tuple[str, str]]:
        return [(str(index), text) for index, text in enumerate(self._sentences())]
