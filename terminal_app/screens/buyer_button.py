"""The buyer at the head of the cart: a button that opens the picker, and who was chosen, with a cross to drop them.

Draws what its presenter's part says. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ObjectProperty

from terminal_app.presenters.buyer_part import BuyerPart
from terminal_app.screens.keys import dotted
from terminal_app.screens.widgets import Box, Drawing, Part, T, Touchable, TouchTarget, words_height, words_width

DROP = "drop"


class BuyerButton(Touchable):
    """Set `part`, then call `render` whenever the screen is rendered; it is 0 high where there are no invoices.

    While it is `away` it takes no room: the on-screen keyboard needs it.
    """

    view = ObjectProperty(None, allownone=True)
    away = BooleanProperty(False)
    redraw_on = ("view",)
    part: BuyerPart | None = None
    _always = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"key": "sale.buyer", "size_hint_y": None, "height": 0, **kwargs})

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "surface")
        self._rim = draw.block("outline", 12, "outline")
        self._veil = draw.block("fill", 12, "press")
        self._icon = draw.icon("person_add", 24, "ink2")
        self._name = draw.words("label")
        self._detail = draw.words("secondary", "ink2")
        self._cross = draw.icon("close", 22, "ink2")

    def render(self, *, always: bool = True) -> None:
        """Shows who the cart is for now; unless `always`, a handheld has no room before somebody was chosen."""
        self._always = always
        self.view = None if self.part is None else self.part.view()
        stands = self.view is not None and self.view.shown and (always or self.view.chosen or not T.handheld)
        self.opacity = 1 if stands and not self.away else 0
        self.height = T.touch if self.opacity else 0

    def on_away(self, *_: object) -> None:
        """The keyboard came or went."""
        self.render(always=self._always)

    @property
    def text_shown(self) -> str:
        return "" if self.view is None else str(self.view.text)

    def parts(self) -> list[Part]:
        view = self.view
        if view is None or not self.height:
            return []
        box = Box(self.x, self.y, self.width, self.height)
        if not view.chosen:
            return [Part("", view.text, box)]
        cross = self._cross_in(box)
        return [Part("", view.text, box._replace(width=cross.x - box.x)), Part(DROP, view.drop_label, cross)]

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())

    def tapped(self, name: str) -> None:
        super().tapped(name)
        if self.part is not None:
            if name == DROP:
                self.part.drop()
            else:
                self.part.choose()

    def arrange(self, box: Box) -> None:
        view = self.view
        if view is None or not self.height:
            return
        self._ground.tone = "brand_tint" if view.chosen else "surface"
        self._rim.tone = "brand" if view.chosen else "line"
        self._ground.place(box)
        self._rim.place(box)
        cross = self._cross_in(box) if view.chosen else Box(box.right - dp(12), box.y, 0, 0)
        if self.pressed is None:
            self._veil.hide()
        else:
            self._veil.place(cross if self.pressed == DROP else box)
        self._icon.tone = "brand_text" if view.chosen else "ink2"
        self._icon.place(Box(box.x + dp(14), box.y, dp(24), box.height), "badge" if view.chosen else "person_add")
        self._cross.place(cross, "close" if view.chosen else "")
        left = box.x + dp(50)
        room = Box(left, box.y, max(0, cross.x - left), box.height)
        high, low = words_height("label"), words_height("secondary")
        if not view.detail or high + low > box.height:
            self._name.place(room, view.text)
            self._detail.hide()
            return
        bottom = room.y + (room.height - high - low) / 2
        self._name.place(Box(room.x, bottom + low, room.width, high), view.text)
        self._detail.place(Box(room.x, bottom, room.width, low), self._short(view.detail, room.width))

    @staticmethod
    def _cross_in(box: Box) -> Box:
        return Box(box.right - T.touch, box.y, T.touch, box.height)

    @staticmethod
    def _short(detail: str, width: float) -> str:
        """Without the last part where there is no room for all of it."""
        return detail if words_width(detail, "secondary") <= width else detail.rpartition(" · ")[0]
