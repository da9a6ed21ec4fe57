"""A bank card in its true size: dragged until it is as wide as the real one, it tells the panel's dots per inch.

ISO/IEC 7810 ID-1: 85.60 by 53.98 mm. A handheld is narrower than a card, so there the card stands upright. Window
thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import Metrics, dp
from kivy.properties import NumericProperty, StringProperty

from terminal_app.screens.keys import dotted
from terminal_app.screens.widgets import Box, Drawing, Part, T, Touchable, TouchTarget

LONG_MM, SHORT_MM, CORNER_MM = 85.60, 53.98, 3.18
MM_PER_INCH = 25.4
LEAST_DOTS, MOST_DOTS = 50.0, 600.0


class CardRuler(Touchable):
    """The card and its edge to drag; parts are `edge`, `smaller` and `larger`. `on_measured(dots)` when it is let go.

    `dots` 0 begins with what the window goes by now. Sets its own height.
    """

    dots = NumericProperty(0)
    smaller_label = StringProperty("")
    larger_label = StringProperty("")
    redraw_on = ("dots", "smaller_label", "larger_label")

    __events__ = ("on_measured",)

    def build(self, draw: Drawing) -> None:
        self._card = draw.block("fill", 12, "brand_tint")
        self._rim = draw.block("outline", 12, "brand", 2)
        self._stripe = draw.line("brand")
        self._edge = draw.block("fill", None, "brand")
        self._grip = draw.icon("swap_horiz", 26, "brand_ink")
        self._told = draw.words("amount", align="center")
        self._buttons = [(draw.block("fill", 12, "sunken"), draw.icon(name, 26)) for name in ("remove", "add")]
        self._dragging: float | None = None

    def on_measured(self, dots: str) -> None:
        """The panel has so many dots per inch."""

    @property
    def now(self) -> float:
        """The dots per inch at which the card is drawn."""
        return self._dragging or float(self.dots) or float(Metrics.dpi)

    @property
    def _across_mm(self) -> float:
        return SHORT_MM if T.handheld else LONG_MM

    @property
    def _most(self) -> float:
        return min(MOST_DOTS, self.width / self._across_mm * MM_PER_INCH)

    @property
    def card_box(self) -> Box:
        """Where the card lies; on a handheld only its upper part shows."""
        width = self.now * self._across_mm / MM_PER_INCH
        height = self.now * (LONG_MM if T.handheld else SHORT_MM) / MM_PER_INCH
        shown = min(height, dp(220))
        return Box(self.x, self.top - shown, width, shown)

    def parts(self) -> list[Part]:
        card, side = self.card_box, T.touch
        edge = Box(min(card.right - side / 2, self.right - side), card.y, side, card.height)
        below = card.y - T.gap - side
        return [
            Part("edge", "", edge),
            Part("smaller", self.smaller_label, Box(self.x, below, side, side)),
            Part("larger", self.larger_label, Box(self.x + side + dp(110), below, side, side)),
        ]

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())

    def tapped(self, name: str) -> None:
        if name != "edge":
            self._tell(round(self.now) + (1 if name == "larger" else -1))

    def on_touch_down(self, touch: Any) -> bool:
        taken = super().on_touch_down(touch)
        if taken and self.pressed == "edge":
            touch.ud["scrolled_by"] = self
            self._dragging = self.now
            touch.ud[self] = touch.x - self.card_box.right
        return taken

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self or self._dragging is None:
            return super().on_touch_move(touch)
        width = touch.x - touch.ud[self] - self.x
        self._dragging = self._within(width / self._across_mm * MM_PER_INCH)
        self.redraw()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self or self._dragging is None:
            return super().on_touch_up(touch)
        touch.ungrab(self)
        dots, self._dragging, self.pressed = self._dragging, None, None
        self.redraw()
        self._tell(round(dots, 1))
        return True

    def _within(self, dots: float) -> float:
        return max(LEAST_DOTS, min(self._most, dots))

    def _tell(self, dots: float) -> None:
        self.dispatch("on_measured", f"{self._within(dots):.1f}".removesuffix(".0"))

    def arrange(self, box: Box) -> None:
        card = self.card_box
        self.height = card.height + T.gap + T.touch
        card = self.card_box
        self._card.radius = self._rim.radius = self.now * CORNER_MM / MM_PER_INCH / dp(1)
        self._card.place(card)
        self._rim.place(card)
        self._stripe.place(Box(card.x, card.top - card.height * 0.36, card.width, card.height * 0.18))
        grip = Box(card.right - dp(20), card.y + (card.height - dp(72)) / 2, dp(40), dp(72))
        grip = grip._replace(x=min(grip.x, self.right - grip.width))
        self._edge.place(grip)
        self._grip.place(grip)
        _, smaller, larger = self.parts()
        for (ground, icon), part in zip(self._buttons, (smaller, larger), strict=True):
            ground.tone = "line" if self.pressed == part.name else "sunken"
            ground.place(part.box)
            icon.place(part.box)
        middle = Box(smaller.box.right, smaller.box.y, larger.box.x - smaller.box.right, smaller.box.height)
        self._told.place(middle, f"{self.now:.0f} dpi")
