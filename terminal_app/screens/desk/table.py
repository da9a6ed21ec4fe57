"""A table of columns, drawn as one widget: `table_layout` says where, this draws it and feels its rows.

Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import ObjectProperty

from terminal_app.presenters.desk.table import TableRow
from terminal_app.screens.desk.lines import ICONS, TONES
from terminal_app.screens.desk.table_layout import Layout, Piece, Placed, laid_out
from terminal_app.screens.keys import dotted
from terminal_app.screens.theme import T
from terminal_app.screens.widgets import Box, Drawing, Part, Touchable, TouchTarget
from terminal_app.screens.widgets.drawing import MOST_LINES
from terminal_app.screens.widgets.labels import tone_colours


class TableGrid(Touchable):
    """`table` (a Table) with hairlines between its rows; a touch dispatches the row's key. Sets its own height."""

    table = ObjectProperty(None, allownone=True)
    redraw_on = ("table",)

    def build(self, draw: Drawing) -> None:
        self._made: tuple[Any, Layout] = ((), Layout())
        self._veil = draw.block("fill", 12, "press")
        self._draw = draw
        self._words: list[Any] = []
        self._faces: list[tuple[Any, ...]] = []

    @property
    def _layout(self) -> Layout:
        """The layout of what is shown now; made anew only when the table, the width or a measure changed."""
        wanted = (self.table, self.width, T.revision)
        if self._made[0] != wanted:
            self._made = (wanted, Layout() if self.table is None else laid_out(self.table, self.width))
        return self._made[1]

    def parts(self) -> list[Part]:
        return [
            Part(placed.row.key, _first_words(placed.row), self._turned(placed.box))
            for placed in self._layout.rows
            if placed.row.key
        ]

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())

    def arrange(self, box: Box) -> None:
        layout = self._layout
        self.height = layout.height
        self._veil.hide()
        self._show_words(layout.pieces)
        while len(self._faces) < len(layout.rows):
            draw = self._draw
            self._faces.append(
                (draw.line(), draw.icon(size=20), draw.block("fill", None), draw.icon(size=18), draw.words("badge"),
                 draw.icon("", 24, "ink2"))
            )  # fmt: skip
        first_sum = next((placed for placed in layout.rows if placed.is_sum), None)
        for face, placed in zip(self._faces, layout.rows, strict=False):
            self._show_row(face, placed, heavy=placed is first_sum)
        for rule, icon, pill, pill_icon, pill_text, arrow in self._faces[len(layout.rows) :]:
            rule.place(Box(0, 0, 0, 0))
            pill.hide()
            pill_text.hide()
            for mark in (icon, pill_icon, arrow):
                mark.place(box, "")

    def _turned(self, box: Box) -> Box:
        """A box of the layout in the widget's own coordinates."""
        return Box(self.x + box.x, self.y + self._layout.height - box.y - box.height, box.width, box.height)

    def _show_words(self, pieces: list[Piece]) -> None:
        while len(self._words) < len(pieces):
            self._words.append(self._draw.words(lines=MOST_LINES))
        for mark, piece in zip(self._words, pieces, strict=False):
            mark.role, mark.tone, mark.align = piece.role, piece.tone, piece.align
            mark.place(self._turned(piece.box), piece.text, from_top=True)
        for mark in self._words[len(pieces) :]:
            mark.hide()

    def _show_row(self, face: tuple[Any, ...], placed: Placed, *, heavy: bool) -> None:
        rule, icon, pill, pill_icon, pill_text, arrow = face
        row, box = placed.row, self._turned(placed.box)
        if row.key and self.pressed == row.key:
            self._veil.place(box.inset(-dp(8), 0))
        thick = max(1, round(dp(2 if heavy else 1)))
        rule.tone = "ink2" if heavy else "line"
        below_something = placed.box.y > 0
        rule.place(Box(box.x, box.top - thick / 2, box.width, thick) if below_something else Box(0, 0, 0, 0))
        tone = TONES.get(row.tone, "neutral")
        icon.tone = tone_colours(tone)[0]
        icon.place(
            box if placed.icon is None else self._turned(placed.icon), "" if placed.icon is None else ICONS[tone]
        )
        arrow.place(Box(box.right - dp(26), box.y, dp(26), box.height), "chevron_right" if row.key else "")
        if row.state is None or placed.pill is None:
            pill.hide()
            pill_text.hide()
            pill_icon.place(box, "")
            return
        ink, ground = tone_colours(TONES.get(row.state.tone, "neutral"))
        room = self._turned(placed.pill)
        pill.tone, pill_icon.tone, pill_text.tone = ground, ink, ink
        pill.place(room)
        pill_icon.place(Box(room.x + dp(10), room.y, dp(22), room.height), row.state.icon)
        pill_text.place(Box(room.x + dp(38), room.y, room.width - dp(46), room.height), row.state.text)


def _first_words(row: TableRow) -> str:
    first = row.cells[0] if row.cells else ""
    return first if isinstance(first, str) else first.text
