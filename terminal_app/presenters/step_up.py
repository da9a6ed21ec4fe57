"""An approval on the spot: a manager's PIN for one action that somebody else may not do.

A part of any screen whose action needs a right; the screen's presenter says what for and goes on when it is granted.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.operators import Operator, Right
from ..domain.problems import Problem, Trouble
from ..domain.records import record
from ..storage.pins import Verdict
from ..till.operators import Grant
from .pin_pad import Person, PinPad, PinView
from .session import Session


@record
class StepUpView:
    """The sheet: what is asked for, who may approve, and the pad for the one who was chosen."""

    title: str
    subtitle: str
    approvers: tuple[Person, ...]
    pad: PinView | None
    choose_hint: str


class StepUp:
    """Asks for an approval; nothing is asked while `view()` is None."""

    def __init__(self, session: Session, on_change: Callable[[], None]) -> None:
        self._session = session
        self._changed = on_change
        self._pad = PinPad(session)
        self._right: Right | None = None
        self._asked_for: Problem | None = None
        self._granted: Callable[[str], None] = lambda manager_id: None
        self._turned_down: Callable[[], None] = lambda: None
        self._chosen: str | None = None

    def ask(
        self,
        right: Right,
        refused: Problem,
        granted: Callable[[str], None],
        turned_down: Callable[[], None] = lambda: None,
    ) -> None:
        """Open the sheet: `refused` says what may not be done, `granted` goes on with the approving manager's id.

        `turned_down` is what happens when somebody closes the sheet instead.
        """
        self._pad.clear()
        self._right, self._asked_for = right, refused
        self._granted, self._turned_down = granted, turned_down
        who = self._approvers()
        self._chosen = who[0].id if len(who) == 1 and who[0].has_pin else None
        self._changed()

    @property
    def is_open(self) -> bool:
        """Whether an approval is being asked for."""
        return self._right is not None

    def view(self) -> StepUpView | None:
        """What the sheet shows, None while nothing is asked."""
        if self._right is None or self._asked_for is None:
            return None
        say, chosen = self._session.texts.say, self._manager()
        return StepUpView(
            title=say("A manager approves"),
            subtitle=self._session.texts.problem(self._asked_for)[0],
            approvers=tuple(self._shown(operator) for operator in self._approvers()),
            pad=None if chosen is None else self._pad.view(chosen.name, say("Type your PIN."), chosen.id),
            choose_hint=say("Who approves?"),
        )

    def choose(self, manager_id: str) -> None:
        """That manager approves: by the touch itself where there is no PIN."""
        self._pad.clear()
        right, operators = self._right, self._session.till.operators
        self._chosen = manager_id
        manager = self._manager()
        if right is not None and manager is not None and not manager.has_pin:
            try:
                grant = operators.approve(right, manager_id, self._session.operator.id)
            except Trouble as trouble:
                self._pad.trouble = trouble
            else:
                self._go_on(grant)
                return
        self._changed()

    def digit(self, digit: str) -> None:
        self._pad.digit(digit)
        self._changed()

    def erase(self) -> None:
        self._pad.erase()
        self._changed()

    def enter(self) -> None:
        """What was typed is the chosen manager's PIN."""
        manager, right = self._manager(), self._right
        typed = self._pad.take() if manager is not None else ""
        if manager is None or right is None or not typed:
            return
        try:
            slow = self._session.till.operators.step_up(right, manager.id, typed, self._session.operator.id)
        except Trouble as trouble:
            self._pad.trouble = trouble
        else:
            self._pad.checking = True
            asked = (self._asked_for, manager.id)
            self._session.background.run(slow.work, lambda answer: self._checked(slow.finish, answer, asked))
        self._changed()

    def close(self) -> None:
        """Somebody closed the sheet: nothing is approved."""
        turned_down = self._turned_down if self.is_open else None
        self.forget()
        if turned_down is not None:
            turned_down()

    def forget(self) -> None:
        """Nothing is asked any more."""
        self._pad.clear()
        self._right = self._asked_for = self._chosen = None
        self._changed()

    def _checked(
        self, finish: Callable[[Verdict | None], Grant], answer: Verdict | None, asked: tuple[Problem | None, str]
    ) -> None:
        self._pad.checking = False
        try:
            grant = finish(answer)
        except Trouble as trouble:
            self._pad.trouble = trouble
        else:
            if asked == (self._asked_for, self._chosen):
                self._go_on(grant)
                return
        self._changed()

    def _go_on(self, grant: Grant) -> None:
        granted = self._granted
        self.forget()
        granted(grant.approved_by)

    def _shown(self, operator: Operator) -> Person:
        role = self._session.texts.say("Manager")
        note = f"{role} · PIN" if operator.has_pin else role
        return Person(operator.id, operator.name, note, operator.has_pin, operator.id == self._chosen)

    def _approvers(self) -> tuple[Operator, ...]:
        return () if self._right is None else self._session.till.operators.who_may(self._right)

    def _manager(self) -> Operator | None:
        return next((operator for operator in self._approvers() if operator.id == self._chosen), None)
