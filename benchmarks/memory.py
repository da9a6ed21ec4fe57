"""How much memory a process has, as Linux counts it; in MB of a million bytes. Knows nothing of the till."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """All of a process's memory, its share of what it shares with others, and what is its own alone."""

    rss: float
    pss: float
    own: float


def memory(process: int | str = "self") -> Memory:
    """What that process has now; this one unless it is said."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    found = {name: int(amount.split()[0]) * 1024 / 1e6 for name, _, amount in (line.partition(":") for line in lines)}
    return Memory(found["Rss"], found["Pss"], found["Private_Clean"] + found["Private_Dirty"])


def peak_mb() -> float:
    """The most memory that this process ever had; not what it was started by had."""
    with open("/proc/self/status", encoding="ascii") as told:
        return next(int(line.split()[1]) * 1024 / 1e6 for line in told if line.startswith("VmHWM:"))
