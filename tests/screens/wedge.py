"""A keyboard and a scanner for the tests: what SDL reports of them, read by Kivy's own loop."""

from __future__ import annotations

from collections import deque
from types import TracebackType
from typing import Any

from tests.kivy_window import TillWindow

SHIFT, CAPSLOCK = 0x0001, 0x2000
ENTER, TAB, KEYPAD_ENTER = 13, 9, 1073741912
KEYPAD = {"0": 1073741922, **{str(digit): 1073741912 + digit for digit in range(1, 10)}}
PERSONS_PACE_S = 0.12


class Wedge:
    """Keys in the window's queue from `with` to its end; they are read when the window steps."""

    def __init__(self, till: TillWindow) -> None:
        self._till = till
        self._window = till.window
        self._queue: deque[tuple[Any, ...]] = deque()

    def __enter__(self) -> Wedge:
        self._system, self._window._win = self._window._win, self
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._window._win = self._system

    def __getattr__(self, name: str) -> Any:
        return getattr(self._system, name)

    def poll(self) -> Any:
        """The next event, as SDL's queue gives it; False when there is none."""
        return self._queue.popleft() if self._queue else self._system.poll()

    def press(self, key: int, text: str = "", modifiers: int = 0) -> None:
        """A key goes down and up, writing that text."""
        self._queue.append(("keydown", modifiers, key, 0, None))
        if text:
            self._queue.append(("textinput", text))
        self._queue.append(("keyup", modifiers, key, 0, None))

    def hold(self, character: str, times: int) -> None:
        """A key is held down until it has written its character so many times, as the system repeats it."""
        for _ in range(times):
            self._queue += [("keydown", 0, ord(character), 0, None), ("textinput", character)]
            self._till.step(2)
        self._queue.append(("keyup", 0, ord(character), 0, None))
        self._till.step()

    def write(self, text: str, *, spelled: bool = True, keypad: bool = False) -> None:
        """Keys for these characters at once; not `spelled`: as when the system's text input is off."""
        for character in text:
            key = KEYPAD[character] if keypad else ord(character.lower())
            self.press(key, character if spelled else "", SHIFT if character.isupper() else 0)

    def scan(self, code: str, end: int | None = ENTER, *, each_s: float = 0.008, **how: bool) -> None:
        """A scanner sends a code: as many characters a frame as come in its time."""
        a_frame = max(1, round(1 / 60 / each_s))
        for start in range(0, len(code), a_frame):
            self.write(code[start : start + a_frame], **how)
            self._till.step()
        if end is not None:
            self.press(end)
        self._till.step()

    def type(self, text: str) -> None:
        """A person types, a key every 120 ms; a line break is Enter."""
        for character in text:
            if character == "\n":
                self.press(ENTER)
            else:
                self.write(character)
            self._till.step(round(PERSONS_PACE_S * 60))

    def rest(self) -> None:
        """Nobody touches a key for a while."""
        self._till.step(12)
