"""A strip of pills that scrolls sideways: the categories above the tiles.

Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.graphics import ScissorPop, ScissorPush
from kivy.metrics import dp
from kivy.properties import ListProperty, StringProperty

from terminal_app.screens.theme import T
from terminal_app.screens.widgets.base import SLOP_DP, Part, Touchable
from terminal_app.screens.widgets.drawing import Box, Drawing, words_width
from terminal_app.screens.widgets.scrolling import Scroll
from terminal_app.screens.widgets.touch import TouchTarget, window_box


class Chips(Touchable):
    """Pills, one of them chosen: `options` are (name, text, icon) with icon "" for none; `chosen` is a name.

    A tap sets `chosen` at once and dispatches `on_tap(name)`. The strip scrolls sideways when the pills need more room.
    """

    options = ListProperty([])
    chosen = StringProperty("")
    redraw_on = ("options", "chosen")
    clips_children = True

    def build(self, draw: Drawing) -> None:
        self._scroll = Scroll(self.redraw)
        self._clip = ScissorPush(x=0, y=0, width=1, height=1)
        self.canvas.add(self._clip)
        self._pills = Drawing(self.canvas)
        self._faces: list[tuple[Any, Any, Any, Any]] = []
        self.canvas.after.add(ScissorPop())

    def _restyle(self, *args: object) -> None:
        self._pills.retint()
        super()._restyle(*args)

    def parts(self) -> list[Part]:
        parts, x = [], self.x - self._scroll.offset
        for name, text, icon in self.options:
            width = words_width(text, "label") + dp(36) + (dp(32) if icon else 0)
            parts.append(Part(name, text, Box(round(x), self.y, round(width), self.height)))
            x += width + T.gap
        return parts

    def touch_targets(self) -> list[TouchTarget]:
        own = window_box(self)
        return [target for target in super().touch_targets() if own.holds(*target.centre)]

    def tapped(self, name: str) -> None:
        self.chosen = name
        super().tapped(name)

    def reveal(self, name: str) -> None:
        """Scrolls so that this pill shows whole."""
        for part in self.parts():
            if part.name == name:
                if part.box.x < self.x:
                    self._scroll.go(self._scroll.offset + part.box.x - self.x)
                elif part.box.right > self.right:
                    self._scroll.go(self._scroll.offset + part.box.right - self.right)

    def arrange(self, box: Box) -> None:
        self.reclip()
        parts = self.parts()
        content = parts[-1].box.right - parts[0].box.x if parts else 0
        self._scroll.limit(content - box.width)
        while len(self._faces) < len(parts):
            draw = self._pills
            face = (draw.block("fill", 14), draw.block("fill", 14, "press"), draw.icon(size=24), draw.words("label"))
            self._faces.append(face)
        for face, part, option in zip(self._faces, parts, self.options, strict=False):
            self._draw_pill(face, part, option[2])
        for ground, veil, icon, words in self._faces[len(parts) :]:
            ground.hide()
            veil.hide()
            icon.place(box, "")
            words.hide()

    def reclip(self) -> None:
        """Takes the clip from where the strip now is in the window."""
        place = window_box(self)
        self._clip.x, self._clip.y = round(place.x), round(place.y)
        self._clip.width, self._clip.height = max(1, round(place.width)), max(1, round(place.height))

    def _draw_pill(self, face: tuple[Any, Any, Any, Any], part: Part, icon_name: str) -> None:
        ground, veil, icon, words = face
        chosen = part.name == self.chosen
        ground.kind = "card" if T.look == "contrast" else "fill"  # white on white needs the rim
        ground.tone = "chip" if chosen else "surface"
        icon.tone, words.tone = ("chip_ink", "chip_ink") if chosen else ("ink2", "ink")
        ground.place(part.box)
        if part.name == self.pressed:
            veil.place(part.box)
        else:
            veil.hide()
        start = part.box.x + dp(18)
        icon.place(Box(start - dp(2), part.box.y, dp(24), part.box.height), icon_name)
        start += dp(32) if icon_name else 0
        words.place(Box(start, part.box.y, part.box.right - dp(16) - start, part.box.height), part.text)

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos) or self.disabled or self.opacity == 0:
            return False
        if touch.is_mouse_scrolling:
            self._scroll.go(self._scroll.offset + dp(80) * (1 if touch.button in ("scrollup", "scrollright") else -1))
            return True
        flying = self._scroll.flying
        self._scroll.stop()
        if flying:
            touch.grab(self)
            return True
        if super().on_touch_down(touch):
            return True
        touch.grab(self)  # between two pills: the strip can still be dragged
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        if touch.ud.get(self) != "scrolling" and abs(touch.x - touch.ox) > dp(SLOP_DP):
            touch.ud[self] = "scrolling"
            self.pressed = None
        if touch.ud.get(self) == "scrolling":
            self._scroll.drag(-touch.dx)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is self and touch.ud.get(self) == "scrolling":
            touch.ungrab(self)
            self._scroll.let_go()
            return True
        return super().on_touch_up(touch)
