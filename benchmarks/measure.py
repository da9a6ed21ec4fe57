"""What every benchmark shares: samples, a figure beside its floor, and what it may be.

A figure is only as good as its floor: both are measured in the same process or the same run, turn about, so that
whatever else the machine does meets both. Knows nothing of the till.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ask:
    """What a run is asked for: `quick` means a small shop and few rounds, all of it within two minutes.

    `shops` is where shops are kept between runs, and never changed; `work` is this run's own folder, gone afterwards.
    """

    quick: bool
    shops: Path
    work: Path

    def rounds(self, full: int, quick: int) -> int:
        """How many rounds: that many in a full run, so few in a quick one."""
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Budget:
    """What a figure may be; what is None is not asked.

    `ratio` is the most it may be of its floor, `least` the least of it; `above` the most that it may lie above its
    floor and `limit` the most that it may be, both in the figure's own unit.
    """

    ratio: float | None = None
    least: float | None = None
    above: float | None = None
    limit: float | None = None

    def kept(self, value: float, floor: float) -> bool | None:
        """Whether the value keeps all that is asked; None when nothing is."""
        asked = [
            None if self.ratio is None else value <= self.ratio * floor,
            None if self.least is None else value >= self.least * floor,
            None if self.above is None else value <= floor + self.above,
            None if self.limit is None else value <= self.limit,
        ]
        answers = [answer for answer in asked if answer is not None]
        return all(answers) if answers else None

    def words(self, unit: str) -> str:
        """The budget as a reader of the table meets it; "" when nothing is asked."""
        parts = [
            "" if self.ratio is None else f"≤ {self.ratio:g}×",
            "" if self.least is None else f"≥ {self.least:g}×",
            "" if self.above is None else f"≤ +{self.above:g} {unit}",
            "" if self.limit is None else f"≤ {self.limit:g} {unit}",
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured thing beside the least that such a thing takes on this machine.

    `value` and `floor` are in `unit` (ms, s, MB, %, 1/s, …). `detail` holds what else was measured, by name. `own` is a
    figure, or a budget, that nobody asked for: ours, stricter than what was asked or beside it.
    """

    name: str
    unit: str
    value: float
    floor_name: str
    floor: float
    budget: Budget = Budget()
    detail: Mapping[str, float] = field(default_factory=dict)
    own: bool = False

    @property
    def ratio(self) -> float:
        """How many times its floor; infinite above a floor of nothing."""
        return self.value / self.floor if self.floor else float("inf")

    @property
    def kept(self) -> bool | None:
        """Whether it keeps its budget; None without one."""
        return self.budget.kept(self.value, self.floor)


class Samples:
    """How long several runs of the same thing took: wall and CPU time of this process, in ms."""

    def __init__(self) -> None:
        self.walls: list[float] = []
        self.cpus: list[float] = []

    def add(self, wall_s: float, cpu_s: float) -> None:
        self.walls.append(wall_s * 1000)
        self.cpus.append(cpu_s * 1000)

    def run(self, work: Callable[[], object]) -> None:
        """Times one run of the work."""
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        self.add(time.perf_counter() - wall, time.process_time() - cpu)

    @property
    def median(self) -> float:
        return statistics.median(self.walls)

    @property
    def best(self) -> float:
        return min(self.walls)

    @property
    def p99(self) -> float:
        """The wall time that 99 of 100 runs stay within."""
        return quantile(self.walls, 0.99)

    @property
    def cpu(self) -> float:
        return statistics.median(self.cpus)

    def detail(self, prefix: str = "") -> dict[str, float]:
        """All of it by name, for a figure's detail."""
        return {
            f"{prefix}median": self.median, f"{prefix}best": self.best, f"{prefix}p99": self.p99,
            f"{prefix}cpu": self.cpu, f"{prefix}rounds": float(len(self.walls)),
        }  # fmt: skip


def quantile(values: Sequence[float], share: float) -> float:
    """The least of the values that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1))]


def in_turn(rounds: int, *works: Callable[[], object], warm: int = 1) -> tuple[Samples, ...]:
    """The samples of each work, all of them run in turn so many rounds; the first `warm` rounds count for nothing."""
    taken = tuple(Samples() for _ in works)
    for number in range(rounds + warm):
        for samples, work in zip(taken, works, strict=True):
            if number < warm:
                work()
            else:
                samples.run(work)
    return taken


def beside(
    name: str,
    ours: Samples,
    floor_name: str,
    floor: Samples,
    budget: Budget = Budget(),
    *,
    own: bool = False,
    **detail: float,
) -> Figure:
    """The figure of two sets of samples by their medians, in ms; what else they tell is its detail."""
    told = {**ours.detail(), **floor.detail("floor_"), **detail}
    return Figure(name, "ms", ours.median, floor_name, floor.median, budget, told, own)


def program() -> str:
    """Which commit is measured, "46afc28 with changes" when its files differ; "" where nobody can say."""
    here = Path(__file__).resolve().parent
    try:
        commit, changes = (
            subprocess.run(("git", *asked), cwd=here, check=True, capture_output=True, text=True).stdout.strip()
            for asked in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain", "--untracked-files=no"))
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{commit} with changes" if changes else commit


def machine() -> str:
    """What the figures were measured on, in a line."""
    model = platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as told:
            model = next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), model)
    except OSError:
        pass
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
