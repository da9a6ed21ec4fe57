"""The customer's display: one of four pictures of a snapshot, drawn so large as the panel allows. Nothing is touched.

Knows the snapshot and no till. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, ListProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from terminal_app.customer_display import DisplayLine, Scene, Snapshot
from terminal_app.screens.theme import T
from terminal_app.screens.widgets import Box, Drawing, Drawn, load_kv, words_height, words_width

DESIGNED_FOR = (1024, 600)
"""The dp that the layout is drawn for; a larger panel shows the same larger."""


class DisplayLines(Drawn):
    """Lines of the cart, the newest at the bottom of what fits and marked; dots above them where others came before."""

    lines = ListProperty([])
    has_earlier = BooleanProperty(False)
    redraw_on = ("lines", "has_earlier")

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._ground = draw.block("fill", 14, "brand_tint")
        self._above = draw.words("secondary", "ink2")
        self._rows: list[tuple[Any, ...]] = []

    def arrange(self, box: Box) -> None:
        dots = words_height("body") + dp(6)
        heights = [self._height(line) for line in self.lines]
        fits = _last_that_fit(heights, box.height)
        top = box.top
        if fits < len(heights) or self.has_earlier:
            fits = _last_that_fit(heights, box.height - dots)
            self._above.place(Box(box.x + dp(16), top - dots, box.width - dp(32), dots), "…")
            top -= dots
        else:
            self._above.hide()
        shown = list(self.lines)[len(heights) - fits :]
        self._ground.hide()
        while len(self._rows) < len(shown):
            words = self._draw.words
            self._rows.append((words("price"), words("price"), words("body", "ink2"), words("price", align="right")))
        for marks, line in zip(self._rows, shown, strict=False):
            here = Box(box.x, top - self._height(line), box.width, self._height(line))
            top = here.y
            if line is shown[-1]:
                self._ground.place(here)
            self._place(marks, line, here)
        for marks in self._rows[len(shown) :]:
            for mark in marks:
                mark.hide()

    @staticmethod
    def _height(line: DisplayLine) -> float:
        return float(words_height("price") + dp(18) + (words_height("body") if line.detail else 0))

    @staticmethod
    def _place(marks: tuple[Any, ...], line: DisplayLine, box: Box) -> None:
        quantity, name, detail, amount = marks
        inner = box.inset(dp(16), dp(9))
        name_height, detail_height = words_height("price"), words_height("body")
        amount_width = words_width(line.amount, "price") + 1
        first = Box(inner.x, inner.top - name_height, inner.width, name_height)
        left = max(dp(52), words_width(line.quantity, "price") + dp(14))
        quantity.place(first._replace(width=left), line.quantity)
        amount.place(Box(first.right - amount_width, first.y, amount_width, name_height), line.amount)
        width = max(0, first.width - left - amount_width - dp(16))
        name.place(Box(first.x + left, first.y, width, name_height), line.name)
        if line.detail:
            below = Box(first.x + left, first.y - detail_height, first.width - left, detail_height)
            detail.place(below, line.detail)
        else:
            detail.hide()


class Facts(Drawn):
    """Labels at the left, amounts at the right, one below the other; sets its own height."""

    rows = ListProperty([])
    redraw_on = ("rows",)

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._marks: list[tuple[Any, Any]] = []

    def arrange(self, box: Box) -> None:
        line = words_height("title") + dp(8)
        self.height = line * len(self.rows)
        while len(self._marks) < len(self.rows):
            self._marks.append((self._draw.words("title", "ink2"), self._draw.words("title", align="right")))
        for place, (label, amount) in enumerate(self.rows):
            y = self.y + self.height - (place + 1) * line
            width = words_width(amount, "title") + 1
            self._marks[place][0].place(Box(box.x, y, max(0, box.width - width - dp(12)), line), label)
            self._marks[place][1].place(Box(box.right - width, y, width, line), amount)
        for marks in self._marks[len(self.rows) :]:
            for mark in marks:
                mark.hide()


class BigAmount(Drawn):
    """An amount as large as it fits: of three sizes the first that does."""

    text = StringProperty("")
    align = StringProperty("right")
    redraw_on = ("text", "align")
    sizes = ("change", "total", "heading")

    def build(self, draw: Drawing) -> None:
        self._words = draw.words("change")

    def arrange(self, box: Box) -> None:
        fitting = [role for role in self.sizes if words_width(self.text, role) < box.width]
        self._words.role, self._words.align = (fitting or [self.sizes[-1]])[0], self.align
        self._words.place(box, self.text)


class CustomerDisplay(FloatLayout):
    """The whole window. `render` shows a snapshot; None is while no till is there."""

    def __init__(self, shop: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._shop = shop
        self.render(None)

    def render(self, snapshot: Snapshot | None) -> None:
        """Shows that, or an empty welcome."""
        shown = snapshot or Snapshot(Scene.WELCOME, self._shop)
        self._shop = shown.shop
        T.look = shown.theme
        ids = self.ids
        ids.shop.text = shown.shop
        ids.mark.text = shown.mark
        ids.mark_ground.height = ids.mark_ground.tall if shown.mark else 0
        ids.mark_ground.opacity = 1 if shown.mark else 0
        sells = shown.scene in (Scene.CART, Scene.PAYMENT)
        ids.sale.opacity, ids.greeting.opacity = (1, 0) if sells else (0, 1)
        ids.lines.lines, ids.lines.has_earlier = list(shown.lines), shown.has_earlier
        ids.facts.rows = [] if not sells else list(shown.facts)
        ids.total_label.text, ids.total.text = (shown.total_label, shown.total) if sells else ("", "")
        ids.headline.text = "" if sells else shown.headline or shown.shop
        ids.subline.text = "" if sells else shown.subline
        ids.thanks_label.text = "" if sells else shown.total_label
        ids.thanks_total.text = "" if sells else shown.total
        ids.thanks_facts.rows = [] if sells else list(shown.facts)
        ids.thanks.opacity = 1 if shown.total and not sells else 0


def _last_that_fit(heights: list[float], room: float) -> int:
    """How many of the last ones fit below each other."""
    used = 0.0
    for count, height in enumerate(reversed(heights)):
        used += height
        if used > room:
            return count
    return len(heights)


def scale_for(size: tuple[float, float]) -> float:
    """How many pixels a dp has, so that the layout fills a panel of that size, in either orientation."""
    long, short = max(size), min(size)
    return max(0.5, min(long / DESIGNED_FOR[0], short / DESIGNED_FOR[1]))


def build() -> CustomerDisplay:
    """The display; it fills its parent."""
    load_kv("customer_display")
    return CustomerDisplay()
