"""Where each word of a table stands: columns side by side, minor ones below, or all below each other, as it fits.

Measures texts and draws nothing. Boxes are from the table's upper left corner, downwards. Window thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kivy.metrics import dp

from terminal_app.domain.records import record
from terminal_app.presenters.desk.table import Cell, Head, Table, TableRow
from terminal_app.presenters.status import Badge
from terminal_app.screens.desk.lines import TONES
from terminal_app.screens.widgets import Box, T, words_height, words_width
from terminal_app.screens.widgets.drawing import text_height

CELL, SUM, SMALL = "body", "label", "secondary"
INKS = {"": "ink", "muted": "ink2", "ok": "ok", "warn": "warn", "bad": "bad"}
ROOMY = 0.6
GAP_DP, PAD_DP, ICON_DP, ARROW_DP, PILL_DP, LEAST_DP, SHORT_DP = 16, 9, 32, 30, 34, 120, 72


@record
class Piece:
    """A text in its place."""

    text: str
    role: str
    tone: str
    align: str
    box: Box


@record
class Placed:
    """One row in its place: where it lies, and what is drawn beside its texts."""

    row: TableRow
    box: Box
    icon: Box | None = None
    pill: Box | None = None
    is_sum: bool = False


@dataclass(slots=True)
class Layout:
    """The whole table laid out in a width."""

    pieces: list[Piece] = field(default_factory=list)
    rows: list[Placed] = field(default_factory=list)
    height: float = 0.0


@record
class Column:
    """A column that stands beside others."""

    number: int
    head: Head
    x: float
    width: float

    @property
    def align(self) -> str:
        return "right" if self.head.right else "left"


def laid_out(table: Table, width: float) -> Layout:
    """The table in that width."""
    return _Maker(table, width).made()


def pill_width(state: Badge) -> float:
    """How wide the pill of a state is."""
    return float(words_width(state.text, "badge") + dp(54))


def cell_of(row: TableRow, number: int) -> Cell:
    """The row's cell below that head; an empty one where it has none."""
    if number >= len(row.cells):
        return Cell("")
    found = row.cells[number]
    return Cell(found) if isinstance(found, str) else found


class _Maker:
    def __init__(self, table: Table, width: float) -> None:
        self._table, self._width = table, width
        self._all = (*table.rows, *table.sums)
        self._left = dp(ICON_DP) if any(row.tone for row in self._all) else 0.0
        self._right = width - (dp(ARROW_DP) if any(row.key for row in self._all) else 0.0)
        self._widths = [self._natural(number) for number in range(len(table.heads))]
        self._out = Layout()
        self._y = 0.0

    def made(self) -> Layout:
        everything = tuple(range(len(self._table.heads)))
        major = tuple(number for number in everything if not self._table.heads[number].minor)
        pill = max((pill_width(row.state) + dp(GAP_DP) for row in self._all if row.state is not None), default=0.0)
        beside = self._columns(everything, pill) or self._columns(major, pill)
        if beside is None:
            pill, beside = 0.0, self._columns(major, 0.0)
        if beside is not None:
            self._heads(beside)
        for row in self._all:
            is_sum = len(self._out.rows) >= len(self._table.rows)
            if beside is None:
                self._stacked(row, is_sum)
            else:
                self._across(row, beside, is_sum, pill)
        self._out.height = self._y
        return self._out

    # columns

    def _columns(self, shown: Sequence[int], pill: float) -> list[Column] | None:
        """The columns with their widths; None where their words do not fit beside each other."""
        heads = self._table.heads
        words = {number: self._widths[number] for number in shown}
        natural = {number: heads[number].share * self._width or words[number] for number in shown}
        room = self._right - self._left - pill - dp(GAP_DP) * (len(shown) - 1)
        room -= sum(natural[number] for number in shown if heads[number].right)
        lefts = [number for number in shown if not heads[number].right]
        # Two columns of words side by side in many short lines are harder to read than one below the other.
        part = ROOMY if len(lefts) > 1 else 0.0
        least = {number: max(min(words[number], dp(LEAST_DP)), words[number] * part) for number in lefts}
        spare = room - sum(least.values())
        if spare < 0 or len(shown) < 2:
            return None
        more = {number: max(0.0, natural[number] - least[number]) for number in lefts}
        share = min(1.0, spare / sum(more.values())) if any(more.values()) else 0.0
        widths = {number: least[number] + more[number] * share for number in lefts}
        if lefts and not any(head.share for head in heads):
            widths[lefts[0]] += max(0.0, room - sum(widths.values()))
        made, x = [], self._left
        for number in shown:
            width = widths.get(number, natural[number])
            made.append(Column(number, heads[number], x, width))
            x += width + dp(GAP_DP)
        return made

    def _natural(self, number: int) -> float:
        """As wide as the widest of its cells and what stands above them: all of a short head, of a long one a word."""
        head = self._table.heads[number].text
        words = [head] if words_width(head, SMALL) <= dp(SHORT_DP) else head.split()
        found = [float(words_width(word, SMALL)) for word in words]
        for place, row in enumerate(self._all):
            cell = cell_of(row, number)
            role = CELL if place < len(self._table.rows) else SUM
            found += [float(words_width(cell.text, role)), float(words_width(cell.detail, SMALL))]
        return max(found, default=0.0) + 2

    def _heads(self, columns: Sequence[Column]) -> None:
        heights = [text_height(one.head.text, SMALL, one.width, 3) for one in columns]
        height = max(heights)
        for column, own in zip(columns, heights, strict=True):
            box = Box(column.x, self._y + height - own, column.width, own)
            self._out.pieces.append(Piece(column.head.text, SMALL, "ink2", column.align, box))
        self._y += height + dp(6)

    # rows

    def _across(self, row: TableRow, columns: Sequence[Column], is_sum: bool, beside: float) -> None:
        """One row with its columns beside each other, and below them what had no room there.

        `beside` is the room of a pill behind them, 0 where it stands below.
        """
        role = SUM if is_sum else CELL
        cells = [(column, cell_of(row, column.number)) for column in columns]
        high = max((self._high(cell, role, column.width) for column, cell in cells), default=0.0)
        below = self._below(row, {column.number for column in columns})
        width = self._right - self._left - beside
        under = text_height(below, SMALL, width)
        pill_below = row.state is not None and not beside
        inner = high + under + (dp(PILL_DP + 8) if pill_below else 0.0)
        height = self._row_height(row, inner)
        top = self._y + (height - inner) / 2
        for column, cell in cells:
            self._cell(cell, role, column.align, Box(column.x, top, column.width, 0))
        self._text(below, SMALL, "ink2", Box(self._left, top + high, width, under))
        pill = None
        if row.state is not None:
            wide = pill_width(row.state)
            y = top + high + under + dp(8) if pill_below else self._y + (height - dp(PILL_DP)) / 2
            x = self._left if pill_below else self._right - wide
            pill = Box(x, y, min(wide, self._right - x), dp(PILL_DP))
        self._end(row, top, height, pill, is_sum)

    def _stacked(self, row: TableRow, is_sum: bool) -> None:
        """One row with its cells below each other: words as they are, amounts each beside its head."""
        width = self._right - self._left
        heads = self._table.heads
        words = [n for n, head in enumerate(heads) if n == 0 or not (head.right or head.minor)]
        pairs = list(self._pairs(row, width))
        below = self._below(row, {*words, *(number for number, head in enumerate(heads) if head.right)})
        under = text_height(below, SMALL, width)
        roles = {number: SUM if number == 0 or is_sum else CELL for number in words}
        above = sum(self._high(cell_of(row, number), roles[number], width) for number in words)
        inner = above + sum(pair[-1] for pair in pairs) + under + (dp(PILL_DP + 8) if row.state is not None else 0.0)
        height = self._row_height(row, inner)
        top = y = self._y + (height - inner) / 2
        for number in words:
            cell = cell_of(row, number)
            self._cell(cell, roles[number], "left", Box(self._left, y, width, 0))
            y += self._high(cell, roles[number], width)
        for head, cell, label, value, high in pairs:
            lower = (words_height(CELL) - words_height(SMALL)) / 2
            self._text(head.text, SMALL, "ink2", Box(self._left, y + lower, label, high))
            self._cell(cell, SUM if is_sum else CELL, "right", Box(self._right - value, y, value, 0))
            y += high
        self._text(below, SMALL, "ink2", Box(self._left, y, width, under))
        pill = None
        if row.state is not None:
            pill = Box(self._left, y + under + dp(8), min(pill_width(row.state), width), dp(PILL_DP))
        self._end(row, top, height, pill, is_sum)

    def _pairs(self, row: TableRow, width: float) -> Iterator[tuple[Head, Cell, float, float, float]]:
        """(head, cell, the head's width, the cell's width, height) for each amount that says something."""
        for number, head in enumerate(self._table.heads[1:], 1):
            cell = cell_of(row, number)
            if not cell.text or not head.right:
                continue
            wanted = max(words_width(cell.text, SUM), words_width(cell.detail, SMALL)) + 2
            value = min(float(wanted), width * 0.6)
            label = width - value - dp(GAP_DP)
            high = max(text_height(head.text, SMALL, label) + dp(2), self._high(cell, SUM, value)) + dp(4)
            yield head, cell, label, value, high

    def _below(self, row: TableRow, shown: set[int]) -> str:
        """The cells that found no column, each behind its head, and the row's own second line."""
        told = []
        for number, head in enumerate(self._table.heads):
            cell = cell_of(row, number)
            if number not in shown and cell.text:
                told.append(f"{head.text} {cell.text}".strip())
        return " · ".join([*told, row.detail] if row.detail else told)

    def _row_height(self, row: TableRow, inner: float) -> float:
        return max(inner + 2 * dp(PAD_DP), float(T.touch) if row.key else 0.0)

    def _high(self, cell: Cell, role: str, width: float) -> float:
        return text_height(cell.text, role, width) + text_height(cell.detail, SMALL, width)

    def _cell(self, cell: Cell, role: str, align: str, place: Box) -> None:
        high = text_height(cell.text, role, place.width)
        tone = INKS.get(cell.tone, "ink")
        self._text(cell.text, role, tone, Box(place.x, place.y, place.width, high), align)
        small = text_height(cell.detail, SMALL, place.width)
        self._text(cell.detail, SMALL, "ink2", Box(place.x, place.y + high, place.width, small), align)

    def _text(self, text: str, role: str, tone: str, box: Box, align: str = "left") -> None:
        if text:
            self._out.pieces.append(Piece(text, role, tone, align, box))

    def _end(self, row: TableRow, top: float, height: float, pill: Box | None, is_sum: bool) -> None:
        icon = Box(0, top, dp(24), words_height(CELL)) if row.tone in (*TONES, "neutral") else None
        self._out.rows.append(Placed(row, Box(0, self._y, self._width, height), icon, pill, is_sum))
        self._y += height
