"""What a till that nobody touches costs: the CPU of its process over a minute, beside an empty Kivy window's.

Both are real processes, `main.py` on the big shop and a window with one label (`first_frame`), side by side over the
same minute, long after all has come up behind the first frame. The sale screen is shown, with its clock; the sync, the
printer and the looks at what stands beside the till go on as ever.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure
from benchmarks.real_window import window
from sync.poweroffice.sandbox import Sandbox
from terminal_app.cli.connections import leave_address

SECONDS, QUICK_SECONDS = 60.0, 3.0
LONGEST_S = 120.0
CALM_S, CALM = 1.5, 0.08
"""It has come to rest when it has used less than that share of a core for so long: by then the first listing of
customers is over and all screens are built."""
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def figures(ask: Ask) -> list[Figure]:
    """Per cent of a core over the minute; in the detail what of it the window's own thread takes."""
    folder, seconds = shops.copied(shops.big(ask), ask), SECONDS if not ask.quick else QUICK_SECONDS
    with Sandbox.start() as sandbox:
        leave_address(folder, sandbox.connection())
        with window(("till", "--data-dir", str(folder))) as till, window(("empty",)) as empty:
            settled_s = _come_to_rest(till.process)
            began_s, before = time.monotonic(), [_used_s(one.process) for one in (till, empty)]
            time.sleep(seconds)
            took_s, after = time.monotonic() - began_s, [_used_s(one.process) for one in (till, empty)]
    (ours, first_thread), (floor, _) = (
        tuple(100 * (late - early) / took_s for early, late in zip(*both, strict=True))
        for both in zip(before, after, strict=True)
    )
    told = {
        "window_thread": first_thread,
        "other_threads": ours - first_thread,
        "seconds": took_s,
        "settled_s": settled_s,
    }
    return [Figure("idle till, CPU of a core", "%", ours, "empty Kivy window", floor, Budget(above=1), told)]


def _come_to_rest(process: int) -> float:
    """After how many seconds it had nothing more to do that only a start brings."""
    began_s = time.monotonic()
    while time.monotonic() < began_s + LONGEST_S:
        before = _used_s(process)[0]
        time.sleep(CALM_S)
        if _used_s(process)[0] - before < CALM * CALM_S:
            break
    return time.monotonic() - began_s


def _used_s(process: int) -> tuple[float, float]:
    """The CPU that a process has used so far, and of it its first thread, which is the window's; in seconds."""
    return _of_stat(Path(f"/proc/{process}/stat")), _of_stat(Path(f"/proc/{process}/task/{process}/stat"))


def _of_stat(path: Path) -> float:
    # proc(5): after the name in brackets, fields 14 and 15 of the line are the ticks in user mode and in the kernel.
    fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S
