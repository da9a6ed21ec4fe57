"""A paper as a white slip, drawn line by line; white in every look, as paper is.

Knows the styles of a paper's lines and nothing of sales. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, InstructionGroup, Line
from kivy.metrics import dp
from kivy.properties import ListProperty

from terminal_app.screens.widgets import Box, Drawing, Drawn, T, words_height, words_width
from terminal_app.screens.widgets.text import printable, wrapped

# The bar's colours are the two that stay light and dark in every look: ink on paper.
PAPER, INK = "bar_ink", "bar"
# style: (role, alignment of what stands alone, share of the ink)
STYLES = {
    "strong": ("label", "center", 1.0),
    "heading": ("title", "center", 1.0),
    "marking": ("heading", "center", 1.0),
    "centre": ("secondary", "center", 0.85),
    "pair": ("secondary", "left", 1.0),
    "small": ("tag", "left", 0.75),
    "rule": ("tag", "left", 0.35),
    "sign": ("tag", "left", 0.75),
}
SIGN_HEIGHT_DP = 84
SIGN_ROOM = "sign_room"
"""The empty place above the words "Signature"."""
MOST_WRAPPED_LINES = 24


class Slip(Drawn):
    """Paper lines (style, left, right, and a `middle` column where there is one). Sets its own height, none for none.

    `strokes` are drawn in the place for a signature; their points are in thousandths of its width.
    """

    lines = ListProperty([])
    strokes = ListProperty([])
    redraw_on = ("lines", "strokes")

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._paper = draw.block("card", 6, PAPER)
        self._marks: list[Any] = []
        self._rules: list[Any] = []
        self._signature = InstructionGroup()
        self.canvas.add(self._signature)

    def arrange(self, box: Box) -> None:
        inner = box.inset(dp(18 if T.handheld else 24), dp(22))
        rows = [row for line in self.lines for row in self._rows(line, inner.width)]
        heights = [self._height(row[0]) for row in rows]
        self._signature.clear()
        self.height = sum(heights) + 2 * dp(22) if rows else 0
        if rows:
            self._paper.place(Box(box.x, self.y, box.width, self.height))
        else:
            self._paper.hide()
        top = self.y + self.height - dp(22)
        used_words, used_rules = 0, 0
        for (style, left, middle, right), height in zip(rows, heights, strict=True):
            place = Box(inner.x, top - height, inner.width, height)
            top -= height
            if style == "rule":
                used_rules = self._rule(place, used_rules)
            elif style == SIGN_ROOM:
                used_rules = self._rule(place._replace(height=dp(2)), used_rules)
                self._sign(place)
            else:
                used_words = self._row(place, used_words, style, (left, middle, right))
        for mark in self._marks[used_words:]:
            mark.hide()
        for mark in self._rules[used_rules:]:
            mark.place(Box(0, 0, 0, 0))

    def _height(self, style: str) -> float:
        if style == "rule":
            return float(dp(18))
        if style == SIGN_ROOM:
            return float(dp(SIGN_HEIGHT_DP))
        return float(words_height(self._role(style)) + dp(10 if style == "heading" else 4))

    def _role(self, style: str) -> str:
        """The role of a style; a marking is at least half as large again as the sum, on a small screen too."""
        return "total" if style == "marking" and T.handheld else STYLES[style][0]

    def _sign(self, box: Box) -> None:
        """The signature in its place, as large as fits."""
        if not self.strokes:
            return
        tallest = max(y for stroke in self.strokes for _, y in stroke)
        scale = min(box.width / 1000, box.height / max(tallest, 1))
        self._signature.add(Color(*T.colour(INK)))
        for stroke in self.strokes:
            points = [number for x, y in stroke for number in (box.x + x * scale, box.top - y * scale)]
            self._signature.add(Line(points=points, width=dp(1.2)))

    def _rows(self, line: Any, width: float) -> list[tuple[str, str, str, str]]:
        """The line as rows that fit the paper: no name on a receipt is cut, it is wrapped."""
        style, left, right = line.style, line.left, line.right
        if style == "sign":
            return [(SIGN_ROOM, "", "", ""), (style, f"{left}: {right}".rstrip(": "), "", "")]
        if style == "rule" or line.middle:
            return [(style, left, line.middle, right)]
        if not right:
            return [(style, part, "", "") for part in self._parts(left, style, width)]
        role = self._role(style)
        beside = width - words_width(right, role) - dp(12)
        if beside >= words_width(left, role):
            return [(style, left, "", right)]
        if beside >= width * 0.45:
            parts = self._parts(left, style, beside)
            return [(style, parts[0], "", right), *((style, part, "", "") for part in parts[1:])]
        return [(style, left, "", ""), *((style, "", "", part) for part in self._parts(right, style, width * 0.9))]

    def _parts(self, text: str, style: str, width: float) -> list[str]:
        size, weight = T.font(self._role(style))
        return wrapped(printable(text, lines=2), size, weight, int(width), MOST_WRAPPED_LINES).split("\n")

    def _rule(self, box: Box, used: int) -> int:
        if used == len(self._rules):
            self._rules.append(self._draw.line(INK))
            self._rules[-1].strength = STYLES["rule"][2]
        self._rules[used].place(Box(box.x, round(box.y + box.height / 2), box.width, max(1, round(dp(1)))))
        return used + 1

    def _row(self, box: Box, used: int, style: str, texts: tuple[str, str, str]) -> int:
        left, middle, right = texts
        _, alone, strength = STYLES[style]
        role = self._role(style)
        if not right:
            return self._words(box, used, role, alone, strength, left)
        wanted = words_width(right, role) + 1
        least = min(words_width(left, role) + 1, box.width * 0.4)
        right_width = min(wanted, box.width - least - dp(12))
        used = self._words(
            Box(box.right - right_width, box.y, right_width, box.height), used, role, "right", strength, right
        )
        room = max(0, box.width - right_width - dp(12))
        if middle:
            column = Box(box.x, box.y, box.width * 0.68, box.height)
            used = self._words(column, used, role, "right", strength, middle)
            room = min(room, max(0, column.width - words_width(middle, role) - dp(10)))
        return self._words(Box(box.x, box.y, room, box.height), used, role, "left", strength, left)

    def _words(self, box: Box, used: int, role: str, align: str, strength: float, text: str) -> int:
        if used == len(self._marks):
            self._marks.append(self._draw.words(role, INK))
        mark = self._marks[used]
        mark.role, mark.align, mark.strength = role, align, strength
        mark.place(box, text)
        return used + 1
