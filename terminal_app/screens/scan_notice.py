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
from terminal_app.screens.widgets import Notice, words_height, words_width

ICON = "barcode_scanner"
WIDEST = 820


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

    def _lie(self, *_: Any) -> None:
        if self.parent is None:
            return
        self.width = min(Window.width - 2 * T.pad, dp(WIDEST))
        room = self.width - dp(76) - sum(part.box.width + dp(4) for part in self.parts())
        text = words_height("label", 1 if words_width(self.text, "label") <= room else 2)
        detail = words_height("secondary", 1 if words_width(self.detail, "secondary") <= room else 2)
        self.height = max(T.touch + dp(20), text + (detail if self.detail else 0) + dp(24))
        self.x = (Window.width - self.width) / 2 if T.handheld else T.pad
        self.top = self._bar.y - dp(12)
