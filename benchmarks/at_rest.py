"""When a window in a process of its own has nothing more to do that only a start brings, and what it used by then."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sync.customers import FULL_LISTING

LONGEST_S = 180.0
QUICK_S = 4.0
"""A quick run waits no longer."""
CALM_S, CALM = 1.5, 0.08
"""It is at rest when it has used less than that share of a core for so long."""
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def come_to_rest(process: int, shop: Path | None = None, *, quick: bool = False) -> float:
    """After how many seconds it was at rest, with its customers listed when it is a till on that shop's folder.

    A quick run does not wait for that. Raises RuntimeError when it takes longer than LONGEST_S.
    """
    if quick:
        time.sleep(QUICK_S)
        return QUICK_S
    began_s = time.monotonic()
    while time.monotonic() < began_s + LONGEST_S:
        before = used_s(process)[0]
        time.sleep(CALM_S)
        if used_s(process)[0] - before < CALM * CALM_S and (shop is None or _has_listed(shop)):
            return time.monotonic() - began_s
    raise RuntimeError("it never comes to rest")


def used_s(process: int) -> tuple[float, float]:
    """The CPU that a process has used so far, and of it its first thread, which is the window's; in seconds."""
    return _of_stat(Path(f"/proc/{process}/stat")), _of_stat(Path(f"/proc/{process}/task/{process}/stat"))


def forget_listing(shop: Path) -> None:
    """The till that starts there next lists all customers, as it does once a night."""
    with closing(sqlite3.connect(shop / "disken.db")) as raw, raw:
        raw.execute("DELETE FROM job WHERE name = ?", (FULL_LISTING,))


def _has_listed(shop: Path) -> bool:
    with closing(sqlite3.connect(f"file:{shop}/disken.db?mode=ro", uri=True)) as raw:
        found = raw.execute("SELECT last_ok_utc FROM job WHERE name = ?", (FULL_LISTING,)).fetchone()
    return found is not None and found[0] is not None


def _of_stat(path: Path) -> float:
    # proc(5): after the name in brackets, fields 14 and 15 of the line are the ticks in user mode and in the kernel.
    fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S
