"""Read again with the real sync thread behind it: what the bookkeeper did meanwhile is in the bridge."""

from __future__ import annotations

import queue
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.worker import SyncWorker
from terminal_app.cli.connections import Connections
from terminal_app.domain.outbox import State
from terminal_app.domain.sync_control import LedgerBrought, SyncEvent
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Action
from terminal_app.presenters.desk.table import Table
from terminal_app.presenters.session import Session
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.demo.booked import booked_folder
from tests.demo.test_past_sales import NOON
from tests.presenters.desk.reading import row
from tests.sync.at_work import PATIENCE_S, NoChance


class Shop:
    """The booked demo shop with its sandbox and its sync thread; Kari looks at the bridge."""

    def __init__(self, folder: Path) -> None:
        self.database = Database.open(folder)
        self.connections = Connections(self.database)
        self.said: queue.SimpleQueue[SyncEvent] = queue.SimpleQueue()
        self.worker = SyncWorker(
            self.database,
            lambda wait: self.connections.connect(lambda _: None),
            self.said.put,
            rng=NoChance(),
            lease_folder=folder / "leases",
        )
        self.till = Till(self.database, lambda: NOON, sync=self.worker)
        self.session = Session(self.till)
        self.session.operator = self.till.operator("kari")
        self.session.open_desk("vat_bridge")
        self.desk = DeskPresenter(self.session)
        self.worker.start()

    def close(self) -> None:
        self.worker.stop()
        self.connections.close()
        self.database.close()

    def read_again(self) -> None:
        """Touches the button and hands events to the session until the ledger was read."""
        self.desk.press("again")
        event: SyncEvent | None = None
        while not isinstance(event, LedgerBrought):
            event = self.said.get(timeout=PATIENCE_S)
            self.session.take(event)
        assert event.problem is None


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shutil.copytree(booked_folder(), tmp_path / "shop")
    opened = Shop(tmp_path / "shop")
    yield opened
    opened.close()


def balance_of(shop: Shop) -> list[str]:
    """The receipts that “Faktura kasse” is explained by."""
    return [row.key and str(row.cells[0]) for row in row(shop.desk, Table, "clearing").rows]


def test_an_invoice_that_was_made_meanwhile_is_off_faktura_kasse_once_it_was_read(shop: Shop) -> None:
    (waits,) = [one for one in shop.till.outbox.latest(states=(State.ACCEPTED,)) if not one.is_settlement]
    assert any(waits.receipt_no in told for told in balance_of(shop))
    assert waits.remote is not None
    shop.connections.sandbox().send_invoice(waits.remote.order_id)
    shop.read_again()
    assert row(shop.desk, Action, "again").enabled
    assert not any(waits.receipt_no in told for told in balance_of(shop))
