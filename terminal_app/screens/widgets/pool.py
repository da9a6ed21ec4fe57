"""Long lists and grids of drawn cells: as many cells as fit the view, whatever the number of items.

Owns layout by arithmetic, scrolling, clipping and picking. Knows nothing of what a cell shows. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.graphics import InstructionGroup, PopMatrix, PushMatrix, ScissorPop, ScissorPush, Translate
from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from terminal_app.domain.records import record
from terminal_app.screens.theme import T
from terminal_app.screens.widgets.base import SLOP_DP
from terminal_app.screens.widgets.drawing import Box, Drawing
from terminal_app.screens.widgets.scrolling import Scroll
from terminal_app.screens.widgets.touch import TouchTarget, window_box


@record
class CellState:
    """How a cell stands in its list: its index, whether it is selected, and the part being pressed (None: none)."""

    index: int
    selected: bool = False
    pressed: str | None = None


class Cell:
    """One row or tile, drawn with marks and used again for other items.

    A subclass makes its marks once in `build(draw)` and fills and places all of them in `show(item, box, state)`.
    Parts that are touched on their own are named with `self.part(name, box)` inside `show`; what is not in a part
    picks the cell itself.
    """

    def __init__(self) -> None:
        self.canvas = InstructionGroup()
        self.draw = Drawing(self.canvas)
        self.item: Any = None
        self.box = Box(0, 0, 0, 0)
        self.parts: dict[str, Box] = {}
        self.build(self.draw)

    def build(self, draw: Drawing) -> None:
        """Makes the marks, back to front."""
        raise NotImplementedError

    def show(self, item: Any, box: Box, state: CellState) -> None:
        """Fills and places every mark for this item."""
        raise NotImplementedError

    def key_of(self, item: Any, index: int) -> str:
        """A stable name of the item for tests and the finger; by default its place in the list."""
        return str(index)

    def text_of(self, item: Any) -> str:
        """What the cell is called on screen."""
        return ""

    def part(self, name: str, box: Box) -> None:
        """Names a box of the cell that is touched on its own; call in `show`."""
        self.parts[name] = box

    def hit(self, x: float, y: float) -> str:
        """The part under the point, "" for the cell itself."""
        for name, box in self.parts.items():
            if box.holds(x, y):
                return name
        return ""

    def shows(self, item: Any) -> bool:
        """Whether it would look the same with that item in the place where it is; by default nobody knows."""
        return False

    def render(self, item: Any, box: Box, state: CellState) -> None:
        """Shows the item; the pool calls this."""
        self.item, self.box = item, box
        self.parts.clear()
        self.show(item, box, state)


class PooledGrid(Widget):
    """A scrolling grid of cells over any sequence; a new sequence costs one pass over the visible cells.

    `cell` is the Cell class (or a factory). `columns` 0 fits as many as are at least `least_cell_width` wide. Sizes
    are pixels. `on_pick(index, part)` runs at touch-up; part is "" for the cell itself. `selected` draws that index as
    selected.
    """

    items = ObjectProperty(())
    cell = ObjectProperty(None)
    columns = NumericProperty(0)
    least_cell_width = NumericProperty(200)
    cell_height = NumericProperty(100)
    gap = NumericProperty(0)
    pad = NumericProperty(0)
    selected = NumericProperty(-1)
    key = StringProperty("")
    scrollbar = BooleanProperty(True)
    clips_children = True

    __events__ = ("on_pick",)

    def __init__(self, **kwargs: Any) -> None:
        self._cells: dict[int, Cell] = {}
        self._spare: list[Cell] = []
        self._pressed: tuple[int, str] | None = None
        self._across = 1
        self._cell_width = 0.0
        self._relayout = Clock.create_trigger(self._lay_out, -1)
        super().__init__(**kwargs)
        self.scroll = Scroll(self._scrolled)
        self._clip = ScissorPush(x=0, y=0, width=1, height=1)
        self._shift = Translate(0, 0)
        self._layer = InstructionGroup()
        for instruction in (self._clip, PushMatrix(), self._shift, self._layer, PopMatrix()):
            self.canvas.add(instruction)
        over = InstructionGroup()
        self._bar = Drawing(over).block("fill", None, "ink3")
        self._bar.strength = 0.45
        self.canvas.add(over)
        self.canvas.add(ScissorPop())
        T.bind(revision=self._restyle)
        for name in ("pos", "size", "columns", "least_cell_width", "cell_height", "gap", "pad", "cell"):
            self.fbind(name, self._relayout)
        self.fbind("items", self._swap)
        self.fbind("selected", self._select)
        self._was_selected = self.selected
        self._relayout()

    # what others call

    def refresh(self, index: int | None = None) -> None:
        """Draws one item again after it changed in place, or all visible ones."""
        for shown in list(self._cells) if index is None else [index]:
            if shown in self._cells:
                self._show(shown)

    def reveal(self, index: int) -> None:
        """Scrolls as little as needed to show this item whole."""
        if self._relayout.is_triggered:
            self._lay_out()
        row = index // self._across
        start = self.pad + row * (self.cell_height + self.gap)
        end = start + self.cell_height
        if start < self.scroll.offset:
            self.scroll.go(start - self.pad)
        elif end > self.scroll.offset + self.height:
            self.scroll.go(end + self.pad - self.height)

    def on_pick(self, index: int, part: str) -> None:
        """The item (or the part of it) was tapped."""

    def visible(self) -> dict[int, Cell]:
        """The cells now in use, by the index of their item."""
        return dict(self._cells)

    def touch_targets(self) -> list[TouchTarget]:
        """The visible cells and their parts; keys are `key:item` and `key:item/part`."""
        targets = []
        prefix = self.key or type(self).__name__.lower()
        for index, cell in sorted(self._cells.items()):
            key = f"{prefix}:{cell.key_of(cell.item, index)}"
            for name, box in [*cell.parts.items(), ("", cell.box)]:
                place = window_box(self, self._on_screen(box))
                text = cell.text_of(cell.item) if not name else ""
                targets.append(TouchTarget(f"{key}/{name}" if name else key, text, *place))
        return targets

    # layout

    @property
    def _rows(self) -> int:
        return -(-len(self.items) // self._across)

    def _lay_out(self, *_: object) -> None:
        """Everything again: the view, the columns, the cells."""
        self._relayout.cancel()
        if self.cell is None or self.width < 2 or self.height < 2:
            return
        room = self.width - 2 * self.pad
        self._across = int(self.columns) or max(1, int((room + self.gap) // (self.least_cell_width + self.gap)))
        self._cell_width = (room + self.gap) / self._across - self.gap
        self.reclip()
        self._drop_cells()
        self._limit()
        self._scrolled()

    def reclip(self) -> None:
        """Takes the clip from where the widget now is in the window."""
        place = window_box(self)
        self._clip.x, self._clip.y = round(place.x), round(place.y)
        self._clip.width, self._clip.height = max(1, round(place.width)), max(1, round(place.height))

    def _limit(self) -> None:
        rows = self._rows
        content = 2 * self.pad + rows * self.cell_height + max(0, rows - 1) * self.gap
        self.scroll.limit(content - self.height)

    def _drop_cells(self, keep: Callable[[int], bool] = lambda index: False) -> None:
        for index in [index for index in self._cells if not keep(index)]:
            cell = self._cells.pop(index)
            self._layer.remove(cell.canvas)
            self._spare.append(cell)

    def _swap(self, *_: object) -> None:
        """New items: the visible cells are filled anew, in place."""
        if self.cell is None or self.width < 2:
            return
        pressed, self._pressed = self._pressed, None
        self._limit()
        self._drop_cells(lambda index: index < len(self.items))
        for index, cell in self._cells.items():
            if (pressed is not None and pressed[0] == index) or not cell.shows(self.items[index]):
                self._show(index)
        self._scrolled()

    def _scrolled(self) -> None:
        """Moves the layer, takes cells from rows that left and gives them to rows that came in."""
        pitch, offset = self.cell_height + self.gap, self.scroll.offset
        first = max(0, int((offset - self.pad) // pitch)) * self._across
        last = (int((offset + self.height - self.pad) // pitch) + 1) * self._across
        wanted = range(first, min(last, len(self.items)))
        self._shift.xy = (round(self.x), round(self.top) + offset)
        self._drop_cells(lambda index: index in wanted)
        for index in wanted:
            if index not in self._cells:
                cell = self._spare.pop() if self._spare else self.cell()
                self._cells[index] = cell
                self._layer.add(cell.canvas)
                self._show(index)
        self._draw_bar()

    def _draw_bar(self) -> None:
        content = self.scroll.furthest + self.height
        if not self.scrollbar or self.scroll.furthest <= 1:
            self._bar.hide()
            return
        length = max(dp(24), self.height * self.height / content)
        y = self.top - length - (self.height - length) * self.scroll.offset / self.scroll.furthest
        self._bar.place(Box(self.right - dp(4), round(y), dp(3), round(length)))

    def _show(self, index: int) -> None:
        row, column = divmod(index, self._across)
        left = round(self.pad + column * (self._cell_width + self.gap))
        right = round(self.pad + column * (self._cell_width + self.gap) + self._cell_width)
        below = round(self.pad + row * (self.cell_height + self.gap) + self.cell_height)
        pressed = self._pressed[1] if self._pressed is not None and self._pressed[0] == index else None
        state = CellState(index, index == self.selected, pressed)
        self._cells[index].render(self.items[index], Box(left, -below, right - left, round(self.cell_height)), state)

    def _select(self, *_: object) -> None:
        for index in {self._was_selected, self.selected}:
            self.refresh(int(index))
        self._was_selected = self.selected

    def _restyle(self, *_: object) -> None:
        for cell in [*self._cells.values(), *self._spare]:
            cell.draw.retint()
        self._bar.retint()
        self._relayout()

    def _on_screen(self, box: Box) -> Box:
        """A box of the cells' layer in the coordinates of this widget's parent."""
        return Box(box.x + round(self.x), box.y + round(self.top) + self.scroll.offset, box.width, box.height)

    # touch

    def _under(self, x: float, y: float) -> tuple[int, str] | None:
        x, y = x - round(self.x), y - round(self.top) - self.scroll.offset
        for index, cell in self._cells.items():
            if cell.box.holds(x, y):
                return index, cell.hit(x, y)
        return None

    def _press(self, what: tuple[int, str] | None) -> None:
        before, self._pressed = self._pressed, what
        for pressed in (before, what):
            if pressed is not None:
                self.refresh(pressed[0])

    def on_touch_down(self, touch: Any) -> bool:
        if self.disabled or self.opacity == 0 or not self.collide_point(*touch.pos):
            return False
        if touch.is_mouse_scrolling:
            step = self.cell_height / 2 * (1 if touch.button == "scrollup" else -1)
            self.scroll.go(self.scroll.offset + step)
            return True
        touch.grab(self)
        touch.ud["scrolled_by"] = self
        stopped = self.scroll.flying
        self.scroll.stop()
        touch.ud[self] = "stopped" if stopped else "pressing"
        if not stopped:
            self._press(self._under(*touch.pos))
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        if touch.ud.get(self) != "scrolling" and abs(touch.y - touch.oy) > dp(SLOP_DP):
            touch.ud[self] = "scrolling"
            self._press(None)
        if touch.ud.get(self) == "scrolling":
            self.scroll.drag(touch.dy)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        doing, pressed, self._pressed = touch.ud.get(self), self._pressed, None
        if doing == "scrolling":
            self.scroll.let_go()
        elif doing == "pressing" and pressed is not None and abs(touch.x - touch.ox) <= dp(2 * SLOP_DP):
            self.dispatch("on_pick", *pressed)
        if pressed is not None:
            self.refresh(pressed[0])  # after the pick, which may have drawn it already
        return True


class PooledList(PooledGrid):
    """A scrolling list of rows: a grid with one column."""

    columns = NumericProperty(1)
