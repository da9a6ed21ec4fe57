"""How long a year's SAF-T export takes, and how much memory: `python -m benchmarks.saft [--days 365] [--sales 500]`.

A year of real facts, numbered, signed and chained, with a Z each day, made once in `--folder`. The floor is reading the
same rows raw, with their JSON. Each step runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.figures import peak_kib
from benchmarks.long_journal import LongJournal
from terminal_app.demo.set_up import set_up_demo
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.report_facts import report_facts
from terminal_app.domain.sale import Sale, close
from terminal_app.domain.settlement import GrandTotals, ReportKind
from terminal_app.domain.settling import Head, Settling
from terminal_app.domain.tender import Tender
from terminal_app.domain.transaction import of_sale, sale_facts
from terminal_app.storage import journal
from terminal_app.storage.database import Database
from terminal_app.till import Till

FIRST_DAY = datetime(2025, 1, 2, 7, tzinfo=UTC)
MOST_SECONDS, MOST_MEGABYTES = 120.0, 300.0
KINDS_OF_SALES = 400


def make(folder: Path, days: int, sales: int) -> None:
    """The year in that folder, unless it is there."""
    if (folder / "made").exists():
        return
    with Database.open(folder) as database:
        till = Till(database, lambda: FIRST_DAY)
        set_up_demo(till)
        with database.writing():
            year = LongJournal(till)
        dice, grand, first = Random(1), GrandTotals(), 1
        pool = list(_sales(till, dice))
        for day in range(days):
            grand, first = _day(till, year, pool, dice, FIRST_DAY + timedelta(days=day), sales, day + 1, grand, first)
            year.keep()
    (folder / "made").touch()


def _sales(till: Till, dice: Random) -> Iterator[tuple[Sale, dict[str, Any]]]:
    """Sales of one to six lines, paid as people pay."""
    people = [one.id for one in till.operators.active()]
    products = [one for one in till.assortment.products if not one.open_price and not one.unit.is_measured]
    for number in range(KINDS_OF_SALES):
        cart = Cart()
        for _ in range(dice.randint(1, 6)):
            cart = cart.add(dice.choice(products))
        channel = dice.choices((Channel.CARD, Channel.CASH, Channel.VIPPS), (6, 3, 1))[0]
        tip = Money(2000) if number % 20 == 0 else Money(0)
        sale = close(cart, (Tender(channel),), sale_id="0", sold_at=FIRST_DAY, operator_id=dice.choice(people), tip=tip)
        sale = replace(sale, receipt_no="S-000000")
        yield sale, {**sale_facts(sale), "receipt": "printed"}


def _day(
    till: Till,
    year: LongJournal,
    pool: list[tuple[Sale, dict[str, Any]]],
    dice: Random,
    begins: datetime,
    sales: int,
    z: int,
    carried: GrandTotals,
    first: int,
) -> tuple[GrandTotals, int]:
    settling, step = Settling(first), timedelta(seconds=36_000 / max(1, sales))
    for place in range(sales):
        sale, facts = dice.choice(pool)
        sale_id, at = f"{dice.getrandbits(128):032x}", begins + place * step
        if place % 25 == 0:
            line = facts["lines"][0]
            told = {"what": "removed", "sku": line["sku"], "name": line["name"], "group": line["group"],
                    "quantity": "1", "amount": f"-{line['price']}"}  # fmt: skip
            settling.add(year.event(at, "line_corrected", told, sale.operator_id, sale_id))
        number = {"receipt_no": f"S-{(z - 1) * sales + place + 1:06d}"}
        done = replace(of_sale(sale), at=at)
        settling.add(year.transaction(done, "sale", {**facts, **number}, sale.operator_id, sale_id))
        if sale.payments[0].channel is Channel.CASH:
            settling.add(year.event(at, "drawer", dict(number), sale.operator_id, sale_id))
    made = begins + timedelta(hours=11)
    shop = till.values.shop()
    head = Head(
        ReportKind.Z, z, shop.name, shop.organization_number, made, till.values.text("till.register_id"),
        begins.date(), pool[0][0].operator_id, carried,
    )  # fmt: skip
    report = settling.report(head)
    row = year.event(made, "report_z", report_facts(report), head.operator_id, None)
    return report.grand, row.number + 1


def read_raw(folder: Path) -> dict[str, float]:
    """The floor: every row read and its facts parsed, once."""
    with Database.open(folder, read_only=True) as database:
        began, rows = time.perf_counter(), 0
        for _ in journal.rows(database):
            rows += 1
        return {"seconds": time.perf_counter() - began, "rows": rows, "megabytes": peak_kib() / 1000}


def run_export(folder: Path, days: int) -> dict[str, float]:
    """The export through the till's own use case, checks and all."""
    out = Path(tempfile.mkdtemp(prefix="disken-saft-"))
    try:
        with Database.open(folder) as database:
            till = Till(database, lambda: FIRST_DAY + timedelta(days=days))
            steps: list[tuple[float, float]] = []
            began, worked = time.perf_counter(), time.process_time()
            since = date(FIRST_DAY.year, 1, 1)
            files = till.exports.saft(
                since, since + timedelta(days=days), out,
                progress=lambda share: steps.append((share, time.perf_counter() - began)),
            )  # fmt: skip
            took, cpu = time.perf_counter() - began, time.process_time() - worked
        size = sum(file.stat().st_size for file in files) / 1e6
        marks = {f"at {share:.0%}": next(at for s, at in steps if s >= share) for share in (0.15, 0.3, 0.55, 0.9)}
        return {
            "seconds": took,
            "cpu": cpu,
            "megabytes": peak_kib() / 1000,
            "file MB": size,
            "files": len(files),
            **marks,
        }
    finally:
        shutil.rmtree(out)


def _apart(step: str, folder: Path, days: int, sales: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.saft", "--step", step, "--folder", str(folder),
               "--days", str(days), "--sales", str(sales)]  # fmt: skip
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout or "{}")
    return found


def main() -> int:
    """0 while the export keeps within two minutes and 300 MB."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.saft", description=__doc__.partition("\n")[0])
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--sales", type=int, default=500, help="a day")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / f"disken-year-{os.getuid()}")
    parser.add_argument("--step", choices=("make", "floor", "export"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step == "make":
        make(options.folder, options.days, options.sales)
    elif options.step == "floor":
        sys.stdout.write(json.dumps(read_raw(options.folder)))
    elif options.step == "export":
        sys.stdout.write(json.dumps(run_export(options.folder, options.days)))
    if options.step:
        return 0
    folder = options.folder / f"{options.days}x{options.sales}"
    _apart("make", folder, options.days, options.sales)
    floor = _apart("floor", folder, options.days, options.sales)
    took = _apart("export", folder, options.days, options.sales)
    for name, figures in (("floor: all rows read raw", floor), ("export", took)):
        told = ", ".join(f"{key} {value:.1f}" for key, value in figures.items())
        sys.stdout.write(f"{name}: {told}\n")
    kept = took["seconds"] <= MOST_SECONDS and took["megabytes"] <= MOST_MEGABYTES
    sys.stdout.write(f"budget: {MOST_SECONDS:.0f} s and {MOST_MEGABYTES:.0f} MB: {'kept' if kept else 'NOT KEPT'}\n")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
