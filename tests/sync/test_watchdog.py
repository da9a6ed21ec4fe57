"""The thread that ends calls which take too long."""

from __future__ import annotations

import threading

from sync.watchdog import Watchdog

SOON, NEVER = 0.02, 3600.0
LONG = 30.0


def test_what_does_not_come_to_rest_is_bitten() -> None:
    bitten = threading.Event()
    dog = Watchdog(SOON, bitten.set)
    dog.watch()
    assert bitten.wait(LONG)
    dog.end()


def test_it_watches_again_after_it_has_bitten() -> None:
    bites = threading.Semaphore(0)
    dog = Watchdog(SOON, bites.release)
    for _ in range(3):
        dog.watch()
        assert bites.acquire(timeout=LONG)
    dog.end()


def test_one_thread_serves_many_calls_and_goes_when_it_is_let_go() -> None:
    before = set(threading.enumerate())
    dog = Watchdog(NEVER, lambda: None)
    for _ in range(50):
        dog.watch()
        dog.rest()
    (thread,) = set(threading.enumerate()) - before
    dog.end()
    thread.join(LONG)
    assert not thread.is_alive()


def test_what_came_to_rest_is_not_bitten() -> None:
    bites: list[str] = []
    quiet, loud = Watchdog(SOON, lambda: bites.append("quiet")), threading.Event()
    quiet.watch()
    quiet.rest()
    later = Watchdog(SOON * 5, loud.set)
    later.watch()
    assert loud.wait(LONG)
    later.end()
    quiet.end()
    assert bites == []
