"""The other side for the benchmarks of the sync: the sandbox in a process of its own, so that only its answers are met.

Knows nothing of the till.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from terminal_app.domain.settings import Keys

SEED = 1
_SERVER = """
import sys
from benchmarks.other_side import serve
serve(limited=sys.argv[1] == "1", customers=int(sys.argv[2]), moved=sys.argv[3] == "1")
"""


@dataclass(frozen=True, slots=True)
class OtherSide:
    """A sandbox that listens; `connection` is what a client needs, by the names of the command line's contract."""

    base_url: str
    connection: Mapping[str, str]

    @property
    def keys(self) -> Keys:
        return Keys(*(self.connection[f"{name}_key"] for name in ("application", "client", "subscription")))

    @property
    def settings(self) -> dict[str, str]:
        """What a till is told to send there from today on."""
        products = {f"invoicing.products.sale_{rate}": f"70{rate:02}" for rate in (0, 12, 15, 25)}
        return products | {
            "channels.invoice.enabled": "true",
            "channels.invoice.integration": "true",
            "invoicing.system": "poweroffice-go",
            "invoicing.endpoint": "custom",
            "invoicing.api_url": self.api_url,
            "invoicing.token_url": self.token_url,
            "invoicing.enabled_since": "2026-01-01",
            "invoicing.application_key": self.keys.application,
            "invoicing.client_key": self.keys.client,
            "invoicing.subscription_key": self.keys.subscription,
        }

    @property
    def api_url(self) -> str:
        return self.connection["api_url"]

    @property
    def token_url(self) -> str:
        return self.connection["token_url"]

    def answers(self, route: str = "") -> dict[str, int]:
        """How often it has answered with each status so far, on one route ("POST /v2/SalesOrders/Complete") or all."""
        with urllib.request.urlopen(f"{self.base_url}/_sandbox/state", timeout=60) as told:
            requests: dict[str, dict[str, int]] = json.load(told)["requests"]
        counts: dict[str, int] = {}
        for asked, statuses in requests.items():
            if route in ("", asked):
                for status, times in statuses.items():
                    counts[status] = counts.get(status, 0) + times
        return counts


@contextmanager
def other_side(*, limited: bool = False, customers: int = 0, moved: bool = False) -> Iterator[OtherSide]:
    """A sandbox in a process of its own, gone afterwards; it takes 10 calls a second if `limited`.

    Its customers are so many of the big shop's, each with another telephone if `moved`; without any, the one of the
    shop that `tests.reliability.template` makes.
    """
    command = [sys.executable, "-c", _SERVER, str(int(limited)), str(customers), str(int(moved))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield OtherSide(**json.loads(process.stdout.readline()))
    finally:
        process.communicate(timeout=60)


def serve(*, limited: bool, customers: int, moved: bool) -> None:
    """The other process: says how it is reached, and ends with its standard input."""
    from benchmarks.shops import CUSTOMERS
    from sync.poweroffice.sandbox import Sandbox
    from terminal_app.demo.generate import customers as demo_customers
    from tests.reliability.world import GOOD_CUSTOMER

    one: dict[str, Any] = {"Id": GOOD_CUSTOMER, "Number": GOOD_CUSTOMER, "Name": "Torget Regnskap AS"}
    rows = [dict(row) for row in islice(demo_customers(CUSTOMERS), customers)] or [one]
    if moved:
        rows = [{**row, "PhoneNumber": f"{21_000_000 + place}"} for place, row in enumerate(rows)]
    with Sandbox.start(seed=SEED, customers=rows, enforce_rate_limit=limited) as sandbox:
        sys.stdout.write(json.dumps({"base_url": sandbox.base_url, "connection": sandbox.connection()}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
