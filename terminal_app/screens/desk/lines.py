"""What the desk's rows are drawn with: a line with a switch or an arrow, chips that wrap, a note, lines to read.

Each is as high as its texts need: nothing is cut. They know presenters' frozen rows and no presenter. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, OptionProperty, StringProperty

from terminal_app.screens.keys import dotted
from terminal_app.screens.widgets import Box, Drawing, Drawn, Part, T, Touchable, TouchTarget, words_height, words_width
from terminal_app.screens.widgets.drawing import MOST_LINES, text_height
from terminal_app.screens.widgets.labels import tone_colours

TONES = {"ok": "ok", "warn": "warn", "bad": "bad", "brand": "brand", "busy": "neutral"}
ICONS = {"ok": "check_circle", "warn": "warning", "bad": "error", "brand": "info", "neutral": "info"}


class RowLine(Touchable):
    """Words with a second line, and at the right a switch, an arrow or nothing; `mark` is switch, arrow, radio or "".

    `on` turns the switch or fills the radio; `flush` lets the words stand at the very edge, as a field's do.
    `state` (a Badge) stands as a pill at the right, or below where there is
    no room. Sets its own height.
    """

    text = StringProperty("")
    detail = StringProperty("")
    icon = StringProperty("")
    tone = StringProperty("plain")
    mark = OptionProperty("", options=["", "switch", "arrow", "radio"])
    on = BooleanProperty(False)
    selected = BooleanProperty(False)
    flush = BooleanProperty(False)
    state = ObjectProperty(None, allownone=True)
    role = StringProperty("body")
    redraw_on = ("text", "detail", "icon", "tone", "mark", "on", "selected", "flush", "state", "role")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "brand_tint")
        self._veil = draw.block("fill", 12, "press")
        self._chip = draw.block("fill", 12, "plain_tint")
        self._icon = draw.icon(size=24, tone="plain")
        self._text = draw.words("body", lines=3)
        self._detail = draw.words("secondary", "ink2", lines=MOST_LINES)
        self._track = draw.block("fill", None, "outline")
        self._thumb = draw.block("fill", None, "surface")
        self._rim = draw.block("outline", None, "outline", 2)
        self._arrow = draw.icon("", 24, "ink2")
        self._pill = draw.block("fill", None)
        self._pill_icon = draw.icon(size=18)
        self._pill_text = draw.words("badge", lines=2)

    @property
    def text_shown(self) -> str:
        return str(self.text)

    def arrange(self, box: Box) -> None:
        inner = box if self.flush else box.inset(dp(10), 0)
        left = inner.x + (dp(52) if self.icon else dp(40) if self.mark == "radio" else 0)
        right = inner.right - {"switch": dp(68), "arrow": dp(30)}.get(self.mark, 0)
        pill = 0.0 if self.state is None else words_width(self.state.text, "badge") + dp(60)
        squeezed = right - left - pill - dp(12)
        beside = bool(pill) and squeezed >= max(dp(150), words_width(self.text, self.role) + 2)
        # A long second line needs the width more than the pill does.
        beside = beside and text_height(self.detail, "secondary", squeezed) <= words_height("secondary", 3)
        width = max(1.0, right - left - (pill + dp(12) if beside else 0))
        heights = (
            text_height(self.text, self.role, width, 3),
            text_height(self.detail, "secondary", width),
            dp(42) if pill and not beside else 0,
        )
        self.height = max(T.touch + dp(8), sum(heights) + dp(20))
        box = Box(box.x, self.y, box.width, self.height)
        self._show_ground(box)
        top = box.y + (box.height + sum(heights)) / 2
        self._text.role = self.role
        self._text.tone, self._detail.tone = ("ink3", "ink3") if self.disabled else ("ink", "ink2")
        self._text.place(Box(left, top - heights[0], width, heights[0]), self.text, from_top=True)
        top -= heights[0]
        self._detail.place(Box(left, top - heights[1], width, heights[1]), self.detail, from_top=True)
        top -= heights[1]
        room = Box(right - pill, box.y, pill, box.height) if beside else Box(left, top - dp(42), right - left, dp(42))
        self._show_state(room)
        self._show_marks(box, inner, right)

    def _show_ground(self, box: Box) -> None:
        for block, wanted in ((self._ground, self.selected), (self._veil, self.pressed is not None)):
            if wanted:
                block.place(box.inset(-dp(8), 0) if self.flush else box)
            else:
                block.hide()

    def _show_state(self, room: Box) -> None:
        if self.state is None:
            self._pill.hide()
            self._pill_text.hide()
            self._pill_icon.place(room, "")
            return
        ink, ground = tone_colours(TONES.get(self.state.tone, "neutral"))
        self._pill.tone, self._pill_icon.tone, self._pill_text.tone = ground, ink, ink
        pill = Box(room.x, room.y + (room.height - dp(34)) / 2, min(room.width, dp(8) + self._wanted), dp(34))
        self._pill.place(pill)
        self._pill_icon.place(Box(pill.x + dp(10), pill.y, dp(22), pill.height), self.state.icon)
        self._pill_text.lines = 1
        self._pill_text.place(Box(pill.x + dp(38), pill.y, pill.width - dp(46), pill.height), self.state.text)

    @property
    def _wanted(self) -> float:
        return float(words_width(self.state.text, "badge") + dp(46))

    def _show_marks(self, box: Box, inner: Box, right: float) -> None:
        chip = Box(inner.x, box.y + (box.height - dp(40)) / 2, dp(40), dp(40))
        if self.icon:
            plain = (f"{self.tone}_tint", self.tone)
            self._chip.tone, self._icon.tone = ("brand", "brand_ink") if self.selected else plain
            self._chip.place(chip)
        else:
            self._chip.hide()
        self._icon.place(chip, self.icon)
        for block in (self._track, self._thumb, self._rim):
            block.hide()
        self._arrow.tone = "ink2"
        if self.mark == "switch":
            track = Box(inner.right - dp(54), round(box.y + (box.height - dp(30)) / 2), dp(52), dp(30))
            self._track.tone = "line" if self.disabled else "brand" if self.on else "outline"
            self._track.place(track)
            x = track.right - dp(27) if self.on else track.x + dp(3)
            self._thumb.place(Box(x, track.y + dp(3), dp(24), dp(24)))
            self._arrow.tone, self._arrow.size = ("brand_text" if self.on else "ink2"), 16
            self._arrow.place(Box(x, track.y + dp(3), dp(24), dp(24)), "check" if self.on else "")
        elif self.mark == "radio":
            ring = Box(inner.x + dp(2), box.y + (box.height - dp(26)) / 2, dp(26), dp(26))
            self._track.tone = "brand"
            self._arrow.tone, self._arrow.size = "brand_ink", 18
            (self._track if self.on else self._rim).place(ring)
            self._arrow.place(ring, "check" if self.on else "")
        else:
            self._arrow.size = 24
            arrow = Box(right + dp(4), box.y, dp(26), box.height)
            self._arrow.place(arrow, "chevron_right" if self.mark == "arrow" else "")


class FlowChips(Touchable):
    """Chips that wrap to as many lines as they need: `options` are rows' Option; a touch dispatches its key.

    `removable` draws a cross on each; `even` makes them equally wide with a tick above the ones that are on. Sets its
    own height.
    """

    options = ListProperty([])
    removable = BooleanProperty(False)
    even = BooleanProperty(False)
    redraw_on = ("options", "removable", "even")

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._faces: list[tuple[Any, ...]] = []

    @property
    def _chip_height(self) -> float:
        return float(T.touch + (dp(6) if self.even else 0))

    def _laid_out(self) -> list[tuple[Any, Box]]:
        found, x, line = [], 0.0, 0
        widths = [words_width(option.label, "label") for option in self.options]
        widest = self._even_width(max(T.touch, max(widths, default=0) + dp(20)))
        for option, words in zip(self.options, widths, strict=True):
            width = widest if self.even else max(T.touch, words + dp(60 if self.removable else 36))
            if x and x + width > self.width + 1:
                x, line = 0.0, line + 1
            bottom = self.top - (line + 1) * self._chip_height - line * T.gap
            found.append((option, Box(round(self.x + x), round(bottom), round(width), round(self._chip_height))))
            x += width + T.gap
        return found

    def _even_width(self, least: float) -> float:
        """As wide as fills the lines, but at most twice what is needed."""
        across = int(min(len(self.options), (self.width + T.gap) // (least + T.gap))) or 1
        return min(2 * least, (self.width + T.gap) / across - T.gap)

    def parts(self) -> list[Part]:
        return [Part(option.key, option.label, box) for option, box in self._laid_out()]

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())

    def arrange(self, box: Box) -> None:
        laid_out = self._laid_out()
        lines = len({place.y for _, place in laid_out})
        self.height = max(0, lines * self._chip_height + (lines - 1) * T.gap)
        while len(self._faces) < len(laid_out):
            draw = self._draw
            self._faces.append(
                (draw.block("fill", 12), draw.block("outline", 12, "outline"), draw.block("fill", 12, "press"),
                 draw.icon(size=18), draw.words("label"))
            )  # fmt: skip
        for face, (option, place) in zip(self._faces, self._laid_out(), strict=False):
            self._show(face, option, place)
        for ground, rim, veil, icon, words in self._faces[len(laid_out) :]:
            for mark in (ground, rim, veil, words):
                mark.hide()
            icon.place(box, "")

    def _show(self, face: tuple[Any, ...], option: Any, box: Box) -> None:
        ground, rim, veil, icon, words = face
        ground.tone = "chip" if option.on else "sunken" if self.removable else "surface"
        icon.tone = words.tone = "chip_ink" if option.on else "ink"
        ground.place(box)
        for block, wanted in ((rim, not option.on), (veil, self.pressed == option.key)):
            if wanted:
                block.place(box)
            else:
                block.hide()
        if self.even:
            middle = box.y + box.height * 0.42
            words.align = "center"
            words.place(Box(box.x, middle - words_height("label") / 2, box.width, words_height("label")), option.label)
            icon.place(Box(box.x, middle + words_height("label") / 2, box.width, dp(16)), "check" if option.on else "")
        else:
            words.align = "left"
            words.place(Box(box.x + dp(16), box.y, box.width - dp(32), box.height), option.label)
            icon.place(Box(box.right - dp(38), box.y, dp(30), box.height), "close" if self.removable else "")


class NoteBox(Drawn):
    """A note on its tinted ground: icon, words, what to do. Sets its own height."""

    tone = OptionProperty("neutral", options=["ok", "warn", "bad", "neutral", "brand"])
    text = StringProperty("")
    detail = StringProperty("")
    redraw_on = ("tone", "text", "detail")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12)
        self._icon = draw.icon(size=24)
        self._text = draw.words("label", lines=MOST_LINES)
        self._detail = draw.words("secondary", "ink", lines=MOST_LINES)

    def arrange(self, box: Box) -> None:
        ink, ground = tone_colours(self.tone)
        width = max(1.0, box.width - dp(66))
        above, below = text_height(self.text, "label", width), text_height(self.detail, "secondary", width)
        self.height = max(dp(52), above + below + dp(24))
        self._ground.tone, self._icon.tone = ground, ink
        self._ground.place(Box(box.x, self.y, box.width, self.height))
        top = self.y + (self.height + above + below) / 2
        first = words_height("label")
        self._icon.place(Box(box.x + dp(12), top - first, dp(30), first), ICONS[self.tone])
        self._text.place(Box(box.x + dp(50), top - above, width, above), self.text, from_top=True)
        self._detail.place(Box(box.x + dp(50), top - above - below, width, below), self.detail, from_top=True)


class ReadLines(Drawn):
    """Lines to read, from top to bottom: rows' Line, each with a hairline below but the last. Sets its own height."""

    lines = ListProperty([])
    redraw_on = ("lines",)

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._faces: list[tuple[Any, ...]] = []

    def arrange(self, box: Box) -> None:
        while len(self._faces) < len(self.lines):
            draw = self._draw
            self._faces.append(
                (draw.icon(size=20), draw.words("body", lines=MOST_LINES), draw.words("amount", align="right", lines=2),
                 draw.words("secondary", "ink2", lines=MOST_LINES), draw.line())
            )  # fmt: skip
        sizes = [self._measured(line, box.width) for line in self.lines]
        self.height = sum(size[0] for size in sizes)
        top = self.y + self.height
        for number, (face, line, size) in enumerate(zip(self._faces, self.lines, sizes, strict=False)):
            place = Box(box.x, top - size[0], box.width, size[0])
            top -= size[0]
            self._show(face, line, place, size, last=number == len(sizes) - 1)
        for icon, left, right, detail, rule in self._faces[len(self.lines) :]:
            for mark in (left, right, detail):
                mark.hide()
            icon.place(box, "")
            rule.place(Box(0, 0, 0, 0))

    def _measured(self, line: Any, width: float) -> tuple[float, ...]:
        """(height, left's width, right's width, left's height, right's height, detail's height)"""
        inset = dp(32) if line.tone else 0
        right = min(words_width(line.right, "amount") + 2, (width - inset) * 0.55) if line.right else 0
        left = width - inset - (right + dp(12) if right else 0)
        heights = (
            text_height(line.left, "body", left),
            text_height(line.right, "amount", right, 2),
            text_height(line.detail, "secondary", width - inset),
        )
        return max(heights[0], heights[1]) + heights[2] + dp(20), left, right, *heights

    def _show(self, face: tuple[Any, ...], line: Any, box: Box, size: tuple[float, ...], *, last: bool) -> None:
        icon, left, right, detail, rule = face
        _, left_width, right_width, left_height, right_height, below = size
        start = box.x + (dp(32) if line.tone else 0)
        tone = TONES.get(line.tone, "neutral")
        icon.tone = tone_colours(tone)[0]
        top = box.top - dp(10)
        icon.place(
            Box(box.x, top - words_height("body"), dp(24), words_height("body")), ICONS[tone] if line.tone else ""
        )
        left.place(Box(start, top - left_height, left_width, left_height), line.left, from_top=True)
        right.place(
            Box(box.right - right_width, top - right_height, right_width, right_height), line.right, from_top=True
        )
        under = top - max(left_height, right_height)
        detail.place(Box(start, under - below, box.right - start, below), line.detail, from_top=True)
        rule.place(Box(0, 0, 0, 0) if last else Box(box.x, box.y, box.width, max(1, round(dp(1)))))


class ButtonsPreview(Drawn):
    """The payment screen's channel buttons in small, as they will stand there. Sets its own height."""

    buttons = ListProperty([])
    empty = StringProperty("")
    redraw_on = ("buttons", "empty")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 14, "bg")
        self._empty = draw.words("secondary", "ink2", align="center", lines=3)
        self._faces = [(draw.block("card", 12, "surface"), draw.icon(size=24), draw.words("label")) for _ in range(8)]

    def arrange(self, box: Box) -> None:
        pitch, pad = dp(52), dp(14)
        rows = len(self.buttons)
        self.height = rows * (pitch + dp(8)) - dp(8) + 2 * pad if rows else dp(88)
        place = Box(box.x, self.y, box.width, self.height)
        self._ground.place(place)
        self._empty.place(place.inset(dp(16)), "" if rows else self.empty)
        width = min(place.width - 2 * pad, dp(360))
        left = place.x + (place.width - width) / 2
        for number, (ground, icon, words) in enumerate(self._faces):
            if number >= rows:
                ground.hide()
                words.hide()
                icon.place(place, "")
                continue
            card = Box(left, place.top - pad - pitch - number * (pitch + dp(8)), width, pitch)
            ground.place(card)
            icon.place(Box(card.x + dp(14), card.y, dp(28), card.height), self.buttons[number].icon)
            words.place(Box(card.x + dp(54), card.y, card.width - dp(66), card.height), self.buttons[number].label)
