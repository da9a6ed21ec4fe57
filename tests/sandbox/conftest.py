"""What the sandbox's tests stand on: a running sandbox with a logged-in client, and its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests

from sync.poweroffice.sandbox import Sandbox
from tests.sandbox.desk import CUSTOMERS, Client, FrozenClock


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def opened(clock: FrozenClock) -> Iterator[Callable[..., Client]]:
    """Starts a sandbox with the small company and logs in; any of `Sandbox.start`'s parameters may differ."""
    with ExitStack() as stack:

        def start(**changes: Any) -> Client:
            sandbox = stack.enter_context(Sandbox.start(**{"clock": clock, "customers": CUSTOMERS, **changes}))
            session = stack.enter_context(requests.Session())
            session.trust_env = False
            client = Client(sandbox, session)
            client.log_in()
            return client

        yield start


@pytest.fixture
def client(opened: Callable[..., Client]) -> Client:
    return opened()
