"""The translated sentences of one language, looked up where they lie in the .mo file (GNU gettext's format).

The file's table is sorted, so that a sentence is found when it is first said and a start reads none of them: the
standard library's gettext takes all in before the first. Knows no language's words. Any thread.
"""

from __future__ import annotations

import struct
from pathlib import Path

_MAGIC = 0x950412DE
_BOTH_FORMS = b"plural=(n != 1);"
"""The one rule of plurals that the till's languages have."""


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for it
    """The sentence as it is, marked for the translators: it is said in somebody's language later."""
    return sentence


class Translations:
    """What each English sentence reads in another language; one that was never translated stays English."""

    def __init__(self, data: bytes) -> None:
        magic, _, self._many, self._ids, self._texts = struct.unpack_from("<5I", data)
        if magic != _MAGIC:
            raise ValueError("not a .mo file of little-endian order")
        self._data = data
        self._known: dict[str, tuple[str, ...]] = {}
        if _BOTH_FORMS not in self._at(self._texts, 0):
            raise ValueError("another rule of plurals than one and many")

    @classmethod
    def of(cls, folder: Path, language: str) -> Translations:
        """The language's file in a folder of locales; raises FileNotFoundError when there is none."""
        return cls((folder / language / "LC_MESSAGES" / "disken.mo").read_bytes())

    def say(self, sentence: str) -> str:
        forms = self._known.get(sentence) or self._look_up(sentence)
        return forms[0]

    def count(self, one: str, many: str, number: int) -> str:
        """The form for that number of things."""
        forms = self._known.get(one) or self._look_up(one)
        if len(forms) == 1:
            return one if number == 1 else many
        return forms[number != 1]

    def _look_up(self, sentence: str) -> tuple[str, ...]:
        wanted = sentence.encode()
        low, high = 1, self._many  # the first is the file's own header
        while low < high:
            middle = (low + high) // 2
            if self._at(self._ids, middle).partition(b"\0")[0] < wanted:
                low = middle + 1
            else:
                high = middle
        found = low < self._many and self._at(self._ids, low).partition(b"\0")[0] == wanted
        forms = tuple(self._at(self._texts, low).decode().split("\0")) if found else (sentence,)
        self._known[sentence] = forms
        return forms

    def _at(self, table: int, index: int) -> bytes:
        length, place = struct.unpack_from("<2I", self._data, table + 8 * index)
        return self._data[place : place + length]


class Untranslated:
    """English as it stands in the program."""

    def say(self, sentence: str) -> str:
        return sentence

    def count(self, one: str, many: str, number: int) -> str:
        return one if number == 1 else many
