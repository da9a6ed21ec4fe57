"""Papers that the till makes for people, kept in the data folder under `papers`; named by when and by whom."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path

from ..domain.problems import FolderTrouble

FOLDER = "papers"


def keep_paper(folder: Path, name: str, document: str, now: datetime, operator_id: str) -> Path:
    """Where the HTML document lies now, as <name>-<day>-<time>-<who>.html; readable by the till's user alone.

    Raises FolderTrouble when it cannot be written.
    """
    who = re.sub(r"[^A-Za-z0-9_-]", "_", operator_id) or "till"
    papers = folder / FOLDER
    path = papers / f"{name}-{now:%Y-%m-%d-%H%M%S}-{who}.html"
    try:
        papers.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(document)
    except OSError as error:
        raise FolderTrouble("folder_not_writable", folder=papers, reason=error.strerror or "") from error
    return path
