"""Shops for the benchmarks: the demo shop, and one grown by its own generator to 20 000 products and 50 000 customers.

Made once through the till's own use cases, its years of sales by `past_years`; kept, and never opened for writing
afterwards: who writes takes a copy.
"""

from __future__ import annotations

import fcntl
import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.measure import Ask
from benchmarks.past_years import sell_for_years
from terminal_app import provisioning
from terminal_app.demo.generate import customers, shop_toml
from terminal_app.demo.set_up import customer_of, set_up_demo
from terminal_app.domain.catalog import Customer
from terminal_app.storage.database import FILE_NAME, SCHEMA_VERSION, Database
from terminal_app.till import Till

NOON = datetime(2026, 11, 23, 12, 58, tzinfo=UTC)
"""The moment at which the shops were left: the day before has its Z, and of this one nothing is sold yet."""
PRODUCTS, CUSTOMERS = 20_000, 50_000
FULL_SALES, QUICK_SALES = 1_000_000, 3_000
HABITS = 6000
"""Hours at which somebody usually buys, in a shop that has sold on invoice for some years."""
_MADE_AS = 1
"""One more whenever what is made here changes: a kept shop is another one then."""
_AT_ONCE = 1000


def demo(ask: Ask) -> Path:
    """The demo shop as it is, without a sale; kept, not to be opened for writing."""

    def make(folder: Path) -> None:
        with Database.open(folder) as database:
            set_up_demo(Till(database, lambda: NOON))

    return _kept(ask, "demo", make)


def big(ask: Ask, sales: int | None = None) -> Path:
    """The big shop with so many old sales, as many as the run asks for unless it is said; not to be opened for writing.

    500 sales a day up to the day before `NOON`, each day with its float and its Z, chained and signed. A seventh of
    them on invoice, all of those accepted and paid by now.
    """
    wanted = (QUICK_SALES if ask.quick else FULL_SALES) if sales is None else sales

    def make(folder: Path) -> None:
        if not wanted:
            return _make_without_sales(folder)
        shutil.copytree(big(ask, 0), folder, dirs_exist_ok=True)
        with Database.open(folder) as database:
            sell_for_years(Till(database, lambda: NOON), wanted)
        return None

    return _kept(ask, f"big-{wanted}", make)


def copied(shop: Path, ask: Ask) -> Path:
    """A copy of a kept shop in the run's own folder, to be written to; each call makes another."""
    place = next(place for number in range(10_000) if not (place := ask.work / f"{shop.name}-{number}").exists())
    shutil.copytree(shop, place)
    return place


def _make_without_sales(folder: Path) -> None:
    with Database.open(folder) as database:
        till = Till(database, lambda: NOON)
        provisioning.apply(provisioning.parse(tomllib.loads(shop_toml(PRODUCTS)), folder), till)
        known = [customer_of(dict(row)) for row in customers(CUSTOMERS)]
        for some in _portions(known, _AT_ONCE):
            till.catalog.put_customers((customer, None) for customer in some)
        _know_the_regulars(database, [customer for customer in known if not customer.archived])


def _portions(all_of_them: list[Customer], size: int) -> Iterator[list[Customer]]:
    rest = iter(all_of_them)
    while some := list(islice(rest, size)):
        yield some


def _know_the_regulars(database: Database, living: list[Customer]) -> None:
    dice = Random(2)
    hours = {(dice.randrange(7, 18), dice.choice(living).remote_id) for _ in range(HABITS)}
    with database.writing():
        database.execute_many(
            "INSERT INTO customer_hour (hour, remote_id, uses) VALUES (?,?,?) ON CONFLICT (hour, remote_id) "
            "DO UPDATE SET uses = uses + excluded.uses",
            [(hour, remote_id, 1 + int(dice.expovariate(0.5))) for hour, remote_id in sorted(hours)],
        )


def _kept(ask: Ask, name: str, make: Callable[[Path], None]) -> Path:
    """The shop of that name, made unless it is there; of two who ask at once the second waits for the first."""
    home = ask.shops / f"{name}-schema{SCHEMA_VERSION}-{_MADE_AS}"
    with _alone(ask.shops / f"{name}.lock"):
        if not (home / FILE_NAME).exists():
            fresh = ask.shops / f"{name}.making"
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(mode=0o700)
            make(fresh)
            fresh.rename(home)
    return home


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
