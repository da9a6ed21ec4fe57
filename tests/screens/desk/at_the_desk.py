"""The whole till with its manager at the desk, and what the tests measure there."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

from terminal_app.presenters.session import Place
from tests.kivy_window import PORTRAIT, TillWindow
from tests.screens.whole_till import WholeTill, spilling, words_on


class DeskTill(WholeTill):
    """The demo shop with Kari, who is its manager, at the till."""

    def __init__(self, window: TillWindow, folder: Path) -> None:
        super().__init__(window, folder)
        self.session.operator = self.till.operator("kari")
        self.text_scale = 1.0

    def measure(self) -> None:
        """Texts as large as `text_scale` says."""
        if self.text_scale != 1.0:
            from kivy.metrics import Metrics

            from terminal_app.screens.theme import T

            Metrics.fontscale = self.text_scale
            T.measure()

    def at(self, size: tuple[int, int], page: str) -> DeskTill:
        """Opens the window at that page of the desk."""
        self.open(size)
        self.session.open_desk(page)
        self.window.settle(300)
        return self

    def turn_to(self, page: str) -> None:
        """Another page of the open desk; "" is the list."""
        self.presenter.desk.open(page) if page else self.presenter.desk.back()
        self.window.settle(300)

    @property
    def page_shown(self) -> Any:
        """What holds the open page, or the list; the desk keeps it when one turns to another."""
        return self.screen.ids_of_body.place.children[0]

    def reach(self, key: str) -> None:
        """Drags the page up until this can be touched."""
        for step in (0.15, -0.15):
            for _ in range(30):
                if self.finger.sees(key):
                    return
                self.finger.drag(self._beside_the_rows(key, step > 0), (0, self.size[1] * step), frames=20)
                self.window.settle(400)
                self.window.step(60)  # the last of the glide moves less than a pixel a frame
        self.finger.find(key)

    def _beside_the_rows(self, key: str, low: bool) -> tuple[float, float]:
        """A point of the list or the page where nothing is touched."""
        ids = self.screen.ids_of_body
        place = ids.list_place if key.startswith("desk.page.") and self.size != PORTRAIT else ids.place
        left, bottom = place.to_window(place.x, place.y)
        return left + 2, bottom + place.height * (0.3 if low else 0.1)

    def touch(self, *keys: str) -> None:
        """Reaches and touches one after the other."""
        for key in keys:
            self.reach(key)
            self.finger.tap(key)
            self.window.settle(300)

    def write(self, key: str, text: str) -> None:
        """Empties a field and types into it on the hardware keyboard."""
        self.reach(key)
        if self.finger.sees(f"{key}/clear"):
            self.finger.tap(f"{key}/clear")
        self.finger.tap(key)
        self.finger.type(text)
        self.window.settle(300)

    def hide_keyboard(self) -> None:
        self.finger.tap("keyboard/hide")
        self.window.settle(300)

    @property
    def at_desk(self) -> bool:
        return self.session.place is Place.DESK


def cut_texts(widget: Any) -> list[str]:
    """Texts that end in an ellipsis because their box is too small."""
    return [mark.text for mark in words_on(widget) if mark.cut]


def overlapping_texts(widget: Any) -> list[str]:
    """Texts of one widget or cell that are drawn over each other."""
    from terminal_app.screens.widgets import PooledGrid, Words

    found = []
    for each in widget.walk(restrict=True):
        drawings = [getattr(each, "draw", None)] if each.opacity else []
        if isinstance(each, PooledGrid):
            drawings += [cell.draw for cell in each.visible().values()]
        for drawing in drawings:
            marks = [one for one in getattr(drawing, "marks", ()) if isinstance(one, Words) and one.text and one.shown]
            found += [
                f"{one.text} / {other.text}" for one, other in combinations(marks, 2) if _touch(one._quad, other._quad)
            ]
    return found


def _touch(one: Any, other: Any) -> bool:
    """Whether two quads share more than the air above and below their letters."""
    across = min(one.pos[0] + one.size[0], other.pos[0] + other.size[0]) - max(one.pos[0], other.pos[0])
    along = min(one.pos[1] + one.size[1], other.pos[1] + other.size[1]) - max(one.pos[1], other.pos[1])
    return bool(across > 1 and along > 0.3 * min(one.size[1], other.size[1]))


def faults(widget: Any, size: tuple[int, int]) -> list[str]:
    """What a person would see wrong below the widget: words cut, spilt or over each other, targets under size."""
    found = [f"cut: {text}" for text in cut_texts(widget)]
    found += [f"spills: {text}" for text in spilling(widget)]
    found += [f"overlaps: {texts}" for texts in overlapping_texts(widget)]
    return found + small_targets(widget, size)


def small_targets(widget: Any, size: tuple[int, int]) -> list[str]:
    """Targets under size anywhere below the widget, in sight or scrolled away; in words."""
    from kivy.metrics import mm

    least = mm(9 if size == PORTRAIT else 12) - 1
    found = []
    for one in widget.walk(restrict=True):
        tell = getattr(one, "touch_targets", None)
        for target in tell() if tell is not None and one.opacity and not one.disabled else ():
            if min(target.width, target.height) < least:
                found.append(f"{target.key} is {target.width:.0f}x{target.height:.0f} px, least {least:.0f}")
    return found
