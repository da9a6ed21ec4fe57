"""What the X and the Z of a busy day take, beside reading the same rows of the journal and nothing else.

A second floor, ours, reads the JSON of those rows as well.

Run `python -m benchmarks.alone settling`. The day has 2 000 sales of one to five lines. Each report is made by a till
that has just been opened, so that nothing is added up yet, and is durable when it is told; then once more by one that
has looked before, for which only what is new counts.
"""

from __future__ import annotations

import shutil
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure, Samples, beside
from benchmarks.raw_rows import RAW, Floors, beside_its_rows, parse_journal, read_journal
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.tender import Tender
from terminal_app.storage import settlements
from terminal_app.storage.database import Database
from terminal_app.till import Till

SALES, QUICK_SALES = 2_000, 500
RATIO, AGAIN, FLAT_MB = 3.0, 1.0, 0.5


def figures(ask: Ask) -> list[Figure]:
    """X and Z of the day, the X once more, and the memory of both beside that of a day half as long."""
    sales = ask.rounds(SALES, QUICK_SALES)
    short, day = _sold(ask, sales // 2), _sold(ask, sales)
    floors, x, again, z = Floors(Samples(), Samples()), Samples(), Samples(), Samples()
    for number in range(ask.rounds(15, 5) + 1):
        copy = shops.copied(day, ask)
        if number:
            _measure(copy, floors, x, again, z)
        else:
            _measure(copy, Floors(Samples(), Samples()), Samples(), Samples(), Samples())
        shutil.rmtree(copy)
    told = f"of a day with {sales} sales"
    held, half = _memory(day), _memory(short)
    return [
        *beside_its_rows(f"X {told}", x, floors, RATIO),
        *beside_its_rows(f"Z {told}", z, floors, RATIO),
        beside("the same X again", again, RAW, floors.raw, Budget(ratio=AGAIN), own=True),
        *(
            Figure(f"memory of the {report} {told}", "MB", most, "of half the day", least, Budget(above=FLAT_MB))
            for report, most, least in zip("XZ", held, half, strict=True)
        ),
    ]


def _sold(ask: Ask, sales: int) -> Path:
    """The demo shop with so many sales of one day, in the run's own folder."""
    home, dice = shops.copied(shops.demo(ask), ask), Random(3)
    with Database.open(home) as database:
        till = Till(database, lambda: shops.NOON)
        goods = [
            one for one in till.assortment.products if one.price and not one.open_price and not one.unit.is_measured
        ]
        with database.writing():
            for number in range(sales):
                cart = Cart()
                for _ in range(dice.randint(1, 5)):
                    cart = cart.add(dice.choice(goods))
                tender = Tender(dice.choice((Channel.CARD, Channel.CARD, Channel.CASH)))
                till.sell(cart, (tender,), at=shops.NOON - timedelta(seconds=sales - number))
    return home


def _measure(home: Path, floors: Floors, x: Samples, again: Samples, z: Samples) -> None:
    with Database.open(home) as database:
        after = settlements.begins_after(database)
        floors.raw.run(lambda: read_journal(home, after))
        floors.parsed.run(lambda: parse_journal(home, after))
        warm = _looked(database)
        x.run(lambda: _opened(database).day.x())
        again.run(warm.day.x)
        z.run(lambda: _opened(database).day.close())


def _opened(database: Database) -> Till:
    return Till(database, lambda: shops.NOON)


def _looked(database: Database) -> Till:
    till = _opened(database)
    till.day.stands()
    return till


def _memory(home: Path) -> tuple[float, float]:
    """The most memory that an X takes, and then the Z, each by a till just opened, in MB; both are left in the shop."""
    with Database.open(home) as database:
        return _most(_opened(database).day.x), _most(_opened(database).day.close)


def _most(report: Callable[[], object]) -> float:
    tracemalloc.start()
    report()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6
