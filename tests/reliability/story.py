"""What became of one seed of the simulation."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Story:
    """What became of one seed: `breaches` is empty when every promise was kept."""

    seed: int
    breaches: list[str] = field(default_factory=list)
    sales: int = 0
    returns: int = 0
    parts: int = 0
    undone: int = 0
    closed: int = 0
    settled: int = 0
    crashes: int = 0
    faults: int = 0
