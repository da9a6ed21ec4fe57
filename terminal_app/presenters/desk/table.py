"""A table of columns as a row of the desk: heads, rows of cells, an optional sum below; rows may lead on by a touch.

Frozen and ready to show, as the other rows are (rows.py). Where it is too narrow, the renderer moves minor columns to a
second line and, failing that, stacks a row's cells below each other: nothing is cut. No Kivy.
"""

from __future__ import annotations

from ...domain.records import record
from ..status import Badge


@record
class Head:
    """What stands above a column. `right` is for amounts; a `minor` column leaves first where there is no room.

    `share` is how much of the table's width it takes, so that tables below each other align; 0: as its words need.
    """

    text: str
    right: bool = False
    minor: bool = False
    share: float = 0.0


@record
class Cell:
    """What stands in one column of a row; `detail` in small below it; `tone` ok, warn, bad, muted or "" colours it."""

    text: str
    detail: str = ""
    tone: str = ""


@record
class TableRow:
    """One row: a cell, or just its text, for each head.

    A row with a `key` leads on: a touch presses `(table's key, row's key)`. `tone` (ok, warn, bad, neutral) puts that
    icon before it, `state` a pill behind it; `detail` stands below it, across all columns.
    """

    cells: tuple[Cell | str, ...]
    key: str = ""
    tone: str = ""
    state: Badge | None = None
    detail: str = ""


@record
class Table:
    """Columns of figures. `sums` stand below a heavier rule; `empty` is said when there are no rows.

    All rows are drawn: show a page of them where there may be more than a hundred.
    """

    key: str
    heads: tuple[Head, ...]
    rows: tuple[TableRow, ...]
    sums: tuple[TableRow, ...] = ()
    label: str = ""
    detail: str = ""
    empty: str = ""
