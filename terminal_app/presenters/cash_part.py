"""Cash at the counter: what is due in whole kroner, the notes that people pay it with, and the change.

A part that the payment holds. Owns what was handed over; knows nothing of tenders or of how the sale is finished.
Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.money import ZERO, Money
from ..domain.records import record
from .session import Session

_NOTES_ORE = (5_000, 10_000, 20_000, 50_000, 100_000)
_LARGEST_ORE = 9_999_999
MOST_NOTES = 4


@record
class CashView:
    """Cash: what is due in whole kroner, what was given, and the change."""

    due_label: str
    due: str
    rounding: str
    given_label: str
    given: str
    change_label: str
    change: str
    has_change: bool
    notes: tuple[str, ...]


class CashPart:
    """What the customer hands over for what is `due()` in whole kroner; `changed` runs when what is shown changed."""

    def __init__(self, session: Session, due: Callable[[], Money], changed: Callable[[], None]) -> None:
        self._session = session
        self._due = due
        self._changed = changed
        self.given = ZERO
        """In whole kroner; zero is for exactly what is due."""

    @property
    def change(self) -> Money:
        """What goes back."""
        due = self._due()
        return self.given - due if self.given > due else ZERO

    def view(self, owed: Money) -> CashView:
        """`owed` is what is due before it is rounded to the krone."""
        texts, due = self._session.texts, self._due()
        rounding = due - owed
        return CashView(
            due_label=texts.say("Due in cash"),
            due=texts.kroner(due),
            rounding=texts.say("Rounding {amount}", amount=texts.money(rounding)) if rounding else "",
            given_label=texts.say("Given"),
            given=texts.kroner(self.given) if self.given else "–",
            change_label=texts.say("Change"),
            change=texts.kroner(self.change),
            has_change=bool(self.change),
            notes=tuple(texts.money(amount) for amount in notes_for(due)),
        )

    def missing(self) -> Money:
        """What was given too little; zero when nothing was given, which is for exactly what is due."""
        due = self._due()
        return due - self.given if self.given and self.given < due else ZERO

    def why_not(self) -> str:
        """What is missing, in words; "" when it is enough."""
        texts, missing = self._session.texts, self.missing()
        return texts.say("{amount} is missing", amount=texts.kroner(missing)) if missing else ""

    def digit(self, digit: str) -> None:
        """A key of the cash keypad: one of 0-9, "00"."""
        given = int(f"{self.given.ore // 100}{digit}") * 100
        if given <= _LARGEST_ORE:
            self.given = Money(given)
        self._changed()

    def erase(self) -> None:
        """Take the last digit back."""
        self.given = Money(self.given.ore // 1000 * 100)
        self._changed()

    def give_note(self, index: int) -> None:
        """The customer gave that suggested amount."""
        self.given = notes_for(self._due())[index]
        self._changed()

    def forget(self) -> None:
        """Nothing was given."""
        self.given = ZERO


def notes_for(due: Money) -> tuple[Money, ...]:
    """The exact amount, and the next amounts people pay it with; none where nothing is due."""
    if not due:
        return ()
    rounded = {Money(-(-due.ore // note) * note) for note in _NOTES_ORE}
    return (due, *sorted(amount for amount in rounded if amount > due))[:MOST_NOTES]
