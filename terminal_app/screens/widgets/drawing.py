"""The marks a widget or a cell draws itself with: words, icons, blocks and lines, tinted by theme tokens.

A mark is made once and then placed again and again; it keeps its instructions and skips what did not change.
Knows the theme and the caches, not the widgets. Window thread.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from kivy.graphics import BorderImage, Color, InstructionGroup, Rectangle
from kivy.metrics import dp

from terminal_app.screens.theme import T
from terminal_app.screens.widgets.cards import patch_for
from terminal_app.screens.widgets.text import (
    ELLIPSIS,
    icon_texture,
    line_height,
    printable,
    shortened,
    text_texture,
    text_width,
    wrapped,
)


class Box(NamedTuple):
    """A rectangle in pixels, origin at the lower left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def top(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def inset(self, across: float, along: float | None = None) -> Box:
        """The box made smaller by `across` left and right, and by `along` (default: the same) above and below."""
        along = across if along is None else along
        return Box(self.x + across, self.y + along, max(0, self.width - 2 * across), max(0, self.height - 2 * along))

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in the box."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


NOWHERE = Box(0, 0, 0, 0)


class _Mark:
    """What every mark shares: its colour, by token, and whether it shows.

    What shows nothing is not in the canvas: wherever the processor draws, each quad of another colour or texture costs
    a frame some 50 kB of commands, seen or not. What was never shown has no quad at all.
    """

    shape: type[Rectangle] | type[BorderImage] = Rectangle

    def __init__(self, canvas: InstructionGroup, tone: str) -> None:
        self._tone = tone
        self._strength = 1.0
        self._shown = True
        self.box = NOWHERE
        self._canvas = InstructionGroup()  # of its own: Kivy inserts a quad before its texture, and adds it after
        self._has_size = self._in_canvas = False
        self._colour = Color(*T.colour(tone))
        self._canvas.add(self._colour)
        canvas.add(self._canvas)

    @property
    def tone(self) -> str:
        """The theme token that colours the mark."""
        return self._tone

    @tone.setter
    def tone(self, token: str) -> None:
        if token != self._tone:
            self._tone = token
            self.retint()

    @property
    def strength(self) -> float:
        """Opacity, 0 to 1, on top of the token's own."""
        return self._strength

    @strength.setter
    def strength(self, value: float) -> None:
        if value != self._strength:
            self._strength = value
            self.retint()

    @property
    def shown(self) -> bool:
        """Whether the mark is drawn at all."""
        return self._shown

    @shown.setter
    def shown(self, value: bool) -> None:
        if value != self._shown:
            self._shown = value
            self.retint()

    def retint(self) -> None:
        """Takes the token's colour from the theme again."""
        red, green, blue, alpha = T.colour(self._tone)
        self._colour.rgba = (red, green, blue, alpha * self._strength if self._shown else 0)
        self._in_or_out()

    @cached_property
    def _quad(self) -> Any:
        return self.shape(size=(0, 0))

    def _resize(self, size: tuple[float, float]) -> None:
        """Gives the quad its size, and puts it into the canvas."""
        self._has_size = size[0] > 0 and size[1] > 0
        if self._has_size:
            self._quad.size = size
        self._in_or_out()

    def _empty(self) -> None:
        """Nothing is drawn, and no texture is kept for it."""
        if self._has_size:
            self._quad.texture = None
            self._quad.size = (0, 0)
            self._has_size = False
            self._in_or_out()

    def _in_or_out(self) -> None:
        """Has the quad in the canvas right after its colour while there is something to see of it."""
        wanted = self._has_size and self._colour.a > 0
        if wanted == self._in_canvas:
            return
        self._in_canvas = wanted
        if wanted:
            self._canvas.add(self._quad)
        else:
            self._canvas.remove(self._quad)


class Words(_Mark):
    """One text in a role of the type scale; cut with an ellipsis or wrapped to its box, centred in its height."""

    def __init__(self, canvas: InstructionGroup, role: str, tone: str, align: str, lines: int) -> None:
        super().__init__(canvas, tone)
        self.role = role
        self.align = align
        self.lines = lines
        self.text = ""
        self._drawn: tuple[Any, ...] = ()
        self._font = (0, "")

    def place(self, box: Box, text: str | None = None, *, from_top: bool = False) -> None:
        """Draws the text (default: the one it has) in the box; centred in height, or against its top edge."""
        if text is not None:
            self.text = text
        self.box = box
        wanted = (self.text, box, self.role, self.align, self.lines, from_top, T.revision)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        size, weight = T.font(self.role)
        if self.lines > 1 and box.width > 0:
            size = self._size_for_longest_word(size, weight, box.width)
        self._font = size, weight
        width = int(box.width)
        texture = text_texture(self.text, size, weight, width, self.lines, self.align) if width > 0 else None
        if texture is None:
            self._empty()
            return
        quad = self._quad
        spare = box.width - texture.width
        x = box.x + (spare if self.align == "right" else spare / 2 if self.align == "center" else 0)
        y = box.top - texture.height if from_top else box.y + (box.height - texture.height) / 2
        quad.texture = texture
        quad.pos = (round(x), round(y))
        self._resize(texture.size)

    def _size_for_longest_word(self, size: int, weight: str, width: float) -> int:
        """A size at which the longest word fits the line, but not below 80 %: better smaller than torn."""
        longest = max(self.text[:200].split(), key=len, default="")
        if len(longest) * size * 0.5 < width:
            return size
        needed = text_width(longest, size, weight)
        return size if needed <= width else max(int(size * width / needed), int(size * 0.8))

    def hide(self) -> None:
        """Draws nothing."""
        if self._drawn:
            self.text, self._drawn = "", ()
            self._empty()

    @property
    def cut(self) -> bool:
        """Whether the box had no room for the whole text, so that it ends in an ellipsis; for tests."""
        if not self.text or not self._drawn or self.box.width <= 0:
            return False
        lines, (size, weight) = self.lines, self._font
        whole = printable(self.text, lines=lines).strip()
        width = int(self.box.width)
        fitted = shortened(whole, size, weight, width) if lines == 1 else wrapped(whole, size, weight, width, lines)
        return fitted.endswith(ELLIPSIS) and not whole.endswith(ELLIPSIS)

    @property
    def drawn_size(self) -> tuple[float, float]:
        """The pixels that the text really takes."""
        width, height = self._quad.size if self._has_size else (0, 0)
        return width, height


class Icon(_Mark):
    """One icon of the icon font, centred in its box; raises UnknownIcon for a name the font lacks."""

    def __init__(self, canvas: InstructionGroup, name: str, size: float, tone: str) -> None:
        super().__init__(canvas, tone)
        self.name = name
        self.size = size
        self._drawn: tuple[Any, ...] = ()

    def place(self, box: Box, name: str | None = None) -> None:
        """Draws the icon (default: the one it has; "" draws nothing) in the middle of the box."""
        if name is not None:
            self.name = name
        self.box = box
        wanted = (self.name, box, self.size, T.revision) if self.name else ()
        if wanted == self._drawn:
            return
        self._drawn = wanted
        if not self.name:
            self._empty()
            return
        pixels = round(dp(self.size))
        texture = icon_texture(self.name, pixels)
        self._quad.texture = texture
        self._quad.pos = (
            round(box.x + (box.width - texture.width) / 2),
            round(box.y + (box.height - texture.height) / 2),
        )
        self._resize(texture.size)

    def hide(self) -> None:
        """Draws nothing; what it was is forgotten."""
        self.place(self.box, "")


class Block(_Mark):
    """A rounded box: "card" (soft shadow), "fill" or "outline". `radius` in dp; None makes a pill."""

    shape = BorderImage

    def __init__(self, canvas: InstructionGroup, kind: str, radius: float | None, tone: str, thickness: float) -> None:
        super().__init__(canvas, tone)
        self.kind = kind
        self.radius = radius
        self.thickness = thickness
        self._drawn: tuple[Any, ...] = ()
        self.shown = False

    def place(self, box: Box) -> None:
        """Draws the block in the box, which a card's shadow reaches beyond; an empty box hides it."""
        self.box = box
        self.shown = box.width >= 1 and box.height >= 1
        wanted = (box, self.radius, self.kind, self.thickness, T.revision)
        if not self.shown or wanted == self._drawn:
            return
        self._drawn = wanted
        most = min(box.width, box.height) / 2
        radius = most if self.radius is None else min(most, dp(self.radius))
        patch = patch_for(self.kind, radius, dp(self.thickness), T.look)
        quad = self._quad
        quad.texture = patch.texture
        quad.border = (patch.border,) * 4
        quad.pos = (round(box.x) - patch.bleed, round(box.y) - patch.bleed)
        self._resize((round(box.width) + 2 * patch.bleed, round(box.height) + 2 * patch.bleed))

    def hide(self) -> None:
        """Draws nothing."""
        self.shown = False


class Line(_Mark):
    """A plain rectangle without corners: a hairline, a bar, a cursor."""

    def place(self, box: Box) -> None:
        """Fills the box."""
        if box == self.box:
            return
        self.box = box
        size = round(box.width), round(box.height)
        if size[0] <= 0 or size[1] <= 0:
            self._empty()
            return
        self._quad.pos = (round(box.x), round(box.y))
        self._resize(size)

    def hide(self) -> None:
        """Draws nothing."""
        self.place(NOWHERE)


class Drawing:
    """Makes marks in one canvas, in the order in which they are drawn, and tints them anew when the theme changes."""

    def __init__(self, canvas: InstructionGroup) -> None:
        self.canvas = canvas
        self.marks: list[Any] = []

    def words(self, role: str = "body", tone: str = "ink", *, align: str = "left", lines: int = 1) -> Words:
        """A text mark; `align` is left, center or right."""
        return self._keep(Words(self.canvas, role, tone, align, lines))

    def icon(self, name: str = "", size: float = 24, tone: str = "ink") -> Icon:
        """An icon mark, `size` in dp."""
        return self._keep(Icon(self.canvas, name, size, tone))

    def block(
        self, kind: str = "fill", radius: float | None = 12, tone: str = "surface", thickness: float = 1
    ) -> Block:
        """A rounded block, hidden until it is placed; radius None is a pill."""
        return self._keep(Block(self.canvas, kind, radius, tone, thickness))

    def line(self, tone: str = "line") -> Line:
        """A plain rectangle."""
        return self._keep(Line(self.canvas, tone))

    def retint(self) -> None:
        """Gives every mark the theme's present colours."""
        for mark in self.marks:
            mark.retint()

    def _keep(self, mark: Any) -> Any:
        self.marks.append(mark)
        return mark


def words_width(text: str, role: str) -> int:
    """The pixels that a text takes on one line in a role."""
    return text_width(text, *T.font(role))


def words_height(role: str, lines: int = 1) -> int:
    """The pixels that this many lines take in a role."""
    return lines * line_height(*T.font(role))


MOST_LINES = 12
"""Lines of a text that is as high as it needs to be."""


def text_height(text: str, role: str, width: float, most: int = MOST_LINES) -> float:
    """The pixels that a text takes when it is wrapped to a width; 0 for no text."""
    if not text or width <= 0:
        return 0.0
    if "\n" not in text and words_width(text, role) <= int(width):
        return float(words_height(role))
    size, weight = T.font(role)
    lines = wrapped(printable(text, lines=2), size, weight, int(width), most).count("\n") + 1
    return float(words_height(role, lines))
