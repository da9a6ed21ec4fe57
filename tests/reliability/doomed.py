"""The program that gets killed: a real till that sells and delivers in a loop, forked from a parent that loaded it.

Run as `python -m tests.reliability.doomed`. Each line it reads (`live`, `work` or `drain`, FOLDER, SEED) has it fork a
till for it, prints that till's process id, and prints `gone CODE` when it has ended. Forking keeps the start to some
milliseconds, so that a round is spent in the work and not in imports. `live` delivers headless between its sales;
`work` sells on one thread while the sync's own thread delivers, as with the window open.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sync.clock import SystemClock
from sync.delivery import PassReport, deliver_once
from sync.poweroffice.client import Client
from sync.poweroffice.gateway import PowerOfficeGateway
from sync.timetable import DELIVERY
from sync.transport import Transport
from sync.worker import SyncWorker
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ONE, Money, Quantity
from terminal_app.domain.outbox import OutboxEntry
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.refund import Chosen, everything
from terminal_app.domain.settlement import CashCount, Report
from terminal_app.domain.tender import Tender
from terminal_app.signing import load_library
from terminal_app.storage import journal
from terminal_app.storage.database import Database
from terminal_app.storage.jobs import Job, Jobs
from terminal_app.till import Sold, Till
from terminal_app.till.day import Day
from terminal_app.till.undo import Undo
from tests.reliability.register import settle, take_away
from tests.sync.shop import BUN, LATTE

RECEIPTS = "printed-receipts"
QUARANTINE_S = 3
LATE_S = 0.7
DAYS_AGO = 1_000
TAKES_AWAY, SETTLES = 0.4, 0.3
RETURNS = 0.35
"""How often a return follows some sales."""
PARTS, UNDONE = 0.3, 0.15
"""How many sales are partly paid by card, and how many are undone at once."""
MOST_WAITING = 25
LONGEST_DRAIN_S = 60.0
LONGEST_PAUSE_S = 0.03
# So much shorter than in a shop that the server's slowness (LATE_S) outlives the till's patience.
TIMEOUTS_S = (0.5, 0.3, 0.6)


def main() -> int:
    """Fork tills until standard input ends."""
    logging.disable(logging.CRITICAL)
    load_library()
    for line in sys.stdin:
        verb, folder, seed = line.split()
        child = os.fork()
        if child == 0:
            os._exit(_ACTS[verb](Path(folder), Random(int(seed))))
        _say(str(child))
        _, status = os.waitpid(child, 0)
        _say(f"gone {os.waitstatus_to_exitcode(status)}")
    return 0


def live(folder: Path, rng: Random) -> int:
    """Sell and deliver until somebody pulls the plug."""
    with Database.open(folder) as database:
        till = _till(database)
        paper, gateway = _paper(folder), _gateway(till)
        while True:
            _sell(till, paper, rng)
            _use_the_register(till, rng)
            _pass(database, gateway, rng)


def work(folder: Path, rng: Random) -> int:
    """Sell, press buttons and change settings while the sync thread delivers, until somebody pulls the plug."""
    with Database.open(folder) as database:
        till = _till(database)
        worker = SyncWorker(
            database,
            lambda wait: _gateway(till),
            lambda event: None,
            rng=Hasty(rng.random()),
            lease_folder=folder / "leases",
        )
        till.sync = worker
        _miss_a_run(database, rng)
        worker.start()
        paper = _paper(folder)
        while True:
            _sell(till, paper, rng)
            _use_the_register(till, rng)
            rng.choice((worker.nudge, worker.send_now, worker.send_now, worker.refresh_customers, worker.reconfigure))()
            time.sleep(rng.random() * LONGEST_PAUSE_S)


class Hasty(Random):
    """Draws small numbers, so that jitter and waits fit into a short life."""

    def random(self) -> float:
        return super().random() * 0.002


def _miss_a_run(database: Database, rng: Random) -> None:
    """Now and then the till was off at the scheduled time, so that it catches up at its start."""
    if rng.random() < 0.5:
        long_ago = SystemClock().now() - timedelta(hours=1)
        Jobs(database).save(Job(DELIVERY, next_due=long_ago))


class Calendar:
    """The shop's days go by as fast as they are closed: each Z is of another one, so that there can be many.

    They are days that are past, since nothing may be kept for later by the sync, which has the true clock.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.days = sum(1 for _ in journal.of_kinds(database, "report_z"))

    @property
    def behind(self) -> timedelta:
        return timedelta(days=DAYS_AGO - self.days)

    def now(self) -> datetime:
        return SystemClock().now() - self.behind


class TrueGrace(Undo):
    """Keeps an invoice from the sync for its seconds by the sync's own clock."""

    def __init__(self, till: Till, calendar: Calendar) -> None:
        super().__init__(till)
        self._calendar = calendar

    def with_grace(self, entry: OutboxEntry) -> OutboxEntry:
        kept = super().with_grace(entry)
        return kept if kept.not_before is None else replace(kept, not_before=kept.not_before + self._calendar.behind)


def _till(database: Database) -> Till:
    calendar = Calendar(database)
    till = Till(database, calendar.now)
    till.undo = TrueGrace(till, calendar)
    till.day = NewDayAfterZ(till, calendar)
    return till


class NewDayAfterZ(Day):
    """The shop's next day begins as soon as one is closed."""

    def __init__(self, till: Till, calendar: Calendar) -> None:
        super().__init__(till)
        self._calendar = calendar

    def close(
        self, operator_id: str | None = None, count: CashCount | None = None, at: datetime | None = None
    ) -> Report:
        report = super().close(operator_id, count, at)
        self._calendar.days += 1
        return report


def _use_the_register(till: Till, rng: Random) -> None:
    """Now and then goods are taken away again, money is moved, and the day is closed."""
    if rng.random() < TAKES_AWAY:
        take_away(till, rng)
    if rng.random() < SETTLES:
        settle(till, rng)


def _paper(folder: Path) -> int:
    return os.open(folder / RECEIPTS, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)


def _sell(till: Till, paper: int, rng: Random) -> None:
    """Up to three sales, now and then a return of one of them, their receipts printed; none while too many wait."""
    waiting = sum(count for state, count in till.outbox.counts().items() if state.value in _WAITING)
    for _ in range(rng.randint(1, 3) if waiting < MOST_WAITING else 0):
        cart = Cart().add(rng.choice((LATTE, BUN)), Quantity.of(rng.randint(1, 3)))
        paid = (Tender(Channel.CARD, Money(rng.randint(1, 38) * 100)),) if rng.random() < PARTS else ()
        sold = till.sell(cart, (*paid, Tender(Channel.INVOICE)), customer_number=10001)
        os.write(paper, f"{sold.sale.receipt_no}\n".encode())
        if rng.random() < UNDONE:
            _undo(till, paper, sold)
    if rng.random() < RETURNS:
        _take_back(till, paper, rng)


def _undo(till: Till, paper: int, sold: Sold) -> None:
    """The sale is taken back, unless the sync was faster or it is partly paid."""
    with suppress(MoveRefused):
        undone = till.undo.take_back(sold.sale.receipt_no or "", sold.sale.operator_id, "angret")
        os.write(paper, f"{undone.returned.receipt_no}\n".encode())


def _take_back(till: Till, paper: int, rng: Random) -> None:
    """One of the latest sales comes back, whole or one piece of it; nothing when that is back already."""
    entries = [entry for entry in till.outbox.latest(6) if entry.receipt_no.startswith("F")]
    if not entries:
        return
    receipt_no = rng.choice(entries).receipt_no
    left = everything(till.returns.left(receipt_no))
    if left:
        part = None if rng.random() < 0.5 else [Chosen(left[0].position, ONE)]
        returned = till.returns.refund(receipt_no, part, reason="angret")
        os.write(paper, f"{returned.sale.receipt_no}\n".encode())


def drain(folder: Path, rng: Random) -> int:
    """Close the day that is open, and deliver until nothing waits; 1 when that does not come to pass."""
    until_s = time.monotonic() + LONGEST_DRAIN_S
    with Database.open(folder) as database:
        with suppress(MoveRefused):  # it is closed already
            _till(database).day.close()
        gateway = _gateway(Till(database, SystemClock().now))
        while _pass(database, gateway, rng).still_queued:
            if time.monotonic() > until_s:
                return 1
            time.sleep(0.1)
    return 0


_WAITING = ("queued", "sending", "unknown")


def _pass(database: Database, gateway: PowerOfficeGateway, rng: Random) -> PassReport:
    return deliver_once(database, gateway, rng=rng)


def _gateway(till: Till) -> PowerOfficeGateway:
    invoicing, keys, clock = till.values.invoicing(), till.settings.keys(), SystemClock()
    transport = Transport(clock=clock, wait=_briefly, calls_per_s=1000.0, timeouts_s=TIMEOUTS_S)
    return PowerOfficeGateway(Client(transport, invoicing.api_url, invoicing.token_url, keys, clock), invoicing)


def _briefly(seconds: float) -> None:
    """A 429 asks for whole seconds; a round has none to spare, and a 429 too many does no harm."""
    time.sleep(min(seconds, 0.02))


_ACTS = {"live": live, "work": work, "drain": drain}


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
