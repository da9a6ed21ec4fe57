"""A real shop on disk with a real sandbox over HTTP, and clocks that a test moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from sync.connectors import connect
from sync.customers import refresh_customers
from sync.delivery import PassReport, deliver_once
from sync.engine import Reach
from sync.poweroffice.sandbox import Sandbox
from sync.products import refresh_products
from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import OutboxEntry
from terminal_app.domain.sale import Words
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from terminal_app.storage.database import Database
from terminal_app.till import Till

CUSTOMERS: tuple[dict[str, Any], ...] = (
    {"Id": 501, "Number": 10001, "Name": "Torget Regnskap AS", "OrganizationNumber": "901 270 384 MVA"},
    {"Id": 502, "Number": 10002, "IsPerson": True, "FirstName": "Kari", "LastName": "Martin"},
    {"Id": 503, "Number": 10003, "Name": "Fast Rabatt AS", "Allowance": Decimal("10")},
    {"Id": 505, "Number": 10005, "Name": "Nedlagt AS", "IsArchived": True},
)
LATTE = Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe")
BUN = Product("1002", "Skolebolle", Money(39_00), VatRate(1500), "Bakst")
FLOUR = Product("1003", "Mel, løsvekt", Money(19_90), VatRate(1500), "Mat")
WITH_VAT = {
    "invoicing.send_amount_excluding_vat": "true",
    "invoicing.products.sale_0": "8000",
    "invoicing.products.sale_12": "8012",
    "invoicing.products.sale_15": "8015",
    "invoicing.products.sale_25": "8025",
    "invoicing.products.gratuity": "8090",
    "invoicing.products.fee": "8095",
}
"""The settings of a shop whose invoices report their VAT, with the products that the sandbox has for it."""


class HandClock:
    """Wall clock, forward clock and boot, all moved by the test; `wait` takes no time of ours."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
        self.forward_s = 5000.0
        self.boot = "first-boot"
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.forward_s

    def boot_id(self) -> str:
        return self.boot

    def __call__(self) -> datetime:
        return self.wall

    def advance(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.forward_s += seconds

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.advance(seconds)

    def reboot(self) -> None:
        self.boot, self.forward_s = "second-boot", 10.0


@dataclass
class Shop:
    """One till, one accounting system, and the verbs that a test needs."""

    folder: Path
    database: Database
    till: Till
    clock: HandClock
    sandbox: Sandbox
    rng: Random = field(default_factory=lambda: Random(7))

    def sell(
        self, cart: Cart | None = None, customer: int | None = 10001, tip: Money | None = None, **words: str
    ) -> str:
        """An invoice sale's reference."""
        sold = self.till.sell(
            cart or Cart().add(LATTE, Quantity.of(3)),
            (Tender(Channel.INVOICE),),
            customer_number=customer,
            words=Words(**words),
            tip=tip or Money(0),
        )
        assert sold.entry is not None
        return sold.entry.reference

    def entry(self, reference: str) -> OutboxEntry:
        found = self.till.outbox.get(reference)
        assert found is not None
        return found

    def gateway(self) -> Any:
        return connect(self.till.settings, wait=self.clock.wait, clock=self.clock)

    def deliver(self, reach: Reach = Reach.EVERYTHING) -> PassReport:
        gateway = self.gateway()
        try:
            return deliver_once(self.database, gateway, reach=reach, clock=self.clock, rng=self.rng)
        finally:
            gateway.close()

    def bring_customers(self, *, full: bool = True) -> int:
        gateway = self.gateway()
        try:
            return refresh_customers(self.database, gateway, full=full, clock=self.clock)
        finally:
            gateway.close()

    def move_product(self, code: str, account_no: int) -> None:
        """The bookkeeper lets a product post elsewhere, and the till has read so."""
        self.sandbox.change_product(code, account_no)
        gateway = self.gateway()
        refresh_products(self.database, gateway, clock=self.clock)
        gateway.close()

    def posts(self) -> int:
        """How many orders were posted, whatever came of it."""
        return sum(visit.path.endswith("/SalesOrders/Complete") for visit in self.sandbox.visits())


def settings_for(sandbox: Sandbox) -> dict[str, str]:
    return {
        "shop.name": "Kaffebaren AS",
        "shop.organization_number": "999999999",
        "channels.invoice.enabled": "true",
        "channels.invoice.integration": "true",
        "channels.invoice.force_customer": "false",
        "invoicing.system": "poweroffice-go",
        "invoicing.endpoint": "custom",
        "invoicing.enabled_since": "2026-11-01",
        "invoicing.api_url": sandbox.api_url,
        "invoicing.token_url": sandbox.token_url,
        "invoicing.application_key": sandbox.application_key,
        "invoicing.client_key": sandbox.client_key,
        "invoicing.subscription_key": sandbox.subscription_key,
        "invoicing.products.sale_0": "7000",
        "invoicing.products.sale_12": "7012",
        "invoicing.products.sale_15": "7015",
        "invoicing.products.sale_25": "7025",
        "invoicing.products.gratuity": "7090",
        "invoicing.products.fee": "7095",
    }
