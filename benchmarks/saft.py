"""What the SAF-T export of a year takes, and how much memory: `python -m benchmarks.alone saft`.

182 500 sales of the big shop, numbered, signed and chained, a seventh of them on invoice, a Z each day; exported
through the till's own use case, with its checks and signatures and, where the file is large, its ZIP. The floor is
reading the same rows raw, once; a second one, ours, reads their JSON as well. Memory is that of processes of their own:
the year's beside a tenth's.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure, in_turn
from benchmarks.memory import peak_mb
from benchmarks.past_years import SALES_A_DAY
from benchmarks.raw_rows import Floors, beside_its_rows, parse_journal, read_journal
from terminal_app.storage.database import Database
from terminal_app.till import Till

YEAR = 365 * SALES_A_DAY
RATIO, FLAT = 3.0, 1.2
_NAME = "SAF-T of"


def figures(ask: Ask) -> list[Figure]:
    """The export of all that the shop has sold beside its rows; and its memory beside that of a tenth of the days."""
    sales = ask.rounds(YEAR, shops.QUICK_SALES)
    days = sales // SALES_A_DAY
    home = shops.copied(shops.big(ask, sales), ask)
    sizes: list[float] = []

    def export() -> None:
        out = ask.work / "out"
        out.mkdir()
        sizes.append(exported(home, days, out))
        shutil.rmtree(out)

    works = export, lambda: read_journal(home), lambda: parse_journal(home)
    taken, raw, parsed = in_turn(ask.rounds(2, 3), *works, warm=ask.rounds(0, 1))
    whole, tenth = (_apart(home, length, ask.work / "apart") for length in (days, max(1, days // 10)))
    name = f"{_NAME} {days} days, {sales} sales"
    return [
        *beside_its_rows(name, taken, Floors(raw, parsed), RATIO, mb=sizes[-1]),
        Figure(f"memory of {name}", "MB", whole, "of a tenth of the days", tenth, Budget(ratio=FLAT)),
    ]


def exported(home: Path, days: int, out: Path) -> float:
    """The size of the files of so many last days, in MB, when they are in the folder `out`."""
    until = shops.NOON.date()
    with Database.open(home) as database:
        files = Till(database, lambda: shops.NOON).exports.saft(until - timedelta(days=days), until, out)
    return sum(file.stat().st_size for file in files) / 1e6


def _apart(home: Path, days: int, out: Path) -> float:
    """The most memory of a process that exports so many days, in MB."""
    out.mkdir()
    command = [sys.executable, "-m", "benchmarks.saft", "--shop", str(home), "--days", str(days), "--out", str(out)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    shutil.rmtree(out)
    return float(json.loads(told.stdout))


def main(arguments: Sequence[str] | None = None) -> int:
    """Exports that shop's last days into that folder, and prints the most memory that it took, in MB."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.saft", description=main.__doc__)
    parser.add_argument("--shop", type=Path, required=True)
    parser.add_argument("--days", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(arguments)
    exported(asked.shop, asked.days, asked.out)
    sys.stdout.write(json.dumps(peak_mb()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
