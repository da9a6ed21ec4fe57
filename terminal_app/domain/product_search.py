"""Products found by what is typed: one text of all that is looked through, a line for each product in its order.

Pure, and small: 20 000 products are some 2 MB. Knows lines and their places, no products. Any thread.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence

from .folding import folded, searchable

NONE_LEFT_OUT: frozenset[int] = frozenset()


def line_of(name: str, sku: str, barcode: str | None) -> str:
    """What is looked through of one product, before it is brought to one spelling: every word after a blank."""
    return f" {name} {sku} {barcode or ''}"


def words_of(text: str) -> list[str]:
    """The words that were typed, in the one spelling."""
    return folded(text).split()


class SearchText:
    """What is looked through. Never changed: `with_line` gives another one."""

    def __init__(self, portions: Iterable[Sequence[str]]) -> None:
        """Of lines as `line_of` makes them, in portions, so that never all of them lie about one by one."""
        whole: list[str] = []
        starts, at = array("I"), 0
        for portion in portions:
            keys = searchable(portion)
            for key in keys:
                starts.append(at)
                at += len(key) + 1
            whole.append("".join(f"{key}\n" for key in keys))
        self._text, self._starts = "".join(whole), starts
        self._starts.append(at)

    def with_line(self, place: int, line: str) -> SearchText:
        """This text with that line at its place, or after the last one; a few ms at 20 000 lines."""
        (key,) = searchable([line])
        starts, changed = self._starts, SearchText(())
        begin, end = starts[place], starts[min(place + 1, len(starts) - 1)]
        longer = len(key) + 1 - (end - begin)
        changed._text = f"{self._text[:begin]}{key}\n{self._text[end:]}"
        ends = starts[place + 1 :] or [begin]
        changed._starts = starts[: place + 1] + array("I", [each + longer for each in ends])
        return changed

    def places(self, words: Sequence[str], limit: int, left_out: Container[int] = NONE_LEFT_OUT) -> list[int]:
        """The places of the first lines that hold all those words: first those in which each begins a word.

        The words are as `words_of` gives them, at least one. What is `left_out` is not found.
        """
        found = self._holding([f" {word}" for word in words], limit, left_out)
        if len(found) < limit:
            begins = set(found)
            found += [place for place in self._holding(words, limit, left_out) if place not in begins]
        return found[:limit]

    def _holding(self, parts: Sequence[str], limit: int, left_out: Container[int]) -> list[int]:
        """The places of the first `limit` lines that hold all those parts.

        A keystroke waits for it: the longest part, the rarest most likely, is looked for in all lines at once.
        """
        text, starts = self._text, self._starts
        longest = max(parts, key=len)
        others = [part for part in parts if part is not longest]
        found: list[int] = []
        at = text.find(longest)
        while at >= 0 and len(found) < limit:
            place = bisect_right(starts, at) - 1
            begin, end = starts[place], starts[place + 1]
            if place not in left_out and all(text.find(part, begin, end) >= 0 for part in others):
                found.append(place)
            at = text.find(longest, end)
        return found
