"""The display's own program, run beside the till while the shop wants it: started, started again, and ended.

Kivy has one window per process. Window thread; starting a program does not wait for it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

AGAIN_AFTER_S = 10.0


class SecondProgram:
    """One program that runs while it is wanted. `now` is given in seconds that only grow."""

    def __init__(self) -> None:
        self._command: tuple[str, ...] = ()
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def want(self, command: Sequence[str], now: float) -> None:
        """See to it that this command runs, none for an empty one; one that ended is started again after a while."""
        wanted = tuple(command)
        if wanted != self._command:
            self.end()
            self._command, self._not_before = wanted, 0.0
        if wanted and not self.is_running and now >= self._not_before:
            self._not_before = now + AGAIN_AFTER_S
            try:
                self._process = subprocess.Popen(wanted, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            except OSError:
                self._process = None  # tried again later

    def end(self) -> None:
        """End it; it gets two seconds for that."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
