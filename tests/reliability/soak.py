"""`make soak`: the simulation and the kills for as long as asked, on loopback only; it stops by itself.

Exit 0 when every promise was kept. On the first breach it prints the seed that leads there again, and exits 1.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sync.clock import SystemClock
from sync.connectors import connect
from sync.delivery import deliver_once
from sync.poweroffice.sandbox import Sandbox
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.tender import Tender
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.reliability.kills import Nursery, Tally, rounds_of_kills
from tests.reliability.line import repeat_the_one_sale
from tests.reliability.simulation import Simulation
from tests.reliability.template import prepare
from tests.reliability.world import GOOD_CUSTOMER
from tests.sync.shop import LATTE, settings_for

ROUNDS_PER_SHOP = 50
SEEDS_PER_LINE = 500
SLOWEST_DRAIN = 9.5
"""Orders a second."""
MOST_REFUSED = 10
"""Answers of 429 in a drain: a handful."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the soak that the arguments ask for."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000, help="kills at the least")
    parser.add_argument("--seeds", type=int, default=2000, help="simulated stories at the least")
    parser.add_argument("--seed", type=int, default=1, help="where both begin")
    parser.add_argument("--drain", type=int, default=0, help="orders to send in real time at the limit, first of all")
    parser.add_argument("--hours", type=float, default=0.0, help="go on with more of both until so long has passed")
    asked = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    until_s = time.monotonic() + asked.hours * 3600.0
    first, rounds, seeds = asked.seed, asked.rounds, asked.seeds
    with tempfile.TemporaryDirectory(prefix="disken-soak-") as folder:
        if asked.drain and not _drain(asked.drain, Path(folder)):
            return 1
        while True:
            if not (_simulate(first, seeds, Path(folder)) and _kill(first, rounds, Path(folder))):
                return 1
            if time.monotonic() >= until_s:
                return 0
            first, rounds, seeds = first + max(seeds, rounds), ROUNDS_PER_SHOP * 2, SEEDS_PER_LINE


def _simulate(first: int, seeds: int, folder: Path) -> bool:
    sales = returns = crashes = faults = 0
    template = folder / f"template-{first}"
    prepare(template)
    for done, seed in enumerate(range(first, first + seeds), 1):
        story = Simulation(seed, template, folder).run()
        sales, returns = sales + story.sales, returns + story.returns
        crashes, faults = crashes + story.crashes, faults + story.faults
        if story.breaches:
            _say(f"simulation: seed {seed} breaks a promise: {'; '.join(story.breaches)}")
            return False
        if done % SEEDS_PER_LINE == 0 or done == seeds:
            told = f"{sales} sales, {returns} returns, {crashes} crashes, {faults} faults"
            _say(f"simulation: {done} seeds from {first}: {told}: no breach")
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
            if not tally.breaches:
                shutil.rmtree(folder / f"shop-{seed}")  # hours of them would fill the disk
            else:
                kind = "unique" if unique else "not unique"
                _say(f"kills: seed {seed} (references {kind}) breaks a promise: {'; '.join(tally.breaches)}")
                return False
    return True


def _drain(orders: int, folder: Path) -> bool:
    """That many orders at the pace that the sandbox allows, in real time."""
    shop = prepare(folder / "drain")
    row = {"Id": GOOD_CUSTOMER, "Number": GOOD_CUSTOMER, "Name": "Torget Regnskap AS"}
    with Sandbox.start(customers=[row], enforce_rate_limit=True) as sandbox, Database.open(shop) as database:
        till = Till(database, SystemClock().now)
        till.change_settings({**settings_for(sandbox), "invoicing.enabled_since": "2020-01-01"})
        till.sell(Cart().add(LATTE), (Tender(Channel.INVOICE),), customer_number=GOOD_CUSTOMER)
        repeat_the_one_sale(database, orders - 1)
        gateway = connect(till.settings)
        report = deliver_once(database, gateway)
        gateway.close()
        refused = sum(counts.get("429", 0) for counts in sandbox.request_counts().values())
        there = len({order["ExternalImportReference"] for order in sandbox.orders()})
    rate = report.sent / report.seconds
    _say(f"drain: {report.sent} of {orders} sent, {there} there, {rate:.2f} a second, {refused} answers of 429")
    return report.sent == there == orders and rate >= SLOWEST_DRAIN and refused <= MOST_REFUSED


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
