"""What is read and not touched: text lines, badges, initials, separators, empty states.

Everything here is drawn by marks and follows the theme. Window thread.
"""

from __future__ import annotations

from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty, OptionProperty, StringProperty

from terminal_app.screens.theme import ROLES
from terminal_app.screens.widgets.base import Drawn, Part, Touchable
from terminal_app.screens.widgets.drawing import Box, Drawing, words_height, words_width

TONES = ("ok", "warn", "bad", "neutral", "brand")


def tone_colours(tone: str) -> tuple[str, str]:
    """The theme tokens (words, ground) of a tone."""
    if tone == "neutral":
        return "ink2", "sunken"
    if tone == "brand":
        return "brand_text", "brand_tint"
    return tone, f"{tone}_tint"


class TextLine(Drawn):
    """One text in a role of the type scale, as typed: cut or wrapped to its width, never markup.

    `tone` is any ink token; `lines` more than 1 wraps; `fit_width`/`fit_height` take the size from the text.
    """

    text = StringProperty("")
    role = OptionProperty("body", options=list(ROLES))
    tone = StringProperty("ink")
    align = OptionProperty("left", options=["left", "center", "right"])
    valign = OptionProperty("middle", options=["middle", "top"])
    lines = NumericProperty(1)
    fit_height = BooleanProperty(False)
    redraw_on = ("text", "role", "tone", "align", "valign", "lines", "fit_height")

    def build(self, draw: Drawing) -> None:
        self._words = draw.words()

    def arrange(self, box: Box) -> None:
        words = self._words
        words.role, words.align, words.lines = self.role, self.align, int(self.lines)
        words.tone = self.tone
        if self.fit_width:
            self.width = words_width(self.text, self.role) + 1
            box = box._replace(width=self.width)
        words.place(box, self.text, from_top=self.valign == "top")
        if self.fit_height:
            self.height = max(words.drawn_size[1], words_height(self.role))


class IconMark(Drawn):
    """A bare icon; with a `hue` (coffee, bakery, food, drink, sweet, eco, plain, violet) it stands on a chip."""

    icon = StringProperty("info")
    icon_size = NumericProperty(24)
    tone = StringProperty("ink")
    hue = StringProperty("")
    redraw_on = ("icon", "icon_size", "tone", "hue")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12)
        self._icon = draw.icon()

    def arrange(self, box: Box) -> None:
        if self.hue:
            self._ground.tone = f"{self.hue}_tint"
            self._ground.place(box)
        else:
            self._ground.hide()
        self._icon.size = self.icon_size
        self._icon.tone = self.hue or self.tone
        self._icon.place(box, self.icon)


class Badge(Touchable):
    """A pill with an icon and words in a tone (ok, warn, bad, neutral, brand); `tappable` makes it a button.

    The pill is `pill` dp high and centred in the widget's height, so that the finger has more room than the eye.
    """

    icon = StringProperty("")
    text = StringProperty("")
    tone = OptionProperty("neutral", options=TONES)
    tappable = BooleanProperty(False)
    pill = NumericProperty(36)
    role = StringProperty("badge")
    redraw_on = ("icon", "text", "tone", "tappable", "pill", "role")

    def build(self, draw: Drawing) -> None:
        self._pill = draw.block("fill", None)
        self._press = draw.block("fill", None, "press")
        self._icon = draw.icon(size=20)
        self._words = draw.words(self.role)

    def parts(self) -> list[Part]:
        return super().parts() if self.tappable else []

    @property
    def text_shown(self) -> str:
        return str(self.text)

    def arrange(self, box: Box) -> None:
        ink, ground = tone_colours(self.tone)
        self._words.role = self.role
        icon_width = dp(28) if self.icon else 0
        padding = dp(14 if self.icon else 12)
        self.natural_width = 2 * padding + icon_width + words_width(self.text, self.role) + 2
        if self.fit_width:
            self.width = self.natural_width
        height = min(box.height, dp(self.pill))
        pill = Box(box.x, round(box.y + (box.height - height) / 2), self.width, height)
        self._pill.tone, self._icon.tone, self._words.tone = ground, ink, ink
        self._pill.place(pill)
        if self.pressed is not None:
            self._press.place(pill)
        else:
            self._press.hide()
        start = pill.x + padding
        self._icon.place(Box(start - dp(2), pill.y, dp(22), pill.height), self.icon)
        start += icon_width
        self._words.place(Box(start, pill.y, pill.right - padding - start + 2, pill.height), self.text)


class Avatar(Drawn):
    """Initials of a name in a circle; `hue` or brand coloured."""

    name = StringProperty("")
    hue = StringProperty("")
    role = StringProperty("secondary")
    redraw_on = ("name", "hue", "role")

    def build(self, draw: Drawing) -> None:
        self._circle = draw.block("fill", None, "brand")
        self._words = draw.words("secondary", "brand_ink", align="center")

    def arrange(self, box: Box) -> None:
        side = min(box.width, box.height)
        circle = Box(round(box.x + (box.width - side) / 2), round(box.y + (box.height - side) / 2), side, side)
        self._circle.tone = f"{self.hue}_tint" if self.hue else "brand"
        self._words.tone = self.hue or "brand_ink"
        self._words.role = "tag" if side < dp(34) else "label"
        self._circle.place(circle)
        self._words.place(circle, initials(self.name))


def initials(name: str) -> str:
    """Up to two capital letters that stand for a name: "Bjørn Ødegård" → "BØ"; "" for a name without letters."""
    words = [word for word in (part.strip("()[]«»\"'.,-&/") for part in name.split()) if word[:1].isalnum()]
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


class Separator(Drawn):
    """A hairline across the middle of its box."""

    tone = StringProperty("line")
    vertical = BooleanProperty(False)
    redraw_on = ("tone", "vertical")

    def build(self, draw: Drawing) -> None:
        self._line = draw.line()

    def arrange(self, box: Box) -> None:
        self._line.tone = self.tone
        thin = max(1, round(dp(1)))
        x, y = box.centre
        across = Box(box.x, round(y), box.width, thin)
        self._line.place(Box(round(x), box.y, thin, box.height) if self.vertical else across)


class EmptyState(Drawn):
    """What an empty place says: an icon, what is so, and what to do."""

    icon = StringProperty("info")
    title = StringProperty("")
    text = StringProperty("")
    redraw_on = ("icon", "title", "text")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", None, "sunken")
        self._icon = draw.icon(size=34, tone="ink3")
        self._title = draw.words("label", "ink", align="center")
        self._text = draw.words("secondary", "ink2", align="center", lines=3)

    def arrange(self, box: Box) -> None:
        width = min(box.width - dp(24), dp(360))
        left = box.x + (box.width - width) / 2
        disc, gap = dp(72), dp(12)
        title_height, text_height = words_height("label"), words_height("secondary", 3)
        used = disc + gap + title_height + dp(4) + words_height("secondary", 2)
        top = box.y + (box.height + used) / 2
        circle = Box(round(box.x + (box.width - disc) / 2), round(top - disc), disc, disc)
        self._ground.place(circle)
        self._icon.place(circle, self.icon)
        top -= disc + gap
        self._title.place(Box(left, top - title_height, width, title_height), self.title)
        top -= title_height + dp(4)
        self._text.place(Box(left, top - text_height, width, text_height), self.text, from_top=True)
