"""Nights of many tills that share one subscription key: when the last invoice is in, what is refused, who waits.

Run `python -m benchmarks.fleet [--tills 100,1000] [--hours 8]`, or as the group `fleet`. Each till is the sync's own
timetable, pace, breaker, looks and engine (`fleet_till`) in a world of virtual time (`fleet_world`); nothing is sent
anywhere. The shops: 80 % have 5 invoices a day, 18 % have 25, 2 % have 200; all send at 23:30. Small fleets are told
by the median of five nights: with 100 tills one night has a single large shop and another has five.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from benchmarks.fleet_night import Chance, Night, Scenario, night
from benchmarks.fleet_till import SIZES
from benchmarks.measure import Ask, Budget, Figure

HOURS = 8.0
BY_SIX = Budget(limit=390.0)
"""Minutes from 23:30 to 6:00, before a shop opens; after an outage, which ends at 5:30, to noon."""
FULL = OUTAGE = (100, 1_000, 3_000, 10_000)
"""Fleets of so many, and so many after an outage."""
NOT_SPREAD, NO_JITTER = (100, 1_000, 3_000), (100, 1_000)
"""So many with runs that are not spread; and so many without any chance, with an outage and without."""
QUICK = (100, 1_000)
SEEDS, SMALL_FLEET = (1, 2, 3, 4, 5), 1_000


@dataclass(frozen=True, slots=True)
class Nights:
    """The nights of one scenario, which differ by their chance alone."""

    scenario: Scenario
    all: tuple[Night, ...]

    def typical(self, asked: Callable[[Night], float | None]) -> float | None:
        """The median of what was asked of each; infinite when most did not come to it, None when none could tell."""
        values = self._values(asked)
        return median(values) if values else None

    def span(self, asked: Callable[[Night], float | None]) -> tuple[float, float] | None:
        """The least and the most of what was asked; None of a single night."""
        values = self._values(asked)
        return (min(values), max(values)) if len(values) > 1 else None

    @property
    def first(self) -> Night:
        return self.all[0]

    def _values(self, asked: Callable[[Night], float | None]) -> list[float]:
        return [value for value in map(asked, self.all) if value is not None]


def nights(scenario: Scenario, hours: float = HOURS, seeds: Sequence[int] = SEEDS) -> Nights:
    """Those of that scenario: one for each seed when its fleet is small, one otherwise."""
    taken = seeds if scenario.tills <= SMALL_FLEET else seeds[:1]
    return Nights(scenario, tuple(night(scenario, hours, seed) for seed in taken))


def figures(ask: Ask) -> list[Figure]:
    """When the last invoice is in, beside the same calls without a break; 429s; a large shop beside a small one."""
    wanted = (QUICK, QUICK[:1], QUICK[:1], QUICK[:1]) if ask.quick else (FULL, NOT_SPREAD, NO_JITTER, OUTAGE)
    seeds = SEEDS[:1] if ask.quick else SEEDS
    found = []
    for scenario in scenarios(*wanted):
        found += told(nights(scenario, seeds=seeds))
    return found


def scenarios(
    sizes: Sequence[int], not_spread: Sequence[int], no_jitter: Sequence[int], outage: Sequence[int]
) -> list[Scenario]:
    """In the order of the table; those both without jitter and after an outage come last."""
    return [
        *(Scenario(tills) for tills in sizes),
        *(Scenario(tills, Chance.NOT_THE_START) for tills in not_spread),
        *(Scenario(tills, Chance.NONE) for tills in no_jitter),
        *(Scenario(tills, outage=True) for tills in outage),
        *(Scenario(tills, Chance.NONE, outage=True) for tills in no_jitter if tills in outage),
    ]


def told(them: Nights) -> list[Figure]:
    """The figures of a scenario; what was not reached stands with the minutes simulated and says so in its name."""
    return [
        _last_in(them),
        Figure(
            f"{them.scenario.words}: 429s an invoice",
            "",
            them.typical(lambda one: one.refused_an_order) or 0.0,
            "none",
            0.0,
            detail=_details(them, "refused_an_order", lambda one: one.refused_an_order),
        ),
        *_fairness(them, "median", 0.5),
        *_fairness(them, "slowest", 1.0),
    ]


def _last_in(them: Nights) -> Figure:
    last, words = them.typical(_last), f"{them.scenario.words}: last invoice "
    if last is None or last == inf:
        words += f"not in after {_hours(them)}, {them.typical(lambda one: one.share_in):.0%} are"
    else:
        span = them.span(_last)
        words += "in" if span is None else f"in (of {len(them.all)} nights {_range(span)})"
    return Figure(
        words,
        "min",
        _within(last, them.first),
        "their calls at 10 a second",
        them.typical(lambda one: one.floor_min) or 0.0,
        BY_SIX,
        {"orders": float(them.first.orders), "left": float(them.first.left), **_details(them, "last_in", _last)},
        own=True,
    )


def _fairness(them: Nights, name: str, share: float) -> list[Figure]:
    """How long a large shop waits beside a small one; none where one kind is missing or no small shop is through."""
    large, small = (_waits(them, size_no, share) for size_no in (-1, 0))
    if large is None or small is None or small == inf:
        return []
    words = f"{them.scenario.words}: large shop, {name}" + (f", not in after {_hours(them)}" if large == inf else "")
    return [Figure(words, "min", _within(large, them.first), f"small shop, {name}", small)]


def _waits(them: Nights, size_no: int, share: float) -> float | None:
    return them.typical(lambda one: one.waited_min(SIZES[size_no], share))


def _last(one: Night) -> float:
    return one.last_in_min


def _within(minutes: float | None, one: Night) -> float:
    """The minutes, or those simulated where it took longer."""
    return one.minutes if minutes is None or minutes == inf else minutes


def _hours(them: Nights) -> str:
    return f"{them.first.minutes / 60:.2g} hours"


def _details(them: Nights, name: str, asked: Callable[[Night], float]) -> dict[str, float]:
    """The span over all nights, as far as it was reached."""
    span = them.span(asked)
    named = {} if span is None else {f"{name}_least": span[0], f"{name}_most": span[1]}
    return {"nights": float(len(them.all))} | {key: value for key, value in named.items() if value != inf}


def main(arguments: Sequence[str] | None = None) -> int:
    """0; a table in Markdown goes to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet", description=__doc__.partition("\n")[0])
    parser.add_argument("--tills", default=_listed(FULL), help="fleets of so many")
    parser.add_argument("--not-spread", default=_listed(NOT_SPREAD), help="so many with runs that are not spread")
    parser.add_argument("--no-jitter", default=_listed(NO_JITTER), help="so many without any chance")
    parser.add_argument("--outage", default=_listed(OUTAGE), help="so many after an outage; with those above both")
    parser.add_argument("--hours", type=float, default=HOURS, help="how much of a night is simulated")
    asked = parser.parse_args(arguments)
    wanted = (
        [int(one) for one in text.split(",") if one]
        for text in (asked.tills, asked.not_spread, asked.no_jitter, asked.outage)
    )
    heads = ["fleet", "invoices", "at the limit", "last in"]
    heads += [*(f"{one.name}: median, slowest" for one in SIZES), "429s an invoice", "calls with a token run out"]
    _say(f"| {' | '.join(heads)} |\n|---|{'---:|' * (len(heads) - 1)}")
    for scenario in scenarios(*wanted):
        _say(row(nights(scenario, asked.hours)))
    return 0


def row(them: Nights) -> str:
    """The scenario's line of the page's table."""
    first, last, span = them.first, them.typical(_last), them.span(_last)
    if last is None or last == inf:
        shown = f"{them.typical(lambda one: one.share_in):.0%} in {first.minutes / 60:.0f} h"
    else:
        shown = f"{last:.0f} min" + ("" if span is None else f" ({_range(span)})")
    refused = them.span(lambda one: one.refused_an_order)
    cells = [
        them.scenario.words,
        f"{them.typical(lambda one: float(one.orders)):.0f}",
        f"{them.typical(lambda one: one.floor_min):.0f} min",
        shown,
        *(f"{_minutes(_waits(them, no, 0.5))}, {_minutes(_waits(them, no, 1.0))}" for no in range(len(SIZES))),
        f"{them.typical(lambda one: one.refused_an_order):.1f}"
        + ("" if refused is None else f" ({refused[0]:.1f}–{refused[1]:.1f})"),
        f"{them.typical(lambda one: one.stale_share):.1%}",
    ]
    return f"| {' | '.join(cells)} |"


def _range(span: tuple[float, float]) -> str:
    return f"{_minutes(span[0])}–{_minutes(span[1])}"


def _minutes(waited: float | None) -> str:
    return "none" if waited is None else "not in" if waited == inf else f"{waited:.0f}"


def _listed(sizes: Sequence[int]) -> str:
    return ",".join(map(str, sizes))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
