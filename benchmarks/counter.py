"""What the hands at the counter wait for, each beside the least that such a thing takes on the same machine.

Run `python -m benchmarks.counter`. docs/performance.md says what each line and its floor are. The big shop takes some
twenty seconds to make; `--shop FOLDER` keeps it for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.big_shop import big_shop, demo_shop
from benchmarks.figures import Figure, as_json, machine, table

PRODUCTS, CUSTOMERS = 20_000, 50_000


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every figure keeps its budget, else 1; the figures go to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.counter", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="each is timed so often; the best counts")
    parser.add_argument("--products", type=int, default=PRODUCTS)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--shop", type=Path, help="folder to keep the shops in")
    parser.add_argument("--only", default="", help="measure only what has this in its name: search or books")
    parser.add_argument("--json", action="store_true", help="give the figures as JSON")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="disken-counter-") as folder:
        home = asked.shop or Path(folder)
        small = demo_shop(home / "demo")
        big = big_shop(home / f"big-{asked.products}-{asked.customers}", asked.products, asked.customers)
        figures = _measure(small, big, asked.rounds, asked.only)
    if asked.json:
        sys.stdout.write(json.dumps(as_json(figures), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(f"{machine()}; milliseconds\n\n{table(figures)}\n")
    return 0 if all(figure.kept for figure in figures) else 1


def _measure(small: Path, big: Path, rounds: int, only: str) -> list[Figure]:
    # Kivy reads its environment at its first import, and the arguments here are not for it.
    os.environ.update(KIVY_NO_ARGS="1", KIVY_NO_FILELOG="1", KIVY_NO_CONFIG="1", KIVY_NO_CONSOLELOG="1")
    from benchmarks import counter_books, counter_window

    groups = {
        "search": lambda: counter_window.searches(big, rounds),
        "books": lambda: counter_books.books(big, rounds),
    }
    return [figure for name, measure in groups.items() if only in name for figure in measure()]


if __name__ == "__main__":
    sys.exit(main())
