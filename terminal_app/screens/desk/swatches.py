"""Squares to choose a look by: an icon on a tint, the chosen one with a rim. Window thread."""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import ListProperty, StringProperty

from terminal_app.screens.keys import dotted
from terminal_app.screens.widgets import Box, Drawing, Part, T, Touchable, TouchTarget


class SwatchGrid(Touchable):
    """As many squares beside each other as fit; `swatches` are rows' Swatch. A touch dispatches the swatch's key."""

    swatches = ListProperty([])
    chosen = StringProperty("")
    redraw_on = ("swatches", "chosen")

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._faces: list[tuple[Any, ...]] = []

    def _laid_out(self) -> list[tuple[Any, Box]]:
        side = float(T.touch + dp(4))
        across = max(1, int((self.width + T.gap) // (side + T.gap)))
        found = []
        for number, swatch in enumerate(self.swatches):
            line, place = divmod(number, across)
            bottom = self.top - (line + 1) * side - line * T.gap
            found.append((swatch, Box(round(self.x + place * (side + T.gap)), round(bottom), round(side), round(side))))
        return found

    def parts(self) -> list[Part]:
        return [Part(swatch.key, swatch.label, box) for swatch, box in self._laid_out()]

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())

    def arrange(self, box: Box) -> None:
        laid_out = self._laid_out()
        lines = len({place.y for _, place in laid_out})
        self.height = max(0.0, laid_out[0][1].height * lines + T.gap * (lines - 1)) if laid_out else 0.0
        while len(self._faces) < len(laid_out):
            draw = self._draw
            self._faces.append(
                (draw.block("fill", 12), draw.block("outline", 12, "brand", 3), draw.block("fill", 12, "press"),
                 draw.icon(size=28))
            )  # fmt: skip
        for face, (swatch, place) in zip(self._faces, self._laid_out(), strict=False):
            self._show(face, swatch, place)
        for ground, rim, veil, icon in self._faces[len(laid_out) :]:
            for block in (ground, rim, veil):
                block.hide()
            icon.place(box, "")

    def _show(self, face: tuple[Any, ...], swatch: Any, box: Box) -> None:
        ground, rim, veil, icon = face
        ground.tone, icon.tone = f"{swatch.tone}_tint", swatch.tone
        ground.place(box)
        for block, wanted in ((rim, swatch.key == self.chosen), (veil, self.pressed == swatch.key)):
            if wanted:
                block.place(box)
            else:
                block.hide()
        icon.place(box, swatch.icon)
