"""Sees to it that a till's display is shown once: a lock on a file in its folder, let go by the system at the end."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_NAME = "customer-display.lock"


@contextmanager
def only_one(folder: Path) -> Iterator[bool]:
    """Whether this is the only display of that folder; it stays so until the `with` ends.

    False also where the folder is not there: then there is no till.
    """
    try:
        lock = os.open(folder / LOCK_NAME, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(lock)
