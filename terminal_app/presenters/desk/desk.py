"""The manager's desk: which pages there are, which one is open, and what happens when one leaves it.

Only who may, sees it. Nothing that was typed is lost without a question. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ...domain.operators import Right
from ...domain.problems import Problem
from ..session import Place, Session
from ..step_up import StepUp
from .page import Desk, Page
from .pages import GROUPS
from .rows import Action, DeskView, PageGroup, PageLink, Question

SAVE, THROW_AWAY, STAY = "save", "throw_away", "stay"


class DeskPresenter:
    """The pages by their stem, the one that is open, and the question that stands before it."""

    def __init__(self, session: Session, on_change: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self.on_change = on_change
        desk = Desk(session, self._changed, self.open)
        self.pages: dict[str, Page] = {page.stem: page(desk) for _, group in GROUPS for page in group}
        self._open = ""
        self._leaving: Callable[[], None] | None = None
        self.step_up = StepUp(session, lambda: self.on_change())
        session.listen(self._session_changed)

    def view(self) -> DeskView:
        session, say = self._session, self._session.texts.say
        self._follow_link()
        page = self._page
        refused = session.desk_refusal()
        if refused is not None:
            asked = self.step_up.view()
            return DeskView(say("Settings"), (), None, None, None, refused, say("Back"), asked)
        return DeskView(
            title=say("Settings"),
            groups=tuple(self._group(label, group) for label, group in GROUPS),
            page=None if page is None else page.view(),
            question=self._question(),
            picker=None if page is None else page.picker(),
            notice=None if page is None else page.notice,
            back_label=say("Back"),
        )

    def open_any(self) -> None:
        """See to it that a page is open, as beside the list on a counter; says nothing to the screen."""
        if not self._open and self._may():
            self._enter(next(iter(self.pages)))

    @property
    def _page(self) -> Page | None:
        return self.pages.get(self._open)

    # where one is

    def open(self, stem: str) -> None:
        """Show that page; asks first when the one before has something that is not saved."""
        if stem in self.pages and stem != self._open:
            self._leave(lambda: self._enter(stem))
        self.on_change()

    def back(self) -> None:
        """From what is open on the page to the page, from there to the list of pages, as a handheld has it."""
        page = self._page
        if page is None or not self._may() or not page.up():
            self._leave(lambda: self._enter(""))
        self.on_change()

    def close(self) -> None:
        """Leave the desk."""
        self._leave(self._close)
        self.on_change()

    def _close(self) -> None:
        self._enter("")
        self._session.back()

    def _enter(self, stem: str) -> None:
        page = self._page
        if page is not None:
            page.notice = None
            page.close_picker()
        self._open = stem
        page = self._page
        if page is not None:
            page.notice = None
            page.entered()

    def _follow_link(self) -> None:
        """Another place sent one to a page of the desk."""
        wanted, self._session.desk_page = self._session.desk_page, ""
        if wanted in self.pages and (wanted != self._open or self._session.unknown_code):
            self._leave(lambda: self._enter(wanted))

    def _leave(self, then: Callable[[], None]) -> None:
        page = self._page
        if page is None or not page.draft.touched:
            then()
        else:
            self._leaving = then

    # what touches mean

    def put(self, key: str, value: str) -> None:
        """A row of the open page got a value."""
        self._act(lambda page: page.put(key, value))

    def press(self, key: str, part: str = "") -> None:
        """A row of the open page was touched."""
        self._act(lambda page: page.press(key, part))

    def scan(self, code: str) -> bool:
        """A code was scanned; whether the open page has a use for it."""
        page = self._page
        used = page is not None and self._may() and self._leaving is None and page.scan(code)
        if used:
            self.on_change()
        return used

    def open_picker(self, key: str) -> None:
        self._act(lambda page: page.open_picker(key))

    def search(self, text: str) -> None:
        self._act(lambda page: page.search(text))

    def pick(self, option: str) -> None:
        self._act(lambda page: page.pick(option))

    def close_picker(self) -> None:
        self._act(lambda page: page.close_picker())

    def save(self) -> None:
        """Store the open page whole."""
        self._act(lambda page: page.save(), keep_notice=True)

    def throw_away(self) -> None:
        """Forget what was changed on the open page."""
        self._act(lambda page: page.draft.throw_away())

    def answer(self, key: str) -> None:
        """A question was answered; "" is its cross."""
        if self._leaving is None:
            self._act(lambda page: page.answer(key), keep_notice=True)
            return
        then, self._leaving = self._leaving, None
        page = self._page
        if page is not None and key == THROW_AWAY:
            page.draft.throw_away()
        if page is None or key == THROW_AWAY or (key == SAVE and self._may() and page.save()):
            then()
        self.on_change()

    def dismiss(self) -> None:
        """The notice was read."""
        self._act(lambda page: None)

    def _act(self, what: Callable[[Page], object], *, keep_notice: bool = False) -> None:
        page = self._page
        if page is not None and self._may():
            if not keep_notice:
                page.notice = None
            what(page)
        self.on_change()

    def _may(self) -> bool:
        return self._session.may_open_desk()

    # how it is shown

    def _group(self, label: str, group: tuple[type[Page], ...]) -> PageGroup:
        pages = [self.pages[one.stem] for one in group]
        return PageGroup(
            self._session.texts.say(label),
            tuple(
                PageLink(page.stem, page.label(), page.detail(), page.icon, page.stem == self._open, page.state())
                for page in pages
            ),
        )

    def _question(self) -> Question | None:
        page, say = self._page, self._session.texts.say
        if self._leaving is None or page is None:
            return None if page is None else page.question
        answers = [Action(STAY, say("Stay on the page"), kind="quiet"), Action(THROW_AWAY, say("Throw away"))]
        if not page.draft.problems:
            answers.append(Action(SAVE, say("Save"), kind="primary"))
        return Question(
            say("Save the changes?"),
            say("“{page}” has changes that are not saved.", page=page.label()),
            tuple(answers),
        )

    def _changed(self) -> None:
        if self._session.place is Place.DESK:
            self.on_change()

    def _session_changed(self) -> None:
        self._ask_for_approval()
        self._changed()

    def _ask_for_approval(self) -> None:
        """A manager may approve a visit of somebody who comes here and may not; nobody is asked anywhere else."""
        session = self._session
        wanted = session.place is Place.DESK and not session.locked and not self._may()
        if wanted and not self.step_up.is_open:
            who = ", ".join(one.name for one in session.till.operators.who_may(Right.SETTINGS))
            name, right = session.operator.name, Right.SETTINGS
            refused = Problem("right_missing", {"name": name, "right": right.value, "who": who})
            self.step_up.ask(right, refused, session.visit_desk, session.back)
        elif self.step_up.is_open and not wanted:
            self.step_up.forget()
