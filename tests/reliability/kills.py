"""SIGKILL to a real till at random moments while the real sandbox misbehaves; then the books are compared.

The checker sees printed receipts, the till's file and the sandbox's books, and nothing of the engine.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self

from sync.poweroffice.sandbox import Fault, FaultAction, Rules, Sandbox
from terminal_app.domain.catalog import Customer
from terminal_app.domain.refund import invoice_left
from terminal_app.storage import journal
from terminal_app.storage.books import disagreements
from terminal_app.storage.database import Database
from terminal_app.storage.ledger import Ledger
from terminal_app.till import Till
from tests.reliability.doomed import LATE_S, QUARANTINE_S, RECEIPTS
from tests.reliability.register import register_faults
from tests.reliability.vouchers import SETTLED, voucher_faults
from tests.reliability.world import Clocks, receipt_on
from tests.sync.shop import BUN, CUSTOMERS, FLOUR, LATTE, settings_for

ROOT = Path(__file__).resolve().parents[2]
SHARE = 0.35
LONG_AGO = "2023-01-01"
SHORTEST_LIFE_S, LONGEST_LIFE_S = 0.06, 0.46
THREADED = 0.5
"""Of the rounds: those in which the sync's own thread delivers while another sells."""

MIX = (
    Fault(FaultAction.DROP_BEFORE_COMMIT),
    Fault(FaultAction.DROP_AFTER_COMMIT),
    Fault(FaultAction.STATUS, status=500),
    Fault(FaultAction.STATUS, status=500, after_commit=True),
    Fault(FaultAction.STATUS, status=502),
    Fault(FaultAction.STATUS, status=503, after_commit=True),
    Fault(FaultAction.STATUS, status=408),
    Fault(FaultAction.STATUS, status=401),
    Fault(FaultAction.STATUS, status=403),
    Fault(FaultAction.STATUS, status=429),
    Fault(FaultAction.STATUS, status=429, retry_after=3600),
    Fault(FaultAction.HTML),
    Fault(FaultAction.DELAY, seconds=LATE_S),
    Fault(FaultAction.SLOW, seconds=LATE_S),
    Fault(FaultAction.TRUNCATED),
    Fault(FaultAction.HUGE, size=2_500_000),
    Fault(FaultAction.WRONG_TYPES),
    Fault(FaultAction.SKEW, seconds=86_400.0),
)


_COUNTED = (
    *("rounds", "threaded", "sales", "returns", "closed", "settled"),
    *("requests", "faults", "lost", "doubled", "told_wrong"),
)


@dataclass
class Tally:
    """How it went, over one shop or many."""

    rounds: int = 0
    threaded: int = 0
    sales: int = 0
    returns: int = 0
    closed: int = 0
    settled: int = 0
    requests: int = 0
    faults: int = 0
    lost: int = 0
    doubled: int = 0
    told_wrong: int = 0
    breaches: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count another shop's as well."""
        for name in _COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.breaches += other.breaches

    def __str__(self) -> str:
        return (
            f"{self.rounds} kills ({self.threaded} of the sync thread), {self.sales} sales, {self.returns} returns, "
            f"{self.closed} Zs, {self.settled} vouchers, {self.requests} requests, {self.faults} faults: "
            f"{self.lost} lost, {self.doubled} doubled, {self.told_wrong} told wrong"
        )


class Nursery:
    """The parent that forks tills; see `doomed`."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.doomed"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=120)

    def kill_after(self, life_s: float, folder: Path, seed: int, *, threaded: bool) -> None:
        """Let a till live for so long, then kill it with SIGKILL. Raises RuntimeError when it ended by itself."""
        pid = self._fork("work" if threaded else "live", folder, seed)
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as ended:
            ended.register(self._process.stdout, selectors.EVENT_READ)
            ended.select(life_s)  # nothing is written while it lives
        os.kill(pid, signal.SIGKILL)  # it stays ours to kill until its end is read below
        if self._line() != f"gone {-signal.SIGKILL}":
            raise RuntimeError("the till ended before it was killed")

    def drain(self, folder: Path, seed: int) -> bool:
        """Let a till deliver what is left; False when something is left even so."""
        self._fork("drain", folder, seed)
        return self._line() == "gone 0"

    def _fork(self, verb: str, folder: Path, seed: int) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{verb} {folder} {seed}\n")
        return int(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def rounds_of_kills(rounds: int, seed: int, folder: Path, nursery: Nursery, *, unique: bool) -> Tally:
    """One shop and one sandbox through that many kills and a drain without faults; what was found in the end."""
    rng = Random(seed)
    rules = Rules(unique_references=unique, read_lag_s=0.1)
    with Sandbox.start(seed=seed, customers=CUSTOMERS, rules=rules) as sandbox:
        _open_shop(folder, sandbox)
        sandbox.lock_until(None)  # the days that these tills close are long past
        sandbox.faults.strew(seed, SHARE, MIX)
        killed_threads, found = 0, dict[str, None]()
        for _ in range(rounds):
            life_s = rng.uniform(SHORTEST_LIFE_S, LONGEST_LIFE_S)
            threaded = rng.random() < THREADED
            nursery.kill_after(life_s, folder, rng.randrange(10**9), threaded=threaded)
            killed_threads += threaded
            found |= dict.fromkeys(_on_disk(folder))
        faults = sandbox.faults.fired
        sandbox.faults.clear()
        drained = nursery.drain(folder, seed)
        tally = _compare(folder, sandbox)
        tally.rounds, tally.threaded, tally.faults = rounds, killed_threads, faults
        tally.requests = sum(sum(counts.values()) for counts in sandbox.request_counts().values())
        tally.breaches += found
        if not drained:
            tally.breaches.append("the queue did not drain")
    return tally


def _open_shop(folder: Path, sandbox: Sandbox) -> None:
    with Database.open(folder) as database:
        till = Till(database, Clocks())
        settings = {"invoicing.unknown_quarantine_s": str(QUARANTINE_S), "invoicing.enabled_since": LONG_AGO}
        settled = SETTLED | {"settlement.enabled_since": LONG_AGO}
        till.change_settings(settings_for(sandbox) | settings | settled)
        till.catalog.put_products([LATTE, BUN, FLOUR])
        till.catalog.put_customers([(Customer("501", 10001, "Torget Regnskap AS"), None)])


def _on_disk(folder: Path) -> list[str]:
    """What the journal of a till that was killed just now has wrong."""
    with Database.open(folder, read_only=True) as database:
        return register_faults(database)


def _compare(folder: Path, sandbox: Sandbox) -> Tally:
    tally = Tally()
    printed = (folder / RECEIPTS).read_text(encoding="ascii").split()
    orders: dict[str, list[dict[str, Any]]] = {}
    for order in sandbox.orders():
        orders.setdefault(receipt_on(order["SalesOrderLines"]), []).append(order)
    invoiced = "(SELECT SUM(p.amount_ore) FROM payment p WHERE p.sale_id = s.id AND p.channel = 'invoice')"
    sql = f"SELECT s.receipt_no, COALESCE({invoiced}, 0), o.state, f.receipt_no FROM sale s "
    joined = "LEFT JOIN outbox o ON o.sale_id = s.id LEFT JOIN sale f ON f.id = s.original_id"
    with Database.open(folder) as database:
        if database.row("PRAGMA integrity_check") != ("ok",):
            tally.breaches.append("the file is damaged")
        sales = {row[0]: row[1:] for row in database.rows(sql + joined)}
        ledger = Ledger(database)
        whole = [sale for one in sales if one.startswith("F") and (sale := ledger.sale_by_receipt(one)) is not None]
        taken_back = {one.receipt_no for one in whole if not invoice_left(one, ledger.returns_of(one.id))}
        tally.breaches += [f"{one.code} in the books: {', '.join(one.where)}" for one in disagreements(database)]
        tally.closed = len(list(journal.of_kinds(database, "report_z")))
        vouchers = posted(sandbox)
        tally.settled = len(vouchers)
        tally.breaches += voucher_faults(database, vouchers)
    tally.sales = sum(original is None for _, _, original in sales.values())
    tally.returns = len(sales) - tally.sales
    for receipt_no in set(printed) - set(sales):
        tally.breaches.append(f"{receipt_no} was printed and its sale is gone")
    for receipt_no, (total, state, original) in sales.items():
        there = orders.get(receipt_no, [])
        # What was wholly returned before it left is cancelled where it stands, and its returns with it; what goes back
        # by card alone is no credit.
        of_sale = receipt_no if original is None else original
        out = (of_sale in taken_back and sales[of_sale][1] == "cancelled") or not total
        wrong = state not in ("cancelled", None) if out else state != "accepted" or _ore(there) != [total]
        tally.lost += not there and not out
        tally.doubled += len(there) > 1
        tally.told_wrong += wrong
        if wrong or len(there) != (not out):
            tally.breaches.append(f"{receipt_no} has {len(there)} orders and is told {state}")
        if there and original is not None and _first(there) < _first(orders.get(original, there)):
            tally.breaches.append(f"{receipt_no} arrived before {original}")
    tally.breaches += [f"an order of {receipt_no}, which nobody has" for receipt_no in set(orders) - set(sales)]
    return tally


def _ore(orders: Sequence[Mapping[str, Any]]) -> list[int]:
    return [int(order["TotalAmount"] * 100) for order in orders]


def posted(sandbox: Sandbox) -> list[tuple[str, int]]:
    """The vouchers over there: reference, and the sum of the debit side in øre."""
    return [
        (one["ExternalImportReference"], int(sum(max(0, line["CurrencyAmount"]) for line in one["VoucherLines"]) * 100))
        for one in sandbox.vouchers()
    ]


def _first(orders: Sequence[Mapping[str, Any]]) -> int:
    return min(int(order["SalesOrderNo"]) for order in orders)
