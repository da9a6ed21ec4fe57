"""The file that says how far the till has come: two places in it, written in turn, each with a sum over its text.

It is written in place: a file that is put in another's stead changes its folder, and the next commit would wait for
that. A write that was cut short leaves the other place, which is one older. Knows texts, no marks. Any thread.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from zlib import crc32

PLACE = 4096
"""The length of a place in bytes: one page of memory and of disk, so that what is cut short is one place alone."""


def read(path: Path) -> tuple[int, str]:
    """The newest text that is whole, and its turn; (0, "") for an empty file.

    A file from before there were places is one text of turn 0. Raises OSError, FileNotFoundError among them, and
    ValueError when there is something in it and none of it is whole.
    """
    with path.open("rb") as file:
        content = file.read(2 * PLACE)
    earlier = [(0, content[:PLACE].rstrip(b"\x00 \n").decode(errors="replace"))]
    found = earlier if content.startswith(b"{") else []
    found += [told for begin in (0, PLACE) if (told := _whole(content[begin : begin + PLACE])) is not None]
    if content and not found:
        raise ValueError("nothing in it is whole")
    return max(found, default=(0, ""))


def write(path: str | Path, turn: int, text: str) -> None:
    """The text in the place of that turn; the place of the turn before stays as it is. Raises OSError.

    The disk is asked to take it at once and nobody waits until it has: it is there no later than the next commit.
    """
    told = f"{turn} {text}"
    line = f"{crc32(told.encode()):08x} {told}".encode()
    if len(line) >= PLACE:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        if os.pwrite(descriptor, line.ljust(PLACE - 1) + b"\n", turn % 2 * PLACE) < PLACE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        os.posix_fadvise(descriptor, 0, 2 * PLACE, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _whole(place: bytes) -> tuple[int, str] | None:
    """The turn and the text of that place; None when it is empty, or not as it was written."""
    total, _, told = place.rstrip(b"\x00 \n").partition(b" ")
    if not told or total != b"%08x" % crc32(told):
        return None
    turn, _, text = told.decode().partition(" ")
    return int(turn), text
