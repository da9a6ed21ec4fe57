"""The few kinds of rows that every page of the desk is made of, and the views that hold them.

Frozen and ready to show: every word is there, nothing is computed on screen. One renderer (screens/desk) draws them
all. A row's `key` names it within its page; a row that is a setting has the setting's key. No Kivy.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from ...domain.records import record
from ...reports.paper import PaperLine
from ..session import Notice
from ..status import Badge
from ..step_up import StepUpView
from .table import Table


class Typing(Enum):
    """What is typed into a field, and so which on-screen keyboard comes with it."""

    TEXT = "text"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    PIN = "pin"


@record
class Option:
    """One of several: what it is called, a second line, and whether it is chosen or on."""

    key: str
    label: str
    detail: str = ""
    on: bool = False
    icon: str = ""


@record
class Heading:
    """Begins a new card; `detail` says in a sentence what the card is for."""

    text: str
    detail: str = ""
    key: str = ""


@record
class Note:
    """A sentence with an icon: `tone` is ok (a tick), warn, bad, brand or neutral."""

    text: str
    tone: str = "neutral"
    detail: str = ""
    key: str = ""


@record
class Switch:
    """On or off. A touch puts "true" or "false"."""

    key: str
    label: str
    on: bool
    detail: str = ""
    enabled: bool = True


@record
class Choices:
    """One of two to five, all in sight. A touch puts the option's key. `problem` stands in the place of `detail`."""

    key: str
    label: str
    options: tuple[Option, ...]
    chosen: str
    detail: str = ""
    problem: str = ""


@record
class Text:
    """A field for typing; each keystroke puts the whole text. `detail` stands below it until `problem` does.

    A `secret` is typed as dots and never shown again; give its last characters in `hint`. `lines` above 1 wraps.
    """

    key: str
    label: str
    value: str
    typing: Typing = Typing.TEXT
    hint: str = ""
    detail: str = ""
    problem: str = ""
    secret: bool = False
    lines: int = 1
    longest: int = 200


@record
class Toggles:
    """Several switches side by side, such as weekdays. A touch puts the option's key; the page turns it."""

    key: str
    label: str
    options: tuple[Option, ...]
    detail: str = ""
    problem: str = ""


@record
class Chips:
    """A list of short things: a touch on one presses `(key, "remove:<chip>")`; the field below adds: `(key, "add")`.

    What is typed into the field puts `<key>.new`.
    """

    key: str
    label: str
    chips: tuple[Option, ...]
    typed: str
    hint: str
    add_label: str
    typing: Typing = Typing.TEXT
    detail: str = ""
    problem: str = ""


@record
class Swatch:
    """A square to choose by its look: an icon on the tint of a tone (a hue of the palette)."""

    key: str
    label: str
    icon: str
    tone: str


@record
class Swatches:
    """One of many looks, all in sight: colours, icons. A touch puts the swatch's key; `detail` names the chosen."""

    key: str
    label: str
    swatches: tuple[Swatch, ...]
    chosen: str
    detail: str = ""


@record
class Pick:
    """A value out of a long list: a touch opens the page's picker, which can be searched; a choice puts its key."""

    key: str
    label: str
    value: str
    detail: str = ""
    state: Badge | None = None
    problem: str = ""


@record
class Action:
    """A button: a touch presses `(key, "")`. `kind` is primary, secondary, quiet or danger."""

    key: str
    label: str
    icon: str = ""
    detail: str = ""
    kind: str = "secondary"
    enabled: bool = True


@record
class Link:
    """A line that leads somewhere: a touch presses `(key, "")`. `state` stands at its right as a pill.

    `tone` is the hue of its icon.
    """

    key: str
    label: str
    detail: str = ""
    icon: str = ""
    state: Badge | None = None
    tone: str = "plain"


@record
class Line:
    """One line to be read: words at the left, an amount or a moment at the right; `tone` ok, warn, bad or neutral."""

    left: str
    right: str = ""
    detail: str = ""
    tone: str = ""


@record
class Lines:
    """Lines to be read: a history, the lines of a dry run. `empty` is said when there are none."""

    key: str
    lines: tuple[Line, ...]
    label: str = ""
    empty: str = ""


@record
class Meter:
    """A bar that fills while something is done: `share` of it, from 0 to 1; `detail` says how far in words."""

    key: str
    label: str
    share: float
    detail: str = ""


@record
class Order:
    """Things in an order that is changed by dragging their handles, or by up and down.

    A move puts all keys in their new order with commas between.
    """

    key: str
    label: str
    items: tuple[Option, ...]
    detail: str = ""
    up_label: str = ""
    down_label: str = ""


@record
class Preview:
    """The buttons as the payment screen will have them; nothing to touch."""

    key: str
    label: str
    buttons: tuple[Option, ...]
    empty: str = ""


@record
class Paper:
    """A piece of the receipt as it will be printed."""

    key: str
    label: str
    lines: tuple[PaperLine, ...]


@record
class Ruler:
    """A bank card in its true size by `dots` per inch (0: the usual); dragged till it matches, it puts the dots."""

    key: str
    label: str
    dots: float
    detail: str = ""
    smaller_label: str = ""
    larger_label: str = ""


Row = (
    Heading | Note | Switch | Choices | Text | Toggles | Chips | Pick | Action | Link | Lines | Order | Preview
    | Paper | Ruler | Swatches | Meter | Table
)  # fmt: skip


@record
class SaveBar:
    """The bar below a page that has something to save. `told` says how many changes wait, or what is wrong."""

    label: str
    enabled: bool
    told: str
    throw_away_label: str


@record
class PageView:
    """One page whole. A page that stores at once has no `save`."""

    stem: str
    title: str
    intro: str
    rows: tuple[Row, ...]
    save: SaveBar | None = None


@record
class Question:
    """Something to be answered before anything else; the cross answers "". `kind` of an answer as of an Action."""

    title: str
    text: str
    answers: tuple[Action, ...]


@record
class Picker:
    """The open list of a Pick row; typing searches it, a touch chooses. `options` may make each one as it is read."""

    key: str
    title: str
    search: str
    search_hint: str
    options: Sequence[Option]
    chosen: str
    empty: str


@record
class PageLink:
    """A page in the list of pages."""

    stem: str
    label: str
    detail: str
    icon: str
    selected: bool
    state: Badge | None = None


@record
class PageGroup:
    """Pages that belong together."""

    label: str
    pages: tuple[PageLink, ...]


@record
class DeskView:
    """All that the desk shows. `page` is None while a handheld shows the list of pages.

    `step_up` asks for a manager's approval of somebody's visit who may not open the desk themselves.
    """

    title: str
    groups: tuple[PageGroup, ...]
    page: PageView | None
    question: Question | None
    picker: Picker | None
    notice: Notice | None
    back_label: str
    step_up: StepUpView | None = None
