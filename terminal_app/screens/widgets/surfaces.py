"""What carries other widgets: panels, and sheets that lie over the screen.

A sheet is a plain layer: no animation, no modal view; what it covers gets no touch. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.core.window import Window
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from terminal_app.screens.theme import T
from terminal_app.screens.widgets.base import Part, Touchable
from terminal_app.screens.widgets.drawing import Box, Drawing, words_height
from terminal_app.screens.widgets.fields import FOCUS
from terminal_app.screens.widgets.scroller import Scroller
from terminal_app.screens.widgets.touch import TouchTarget


class Panel(BoxLayout):
    """A box layout on a ground.

    `kind` is card (soft shadow), fill, outline or flat; `tone` a theme token, `radius` in dp. `edges` "top" rounds only
    the upper corners: for a panel that stands on the window's lower edge.
    """

    kind = OptionProperty("card", options=["card", "fill", "outline", "flat"])
    tone = StringProperty("surface")
    radius = NumericProperty(20)
    edges = OptionProperty("all", options=["all", "top"])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._draw = Drawing(self.canvas.before)
        self._block = self._draw.block("card", self.radius, self.tone)
        self._flat = self._draw.line(self.tone)
        T.bind(revision=self._restyle)
        for name in ("pos", "size", "kind", "tone", "radius", "edges"):
            self.fbind(name, self._arrange)
        self._arrange()

    def _restyle(self, *_: object) -> None:
        self._draw.retint()
        self._arrange()

    def _arrange(self, *_: object) -> None:
        box = Box(self.x, self.y, self.width, self.height)
        self._block.tone = self._flat.tone = self.tone
        if self.kind == "flat":
            self._block.hide()
            self._flat.place(box)
            return
        self._flat.place(Box(0, 0, 0, 0))
        self._block.kind, self._block.radius = self.kind, self.radius
        if self.edges == "top":
            below = dp(self.radius)
            box = Box(box.x, box.y - below, box.width, box.height + below)
        self._block.place(box)


class Sheet(Touchable):
    """A layer over the screen with a title, a cross and a body; children go into the body (a vertical box layout, which
    scrolls when it needs more room than there is; give a list in it a `size_hint_min_y`).

    `side` is auto (right on the counter, bottom on a handheld), right, bottom or center; `sheet_width` and
    `sheet_height` in dp (0: as much as there is; a height below 0: as high as the body needs). `open()` lays it over
    the window or over a given float layout; the cross or a touch beside it dispatches `on_close`, whose default takes
    it away.
    """

    title = StringProperty("")
    subtitle = StringProperty("")
    closable = BooleanProperty(True)
    side = OptionProperty("auto", options=["auto", "right", "bottom", "center"])
    sheet_width = NumericProperty(640)
    sheet_height = NumericProperty(0)
    body_padding = ListProperty([])
    redraw_on = ("title", "subtitle", "closable", "side", "sheet_width", "sheet_height", "body_padding")
    covers_touches = True
    _revealed: Any = None

    __events__ = ("on_close",)

    def __init__(self, **kwargs: Any) -> None:
        self.body = BoxLayout(orientation="vertical", size_hint=(None, None))
        self._scroller = Scroller(size_hint=(None, None))
        self._scroller.add_widget(self.body)
        kwargs.setdefault("size_hint", (1, 1))
        super().__init__(**kwargs)
        super().add_widget(self._scroller)
        self.body.fbind("minimum_height", self.redraw)
        FOCUS.bind(entry=self.redraw)  # weakly, so that a sheet that is dropped can go
        T.bind(keyboard_height=self.redraw)

    def add_widget(self, widget: Any, *args: Any, **kwargs: Any) -> None:
        """Adds to the body."""
        self.body.add_widget(widget, *args, **kwargs)

    def open(self, over: Any = None) -> None:
        """Lays the sheet over a float layout, or over the whole window."""
        if self.parent is None:
            (over or Window).add_widget(self)

    def close(self) -> None:
        """Takes the sheet away; harmless when it is closed."""
        if self.parent is not None:
            self.parent.remove_widget(self)

    @property
    def is_open(self) -> bool:
        return self.parent is not None

    def on_close(self) -> None:
        """The person wants it closed; the default closes it."""
        self.close()

    def build(self, draw: Drawing) -> None:
        self._scrim = [draw.line("scrim") for _ in range(4)]
        self._panel = draw.block("card", 20)
        self._title = draw.words("title")
        self._subtitle = draw.words("secondary", "ink2")
        self._close_ground = draw.block("fill", 12, "sunken")
        self._veil = draw.block("fill", 12, "press")
        self._close = draw.icon("close", 24, "ink")

    @property
    def panel_box(self) -> Box:
        """Where the panel lies, above the on-screen keyboard."""
        side = self.side if self.side != "auto" else "bottom" if T.handheld else "right"
        floor = self.y + T.keyboard_height
        room = self.top - floor
        width = min(self.width, dp(self.sheet_width)) if self.sheet_width and side != "bottom" else self.width
        if self.sheet_height > 0:
            height = min(dp(self.sheet_height), room)
        elif self.sheet_height < 0:
            height = min(self.body.minimum_height + self._header, room - dp(24))
        else:
            height = room - (dp(36) if side == "bottom" else 0)
        if side == "right":
            return Box(self.right - width, floor, width, room)
        if side == "bottom":
            return Box(self.x, floor, width, height)
        x, y = self.x + (self.width - width) / 2, floor + (room - height) / 2
        return Box(round(x), round(y), width, height)

    @property
    def _header(self) -> float:
        """The height of the title line."""
        return float(max(T.touch, words_height("title") + words_height("secondary")) + 2 * dp(12))

    def parts(self) -> list[Part]:
        if not self.closable:
            return []
        panel, side = self.panel_box, T.touch
        return [Part("close", "", Box(panel.right - T.pad - side, panel.top - self._header / 2 - side / 2, side, side))]

    def touch_targets(self) -> list[TouchTarget]:
        return super().touch_targets() if self.closable else []

    def tapped(self, name: str) -> None:
        self.dispatch("on_close")

    def arrange(self, box: Box) -> None:
        panel, corner = self.panel_box, dp(20)
        beside = (
            Box(box.x, box.y, panel.x - box.x, box.height),
            Box(panel.right, box.y, max(0, box.right - panel.right), box.height),
            # These two reach under the panel: what its round corners leave free is veiled as well.
            Box(panel.x, panel.top - corner, panel.width, max(0, box.top - panel.top) + corner),
            Box(panel.x, box.y, panel.width, max(0, panel.y - box.y) + corner),
        )
        for scrim, place in zip(self._scrim, beside, strict=True):
            scrim.place(place)
        self._panel.place(self._grown(panel, box))
        header = self._header
        room = Box(panel.x + T.pad + dp(4), panel.top - header, panel.width - 2 * T.pad - dp(8), header)
        if self.closable:
            close = self.parts()[0].box
            room = room._replace(width=max(0, close.x - room.x - dp(8)))
            self._close_ground.place(close)
            self._close.place(close)
            if self.pressed == "close":
                self._veil.place(close)
            else:
                self._veil.hide()
        title_height, second_height = words_height("title"), words_height("secondary") if self.subtitle else 0
        bottom = room.y + (room.height - title_height - second_height) / 2
        self._title.place(Box(room.x, bottom + second_height, room.width, title_height), self.title)
        self._subtitle.place(Box(room.x, bottom, room.width, second_height), self.subtitle)
        self.body.padding = self.body_padding or [T.pad, 0, T.pad, T.pad]
        self.body.spacing = T.gap
        room_height = max(0, panel.height - header)
        self._scroller.pos, self._scroller.size = panel[:2], (panel.width, room_height)
        self.body.height = max(room_height, self.body.minimum_height)
        self._reveal_focus()

    def _reveal_focus(self) -> None:
        """Scrolls so that the keyboard does not hide the field that is typed into."""
        entry = FOCUS.entry
        inside = entry is not None and any(widget is entry for widget in self.body.walk(restrict=True))
        if T.keyboard_height and inside and entry is not self._revealed:
            self._scroller.reveal(entry)
        self._revealed = entry

    def _grown(self, panel: Box, box: Box) -> Box:
        """The panel reaching past the window's edge, so that only its free corners are round."""
        radius = dp(20)
        if panel.right >= box.right and panel.width < box.width:
            above = radius if panel.top >= Window.height else 0  # over a screen it leaves the bar above alone
            return Box(panel.x, panel.y - radius, panel.width + radius, panel.height + radius + above)
        if panel.y <= box.y + T.keyboard_height and panel.width >= box.width:
            return Box(panel.x, panel.y - radius, panel.width, panel.height + radius)
        return panel

    def on_touch_down(self, touch: Any) -> bool:
        if touch.is_mouse_scrolling or self.panel_box.holds(*touch.pos):
            if not self._scroller.dispatch("on_touch_down", touch):
                super().on_touch_down(touch)
        elif self.closable:
            touch.grab(self)
            touch.ud[self] = "beside"
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is self and touch.ud.get(self) == "beside":
            touch.ungrab(self)
            if not self.panel_box.holds(*touch.pos):
                self.dispatch("on_close")
            return True
        return super().on_touch_up(touch)
