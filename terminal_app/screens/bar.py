"""What stands in the bar and on the cart's edge: the badge of the deliveries, the operator, the head of the cart.

Drawn widgets with no presenter. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty

from terminal_app.screens.widgets import Box, Drawing, Drawn, T, Touchable, words_height, words_width
from terminal_app.screens.widgets.labels import tone_colours


class StatusBadge(Touchable):
    """The state of the deliveries as a pill with icon and words; it never grows beyond `widest` pixels.

    Words that do not fit one line stand on two, smaller: nothing of them is cut.
    """

    text = StringProperty("")
    icon = StringProperty("cloud_done")
    tone = StringProperty("ok")
    widest = NumericProperty(320)
    redraw_on = ("text", "icon", "tone", "widest")

    def build(self, draw: Drawing) -> None:
        self._pill = draw.block("fill", None)
        self._veil = draw.block("fill", None, "press")
        self._icon = draw.icon(size=20)
        self._words = draw.words("badge")

    @property
    def text_shown(self) -> str:
        return str(self.text)

    def arrange(self, box: Box) -> None:
        ink, ground = tone_colours(self.tone if self.tone in ("ok", "warn", "bad") else "brand")
        self._pill.tone, self._icon.tone, self._words.tone = ground, ink, ink
        before, after = (dp(42), dp(14)) if self.text else (dp(34), dp(10))  # an icon alone stands in a circle
        one_line = words_width(self.text, "badge") + 2 if self.text else 0
        if before + one_line + after <= self.widest:
            self._words.role, self._words.lines, room, height = "badge", 1, one_line, dp(36)
        else:
            self._words.role, self._words.lines, height = "tag", 2, dp(42)
            room = min(self.widest - before - after, words_width(self.text, "tag") * 0.62 + dp(16))
        self.width = round(before + room + after)
        pill = Box(box.x, round(box.y + (box.height - height) / 2), self.width, height)
        self._pill.place(pill)
        if self.pressed is None:
            self._veil.hide()
        else:
            self._veil.place(pill)
        self._icon.place(Box(pill.x + dp(12), pill.y, dp(22), pill.height), self.icon)
        self._words.place(Box(pill.x + before, pill.y, room, pill.height), self.text)


class PrinterMark(StatusBadge):
    """That the printer needs somebody: a pill like the badge, with its words where there is room for them."""

    words = StringProperty("")
    named = BooleanProperty(True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(icon="print", tone="bad", size_hint=(None, None), pos_hint={"center_y": 0.5}, **kwargs)
        self.height, self.widest = T.touch, dp(240)
        self.bind(words=self._name, named=self._name)
        self._name()

    def _name(self, *_: object) -> None:
        self.text = self.words if self.named else ""

    @property
    def text_shown(self) -> str:
        return str(self.words)


class OperatorButton(Touchable):
    """Who stands at the till, as initials and name on a pill: the way to the menu."""

    name = StringProperty("")
    initials = StringProperty("")
    menu_label = StringProperty("")
    widest = NumericProperty(220)
    redraw_on = ("name", "initials", "widest", "menu_label")

    def build(self, draw: Drawing) -> None:
        self._pill = draw.block("fill", None, "bar_field")
        self._veil = draw.block("fill", None, "press_light")
        self._circle = draw.block("fill", None, "brand")
        self._initials = draw.words("badge", "brand_ink", align="center")
        self._name = draw.words("badge", "bar_ink")
        self._icon = draw.icon("menu", 22, "bar_ink")

    @property
    def text_shown(self) -> str:
        return str(self.menu_label)

    def arrange(self, box: Box) -> None:
        side = dp(36)
        name = min(words_width(self.name, "badge") + 1, self.widest - side - dp(58))
        self.width = round(side + name + dp(58))
        pill = Box(box.x, round(box.y + (box.height - T.touch) / 2), self.width, T.touch)
        self._pill.place(pill)
        if self.pressed is None:
            self._veil.hide()
        else:
            self._veil.place(pill)
        circle = Box(pill.x + dp(6), pill.y + (pill.height - side) / 2, side, side)
        self._circle.place(circle)
        self._initials.place(circle, self.initials)
        self._name.place(Box(circle.right + dp(8), pill.y, name, pill.height), self.name)
        self._icon.place(Box(pill.right - dp(38), pill.y, dp(24), pill.height))


class TrainingStrip(Drawn):
    """That the till trains, over the whole width below the bar and as high as its words; no room while there are none.

    Words and warning signs on a ground of its own: never a colour alone. On the counter the words stand at the left,
    where no sheet lies over them.
    """

    text = StringProperty("")
    redraw_on = ("text",)

    def build(self, draw: Drawing) -> None:
        self._ground = draw.line("warn")
        self._icons = [draw.icon("", 20, "surface") for _ in "12"]
        self._words = draw.words("badge", "surface", align="center")

    def arrange(self, box: Box) -> None:
        edge = dp(12) + dp(20) + dp(10)
        room = max(0, box.width - 2 * edge)
        lines = 1 if words_width(self.text, "badge") <= room else 2
        self.height = round(words_height("badge", lines) + dp(8)) if self.text else 0
        box = box._replace(height=self.height)
        self._ground.place(box)
        for icon, left in zip(self._icons, (box.x + dp(12), box.right - dp(32)), strict=True):
            icon.place(Box(left, box.y, dp(20), box.height), "warning" if self.text else "")
        self._words.lines, self._words.align = lines, "center" if T.handheld else "left"
        self._words.place(Box(box.x + edge, box.y, room, box.height), self.text)


class CartHead(Touchable):
    """The head of the cart's sheet on a handheld: title, count and an arrow; a tap opens all of it or folds it."""

    title = StringProperty("")
    count = StringProperty("")
    expanded = BooleanProperty(False)
    redraw_on = ("title", "count", "expanded")

    def build(self, draw: Drawing) -> None:
        self._veil = draw.block("fill", 12, "press")
        self._icon = draw.icon("expand_less", 24, "ink2")
        self._title = draw.words("label")
        self._count = draw.words("secondary", "ink2")

    @property
    def text_shown(self) -> str:
        return str(self.title)

    def arrange(self, box: Box) -> None:
        if self.pressed is None:
            self._veil.hide()
        else:
            self._veil.place(box)
        arrow = Box(box.x, box.y, dp(22), box.height)
        self._icon.place(arrow, "expand_more" if self.expanded else "expand_less")
        left, width = arrow.right + dp(4), max(0, box.right - arrow.right - dp(4))
        fits = (role for role in ("label", "secondary", "tag") if words_width(self.title, role) <= width)
        role = next(fits, "")
        shown = self.title if role else self.title.partition(" ")[0]  # then the number alone
        self._title.role = role or "label"
        high, low = words_height("label"), words_height("secondary") if self.count else 0
        bottom = box.y + (box.height - high - low) / 2
        self._title.place(Box(left, bottom + low, width, high), shown)
        self._count.place(Box(left, bottom, width, low), self.count)


class Amounts(Drawn):
    """Small lines of words and amounts under each other: `rows` are (words, amount). It is as high as `least` rows."""

    rows = ListProperty([])
    least = NumericProperty(2)
    redraw_on = ("rows", "least")

    def build(self, draw: Drawing) -> None:
        self._lines = [
            (draw.words("secondary", "ink2"), draw.words("secondary", "ink", align="right")) for _ in "12345"
        ]

    def arrange(self, box: Box) -> None:
        step = round(words_height("secondary") * 1.2)
        self.height = step * max(int(self.least), min(len(self.rows), len(self._lines)))
        for number, (words, amount) in enumerate(self._lines):
            if number >= len(self.rows):
                words.hide()
                amount.hide()
                continue
            left, right = self.rows[number]
            width = words_width(right, "secondary") + 1
            place = Box(box.x, box.y + self.height - (number + 1) * step, box.width, step)
            amount.place(place, right)
            words.place(place._replace(width=max(0, box.width - width - dp(8))), left)


class QuietWords(Drawn):
    """What a small empty place says: a title and below it what to do, no more."""

    title = StringProperty("")
    text = StringProperty("")
    redraw_on = ("title", "text")

    def build(self, draw: Drawing) -> None:
        self._title = draw.words("label", "ink2", align="center")
        self._text = draw.words("secondary", "ink2", align="center")

    def arrange(self, box: Box) -> None:
        high, low = words_height("label"), words_height("secondary")
        bottom = box.y + (box.height - high - low) / 2
        self._title.place(Box(box.x, bottom + low, box.width, high), self.title)
        self._text.place(Box(box.x, bottom, box.width, low), self.text)
