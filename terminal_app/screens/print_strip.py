"""The strip on the receipt screen that says how it stands with the print, with its one or two buttons.

Drawn from the presenter's view; knows no sale. Window thread.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kivy.metrics import dp
from kivy.properties import ObjectProperty

from terminal_app.screens.widgets import Box, Drawing, Part, T, Touchable, words_height, words_width
from terminal_app.screens.widgets.labels import tone_colours
from terminal_app.screens.widgets.touch import TouchTarget

BUTTONS = ("print", "leave", "copy")


class PrintStrip(Touchable):
    """`view` is a PrintView or None, which takes no room. `on_tap("print" | "leave" | "copy")` is a button.

    On a counter the buttons stand beside the words and the height stays the same whatever is said; on a handheld two
    buttons stand below them.
    """

    view: Any = ObjectProperty(None, allownone=True)
    redraw_on = ("view",)

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 14, "sunken")
        self._icon = draw.icon("print", 24)
        self._text = draw.words("label")
        self._detail = draw.words("secondary", "ink2", lines=2)
        self._boxes = {name: draw.block("fill", 10, "surface") for name in BUTTONS}
        self._veils = {name: draw.block("fill", 10, "press") for name in BUTTONS}
        self._words = {name: draw.words("label", "brand_text", align="center") for name in BUTTONS}

    def touch_targets(self) -> list[TouchTarget]:
        """Named like the screen's other buttons: `receipt.print`, `receipt.leave`, `receipt.copy`."""
        return [replace(target, key=target.key.replace("/", ".")) for target in super().touch_targets()]

    def parts(self) -> list[Part]:
        labels = self._labels()
        if not labels:
            return []
        gap, touch, right = dp(8), max(T.touch, dp(48)), self.right - dp(10)
        if self._below:
            width = (self.width - dp(20) - gap * (len(labels) - 1)) / len(labels)
            y = self.y + dp(10)
            boxes = [Box(self.x + dp(10) + n * (width + gap), y, width, touch) for n in range(len(labels))]
        else:
            boxes, y = [], self.y + (self.height - touch) / 2
            for _, label in reversed(labels):
                width = words_width(label, "label") + dp(36)
                boxes.insert(0, Box(right - width, y, width, touch))
                right -= width + gap
        return [Part(name, label, box) for (name, label), box in zip(labels, boxes, strict=True)]

    def arrange(self, box: Box) -> None:
        view = self.view
        self.height = self._wanted_height()
        if view is None:
            self.opacity = 0
            return
        self.opacity = 1
        box = box._replace(height=self.height)
        ink, ground = tone_colours(view.tone)
        neutral = view.tone == "neutral"
        self._ground.tone, self._icon.tone = "sunken" if neutral else ground, "ink2" if neutral else ink
        self._ground.place(box)
        parts = {part.name: part for part in self.parts()}
        for name in BUTTONS:
            part = parts.get(name)
            self._veils[name].hide()
            if part is None:
                self._boxes[name].hide()
                self._words[name].hide()
                continue
            self._boxes[name].place(part.box)
            self._words[name].place(part.box, part.text)
            if self.pressed == name:
                self._veils[name].place(part.box)
        left = min([part.box.x for part in parts.values()], default=box.right) if not self._below else box.right
        bottom = box.y + dp(10) + max(T.touch, dp(48)) if self._below else box.y
        room = Box(box.x + dp(52), bottom, max(0, left - box.x - dp(52) - dp(12)), box.top - bottom)
        self._icon.place(Box(box.x + dp(16), room.y, dp(26), room.height), "print")
        self._say(room)

    def _say(self, room: Box) -> None:
        view = self.view
        self._text.lines = 2 if words_width(view.text, "label") > room.width else 1
        high = words_height("label", self._text.lines)
        if not view.detail:
            self._detail.hide()
            self._text.place(room, view.text)
            return
        self._detail.lines = 1 if words_width(view.detail, "secondary") <= room.width else 2
        low = words_height("secondary", self._detail.lines)
        y = room.y + (room.height - high - low) / 2
        self._text.place(Box(room.x, y + low, room.width, high), view.text)
        self._detail.place(Box(room.x, y, room.width, low), view.detail)

    @property
    def _below(self) -> bool:
        """Whether the buttons stand below the words."""
        return T.handheld and len(self._labels()) > 1

    def _labels(self) -> list[tuple[str, str]]:
        view = self.view
        if view is None:
            return []
        labels = (("print", view.print_label), ("leave", view.leave_label), ("copy", view.copy_label))
        return [(name, label) for name, label in labels if label]

    def _wanted_height(self) -> float:
        if self.view is None:
            return 0
        touch = max(T.touch, dp(48))
        words = words_height("label", 2) + words_height("secondary", 2)
        if not T.handheld:
            return float(max(touch, words) + dp(20))
        told = words_height("label", 2) + (words_height("secondary", 2) if self.view.detail else 0)
        return float(touch + told + dp(24) if self._below else touch + dp(16))
