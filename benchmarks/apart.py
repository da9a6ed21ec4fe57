"""Runs a command in a session of its own, and ends it together with whatever it has started.

Knows nothing of what the command measures.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

LOOKS_EVERY_S = 10.0
_ENDS_WITHIN_S = 10.0


def run_apart(command: Sequence[str], longest_s: float, look: Callable[[], object] = lambda: None) -> int:
    """What the command ended with; `look` is called every ten seconds until then and at its end.

    Raises TimeoutError when it has not ended by then. However it goes, nothing that it started is left running.
    """
    process, ends_s = subprocess.Popen(command, start_new_session=True), time.monotonic() + longest_s
    try:
        while (left_s := ends_s - time.monotonic()) > 0:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(min(left_s, LOOKS_EVERY_S))
            look()
        raise TimeoutError(f"not done after {longest_s:g} s")
    finally:
        look()
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """All of the session is told to end, and after a while made to; the first process may have ended before."""
    _tell(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_ENDS_WITHIN_S)
    ends_s = time.monotonic() + _ENDS_WITHIN_S
    while _tell(process.pid, 0) and time.monotonic() < ends_s:
        time.sleep(0.05)
    _tell(process.pid, signal.SIGKILL)
    process.wait()


def _tell(group: int, told: int) -> bool:
    """Sends that signal, 0 for none, to all of the group; False when nobody is left in it."""
    try:
        os.killpg(group, told)
    except ProcessLookupError:
        return False
    return True
