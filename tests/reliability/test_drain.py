"""A queue of ten thousand, in virtual time: as fast as they allow, politely, and in flat memory."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from sync.delivery import Delivery, PassReport
from sync.engine import Reach
from sync.poweroffice.sandbox.throttle import Throttle
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.domain.tender import Tender
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.reliability.line import ShortLine, gateway_over, repeat_the_one_sale
from tests.reliability.world import GOOD_CUSTOMER, Clocks
from tests.sync.shop import LATTE

QUEUE = 10_000
MOST_GROWTH = 4_000_000


class Queue:
    """A shop with that many invoices waiting, and a line to send them on."""

    def __init__(self, database: Database, length: int) -> None:
        self.clocks = Clocks()
        self.database = database
        database.rows("PRAGMA synchronous=0")  # the disk is not what is tried here
        self.till = Till(database, self.clocks)
        sold = self.till.sell(Cart().add(LATTE), (Tender(Channel.INVOICE),), customer_number=GOOD_CUSTOMER)
        repeat_the_one_sale(database, length - 1)
        throttle = Throttle(self.clocks)
        self.line = ShortLine(self.clocks, str(sold.sale.total), Random(5), throttle)

    def send(self, on_change: Callable[[OutboxEntry], None] = lambda entry: None) -> PassReport:
        gateway = gateway_over(self.line, self.clocks, self.till.values.invoicing())
        delivery = Delivery(self.database, gateway, clock=self.clocks, rng=Random(3), on_change=on_change)
        return delivery.run(Reach.EVERYTHING)


def resident_bytes() -> int:
    """How much memory this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "shop"))


def test_ten_thousand_invoices_drain_at_the_pace_they_allow_and_in_flat_memory(folder: Path) -> None:
    held: list[int] = []
    seen = 0

    def watch(entry: OutboxEntry) -> None:
        nonlocal seen
        seen += 1
        if seen % 2000 == 0:
            held.append(resident_bytes())

    with Database.open(folder) as database:
        queue = Queue(database, QUEUE)
        report = queue.send(watch)
        counts = queue.till.outbox.counts()
    assert (report.sent, counts) == (QUEUE, {State.ACCEPTED: QUEUE})
    assert len(queue.line.taken) == QUEUE
    assert QUEUE / report.seconds >= 9.5
    assert queue.line.refused <= 5
    assert held[-1] - held[0] < MOST_GROWTH


def test_a_server_that_is_busy_is_called_less_often_until_it_has_recovered(folder: Path) -> None:
    with Database.open(folder) as database:
        queue = Queue(database, 60)
        queue.line.busy = 3
        starts: list[float] = []
        queue.send(lambda entry: starts.append(queue.clocks.true_s) if entry.state is State.SENDING else None)
    distances = [after - before for before, after in pairwise(starts)]
    assert distances[-1] < 0.12
    assert max(distances[:6]) > 3 * distances[-1]
