"""What an order costs the sender, without the limit, beside a bare requests.Session that posts the same bodies.

Run `python -m benchmarks.sender --orders 500`. Both post to a sandbox in another process over loopback. The bare loop
is the network and the server alone; the sender adds all that keeps the order from being lost or doubled: reading the
sale, writing the body, the durable claim, the answer's checks, the durable result. Budget: 1.5 times the bare loop.
What the disk has in it is shown by one durable commit alone, and by a sender that waits for no disk.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

import requests

from sync.clock import SystemClock
from sync.delivery import Delivery
from sync.engine import Reach
from sync.poweroffice.client import Client
from sync.poweroffice.gateway import PowerOfficeGateway
from sync.poweroffice.sandbox import Keys
from sync.transport import Transport
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.outbox import State
from terminal_app.domain.settings import Keys as ShopKeys
from terminal_app.domain.tender import Tender
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.reliability.line import repeat_the_one_sale
from tests.reliability.template import prepare
from tests.sync.shop import BUN, LATTE

BUDGET = 1.5
SERVER = """
import sys
from sync.poweroffice.sandbox import Sandbox
from tests.reliability.world import GOOD_CUSTOMER
row = {"Id": GOOD_CUSTOMER, "Number": GOOD_CUSTOMER, "Name": "Torget Regnskap AS"}
with Sandbox.start(customers=[row]) as sandbox:
    print(sandbox.base_url, flush=True)
    sys.stdin.read()
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the sender keeps its budget, else 1; the figures go to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sender", description=__doc__)
    parser.add_argument("--orders", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5, help="each side is timed so often, in turn; the best counts")
    asked = parser.parse_args(arguments)
    logging.disable(logging.INFO)
    bare, ours, commits, diskless = [], [], [], []
    with tempfile.TemporaryDirectory(prefix="disken-sender-") as folder:
        template = prepare(Path(folder) / "template")
        for number in range(asked.rounds):
            shops = [shutil.copytree(template, Path(folder) / f"{kind}-{number}") for kind in ("shop", "diskless")]
            with _server() as base_url:
                seconds, bodies = _ours(shops[0], base_url, asked.orders)
            ours.append(seconds / asked.orders)
            with _server() as base_url:
                bare.append(_bare(bodies, base_url) / asked.orders)
            with _server() as base_url:
                diskless.append(_ours(shops[1], base_url, asked.orders, durable=False)[0] / asked.orders)
            commits.append(_commits(shops[0], asked.orders) / asked.orders)
    # The best of each: whatever else the machine does can only add.
    floor, sender, commit, light = min(bare), min(ours), min(commits), min(diskless)
    _say(f"bare requests.Session        {floor * 1000:7.2f} ms an order")
    _say(f"one durable commit           {commit * 1000:7.2f} ms")
    _say(f"the sender                   {sender * 1000:7.2f} ms an order")
    _say(f"ratio                        {sender / floor:7.2f}    (budget {BUDGET})")
    _say(f"the sender without the disk  {light * 1000:7.2f} ms an order")
    _say(f"ratio without the disk       {light / floor:7.2f}")
    return 0 if sender <= BUDGET * floor else 1


def _ours(folder: Path, base_url: str, orders: int, *, durable: bool = True) -> tuple[float, list[bytes]]:
    """How long the queue takes, and the bodies that went out. Unless `durable`, no commit waits for the disk."""
    clock, keys = SystemClock(), Keys.from_seed(1)
    with Database.open(folder) as database:
        if not durable:
            database.rows("PRAGMA synchronous=0")
        till = Till(database, clock.now)
        cart = Cart().add(LATTE).add(BUN)
        till.sell(cart, (Tender(Channel.INVOICE),), customer_number=10001)
        repeat_the_one_sale(database, orders - 1)
        transport = Transport(clock=clock, wait=time.sleep, calls_per_s=1_000_000.0)
        shop_keys = ShopKeys(keys.application, keys.client, keys.subscription)
        client = Client(transport, f"{base_url}/v2", f"{base_url}/OAuth/Token", shop_keys, clock)
        gateway = PowerOfficeGateway(client, till.values.invoicing())
        client.company()  # the token and the connection are not an order's cost; neither are they below
        started_s = time.perf_counter()
        Delivery(database, gateway, clock=clock, rng=Random(1)).run(Reach.EVERYTHING)
        seconds = time.perf_counter() - started_s
        accepted = till.outbox.in_states((State.ACCEPTED,))
        if len(accepted) != orders:
            raise RuntimeError(f"only {len(accepted)} of {orders} orders were taken")
        return seconds, [entry.payload for entry in accepted if entry.payload is not None]


def _commits(folder: Path, times: int) -> float:
    """How long so many commits take that change a single row each, as durable as the till's are."""
    with Database.open(folder, create=False) as database:
        with database.writing():
            database.execute("INSERT INTO job (name) VALUES ('benchmark')")
        started_s = time.perf_counter()
        for number in range(1, times + 1):
            with database.writing():
                database.execute("UPDATE job SET fails = ? WHERE name = 'benchmark'", (number,))
        return time.perf_counter() - started_s


def _bare(bodies: Sequence[bytes], base_url: str) -> float:
    """How long the same bodies take when nothing but requests is in the way."""
    keys = Keys.from_seed(1)
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Ocp-Apim-Subscription-Key"] = keys.subscription
        pair = (keys.application, keys.client)
        granted = session.post(
            f"{base_url}/OAuth/Token", data={"grant_type": "client_credentials"}, auth=pair, timeout=30
        )
        session.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        session.headers["Content-Type"] = session.headers["Accept"] = "application/json"
        started_s = time.perf_counter()
        for body in bodies:
            answer = session.post(f"{base_url}/v2/SalesOrders/Complete", data=body, timeout=30)
            answer.raise_for_status()
            json.loads(answer.content)
        return time.perf_counter() - started_s


@contextmanager
def _server() -> Iterator[str]:
    """The address of a sandbox in a process of its own, gone afterwards."""
    process = subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate(timeout=60)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
