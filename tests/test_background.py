"""Slow work goes to one thread, and its answers come back where they were asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from terminal_app.background import AtOnce, OneWorker


@pytest.fixture
def done() -> threading.Semaphore:
    return threading.Semaphore(0)


@pytest.fixture
def worker(done: threading.Semaphore) -> Iterator[OneWorker]:
    made = OneWorker(wake=lambda: done.release())
    yield made
    made.close()


def test_work_is_done_elsewhere_and_its_answer_is_handed_over_here(
    worker: OneWorker, done: threading.Semaphore
) -> None:
    seen: list[tuple[int | None, int]] = []
    worker.run(threading.get_ident, lambda there: seen.append((there, threading.get_ident())))
    assert done.acquire(timeout=10)
    assert seen == []
    worker.deliver()
    ((there, here),) = seen
    assert here == threading.get_ident()
    assert there != here


def test_answers_come_in_the_order_in_which_they_were_asked_for(worker: OneWorker, done: threading.Semaphore) -> None:
    seen: list[int | None] = []
    for number in range(5):
        worker.run(_giving(number), seen.append)
    for _ in range(5):
        assert done.acquire(timeout=10)
    worker.deliver()
    assert seen == [0, 1, 2, 3, 4]


def test_work_that_breaks_down_gives_no_answer_and_the_next_one_goes_on(
    worker: OneWorker, done: threading.Semaphore, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[object] = []
    worker.run(lambda: 1 // 0, seen.append)
    worker.run(lambda: 7, seen.append)
    for _ in range(2):
        assert done.acquire(timeout=10)
    worker.deliver()
    assert seen == [None, 7]
    assert "slow work broke down" in caplog.text


def test_after_the_end_nothing_is_delivered(done: threading.Semaphore) -> None:
    worker, seen = OneWorker(wake=lambda: done.release()), []
    worker.run(lambda: 7, seen.append)
    worker.close()
    worker.deliver()
    assert seen == []


def test_at_once_is_now(worker: OneWorker) -> None:
    seen: list[int | None] = []
    AtOnce().run(lambda: 7, seen.append)
    assert seen == [7]


def _giving(number: int) -> Callable[[], int]:
    return lambda: number
