"""Two senders for one company: one works, the other waits and says so; and a copied data folder doubles nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.home import settle_in
from sync.lease import turn
from sync.poweroffice.sandbox import Rules
from terminal_app.domain.outbox import State
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.sync.at_work import Running
from tests.sync.shop import Shop


@pytest.fixture
def copies(open_shop: Callable[..., Shop], request: pytest.FixtureRequest) -> Iterator[list[Shop]]:
    """A shop with four invoices waiting, and a copy of its folder, both open, on one sandbox."""
    first = open_shop(rules=Rules(unique_references=request.param))
    settle_in(first.database, first.clock)
    for _ in range(4):
        first.sell()
    first.database.close()
    folder = first.folder.with_name("copy")
    shutil.copytree(first.folder, folder)
    with Database.open(first.folder) as original, Database.open(folder) as copy:
        yield [
            Shop(where.folder, where, Till(where, first.clock), first.clock, first.sandbox)
            for where in (original, copy)
        ]


def orders_per_reference(shop: Shop) -> Counter[str]:
    return Counter(order["ExternalImportReference"] for order in shop.sandbox.orders())


def deliver(shop: Shop) -> None:
    """What `disken sync` does with that folder."""
    settle_in(shop.database, shop.clock)
    shop.deliver()


both = pytest.mark.parametrize("copies", [True, False], indirect=True, ids=["unique references", "not unique"])
kept_unique = pytest.mark.parametrize("copies", [True], indirect=True, ids=["unique references"])


@both
def test_a_copy_that_sends_after_its_original_finds_everything_and_sends_nothing(copies: list[Shop]) -> None:
    original, copy = copies
    deliver(original)
    deliver(copy)
    assert set(orders_per_reference(original).values()) == {1}
    assert len(orders_per_reference(original)) == 4
    for shop in copies:
        assert shop.till.outbox.counts() == {State.ACCEPTED: 4}


@both
def test_a_copy_that_comes_first_waits_so_that_its_original_sends(copies: list[Shop]) -> None:
    original, copy = copies
    for shop in (copy, original, copy):
        deliver(shop)
        shop.clock.advance(700)
    assert set(orders_per_reference(original).values()) == {1}
    assert copy.till.outbox.counts() == original.till.outbox.counts() == {State.ACCEPTED: 4}


@kept_unique
def test_a_copy_and_its_original_that_take_turns_for_hours_make_one_order_each(copies: list[Shop]) -> None:
    original, copy = copies
    for round_no in range(8):
        for shop in (copy, original) if round_no % 2 else (original, copy):
            shop.sell()
            deliver(shop)
            shop.clock.advance(400)
    assert set(orders_per_reference(original).values()) == {1}
    assert len(orders_per_reference(original)) == 4 + 16


@kept_unique
def test_an_original_that_sends_after_its_copy_adopts_what_it_finds(copies: list[Shop]) -> None:
    original, copy = copies
    deliver(copy)
    copy.clock.advance(700)
    deliver(copy)
    assert copy.till.outbox.counts() == {State.ACCEPTED: 4}
    deliver(original)
    assert original.till.outbox.counts() == {State.ACCEPTED: 4}
    assert set(orders_per_reference(original).values()) == {1}


def test_a_folder_that_stays_where_it_is_doubts_nothing(shop: Shop) -> None:
    assert settle_in(shop.database, shop.clock) == 0
    reference = shop.sell()
    assert settle_in(shop.database, shop.clock) == 0
    shop.deliver()
    assert shop.entry(reference).state is State.ACCEPTED


def test_while_another_program_speaks_to_the_company_the_worker_waits_and_says_so(
    shop: Shop, run: Callable[..., Running], tmp_path: Path
) -> None:
    reference = shop.sell()
    running = run(shop, start=False)
    with turn(shop.till.settings, tmp_path / "leases"):
        calls = len(shop.sandbox.visits())
        running.worker.start()
        running.worker.send_now()
        running.heard.expect(lambda: running.status.delayed is not None and running.status.next_run_at is not None)
        assert running.status.delayed is not None
        assert running.status.delayed.code == "company_in_use"
        assert (running.status.blocked, running.status.offline_since) == (None, None)
        assert running.status.next_run_at is not None
        assert running.status.next_run_at > shop.clock.now()
        assert len(shop.sandbox.visits()) == calls
        assert shop.entry(reference).state is State.QUEUED
    shop.clock.advance(30)
    running.worker.nudge()
    running.expect_state(reference, State.ACCEPTED)
    running.heard.expect(lambda: running.status.delayed is None)
    assert running.worker.stop()


def test_the_company_is_free_again_when_a_pass_is_over(shop: Shop, run: Callable[..., Running], tmp_path: Path) -> None:
    reference = shop.sell()
    running = run(shop)
    running.worker.send_now()
    running.expect_state(reference, State.ACCEPTED)
    running.heard.expect(lambda: not running.status.sending and running.status.last_ok_at is not None)
    running.worker.refresh_customers()
    running.expect_customers(2)
    assert running.worker.stop()
    with turn(shop.till.settings, tmp_path / "leases"):
        assert not running.worker.status().sending
