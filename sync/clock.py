"""The clocks of the sync: the wall clock for people, and one that only goes forward for waiting.

A parameter everywhere, so that tests and simulations move time themselves. Any thread.
"""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """What the sync needs to know of time."""

    def now(self) -> datetime:
        """The wall clock, aware; people and servers set it, so it may jump."""

    def monotonic(self) -> float:
        """Seconds since the machine started, sleep included; never goes back within one boot."""

    def boot_id(self) -> str:
        """Which boot `monotonic` counts from."""


class SystemClock:
    """The machine's own clocks. Where the system tells no boot apart, each process counts as one: the careful way."""

    def __init__(self) -> None:
        self._clock_id: int | None = getattr(time, "CLOCK_BOOTTIME", None)
        try:
            self._boot_id = _BOOT_ID.read_text(encoding="ascii").strip()
        except OSError:
            self._boot_id = ""
        if not self._boot_id or self._clock_id is None:
            self._clock_id = None
            self._boot_id = uuid.uuid4().hex

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic() if self._clock_id is None else time.clock_gettime(self._clock_id)

    def boot_id(self) -> str:
        return self._boot_id
