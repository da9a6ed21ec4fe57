"""Who stands at the till: people to choose from, a PIN pad for those who have one, a new PIN where one is due.

Also the screen of a locked till: the cart stays as it was. Window thread; PINs are checked in the background.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from ..domain.operators import Operator, Role, checked_pin
from ..domain.problems import BadInput, Trouble
from ..domain.records import record
from ..till.slow import Slow
from .pin_pad import Person, PinPad, PinView
from .session import Place, Session

Answer = TypeVar("Answer")


class Stage(Enum):
    """What the pad asks for."""

    PIN = "pin"
    NEW = "new"
    AGAIN = "again"


@record
class LoginView:
    """All that the screen shows; without a `pad` nobody is chosen yet."""

    title: str
    hint: str
    people: tuple[Person, ...]
    pad: PinView | None
    choose_hint: str
    back_label: str
    can_leave: bool
    others_label: str


class LoginPresenter:
    """Lets people in."""

    def __init__(self, session: Session, on_change: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self.on_change = on_change
        self._pad = PinPad(session)
        self._chosen: str | None = None
        self._stage = Stage.PIN
        self._old = self._new = ""
        session.listen(self._session_changed)

    def view(self) -> LoginView:
        session, say = self._session, self._session.texts.say
        shop, lines = session.till.values.shop(), len(session.cart.lines)
        hint = f"{shop.name} · {shop.till_name}"
        if lines:
            hint = session.texts.count("The cart is kept: {n} line", "The cart is kept: {n} lines", lines)
        chosen = self._person()
        return LoginView(
            title=self._title(),
            hint=hint,
            people=tuple(self._shown(operator) for operator in session.till.operators.active()),
            pad=None if chosen is None else self._pad_of(chosen),
            choose_hint=say("Touch your name."),
            back_label=say("Back"),
            can_leave=not session.locked,
            others_label=say("Back") if session.renewing else say("Somebody else"),
        )

    def choose(self, operator_id: str) -> None:
        """That person wants in: by the touch itself where there is no PIN."""
        session, operators = self._session, self._session.till.operators
        self.drop()
        try:
            operator = operators.get(operator_id)
            if not operator.has_pin:
                unlocking = self._unlocking(operator_id)
                self._arrived(operators.pins.take_over(operator_id, unlocking=unlocking, leaving=self._leaving()))
                return
        except Trouble as trouble:
            self._pad.trouble = trouble
        else:
            self._chosen = operator_id
        session.wanted = None
        self.on_change()

    def drop(self) -> None:
        """Nobody is chosen, nothing typed."""
        self._pad.clear()
        self._chosen, self._stage, self._old, self._new = None, Stage.PIN, "", ""
        self._session.renewing = False

    def others(self) -> None:
        """Back to the people; from a new PIN of one's own to where one was."""
        if self._session.renewing:
            self.leave()
            return
        self.drop()
        self._session.wanted = None
        self.on_change()

    def leave(self) -> None:
        """Back to where one was; only while somebody is logged in."""
        if not self._session.locked:
            self.drop()
            self._session.wanted = None
            self._session.back()

    def digit(self, digit: str) -> None:
        self._pad.digit(digit)
        self.on_change()

    def erase(self) -> None:
        self._pad.erase()
        self.on_change()

    def enter(self) -> None:
        """What was typed is the PIN, or the new one, or the new one again."""
        chosen = self._person()
        typed = self._pad.take() if chosen is not None else ""
        if chosen is None or not typed:
            return
        if self._stage is Stage.PIN:
            self._log_in(chosen, typed)
        elif self._stage is Stage.NEW:
            self._take_new(chosen, typed)
        elif typed != self._new:
            self._stage, self._new = Stage.NEW, ""
            self._pad.trouble = BadInput("pins_differ", field="pin")
        else:
            self._change(chosen, typed)
        self.on_change()

    def _log_in(self, chosen: Operator, typed: str) -> None:
        pins = self._session.till.operators.pins

        def then(operator: Operator) -> None:
            if operator.must_change_pin or self._session.renewing:
                self._stage, self._old = Stage.NEW, typed
            else:
                self._admit(operator)

        self._do(lambda: pins.check(chosen.id, typed, "log_in"), then)

    def _take_new(self, chosen: Operator, typed: str) -> None:
        try:
            if typed == self._old:
                raise BadInput("pin_is_the_old_one", field="pin")
            self._new = checked_pin(typed, chosen.role, chosen.id)
            self._stage = Stage.AGAIN
        except BadInput as refused:
            self._pad.trouble = refused

    def _change(self, chosen: Operator, typed: str) -> None:
        pins, old = self._session.till.operators.pins, self._old
        then = self._arrived if self._session.renewing else self._admit
        self._do(lambda: pins.change(chosen.id, typed, by=chosen.id, old_pin=old), then)

    def _do(self, begin: Callable[[], Slow[Answer, Operator]], then: Callable[[Operator], None]) -> None:
        """Begins here, computes in the background, ends here; what goes wrong is shown."""
        try:
            slow = begin()
        except Trouble as trouble:
            self._pad.trouble = trouble
            return
        self._pad.checking = True
        asked = self._chosen

        def finish(answer: Answer | None) -> None:
            self._pad.checking = False
            try:
                operator = slow.finish(answer)
            except Trouble as trouble:
                self._pad.trouble = trouble
            else:
                if asked == self._chosen:  # nobody turned away while it was checked
                    then(operator)
            self.on_change()

        self._session.background.run(slow.work, finish)

    def _admit(self, operator: Operator) -> None:
        """Their PIN was checked, and changed where that was due: they are in."""
        pins = self._session.till.operators.pins
        unlocking = self._unlocking(operator.id)
        self._arrived(pins.admit(operator, unlocking=unlocking, leaving=self._leaving()))

    def _arrived(self, operator: Operator) -> None:
        self.drop()
        self._session.arrive(operator)

    def _leaving(self) -> str | None:
        """Who stands at a till that is not locked: locking it was told already."""
        return None if self._session.locked else self._session.operator.id

    def _unlocking(self, operator_id: str) -> bool:
        return self._session.locked and self._session.operator.id == operator_id

    def _person(self) -> Operator | None:
        wanted = self._chosen or self._session.wanted
        known = self._session.till.operators.active()
        found = next((operator for operator in known if operator.id == wanted and operator.has_pin), None)
        self._chosen = None if found is None else found.id
        return found

    def _shown(self, operator: Operator) -> Person:
        say = self._session.texts.say
        role = say("Manager") if operator.role is Role.MANAGER else say("Cashier")
        note = f"{role} · PIN" if operator.has_pin else role
        return Person(operator.id, operator.name, note, operator.has_pin, operator.id == self._chosen)

    def _title(self) -> str:
        session, say = self._session, self._session.texts.say
        if session.locked:
            return say("The till is locked")
        return say("Change PIN") if session.renewing else say("Who takes over?")

    def _pad_of(self, chosen: Operator) -> PinView:
        say = self._session.texts.say
        if self._stage is Stage.NEW and self._session.renewing:
            explanation = say("Type the new PIN.")
        elif self._stage is Stage.NEW:
            explanation = say("Choose a PIN of your own: the one you had was for the first time only.")
        elif self._stage is Stage.AGAIN:
            explanation = say("Type the new PIN once more.")
        elif self._session.renewing:
            explanation = say("Type the PIN you have now.")
        else:
            explanation = say("Type your PIN.")
        return self._pad.view(chosen.name, explanation, chosen.id if self._stage is Stage.PIN else None)

    def _session_changed(self) -> None:
        if self._session.place is Place.LOCK:
            self.on_change()
