"""A real shop on disk for the tests of storage, till, presenters and verbs; its clock is moved by the test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Category, Customer, Operator, Product, Role
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import OutboxEntry
from terminal_app.domain.sale import NO_WORDS, Words
from terminal_app.domain.sync_control import SyncStatus
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from terminal_app.storage.database import Database
from terminal_app.till import Sold, Till

LATTE = Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe", VatRate(1500), "2900000010017")
BUN = Product("1002", "Skolebolle", Money(39_90), VatRate(1500), "Bakst")
COD = Product("1003", "Fersk torsk, løsvekt", Money(199_00), VatRate(1111), "Fisk")
TICKET = Product("1004", "Museumsbillett", Money(120_00), VatRate(1200), "Gaver")
GIFT_CARD = Product("1005", "Gavekort 200 kr", Money(200_00), VatRate(0), "Gaver")
PRODUCTS = (LATTE, BUN, COD, TICKET, GIFT_CARD)
CATEGORIES = tuple(Category(name) for name in ("Kaffe", "Bakst", "Fisk", "Gaver"))
OPERATORS = (Operator("amina", "Amina Yusuf"), Operator("kari", "Kari Nordmann", Role.MANAGER))

TORGET = Customer("501", 10001, "Torget Regnskap AS", "901270384", "faktura@torget.no", "+47 912 34 567", "Oslo")
MARTIN_KARI = Customer("502", 10002, "Kari Martin", email="kari@martin.no", city="Ålesund", is_person=True)
MARTIN_AS = Customer("503", 10003, "Martin Østby Bygg AS", "974760673", phone="47 12 34 56", city="Bodø")
CLOSED = Customer("505", 10005, "Nedlagt AS", archived=True)
CUSTOMERS = (TORGET, MARTIN_KARI, MARTIN_AS, CLOSED)

INTEGRATED = {
    "shop.name": "Kaffebaren AS",
    "shop.organization_number": "999999999",
    "channels.vipps.enabled": "true",
    "channels.invoice.enabled": "true",
    "channels.invoice.integration": "true",
    "invoicing.system": "poweroffice-go",
    "invoicing.enabled_since": "2026-11-01",
}
BY_INVOICE = (Tender(Channel.INVOICE),)
BY_CARD = (Tender(Channel.CARD),)
IN_CASH = (Tender(Channel.CASH),)


@dataclass
class ShopClock:
    """The wall clock, moved by the test."""

    wall: datetime = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.wall

    def advance(self, **length: float) -> None:
        self.wall += timedelta(**length)


@dataclass
class ListeningSync:
    """A sync that does nothing but remember what it was asked."""

    asked: list[str] = field(default_factory=list)
    now: SyncStatus = field(default_factory=SyncStatus)

    def nudge(self) -> None:
        self.asked.append("nudge")

    def send_now(self) -> None:
        self.asked.append("send_now")

    def refresh_customers(self) -> None:
        self.asked.append("refresh_customers")

    def reconfigure(self) -> None:
        self.asked.append("reconfigure")

    def read_ledger(self, since: date) -> None:
        self.asked.append(f"read_ledger {since}")

    def status(self) -> SyncStatus:
        return self.now


def set_up(
    database: Database, clock: ShopClock, sync: ListeningSync | None = None, settings: Mapping[str, str] = INTEGRATED
) -> Till:
    """The till of a shop with products, people and customers."""
    till = Till(database, clock, sync=sync)
    till.catalog.put_categories(CATEGORIES)
    till.catalog.put_products(PRODUCTS)
    till.operators.staff.put(OPERATORS)
    till.catalog.put_customers((customer, None) for customer in CUSTOMERS)
    till.change_settings(settings)
    till.reload()
    if sync is not None:
        sync.asked.clear()
    return till


def open_shop(folder: Path, clock: ShopClock | None = None) -> Till:
    """A shop in a folder of its own; the caller closes `till.database`."""
    return set_up(Database.open(folder), clock or ShopClock())


def invoice(till: Till, customer: int | None = 10001, cart: Cart | None = None, words: Words = NO_WORDS) -> Sold:
    """An invoice sale, recorded."""
    return till.sell(cart or a_cart(), BY_INVOICE, customer_number=customer, words=words)


def entry_of(sold: Sold) -> OutboxEntry:
    assert sold.entry is not None
    return sold.entry


def a_cart() -> Cart:
    return Cart().add(LATTE, Quantity.of(2)).add(BUN)
