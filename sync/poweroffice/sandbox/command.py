"""`disken sandbox`: serves until it is told to stop. Runs on the main thread of its own process."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

from .running import Sandbox

LOOK_AROUND_S = 0.2


def serve(
    port: int = 0,
    seed: int = 1,
    enforce_rate_limit: bool = False,
    state_file: Path | None = None,
    out: TextIO | None = None,
    stopped: threading.Event | None = None,
    announce: Callable[[dict[str, str]], None] = lambda connection: None,
) -> None:
    """Prints the connection as one JSON line to `out` (standard output), then serves until SIGINT or SIGTERM.

    `announce` is told the connection before it is printed; `stopped` ends the serving as well. Raises what
    `Sandbox.start` raises: OSError for a taken port, StateFileError.
    """
    out = out or sys.stdout
    stopped = stopped or threading.Event()
    with (
        _signals() as received,
        Sandbox.start(port=port, seed=seed, enforce_rate_limit=enforce_rate_limit, state_file=state_file) as sandbox,
    ):
        announce(sandbox.connection())
        print(json.dumps(sandbox.connection()), file=out, flush=True)
        while not received and not stopped.wait(LOOK_AROUND_S):
            pass


@contextmanager
def _signals() -> Iterator[list[int]]:
    """The stop signals received while inside, as a list that grows; only the main thread can take any.

    A list, not the event: a handler runs in the middle of the main thread's `wait` and could deadlock on its lock.
    """
    received: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield received
        return

    def note(number: int, frame: FrameType | None) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
