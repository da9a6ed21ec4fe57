"""The two bases of the toolkit: Drawn (a widget that draws itself with marks) and Touchable (one that is touched).

Knows touches and marks, no screen. Window thread.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from terminal_app.screens.theme import T
from terminal_app.screens.widgets.drawing import Box, Drawing
from terminal_app.screens.widgets.touch import TouchTarget, window_box

SLOP_DP = 12


class Drawn(Widget):
    """A widget without children that draws itself.

    A subclass makes its marks in `build(draw)` and places them in `arrange(box)`. `arrange` runs once before the next
    frame after the position, the size, the theme or a property named in `redraw_on` changed, or after `redraw()`.
    """

    redraw_on: tuple[str, ...] = ()
    fit_width = BooleanProperty(False)
    natural_width = NumericProperty(0)

    def __init__(self, **kwargs: Any) -> None:
        self._redraw_trigger = Clock.create_trigger(self._redraw_now, -1)
        super().__init__(**kwargs)
        self.draw = Drawing(self.canvas)
        self.build(self.draw)
        T.bind(revision=self._restyle)
        for name in ("pos", "size", "disabled", "fit_width", *self.redraw_on):
            self.fbind(name, self.redraw)
        self.redraw()

    def build(self, draw: Drawing) -> None:
        """Makes the marks, back to front."""

    def arrange(self, box: Box) -> None:
        """Places the marks in the widget's box."""

    def redraw(self, *_: object) -> None:
        """Asks for one `arrange` before the next frame."""
        self._redraw_trigger()

    def _restyle(self, *_: object) -> None:
        self.draw.retint()
        self._redraw_trigger()

    def _redraw_now(self, *_: object) -> None:
        if self.fit_width and self.natural_width:
            self.width = self.natural_width
        self.arrange(Box(self.x, self.y, self.width, self.height))


class Part(NamedTuple):
    """A piece of a widget that is touched on its own: its name, the words on it, its box, whether it can be touched."""

    name: str
    text: str
    box: Box
    enabled: bool = True


class Touchable(Drawn):
    """A drawn widget that is touched as a whole or in parts.

    The pressed part is drawn at touch-down, `tapped(name)` runs at touch-up inside it; `on_tap(name)` is the event.
    `key` names it for tests and the finger; `text_shown` is what the finger may also call it.
    """

    key = StringProperty("")
    pressed = StringProperty(None, allownone=True)

    __events__ = ("on_tap",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fbind("pressed", self.redraw)

    def parts(self) -> list[Part]:
        """What can be touched: by default all of it, as one part named ""."""
        return [Part("", self.text_shown, Box(self.x, self.y, self.width, self.height))]

    @property
    def text_shown(self) -> str:
        """The words on it."""
        return ""

    def press(self, name: str) -> None:
        """Called at touch-down on a part; the base does nothing."""

    def tapped(self, name: str) -> None:
        """Called at touch-up inside the part that was pressed; the base dispatches `on_tap`."""
        self.dispatch("on_tap", name)

    def on_tap(self, name: str) -> None:
        """The part `name` ("" for the whole) was tapped."""

    def touch_targets(self) -> list[TouchTarget]:
        """The parts that can be touched now; a part's key is `key/name`."""
        key = self.key or type(self).__name__.lower()
        targets = []
        for part in self.parts():
            if part.enabled and part.box.width > 0 and part.box.height > 0:
                box = window_box(self, part.box)
                targets.append(TouchTarget(f"{key}/{part.name}" if part.name else key, part.text, *box))
        return targets

    def part_at(self, x: float, y: float) -> Part | None:
        """The enabled part under a point of the parent's coordinates."""
        for part in self.parts():
            if part.enabled and part.box.holds(x, y):
                return part
        return None

    def on_touch_down(self, touch: Any) -> bool:
        if self.opacity == 0 or touch.is_mouse_scrolling or not self.collide_point(*touch.pos):
            return False
        part = None if self.disabled else self.part_at(*touch.pos)
        if part is None:
            return bool(self.disabled)
        touch.grab(self)
        self.pressed = part.name
        self.press(part.name)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        if self.pressed is not None and not self._still_on(self.pressed, touch):
            self.pressed = None
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        name, self.pressed = self.pressed, None
        if name is not None and not self.disabled and self._still_on(name, touch):
            self.tapped(name)
        return True

    def _still_on(self, name: str, touch: Any) -> bool:
        slop = dp(SLOP_DP)
        return any(part.name == name and part.box.inset(-slop).holds(*touch.pos) for part in self.parts())
