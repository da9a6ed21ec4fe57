"""Our own keyboards: Norwegian letters, a page of figures and signs, and a number pad; one drawn widget each.

They type into the entry that has the focus, without taking it, and act at touch-down as keys do. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.metrics import dp, mm
from kivy.properties import BooleanProperty, OptionProperty, StringProperty
from kivy.uix.behaviors import FocusBehavior

from terminal_app.screens.theme import T
from terminal_app.screens.widgets.base import Part, Touchable
from terminal_app.screens.widgets.drawing import Box, Drawing
from terminal_app.screens.widgets.fields import FOCUS, Entry, SearchField

REPEAT_AFTER_S = 0.4
REPEAT_EVERY_S = 0.06
# A key is its character or a name; a number after a colon is its width in keys.
LETTERS = (
    "q w e r t y u i o p å",
    "a s d f g h j k l ø æ",
    "shift:1.5 z x c v b n m - backspace:1.5",
    "signs:1.5 , space:5 . enter:1.5 hide:1",
)
SIGNS = (
    "1 2 3 4 5 6 7 8 9 0 +",
    "@ # / % & ( ) = ? ! *",
    "letters:1.5 é ü ö ä _ : ; ' backspace:1.5",
    'letters:1.5 " space:5 € enter:1.5 hide:1',
)
NUMBERS = ("7 8 9", "4 5 6", "1 2 3", "00 0 ,")
PADS = {
    "number": ("7 8 9 backspace", "4 5 6 clear", "1 2 3 hide", "00 0:2 enter"),
    "amount": ("7 8 9 backspace", "4 5 6 clear", "1 2 3 hide", "00 0 , enter"),
    "date": ("7 8 9 backspace", "4 5 6 clear", "1 2 3 hide", "0:2 . enter"),
    "time": ("7 8 9 backspace", "4 5 6 clear", "1 2 3 hide", "0:2 : enter"),
    "pin": ("1 2 3 backspace", "4 5 6 clear", "7 8 9 hide", "0:3 enter"),  # as card terminals have it
}
NUMBERS_WITH_ERASE = ("7 8 9 backspace", "4 5 6 clear", "1 2 3 -", "00 0 , enter")
ICONS = {
    "backspace": "backspace",
    "enter": "keyboard_return",
    "hide": "keyboard_hide",
    "shift": "shift",
    "clear": "close",
}
QUIET = {*ICONS, "signs", "letters"}
CAPTIONS = {"signs": "123", "letters": "ABC", "space": ""}


def laid_out(rows: tuple[str, ...], box: Box, gap: float) -> list[tuple[str, Box]]:
    """The keys of a page with their boxes; every row fills the width."""
    height = (box.height - gap * (len(rows) - 1)) / len(rows)
    keys: list[tuple[str, Box]] = []
    for number, row in enumerate(rows):
        top = box.top - number * (height + gap)
        names = [key if len(key) == 1 else key.split(":")[0] for key in row.split(" ")]
        widths = [float(key.split(":")[1]) if ":" in key and len(key) > 1 else 1.0 for key in row.split(" ")]
        unit = (box.width - gap * (len(names) - 1)) / sum(widths)
        x = box.x
        for name, width in zip(names, widths, strict=True):
            keys.append((name, Box(round(x), round(top - height), round(unit * width), round(height))))
            x += unit * width + gap
    return keys


class KeyPad(Touchable):
    """Keys drawn in one widget; a key acts at touch-down, backspace repeats while it is held. Subclasses say the rows.

    `on_typed(name)` runs for every key: a character, or backspace, clear, enter, hide. `ground` is the keys' theme
    token.
    """

    capitals = BooleanProperty(False)
    ground = StringProperty("sunken")
    redraw_on: tuple[str, ...] = ("capitals", "ground")

    __events__ = ("on_typed",)

    def rows(self) -> tuple[str, ...]:
        """The keys, row by row."""
        raise NotImplementedError

    def key_box(self) -> Box:
        """Where the keys lie in the widget."""
        return Box(self.x, self.y, self.width, self.height)

    @property
    def key_gap(self) -> float:
        return float(dp(5) if T.handheld else dp(8))

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._faces: list[tuple[Any, Any, Any, Any]] = []
        self._repeat = Clock.create_trigger(self._repeat_key, REPEAT_AFTER_S)
        self._again = Clock.create_trigger(self._repeat_key, REPEAT_EVERY_S)

    def parts(self) -> list[Part]:
        return [
            Part(name, self.caption(name), box) for name, box in laid_out(self.rows(), self.key_box(), self.key_gap)
        ]

    def caption(self, name: str) -> str:
        """What is written on a key."""
        if name in CAPTIONS:
            return CAPTIONS[name]
        if name in ICONS:
            return ""
        return name.upper() if self.capitals else name

    def press(self, name: str) -> None:
        self.dispatch("on_typed", self.caption(name) if name not in QUIET and name != "space" else name)
        if name == "backspace":
            self._repeat()

    def _repeat_key(self, *_: object) -> None:
        if self.pressed == "backspace":
            self.dispatch("on_typed", "backspace")
            self._again()

    def on_typed(self, name: str) -> None:
        """A key went down."""

    def on_touch_down(self, touch: Any) -> bool:
        if self.disabled or self.opacity == 0 or not self.collide_point(*touch.pos):
            return False
        FocusBehavior.ignored_touch.append(touch)
        super().on_touch_down(touch)
        return True

    def tapped(self, name: str) -> None:
        """Nothing more: the key acted at touch-down."""

    def arrange(self, box: Box) -> None:
        parts = self.parts()
        draw = self._draw
        while len(self._faces) < len(parts):
            face = (
                draw.block("fill", 10),
                draw.block("fill", 10, "press"),
                draw.icon(size=26),
                draw.words("key", align="center"),
            )
            self._faces.append(face)
        for face, part in zip(self._faces, parts, strict=False):
            self._draw_key(face, part)
        for ground, veil, icon, words in self._faces[len(parts) :]:
            ground.hide()
            veil.hide()
            icon.place(box, "")
            words.hide()

    def _draw_key(self, face: tuple[Any, Any, Any, Any], part: Part) -> None:
        ground, veil, icon, words = face
        special = part.name in QUIET
        ground.tone = "key_quiet" if special else self.ground
        if part.name == "enter":
            ground.tone = "brand"
        icon.tone = words.tone = "brand_ink" if part.name == "enter" else "ink"
        if part.name == "shift" and self.capitals:
            ground.tone, icon.tone = "chip", "chip_ink"
        if self.disabled:
            icon.tone = words.tone = "ink3"
        ground.place(part.box)
        if part.name == self.pressed:
            veil.place(part.box)
        else:
            veil.hide()
        icon.place(part.box, ICONS.get(part.name, ""))
        words.role = "label" if part.name in CAPTIONS else "key"
        words.place(part.box, part.text)


def type_key(entry: Entry, name: str) -> None:
    """Types one key of a keyboard into an entry: a character, space, backspace, clear or enter."""
    if name == "backspace":
        if entry.selection_text:
            entry.delete_selection()
        else:
            entry.do_backspace()
    elif name == "clear":
        entry.text = ""
    elif name == "space":
        entry.insert_text(" ")
    elif name == "enter":
        if entry.multiline:
            entry.insert_text("\n")
        else:
            entry.dispatch("on_text_validate")
    elif name != "hide":
        entry.insert_text(name)


class NumberPad(KeyPad):
    """A number pad of three columns and four rows, or four columns with erase keys; `on_typed(name)` reports each key.

    With `types` it also types into the entry that has the focus. Ask `T.key` for a good key height: 20 mm on the
    counter.
    """

    erase = BooleanProperty(False)
    types = BooleanProperty(False)
    redraw_on = (*KeyPad.redraw_on, "erase")

    def rows(self) -> tuple[str, ...]:
        return NUMBERS_WITH_ERASE if self.erase else NUMBERS

    def on_typed(self, name: str) -> None:
        """Types the key when asked to."""
        if self.types and FOCUS.entry is not None:
            type_key(FOCUS.entry, name)


class Keyboard(KeyPad):
    """The full keyboard along the bottom of the window; it types into the focused entry.

    `Keyboard.install()` makes it come with the focus of any entry and go with it; T.keyboard_height says what it
    covers.
    """

    page = OptionProperty("letters", options=["letters", "signs", *PADS])
    key = StringProperty("keyboard")
    ground = StringProperty("surface")
    redraw_on = (*KeyPad.redraw_on, "page")
    covers_touches = True
    _installed: Keyboard | None = None
    _is_wanted = False
    _followed: Entry | None = None

    @classmethod
    def install(cls) -> Keyboard:
        """Lets the keyboard follow the focus from now on; returns it. `uninstall()` ends that."""
        if cls._installed is None:
            cls._installed = cls(size_hint=(1, None), key="keyboard")
            FOCUS.fbind("entry", cls._installed.follow)
        return cls._installed

    @classmethod
    def uninstall(cls) -> None:
        """Takes the keyboard away for good; hardware keys go on working."""
        keyboard, cls._installed = cls._installed, None
        if keyboard is not None:
            FOCUS.funbind("entry", keyboard.follow)
            keyboard.hide()

    def follow(self, _: object, entry: Entry | None) -> None:
        """Shows the keyboard for an entry, and hides it when no entry has the focus."""
        if self._followed is not None:
            self._followed.funbind("text", self._text_changed)
        self._followed = entry
        if entry is None:
            self.hide()
            return
        entry.fbind("text", self._text_changed)
        field = getattr(entry, "field", None)
        self.page = "letters" if field is None else field.keys
        sentence = field is not None and not field.secret and not isinstance(field, SearchField)
        self.capitals = self.page == "letters" and not entry.text and sentence
        self.show()

    def _text_changed(self, entry: Entry, text: str) -> None:
        """A sentence that was begun, on whichever keyboard, goes on in small letters."""
        if text.strip():
            self.capitals = False

    def show(self) -> None:
        """Lays it over the bottom of the window."""
        key_height = max(dp(48), mm(9)) if T.handheld else max(mm(12), min(dp(72), Window.height / 13))
        self.height = round(4 * key_height + 3 * self.key_gap + 2 * dp(8))
        if self.parent is None:
            Window.add_widget(self)
        self.prepare()
        T.keyboard_height = self.height

    def prepare(self) -> None:
        """Draws its keys also while it is away: so many are not to be drawn in the moment in which it comes."""
        if not self._is_wanted:
            self._is_wanted = True
            self.redraw()

    def hide(self) -> None:
        """Takes it away."""
        if self.parent is not None:
            self.parent.remove_widget(self)
        T.keyboard_height = 0

    def rows(self) -> tuple[str, ...]:
        if self.page in PADS:
            return PADS[self.page]
        return LETTERS if self.page == "letters" else SIGNS

    def key_box(self) -> Box:
        widest = dp(520 if self.page in PADS else 1240)
        width = min(self.width - 2 * dp(6 if T.handheld else 12), widest)
        return Box(round(self.x + (self.width - width) / 2), self.y + dp(8), round(width), self.height - 2 * dp(8))

    def build(self, draw: Drawing) -> None:
        self._ground = draw.line("sunken")
        self._edge = draw.line("line")
        super().build(draw)

    def arrange(self, box: Box) -> None:
        if not self._is_wanted:
            return
        self._ground.place(box)
        self._edge.place(Box(box.x, box.top - dp(1), box.width, max(1, dp(1))))
        super().arrange(box)

    def on_typed(self, name: str) -> None:
        """Turns pages, and types everything else."""
        entry = FOCUS.entry
        if name in ("signs", "letters"):
            self.page = name
        elif name == "shift":
            self.capitals = not self.capitals
        elif entry is None or name == "hide":
            if entry is not None:
                entry.focus = False
            self.hide()
        else:
            type_key(entry, name)
            if self.capitals and name not in ("space", "backspace"):
                self.capitals = False
