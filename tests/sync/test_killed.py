"""A headless program killed with SIGKILL in the middle of a POST: the next one leaves exactly one order."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.poweroffice.sandbox import Fault, FaultAction
from terminal_app.domain.outbox import State
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.sync.shop import Shop

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from pathlib import Path
from sync.connectors import connect
from sync.delivery import deliver_once
from terminal_app.storage.database import Database
from terminal_app.storage.settings import Settings

with Database.open(Path(sys.argv[1])) as database:
    deliver_once(database, connect(Settings(database)))
"""


@pytest.mark.parametrize("taken", [True, False], ids=["after it was taken", "before it was taken"])
def test_a_program_killed_while_it_sends_leaves_one_order(open_shop: Callable[..., Shop], taken: bool) -> None:
    reached, over = threading.Event(), threading.Event()

    def hang(seconds: float) -> None:
        reached.set()
        over.wait(60)

    shop = open_shop(sleep=hang)
    reference = shop.sell()
    shop.database.close()
    action = FaultAction.SLOW if taken else FaultAction.DELAY
    shop.sandbox.faults.add(Fault(action, method="POST", path="/SalesOrders/Complete"))
    program = subprocess.Popen([sys.executable, "-c", PROGRAM, str(shop.folder)], cwd=ROOT)
    try:
        assert reached.wait(60)
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait(30)
    _reopen(shop)
    assert shop.entry(reference).state is State.SENDING
    shop.deliver()
    if not taken:
        assert shop.entry(reference).state is State.UNKNOWN
        shop.clock.advance(700)
        shop.deliver()
    # Only now the server carries out what the dead program had sent, if it has not done so: that comes too late.
    over.set()
    assert shop.entry(reference).state is State.ACCEPTED
    assert [order["ExternalImportReference"] for order in shop.sandbox.orders()] == [reference]


def _reopen(shop: Shop) -> None:
    shop.database = Database.open(shop.folder)
    shop.till = Till(shop.database, shop.clock)
