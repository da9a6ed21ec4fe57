"""The file that keeps what happened in a sandbox: one JSON value a line, a header and then changes on top of the seed.

A change is on disk before its request is answered; a line that was cut short by a crash was never answered and is
dropped. One process per file. Called under the books' lock.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from .answers import Row, dumps, loads
from .books import Change, Key

if sys.platform == "win32":
    import msvcrt

    def _take(lock: IO[bytes]) -> None:
        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(lock: IO[bytes]) -> None:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


FORMAT = 1
ROOM_FOR_CHANGES = 2000


class StateFileError(Exception):
    """The state file cannot be used; the message says why, in one line."""


class StateFile:
    """The open, locked file of one sandbox. `changes` is what it held when opened."""

    def __init__(self, path: Path, seed: int) -> None:
        self._path = path
        self._seed = seed
        path.parent.mkdir(parents=True, exist_ok=True)
        self._latest: dict[tuple[str, Key], Row | None] = {}
        self._lines = 0
        with ExitStack() as opened:
            self._lock = opened.enter_context(self._locked())
            self.changes = self._read()
            self._write_whole()
            self._file = opened.enter_context(path.open("ab", buffering=0))
            opened.pop_all()

    def append(self, changes: list[Change]) -> None:
        """Makes the changes durable as one. Raises OSError when the disk does not take them."""
        self._remember(changes)
        self._file.write(dumps(changes).encode() + b"\n")
        os.fsync(self._file.fileno())
        self._lines += 1
        if self._lines > ROOM_FOR_CHANGES + len(self._latest):
            self._fold()

    def close(self) -> None:
        """Folds the changes into one line and lets the next process in."""
        self._file.close()
        self._write_whole()
        self._lock.close()

    def _fold(self) -> None:
        self._file.close()
        self._write_whole()
        self._file = self._path.open("ab", buffering=0)
        self._lines = 0

    def _locked(self) -> IO[bytes]:
        lock = self._path.with_name(self._path.name + ".lock").open("ab")
        try:
            _take(lock)
        except OSError as error:
            lock.close()
            raise StateFileError(f"state file {self._path} is in use by another sandbox") from error
        return lock

    def _read(self) -> list[Change]:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return []
        if not content:
            return []
        # What stands after the last newline was being written when the process died.
        lines = content.split(b"\n")[:-1]
        changes: list[Change] = []
        try:
            header = loads(lines[0])
            if header["format"] != FORMAT:
                raise StateFileError(f"state file {self._path} has format {header['format']}, this is {FORMAT}")
            if header["seed"] != self._seed:
                raise StateFileError(f"state file {self._path} belongs to seed {header['seed']}, not {self._seed}")
            for line in lines[1:]:
                changes.extend((str(name), key, row) for name, key, row in loads(line))
        except (ValueError, LookupError, TypeError) as error:
            raise StateFileError(f"state file {self._path} is damaged") from error
        self._remember(changes)
        return changes

    def _remember(self, changes: list[Change]) -> None:
        for name, key, row in changes:
            self._latest[name, key] = row

    def _write_whole(self) -> None:
        """The file anew: written beside, synced, and moved into place, so that there is always a whole one."""
        beside = self._path.with_name(self._path.name + ".new")
        with beside.open("wb") as file:
            file.write(json.dumps({"format": FORMAT, "seed": self._seed}).encode() + b"\n")
            if self._latest:
                changes = [(name, key, row) for (name, key), row in self._latest.items()]
                file.write(dumps(changes).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, self._path)
        if sys.platform != "win32":
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
