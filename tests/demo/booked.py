"""The demo shop with the books of its past days, for tests that need a company's ledger to look at."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from terminal_app.cli.connections import Connections
from terminal_app.demo.past_books import book_before_today
from terminal_app.demo.past_sales import sell_before_today
from terminal_app.demo.set_up import set_up_demo
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.demo.test_past_sales import NOON


@cache
def booked_folder() -> Path:
    """The demo shop with its past days booked in a sandbox, made once for all tests of a process."""
    folder = Path(tempfile.mkdtemp(prefix="disken-booked-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Database.open(folder) as database:
        till, connections = Till(database, lambda: NOON), Connections(database)
        set_up_demo(till)
        sell_before_today(till)
        try:
            with closing(connections.connect(lambda _: None)) as gateway:
                book_before_today(till, gateway, connections.sandbox())
        finally:
            connections.close()
    return folder
