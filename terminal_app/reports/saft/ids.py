"""Which ids have been seen, in sixteen bytes for each: a year has some hundred thousand. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from hashlib import blake2b

_LENGTH = 16
_HEX = re.compile(f"[0-9a-f]{{{2 * _LENGTH}}}")
_DRAWERS = 4096


class Ids:
    """A set of ids. Those of the till's own kind are kept as they are, others by a digest that no two will share."""

    def __init__(self) -> None:
        self._drawers: dict[int, bytearray] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, one: object) -> bool:
        key = _key(str(one))
        drawer = self._drawers.get(_drawer(key))
        return drawer is not None and _is_in(drawer, key)

    def add(self, one: str) -> bool:
        """Remember it; whether it was not known before."""
        key = _key(one)
        place = _drawer(key)
        drawer = self._drawers.get(place)
        if drawer is None:
            drawer = self._drawers[place] = bytearray()
        elif _is_in(drawer, key):
            return False
        drawer += key
        self._count += 1
        return True


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


def _key(one: str) -> bytes:
    if _HEX.fullmatch(one):
        return bytes.fromhex(one)
    return blake2b(one.encode("utf-8", "surrogatepass"), digest_size=_LENGTH).digest()


def _drawer(key: bytes) -> int:
    return (key[0] << 8 | key[1]) % _DRAWERS


def _is_in(drawer: bytearray, key: bytes) -> bool:
    at = drawer.find(key)
    while at > 0 and at % _LENGTH:
        at = drawer.find(key, at + 1)
    return at >= 0
