"""A figure as it is typed on a keypad: digits, perhaps a comma, backspace. Knows no screen and no money.

What is set beforehand is replaced by the first key, as on any till. Window thread.
"""

from __future__ import annotations

COMMA = ","


class Figure:
    """At most `whole` digits before the comma and `decimals` after it; keys that would go beyond are not taken."""

    def __init__(self, whole: int = 5, decimals: int = 0) -> None:
        self._whole, self._decimals = whole, decimals
        self._typed = ""
        self.is_typed = False
        """Whether a key was taken since the figure was set."""

    def set(self, plain: str) -> None:
        """Show that figure, written with a dot as "0.350" or ""; the next key begins anew."""
        self._typed, self.is_typed = plain.replace(".", COMMA), False

    def key(self, key: str) -> None:
        """One key: a digit, "00", "," or "backspace"."""
        if key == "backspace":
            self._typed = self._typed[:-1] if self.is_typed else ""
            self.is_typed = True
            return
        begun = self._typed if self.is_typed else ""
        if key == COMMA:
            longer = (begun or "0") + COMMA if self._decimals and COMMA not in begun else begun
        else:
            longer = begun + key
            if COMMA not in longer:
                longer = longer.lstrip("0") or "0"
        whole, _, decimals = longer.partition(COMMA)
        if len(whole) <= self._whole and len(decimals) <= self._decimals:
            self._typed, self.is_typed = longer, True

    @property
    def shown(self) -> str:
        """What stands there, with a comma; "" when nothing does."""
        return self._typed

    @property
    def plain(self) -> str:
        """What stands there with a dot, as amounts and quantities are read: "0.35"; "" when nothing does."""
        return self._typed.removesuffix(COMMA).replace(COMMA, ".")

    @property
    def milli(self) -> int:
        """What stands there in thousandths; 0 when nothing does."""
        whole, _, decimals = self.plain.partition(".")
        return int(whole or "0") * 1000 + int(decimals.ljust(3, "0")[:3] or "0")
