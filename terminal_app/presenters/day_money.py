"""The amount of a float, a pay-in, a pay-out, or of what stays in the drawer: typed in a sheet, with why.

A part that the day's screen holds; what is done with the amount is the day's. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from ..domain.money import Money
from ..domain.settlement import PayIn, PayOut
from ..i18n import Texts
from .day_view import MoneyView, Pick
from .session import Notice, Session
from .typed_amount import TypedAmount


class MoneyKind(Enum):
    """What the amount is for."""

    FLOAT = "float"
    PAY_IN = "pay_in"
    PAY_OUT = "pay_out"
    LEFT = "left"


NEED_WORDS = ("other", "expense")
LONGEST_WORDS = 120


class MoneyPart:
    """Asks for one amount; `done(kind)` is called when it is confirmed, and leaves the sheet open until `close`."""

    def __init__(self, session: Session, changed: Callable[[], None], done: Callable[[MoneyKind], None]) -> None:
        self._session = session
        self._changed = changed
        self._done = done
        self._typed = TypedAmount()
        self._kind: MoneyKind | None = None
        self._suggested: Money | None = None
        self._why = self._words = ""
        self._most: Money | None = None
        self.notice: Notice | None = None

    @property
    def amount(self) -> Money | None:
        """What was typed."""
        return self._typed.money

    @property
    def why(self) -> str:
        """The reason's name."""
        return self._why

    @property
    def words(self) -> str:
        """What was written beside the reason."""
        return " ".join(self._words.split())

    def ask(self, kind: MoneyKind, suggested: Money | None = None, most: Money | None = None) -> None:
        """Open the sheet; `suggested` can be taken with one touch, `most` is the largest amount there can be."""
        self._typed.clear()
        self._kind, self._suggested, self._most = kind, suggested, most
        self._why = self._words = ""
        self.notice = None
        self._changed()

    def close(self) -> None:
        """Nothing is asked any more."""
        self._kind, self.notice = None, None
        self._changed()

    def key(self, name: str) -> None:
        """A key of the pad."""
        if name == "enter":
            self.confirm()
            return
        self._typed.press(name)
        self.notice = None
        self._changed()

    def take_suggested(self) -> None:
        """The suggested amount, and done."""
        if self._suggested is not None:
            self._typed.clear()
            for key in str(self._suggested).replace(".", ","):
                self._typed.press(key)
            self.confirm()

    def choose(self, why: str) -> None:
        """That reason."""
        self._why = why
        self.notice = None
        self._changed()

    def write(self, words: str) -> None:
        """What it was for, as it is typed."""
        if words != self._words:
            self._words = words[:LONGEST_WORDS]
            self.notice = None
            self._changed()

    def confirm(self) -> None:
        """Take what was typed, once nothing is missing."""
        if self._kind is not None and not self._missing():
            self._done(self._kind)

    def view(self) -> MoneyView | None:
        """None while nothing is asked."""
        kind = self._kind
        if kind is None:
            return None
        texts, say = self._session.texts, self._session.texts.say
        title, subtitle, confirm = _words(kind, texts)
        shown = self._typed.text(texts)
        suggested = self._suggested
        why, missing = self._reasons(), self._missing()
        same = "" if suggested is None else say("As last time: {amount}", amount=texts.kroner(suggested))
        return MoneyView(
            title=title,
            subtitle=subtitle,
            typed=shown or texts.kroner(Money(0))[:-3],
            empty=not shown,
            same_label=same,
            why_label=say("What for?") if why else "",
            why=why,
            asks_words=self._why in NEED_WORDS,
            words=self._words,
            words_hint=say("Write what for"),
            missing=missing,
            confirm_label=confirm,
            can_confirm=not missing,
            notice=self.notice,
        )

    def _reasons(self) -> tuple[Pick, ...]:
        say, kind = self._session.texts.say, self._kind
        if kind is MoneyKind.PAY_IN:
            labels = {
                PayIn.CHANGE.value: say("More change"),
                PayIn.INVOICE_PAID.value: say("An invoice is paid"),
                PayIn.GIFT_CARD.value: say("Gift card is filled"),
                PayIn.OTHER.value: say("Something else"),
            }
        elif kind is MoneyKind.PAY_OUT:
            labels = {
                PayOut.BANK.value: say("To the bank"),
                PayOut.EXPENSE.value: say("Small purchase"),
                PayOut.OTHER.value: say("Something else"),
            }
        else:
            labels = {}
        return tuple((name, label, name == self._why) for name, label in labels.items())

    def _missing(self) -> str:
        """What there is still to say; "" when nothing is."""
        say, amount, kind = self._session.texts.say, self._typed.money, self._kind
        moves = kind in (MoneyKind.PAY_IN, MoneyKind.PAY_OUT)
        if moves and not self._why:
            return say("Choose what for")
        if amount is None or (moves and not amount):
            return say("Type the amount")
        if self._most is not None and amount > self._most:
            return say("At most {quantity}", quantity=self._session.texts.kroner(self._most))
        return say("Write what for") if moves and self._why in NEED_WORDS and not self.words else ""


def _words(kind: MoneyKind, texts: Texts) -> tuple[str, str, str]:
    """Title, subtitle, and the button."""
    say = texts.say
    match kind:
        case MoneyKind.FLOAT:
            return say("Opening float"), say("What lies in the drawer now"), say("This is the float")
        case MoneyKind.PAY_IN:
            return say("Pay in"), say("Cash in that is no sale"), say("Put it in")
        case MoneyKind.PAY_OUT:
            return say("Pay out"), say("Cash out that is no return"), say("Take it out")
        case MoneyKind.LEFT:
            return say("Stays in the drawer"), say("The float of the next day"), say("So much stays")
