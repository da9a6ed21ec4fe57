"""One night of a fleet: so many tills on one key, until their last invoice is in or the hours are over.

Chance draws who is a large shop, and then everything a till draws: its start within the spread, its pace, its pauses.
`Chance.NONE` takes all of the second away, so that tills which are refused together come back together.
"""

from __future__ import annotations

import gc
import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from math import inf
from random import Random

from benchmarks.fleet_till import OSLO, SIZES, FleetTill, Outcome, Size
from benchmarks.fleet_world import CALLS_PER_S, SharedKey, VirtualClock, World
from benchmarks.measure import quantile
from sync.rounds import START_JITTER_S
from terminal_app.domain.settings import Schedule

RUN_AT = datetime(2026, 11, 23, 23, 30, tzinfo=OSLO)
SETTLES_S = 3600.0
"""The tills have been on since an hour before: their looks at customers and invoices come as on any evening."""
OUTAGE = timedelta(hours=6)
SCHEDULE = Schedule(enabled=True, times=(time(23, 30),), days=tuple(range(7)))
_PORTION_S = 300.0


class Chance(Enum):
    """What of a till hangs on chance, as a reader of the table meets it."""

    ALL = ""
    NOT_THE_START = ", runs not spread"
    NONE = ", no jitter at all"


class NoChance(Random):
    """Draws the middle each time: every till waits as long as every other."""

    def random(self) -> float:
        return 0.5


@dataclass(frozen=True, slots=True)
class Scenario:
    """How many tills, what chance there is in what they do, and whether nobody answers for six hours from 23:30 on."""

    tills: int
    chance: Chance = Chance.ALL
    outage: bool = False

    @property
    def words(self) -> str:
        after = " after an outage of 6 hours" if self.outage else ""
        return f"{self.tills:,} tills".replace(",", " ") + after + self.chance.value


@dataclass(frozen=True, slots=True)
class Night:
    """What became of one. Minutes count from when invoices could go first: 23:30, or the outage's end at 5:30."""

    scenario: Scenario
    outcomes: tuple[Outcome, ...]
    key: SharedKey
    refused: int
    """Calls of all kinds that were refused (429) from that moment on."""
    began_s: float
    ended_s: float

    @property
    def orders(self) -> int:
        return sum(one.size.orders for one in self.outcomes)

    @property
    def left(self) -> int:
        return sum(one.left for one in self.outcomes)

    @property
    def is_over(self) -> bool:
        return not self.left

    @property
    def share_in(self) -> float:
        """How much of the invoices is in."""
        return 1.0 - self.left / self.orders

    @property
    def minutes(self) -> float:
        """How much of it was simulated."""
        return (self.ended_s - self.began_s) / 60

    @property
    def last_in_min(self) -> float:
        """When the last invoice was in; infinite when the hours were over before."""
        return max(self._waited(one) for one in self.outcomes)

    @property
    def floor_min(self) -> float:
        """All orders, and one token for each till, at ten calls a second."""
        return (self.orders + len(self.outcomes)) / CALLS_PER_S / 60

    @property
    def refused_an_order(self) -> float:
        """How many calls were refused (429) for each order that was taken."""
        return self.refused / max(1, self.orders - self.left)

    @property
    def stale_share(self) -> float:
        """How much of what was taken went with a token that had run out while the call waited for its turn."""
        return sum(one.stale for one in self.outcomes) / max(1, self.key.passed.total())

    def waited_min(self, size: Size, share: float) -> float | None:
        """Within how many minutes that share of the shops of that size had all in; infinite when not in the hours.

        None when there is no such shop.
        """
        waits = [self._waited(one) for one in self.outcomes if one.size is size]
        return quantile(waits, share) if waits else None

    def _waited(self, one: Outcome) -> float:
        return inf if one.left or one.last_in_s is None else (one.last_in_s - self.began_s) / 60


def night(scenario: Scenario, hours: float, seed: int = 1) -> Night:
    """The night of that fleet, at most so many hours of it."""
    logging.disable(logging.WARNING)  # each till tells of its outage
    clock = VirtualClock(RUN_AT - timedelta(seconds=SETTLES_S))
    down = (SETTLES_S, SETTLES_S + OUTAGE.total_seconds()) if scenario.outage else None
    key = SharedKey(clock, down)
    world, drawn = World(clock, key), Random(seed)
    sizes = drawn.choices(SIZES, [size.share for size in SIZES], k=scenario.tills)
    rng = NoChance() if scenario.chance is Chance.NONE else drawn
    spread_s = START_JITTER_S if scenario.chance is Chance.ALL else 0.0
    fleet = []
    for size in sizes:
        till = FleetTill(clock, rng, size, SCHEDULE, spread_s)
        fleet.append(till.outcome)
        world.add(till.live(), 0.0 if scenario.chance is Chance.NONE else rng.random())
    gc.freeze()  # nothing of a fleet goes before its night is over
    began_s = SETTLES_S if down is None else down[1]
    world.run(began_s)
    refused_before = key.refused.total()
    while clock.seconds < began_s + hours * 3600 and any(one.left for one in fleet):
        world.run(clock.seconds + _PORTION_S)
    gc.unfreeze()
    return Night(scenario, tuple(fleet), key, key.refused.total() - refused_before, began_s, clock.seconds)
