"""Which ids have been seen, in sixteen bytes for each: a year has some hundred thousand. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

_LENGTH = 16
_HEX = re.compile(f"[0-9a-f]{{{2 * _LENGTH}}}")
_DRAWERS = 4096


class Ids:
    """A set of ids. Those of the till's own kind take no more than they say, all others what a set takes."""

    def __init__(self) -> None:
        self._drawers: dict[int, bytearray] = {}
        self._others: set[str] = set()
        self._count = 0

    def __len__(self) -> int:
        return self._count + len(self._others)

    def __contains__(self, one: object) -> bool:
        text = str(one)
        if _HEX.fullmatch(text) is None:
            return text in self._others
        key = bytes.fromhex(text)
        return _place(self._drawers.get(_drawer(key)), key) >= 0

    def __iter__(self) -> Iterator[str]:
        """All of them, in no order."""
        yield from self._others
        for drawer in self._drawers.values():
            yield from (drawer[at : at + _LENGTH].hex() for at in range(0, len(drawer), _LENGTH))

    def add(self, one: str) -> None:
        """Remember it; again changes nothing."""
        if _HEX.fullmatch(one) is None:
            self._others.add(one)
            return
        key = bytes.fromhex(one)
        drawer = self._drawers.setdefault(_drawer(key), bytearray())
        if _place(drawer, key) < 0:
            drawer += key
            self._count += 1

    def discard(self, one: str) -> None:
        """Forget it, if it was known."""
        self._others.discard(one)
        if _HEX.fullmatch(one) is None:
            return
        key = bytes.fromhex(one)
        drawer = self._drawers.get(_drawer(key))
        at = _place(drawer, key)
        if drawer is not None and at >= 0:
            del drawer[at : at + _LENGTH]
            self._count -= 1


class Numbers:
    """A set of ids that are nearly all whole numbers in their order: kept as the spans that they are."""

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        self._others: set[str] = set()

    def __contains__(self, one: object) -> bool:
        number = _number(str(one))
        if number is not None and self._lasts and number <= self._lasts[-1]:
            return self._firsts[bisect_left(self._lasts, number)] <= number or one in self._others
        return one in self._others

    def add(self, one: str) -> None:
        """Remember it; again changes nothing."""
        number = _number(one)
        if number is None or (self._lasts and number <= self._lasts[-1]):
            if one not in self:
                self._others.add(one)
        elif self._lasts and number == self._lasts[-1] + 1:
            self._lasts[-1] = number
        else:
            self._firsts.append(number)
            self._lasts.append(number)


def _number(one: str) -> int | None:
    """The number that is written so, and only so."""
    return int(one) if one.isascii() and one.isdecimal() and one[0] != "0" else None


def _drawer(key: bytes) -> int:
    return (key[0] << 8 | key[1]) % _DRAWERS


def _place(drawer: bytearray | None, key: bytes) -> int:
    """Where it lies in the drawer; -1 when it does not."""
    at = -1 if drawer is None else drawer.find(key)
    while drawer is not None and at > 0 and at % _LENGTH:
        at = drawer.find(key, at + 1)
    return at
