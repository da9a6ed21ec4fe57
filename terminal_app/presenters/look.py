"""How this till shows itself: theme, size of texts, the panel's dots, and the hand that it is for.

Every change is a setting: it holds now and for the next start. Knows no screens; window thread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..till import Till

THEMES = ("light", "dark", "contrast")


class Look:
    """The look of one till. `store` keeps one setting in the name of who stands there, and tells the screens."""

    def __init__(self, till: Till, store: Callable[[str, str], None]) -> None:
        self._till = till
        self._store = store

    @property
    def theme(self) -> str:
        """One of THEMES."""
        return self._till.values.text("till.theme")

    @property
    def text_scale(self) -> int:
        """How large texts are, in per cent of the usual."""
        return int(self._till.values.text("till.text_scale"))

    @property
    def dots_per_inch(self) -> float | None:
        """The panel's true dots as they were measured; None while nobody has."""
        measured = self._till.values.text("till.dpi")
        return float(measured) if measured else None

    @property
    def hand(self) -> str:
        """The hand that the screens are for: "right" or "left"."""
        return self._till.values.text("till.hand")

    def dress(self, theme: str) -> None:
        """Switch theme."""
        self._store("till.theme", theme)

    def enlarge(self, per_cent: str) -> None:
        """Write texts that large."""
        self._store("till.text_scale", per_cent)

    def measure(self, dots: str) -> None:
        """Take the panel's true dots per inch; "" is what this kind of till usually has."""
        self._store("till.dpi", dots)

    def work_with(self, hand: str) -> None:
        """Let the screens be for the "right" or the "left" hand."""
        self._store("till.hand", hand)
