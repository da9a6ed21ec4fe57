"""The toolkit: everything a screen is built of. Importing it registers the fonts and loads its two kv files.

`screens.window.configure` must have run before. docs/toolkit.md shows how to build a screen. Window thread.
"""

from __future__ import annotations

from kivy.lang import Builder

from terminal_app.resources import kv_file
from terminal_app.screens.theme import T
from terminal_app.screens.widgets.base import Drawn, Part, Touchable
from terminal_app.screens.widgets.chips import Chips
from terminal_app.screens.widgets.controls import Action, IconAction, Segmented, Stepper, Toggle
from terminal_app.screens.widgets.drawing import Block, Box, Drawing, Icon, Line, Words, words_height, words_width
from terminal_app.screens.widgets.fields import FOCUS, Entry, SearchField, TextField
from terminal_app.screens.widgets.keyboard import Keyboard, NumberPad
from terminal_app.screens.widgets.labels import Avatar, Badge, EmptyState, IconMark, Separator, TextLine, initials
from terminal_app.screens.widgets.notice import Notice
from terminal_app.screens.widgets.pool import Cell, CellState, PooledGrid, PooledList
from terminal_app.screens.widgets.scroller import Scroller
from terminal_app.screens.widgets.surfaces import Panel, Sheet
from terminal_app.screens.widgets.text import UnknownIcon, icon, register_fonts
from terminal_app.screens.widgets.touch import TouchTarget, targets_in

__all__ = [
    "FOCUS", "Action", "Avatar", "Badge", "Block", "Box", "Cell", "CellState", "Chips", "Drawing", "Drawn",
    "EmptyState", "Entry", "Icon", "IconAction", "IconMark", "Keyboard", "Line", "Notice", "NumberPad", "Panel",
    "Part", "PooledGrid", "PooledList", "Scroller", "SearchField", "Segmented", "Separator", "Sheet", "Stepper",
    "T", "TextField", "TextLine", "Toggle", "TouchTarget", "Touchable", "UnknownIcon", "Words", "icon",
    "initials", "load_kv", "targets_in", "words_height", "words_width",
]  # fmt: skip


def load_kv(name: str) -> None:
    """Loads kv/`name`.kv unless it is loaded already."""
    path = str(kv_file(name))
    if path not in Builder.files:
        Builder.load_file(path)


register_fonts()
load_kv("theme")
load_kv("widgets")
