"""One group of benchmarks in a process of its own: `python -m benchmarks.alone GROUP [--quick]`.

So no group meets another's memory, caches or window. The runner (`python -m benchmarks`) starts it with `--out`, for
which the figures are written as JSON; by hand it prints them. Knows the names of all groups, and nothing of the till.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.measure import Ask, Figure
from benchmarks.table import as_text

GROUPS = (
    "start", "idle", "taps", "search", "books", "beside_sync", "sender", "drain", "settling", "reconcile", "saft",
    "audit", "soak", "micro", "fleet",
)  # fmt: skip
"""In the order they run; each is the module or package `benchmarks.<name>` with `figures(ask) -> list[Figure]`."""
SHOPS = Path("build/bench/shops")
# Kivy reads them at its first import; the arguments here are not for it, and no figure hangs on the home's settings.
_QUIET_KIVY = {"KIVY_NO_ARGS": "1", "KIVY_NO_FILELOG": "1", "KIVY_NO_CONFIG": "1", "KIVY_NO_CONSOLELOG": "1"}


def measured(group: str, ask: Ask) -> list[Figure]:
    """The figures of that group; raises whatever stops it."""
    found: list[Figure] = importlib.import_module(f"benchmarks.{group}").figures(ask)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the group was measured, whatever its figures say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alone", description=__doc__.partition("\n")[0])
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--quick", action="store_true", help="a small shop and few rounds")
    parser.add_argument("--shops", type=Path, default=SHOPS, help="where shops are kept between runs")
    parser.add_argument("--work", type=Path, help="a folder for what is thrown away afterwards")
    parser.add_argument("--out", type=Path, help="write the figures there as JSON, and print nothing")
    asked = parser.parse_args(arguments)
    os.environ.update(_QUIET_KIVY)
    asked.shops.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"work-{asked.group}-", dir=asked.work or asked.shops.parent) as work:
        figures = measured(asked.group, Ask(asked.quick, asked.shops.resolve(), Path(work).resolve()))
    if asked.out:
        asked.out.write_text(json.dumps([asdict(one) for one in figures], ensure_ascii=False), encoding="utf-8")
    else:
        sys.stdout.write(as_text(figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
