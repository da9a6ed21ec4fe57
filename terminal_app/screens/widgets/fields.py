"""Fields for typing: Kivy's text input in our dress, with fall-back fonts, a clear button and a greatest length.

Hardware keys and the on-screen keyboard reach the same `Entry`; `FOCUS.entry` is the one that has the focus. Window
thread.
"""

from __future__ import annotations

from typing import Any

from kivy.event import EventDispatcher
from kivy.graphics.texture import Texture
from kivy.metrics import dp
from kivy.properties import (
    AliasProperty,
    BooleanProperty,
    NumericProperty,
    ObjectProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.behaviors import FocusBehavior
from kivy.uix.textinput import TextInput

from terminal_app.screens.theme import T
from terminal_app.screens.widgets.base import Part, Touchable
from terminal_app.screens.widgets.drawing import Box, Drawing, words_height, words_width
from terminal_app.screens.widgets.text import MixedLabel, PlainLabel, font_name, is_plain, printable
from terminal_app.screens.widgets.touch import TouchTarget

MOST_WIDTHS = 256
"""Of pieces of text that an entry has measured; a long note has more."""
PADS = ("number", "amount", "date", "time", "pin")


class Focus(EventDispatcher):
    """Which entry has the focus (None: none): the on-screen keyboard types into it."""

    entry = ObjectProperty(None, allownone=True)


FOCUS = Focus()


class Entry(TextInput):
    """Kivy's text input without its box; drops control characters and what is beyond `max_length`."""

    max_length = NumericProperty(200)
    ink = StringProperty("ink")

    _is_made = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._is_made = True
        self.text_validate_unfocus = False
        self.write_tab = False

    def _ensure_clipboard(self) -> None:
        """Kivy starts programs (xclip, xsel) to find them: for who copies or pastes, not for a field that is made."""
        if self._is_made:
            super()._ensure_clipboard()

    def insert_text(self, substring: str, from_undo: bool = False) -> None:
        """Inserts what may be drawn and still fits."""
        clean = printable(substring, lines=2 if self.multiline else 1)
        room = int(self.max_length) - len(self.text) + len(self.selection_text)
        if clean and room > 0:
            super().insert_text(clean[:room], from_undo=from_undo)

    def on_focus(self, _: object, focused: bool) -> None:
        """Tells FOCUS."""
        if focused:
            FOCUS.entry = self
        elif FOCUS.entry is self:
            FOCUS.entry = None

    def _get_line_options(self) -> dict[str, Any]:
        fresh = self._line_options is None
        options: dict[str, Any] = super()._get_line_options()
        if fresh:
            self._label_cached = MixedLabel(**options)
            self._plain = PlainLabel(options["font_size"], options["font_name"])
            self._widths: dict[tuple[str, bool], int] = {}
        return options

    def _get_text_width(self, text: str, tab_width: int, label: Any) -> int:
        """Kept for as long as the font: Kivy asks seven times for each key, and writes all options into its key."""
        self._get_line_options()
        asked = text, self.password
        width = self._widths.get(asked)
        if width is None:
            if len(self._widths) > MOST_WIDTHS:
                self._widths.clear()
            shown = self.password_mask * len(text) if self.password else text.replace("\t", " " * tab_width)
            width = self._widths[asked] = int(self._label_cached.get_extents(shown)[0])
        return width

    def _create_line_label(self, text: str, hint: bool = False) -> Any:
        shown = text.replace("\n", "").replace("\t", " ")
        if self.password and not hint:
            shown = self.password_mask * len(shown)
        if not shown:
            return Texture.create(size=(1, 1))
        options = self._get_line_options()
        texture = self._plain.draw([shown], "left") if is_plain(shown) else None
        if texture is not None:
            return texture
        label = MixedLabel(text=shown, **options)
        label.refresh()
        return label.texture


class TextField(Touchable):
    """One line (or `multiline`) for typing, with a placeholder, an icon, and a cross that empties it.

    `text` may be set and bound; `on_enter` runs on Enter; `focused` may be set. `wrong` draws it red and `hint` says
    why, under it (give it room: `T.touch` plus 24 dp). `ground` is "surface", or "bar" on the dark bar. `keys` names
    the page of the on-screen keyboard: letters, number, amount, date, time or pin.
    """

    placeholder = StringProperty("")
    icon = StringProperty("")
    max_length = NumericProperty(200)
    multiline = BooleanProperty(False)
    secret = BooleanProperty(False)
    keys = OptionProperty("letters", options=["letters", *PADS])
    clearable = BooleanProperty(True)
    wrong = BooleanProperty(False)
    hint = StringProperty("")
    role = StringProperty("body")
    ground = OptionProperty("surface", options=["surface", "sunken", "bar"])
    redraw_on = (
        *("placeholder", "icon", "max_length", "multiline", "secret", "clearable", "wrong", "hint", "role", "ground"),
        "keys",
    )

    __events__ = ("on_enter",)

    def __init__(self, **kwargs: Any) -> None:
        self.entry = Entry(multiline=False)
        super().__init__(**kwargs)
        self.entry.field = self
        self.add_widget(self.entry)
        self.entry.fbind("text", self._text_changed)
        self.entry.fbind("focus", self._focus_changed)
        self.entry.fbind("on_text_validate", lambda *_: self.dispatch("on_enter"))

    def _get_text(self) -> str:
        return str(self.entry.text)

    def _set_text(self, text: str) -> bool:
        if text == self.entry.text:
            return False
        self.entry.text = printable(text, lines=2 if self.multiline else 1)[: int(self.max_length)]
        return True

    text = AliasProperty(_get_text, _set_text)

    def _get_focused(self) -> bool:
        return bool(self.entry.focus)

    def _set_focused(self, focused: bool) -> bool:
        self.entry.focus = focused
        return True

    focused = AliasProperty(_get_focused, _set_focused)

    def on_enter(self) -> None:
        """Enter was typed."""

    def clear(self) -> None:
        """Empties it and keeps the focus."""
        self.entry.text = ""

    def _text_changed(self, *_: object) -> None:
        self.property("text").dispatch(self)
        self.redraw()

    def _focus_changed(self, *_: object) -> None:
        self.property("focused").dispatch(self)
        self.redraw()

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12)
        self._rim = draw.block("outline", 12, "outline")
        self._icon = draw.icon(size=24)
        self._placeholder = draw.words("body", "ink2")
        self._hint = draw.words("secondary", "bad")
        self._clear_veil = draw.block("fill", None, "press")
        self._clear = draw.icon(size=22)

    @property
    def _frame(self) -> Box:
        """The field itself, without the hint below it."""
        below = words_height("secondary") + dp(4) if self.hint else 0
        return Box(self.x, self.y + below, self.width, max(0, self.height - below))

    def parts(self) -> list[Part]:
        frame, parts = self._frame, []
        if self.clearable and self.entry.text and not self.disabled:
            side = min(T.touch, frame.width / 3)
            height = min(frame.height, T.touch) if self.multiline else frame.height
            parts.append(Part("clear", "", Box(frame.right - side, frame.top - height, side, height)))
        return parts

    def touch_targets(self) -> list[TouchTarget]:
        clear = super().touch_targets()
        key = self.key or type(self).__name__.lower()
        left, bottom = self.to_window(*self._frame[:2], initial=True)
        width = self._frame.width - sum(target.width for target in clear)
        return [*clear, TouchTarget(key, self.text or self.placeholder, left, bottom, width, self._frame.height)]

    def tapped(self, name: str) -> None:
        if name == "clear":
            self.clear()
        super().tapped(name)

    def on_touch_down(self, touch: Any) -> bool:
        if self.disabled or self.opacity == 0 or not self.collide_point(*touch.pos):
            return False
        if self.part_at(*touch.pos) is not None:
            FocusBehavior.ignored_touch.append(touch)
            return super().on_touch_down(touch)
        if self.entry.collide_point(*touch.pos):
            return bool(self.entry.dispatch("on_touch_down", touch))
        FocusBehavior.ignored_touch.append(touch)
        self.entry.focus = True
        return True

    def arrange(self, box: Box) -> None:
        frame, entry = self._frame, self.entry
        on_bar = self.ground == "bar"
        self._ground.tone = "bar_field" if on_bar else self.ground
        self._rim.tone = "bad" if self.wrong else "brand" if entry.focus else "outline"
        self._rim.thickness = 2 if self.wrong or entry.focus else 1
        self._ground.place(frame)
        if on_bar and not entry.focus and not self.wrong:
            self._rim.hide()
        else:
            self._rim.place(frame)
        line = min(frame.height, T.touch) if self.multiline else frame.height
        left, right = frame.x + dp(14), frame.right - dp(14)
        self._icon.tone = "bar_ink2" if on_bar else "ink2"
        self._icon.place(Box(left, frame.top - line, dp(24), line), self.icon)
        left += dp(36) if self.icon else 0
        clear = next((part for part in self.parts() if part.name == "clear"), None)
        self._clear_veil.hide()
        if clear is not None:
            right = clear.box.x
            self._clear.tone = "bar_ink2" if on_bar else "ink2"
            if self.pressed == "clear":
                self._clear_veil.place(clear.box.inset(dp(4)))
        self._clear.place(clear.box if clear else frame, "close" if clear else "")
        self._arrange_entry(Box(left, frame.y, max(1, right - left), frame.height))
        self._hint.place(Box(box.x + dp(4), box.y, box.width - dp(8), words_height("secondary")), self.hint)

    def _arrange_entry(self, box: Box) -> None:
        entry = self.entry
        size, weight = T.font(self.role)
        height = words_height(self.role)
        entry.font_name, entry.font_size = font_name(weight), size
        entry.multiline, entry.password = self.multiline, self.secret
        entry.max_length, entry.disabled = self.max_length, self.disabled
        entry.ink = "bar_ink" if self.ground == "bar" else "ink"
        above = dp(12) if self.multiline else max(0, round((box.height - height) / 2))
        entry.padding = [0, above, 0, 0]
        entry.pos, entry.size = (round(box.x), round(box.y)), (round(box.width), round(box.height))
        self._placeholder.role = self.role if words_width(self.placeholder, self.role) <= box.width else "secondary"
        self._placeholder.tone = "bar_ink2" if self.ground == "bar" else "ink2"
        place = Box(box.x, box.top - above - height, box.width, height)
        self._placeholder.place(place, "" if entry.text else self.placeholder)


class SearchField(TextField):
    """A text field with a magnifying glass."""

    icon = StringProperty("search")
