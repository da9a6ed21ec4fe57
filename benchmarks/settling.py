"""What the X and the Z of a busy day take, beside reading the same rows of the journal and nothing else.

Run `python -m benchmarks.alone settling`. The day has 2 000 sales of one to five lines. Each report is made by a till
that has just been opened, so that nothing is added up yet, and is durable when it is told; then once more by one that
has looked before, for which only what is new counts.
"""

from __future__ import annotations

import shutil
import tracemalloc
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks import shops
from benchmarks.measure import Ask, Budget, Figure, Samples, beside
from benchmarks.raw_rows import read_journal
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.tender import Tender
from terminal_app.storage import settlements
from terminal_app.storage.database import Database
from terminal_app.till import Till

SALES, QUICK_SALES = 2_000, 500
RATIO, AGAIN, FLAT_MB = 3.0, 1.0, 0.5
_RAW = "its rows read raw"


def figures(ask: Ask) -> list[Figure]:
    """X and Z of the day, the X once more, and the memory of an X beside that of a day half as long."""
    sales = ask.rounds(SALES, QUICK_SALES)
    short, day = _sold(ask, sales // 2), _sold(ask, sales)
    raw, x, again, z = Samples(), Samples(), Samples(), Samples()
    for number in range(ask.rounds(15, 5) + 1):
        copy = shops.copied(day, ask)
        taken = (raw, x, again, z) if number else tuple(Samples() for _ in range(4))
        _measure(copy, *taken)
        shutil.rmtree(copy)
    told = f"of a day with {sales} sales"
    return [
        beside(f"X {told}", x, _RAW, raw, Budget(ratio=RATIO)),
        beside(f"Z {told}", z, _RAW, raw, Budget(ratio=RATIO)),
        beside("the same X again", again, _RAW, raw, Budget(ratio=AGAIN)),
        Figure(
            f"memory of the X {told}", "MB", _memory(day), "of half the day", _memory(short),
            Budget(above=FLAT_MB),
        ),
    ]  # fmt: skip


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


def _measure(home: Path, raw: Samples, x: Samples, again: Samples, z: Samples) -> None:
    with Database.open(home) as database:
        after = settlements.begins_after(database)
        raw.run(lambda: read_journal(home, after))
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


def _memory(home: Path) -> float:
    """The most memory that an X takes, in MB; it is left in the journal."""
    with Database.open(home) as database:
        till = _opened(database)
        tracemalloc.start()
        till.day.x()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return most / 1e6
