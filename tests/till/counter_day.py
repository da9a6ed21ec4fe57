"""What a counter's random day is made of: carts, parts of a bill, and the sums that the books are held against.

Drawn by hypothesis for `test_counter_machine.py`; no test in here.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st

from terminal_app.domain.cart import Cart, Serving
from terminal_app.domain.catalog import Product, Unit
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import ONE, ZERO, Money, Quantity, total
from terminal_app.domain.outbox import State
from terminal_app.domain.parts import KRONE, Part, Parts, in_kroner
from terminal_app.domain.problems import BadInput, MoveRefused
from terminal_app.domain.refund import LineLeft, left_of
from terminal_app.domain.sale import Sale
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import INTEGRATED, ShopClock, set_up

Key = TypeVar("Key")
KARI = "kari"
CHANNELS = tuple(Channel)
BUYERS = (10001, 10002, 10003)
GOODS = (
    Product("1", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe", VatRate(1500)),
    Product("2", "Skolebolle", Money(39_90), VatRate(1500), "Bakst"),
    Product("3", "Torsk", Money(199_95), VatRate(1500), "Fisk", unit=Unit.KILO),
    Product("4", "Museumsbillett", Money(120_00), VatRate(1200), "Gaver"),
    Product("5", "Gavekort", Money(200_00), VatRate(0), "Gaver"),
    Product("6", "Diverse", ZERO, VatRate(2500), "Gaver", open_price=True),
    Product("7", "Sukkerbit", Money(1), VatRate(2500), "Kaffe"),
)
SHOP = {
    **INTEGRATED,
    **{f"channels.{channel.value}.enabled": "true" for channel in Channel},
    "channels.tips.enabled": "true",
    "channels.invoice.force_customer": "false",
    "invoicing.products.sale_0": "7000",
    "invoicing.products.sale_12": "7012",
    "invoicing.products.sale_15": "7015",
    "invoicing.products.sale_25": "7025",
    "invoicing.products.gratuity": "7090",
    "invoicing.products.fee": "7095",
}
prices = st.sampled_from((0, 1, 99, 19_90, 49_50, 1_234_56)).map(Money) | st.integers(0, 60_000).map(Money)
discounts = st.sampled_from((7_50, 10_00, 33_33, 100_00)).map(Discount.per_cent) | st.integers(1, 90_00).map(
    lambda ore: Discount.kroner(Money(ore))
)
weights = st.integers(1, 3_000).map(Quantity)
pieces = st.sampled_from((1, 1, 1, 2, 3, 12)).map(Quantity.of)


STANDING = (State.QUEUED, State.HELD, State.NEEDS_CUSTOMER)
SENDABLE = (State.QUEUED, State.UNKNOWN, State.NEEDS_ATTENTION)


@contextmanager
def refused_only(*codes: str) -> Iterator[None]:
    """What follows may be refused for one of those reasons and no other."""
    try:
        yield
    except (BadInput, MoveRefused) as refused:
        if refused.problem.code not in codes:
            raise


@st.composite
def rung_up(draw: st.DrawFn) -> Cart:
    """A cart as a cashier fills it: a few products, and what was done to their lines and to the whole of it."""
    cart = Cart(serving=draw(st.sampled_from(Serving)))
    for product in draw(st.lists(st.sampled_from(GOODS), min_size=1, max_size=4)):
        price = draw(prices) if product.open_price else None
        cart = cart.add(product, draw(weights if product.unit.is_measured else pieces), price)
    for change in draw(st.lists(st.sampled_from(("price", "discount", "whole", "note")), max_size=3)):
        index = draw(st.integers(0, len(cart.lines) - 1))
        with refused_only("discount_too_large"):
            if change == "price":
                cart = cart.with_price(index, draw(prices))
            elif change == "discount":
                cart = cart.with_line_discount(index, draw(discounts))
            elif change == "whole":
                cart = cart.discounted(draw(discounts))
            else:
                cart = cart.with_note(index, "uten sukker")
    return cart


@dataclass(frozen=True)
class Share:
    """How one part of a bill is paid: so many thousandths of what remains, and a tip on top."""

    channel: Channel
    thousandths: int
    tip: Money


tips = st.sampled_from((0, 0, 0, 5_00, 20_00)).map(Money)
shares = st.builds(Share, st.sampled_from(CHANNELS), st.integers(1, 999), tips)


@cache
def shop() -> Path:
    """A shop in a folder, made once and copied for each run."""
    folder = Path(tempfile.mkdtemp(prefix="disken-counter-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Database.open(folder) as database:
        till = set_up(database, ShopClock(), settings=SHOP)
        till.catalog.put_products(GOODS)
    return folder


@dataclass
class Debt:
    """What is left of one sale's invoice by what the customer was told; ended when stopped, or when nothing is left."""

    customer: int | None
    ore: int
    ended: bool = False


def taken_of(parts: list[Share], cost: Money) -> Parts:
    """The parts as the split pane takes them: none of nothing, none that leaves nothing, cash in whole kroner."""
    taken = Parts()
    for one in parts:
        remaining = taken.remaining(cost)
        share = Money(remaining.ore * one.thousandths // 1000)
        if one.channel is Channel.CASH:
            share = in_kroner(share, remaining)
        if ZERO < share < remaining:
            given = share + Money(50_00) if one.channel is Channel.CASH else None
            taken = taken.plus(Part(one.channel, share, one.tip, given), cost)
    return taken


def check_payments(sale: Sale, tenders: tuple[Tender, ...]) -> None:
    """It is paid as it was tendered: only cash is rounded, and by at most half a krone."""
    assert abs(sale.rounding.ore) <= KRONE // 2
    told = {tender.channel: tender.amount for tender in tenders if tender.amount}
    for payment in sale.payments:
        if payment.channel is Channel.CASH:
            assert payment.amount.ore % KRONE == 0
        else:
            assert payment.amount == (told.get(payment.channel) or ZERO)
    assert total(payment.amount for payment in sale.payments) == sale.total + sale.rounding


def part_of(quantity: Quantity, unit: Unit) -> st.SearchStrategy[Quantity]:
    if unit.is_measured or quantity.milli % ONE.milli:
        return st.integers(1, quantity.milli).map(Quantity)
    return st.integers(1, quantity.milli // ONE.milli).map(Quantity.of)


def left_over(till: Till, sale: Sale) -> tuple[LineLeft, ...]:
    return left_of(sale, till.ledger.returns_of(sale.id))


def through(sales: list[Sale]) -> Counter[Channel]:
    """What was paid in each channel, what went back taken off."""
    paid: Counter[Channel] = Counter()
    for sale in sales:
        for payment in sale.payments:
            paid[payment.channel] += payment.amount.ore
    return paid


def of_something(sums: Counter[Key]) -> Counter[Key]:
    return Counter({key: ore for key, ore in sums.items() if ore})
