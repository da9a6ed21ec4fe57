"""What an X report of a busy day takes, beside reading the same rows of the journal and nothing else.

Run `python -m benchmarks.settling`. The day has 2 000 sales of one to five lines. The X may take three times what the
reading takes the first time, and next to nothing when only a few rows are new since the last look.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tracemalloc
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks.big_shop import NOON, demo_shop
from benchmarks.figures import Figure, Stopwatch, as_json, machine, table
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.tender import Tender
from terminal_app.storage import journal, settlements
from terminal_app.storage.database import Database
from terminal_app.till import Till

SALES = 2_000
BUDGET = 3.0
"""How many times the reading of its rows an X may take."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the figures keep their budget, else 1; the figures go to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.settling", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="each is timed so often; the best counts")
    parser.add_argument("--sales", type=int, default=SALES)
    parser.add_argument("--json", action="store_true", help="give the figures as JSON")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="disken-settling-") as folder:
        home = demo_shop(Path(folder) / "demo")
        with Database.open(home) as database:
            _sell(database, asked.sales)
            figures = _measure(database, asked.rounds)
            memory = _memory(database)
    if asked.json:
        sys.stdout.write(json.dumps({**as_json(figures), "x_kib": memory}, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(f"{machine()}; milliseconds\n\n{table(figures)}\n\nan X holds {memory} KiB at most\n")
    return 0 if all(figure.kept for figure in figures) else 1


def _sell(database: Database, sales: int) -> None:
    dice, till = Random(3), Till(database, lambda: NOON)
    goods = [one for one in till.assortment.products if not one.open_price and not one.unit.is_measured and one.price]
    with database.writing():
        for number in range(sales):
            cart = Cart()
            for _ in range(dice.randint(1, 5)):
                cart = cart.add(dice.choice(goods))
            tender = Tender(dice.choice((Channel.CARD, Channel.CARD, Channel.CASH)))
            till.sell(cart, (tender,), at=NOON - timedelta(seconds=sales - number))


def _measure(database: Database, rounds: int) -> list[Figure]:
    after = settlements.begins_after(database)
    read, first, again = Stopwatch(), Stopwatch(), Stopwatch()
    warm = Till(database, lambda: NOON)
    for _ in range(rounds):
        with read.running():
            for _row in journal.rows(database, after):
                pass
        till = Till(database, lambda: NOON)
        with first.running():
            till.day.x()
        warm.day.stands()
        with again.running():
            warm.day.x()
    floor = read.took()
    return [
        Figure("X, first look", first.took(), "reading its rows", floor, BUDGET * floor.best),
        Figure("X, again", again.took(), "reading its rows", floor, floor.best),
    ]


def _memory(database: Database) -> int:
    """How much memory an X takes at most, in KiB."""
    till = Till(database, lambda: NOON)
    tracemalloc.start()
    till.day.x()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most // 1024


if __name__ == "__main__":
    sys.exit(main())
