"""Measures every group in a process of its own and writes the table: `python -m benchmarks [--quick]`.

What each figure and its floor are is in docs/performance.md. Ends with 0 when all was measured, whatever the verdicts
say; `--strict` asks that every budget is kept as well.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.alone import GROUPS, SHOPS
from benchmarks.apart import run_apart
from benchmarks.measure import Figure, machine, program
from benchmarks.table import Measured, Run, as_json, as_markdown, as_text, figures_in, keep

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
LONGEST_S = 3600
"""A group that has not ended by then is ended, with all that it has started."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every group asked for was measured; 1 when one was not, or with `--strict` when a budget is not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a small shop and few rounds: within two minutes")
    parser.add_argument("--only", default="", metavar="A,B", help=f"only these groups, of {', '.join(GROUPS)}")
    parser.add_argument("--out", type=Path, default=Path("build/bench"), help="where the table is written")
    parser.add_argument("--shops", type=Path, default=SHOPS, help="where shops are kept between runs")
    parser.add_argument("--keep", action="store_true", help="put the table into docs/performance.md as well")
    parser.add_argument("--strict", action="store_true", help="end with 1 when a budget is not kept")
    asked = parser.parse_args(arguments)
    wanted = tuple(name for name in asked.only.split(",") if name) or GROUPS
    if unknown := [name for name in wanted if name not in GROUPS]:
        parser.error(f"no such group: {', '.join(unknown)}; there are {', '.join(GROUPS)}")
    if asked.keep and asked.only:
        parser.error("--keep puts the whole table into the page: leave out --only")
    for folder in (asked.out, asked.shops):
        folder.mkdir(parents=True, exist_ok=True)
    run = _measure(wanted, asked.quick, asked.shops, asked.out)
    (asked.out / "figures.json").write_text(
        json.dumps(as_json(run), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    (asked.out / "figures.md").write_text(as_markdown(run), encoding="utf-8")
    if asked.keep:
        keep(PAGE, run)
    sys.stdout.write(f"\n{as_markdown(run)}\nwritten to {asked.out}/figures.md and figures.json\n")
    return 1 if run.not_measured or (asked.strict and run.missed) else 0


def _measure(groups: Sequence[str], quick: bool, shops: Path, out: Path) -> Run:
    at, began_s, commit, found = datetime.now(UTC), time.monotonic(), program(), []
    with tempfile.TemporaryDirectory(prefix="run-", dir=out) as work:
        for name in groups:
            sys.stdout.write(f"\n{name} …\n")
            sys.stdout.flush()
            found.append(_alone(name, quick, shops, Path(work)))
            sys.stdout.write(_told(found[-1]))
            sys.stdout.flush()
    commits = " to ".join(dict.fromkeys((commit, program())))
    return Run(at, machine(), quick, tuple(found), commits, time.monotonic() - began_s)


def _alone(name: str, quick: bool, shops: Path, work: Path) -> Measured:
    """What that group gave; one that is not there, fails or does not end is told of, and the others go on."""
    load, began, used = os.getloadavg()[0], time.monotonic(), _children_cpu()
    if importlib.util.find_spec(f"benchmarks.{name}") is None:
        return Measured(name, 0.0, 0.0, load, problem=f"there is no benchmarks.{name}")
    told, loads, figures, problem = work / f"{name}.json", [load], tuple[Figure, ...](), ""
    command = [sys.executable, "-m", "benchmarks.alone", name, "--shops", str(shops), "--work", str(work)]
    command += ["--out", str(told), *(["--quick"] if quick else [])]
    try:
        ended = run_apart(command, LONGEST_S, lambda: loads.append(os.getloadavg()[0]))
        if ended:
            problem = f"ended with {ended}"
        else:
            figures = figures_in(told)
    except (TimeoutError, ValueError) as error:
        problem = str(error)
    return Measured(name, time.monotonic() - began, _children_cpu() - used, load, figures, problem, max(loads))


def _children_cpu() -> float:
    """Processor time of all groups so far, and of what they have started, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _told(group: Measured) -> str:
    if group.problem:
        return f"not measured: {group.problem}\n"
    return f"{as_text(group.figures)}\n{group.seconds:.0f} s, {group.cpu:.0f} s of processor time\n"


def _stop(number: int, _: object) -> None:
    """Ends the run as Ctrl+C does, so that the group that runs is ended as well."""
    sys.exit(128 + number)


if __name__ == "__main__":
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _stop)
    sys.exit(main())
