"""What the benchmarks share: how a figure is timed, and how figures stand beside their floors in a table.

Times are milliseconds: the best wall time, which counts, because whatever else the machine does can only add; the usual
one; and the usual CPU time of the process. Knows nothing of the till.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

_HEADINGS = ("what", "best", "median", "cpu", "beside", "best", "median", "cpu", "budget", "")


@dataclass(frozen=True, slots=True)
class Took:
    """What one kind of work took, in ms."""

    best: float
    median: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured thing, the least that such a thing takes on this machine, and what it may take (None: no budget).

    `frames` is how many frames were drawn until it was in sight, where that is asked.
    """

    name: str
    took: Took
    floor_name: str
    floor: Took
    budget_ms: float | None = None
    frames: int | None = None
    most_frames: int | None = None

    @property
    def kept(self) -> bool:
        """Whether it stays within its budget."""
        in_time = self.budget_ms is None or self.took.best <= self.budget_ms
        return in_time and (self.frames is None or self.most_frames is None or self.frames <= self.most_frames)


class Stopwatch:
    """Collects how long several runs of the same thing took."""

    def __init__(self) -> None:
        self._walls: list[float] = []
        self._cpus: list[float] = []

    @contextmanager
    def running(self) -> Any:
        """Times the block as one run."""
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.add(time.perf_counter() - wall, time.process_time() - cpu)

    def add(self, wall_s: float, cpu_s: float) -> None:
        self._walls.append(wall_s * 1000)
        self._cpus.append(cpu_s * 1000)

    def took(self) -> Took:
        """The best and the usual of the runs."""
        return Took(min(self._walls), statistics.median(self._walls), statistics.median(self._cpus))


def timed(work: Callable[[], object], times: int) -> Took:
    """What the work takes, run so often."""
    watch = Stopwatch()
    for _ in range(times):
        with watch.running():
            work()
    return watch.took()


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text."""
    rows = [_HEADINGS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    numbers = {1, 2, 3, 5, 6, 7}
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if place in numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    budgets = [] if figure.budget_ms is None else [f"{figure.budget_ms:.0f} ms"]
    if figure.frames is not None:
        budgets.append(f"frame {figure.frames} of {figure.most_frames}")
    verdict = "" if not budgets else "kept" if figure.kept else "MISSED"
    took, floor = figure.took, figure.floor
    return (
        figure.name,
        *(f"{number:.2f}" for number in (took.best, took.median, took.cpu)),
        figure.floor_name,
        *(f"{number:.2f}" for number in (floor.best, floor.median, floor.cpu)),
        ", ".join(budgets),
        verdict,
    )


def as_json(figures: Sequence[Figure]) -> dict[str, Any]:
    """The figures, the machine and the day, as JSON can hold them."""
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "figures": [{**asdict(figure), "kept": figure.kept} for figure in figures],
    }


def machine() -> str:
    """What the figures were measured on, in a line."""
    model = platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as told:
            model = next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), model)
    except OSError:
        pass
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def peak_kib() -> int:
    """The most memory that this process ever had, in KiB, as Linux counts it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
