"""One period with everything, written once for all tests that only read it; and a shop of its own for the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.reports.saft.shop import FIRST, LAST, live
from tests.till.counter import ShopClock, set_up


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of that period; never changed."""
    folder = tmp_path_factory.mktemp("saft")
    clock = ShopClock()
    with Database.open(folder / "shop") as database:
        till = set_up(database, clock)
        live(till, clock, folder)
        (folder / "out").mkdir()
        (file,) = till.exports.saft(FIRST, LAST, folder / "out")
    return file


@pytest.fixture
def clock() -> ShopClock:
    return ShopClock()


@pytest.fixture
def till(tmp_path: Path, clock: ShopClock) -> Iterator[Till]:
    with Database.open(tmp_path / "shop") as database:
        yield set_up(database, clock)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made
