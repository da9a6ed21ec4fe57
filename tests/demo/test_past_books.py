"""The books of the demo's past days: what is booked of them in the sandbox, and the one mistake that is in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from sync.poweroffice.sandbox import Sandbox
from terminal_app.cli.connections import Connections
from terminal_app.demo.past_books import book_before_today
from terminal_app.demo.past_sales import DAYS, sell_before_today
from terminal_app.demo.set_up import set_up_demo
from terminal_app.domain.outbox import OutboxEntry, State
from terminal_app.storage.database import Database
from terminal_app.storage.remote_ledger import RemoteLedger
from terminal_app.till import Till
from tests.demo.test_past_sales import NOON


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    with Database.open(tmp_path) as database:
        opened = Till(database, lambda: NOON)
        set_up_demo(opened)
        sell_before_today(opened)
        yield opened


@pytest.fixture
def sandbox(till: Till) -> Iterator[Sandbox]:
    """The sandbox of that shop, with the past days booked in it."""
    connections = Connections(till.database)
    try:
        with closing(connections.connect(lambda _: None)) as gateway:
            book_before_today(till, gateway, connections.sandbox())
        yield connections.sandbox()
    finally:
        connections.close()


def entries(till: Till, *, settlements: bool) -> list[OutboxEntry]:
    return [one for one in till.outbox.latest() if one.is_settlement is settlements]


def test_each_past_day_is_posted_and_every_order_but_the_newest_is_an_invoice(till: Till, sandbox: Sandbox) -> None:
    assert [one.state for one in entries(till, settlements=True)] == [State.ACCEPTED] * DAYS
    newest, *older = [one.state for one in entries(till, settlements=False)]
    assert (newest, older) == (State.ACCEPTED, [State.INVOICED] * (DAYS - 1))
    assert len(sandbox.vouchers()) == DAYS


def test_what_stands_on_faktura_kasse_is_the_order_that_waits_and_the_one_that_was_changed(
    till: Till, sandbox: Sandbox
) -> None:
    newest, *_, oldest = entries(till, settlements=False)
    taken_off = Decimal(str(oldest.total)) - min(invoice["TotalAmount"] for invoice in sandbox.invoices())
    assert taken_off > 0
    assert sandbox.balance(1950) == Decimal(str(newest.total)) + taken_off


def test_the_ledger_has_been_read_for_the_whole_of_that_month(till: Till, sandbox: Sandbox) -> None:
    read = RemoteLedger(till.database).read()
    assert read is not None
    assert read.since == NOON.date().replace(day=1)
    assert RemoteLedger(till.database).postings(read.since, read.until)
