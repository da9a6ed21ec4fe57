"""The shop that each seed's story begins with, made once and copied. Knows nothing of what befalls it."""

from __future__ import annotations

from pathlib import Path

from sync.poweroffice.sandbox import Keys
from terminal_app.domain.cash_signature import Method
from terminal_app.domain.catalog import Customer
from terminal_app.signing import Key
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.reliability.vouchers import SETTLED
from tests.reliability.world import DISCOUNT_CUSTOMER, GOOD_CUSTOMER, REFUSED_CUSTOMER, Clocks
from tests.sync.shop import BUN, FLOUR, LATTE

FEE = {"invoicing.products.fee": "7095", "invoicing.invoice_fee_amount": "9.90"}


def prepare(folder: Path) -> Path:
    """A shop to copy for each seed: settings, products, customers and a signing key, no sale."""
    with Database.open(folder) as database:
        till = Till(database, Clocks())
        keys = Keys.from_seed(1)
        products = {f"invoicing.products.sale_{rate}": f"70{rate:02}" for rate in (0, 12, 15, 25)}
        till.change_settings(
            {
                "shop.name": "Kaffebaren AS",
                "shop.organization_number": "999999999",
                "channels.invoice.enabled": "true",
                "channels.invoice.integration": "true",
                "invoicing.system": "poweroffice-go",
                "invoicing.endpoint": "test",
                "invoicing.enabled_since": "2026-11-01",
                "invoicing.application_key": keys.application,
                "invoicing.client_key": keys.client,
                "invoicing.subscription_key": keys.subscription,
                **products,
                **FEE,
                **SETTLED,
                "settlement.enabled_since": "2026-11-01",
            }
        )
        till.catalog.put_products([LATTE, BUN, FLOUR])
        numbers = (GOOD_CUSTOMER, REFUSED_CUSTOMER, DISCOUNT_CUSTOMER)
        till.catalog.put_customers([(Customer(str(number), number, f"Kunde {number}"), None) for number in numbers])
        # Each of many hundred short lives reads the key anew; RSA's takes ten times as long as the rest of a sale.
        till.signing.store.keep(Key.make("1", Method.HMAC))
    return folder
