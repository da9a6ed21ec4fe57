"""Counting the drawer: so many of each note and coin, or the sum as somebody else has counted it.

A part that the day's screen holds. Knows nothing of what should be there: who counts must not see it. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..domain.money import ZERO, Money, total
from .day_view import CoinRow, CountView
from .session import Session
from .typed_amount import TypedAmount

FACES = (1000, 500, 200, 100, 50, 20, 10, 5, 1)
"""The notes and coins of the krone, in kroner."""
MOST_DIGITS = 4
BY_COIN, BY_SUM = "coins", "sum"


class CountPart:
    """What was counted so far; `changed` is called when what is shown has changed."""

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        self._session = session
        self._changed = changed
        self._typed = TypedAmount()
        self.clear()

    def clear(self) -> None:
        """Nothing is counted."""
        self._pieces: dict[int, int] = {}
        self._face, self._fresh = FACES[0], True
        self._by_coin = True
        self._typed.clear()

    @property
    def amount(self) -> Money | None:
        """What is in the drawer; None while nothing has been counted."""
        if not self._by_coin:
            return self._typed.money
        if not self._pieces:
            return None
        return total(_worth(face, pieces) for face, pieces in self._pieces.items())

    def view(self) -> CountView:
        texts, say, amount = self._session.texts, self._session.texts.say, self.amount
        modes = ((BY_COIN, say("Notes and coins")), (BY_SUM, say("Only the sum")))
        return CountView(
            other_mode=dict(modes)[BY_SUM if self._by_coin else BY_COIN],
            modes=tuple((name, label, (name == BY_COIN) is self._by_coin) for name, label in modes),
            by_coin=self._by_coin,
            coins=tuple(self._row(face) for face in FACES) if self._by_coin else (),
            sum_label=say("Counted so far") if self._by_coin else say("Counted"),
            sum=self._sum_shown(amount) or texts.kroner(ZERO),
            hint=say("Count everything in the drawer, the float too."),
        )

    def choose_mode(self, name: str) -> None:
        """Count by notes and coins, or type the sum; what was counted the other way is kept until then."""
        self._by_coin = name == BY_COIN
        self._changed()

    def turn(self) -> None:
        """The other way of counting."""
        self.choose_mode(BY_SUM if self._by_coin else BY_COIN)

    def select(self, face: int) -> None:
        """That note or coin is typed next; touching it again moves on."""
        if face == self._face and not self._fresh:
            self._move_on()
        else:
            self._face, self._fresh = face, True
        self._changed()

    def more(self, face: int) -> None:
        """One more of it."""
        self._put(face, self._pieces.get(face, 0) + 1)

    def less(self, face: int) -> None:
        """One less of it."""
        self._put(face, max(0, self._pieces.get(face, 0) - 1))

    def key(self, name: str) -> None:
        """A key of the pad: a digit, "00", a comma, backspace, or "enter", which moves on to the next coin."""
        if not self._by_coin:
            if name != "enter":
                self._typed.press(name)
        elif name == "enter":
            self._pieces.setdefault(self._face, 0)
            self._move_on()
        elif name == "backspace":
            self._set(self._pieces.get(self._face, 0) // 10)
        elif name.isdecimal():
            begun = 0 if self._fresh else self._pieces.get(self._face, 0)
            longer = int(f"{begun}{name}")
            if len(str(longer)) <= MOST_DIGITS:
                self._set(longer)
        self._changed()

    def _set(self, pieces: int) -> None:
        self._pieces[self._face], self._fresh = pieces, False

    def _put(self, face: int, pieces: int) -> None:
        if len(str(pieces)) <= MOST_DIGITS:
            self._face = face
            self._set(pieces)
            self._fresh = True
        self._changed()

    def _move_on(self) -> None:
        self._face, self._fresh = FACES[(FACES.index(self._face) + 1) % len(FACES)], True

    def _sum_shown(self, amount: Money | None) -> str:
        if not self._by_coin:
            return self._typed.text(self._session.texts)
        return "" if amount is None else self._session.texts.kroner(amount)

    def _row(self, face: int) -> CoinRow:
        texts, pieces = self._session.texts, self._pieces.get(face)
        return CoinRow(
            face=face,
            label=texts.money(Money(face * 100))[:-3],
            pieces="–" if pieces is None else str(pieces),
            amount="" if not pieces else texts.money(_worth(face, pieces))[:-3],
            selected=face == self._face,
            can_less=bool(pieces),
            widest="9" * MOST_DIGITS,
        )


def _worth(face: int, pieces: int) -> Money:
    return Money(face * 100 * pieces)
