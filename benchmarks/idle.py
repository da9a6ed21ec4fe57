"""What a till that nobody touches costs: the CPU of its process over a minute, beside an empty Kivy window's.

Both are real processes, `main.py` on the big shop and a window with one label (`first_frame`), side by side over the
same minute, long after all has come up behind the first frame and all customers are listed. The sale screen is shown,
with its clock; the sync, the printer and the looks at what stands beside the till go on as ever.
"""

from __future__ import annotations

import time

from benchmarks import shops
from benchmarks.at_rest import come_to_rest, used_s
from benchmarks.measure import Ask, Budget, Figure
from benchmarks.other_side import other_side
from benchmarks.real_window import window
from terminal_app.cli.connections import leave_address

SECONDS, QUICK_SECONDS = 60.0, 3.0


def figures(ask: Ask) -> list[Figure]:
    """Per cent of a core over the minute; in the detail what of it the window's own thread takes."""
    folder, seconds = shops.copied(shops.big(ask), ask), SECONDS if not ask.quick else QUICK_SECONDS
    with other_side(customers=shops.CUSTOMERS) as other:
        leave_address(folder, dict(other.connection))
        with window(("till", "--data-dir", str(folder))) as till, window(("empty",)) as empty:
            settled_s = come_to_rest(till.process, folder, quick=ask.quick)
            began_s, before = time.monotonic(), [used_s(one.process) for one in (till, empty)]
            time.sleep(seconds)
            took_s, after = time.monotonic() - began_s, [used_s(one.process) for one in (till, empty)]
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
