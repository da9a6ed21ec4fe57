"""Takes a scanner's bursts out of the keyboard's stream, so that they reach the till and never a field or a PIN pad.

Every key passes here first and waits until it is known who typed it: at most a few hundredths of a second. Knows keys
and no screen. Window thread.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.input.provider import MotionEventProvider

from terminal_app.domain.barcodes import GROUP_SEPARATOR
from terminal_app.presenters.scanner import Ruling, Wedge
from terminal_app.screens.input_filters import EarlyPoll
from terminal_app.screens.widgets import FOCUS

ENTERS = frozenset({13, 271, 9})
"""Enter, the keypad's Enter, Tab: what scanners send after a code."""
MODIFIERS = frozenset(range(300, 314))
"""Locks, Shift, Control, Alt and the rest, as Kivy numbers them; they pass at once."""
KEYPAD = dict(zip(range(256, 271), "0123456789./*-+", strict=True))
COMMANDS = frozenset({"ctrl", "meta"})
RIGHT_BRACKET = 93
REPEATS_FOR_S = 1.0
"""A key that was not lifted repeats sooner than this after the last time."""


class ScannerInput(MotionEventProvider):
    """Stands before the window's key events from `install` to `uninstall`; `take` gets each scanned code as it came.

    `expects_typing` tells whether keys are waited for although no field has the focus, as by a PIN pad.

    Kivy puts the focused field's keyboard ahead of all other listeners whenever a field gets the focus, so nothing that
    is bound to the window can hold a key back: this replaces the window's `dispatch` for the key events alone.
    """

    def __init__(self, take: Callable[[str], None], expects_typing: Callable[[], bool] = lambda: False) -> None:
        super().__init__("scanner", "")
        self._take = take
        self._wedge = Wedge(lambda: FOCUS.entry is None and not expects_typing())
        self._held: list[tuple[Any, ...]] = []
        self._codes: deque[str] = deque()
        self._spelled = False
        self._down: dict[int, float] = {}
        self._repeats = False
        self._pass_on: Callable[..., Any] = Window.dispatch

    def install(self) -> None:
        """Before the window's keys from now on; after the frame's first reading the codes are handed over."""
        self._pass_on = Window.dispatch
        Window.dispatch = self._dispatch
        providers = EventLoop.input_providers
        polls = [place for place, provider in enumerate(providers) if isinstance(provider, EarlyPoll)]
        providers.insert(polls[0] + 1 if polls else len(providers), self)

    def uninstall(self) -> None:
        """Keys go their own way again."""
        self._release()
        if self in EventLoop.input_providers:
            EventLoop.input_providers.remove(self)
        if Window.__dict__.get("dispatch") == self._dispatch:
            del Window.dispatch

    def start(self) -> None:
        """Nothing to open."""

    def stop(self) -> None:
        """Nothing to close."""

    def update(self, dispatch_fn: Callable[..., None]) -> None:
        """Once a frame, when all keys that were pressed have been read."""
        self._keep_text_coming()
        if self._wedge.is_holding:
            self._follow(self._wedge.wait(Clock.get_time()))  # not the moment now: keys may have come since the reading
        while self._codes:
            self._take(self._codes.popleft())

    @staticmethod
    def _keep_text_coming() -> None:
        """Kivy stops SDL's text input with the focus; without it a key's code is all there is, whatever the layout."""
        system = getattr(Window, "_win", None)
        if system is not None and not system.is_keyboard_shown():
            system.show_keyboard(None, "", "text")

    def _dispatch(self, event: str, *args: Any, **kwargs: Any) -> Any:
        if event == "on_key_down" and self._key_down(*args):
            return True
        if event == "on_textinput" and self._text(*args):
            return True
        if event == "on_key_up":
            self._down.pop(args[0], None)
            if self._held and args[0] not in MODIFIERS:
                self._held.append((event, *args))
                return True
        return self._pass_on(event, *args, **kwargs)

    def _key_down(self, code: int, scancode: int = 0, codepoint: Any = None, modifiers: Any = ()) -> bool:
        """Whether the key waits, or was a scanner's."""
        read_at, earliest = self._moment()
        if code in MODIFIERS:
            return False
        self._follow(self._wedge.before(read_at, earliest))
        if code in ENTERS:
            ruling = self._wedge.end()
            self._follow(ruling)
            return self._wedge.is_tail(read_at, earliest) if ruling is None else ruling.code is not None
        self._repeats = read_at - self._down.get(code, -REPEATS_FOR_S) < REPEATS_FOR_S
        self._down[code] = read_at
        character = "" if self._repeats else self._character(code, modifiers)
        if not character:
            if self._wedge.is_holding:
                self._follow(self._wedge.give_up())
            return False
        self._wedge.add(character, read_at, earliest)
        self._spelled = False
        self._held.append(("on_key_down", code, scancode, codepoint, modifiers))
        return True

    def _character(self, code: int, modifiers: Any) -> str:
        """What the key writes, as far as its code tells; empty for keys that write nothing."""
        if COMMANDS & set(modifiers) and "alt" not in modifiers:
            return GROUP_SEPARATOR if code == RIGHT_BRACKET and self._wedge.is_holding else ""
        if code in KEYPAD:
            return KEYPAD[code]
        if not 32 <= code < 0x250 or 127 <= code < 160:
            return ""
        letter = chr(code)
        return letter.upper() if ("shift" in modifiers) != ("capslock" in modifiers) else letter

    def _text(self, text: str) -> bool:
        """Whether the text waits: it may be the first character of a code, unless somebody holds a key down."""
        if self._repeats:
            return False
        if self._wedge.is_holding and not self._spelled and len(text) == 1:
            self._wedge.respell(text)  # the words of the key that just went down
        else:
            read_at, earliest = self._moment()
            self._follow(self._wedge.before(read_at, earliest))
            self._wedge.add(text, read_at, earliest)
        self._spelled = True
        self._held.append(("on_textinput", text))
        return True

    @staticmethod
    def _moment() -> tuple[float, float]:
        """Now, and the earliest that a key read now can have been pressed: after the reading of the frame before."""
        now = Clock.time()
        return now, min(now, Clock.get_time() - Clock.frametime)

    def _follow(self, ruling: Ruling | None) -> None:
        if ruling is None:
            return
        if ruling.code is None:
            self._release()
        else:
            self._held.clear()
            self._codes.append(ruling.code)

    def _release(self) -> None:
        """What a person typed goes where it was going, in its order."""
        held, self._held = self._held, []
        for event, *args in held:
            taken = self._pass_on(event, *args)
            if event == "on_key_down" and not taken:
                self._pass_on("on_keyboard", *args)
