"""Where a finger can go: every touchable thing says its name and place, for the robot finger, tests and the ruler.

`targets_in` walks the visible widgets as Kivy dispatches touches: what lies under a sheet or outside a clip is not
listed. Window thread.
"""

from __future__ import annotations

from typing import Any

from terminal_app.domain.records import record
from terminal_app.screens.widgets.drawing import Box


@record
class TouchTarget:
    """Something that can be touched now: a stable key, its words ("" for a bare icon), its box in window pixels."""

    key: str
    text: str
    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """Where a finger would touch it."""
        return self.x + self.width / 2, self.y + self.height / 2


def window_box(widget: Any, box: Box | None = None) -> Box:
    """A box of the widget (default: all of it) in window coordinates, whatever scrolls or moves it."""
    box = box or Box(widget.x, widget.y, widget.width, widget.height)
    left, bottom = widget.to_window(box.x, box.y, initial=True)
    return Box(left, bottom, box.width, box.height)


def targets_in(window: Any) -> list[TouchTarget]:
    """Everything in the window that a finger could touch now, topmost first.

    Left out: disabled and invisible widgets, what a sheet or keyboard covers at its centre, what is scrolled out of
    view at its centre. A target that is half scrolled away is listed whole if its centre shows.
    """
    found: list[TouchTarget] = []
    covers: list[Box] = []
    screen = Box(0, 0, window.width, window.height)
    for child in window.children:
        _walk(child, screen, covers, found)
    return found


def _walk(widget: Any, clip: Box, covers: list[Box], found: list[TouchTarget]) -> None:
    if widget.disabled or widget.opacity == 0:
        return
    own = window_box(widget)
    inner = clip
    if getattr(widget, "clips_children", False) or type(widget).__name__ == "ScrollView":
        inner = _overlap(clip, own)
    for child in widget.children:
        _walk(child, inner, covers, found)
    tell = getattr(widget, "touch_targets", None)
    if tell is not None:
        for target in tell():
            x, y = target.centre
            if inner.holds(x, y) and not any(cover.holds(x, y) for cover in covers):
                found.append(target)
    if getattr(widget, "covers_touches", False):
        covers.append(own)


def _overlap(one: Box, other: Box) -> Box:
    x, y = max(one.x, other.x), max(one.y, other.y)
    return Box(x, y, max(0, min(one.right, other.right) - x), max(0, min(one.top, other.top) - y))
