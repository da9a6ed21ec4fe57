"""Test connection with the real sync thread behind it: the answer crosses as an event and the page tells it."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from sync.connectors import connect, setup_desk
from sync.setup_check import SetupDesk
from sync.worker import SyncWorker
from terminal_app.domain.settings import SettingsSource
from terminal_app.domain.sync_control import SetupChecked, SyncEvent
from terminal_app.presenters.desk.rows import Action
from tests.presenters.desk.invoicing_shop import InvoicingShop
from tests.presenters.desk.reading import row
from tests.sync.at_work import PATIENCE_S, NoChance


@pytest.fixture
def events(shop: InvoicingShop, tmp_path: Path) -> Iterator[queue.SimpleQueue[SyncEvent]]:
    """What the sync thread says; it works for the shop until the test is over."""
    said: queue.SimpleQueue[SyncEvent] = queue.SimpleQueue()
    clock = shop.clock

    def opened(settings: SettingsSource) -> AbstractContextManager[SetupDesk]:
        return setup_desk(settings, wait=clock.wait, clock=clock)

    worker = SyncWorker(
        shop.database,
        lambda wait: connect(shop.till.settings, wait=clock.wait, clock=clock),
        said.put,
        clock=clock,
        rng=NoChance(),
        lease_folder=tmp_path / "leases-of-the-thread",
        open_desk=opened,
    )
    shop.till.sync = worker
    worker.start()
    yield said
    worker.stop()


def take_until_checked(shop: InvoicingShop, said: queue.SimpleQueue[SyncEvent]) -> None:
    """Hands events to the session, as the bridge does between two frames, until the setup was looked at."""
    while True:
        event = said.get(timeout=PATIENCE_S)
        shop.session.take(event)
        if isinstance(event, SetupChecked):
            return


def test_the_sync_threads_answer_is_told_on_the_page(shop: InvoicingShop, events: queue.SimpleQueue[SyncEvent]) -> None:
    shop.type_connection()
    shop.desk.press("test")
    assert not row(shop.desk, Action, "test").enabled
    take_until_checked(shop, events)
    assert shop.said().text == "Connection OK – Kaffebaren Demo AS"
    assert shop.till.values.text("invoicing.system") == "none"


def test_after_a_save_the_sync_thread_brings_the_products_as_well(
    shop: InvoicingShop, events: queue.SimpleQueue[SyncEvent]
) -> None:
    shop.type_connection()
    shop.desk.save()
    take_until_checked(shop, events)
    assert shop.till.remote_products.get("7025") is not None
