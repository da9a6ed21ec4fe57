"""What an order costs the sender, without the limit, beside a bare requests.Session that posts the same bodies.

Both post to a sandbox in another process over loopback, turn about. The bare loop is the network and the server alone;
the sender adds all that keeps the order from being lost or doubled: reading the sale, writing the body, the durable
claim, the answer's checks, the durable result, and the news of both for the badge. It runs as the till runs it, a beat
of the sync's rounds; only its pace is not kept.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import requests

from benchmarks.measure import Ask, Budget, Figure, Samples
from benchmarks.other_side import OtherSide, other_side
from sync.clock import SystemClock
from sync.poweroffice.client import Client
from sync.poweroffice.gateway import PowerOfficeGateway
from sync.rounds import Rounds
from sync.transport import Transport
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.outbox import State
from terminal_app.domain.sync_control import StatusChanged, SyncEvent
from terminal_app.domain.tender import Tender
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.reliability.line import repeat_the_one_sale
from tests.reliability.template import prepare
from tests.reliability.world import GOOD_CUSTOMER
from tests.sync.shop import BUN, LATTE

Wait = Callable[[float], object]
ORDERS, QUICK_ORDERS = 300, 80
ROUNDS, QUICK_ROUNDS = 9, 3
FLOOR = "requests.Session alone, same bodies"
NO_PACE = 1_000_000.0


def figures(ask: Ask) -> list[Figure]:
    """The sender's cost per order beside the bare loop's, and in the detail what one durable commit alone takes."""
    orders = ask.rounds(ORDERS, QUICK_ORDERS)
    template = prepare(ask.work / "template")
    ours, bare, commits = Samples(), Samples(), Samples()
    with other_side() as first, other_side() as second:
        for number in range(ask.rounds(ROUNDS, QUICK_ROUNDS) + 1):
            shop = shutil.copytree(template, ask.work / f"shop-{number}")
            took, bodies = sent(shop, first, orders)
            floor = _bare(bodies, second)
            if number:  # the first round imports, connects and fills caches
                ours.add(*took)
                bare.add(*floor)
                commits.add(*_commits(shop, orders))
    told = {"commit": commits.median, "orders": float(orders), **ours.detail(), **bare.detail("floor_")}
    return [Figure("sender's cost per order, no limit", "ms", ours.median, FLOOR, bare.median, Budget(ratio=1.5), told)]


def sent(folder: Path, other: OtherSide, orders: int, calls_per_s: float = NO_PACE) -> tuple[Spent, list[bytes]]:
    """What an order took, of a queue of so many that a beat of the sync sends; and the bodies that went out."""
    clock, began, ended = SystemClock(), _Watch(), _Watch()

    def heard(event: SyncEvent) -> None:
        if isinstance(event, StatusChanged):
            (began if event.status.sending else ended).note(began)

    with Database.open(folder) as database:
        till = queue_of(database, orders)
        gateway = gateway_to(till, other, calls_per_s)
        gateway.company_name()  # the token and the connection are not an order's cost; neither are they below
        rounds = Rounds(
            database, lambda: gateway, heard, clock=clock, rng=Random(1), stopping=lambda: False, lease_folder=folder
        )
        rounds.begin()
        rounds.send_everything()
        rounds.act()
        rounds.disconnect()
        accepted = till.outbox.in_states((State.ACCEPTED,))
        if len(accepted) != orders:
            raise RuntimeError(f"only {len(accepted)} of {orders} orders were taken")
        wall, cpu = ended.wall - began.wall, ended.cpu - began.cpu
        return (wall / orders, cpu / orders), [entry.payload for entry in accepted if entry.payload is not None]


def queue_of(database: Database, orders: int, customer: int = GOOD_CUSTOMER) -> Till:
    """The till of that shop with so many invoice sales of two lines to the customer of that number that wait."""
    till = Till(database, SystemClock().now)
    till.sell(Cart().add(LATTE).add(BUN), (Tender(Channel.INVOICE),), customer_number=customer)
    repeat_the_one_sale(database, orders - 1)
    return till


def gateway_to(till: Till, other: OtherSide, calls_per_s: float, wait: Wait = time.sleep) -> PowerOfficeGateway:
    """The till's own way to the other side, at that pace."""
    clock = SystemClock()
    transport = Transport(clock=clock, wait=wait, calls_per_s=calls_per_s)
    client = Client(transport, other.api_url, other.token_url, other.keys, clock)
    return PowerOfficeGateway(client, till.values.invoicing())


Spent = tuple[float, float]
"""Wall and CPU seconds of an order."""


class _Watch:
    """When something happened, by both clocks."""

    wall = cpu = 0.0

    def note(self, began: _Watch) -> None:
        """Now; the first time for what begins, and for what ends the first time after that."""
        if not self.wall and (self is began or began.wall):
            self.wall, self.cpu = time.perf_counter(), time.process_time()


def _commits(folder: Path, times: int) -> Spent:
    """How long a commit takes that changes a single row, as durable as the till's are."""
    with Database.open(folder, create=False) as database:
        with database.writing():
            database.execute("INSERT INTO job (name) VALUES ('benchmark')")
        cpu, wall = time.process_time(), time.perf_counter()
        for number in range(1, times + 1):
            with database.writing():
                database.execute("UPDATE job SET fails = ? WHERE name = 'benchmark'", (number,))
        return (time.perf_counter() - wall) / times, (time.process_time() - cpu) / times


def _bare(bodies: Sequence[bytes], other: OtherSide) -> Spent:
    """How long each of the same bodies takes when nothing but requests is in the way."""
    keys = other.keys
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Ocp-Apim-Subscription-Key"] = keys.subscription
        pair, asked = (keys.application, keys.client), {"grant_type": "client_credentials"}
        granted = session.post(other.token_url, data=asked, auth=pair, timeout=30)
        session.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        session.headers["Content-Type"] = session.headers["Accept"] = "application/json"
        cpu, wall = time.process_time(), time.perf_counter()
        for body in bodies:
            answer = session.post(f"{other.api_url}/SalesOrders/Complete", data=body, timeout=30)
            answer.raise_for_status()
            json.loads(answer.content)
        return (time.perf_counter() - wall) / len(bodies), (time.process_time() - cpu) / len(bodies)
