"""A form longer than its place: scrolls one child, clips it with a scissor, and lets buttons echo at touch-down.

Kivy's ScrollView holds a touch back for a quarter of a second before a button sees it; this one does not. Window
thread.
"""

from __future__ import annotations

from typing import Any

from kivy.graphics import PopMatrix, PushMatrix, ScissorPop, ScissorPush, Translate
from kivy.metrics import dp
from kivy.uix.behaviors import FocusBehavior
from kivy.uix.widget import Widget

from terminal_app.screens.theme import T
from terminal_app.screens.widgets.base import SLOP_DP
from terminal_app.screens.widgets.drawing import Box, Drawing
from terminal_app.screens.widgets.scrolling import Scroll
from terminal_app.screens.widgets.touch import window_box


class Scroller(Widget):
    """Scrolls its one child, which sets its own height (`size_hint_y: None; height: self.minimum_height`).

    The child is as wide as the scroller. A drag beyond 12 dp takes the touch away from what was pressed.
    """

    clips_children = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scroll = Scroll(self._moved)
        self._clip = ScissorPush(x=0, y=0, width=1, height=1)
        self._shift = Translate(0, 0)
        for instruction in (self._clip, PushMatrix(), self._shift):
            self.canvas.before.add(instruction)
        self.canvas.after.add(PopMatrix())
        self.canvas.after.add(ScissorPop())
        self._bar_draw = Drawing(self.canvas.after)
        self._bar = self._bar_draw.block("fill", None, "ink3")
        self._bar.strength = 0.45
        T.bind(revision=self._restyle)
        self.fbind("pos", self._lay_out)
        self.fbind("size", self._lay_out)

    @property
    def content(self) -> Any | None:
        """The child."""
        return self.children[0] if self.children else None

    def add_widget(self, widget: Any, *args: Any, **kwargs: Any) -> None:
        """Takes the one child; a second one is an error."""
        if self.children:
            raise ValueError("a Scroller scrolls one child")
        super().add_widget(widget, *args, **kwargs)
        widget.size_hint_y = None
        widget.fbind("height", self._lay_out)
        self._lay_out()

    def reveal(self, widget: Any) -> None:
        """Scrolls as little as needed to show a widget inside the child."""
        content = self.content
        if content is None:
            return
        bottom = content.height - widget.to_window(widget.x, widget.y)[1] + content.to_window(content.x, content.y)[1]
        top = bottom - widget.height
        if top < self.scroll.offset:
            self.scroll.go(top - dp(8))
        elif bottom > self.scroll.offset + self.height:
            self.scroll.go(bottom - self.height + dp(8))

    def to_local(self, x: float, y: float, relative: bool = False) -> tuple[float, float]:
        """A point of the parent in the child's coordinates."""
        return x - self._shift.x, y - self._shift.y

    def to_parent(self, x: float, y: float, relative: bool = False) -> tuple[float, float]:
        """A point of the child in the parent's coordinates."""
        return x + self._shift.x, y + self._shift.y

    def _lay_out(self, *_: object) -> None:
        content = self.content
        if content is None:
            return
        content.pos = (0, 0)
        content.width = self.width
        place = window_box(self)
        self._clip.x, self._clip.y = round(place.x), round(place.y)
        self._clip.width, self._clip.height = max(1, round(self.width)), max(1, round(self.height))
        self.scroll.limit(content.height - self.height)
        self._moved()

    def _moved(self) -> None:
        content = self.content
        if content is None:
            return
        # `top` itself still has its old value while a change of the height is being told.
        top = self.y + self.height
        self._shift.xy = (round(self.x), round(top - content.height) + self.scroll.offset)
        if self.scroll.furthest <= 1:
            self._bar.hide()
        else:
            length = max(dp(24), self.height * self.height / content.height)
            y = top - length - (self.height - length) * self.scroll.offset / self.scroll.furthest
            self._bar.place(Box(self.right + dp(3), round(y), dp(3), round(length)))  # beside the fields, not on them
        for widget in content.walk(restrict=True):
            reclip = getattr(widget, "reclip", None)
            if reclip is not None:
                reclip()

    def _restyle(self, *_: object) -> None:
        self._bar_draw.retint()
        self._lay_out()

    def on_touch_down(self, touch: Any) -> bool:
        content = self.content
        if content is None or self.disabled or not self.collide_point(*touch.pos):
            return False
        if touch.is_mouse_scrolling and self.scroll.furthest > 0:
            self.scroll.go(self.scroll.offset + dp(60) * (1 if touch.button == "scrollup" else -1))
            return True
        flying = self.scroll.flying
        self.scroll.stop()
        taken = False
        if flying:
            FocusBehavior.ignored_touch.append(touch)  # it only stops the glide: what is being typed goes on
        if not flying:
            touch.push()
            touch.apply_transform_2d(self.to_local)
            taken = bool(content.dispatch("on_touch_down", touch))
            touch.pop()
        if self.scroll.furthest > 0 and "scrolled_by" not in touch.ud:
            touch.grab(self)
            return True
        return taken

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        if touch.ud.get(self) != "scrolling" and abs(touch.y - touch.oy) > dp(SLOP_DP):
            touch.ud[self] = "scrolling"
            for reference in touch.grab_list[:]:
                holder = reference()
                if holder is not None and holder is not self:
                    touch.ungrab(holder)
                    if hasattr(holder, "pressed"):
                        holder.pressed = None
        if touch.ud.get(self) == "scrolling":
            self.scroll.drag(touch.dy)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if touch.ud.get(self) == "scrolling":
            self.scroll.let_go()
        return True
