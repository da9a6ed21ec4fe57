"""Whether the accounting system answers: since when it does not, whose turn it is, and when the next try is made.

Owns the pauses (`breaker`) and what is told of them; knows no entry and makes no call. Lives on the sync thread.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from random import Random

from terminal_app.domain.problems import Problem

from .breaker import Breaker
from .clock import Clock
from .lease import CompanyInUse

log = logging.getLogger(__name__)

AFTER_A_DEFECT_S = 60.0
ANOTHERS_TURN_S = 5.0


class Reachability:
    """How it stands with the line to one accounting system."""

    def __init__(self, clock: Clock, rng: Random) -> None:
        self._clock = clock
        self._rng = rng
        self._breaker = Breaker()
        self._probe_at: datetime | None = None
        self.offline_since: datetime | None = None
        self.delayed: Problem | None = None
        """Another program speaks to the company."""

    @property
    def is_paused(self) -> bool:
        """Whether nothing may go out now."""
        return self._breaker.is_open(self._clock.monotonic())

    @property
    def wants_probe(self) -> bool:
        """Whether a pause is over, so that the next call is to be a harmless one."""
        return self._breaker.wants_probe(self._clock.monotonic())

    @property
    def pause(self) -> timedelta:
        """How much of a pause is left."""
        return timedelta(seconds=self._breaker.pause_s(self._clock.monotonic()))

    def our_turn(self) -> None:
        """Nobody else speaks to the company."""
        self.delayed = None

    def put_off(self, problem: Problem) -> None:
        """Time will mend it: nothing goes out until a pause is over."""
        now_s = self._clock.monotonic()
        if problem.code == CompanyInUse().problem.code:
            if self.delayed is None:
                log.info("another program speaks to this company; waiting")
            self.delayed = problem
            self._breaker = self._breaker.held(now_s, ANOTHERS_TURN_S * (1.0 + self._rng.random()))
            return
        self._breaker = self._breaker.failed(now_s, self._rng, at_least_s=float(problem.values.get("seconds", 0)))
        if problem.code not in ("throttled", "stopped") and self.offline_since is None:
            log.warning("the accounting system cannot be reached: %s", problem)
            self.offline_since = self._clock.now()

    def came_through(self) -> None:
        """It has answered."""
        if self.offline_since is not None:
            log.info("the accounting system can be reached again")
        self._breaker, self.offline_since = self._breaker.succeeded(), None

    def hold(self) -> None:
        """An error nobody foresaw broke a beat off: a pause, so that it is not met again at once."""
        self._breaker = self._breaker.held(self._clock.monotonic(), AFTER_A_DEFECT_S)

    def hurry(self) -> None:
        """Somebody asks for it: no pause is waited for."""
        self._breaker = self._breaker.hurried()

    def begin_anew(self) -> None:
        """It may be another company or another line now: no pause, and nobody waited for."""
        self._breaker, self.delayed = Breaker(), None

    def forget(self) -> None:
        """Nothing is sent any more: nothing to tell of the line."""
        self.begin_anew()
        self.offline_since = None

    def next_try(self) -> datetime | None:
        """When the pause is over by the wall clock: one whole second all along, unless somebody sets that clock."""
        pause = self.pause
        if not pause:
            return None
        moment = self._clock.now() + pause
        if self._probe_at is None or not timedelta(0) <= self._probe_at - moment <= timedelta(seconds=2):
            self._probe_at = (moment + timedelta(seconds=1.5)).replace(microsecond=0)
        return self._probe_at
