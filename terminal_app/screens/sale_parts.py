"""Two parts of the sale screen that kv/sale.kv names: the strip of categories, and the cart as a sheet on a handheld.

They know touches and no presenter. Window thread.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from terminal_app.screens.keys import dotted
from terminal_app.screens.widgets import Chips, Panel, TouchTarget


class Shelves(Chips):
    """The categories; keys are `sale.shelf.<index>`. What the strip's edge cuts is touched where it shows."""

    def touch_targets(self) -> list[TouchTarget]:
        left, right = self.to_window(self.x, self.y)[0], self.to_window(self.right, self.y)[0]
        cut = []
        for target in dotted(super().touch_targets()):
            x = max(target.x, left)
            cut.append(replace(target, x=x, width=min(target.x + target.width, right) - x))
        return cut


class CartSheet(Panel):
    """The cart on a handheld: it lies over the tiles, and what lies under it gets no touch."""

    covers_touches = True

    def on_touch_down(self, touch: Any) -> bool:
        inside = self.collide_point(*touch.pos)
        return bool(super().on_touch_down(touch)) or inside
