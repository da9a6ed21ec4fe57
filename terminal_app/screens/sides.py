"""What stands side by side, mirrored for who works with the left hand.

Owns the order of its children and nothing else; `T.left_handed` says which. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.uix.boxlayout import BoxLayout

from terminal_app.screens.theme import T


class Sides(BoxLayout):
    """A row as kv has it for the right hand, in the other order for the left one. Its children come from kv."""

    _mirrored = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        T.bind(left_handed=self._arrange)  # weakly: a till that is closed takes its screens along

    def on_kv_post(self, base_widget: Any) -> None:
        """All children are there."""
        self._arrange()

    def _arrange(self, *_: object) -> None:
        if self._mirrored != T.left_handed:
            self._mirrored = T.left_handed
            # Kivy keeps children from last to first, so adding them in that order turns the row round.
            turned = list(self.children)
            self.clear_widgets()
            for child in turned:
                self.add_widget(child)
