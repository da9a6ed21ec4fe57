"""Slow computing off the window's thread: one worker, and its answers handed back where they were asked for.

Work is given as a callable that touches neither database nor screen; only its answer crosses, never an exception.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

Answer = TypeVar("Answer")
_log = logging.getLogger(__name__)


class Background(Protocol):
    """Where slow work is done."""

    def run(self, work: Callable[[], Answer], then: Callable[[Answer | None], None]) -> None:
        """Do the work elsewhere, then call `then` on the asking thread: with the answer, None when it broke down."""


class AtOnce:
    """Does the work here and now; for tests and verbs, which have no window that would stand still."""

    def run(self, work: Callable[[], Answer], then: Callable[[Answer | None], None]) -> None:
        then(work())


class OneWorker:
    """One thread that does one thing after the other; `deliver` hands over what is done, on the thread it is called on.

    `wake` is called on the worker's thread and has to see to it that `deliver` is called soon on the asking one; set
    it before the first `run`.
    """

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self.wake = wake
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="disken-slow")
        self._done: deque[Callable[[], None]] = deque()

    def run(self, work: Callable[[], Answer], then: Callable[[Answer | None], None]) -> None:
        self._pool.submit(work).add_done_callback(lambda future: self._finished(future, then))

    def deliver(self) -> None:
        """Hand over what is done, in order."""
        while self._done:
            self._done.popleft()()

    def close(self) -> None:
        """Let the running work end and forget what waits; nothing is delivered any more."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._done.clear()

    def _finished(self, future: Future[Any], then: Callable[[Any], None]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            _log.error("slow work broke down", exc_info=error)
        answer = None if error is not None else future.result()
        self._done.append(lambda: then(answer))
        self.wake()
