"""Where a PIN is typed: dots, what went wrong, and a pad like a card terminal's; a hardware keyboard types as well.

Used by the lock screen and by the sheet of an approval. Knows the pad's view, no presenter. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.core.window import Window
from kivy.factory import Factory
from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.boxlayout import BoxLayout

from terminal_app.presenters.pin_pad import PinView
from terminal_app.screens.keys import dotted
from terminal_app.screens.widgets import FOCUS, Box, Drawing, Drawn, T, TouchTarget, load_kv
from terminal_app.screens.widgets.base import Part
from terminal_app.screens.widgets.keyboard import KeyPad

BACKSPACE, ENTER, KEYPAD_ENTER = 8, 13, 271
LEAST_DOTS = 4
TONES = {"bad": "bad", "warn": "warn", "ok": "ok"}


class PinKeys(KeyPad):
    """Ten digits, erase and OK; OK sleeps until a PIN could be whole, all of it while nothing may be typed."""

    can_type = BooleanProperty(True)
    can_enter = BooleanProperty(False)
    redraw_on = (*KeyPad.redraw_on, "can_type", "can_enter")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        Window.bind(on_key_down=self._key_pressed)

    def rows(self) -> tuple[str, ...]:
        return ("1 2 3", "4 5 6", "7 8 9", "backspace 0 enter")

    def parts(self) -> list[Part]:
        return [part._replace(enabled=self._is_awake(part.name)) for part in super().parts()]

    def touch_targets(self) -> list[TouchTarget]:
        return dotted(super().touch_targets())

    def _is_awake(self, name: str) -> bool:
        return bool(self.can_enter if name == "enter" else self.can_type)

    def _draw_key(self, face: tuple[Any, Any, Any, Any], part: Part) -> None:
        super()._draw_key(face, part)
        ground, _, icon, words = face
        if part.name == "enter":
            icon.place(part.box, "check")
        elif part.name == "backspace":
            ground.tone = self.ground
        if not part.enabled:
            ground.tone, icon.tone, words.tone = "sunken", "ink3", "ink3"

    def _key_pressed(self, _: object, code: int, __: int, character: str | None, *___: object) -> bool:
        """A key of a real keyboard, while this pad is shown and nothing else is typed into."""
        if self.get_root_window() is None or FOCUS.entry is not None:
            return False
        name = {BACKSPACE: "backspace", ENTER: "enter", KEYPAD_ENTER: "enter"}.get(code, character or "")
        if name not in ("backspace", "enter") and not (len(name) == 1 and name in "0123456789"):
            return False
        if self._is_awake(name):
            self.dispatch("on_typed", name)
        return True


class PinDots(Drawn):
    """A dot for each digit typed; the first four places are shown empty."""

    typed = NumericProperty(0)
    redraw_on = ("typed",)

    def build(self, draw: Drawing) -> None:
        self._draw = draw
        self._rims: list[Any] = []
        self._dots: list[Any] = []

    def arrange(self, box: Box) -> None:
        places = max(LEAST_DOTS, int(self.typed))
        while len(self._dots) < places:
            self._rims.append(self._draw.block("fill", None, "outline"))
            self._dots.append(self._draw.block("fill", None, "ink"))
        side = dp(16)
        step = min(dp(34), (box.width - side) / max(1, places - 1))
        left, middle = box.centre[0] - step * (places - 1) / 2, box.centre[1]
        for index, (rim, dot) in enumerate(zip(self._rims, self._dots, strict=True)):
            if index >= places:
                rim.hide()
                dot.hide()
            elif index < self.typed:
                rim.hide()
                dot.place(Box(left + index * step - side / 2, middle - side / 2, side, side))
            else:
                dot.hide()
                small = side / 2
                rim.place(Box(left + index * step - small / 2, middle - small / 2, small, small))


class PinPane(BoxLayout):
    """Name, what to type, dots, what went wrong, keys. The words have their room always, so that nothing jumps."""

    def __init__(self, key: str, digit: Callable[[str], None], erase: Callable[[], None], enter: Callable[[], None],
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(**kwargs)
        self._digit = digit
        self._acts = {"backspace": erase, "enter": enter}
        self.ids.pad.key = key
        self.ids.pad.bind(on_typed=self._typed)

    def render(self, view: PinView) -> None:
        """Shows the pad."""
        ids, notice = self.ids, view.notice
        ids.who.text, ids.explanation.text = view.title, view.explanation
        ids.dots.typed = view.dots
        ids.pad.can_type, ids.pad.can_enter = view.can_type, view.can_enter
        ids.message.text = "" if notice is None else notice.message
        ids.hint.text = "" if notice is None else notice.hint
        ids.message.tone = "ink2" if notice is None else TONES.get(notice.tone, "ink2")

    def _typed(self, _: object, name: str) -> None:
        if name in self._acts:
            self._acts[name]()
        else:
            self._digit(name)


def pane(key: str, digit: Callable[[str], None], erase: Callable[[], None], enter: Callable[[], None]) -> PinPane:
    """A pane whose keys are named `key`.1 and so on, as high as its words and keys; kv/step_up.kv lays it out."""
    load_kv("step_up")
    made = PinPane(key, digit, erase, enter, size_hint_y=None)
    made.bind(minimum_height=made.setter("height"))
    return made


def fitted(made: PinPane) -> PinPane:
    """The pane on the lock screen, no higher than its place: larger texts take their room from the keys."""
    made.unbind(minimum_height=made.setter("height"))
    keys = made.ids.pad
    words = sum(child.height for child in made.children if child is not keys.__self__)
    keys.ground = "surface" if T.handheld else "sunken"
    made.size_hint_y, keys.size_hint_y = 1, 1
    made.size_hint_max_y = words + made.spacing * len(made.children) + keys_height()
    return made


def keys_height() -> float:
    """Four rows of keys: 20 mm each on the counter, larger than a finger on a handheld."""
    key = dp(62) if T.handheld else min(T.key, dp(84))
    return float(4 * key + 3 * dp(8))


Factory.register("PinKeys", cls=PinKeys)
Factory.register("PinDots", cls=PinDots)
