"""How long the till takes from its process's start to its first painted sale screen, and how much memory it then has.

Real processes: `main.py` on the big shop, and beside it, by turns, an empty Kivy window with one label and the same
graphics settings (`first_frame`). Memory is read from outside after everything has come up behind the first frame and
all customers are listed. The accounting system is a sandbox in a process of its own, as it is elsewhere in a shop.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks import shops
from benchmarks.at_rest import come_to_rest, forget_listing
from benchmarks.measure import Ask, Budget, Figure, quantile
from benchmarks.memory import Memory, memory
from benchmarks.other_side import other_side
from benchmarks.real_window import OFFSCREEN, window
from terminal_app.cli.connections import leave_address

MOST_TIMES, MOST_TIMES_MEMORY = 1.5, 1.6
RESTS_S = 35.0
"""A till that nobody touches gives back each half minute what it used."""
NOT_ASKED = Memory(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Started:
    """A window's way to its first frame, in seconds, and in MB what it read until then and its memory once it settled.

    Memory is 0 when it was not asked for.
    """

    wall: float
    cpu: float
    modules: int
    read: float
    rss: float
    pss: float
    own: float


@dataclass(slots=True)
class Starts:
    """Several starts of the same."""

    taken: list[Started] = field(default_factory=list)

    def median(self, name: str) -> float:
        return statistics.median(self._of(name))

    def detail(self, prefix: str = "") -> dict[str, float]:
        walls = self._of("wall")
        return {
            f"{prefix}best": min(walls), f"{prefix}p90": quantile(walls, 0.9), f"{prefix}cpu": self.median("cpu"),
            f"{prefix}modules": self.median("modules"), f"{prefix}read_mb": self.median("read"),
            f"{prefix}rounds": float(len(walls)),
        }  # fmt: skip

    def _of(self, name: str) -> list[float]:
        return [getattr(one, name) for one in self.taken]


def figures(ask: Ask) -> list[Figure]:
    """Cold start and memory, drawn into memory; a whole run also starts both in a window of an X server."""
    folder = shops.copied(shops.big(ask), ask)
    with ExitStack() as opened:
        other = opened.enter_context(other_side(customers=shops.CUSTOMERS))
        leave_address(folder, dict(other.connection))
        till = ("till", "--data-dir", str(folder))
        ours, empty = _in_turn(ask.rounds(11, 3), till, ("empty",), OFFSCREEN)
        found = [_start("process start to the first painted sale screen", ours, empty)]
        found.append(_memory(ask, till, folder))
        if not ask.quick and shutil.which("Xvfb"):
            display = opened.enter_context(_x_server(ask.work))
            ours, empty = _in_turn(9, till, ("empty",), {"DISPLAY": display})
            found.append(_start("the same in a window of an X server", ours, empty, own=True))
    return found


def _start(name: str, ours: Starts, empty: Starts, *, own: bool = False) -> Figure:
    detail = {**ours.detail(), **empty.detail("floor_"), "cpu_ratio": ours.median("cpu") / empty.median("cpu")}
    walls = ours.median("wall"), empty.median("wall")
    return Figure(name, "s", walls[0], "empty Kivy window", walls[1], Budget(ratio=MOST_TIMES), detail, own)


def _memory(ask: Ask, till: Sequence[str], shop: Path) -> Figure:
    ours, empty = Starts(), Starts()
    for _ in range(ask.rounds(3, 1)):
        forget_listing(shop)
        ours.taken.append(_at_rest(till, shop, ask.quick))
        empty.taken.append(_at_rest(("empty",), None, ask.quick))
    detail = {
        "pss": ours.median("pss"), "floor_pss": empty.median("pss"), "own": ours.median("own"),
        "floor_own": empty.median("own"),
    }  # fmt: skip
    held = ours.median("rss"), empty.median("rss")
    name = "memory of the running till"
    return Figure(name, "MB", held[0], "empty Kivy window", held[1], Budget(ratio=MOST_TIMES_MEMORY), detail)


def _in_turn(
    rounds: int, ours: Sequence[str], empty: Sequence[str], surroundings: Mapping[str, str]
) -> tuple[Starts, Starts]:
    """So many starts of both by turns, after one of each that counts for nothing."""
    taken = Starts(), Starts()
    for number in range(rounds + 1):
        for starts, command in zip(taken, (ours, empty), strict=True):
            started = _started(command, surroundings)
            if number:
                starts.taken.append(started)
    return taken


def _started(command: Sequence[str], surroundings: Mapping[str, str]) -> Started:
    """One start. Raises RuntimeError when no frame comes."""
    with window(command, surroundings) as shown:
        return Started(**shown.told, **asdict(NOT_ASKED))


def _at_rest(command: Sequence[str], shop: Path | None, quick: bool) -> Started:
    """One start, and its memory when it has rested for a while; a till on that shop has listed its customers first."""
    with window(command, OFFSCREEN) as shown:
        come_to_rest(shown.process, shop, quick=quick)
        time.sleep(0.0 if quick else RESTS_S)
        return Started(**shown.told, **asdict(memory(shown.process)))


@contextmanager
def _x_server(work: Path) -> Iterator[str]:
    """The display of an X server without a screen, as long as it is needed."""
    told, tells = os.pipe()
    command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with (work / "xvfb.log").open("wb") as log:
        server = subprocess.Popen(command, pass_fds=(tells,), stdout=log, stderr=log)
    os.close(tells)
    try:
        with os.fdopen(told, encoding="ascii") as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
