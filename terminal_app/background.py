"""Slow computing off the window's thread: one worker, and its answers handed back where they were asked for.

Work is given as a callable that touches no screen, and that lets go of its thread's connection where it reads the
database; only its answer crosses, never an exception. What takes minutes has a thread of its own, so that a PIN need
not wait for it, and is told to stop when the till closes.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

Answer = TypeVar("Answer")
_log = logging.getLogger(__name__)


class Reins:
    """What long work has in hand: it tells how far it is, a share from 0 to 1, and asks whether it should stop."""

    def __init__(self, tell: Callable[[float], None]) -> None:
        self.tell = tell
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Let the work stop as soon as it can; from any thread."""
        self._stopped.set()

    def stopped(self) -> bool:
        return self._stopped.is_set()


class Background(Protocol):
    """Where slow work is done."""

    def run(self, work: Callable[[], Answer], then: Callable[[Answer | None], None]) -> None:
        """Do the work elsewhere, then call `then` on the asking thread: with the answer, None when it broke down."""

    def run_long(
        self,
        work: Callable[[Reins], Answer],
        told: Callable[[float], None],
        then: Callable[[Answer | None], None],
    ) -> Reins:
        """Do what takes minutes elsewhere; `told` and `then` are called on the asking thread. Stops by the reins."""


class AtOnce:
    """Does the work here and now; for tests and verbs, which have no window that would stand still."""

    def run(self, work: Callable[[], Answer], then: Callable[[Answer | None], None]) -> None:
        then(work())

    def run_long(
        self,
        work: Callable[[Reins], Answer],
        told: Callable[[float], None],
        then: Callable[[Answer | None], None],
    ) -> Reins:
        reins = Reins(told)
        then(work(reins))
        return reins


class OneWorker:
    """One thread that does one thing after the other; `deliver` hands over what is done, on the thread it is called on.

    `wake` is called on the worker's thread and has to see to it that `deliver` is called soon on the asking one; set
    it before the first `run`.
    """

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self.wake = wake
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="disken-slow")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="disken-long")
        self._reins: list[Reins] = []
        self._done: deque[Callable[[], None]] = deque()

    def run(self, work: Callable[[], Answer], then: Callable[[Answer | None], None]) -> None:
        self._pool.submit(work).add_done_callback(lambda future: self._finished(future, then))

    def run_long(
        self,
        work: Callable[[Reins], Answer],
        told: Callable[[float], None],
        then: Callable[[Answer | None], None],
    ) -> Reins:
        reins = Reins(lambda share: self._post(lambda: told(share)))
        self._reins.append(reins)

        def finished(answer: Answer | None) -> None:
            self._reins.remove(reins)
            then(answer)

        self._long.submit(work, reins).add_done_callback(lambda future: self._finished(future, finished))
        return reins

    def deliver(self) -> None:
        """Hand over what is done, in order."""
        while self._done:
            self._done.popleft()()

    def close(self) -> None:
        """Let the running work end and forget what waits; nothing is delivered any more. Long work is told to stop."""
        for reins in self._reins:
            reins.stop()
        self._long.shutdown(wait=True, cancel_futures=True)
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._done.clear()

    def _finished(self, future: Future[Any], then: Callable[[Any], None]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            _log.error("slow work broke down", exc_info=error)
        answer = None if error is not None else future.result()
        self._post(lambda: then(answer))

    def _post(self, call: Callable[[], None]) -> None:
        self._done.append(call)
        self.wake()
