"""The life of one invoice as vertical steps, and the box that says what is wrong with it.

Every state is an icon and words; the colour only supports them. Both widgets are as high as what they say.
Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import ListProperty, OptionProperty, StringProperty

from terminal_app.screens.theme import T
from terminal_app.screens.widgets import Box, Drawing, Drawn, words_height
from terminal_app.screens.widgets.labels import tone_colours

# state: (icon, ink token, ground token, token of the words)
LOOKS = {
    "done": ("check", "ok", "ok_tint", "ink"),
    "now": ("schedule", "brand_ink", "brand", "ink"),
    "waiting": ("", "ink3", "", "ink2"),
    "problem": ("priority_high", "bad", "bad_tint", "bad"),
}
MOST_DETAIL_LINES = 4


class Lifeline(Drawn):
    """Steps from top to bottom; `steps` are presenters' Step(text, detail, state). Sets its own height."""

    steps = ListProperty([])
    redraw_on = ("steps",)

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._marks: list[tuple[Any, ...]] = []

    def arrange(self, box: Box) -> None:
        while len(self._marks) < len(self.steps):
            draw = self._draw
            self._marks.append(
                (draw.line(), draw.block("fill", None), draw.block("outline", None, "outline", 2), draw.icon(size=18),
                 draw.words("label"), draw.words("secondary", "ink2", lines=MOST_DETAIL_LINES))
            )  # fmt: skip
        disc, step_gap = dp(32), dp(10 if T.handheld else 14)
        left = box.x + disc + dp(14)
        width = max(0, box.right - left)
        placed: list[tuple[Any, float, float]] = []
        needed = 0.0
        for marks, step in zip(self._marks, self.steps, strict=False):
            height = max(disc, words_height("label") + self._detail_height(marks[5], step.detail, width))
            placed.append((step, needed, height))
            needed += height + step_gap
        self.height = max(0, needed - step_gap)
        top = self.y + self.height
        for index, (marks, (step, above, height)) in enumerate(zip(self._marks, placed, strict=False)):
            place = Box(box.x, top - above - height, box.width, height)
            self._place_step(marks, step, place, left, step_gap if index < len(placed) - 1 else None)
        for thread, ground, rim, icon, text, detail in self._marks[len(placed) :]:
            thread.place(Box(0, 0, 0, 0))
            ground.hide()
            rim.hide()
            icon.place(box, "")
            text.hide()
            detail.hide()

    def _detail_height(self, words: Any, detail: str, width: float) -> float:
        """The height that the detail takes when it is wrapped to the width; it is drawn to measure it."""
        if not detail:
            return 0
        words.place(Box(0, 0, width, words_height("secondary", MOST_DETAIL_LINES)), detail, from_top=True)
        return float(words.drawn_size[1])

    def _place_step(self, marks: tuple[Any, ...], step: Any, box: Box, left: float, gap: float | None) -> None:
        thread, ground, rim, icon, text, detail = marks
        name, ink, fill, words_tone = LOOKS[step.state]
        disc = dp(32)
        circle = Box(box.x, round(box.top - disc), disc, disc)
        if fill:
            ground.tone = fill
            ground.place(circle)
            rim.hide()
        else:
            ground.hide()
            rim.place(circle.inset(dp(4)))
        icon.tone = ink
        icon.place(circle, name)
        thin = max(2, round(dp(2)))
        thread.tone = "ok" if step.state == "done" else "line"
        start = circle.y - dp(3) + (0 if fill else dp(4))
        end = start if gap is None else box.y - gap + dp(3)
        thread.place(Box(box.x + disc / 2 - thin / 2, end, thin, start - end))
        label_height = words_height("label")
        text.tone = words_tone
        middle = circle.y + disc / 2
        text.place(Box(left, middle - label_height / 2, max(0, box.right - left), label_height), step.text)
        below = words_height("secondary", MOST_DETAIL_LINES)
        detail.place(
            Box(left, middle - label_height / 2 - below, max(0, box.right - left), below), step.detail, from_top=True
        )


class Told(Drawn):
    """A tinted box with an icon, what happened, and what to do next; wraps, and sets its own height."""

    icon = StringProperty("error")
    text = StringProperty("")
    hint = StringProperty("")
    tone = OptionProperty("bad", options=["ok", "warn", "bad", "neutral", "brand"])
    redraw_on = ("icon", "text", "hint", "tone")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 14)
        self._icon = draw.icon(size=24)
        self._text = draw.words("label", lines=4)
        self._hint = draw.words("secondary", lines=6)

    def arrange(self, box: Box) -> None:
        if not self.text:
            self._ground.hide()
            self.height = 0
            for mark in (self._text, self._hint):
                mark.hide()
            self._icon.place(box, "")
            return
        ink, ground = tone_colours(self.tone)
        self._ground.tone, self._icon.tone = ground, ink
        left, pad = box.x + dp(52), dp(14)
        width = max(0, box.right - left - dp(14))
        tall = dp(400)
        self._text.place(Box(left, 0, width, tall), self.text, from_top=True)
        text_height = self._text.drawn_size[1]
        self._hint.place(Box(left, 0, width, tall), self.hint, from_top=True)
        hint_height = self._hint.drawn_size[1]
        between = dp(4) if self.hint else 0
        self.height = text_height + between + hint_height + 2 * pad
        top = self.y + self.height
        self._ground.place(Box(box.x, self.y, box.width, self.height))
        line = words_height("label")
        self._icon.place(Box(box.x + dp(14), top - pad - line, dp(24), line), self.icon)
        self._text.place(Box(left, top - pad - tall, width, tall), self.text, from_top=True)
        self._hint.place(Box(left, top - pad - text_height - between - tall, width, tall), self.hint, from_top=True)
