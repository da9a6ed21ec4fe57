"""Where a buyer signs with a finger: the pad, the sheet it lies on, and the signature as it is shown afterwards.

Strokes are in `domain.signature`'s units (thousandths of the pad's width, y downward). The pad holds what is being
drawn until it is handed over; the presenter holds what was signed. Window thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.graphics import Color, InstructionGroup, SmoothLine
from kivy.metrics import dp
from kivy.properties import ListProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from terminal_app.domain.signature import HEIGHT, MOST_POINTS, WIDTH, Stroke
from terminal_app.presenters.signing import PadView, Signing
from terminal_app.screens.theme import T
from terminal_app.screens.widgets import (
    Action,
    Box,
    Drawing,
    Drawn,
    Sheet,
    TextField,
    TextLine,
    TouchTarget,
    words_height,
)
from terminal_app.screens.widgets.touch import window_box

LEAST_STEP = 4
"""In thousandths of the width: a finger that rests adds no points."""
STEPS_PER_CURVE = 5
SHEET_WIDTH = 800


def smooth(points: Sequence[tuple[float, float]]) -> list[float]:
    """The flat points of a soft curve through the middles of the segments, as a pen would draw it."""
    if len(points) < 3:
        return [number for point in points for number in point]
    curve = [*points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start = ((before[0] + corner[0]) / 2, (before[1] + corner[1]) / 2)
        end = ((corner[0] + after[0]) / 2, (corner[1] + after[1]) / 2)
        for step in range(STEPS_PER_CURVE):
            t = step / STEPS_PER_CURVE
            curve += [(1 - t) ** 2 * start[axis] + 2 * t * (1 - t) * corner[axis] + t**2 * end[axis] for axis in (0, 1)]
    return [*curve, *points[-1]]


def field_in(box: Box) -> Box:
    """The largest box of a signature's shape in the middle of that one."""
    width = min(box.width, box.height * WIDTH / HEIGHT)
    height = width * HEIGHT / WIDTH
    return Box(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height)


class _Ink:
    """Strokes as smooth lines in a canvas, in the theme's ink."""

    def __init__(self, canvas: Any, thickness: float) -> None:
        self._thickness = thickness
        self._group = InstructionGroup()
        self._lines: list[SmoothLine] = []
        canvas.add(self._group)

    def clear(self) -> None:
        self._group.clear()
        self._lines.clear()

    def draw(self, strokes: Sequence[Stroke], box: Box) -> None:
        """All of them anew, in that box."""
        self.clear()
        for stroke in strokes:
            self.begin()
            self.extend(stroke, box)

    def begin(self) -> None:
        """Another stroke."""
        line = SmoothLine(width=dp(self._thickness), overdraw_width=dp(1), points=[])
        self._group.add(Color(*T.colour("ink")))
        self._group.add(line)
        self._lines.append(line)

    def extend(self, stroke: Sequence[tuple[int, int]], box: Box) -> None:
        """The last stroke as far as it has come; a single point is a dot."""
        scale = box.width / WIDTH
        points = [(box.x + x * scale, box.top - y * scale) for x, y in stroke]
        if len(points) == 1:
            points.append((points[0][0] + dp(1), points[0][1]))
        self._lines[-1].points = smooth(points)


class SignaturePad(Drawn):
    """The field to sign in, as high as its width wants it; `strokes` is what is drawn. Takes one finger at a time."""

    key = StringProperty("sign.pad")
    hint = StringProperty("")
    strokes = ListProperty([])
    redraw_on = ("hint", "strokes")
    _touch: Any = None
    _stroke: Sequence[tuple[int, int]] = ()

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 14, "sunken")
        self._rim = draw.block("outline", 14, "outline", 2)
        self._base = draw.line("outline")
        self._cross = draw.icon("edit", 24, "ink3")
        self._hint = draw.words("body", "ink2", align="center")
        self._ink = _Ink(self.canvas, 1.7)
        self._shown: tuple[Any, ...] = ()

    @property
    def field(self) -> Box:
        """The box that is drawn in, of the signature's own shape."""
        return field_in(Box(self.x, self.y, self.width, self.height))

    def touch_targets(self) -> list[TouchTarget]:
        return [TouchTarget(self.key, self.hint, *window_box(self, self.field))]

    def arrange(self, box: Box) -> None:
        field = self.field
        self._ground.place(field)
        self._rim.place(field)
        rule = max(1, round(dp(1.5)))
        line = Box(field.x + dp(24), field.y + field.height * 0.26, max(0, field.width - dp(48)), rule)
        self._base.place(line)
        self._cross.place(Box(line.x, line.top + dp(4), dp(24), dp(28)))
        self._hint.place(Box(line.x, field.y + dp(6), line.width, line.y - field.y - dp(8)), self.hint)
        shown = (field, tuple(self.strokes), T.look)
        if shown != self._shown and not self._is_drawing():
            self._ink.draw(self.strokes, field)
        self._shown = shown

    def clear(self) -> None:
        """An empty pad."""
        self.strokes = []
        self._ink.clear()

    def on_touch_down(self, touch: Any) -> bool:
        if touch.is_mouse_scrolling or self._is_drawing() or not self.field.holds(*touch.pos):
            return False
        touch.grab(self)
        touch.ud["scrolled_by"] = self  # the sheet must not scroll under the pen
        self._touch = touch
        self._stroke = [self._point(touch)]
        self._ink.begin()
        self._ink.extend(self._stroke, self.field)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        point, (x, y) = self._point(touch), self._stroke[-1]
        room = sum(len(stroke) for stroke in self.strokes) + len(self._stroke) < MOST_POINTS
        if room and abs(point[0] - x) + abs(point[1] - y) >= LEAST_STEP:
            self._stroke = [*self._stroke, point]
            self._ink.extend(self._stroke, self.field)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._touch = None
        self._shown = (self.field, (*self.strokes, tuple(self._stroke)), T.look)
        self.strokes = [*self.strokes, tuple(self._stroke)]
        return True

    def _is_drawing(self) -> bool:
        return self._touch is not None

    def _point(self, touch: Any) -> tuple[int, int]:
        """Where the finger is, in the signature's units, kept inside the pad."""
        field = self.field
        x = round((touch.x - field.x) * WIDTH / field.width)
        y = round((field.top - touch.y) * WIDTH / field.width)
        return min(max(x, 0), WIDTH), min(max(y, 0), HEIGHT)


class SignatureMark(Drawn):
    """What was signed, small."""

    strokes = ListProperty([])
    redraw_on = ("strokes",)

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "sunken")
        self._ink = _Ink(self.canvas, 1.1)

    def arrange(self, box: Box) -> None:
        self._ground.place(box)
        self._ink.draw(self.strokes, field_in(box))


class SignatureSheet:
    """The sheet that the buyer signs on: the pad, the name in print, Clear and Done."""

    def __init__(self, presenter: Signing) -> None:
        self._presenter = presenter
        self.sheet = Sheet(key="sign", side="center", sheet_width=SHEET_WIDTH, sheet_height=-1)
        self.sheet.bind(on_close=lambda *_: presenter.close_pad())
        self.pad = SignaturePad(size_hint_y=None)
        self.pad.fbind("width", lambda pad, width: setattr(pad, "height", width * HEIGHT / WIDTH))
        self._problem = TextLine(role="secondary", tone="bad", lines=2, size_hint_y=None)
        self._label = TextLine(role="secondary", tone="ink2", size_hint_y=None, height=words_height("secondary"))
        self._name = TextField(key="sign.name", max_length=100, size_hint_y=None, height=T.touch)
        self._clear = Action(key="sign.clear", icon="delete", kind="secondary")
        self._clear.bind(on_tap=lambda *_: self.pad.clear())
        self._done = Action(key="sign.done", icon="done", kind="primary")
        self._done.bind(on_tap=lambda *_: presenter.sign(tuple(self.pad.strokes), self._name.text))
        buttons = BoxLayout(spacing=T.gap, size_hint_y=None, height=self._done.height)
        buttons.add_widget(self._clear)
        buttons.add_widget(self._done)
        for widget in (self.pad, self._problem, self._label, self._name, buttons):
            self.sheet.add_widget(widget)

    def render(self, view: PadView | None, over: Any) -> None:
        """Lays the sheet over that layout, or takes it away."""
        if view is None:
            self.sheet.close()
            return
        if not self.sheet.is_open:
            self.pad.strokes = list(view.strokes)
            self._name.text = view.name
            self.sheet.side = "bottom" if T.handheld else "center"
        self.sheet.title, self.sheet.subtitle = view.title, view.subtitle
        self.pad.hint, self._label.text = view.hint, view.name_label
        self._problem.text = view.problem
        self._problem.height = words_height("secondary", 2) if view.problem else 0
        self._clear.text, self._done.text = view.clear_label, view.done_label
        self.sheet.open(over)
