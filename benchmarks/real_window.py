"""A window in a process of its own, as a shop starts it: the till's unchanged `main.py`, or an empty Kivy window.

Both through `first_frame`, which tells when the first frame was shown; then the window lives on until it is ended as a
person's session ends it. Knows nothing of what is measured.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

OFFSCREEN = {"DISKEN_BENCH_OFFSCREEN": "1"}
"""Drawn by software into memory, where there is no display."""
_PLAIN = ("PATH", "HOME", "LANG", "LC_ALL", "XDG_RUNTIME_DIR", "VIRTUAL_ENV")
_ENDS_WITHIN_S = 20
_LONGEST_S = 60


@dataclass(frozen=True, slots=True)
class RealWindow:
    """A window that has shown its first frame: its process, and what `first_frame` told of the way there."""

    process: int
    told: Mapping[str, Any]


@contextmanager
def window(command: Sequence[str], surroundings: Mapping[str, str] = OFFSCREEN) -> Iterator[RealWindow]:
    """`("till", "--data-dir", SHOP)` or `("empty",)`, gone afterwards. Raises RuntimeError when no frame comes."""
    plain = {name: os.environ[name] for name in _PLAIN if name in os.environ}
    began = time.clock_gettime(time.CLOCK_MONOTONIC)
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.first_frame", *command],
        env={**plain, **surroundings, "DISKEN_BENCH_START": repr(began)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{command[0]}: no first frame\n{process.communicate(timeout=_LONGEST_S)[1]}")
        yield RealWindow(process.pid, json.loads(line))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
