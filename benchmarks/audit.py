"""What an audit of a long journal takes, beside reading the same rows raw and nothing else.

Run `python -m benchmarks.audit`. Half of the rows are signed transactions; the journal is written with plain SQL. A
million rows may take a minute, and the audit's memory does not grow with them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.big_shop import NOON, demo_shop
from benchmarks.figures import Figure, Stopwatch, as_json, machine, peak_kib, table
from benchmarks.long_journal import LongJournal
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.tender import Tender
from terminal_app.domain.transaction import Transaction, TransactionType
from terminal_app.storage import journal
from terminal_app.storage.audit import audit
from terminal_app.storage.database import Database
from terminal_app.till import Till

ROWS = 1_000_000
BUDGET_MS = 60_000
_AT_ONCE = 20_000
_RAW = (
    "SELECT id, at_utc, kind, operator_id, sale_id, facts, previous_hash, hash FROM journal "
    "WHERE id > ? ORDER BY id LIMIT 1000"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the figure keeps its budget, else 1; the figures go to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=1, help="each is timed so often; the best counts")
    parser.add_argument("--json", action="store_true", help="give the figures as JSON")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="disken-audit-") as folder:
        home = demo_shop(Path(folder) / "demo")
        with Database.open(home) as database:
            till = Till(database, lambda: NOON)
            _fill(till, asked.rows)
            _read_raw(database)
            before = peak_kib()
            figure = _measured(till, asked.rounds)
            memory = peak_kib() - before
    if asked.json:
        sys.stdout.write(json.dumps({**as_json([figure]), "grown_kib": memory}, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(f"{machine()}; milliseconds\n\n{table([figure])}\n\nmemory grew by {memory} KiB\n")
    return 0 if figure.kept else 1


def _fill(till: Till, rows: int) -> None:
    """So many rows: one sale through the till itself, then by turns one like it and the drawer that it opened."""
    goods = [one for one in till.assortment.products if one.price and not one.open_price][:4]
    cart = Cart()
    for product in goods:
        cart = cart.add(product)
    till.sell(cart, (Tender(Channel.CARD),))
    sale = next(row for row in journal.rows(till.database) if row.kind == "sale")
    amounts = (Money.parse(str(sale.facts[name]), name) for name in ("amount_in", "amount_ex"))
    done, made = Transaction(TransactionType(sale.facts["type"]), till.now(), *amounts), LongJournal(till)
    for number in range(rows - made.number):
        at, about = till.now() + timedelta(seconds=number), f"{number // 2:032x}"
        if number % 2:
            made.event(at, "drawer", {}, sale.operator_id, about)
        else:
            made.transaction(replace(done, at=at), "sale", sale.facts, sale.operator_id, about)
        if number % _AT_ONCE == 0:
            made.keep()
    made.keep()


def _measured(till: Till, rounds: int) -> Figure:
    read, audited = Stopwatch(), Stopwatch()
    for _ in range(rounds):
        with read.running():
            _read_raw(till.database)
        with audited.running():
            found = audit(till.database, till.signing.store)
        assert found.holds, found
    name = f"an audit of {found.rows} rows, {found.transactions} of them signed"
    return Figure(name, audited.took(), "the rows, raw", read.took(), BUDGET_MS)


def _read_raw(database: Database) -> None:
    after = 0
    while rows := database.rows(_RAW, (after,)):
        after = int(rows[-1][0])


if __name__ == "__main__":
    sys.exit(main())
