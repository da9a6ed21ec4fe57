"""Training as people see it: the words that stand over every screen while it is on, and the sheet that switches it.

A part that the menu holds; the frame of the window asks for the words. It is never switched while the cart holds
something: what is rung up stays in the world that it was rung up in. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ..domain.problems import Trouble
from ..domain.records import record
from .session import Notice, Place, Session
from .status import Badge


@record
class TrainingView:
    """The sheet: what training is or was, why it cannot be switched now, and the button that does it."""

    title: str
    told: str
    hint: str
    problem: Notice | None
    switch_label: str
    can_switch: bool
    park_label: str
    """The way to park the cart that is in the way; "" when it is empty."""


class TrainingWords:
    """Whether the till trains, since when, and how that is said. Looked up anew only when a setting has changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._looked: tuple[object, datetime | None] = (None, None)

    @property
    def since(self) -> datetime | None:
        """When the training that is on began; None while it is off."""
        till = self._session.till
        if self._looked[0] is not till.values:
            self._looked = (till.values, till.training_since())
        return self._looked[1]

    def strip(self) -> str:
        """What stands over every screen while it is on, with a reminder once it is from an earlier day; else ""."""
        session = self._session
        if not session.till.training:
            return ""
        words, reminder = session.texts.say("TRAINING – not a real sale"), self.reminder()
        return f"{words} · {reminder}" if reminder else words

    def reminder(self) -> str:
        """That it has been on since an earlier day; "" otherwise."""
        session, since = self._session, self.since
        now = session.now()
        if since is None or since.astimezone(now.tzinfo).date() >= now.date():
            return ""
        day = since.astimezone(now.tzinfo).date()
        if (now.date() - day).days == 1:
            return session.texts.say("on since yesterday")
        return session.texts.say("on since {day}", day=session.texts.day(day))

    def badge(self) -> Badge | None:
        """Its state in the menu, None while it is off."""
        if not self._session.till.training:
            return None
        reminder = self.reminder()
        return Badge(reminder[:1].upper() + reminder[1:] or self._session.texts.say("On"), "warning", "warn")


class TrainingPart:
    """Switches it. `changed` is called when what is shown has changed."""

    def __init__(self, session: Session, changed: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self._changed = changed
        self._open = False
        self._problem: Notice | None = None
        self.words = TrainingWords(session)

    def view(self) -> TrainingView | None:
        """The sheet, None while it is closed."""
        if not self._open:
            return None
        session, say = self._session, self._session.texts.say
        on, rung_up = session.till.training, bool(session.cart.lines)
        problem = self._problem
        if rung_up and problem is None:
            hint = say("What is rung up stays in the world it was rung up in. Park or finish it first.")
            problem = Notice(say("The cart is not empty."), hint, "warn")
        return TrainingView(
            title=say("Training"),
            told=say("Training is on.") if on else say("Training is for learning the till."),
            hint=(
                say("What was rung up in it counts nowhere. After it, sales are real again.")
                if on
                else say("Everything works as ever, but nothing is a sale: nothing is sent, owed or counted.")
            ),
            problem=problem,
            switch_label=say("End training") if on else say("Begin training"),
            can_switch=not rung_up,
            park_label=say("Park the cart") if rung_up else "",
        )

    def open(self) -> None:
        """Say what training is, and offer to switch it."""
        self._open, self._problem = True, None
        self._changed()

    def close(self) -> None:
        """Leave it as it is."""
        self._open, self._problem = False, None
        self._changed()

    def switch(self) -> None:
        """On if it is off, off if it is on; then to the sale. Nothing while the cart holds something."""
        session = self._session
        if session.cart.lines:
            return
        try:
            session.till.train(not session.till.training, session.operator.id)
        except Trouble as trouble:
            self._problem = session.explain(trouble)
            self._changed()
            return
        self._open = False
        session.last_sold = None  # a receipt of the other world leads nowhere from here
        session.go(Place.SALE)

    def park(self) -> None:
        """Park what is in the way."""
        self._open = False
        self._session.go(Place.PARKED)
