"""What a till does beside selling on invoice: takes goods away again, drops sales, moves cash, makes X and Z.

And what its journal must say after every death: both chains hold, and each Z adds up. Knows nothing of the sync.
"""

from __future__ import annotations

from contextlib import suppress
from random import Random

from terminal_app.domain.cart import Cart
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.settlement import CashCount, PayIn, Report
from terminal_app.signing import KeyStore
from terminal_app.storage import journal
from terminal_app.storage.audit import audit
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.sync.shop import BUN, LATTE


def take_away(till: Till, rng: Random) -> None:
    """Two goods are rung up; one of them is reduced or taken out, and the rest is dropped or left in hand."""
    who = till.operator().id
    cart = Cart().add(LATTE, Quantity.of(rng.randint(2, 4))).add(BUN)
    till.ringing.rung(till.ringing.cart, Cart(), who, dropped=True)
    till.ringing.rung(Cart(), cart, who)
    fewer = cart.without(1) if rng.random() < 0.5 else cart.with_quantity(0, Quantity.of(1))
    till.ringing.rung(cart, fewer, who)
    if rng.random() < 0.6:
        till.ringing.rung(fewer, Cart(), who, dropped=True)


def settle(till: Till, rng: Random) -> Report | None:
    """The drawer is moved and looked at, and now and then the day is closed; the Z that was made."""
    if rng.random() < 0.3:
        till.day.pay_in(Money(rng.randint(1, 5) * 100_00), PayIn.CHANGE)
    if rng.random() < 0.4:
        till.day.x()
    if till.ringing.cart.lines and rng.random() < 0.5:
        till.ringing.rung(till.ringing.cart, Cart(), dropped=True)
    expected = till.day.stands().expected_cash
    count = CashCount(expected, Money(0), "telt") if rng.random() < 0.7 and expected >= Money(0) else None
    with suppress(MoveRefused):
        return till.day.close(count=count)
    return None


def register_faults(database: Database) -> list[str]:
    """What is wrong with journal and signatures, and with the Zs: their numbers, their days and their grand totals."""
    found = audit(database, KeyStore(database.folder))
    faults = [] if found.holds else [f"the journal: {found.first}"]
    days, sales = set[str](), Money(0)
    for row in reversed(list(journal.of_kinds(database, "report_z"))):
        number, day, grand = row.facts["number"], row.facts["day"], Money.parse(row.facts["grand_total_sales"])
        if number != len(days) + 1 or day in days or grand < sales:
            faults.append(f"Z {number} of {day}, {grand} in all, after {len(days)} others and {sales}")
        days.add(day)
        sales = grand
    return faults
