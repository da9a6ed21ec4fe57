"""The manager at the desk of the open shop of `tests/till/conftest.py`."""

from __future__ import annotations

import pytest

from terminal_app.presenters.desk import DeskPresenter
from terminal_app.presenters.session import Session
from terminal_app.till import Till
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
