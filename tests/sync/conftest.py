"""What the sync's tests stand on: see `shop`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from sync.poweroffice.sandbox import Sandbox
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.sync.at_work import NoChance, Running
from tests.sync.shop import BUN, CUSTOMERS, FLOUR, LATTE, HandClock, Shop, settings_for


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def open_shop(tmp_path: Path, clock: HandClock) -> Iterator[Callable[..., Shop]]:
    """Opens the shop with its sandbox; `settings` change the usual ones, the rest goes to `Sandbox.start`."""
    with ExitStack() as stack:

        def opened(settings: dict[str, str] | None = None, *, mirror: bool = True, **sandbox_options: Any) -> Shop:
            options = {"clock": clock, "customers": CUSTOMERS, "sleep": clock.wait, **sandbox_options}
            sandbox = stack.enter_context(Sandbox.start(**options))
            folder = tmp_path / "shop"
            database = stack.enter_context(Database.open(folder))
            till = Till(database, clock)
            till.change_settings({**settings_for(sandbox), **(settings or {})})
            till.catalog.put_products([LATTE, BUN, FLOUR])
            shop = Shop(folder, database, till, clock, sandbox)
            if mirror:
                shop.bring_customers()
            till.reload()
            return shop

        yield opened


@pytest.fixture
def shop(open_shop: Callable[..., Shop]) -> Shop:
    return open_shop()


@pytest.fixture
def run() -> Iterator[Callable[..., Running]]:
    with ExitStack() as stack:

        def running(shop: Shop, start: bool = True) -> Running:
            one = Running(shop, NoChance())
            if start:
                one.worker.start()
                stack.callback(one.worker.stop)
            return one

        yield running
