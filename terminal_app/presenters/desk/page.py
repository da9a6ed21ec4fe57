"""What every page of the desk is: its name, its rows, and what the touches on them mean.

A page that edits settings has a draft and is saved whole; one that has no draft stores at once. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from ...domain.problems import FolderTrouble, Problem, Trouble
from ...domain.records import record
from ...i18n import Texts
from ...reports.setting_words import told_problem
from ...till.papers import keep_paper
from ..session import Notice, Session
from ..status import Badge
from .draft import Draft, Together
from .rows import Option, PageView, Picker, Question, Row, SaveBar
from .written import Written


@record
class Desk:
    """What a page has of the desk it stands on: the session, and how it says that it changed or leads elsewhere."""

    session: Session
    changed: Callable[[], None] = lambda: None
    go: Callable[[str], None] = lambda stem: None


class Page:
    """One page. A subclass names itself and gives `rows`; all else has a meaning that fits a page of settings.

    `keys` are the settings it edits, `written` how some of them are typed, `together` the checks of several at once.
    """

    stem: ClassVar[str]
    icon: ClassVar[str] = "settings"
    keys: ClassVar[Sequence[str]] = ()
    written: ClassVar[Mapping[str, Written]] = {}
    together: ClassVar[Sequence[Together]] = ()

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.session = desk.session
        self.draft = Draft(self.session.till, self.keys, self.written, self.together)
        self.notice: Notice | None = None
        self.question: Question | None = None
        self._picking = ""
        self._search = ""

    # what it shows

    def label(self) -> str:
        """What the page is called, in the list and above it."""
        raise NotImplementedError

    def detail(self) -> str:
        """The second line in the list of pages."""
        return ""

    def state(self) -> Badge | None:
        """How it stands with the page, in the list of pages."""
        return None

    def intro(self) -> str:
        """What the page is for, in a sentence."""
        return ""

    def scan(self, code: str) -> bool:
        """A code was scanned while the page is open; whether the page has a use for it."""
        return False

    def rows(self) -> Sequence[Row]:
        """The page from top to bottom."""
        raise NotImplementedError

    def options(self, key: str, search: str) -> Sequence[Option]:
        """What a Pick row offers, narrowed by what was typed into its search."""
        return ()

    def view(self) -> PageView:
        """The page ready to show."""
        return PageView(self.stem, self.label(), self.intro(), tuple(self.rows()), self._save_bar())

    def picker(self) -> Picker | None:
        """The list that is open, if any."""
        if not self._picking:
            return None
        say = self.texts.say
        return Picker(
            key=self._picking,
            title=say("Choose"),
            search=self._search,
            search_hint=say("Search"),
            options=self.options(self._picking, self._search.strip()),
            chosen=self.draft.value(self._picking) if self._picking in self.keys else "",
            empty=say("Nothing matches “{text}”", text=self._search.strip()) if self._search else say("Nothing here"),
        )

    # what touches mean

    def entered(self) -> None:
        """One comes to the page; what was typed before and not saved is still there."""

    def up(self) -> bool:
        """Leave what is open on the page for the page itself; whether there was anything open."""
        return False

    def put(self, key: str, value: str) -> None:
        """A row got a value: into the draft, if it is one of the page's settings."""
        if key in self.keys:
            self.draft.put(key, value)

    def press(self, key: str, part: str) -> None:
        """A button, a link or a chip was touched; the base does nothing."""

    def open_picker(self, key: str) -> None:
        """Open the list of a Pick row."""
        self._picking, self._search = key, ""

    def search(self, text: str) -> None:
        """Narrow the open list."""
        self._search = text

    def pick(self, option: str) -> None:
        """Choose from the open list."""
        key, self._picking = self._picking, ""
        if key:
            self.put(key, option)

    def close_picker(self) -> None:
        """Leave the list without a choice."""
        self._picking = ""

    def answer(self, key: str) -> None:
        """The page's own question was answered; "" is its cross. Override to act, and call this to take it away."""
        self.question = None

    def save(self) -> bool:
        """Whether the draft was stored whole; if not, the notice says what to mend and nothing was stored."""
        try:
            stored = self.draft.save(self.session.operator.id)
        except Trouble as trouble:
            self.notice = self.session.explain(trouble)
            return False
        self.notice = Notice(self.texts.say("Saved {time}", time=self.texts.clock(self.session.now())), tone="ok")
        self.saved(stored)
        return True

    def saved(self, keys: tuple[str, ...]) -> None:
        """Those settings were just stored."""

    # for subclasses

    @property
    def texts(self) -> Texts:
        return self.session.texts

    def problem(self, key: str) -> str:
        """What is wrong with that key's text, in words with what to do; "" when nothing is."""
        found = self.draft.problems.get(key)
        return "" if found is None else self.told(found)

    def told(self, problem: Problem) -> str:
        """A problem and its remedy on one line."""
        return " ".join(part for part in told_problem(problem, self.texts) if part)

    def kept(self, name: str, document: str, now: datetime) -> str | None:
        """Where a page to print was written; None when it could not be, and the notice says why."""
        session = self.session
        try:
            return str(keep_paper(session.till.database.folder, name, document, now, session.operator.id))
        except FolderTrouble as trouble:
            self.notice = session.explain(trouble)
            return None

    def _save_bar(self) -> SaveBar | None:
        if not self.keys:
            return None
        say, count = self.texts.say, self.texts.count
        wrong, waiting = len(self.draft.problems), len(self.draft.changes)
        if wrong:
            told = count("{n} field to mend", "{n} fields to mend", wrong)
        elif waiting:
            told = count("{n} change is not saved", "{n} changes are not saved", waiting)
        else:
            told = say("Everything is saved")
        return SaveBar(
            label=say("Save and continue"),
            enabled=bool(waiting) and not wrong,
            told=told,
            throw_away_label=say("Throw away") if self.draft.touched else "",
        )
