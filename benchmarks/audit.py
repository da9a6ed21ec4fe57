"""What an audit of a long journal takes, beside reading the same rows raw and nothing else.

Run `python -m benchmarks.audit`. Half of the rows are signed transactions; the journal is written with plain SQL. A
million rows may take a minute, and the audit's memory does not grow with them.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path

from benchmarks.big_shop import NOON, demo_shop
from benchmarks.figures import Figure, Stopwatch, as_json, machine, table
from terminal_app.domain.cart import Cart
from terminal_app.domain.cash_signature import Stamp, signed_text
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.tender import Tender
from terminal_app.storage import journal, register
from terminal_app.storage.audit import audit
from terminal_app.storage.database import Database
from terminal_app.storage.moments import to_text
from terminal_app.till import Till

ROWS = 1_000_000
BUDGET_MS = 60_000
_AT_ONCE = 20_000
_INSERT = "INSERT INTO journal (at_utc, kind, operator_id, sale_id, facts, previous_hash, hash) VALUES (?,?,?,?,?,?,?)"
_RAW = (
    "SELECT id, at_utc, kind, operator_id, sale_id, facts, previous_hash, hash FROM journal "
    "WHERE id > ? ORDER BY id LIMIT 1000"
)
_Row = tuple[str, str, str | None, str | None, str, str, str]


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
            before = _peak()
            figure = _measured(till, asked.rounds)
            memory = _peak() - before
    if asked.json:
        sys.stdout.write(json.dumps({**as_json([figure]), "grown_kib": memory}, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(f"{machine()}; milliseconds\n\n{table([figure])}\n\nmemory grew by {memory} KiB\n")
    return 0 if figure.kept else 1


def _fill(till: Till, rows: int) -> None:
    """So many rows: one sale through the till itself, then as many like it as it takes, signed with the same key."""
    goods = [one for one in till.assortment.products if one.price and not one.open_price][:4]
    cart = Cart()
    for product in goods:
        cart = cart.add(product)
    till.sell(cart, (Tender(Channel.CARD),))
    made = _rows(till, rows - journal.newest(till.database))
    while some := list(islice(made, _AT_ONCE)):
        with till.database.writing():
            till.database.execute_many(_INSERT, some)


def _rows(till: Till, wanted: int) -> Iterator[_Row]:
    """By turns a sale and the drawer that it opened."""
    database = till.database
    sale = next(row for row in journal.rows(database) if row.kind == "sale")
    key, (nr, signature) = till.signing.signer(), register.last(database)
    previous = str((database.row("SELECT hash FROM journal ORDER BY id DESC LIMIT 1") or ("",))[0])
    amount_in, amount_ex = (Money.parse(str(sale.facts[name]), name) for name in ("amount_in", "amount_ex"))
    for number in range(wanted):
        moment = till.now() + timedelta(seconds=number)
        at, kind, sale_id, facts = to_text(moment), "drawer", f"{number // 2:032x}", "{}"
        if number % 2 == 0:
            nr += 1
            stamp = Stamp.of(nr, moment, amount_in, amount_ex)
            signature = key.sign(signed_text(signature, stamp))
            told = {**sale.facts, "nr": nr, "date": stamp.date, "time": stamp.time, "signature": signature}
            kind, facts = "sale", json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        link = journal.link(previous, at, kind, sale.operator_id, sale_id, facts)
        yield at, kind, sale.operator_id, sale_id, facts, previous, link
        previous = link


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


def _peak() -> int:
    """The most memory that this process has had so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main())
