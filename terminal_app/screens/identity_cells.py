"""The identity card of the buyer, and what stands in the invoice's way: drawn as high as they need to be.

Fill themselves from the presenter's card; no words of their own. Window thread.
"""

from __future__ import annotations

from kivy.metrics import dp
from kivy.properties import ObjectProperty, StringProperty

from terminal_app.screens.customer_cells import Face
from terminal_app.screens.widgets import Box, Drawing, Drawn, Icon, T, Words, words_height, words_width
from terminal_app.screens.widgets.labels import tone_colours

MOST_FACTS = 4
MOST_LINES = 4


class IdentityBox(Drawn):
    """Who is invoiced: name, numbers and town, and under a line how it goes out, when it is due and what waits."""

    card = ObjectProperty(None, allownone=True)
    redraw_on = ("card",)

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 14, "brand_tint")
        self._rim = draw.block("outline", 14, "brand", 2)
        self._face = Face(draw, "title", whole_name=True)
        self._rule = draw.line("line")
        self._facts = [(draw.icon(size=18, tone="brand_text"), draw.words("secondary")) for _ in range(MOST_FACTS)]
        self._age = draw.words("tag", "ink2")

    def arrange(self, box: Box) -> None:
        if self.card is None:
            return
        pad, side = dp(14), dp(44 if T.handheld else 56)
        width = max(0, box.width - 2 * pad)
        face = self._face.height_for(self.card.row, width, side)
        rows = [self._height_of(fact.text, width) for fact in self.card.facts]
        age = words_height("tag") + dp(4) if self.card.age else 0
        self.height = round(face + sum(rows) + age + 2 * pad + dp(18))
        box = Box(box.x, box.y, box.width, self.height)
        self._ground.place(box)
        self._rim.place(box)
        inner = box.inset(pad)
        self._face.place(Box(inner.x, inner.top - face, inner.width, face), self.card.row, side)
        top = inner.top - face - dp(9)
        self._rule.place(Box(inner.x, round(top), inner.width, max(1, round(dp(1)))))
        top -= dp(9)
        for place, (icon, words) in enumerate(self._facts):
            if place >= len(rows):
                icon.place(box, "")
                words.hide()
                continue
            fact = self.card.facts[place]
            self._show(icon, words, Box(inner.x, top - rows[place], inner.width, rows[place]), fact.icon, fact.text)
            top -= rows[place]
        self._age.place(Box(inner.x, inner.y, inner.width, words_height("tag")), self.card.age)

    def _height_of(self, text: str, width: float) -> float:
        lines = 2 if words_width(text, "secondary") > width - dp(28) else 1
        return words_height("secondary", lines) + dp(4)

    def _show(self, icon: Icon, words: Words, box: Box, name: str, text: str) -> None:
        """One fact: its icon beside the first line."""
        line = words_height("secondary")
        icon.tone = "warn" if name == "warning" else "brand_text"
        icon.place(Box(box.x, box.top - line - dp(2), dp(20), line), name)
        words.lines = 2
        words.place(Box(box.x + dp(28), box.y, max(0, box.width - dp(28)), box.height - dp(2)), text, from_top=True)


class WarnedBox(Drawn):
    """Something to know before finishing: what it means, what it is, and what to do now."""

    tone = StringProperty("warn")
    icon = StringProperty("warning")
    meaning = StringProperty("")
    text = StringProperty("")
    hint = StringProperty("")
    redraw_on = ("tone", "icon", "meaning", "text", "hint")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "warn_tint")
        self._icon = draw.icon(size=22)
        self._meaning = draw.words("secondary")
        self._text = draw.words("label", lines=MOST_LINES)
        self._hint = draw.words("secondary", lines=MOST_LINES)

    def arrange(self, box: Box) -> None:
        ink, ground = tone_colours(self.tone)
        self._ground.tone, self._icon.tone, self._meaning.tone = ground, ink, ink
        left = box.x + dp(12) + dp(32)
        width = max(0, box.right - dp(12) - left)
        high = words_height("secondary")
        # Placed once far too high, only to learn how many lines they take.
        text, hint = self._measured(self._text, self.text, width), self._measured(self._hint, self.hint, width)
        self.height = round(high + text + hint + dp(24))
        box = Box(box.x, box.y, box.width, self.height)
        self._ground.place(box)
        top = box.top - dp(10)
        self._icon.place(Box(box.x + dp(12), top - high, dp(24), high), self.icon)
        self._meaning.place(Box(left, top - high, width, high), self.meaning)
        top -= high + dp(2)
        self._text.place(Box(left, top - text, width, text), self.text, from_top=True)
        top -= text + dp(2)
        self._hint.place(Box(left, top - hint, width, hint), self.hint, from_top=True)

    @staticmethod
    def _measured(words: Words, text: str, width: float) -> float:
        words.place(Box(0, 0, width, 10_000), text, from_top=True)
        return words.drawn_size[1]
