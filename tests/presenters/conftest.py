"""The open shop of `tests/till/conftest.py` with somebody standing at it."""

from __future__ import annotations

import pytest

from terminal_app.presenters.payment import PaymentPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session
from terminal_app.till import Till
from tests.till.conftest import clock, database, sync, till

__all__ = ["clock", "database", "sync", "till"]


@pytest.fixture
def session(till: Till) -> Session:
    return Session(till)


@pytest.fixture
def root(session: Session) -> RootPresenter:
    """Every presenter of one till, as the window has them."""
    return RootPresenter(session, "0.1")


@pytest.fixture
def payment(root: RootPresenter) -> PaymentPresenter:
    """At the payment of two lattes and a bun: 143.90."""
    for sku in ("1001", "1001", "1002"):
        root.sale.add(sku)
    root.sale.pay()
    return root.payment
