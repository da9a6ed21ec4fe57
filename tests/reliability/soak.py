"""`make soak`: the simulation and the kills for as long as asked, on loopback only; it stops by itself.

Exit 0 when every promise was kept. On the first breach it prints the seed that leads there again, and exits 1.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.reliability.kills import Nursery, Tally, rounds_of_kills
from tests.reliability.simulation import Simulation, prepare

ROUNDS_PER_SHOP = 50
SEEDS_PER_LINE = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the soak that the arguments ask for."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000, help="kills at the least")
    parser.add_argument("--seeds", type=int, default=2000, help="simulated stories at the least")
    parser.add_argument("--seed", type=int, default=1, help="where both begin")
    parser.add_argument("--hours", type=float, default=0.0, help="go on with more of both until so long has passed")
    asked = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    until_s = time.monotonic() + asked.hours * 3600.0
    first, rounds, seeds = asked.seed, asked.rounds, asked.seeds
    with tempfile.TemporaryDirectory(prefix="disken-soak-") as folder:
        while True:
            if not (_simulate(first, seeds, Path(folder)) and _kill(first, rounds, Path(folder))):
                return 1
            if time.monotonic() >= until_s:
                return 0
            first, rounds, seeds = first + max(seeds, rounds), ROUNDS_PER_SHOP * 2, SEEDS_PER_LINE


def _simulate(first: int, seeds: int, folder: Path) -> bool:
    sales = crashes = faults = 0
    template = folder / f"template-{first}"
    prepare(template)
    for done, seed in enumerate(range(first, first + seeds), 1):
        story = Simulation(seed, template, folder).run()
        sales, crashes, faults = sales + story.sales, crashes + story.crashes, faults + story.faults
        if story.breaches:
            _say(f"simulation: seed {seed} breaks a promise: {'; '.join(story.breaches)}")
            return False
        if done % SEEDS_PER_LINE == 0 or done == seeds:
            _say(f"simulation: {done} seeds from {first}: {sales} sales, {crashes} crashes, {faults} faults: no breach")
    return True


def _kill(first: int, rounds: int, folder: Path) -> bool:
    total = Tally()
    with Nursery() as nursery:
        for shop, done in enumerate(range(0, rounds, ROUNDS_PER_SHOP)):
            seed, unique = first + shop, shop % 2 == 0
            part = min(ROUNDS_PER_SHOP, rounds - done)
            tally = rounds_of_kills(part, seed, folder / f"shop-{seed}", nursery, unique=unique)
            total.add(tally)
            _say(f"kills: {total}")
            if tally.breaches:
                kind = "unique" if unique else "not unique"
                _say(f"kills: seed {seed} (references {kind}) breaks a promise: {'; '.join(tally.breaches)}")
                return False
    return True


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
