"""The notice that says what became of a scan: over whatever is shown, below the bar, so that nothing moves.

Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.core.window import Window
from kivy.metrics import dp

from terminal_app.presenters.session import Notice as Said
from terminal_app.screens.theme import T
from terminal_app.screens.widgets import Box, Notice, Part, words_height, words_width

ICON = "barcode_scanner"
WIDEST, NARROWER = 760, 640


class ScanNotice(Notice):
    """Lies on the window, below the bar, while there is something to say."""

    def __init__(self, bar: Any, act: Callable[[], None], dismiss: Callable[[], None]) -> None:
        super().__init__(key="scan.notice", size_hint=(None, None), icon=ICON)
        self._bar = bar
        self.bind(on_tap=lambda _, name: act() if name == "action" else dismiss())
        Window.bind(size=self._lie)

    def tell(self, said: Said | None) -> None:
        """Shows that, or takes itself away."""
        if said is None:
            self.close()
            return
        self.text, self.detail, self.action, self.tone = said.message, said.hint, said.action, said.tone
        if self.parent is None:
            Window.add_widget(self)
        self._lie()

    def close(self) -> None:
        """Away with it; harmless when it is away."""
        if self.parent is not None:
            Window.remove_widget(self)

    @property
    def _stacks(self) -> bool:
        """Whether the button lies below the words: a handheld has no room beside them."""
        return bool(T.handheld and self.action)

    def parts(self) -> list[Part]:
        """The cross at the upper right and the button below, or both beside the words."""
        if not self._stacks:
            return super().parts()
        side, edge = T.touch, dp(8)
        close = Part("close", "", Box(self.right - side - edge, self.top - side - edge, side, side))
        action = Part("action", self.action, Box(self.x + edge, self.y + edge, self.width - 2 * edge, T.touch))
        return [close, action]

    def arrange(self, box: Box) -> None:
        """Draws it as any notice, the words above the button where it stacks."""
        super().arrange(box)
        if not self._stacks:
            return
        words = Box(box.x + dp(54), box.y + T.touch + dp(14), self._room, box.height - T.touch - dp(22))
        self._icon.place(Box(box.x + dp(14), words.y, dp(28), words.height), self.icon)
        self._text.lines = self._detail.lines = 2
        text, detail = self._heights()
        below = words.y + max(0, words.height - text - detail) / 2
        self._text.place(Box(words.x, below + detail, words.width, text), self.text)
        self._detail.place(Box(words.x, below, words.width, detail), self.detail)

    @property
    def _room(self) -> float:
        """How wide the words may be."""
        beside = T.touch + dp(8) if self._stacks else sum(part.box.width + dp(4) for part in self.parts())
        return float(max(dp(40), self.width - dp(68) - beside))

    def _heights(self) -> tuple[float, float]:
        """Of the words and of what stands below them; each may take two lines."""
        text = words_height("label", 1 if words_width(self.text, "label") <= self._room else 2)
        detail = words_height("secondary", 1 if words_width(self.detail, "secondary") <= self._room else 2)
        return text, detail if self.detail else 0

    def _lie(self, *_: Any) -> None:
        if self.parent is None:
            return
        self.width = min(Window.width - 2 * T.pad, dp(WIDEST if T.wide else NARROWER))
        self.height = max(T.touch + dp(20), sum(self._heights()) + dp(24)) + (T.touch if self._stacks else 0)
        self.x = (Window.width - self.width) / 2
        self.top = self._bar.y - dp(12)
