"""The manager at the desk of the open shop of `tests/till/conftest.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.poweroffice.sandbox import Sandbox
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.session import Session
from terminal_app.till import Till
from tests.presenters.desk.invoicing_shop import InvoicingShop
from tests.sync.shop import HandClock
from tests.till.conftest import clock, database, sync, till

__all__ = ["clock", "database", "sync", "till"]


@pytest.fixture
def session(till: Till) -> Session:
    """Kari, who is the manager, stands at the till."""
    opened = Session(till)
    opened.hand_over(till.operator("kari"))
    return opened


@pytest.fixture
def desk(session: Session) -> DeskPresenter:
    session.open_desk()
    return DeskPresenter(session)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[InvoicingShop]:
    """A shop of which nothing of the invoicing is set up, with a PowerOffice Go of its own."""
    clock = HandClock()
    with Sandbox.start(clock=clock, sleep=clock.wait) as sandbox:
        opened = InvoicingShop(tmp_path, sandbox, clock)
        yield opened
        opened.database.close()
