"""Which version of the program is installed. Knows nothing else; any thread."""

from __future__ import annotations

import os
import sys

_NAME, _SUFFIX = "disken-", ".dist-info"


def version() -> str:
    """The installed version, such as "0.3.0"; "" when the program runs without being installed.

    Read off the name of the folder that every installer leaves beside the packages (packaging.python.org, "Recording
    installed projects"): `importlib.metadata` finds the same, but its libraries cost a start more than the database.
    """
    for place in sys.path:
        try:
            names = os.listdir(place or ".")
        except OSError:
            continue  # a zip file, or a folder that is not there
        for name in names:
            if name.startswith(_NAME) and name.endswith(_SUFFIX):
                return name[len(_NAME) : -len(_SUFFIX)]
    return ""
