"""A night of many tills that share one subscription key: when the last invoice is in, what is refused, who waits.

Run `python -m benchmarks.fleet [--tills 100,1000] [--hours 8]`, or as the group `fleet`. Each till is the sync's own
timetable, pace, breaker and protocol (`fleet_till`) in a world of virtual time (`fleet_world`); nothing is sent
anywhere. The shops: 80 % have 5 invoices a day, 18 % have 25, 2 % have 200; all send at 23:30.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from benchmarks.fleet_till import OSLO, SIZES, FleetTill, Outcome, Size
from benchmarks.fleet_world import CALLS_PER_S, SharedKey, VirtualClock, World
from benchmarks.measure import Ask, Budget, Figure, quantile
from sync.rounds import START_JITTER_S
from terminal_app.domain.settings import Schedule

RUN_AT = datetime(2026, 11, 23, 23, 30, tzinfo=OSLO)
SETTLES_S = 3600.0
"""The tills have been on since an hour before: their looks at customers and invoices come as on any evening."""
OUTAGE = timedelta(hours=6)
SCHEDULE = Schedule(enabled=True, times=(time(23, 30),), days=tuple(range(7)))
IN_BY_SIX_MINUTES = 390.0
ALL, FULL, QUICK = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000), (100, 1_000, 3_000, 10_000), (100, 1_000)
VARIED = (100, 1_000, 3_000)
"""So many tills also without any spread of their runs, and after an outage."""
_PORTION_S = 300.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """How many tills, how far their runs are spread, and whether nobody answers for six hours from 23:30 on."""

    tills: int
    spread_s: float = START_JITTER_S
    outage: bool = False

    @property
    def words(self) -> str:
        after = " after an outage of 6 hours" if self.outage else ""
        together = "" if self.spread_s else ", none waits for another"
        return f"{self.tills:,} tills{after}{together}".replace(",", " ", 1 if self.tills >= 1000 else 0)


@dataclass(frozen=True, slots=True)
class Night:
    """What became of one: minutes count from when invoices could go first."""

    scenario: Scenario
    outcomes: tuple[Outcome, ...]
    key: SharedKey
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
    def last_in_min(self) -> float:
        """When the last invoice was in; reckoned on at the night's own rate when the hours did not do."""
        if self.is_over:
            return max(self._minutes(one) for one in self.outcomes)
        return (self.ended_s - self.began_s) / 60 * self.orders / max(1, self.orders - self.left)

    @property
    def floor_min(self) -> float:
        """All orders, and one token for each till, at ten calls a second."""
        return (self.orders + len(self.outcomes)) / CALLS_PER_S / 60

    @property
    def refused_an_order(self) -> float:
        """How many calls were refused (429) for each order that was taken."""
        return sum(self.key.refused.values()) / max(1, self.orders - self.left)

    def waited_min(self, size: Size, share: float) -> float:
        """Within how many minutes that share of the shops of that size had everything in; infinite when not in time."""
        waits = [self._minutes(one) if not one.left else float("inf") for one in self.outcomes if one.size is size]
        return quantile(waits, share) if waits else 0.0

    def _minutes(self, one: Outcome) -> float:
        return ((one.last_in_s or self.began_s) - self.began_s) / 60


def night(scenario: Scenario, hours: float, seed: int = 1) -> Night:
    """The night of that fleet, at most so many hours of it."""
    logging.disable(logging.WARNING)  # each till tells of its outage
    clock = VirtualClock(RUN_AT - timedelta(seconds=SETTLES_S))
    down = (SETTLES_S, SETTLES_S + OUTAGE.total_seconds()) if scenario.outage else None
    key, rng = SharedKey(clock, down), Random(seed)
    world, shares = World(clock, key), [size.share for size in SIZES]
    fleet = []
    for _ in range(scenario.tills):
        till = FleetTill(clock, rng, rng.choices(SIZES, shares)[0], SCHEDULE, scenario.spread_s)
        fleet.append(till.outcome)
        world.add(till.live(), rng.random())
    began_s = SETTLES_S if down is None else down[1]
    while clock.seconds < began_s + hours * 3600 and any(one.left for one in fleet):
        world.run(clock.seconds + _PORTION_S)
    return Night(scenario, tuple(fleet), key, began_s, clock.seconds)


def figures(ask: Ask) -> list[Figure]:
    """When the last invoice of the night is in, beside the same calls at the limit without a break."""
    return [
        _figure(night(scenario, 8.0))
        for scenario in _scenarios(QUICK if ask.quick else FULL, VARIED[:1] if ask.quick else VARIED)
    ]


def _scenarios(sizes: Sequence[int], varied: Sequence[int]) -> list[Scenario]:
    return [
        *(Scenario(tills) for tills in sizes),
        *(Scenario(tills, spread_s=0.0) for tills in varied),
        *(Scenario(tills, outage=True) for tills in varied),
    ]


def _figure(one: Night) -> Figure:
    told = {"orders": float(one.orders), "left": float(one.left), "refused_an_order": one.refused_an_order}
    for size in SIZES:
        for name, share in (("median", 0.5), ("p95", 0.95)):
            waited = one.waited_min(size, share)
            told |= {f"{size.name}_{name}": waited} if waited != float("inf") else {}
    reckoned = "" if one.is_over else f" (reckoned on: {1 - one.left / one.orders:.0%} within 8 hours)"
    return Figure(
        f"{one.scenario.words}: last invoice in{reckoned}",
        "min",
        one.last_in_min,
        "their calls at 10 a second",
        one.floor_min,
        Budget(limit=IN_BY_SIX_MINUTES) if one.scenario.tills <= 3_000 else Budget(),
        told,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """0; a table in Markdown goes to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet", description=__doc__.partition("\n")[0])
    parser.add_argument("--tills", default=",".join(map(str, ALL)), help="fleets of so many")
    parser.add_argument("--varied", default=",".join(map(str, VARIED)), help="of which these without spread, too")
    parser.add_argument("--hours", type=float, default=8.0)
    asked = parser.parse_args(arguments)
    sizes, varied = ([int(one) for one in text.split(",") if one] for text in (asked.tills, asked.varied))
    heads = [
        "fleet",
        "invoices",
        "at the limit",
        "last in",
        *(f"{one.name}: median, p95" for one in SIZES),
        "429s an invoice",
    ]
    _say(f"| {' | '.join(heads)} |\n|---|{'---:|' * (len(heads) - 1)}")
    for scenario in _scenarios(sizes, varied):
        _say(_row(night(scenario, asked.hours)))
    return 0


def _row(one: Night) -> str:
    last = f"{one.last_in_min:.0f} min" if one.is_over else f"{1 - one.left / one.orders:.0%} in {_hours(one)} h"
    waits = [f"{_minutes(one.waited_min(size, 0.5))}, {_minutes(one.waited_min(size, 0.95))}" for size in SIZES]
    cells = [
        one.scenario.words,
        f"{one.orders}",
        f"{one.floor_min:.0f} min",
        last,
        *waits,
        f"{one.refused_an_order:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def _hours(one: Night) -> str:
    return f"{(one.ended_s - one.began_s) / 3600:.0f}"


def _minutes(waited: float) -> str:
    return "not in" if waited == float("inf") else f"{waited:.0f}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
