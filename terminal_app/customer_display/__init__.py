"""The way from the till to the customer's display: snapshots, who offers and who follows them, a program.

Standard library only. The till offers the latest snapshot and never waits for anybody who looks at it.
"""

from __future__ import annotations

from .offer import Offer
from .only_one import only_one
from .second_program import SecondProgram
from .snapshot import DisplayLine, Scene, Snapshot, UnreadableSnapshot
from .watch import Watch

__all__ = ["DisplayLine", "Offer", "Scene", "SecondProgram", "Snapshot", "UnreadableSnapshot", "Watch", "only_one"]
