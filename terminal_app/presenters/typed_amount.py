"""An amount of money as it is typed on a keypad, digit by digit, with its øre after a comma.

A part of any screen with such a keypad; knows no screen. Window thread.
"""

from __future__ import annotations

from ..domain.money import Money
from ..i18n import Texts

COMMA = ","
MOST_DIGITS = 8
"""Of kroner: as much as the largest sale has."""


class TypedAmount:
    """What was typed so far; nothing at first."""

    def __init__(self) -> None:
        self._kroner, self._decimals = "", ""
        self._comma = False

    @property
    def money(self) -> Money | None:
        """What it comes to; None while nothing is typed."""
        if not self._kroner and not self._decimals:
            return None
        return Money(int(self._kroner or "0") * 100 + int(self._decimals.ljust(2, "0")))

    def press(self, key: str) -> None:
        """A key of the pad: 0-9, "00", a comma, or backspace. What does not fit is not taken."""
        if key == "backspace":
            self._erase()
        elif key == COMMA:
            self._comma = True
        elif self._comma:
            self._decimals = (self._decimals + key)[:2]
        elif len(typed := (self._kroner + key).lstrip("0")) <= MOST_DIGITS:
            self._kroner = typed or "0"

    def clear(self) -> None:
        """Nothing is typed."""
        self._kroner = self._decimals = ""
        self._comma = False

    def text(self, texts: Texts) -> str:
        """What was typed, as an amount; "" while it is nothing."""
        if not self._kroner and not self._comma:
            return ""
        shown = texts.kroner(Money(int(self._kroner or "0") * 100))
        return f"{shown[:-2]}{self._decimals}" if self._comma else shown[:-3]

    def _erase(self) -> None:
        if self._decimals:
            self._decimals = self._decimals[:-1]
        elif self._comma:
            self._comma = False
        else:
            self._kroner = self._kroner[:-1]
