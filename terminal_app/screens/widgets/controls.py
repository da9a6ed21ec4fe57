"""What is touched: buttons, icon buttons, choices, switches and steppers.

Pressed and disabled are drawn at once; a control reports and never decides. Window thread.
"""

from __future__ import annotations

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, OptionProperty, StringProperty

from terminal_app.screens.widgets.base import Part, Touchable
from terminal_app.screens.widgets.drawing import Box, Drawing, words_height, words_width

# kind: (ground token, ink token, outline token or "")
KINDS = {
    "primary": ("brand", "brand_ink", ""),
    "pay": ("pay", "pay_ink", ""),
    "secondary": ("surface", "ink", "line"),
    "quiet": ("sunken", "ink", ""),
    "danger": ("bad_tint", "bad", ""),
    "bar": ("bar_field", "bar_ink", ""),
    "bare": ("", "ink", ""),
    "bar_bare": ("", "bar_ink", ""),
}


class _Button(Touchable):
    """The ground, outline and pressed veil that buttons share."""

    kind = OptionProperty("secondary", options=list(KINDS))
    radius = NumericProperty(12)
    redraw_on: tuple[str, ...] = ("kind", "radius")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12)
        self._rim = draw.block("outline", 12, "line")
        self._veil = draw.block("fill", 12, "press")

    def _draw_ground(self, box: Box) -> str:
        """Draws the ground and returns the ink token for what stands on it."""
        ground, ink, rim = KINDS[self.kind]
        if self.disabled:
            ground, ink = ("sunken" if ground else ""), ("bar_ink2" if self.kind.startswith("bar") else "ink3")
        for block in (self._ground, self._rim, self._veil):
            block.radius = self.radius
        self._ground.tone, self._rim.tone = ground or "surface", rim or "line"
        for block, wanted in ((self._ground, ground), (self._rim, rim), (self._veil, self.pressed is not None)):
            if wanted:
                block.place(box)
            else:
                block.hide()
        return ink


class Action(_Button):
    """A button with a label, and if wanted an icon before it and an amount at its right edge.

    `kind` is primary, pay, secondary, quiet, danger, bar or bare. `stacked` puts the icon above the label. `detail` is
    a small second line. `on_tap` runs at touch-up.
    """

    text = StringProperty("")
    icon = StringProperty("")
    amount = StringProperty("")
    detail = StringProperty("")
    role = StringProperty("label")
    stacked = BooleanProperty(False)
    align = OptionProperty("center", options=["center", "left"])
    icon_size = NumericProperty(24)
    redraw_on = (*_Button.redraw_on, "text", "icon", "amount", "detail", "role", "stacked", "align", "icon_size")

    def build(self, draw: Drawing) -> None:
        super().build(draw)
        self._icon = draw.icon()
        self._label = draw.words(self.role)
        self._detail = draw.words("secondary")
        self._amount = draw.words(self.role, align="right")

    @property
    def text_shown(self) -> str:
        return str(self.text)

    def arrange(self, box: Box) -> None:
        ink = self._draw_ground(box)
        self._label.role = self._amount.role = self.role
        self._icon.size = self.icon_size
        for mark in (self._icon, self._label, self._amount):
            mark.tone = ink
        quiet = self.kind in ("secondary", "quiet", "bare") and not self.disabled
        self._detail.tone = "ink2" if quiet else ink
        padding = dp(14) if box.width > dp(120) else dp(6)
        if self.stacked:
            self._arrange_stacked(box)
        else:
            self._arrange_in_line(box.inset(padding, 0))

    def _arrange_stacked(self, box: Box) -> None:
        lines = 1 if words_width(self.text, self.role) <= box.width - dp(8) else 2
        icon_height, label_height = dp(self.icon_size), words_height(self.role, lines if " " in self.text else 1)
        # Where there is no room for both, the word is worth more than the icon.
        fits = icon_height + dp(4) + label_height <= box.height
        used = label_height + (icon_height + dp(4) if fits else 0)
        bottom = round(box.y + (box.height - used) / 2)
        self._label.align, self._label.lines = "center", lines
        self._label.place(Box(box.x + dp(4), bottom, box.width - dp(8), label_height), self.text)
        self._icon.place(Box(box.x, bottom + label_height + dp(4), box.width, icon_height), self.icon if fits else "")
        self._amount.hide()
        self._detail.hide()

    def _arrange_in_line(self, room: Box) -> None:
        icon_space = dp(self.icon_size + 10) if self.icon else 0
        label_width: float = words_width(self.text, self.role) + 1
        amount_width = words_width(self.amount, self.role) + 1 if self.amount else 0
        left_aligned = bool(self.amount) or self.align == "left"
        free = room.width - icon_space - (amount_width + dp(12) if amount_width else 0)
        detail_width = words_width(self.detail, "secondary") + 1 if self.detail else 0
        label_width = min(free, max(label_width, detail_width))
        start = room.x if left_aligned else room.x + max(0, (room.width - icon_space - label_width) / 2)
        if left_aligned:
            start += dp(6)
            label_width = min(label_width, free - dp(12))
        self._icon.place(Box(start, room.y, dp(self.icon_size), room.height), self.icon)
        self._label.align = "left"
        words = Box(start + icon_space, room.y, max(0, label_width), room.height)
        if self.detail:
            label_height, detail_height = words_height(self.role), words_height("secondary")
            bottom = room.y + (room.height - label_height - detail_height) / 2
            self._detail.place(Box(words.x, bottom, words.width, detail_height), self.detail)
            words = Box(words.x, bottom + detail_height, words.width, label_height)
        else:
            self._detail.hide()
        tight = words_width(self.text, self.role) > words.width and room.height >= 0.85 * words_height(self.role, 2)
        self._label.lines = 2 if tight and not self.detail else 1
        self._label.place(words, self.text)
        right = Box(room.right - amount_width - dp(6), room.y, amount_width, room.height)
        self._amount.place(right, self.amount)


class IconAction(_Button):
    """A square button with an icon; a `count` above 0 stands at its corner. `name_for_finger` is its words."""

    icon = StringProperty("close")
    icon_size = NumericProperty(24)
    count = NumericProperty(0)
    name_for_finger = StringProperty("")
    tone = StringProperty("")
    redraw_on = (*_Button.redraw_on, "icon", "icon_size", "count", "tone")

    def build(self, draw: Drawing) -> None:
        super().build(draw)
        self._icon = draw.icon()
        self._dot = draw.block("fill", None, "brand")
        self._count = draw.words("tag", "brand_ink", align="center")

    @property
    def text_shown(self) -> str:
        return str(self.name_for_finger)

    def arrange(self, box: Box) -> None:
        ink = self._draw_ground(box)
        self._icon.size = self.icon_size
        self._icon.tone = self.tone if self.tone and not self.disabled else ink
        self._icon.place(box, self.icon)
        if self.count > 0:
            side = dp(22)
            dot = Box(box.right - side, box.top - side, side, side)
            self._dot.place(dot)
            self._count.place(dot, str(int(self.count)))
        else:
            self._dot.hide()
            self._count.hide()


class Segmented(Touchable):
    """A choice between two to four things side by side.

    `options` are (name, text) or (name, text, icon); `chosen` is a name.

    A tap sets `chosen` at once and then dispatches `on_tap(name)`.
    """

    options = ListProperty([])
    chosen = StringProperty("")
    role = StringProperty("label")
    redraw_on = ("options", "chosen", "role")

    def build(self, draw: Drawing) -> None:
        self._track = draw.block("fill", 12, "track")
        self._thumb = draw.block("card", 10, "thumb")
        self._veil = draw.block("fill", 10, "press")
        self._faces = [(draw.icon(size=22), draw.words("label", align="center")) for _ in range(4)]

    def parts(self) -> list[Part]:
        count = max(1, len(self.options))
        width = self.width / count
        return [
            Part(option[0], option[1], Box(self.x + index * width, self.y, width, self.height))
            for index, option in enumerate(self.options)
        ]

    def tapped(self, name: str) -> None:
        self.chosen = name
        super().tapped(name)

    def arrange(self, box: Box) -> None:
        self._track.place(box)
        self._thumb.hide()
        self._veil.hide()
        for part in self.parts():
            if part.name == self.chosen:
                self._thumb.place(part.box.inset(dp(4)))
            if part.name == self.pressed:
                self._veil.place(part.box.inset(dp(4)))
        for index, (icon, words) in enumerate(self._faces):
            if index >= len(self.options):
                icon.place(box, "")
                words.hide()
                continue
            part = self.parts()[index]
            name = self.options[index][2] if len(self.options[index]) > 2 else ""
            words.role = self.role
            tone = "ink3" if self.disabled else "ink" if part.name == self.chosen else "ink2"
            icon.tone = words.tone = tone
            icon_space = dp(28) if name else 0
            room = part.box.width - dp(16) - icon_space
            width = min(room, words_width(part.text, self.role) + 1)
            start = part.box.x + (part.box.width - icon_space - width) / 2
            icon.place(Box(start, part.box.y, dp(22), part.box.height), name)
            words.lines = 1 if words_width(part.text, self.role) <= room else 2
            words.place(Box(start + icon_space, part.box.y, width, part.box.height), part.text)


class Toggle(Touchable):
    """A row with words and a switch at its right; a tap turns `active` at once and dispatches `on_tap`."""

    text = StringProperty("")
    detail = StringProperty("")
    active = BooleanProperty(False)
    redraw_on = ("text", "detail", "active")

    def build(self, draw: Drawing) -> None:
        self._veil = draw.block("fill", 12, "press")
        self._label = draw.words("body")
        self._detail = draw.words("secondary", "ink2")
        self._track = draw.block("fill", None, "outline")
        self._thumb = draw.block("fill", None, "surface")

    @property
    def text_shown(self) -> str:
        return str(self.text)

    def tapped(self, name: str) -> None:
        self.active = not self.active
        super().tapped(name)

    def arrange(self, box: Box) -> None:
        if self.pressed is not None:
            self._veil.place(box)
        else:
            self._veil.hide()
        track = Box(box.right - dp(56), round(box.y + (box.height - dp(30)) / 2), dp(52), dp(30))
        self._track.tone = "line" if self.disabled else "brand" if self.active else "outline"
        self._track.place(track)
        side = dp(24)
        x = track.right - side - dp(3) if self.active else track.x + dp(3)
        self._thumb.place(Box(x, track.y + dp(3), side, side))
        self._label.tone = "ink3" if self.disabled else "ink"
        room = Box(box.x + dp(4), box.y, max(0, track.x - box.x - dp(16)), box.height)
        if self.detail:
            label_height, detail_height = words_height("body"), words_height("secondary")
            bottom = room.y + (room.height - label_height - detail_height) / 2
            self._detail.place(Box(room.x, bottom, room.width, detail_height), self.detail)
            room = Box(room.x, bottom + detail_height, room.width, label_height)
        else:
            self._detail.hide()
        self._label.place(room, self.text)


class Stepper(Touchable):
    """Minus, a value, plus: `on_tap("minus")` and `on_tap("plus")`; the owner sets `text`."""

    text = StringProperty("1")
    can_step_down = BooleanProperty(True)
    redraw_on = ("text", "can_step_down")

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "sunken")
        self._rim = draw.block("outline", 12, "line")
        self._veil = draw.block("fill", 12, "press")
        self._minus = draw.icon("remove", 24, "brand_text")
        self._plus = draw.icon("add", 24, "brand_text")
        self._value = draw.words("amount", "ink", align="center")

    def parts(self) -> list[Part]:
        side = min(self.width / 3 + dp(8), max(self.height, self.width / 3))
        return [
            Part("minus", "−", Box(self.x, self.y, side, self.height), bool(self.can_step_down)),
            Part("plus", "+", Box(self.right - side, self.y, side, self.height)),
        ]

    def arrange(self, box: Box) -> None:
        self._ground.place(box)
        self._rim.place(box)
        self._veil.hide()
        minus, plus = self.parts()
        for part in (minus, plus):
            if part.name == self.pressed:
                self._veil.place(part.box)
        self._minus.tone = "brand_text" if minus.enabled and not self.disabled else "ink3"
        self._minus.place(minus.box)
        self._plus.place(plus.box)
        self._value.place(Box(minus.box.right, box.y, plus.box.x - minus.box.right, box.height), self.text)
