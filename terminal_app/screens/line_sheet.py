"""A keypad for figures, and the two panes of the sale screen that have one: the sheet of a line, and "3 ×".

They show their part of the view and forward touches, and hold no state of the sale. kv/line_sheet.kv lays them out.
Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.core.window import Window
from kivy.metrics import dp
from kivy.properties import BooleanProperty, StringProperty

from terminal_app.presenters.line_changes import Field
from terminal_app.presenters.sale import SalePresenter
from terminal_app.presenters.sale_view import LineSheetView
from terminal_app.screens.amounts import Amount  # noqa: F401 - kv/line_sheet.kv names it
from terminal_app.screens.keys import Choice, dotted  # noqa: F401 - kv/line_sheet.kv names Choice
from terminal_app.screens.place_screen import show_only
from terminal_app.screens.widgets import FOCUS, Panel, T, TouchTarget, load_kv, words_height
from terminal_app.screens.widgets.base import Part
from terminal_app.screens.widgets.keyboard import KeyPad

KEYS = {8: "backspace", 13: "enter", 271: "enter", 266: ","} | {256 + figure: str(figure) for figure in range(10)}
"""Keys of a real keyboard whose character Kivy does not tell, or not in all layouts."""


class FigurePad(KeyPad):
    """Ten digits, backspace, and the `corner` key: the comma or "00". Keys are `<key>.<name>`.

    `low` has three rows of four keys instead of four rows of three. While it `listens` a real keyboard types as well.
    """

    corner = StringProperty("00")
    low = BooleanProperty(False)
    listens = BooleanProperty(True)
    redraw_on = (*KeyPad.redraw_on, "corner", "low")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        Window.bind(on_key_down=self._key_pressed)  # weakly: a pad that is dropped can go

    def rows(self) -> tuple[str, ...]:
        if self.low:
            return ("7 8 9 backspace", f"4 5 6 {self.corner}", "1 2 3 0")
        return ("7 8 9", "4 5 6", "1 2 3", f"{self.corner} 0 backspace")

    @property
    def key_gap(self) -> float:
        return float(T.gap if T.handheld else dp(8))

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())

    def _key_pressed(self, _: object, code: int, __: int, character: str | None, *___: object) -> bool:
        """A key of a real keyboard, while this pad is shown and nothing else is typed into."""
        if not self.listens or self.get_root_window() is None or FOCUS.entry is not None:
            return False
        name = KEYS.get(code, character or "")
        if name == ".":
            name = ","
        if name not in ("backspace", "enter", ",") and not (len(name) == 1 and name in "0123456789"):
            return False
        self.dispatch("on_typed", name)
        return True

    def _draw_key(self, face: tuple[Any, Any, Any, Any], part: Part) -> None:
        super()._draw_key(face, part)
        if part.name == "backspace":
            face[0].tone = self.ground


class OverTiles(Panel):
    """A panel that lies over the tiles: what is under it gets no touch."""

    covers_touches = True

    def on_touch_down(self, touch: Any) -> bool:
        inside = self.collide_point(*touch.pos)
        return bool(super().on_touch_down(touch)) or inside


class LinePane(OverTiles):
    """What one can do with a line of the cart, or what is asked about a product.

    `writing` while it is the note; `wrong` while it says why something cannot be.
    """

    writing = BooleanProperty(False)
    wrong = BooleanProperty(False)

    def __init__(self, presenter: SalePresenter, **kwargs: Any) -> None:
        load_kv("line_sheet")
        super().__init__(**kwargs)
        sheet, ids = presenter.sheet, self.ids
        self._figures, self._words = ids.figures.__self__, ids.words.__self__
        self._kinds, self._tabs, self._away = ids.kinds.__self__, ids.tabs.__self__, ids.away.__self__
        ids.close.bind(on_tap=lambda *_: presenter.close_sheet())
        ids.tabs.bind(on_tap=lambda _, name: sheet.choose(name))
        ids.kinds.bind(on_tap=lambda _, name: sheet.choose_kind(name))
        ids.pad.bind(on_typed=lambda _, name: sheet.enter() if name == "enter" else sheet.key(name))
        ids.note.bind(text=lambda _, text: sheet.write(text), on_enter=lambda *_: sheet.enter())
        ids.away.bind(on_tap=lambda *_: sheet.away())
        ids.enter.bind(on_tap=lambda *_: sheet.enter())

    def render(self, view: LineSheetView) -> None:
        """Shows the sheet."""
        ids = self.ids
        self.wrong = bool(view.problem)
        ids.title.text, ids.reckoned.text = view.title, view.problem or view.reckoned
        self._show_in(ids.tabs_place, self._tabs, bool(view.tabs))
        ids.tabs.options, ids.tabs.chosen = list(view.tabs), view.field.value
        self.writing = view.field is Field.NOTE
        show_only(ids.body, self._words if self.writing else self._figures)
        self._show_in(ids.away_place, self._away, bool(view.away_label), index=1)  # left of Enter: always there
        ids.away.text, ids.away.icon = view.away_label, view.away_icon
        ids.away.kind = "danger" if view.away_icon == "delete" else "secondary"
        ids.enter.text, ids.enter.disabled = view.enter_label, not view.can_enter
        if self.writing:
            ids.note.placeholder = view.note_hint
            if ids.note.text != view.note:
                ids.note.text = view.note
            return
        ids.note.focused = False
        self._show_in(ids.kinds_place, self._kinds, bool(view.kinds))
        ids.kinds.options, ids.kinds.chosen = list(view.kinds), view.kind
        ids.pad.corner = view.comma or "00"
        ids.figure.label, ids.figure.amount = view.unit, view.figure or "0"
        ids.figure.ink = "ink2" if view.waiting else "ink"

    @property
    def wanted_height(self) -> float:
        """As high as its rows and keys need to be; a note needs no more than the keys, so that nothing moves."""
        body = self.ids.body.__self__
        rows = sum(child.height for child in self.children if child is not body)
        between = self.spacing * (len(self.children) - 1) + self.padding[1] + self.padding[3]
        return float(rows + between + max(T.touch, figure_height()) + dp(8) + pad_height())

    def begin(self) -> None:
        """A note is written at once, without a touch into its field."""
        if self.writing and not self.ids.note.focused:
            self.ids.note.focused = True

    def close(self) -> None:
        """Takes it away, and the keyboard with it."""
        self.ids.note.focused = False
        if self.parent is not None:
            self.parent.remove_widget(self)

    @staticmethod
    def _show_in(place: Any, widget: Any, shown: bool, index: int = 0) -> None:
        """Lays the widget into its place or takes it out; an empty place takes no room. 0 is the last of its row."""
        if shown and widget.parent is None:
            place.add_widget(widget, index=index)
        elif not shown and widget.parent is not None:
            place.remove_widget(widget)


class TimesPane(OverTiles):
    """The keypad for how many of the next product; what is typed stands on the button that opened it."""

    def __init__(self, presenter: SalePresenter, **kwargs: Any) -> None:
        load_kv("line_sheet")
        super().__init__(**kwargs)
        self._presenter = presenter
        self.ids.pad.bind(on_typed=self._typed)

    @property
    def wanted_height(self) -> float:
        """How high it is: in the cart's column of a counter it has a row less."""
        return float(pad_height() + dp(16) if T.handheld else 3 * T.key + 2 * dp(8) + dp(16))

    def _typed(self, _: object, name: str) -> None:
        if name not in ("enter", ","):
            self._presenter.times(name)

    def close(self) -> None:
        """Takes it away."""
        if self.parent is not None:
            self.parent.remove_widget(self)


def pad_height() -> float:
    """Four rows of keys: 20 mm each on the counter, large enough for a thumb on a handheld."""
    gap = T.gap if T.handheld else dp(8)
    return float(4 * T.key + 3 * gap)


def figure_height() -> float:
    """The line with what is typed."""
    return float(words_height("heading") + dp(18))
