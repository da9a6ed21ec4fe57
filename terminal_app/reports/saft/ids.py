"""Which ids have been seen, in sixteen bytes for each: a year has some hundred thousand. Pure."""

from __future__ import annotations

import re
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

    def add(self, one: str) -> None:
        """Remember it; again changes nothing."""
        key = _key(one)
        drawer = self._drawers.setdefault(_drawer(key), bytearray())
        if not _is_in(drawer, key):
            drawer += key
            self._count += 1


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
