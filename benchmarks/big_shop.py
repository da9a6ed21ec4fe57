"""Shops for the benchmarks: the demo shop as it is, and grown by its own generator to a big one.

Made through the till's own use cases in a folder that can be kept for the next run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from terminal_app import provisioning
from terminal_app.demo.generate import customers, shop_toml
from terminal_app.demo.set_up import customer_of, set_up_demo
from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Customer
from terminal_app.domain.channel import Channel
from terminal_app.domain.tender import Tender
from terminal_app.storage.database import Database
from terminal_app.till import Till

NOON = datetime(2026, 11, 23, 12, 58, tzinfo=UTC)
SALES_IN_A_DAY = 300
HABITS = 6000
"""Hours at which somebody usually buys, in a shop that has sold on invoice for some years."""
_AT_ONCE = 1000


def demo_shop(folder: Path) -> Path:
    """A folder with the demo shop, made unless it is there."""
    if not (folder / "disken.db").exists():
        with Database.open(folder) as database:
            set_up_demo(Till(database, lambda: NOON))
    return folder


def big_shop(folder: Path, products: int, customer_count: int) -> Path:
    """A folder with so many products and customers, a day of sales and their regulars; made unless it is there."""
    if (folder / "disken.db").exists():
        return folder
    with Database.open(folder) as database:
        till = Till(database, lambda: NOON)
        provisioning.apply(provisioning.parse(tomllib.loads(shop_toml(products)), folder), till)
        known = [customer_of(dict(row)) for row in customers(customer_count)]
        for some in _portions(known, _AT_ONCE):
            till.catalog.put_customers((customer, None) for customer in some)
        living = [customer for customer in known if not customer.archived]
        _sell_a_day(till, living)
        _know_the_regulars(database, living)
    return folder


def _portions(all_of_them: list[Customer], size: int) -> Iterator[list[Customer]]:
    rest = iter(all_of_them)
    while some := list(islice(rest, size)):
        yield some


def _sell_a_day(till: Till, living: list[Customer]) -> None:
    """Yesterday's sales: half of them by card, half on invoice."""
    dice, products = Random(1), till.assortment.products
    at = NOON - timedelta(days=1, hours=4)
    with till.database.writing():
        for number in range(SALES_IN_A_DAY):
            cart = Cart()
            for _ in range(dice.randint(1, 5)):
                cart = cart.add(dice.choice(products[:40]))
            buyer = dice.choice(living).number if number % 2 else None
            tender = Tender(Channel.CARD if buyer is None else Channel.INVOICE)
            till.sell(cart, (tender,), customer_number=buyer, at=at + timedelta(seconds=90 * number))


def _know_the_regulars(database: Database, living: list[Customer]) -> None:
    dice = Random(2)
    hours = {(dice.randrange(7, 18), dice.choice(living).remote_id) for _ in range(HABITS)}
    with database.writing():
        database.execute_many(
            "INSERT INTO customer_hour (hour, remote_id, uses) VALUES (?,?,?) ON CONFLICT (hour, remote_id) "
            "DO UPDATE SET uses = uses + excluded.uses",
            [(hour, remote_id, 1 + int(dice.expovariate(0.5))) for hour, remote_id in sorted(hours)],
        )
