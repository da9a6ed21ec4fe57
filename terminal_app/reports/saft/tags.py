"""Writes XML as it comes: opened, closed and whole elements, their text cleaned of what XML 1.0 cannot hold.

Elements alone, no attributes but the root's, so a few lines stand for `XMLGenerator`, which takes near three times as
long for the fifteen million elements of a year; what they wrote is parsed again, whole, before it is called good. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from xml.sax.saxutils import escape

NAMESPACE = "urn:StandardAuditFile-Taxation-CashRegister:NO"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEPT_TOGETHER = 64 * 1024
LONGEST_ID = 35
_HASHED = 10


def clean(text: str, longest: int = 9999) -> str:
    """The text as XML can hold it, no longer than that: what is forbidden becomes U+FFFD, and so stays visible."""
    if len(text) <= longest and text.isprintable():  # nearly every one
        return text
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))[:longest]


def identifier(text: str) -> str:
    """An id of at most 35 characters, always the same for the same text and another for another."""
    if len(text) <= LONGEST_ID and text.isprintable():  # nearly every one
        return text
    cleaned = clean(text)
    if cleaned == text and len(text) <= LONGEST_ID:
        return text
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASHED]
    return f"{cleaned[: LONGEST_ID - _HASHED - 1]}~{digest}"


def leaf_text(text: str, longest: int = 9999) -> str:
    """The text as it stands between two tags: clean, no longer than that, with what XML means by itself escaped."""
    text = clean(text, longest)
    return escape(text) if "&" in text or "<" in text or ">" in text else text


class Tags:
    """The elements of one file, handed to `write` in pieces of some size."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._parts: list[str] = []
        self._length = 0

    def open(self, *names: str) -> None:
        """Begin those elements, one within the other."""
        for name in names:
            self._add(f"<{name}>")

    def close(self, *names: str) -> None:
        """End those elements, the innermost first."""
        for name in names:
            self._add(f"</{name}>")

    def leaf(self, name: str, text: str, longest: int = 9999) -> None:
        """An element with that text."""
        self._add(f"<{name}>{leaf_text(text, longest)}</{name}>")

    def plain(self, name: str, text: str) -> None:
        """An element with a text known to need no cleaning: an amount, a date, a number, a code."""
        self._add(f"<{name}>{text}</{name}>")

    def optional(self, name: str, text: str, longest: int = 9999) -> None:
        """An element with that text; none for an empty one."""
        if text:
            self.leaf(name, text, longest)

    def piece(self, whole: str) -> None:
        """Elements that are written out already."""
        self._add(whole)

    def end_line(self) -> None:
        """A new line, for people who look into the file."""
        self._add("\n")

    def flush(self) -> None:
        """Hand over what is kept."""
        if self._parts:
            self._write("".join(self._parts).encode("utf-8"))
            self._parts.clear()
            self._length = 0

    def _add(self, piece: str) -> None:
        self._parts.append(piece)
        self._length += len(piece)
        if self._length > _KEPT_TOGETHER:
            self.flush()
