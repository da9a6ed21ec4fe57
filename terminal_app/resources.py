"""Where the files that are not code lie: kv/ and assets/, in a checkout, an installed wheel or a frozen program.

Standard library only; knows nothing of Kivy. Safe on every thread.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class DataNotFound(RuntimeError):
    """No place holds kv/ and assets/; the message lists the places that were tried."""


def _places() -> list[Path]:
    """The candidate roots, the most explicit first."""
    places: list[Path] = []
    if named := os.environ.get("DISKEN_DATA_ROOT"):
        places.append(Path(named))
    if frozen := getattr(sys, "_MEIPASS", None):
        places.append(Path(frozen))
    return [*places, _PACKAGE / "_data", _PACKAGE.parent]


@cache
def data_root() -> Path:
    """The folder that holds kv/ and assets/.

    Tried in order: the environment's DISKEN_DATA_ROOT, a PyInstaller bundle, the wheel's terminal_app/_data, the
    checkout. Raises DataNotFound when none of them has both folders.
    """
    places = _places()
    for place in places:
        if (place / "kv").is_dir() and (place / "assets").is_dir():
            return place
    raise DataNotFound("kv/ and assets/ were not found in: " + ", ".join(str(place) for place in places))


def kv_file(name: str) -> Path:
    """The path of kv/`name`.kv; it may not exist."""
    return data_root() / "kv" / f"{name}.kv"


def asset(*parts: str) -> Path:
    """The path of a file below assets/; it may not exist."""
    return data_root().joinpath("assets", *parts)
