"""Where a display finds its till: a file in the data folder with a port of the loopback and a word that opens it.

A file and not a Unix socket, because a socket's path may have 108 bytes and a data folder's may be longer. Only the
owner may read it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "customer-display.port"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Door:
    """A port of the loopback, and the word that one must say there."""

    port: int
    word: str

    @property
    def greeting(self) -> bytes:
        """What is sent first."""
        return self.word.encode() + b"\n"

    def put_up(self, folder: Path) -> None:
        """Write it into the folder, whole or not at all; readable by its owner only."""
        made = folder / f"{FILE_NAME}.new"
        made.unlink(missing_ok=True)
        with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{self.port} {self.word}\n")
        os.replace(made, folder / FILE_NAME)

    @staticmethod
    def find(folder: Path) -> Door | None:
        """The door of the till that works in that folder; None while there is none."""
        try:
            port, word = (folder / FILE_NAME).read_text(encoding="ascii").split()
            return Door(int(port), word)
        except (OSError, ValueError):
            return None
