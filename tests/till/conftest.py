"""One open shop for each test that asks for one; see `counter`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import ListeningSync, ShopClock, set_up


@pytest.fixture
def clock() -> ShopClock:
    return ShopClock()


@pytest.fixture
def sync() -> ListeningSync:
    return ListeningSync()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(tmp_path / "shop") as opened:
        yield opened


@pytest.fixture
def till(database: Database, clock: ShopClock, sync: ListeningSync) -> Till:
    return set_up(database, clock, sync)
