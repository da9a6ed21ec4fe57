"""Tells a barcode scanner from a person: both type on the keyboard, and only the pace differs.

Pure: what was typed comes with the moment it was read and the earliest moment it can have been pressed, since a window
reads its keys once a frame. Knows no keys and no screen; `screens.scanner_input` holds the keys back meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..domain.records import record

BETWEEN_S = 0.05
"""Scanners leave 5 to 30 ms between two characters; fast typists 100."""
LETTERS_BETWEEN_S = 0.035
"""Letters that no Enter ended must have come this fast: fingers roll over a few keys nearly as fast as a scanner."""
LEAST_CHARACTERS = 4
SURE_DIGITS = 8
"""So many digits are a scan where a slow frame hides how fast they came."""
USUAL_FRAME_S = 0.04
"""What lies between two readings when no frame was slow."""
TAIL_S = 0.15
"""An Enter so soon after a code still belongs to it: some scanners send two, or send it late."""


@record
class Ruling:
    """What was held back is one scanned code; or typing, where `code` is None."""

    code: str | None


TYPING = Ruling(None)


@record
class _Stroke:
    character: str
    read_at: float
    earliest: float


class Wedge:
    """Gathers characters until they are a code or typing. All times in seconds of one clock.

    `nobody_types` tells whether typing would have nowhere to go: then what a slow frame leaves in doubt is a code. Ask
    `before` ahead of any key, then `add` a character or `end` with Enter or Tab; `wait` once a frame.
    """

    def __init__(self, nobody_types: Callable[[], bool] = lambda: False) -> None:
        self._nobody_types = nobody_types
        self._strokes: list[_Stroke] = []
        self._scanned_at: float | None = None

    @property
    def is_holding(self) -> bool:
        """Whether characters are waiting for a ruling."""
        return bool(self._strokes)

    def before(self, read_at: float, earliest: float) -> Ruling | None:
        """The ruling on what is held when a key of that moment does not belong to it; None when it may."""
        if not self._strokes or self._gap(self._strokes[-1].read_at, read_at, earliest) <= BETWEEN_S:
            return None
        return self._rule(ended=False)

    def add(self, character: str, read_at: float, earliest: float) -> None:
        """One more character that waits."""
        self._strokes.append(_Stroke(character, read_at, earliest))

    def respell(self, character: str) -> None:
        """The last character is this one: the system's text input knows better than the key's code."""
        self._strokes[-1] = replace(self._strokes[-1], character=character)

    def end(self) -> Ruling | None:
        """The ruling when Enter or Tab follows at once; None when nothing was held."""
        return self._rule(ended=True) if self._strokes else None

    def give_up(self) -> Ruling:
        """Another key came into it: what is held was typed."""
        self._strokes.clear()
        return TYPING

    def wait(self, now: float) -> Ruling | None:
        """The ruling after a silence; None while more may come. Everything pressed before `now` must have been read."""
        if not self._strokes or now - self._strokes[-1].read_at <= BETWEEN_S:
            return None
        return self._rule(ended=False)

    def is_tail(self, read_at: float, earliest: float) -> bool:
        """Whether an Enter or Tab of that moment still belongs to the code that was just scanned."""
        last = self._scanned_at
        return last is not None and not self._strokes and self._gap(last, read_at, earliest) <= TAIL_S

    def _rule(self, *, ended: bool) -> Ruling:
        strokes, self._strokes = self._strokes, []
        if not _is_scan(strokes, ended=ended, nobody_types=self._nobody_types()):
            self._scanned_at = None
            return TYPING
        self._scanned_at = strokes[-1].read_at
        return Ruling("".join(stroke.character for stroke in strokes))

    @staticmethod
    def _gap(before: float, read_at: float, earliest: float) -> float:
        """The least that can lie between two keys: a slow frame delays the reading, not the pressing."""
        slow = read_at - earliest > USUAL_FRAME_S
        return max(0.0, (earliest if slow else read_at) - before)


def _is_scan(strokes: list[_Stroke], *, ended: bool, nobody_types: bool) -> bool:
    if len(strokes) < LEAST_CHARACTERS:
        return False
    digits = all(stroke.character in "0123456789" for stroke in strokes)
    longest = (strokes[-1].read_at - strokes[0].earliest) / (len(strokes) - 1)
    if longest > BETWEEN_S:
        return nobody_types or (digits and len(strokes) >= SURE_DIGITS)
    return ended or digits or longest <= LETTERS_BETWEEN_S
